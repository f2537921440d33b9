"""What a document holds, whatever it is: a feed, a page that names feeds, an article.

What only pages and texts need is imported for them: most documents are feeds.
"""

from __future__ import annotations

from reader.errors import ParseError
from reader.feeds.decode import decode
from reader.feeds.found import FoundFeeds, SourceKind
from reader.feeds.parse import ITEM_START, feed_of_text
from reader.feeds.sniff import Shape, binary_kind, shape
from reader.model import Entry, ParsedFeed
from reader.text.links import web_url

_LEAST_FROM_WEB = 140


def read_source(
    body: bytes, url: str, content_type: str = "", kind: SourceKind = "any"
) -> ParsedFeed | FoundFeeds:
    """What `body` holds. "any": a feed, else the feeds that a page from the web names, else the article
    of a page or a text; "feed": a feed only; "article": an article only. ParseError when it holds none."""
    if not body.strip(b"\x00 \t\r\n"):
        raise ParseError(url, "the answer is empty" if web_url(url) else "the file is empty")
    binary = binary_kind(body)
    if binary:
        raise ParseError(url, f"this is {binary}, not a feed or an article")
    text = decode(body, content_type)
    looks = Shape.TEXT if _is_prose(text, url) else shape(text)
    if looks is Shape.OPML:
        raise ParseError(url, "this is a list of feeds (OPML), not a feed")
    if looks is Shape.PAGE:
        text = decode(body, content_type, page=True)
    if kind == "feed":
        return feed_of_text(text, url)
    if kind == "any" and looks in (Shape.XML_FEED, Shape.JSON):
        return feed_of_text(text, url)
    if looks is Shape.TEXT:
        return _article(_text_article(text, url))
    return _page(text, url, kind)


def _is_prose(text: str, url: str) -> bool:
    """A text file that does not begin with markup may still speak of some."""
    return url.lower().endswith((".txt", ".text", ".md")) and text.lstrip("\ufeff \t\r\n")[:1] not in (
        "<",
        "{",
    )


def _text_article(text: str, url: str) -> Entry:
    """A person who names a file means it; a server that sends a line of text rather means an error."""
    from reader.feeds.plaintext import parse_text

    entry = parse_text(text, url)
    too_short = web_url(url) and len(entry.document.text) < _LEAST_FROM_WEB
    if too_short or not any(map(str.isalnum, text)):
        raise ParseError(url, "this is neither a feed nor an article")
    return entry


def _page(text: str, url: str, kind: SourceKind) -> ParsedFeed | FoundFeeds:
    from reader.feeds.discover import feeds_of_page
    from reader.feeds.page import parse_page

    if kind == "any":
        feeds = feeds_of_page(text, url) if web_url(url) else ()
        if feeds:
            return FoundFeeds(feeds)
        feed = _unusual_feed(text, url)
        if feed is not None:
            return feed
    return _article(parse_page(text, url))


def _unusual_feed(text: str, url: str) -> ParsedFeed | None:
    """Markup with a root that no feed format has may hold entries all the same."""
    if ITEM_START.search(text) is None:
        return None
    try:
        feed = feed_of_text(text, url)
    except ParseError:
        return None
    return feed if feed.entries else None


def _article(entry: Entry) -> ParsedFeed:
    return ParsedFeed(title=entry.source, entries=(entry,), article=True)
