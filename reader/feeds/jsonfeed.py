"""JSON Feed 1.0 and 1.1 (jsonfeed.org), read by hand: every value may be of any type."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from reader.errors import ParseError
from reader.feeds.entry import looks_cut_short, whole_number
from reader.feeds.identity import distinct, entry_id, title_or_words
from reader.feeds.limits import MAX_ENCLOSURES, MAX_ENTRIES, MAX_FIELD, MAX_NAME, MAX_TITLE
from reader.model import Document, Enclosure, Entry, ParsedFeed
from reader.text.clean import clean_line
from reader.text.dates import parse_date
from reader.text.html import html_to_document, html_to_text, text_to_document
from reader.text.links import safe_url, web_url

_ITEMS = re.compile(r'"items"\s*:\s*\[')
CUT_OFF_EARLY = "the feed is cut off before its first entry"

_BETWEEN = re.compile(r"[\s,]*")


def parse_json_feed(text: str, url: str) -> ParsedFeed:
    """The feed; one that is cut off gives its whole entries. ParseError when it is other JSON."""
    text = text.lstrip("\ufeff \t\r\n\x00")
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError):
        return _cut_off(text, url)
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise ParseError(url, "this is JSON, but not a JSON Feed")
    problem = ""
    if len(feed["items"]) > MAX_ENTRIES:
        problem = f"the feed is very long; only its first {MAX_ENTRIES} entries were read"
    return _feed(feed, feed["items"][:MAX_ENTRIES], url, problem)


def _cut_off(text: str, url: str) -> ParsedFeed:
    start = _ITEMS.search(text)
    if start is None or "jsonfeed.org" not in text:
        raise ParseError(url, "this is damaged JSON")
    items = list(_whole_values(text, start.end()))[:MAX_ENTRIES]
    if not items:
        raise ParseError(url, CUT_OFF_EARLY)
    counted = f"{len(items)} entr{'y' if len(items) == 1 else 'ies'}"
    return _feed(_before(text, start.start()), items, url, f"the feed is cut off after {counted}")


def _before(text: str, end: int) -> dict[str, Any]:
    """What the feed says of itself before its entries begin."""
    try:
        head = json.loads(text[:end].rstrip().rstrip(",") + "}")
    except (ValueError, RecursionError):
        return {}
    return head if isinstance(head, dict) else {}


def _whole_values(text: str, position: int) -> Iterator[Any]:
    decoder = json.JSONDecoder()
    while True:
        between = _BETWEEN.match(text, position)
        position = between.end() if between else position
        try:
            value, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            return
        yield value


def _feed(feed: dict[str, Any], items: list[Any], url: str, problem: str) -> ParsedFeed:
    entries = (_entry(item, feed, url) for item in items if isinstance(item, dict))
    return ParsedFeed(
        title=clean_line(_text(feed, "title"), MAX_TITLE),
        home=web_url(_text(feed, "home_page_url"), url),
        language=clean_line(_text(feed, "language"), 40),
        entries=distinct(entries),
        problem=problem,
    )


def _entry(item: dict[str, Any], feed: dict[str, Any], feed_url: str) -> Entry:
    url = safe_url(_text(item, "url"), feed_url) or safe_url(_text(item, "external_url"), feed_url)
    content = _content(item, url or feed_url)
    summary = _text(item, "summary")
    document = content or text_to_document(summary[:MAX_FIELD])
    title = clean_line(html_to_text(_text(item, "title")[: MAX_TITLE * 20]), MAX_TITLE)
    published = parse_date(_text(item, "date_published"))
    updated = parse_date(_text(item, "date_modified"))
    return Entry(
        entry_id=entry_id(_own_id(item), url, title, str(published), document.text if not title else ""),
        title=title_or_words(title, document.text),
        url=url,
        author=_author(item) or _author(feed),
        published=published or updated,
        updated=updated,
        document=document,
        summary_only=content is None and looks_cut_short(document.text),
        enclosures=tuple(_enclosures(item, feed_url)),
    )


def _content(item: dict[str, Any], base: str) -> Document | None:
    html, text = _text(item, "content_html"), _text(item, "content_text")
    if html and len(html) >= len(text):
        return html_to_document(html[:MAX_FIELD], base)
    return text_to_document(text[:MAX_FIELD]) if text else None


def _own_id(item: dict[str, Any]) -> str:
    """Ids should be strings; numbers are found too, and the format says to take them as text."""
    value = item.get("id")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value)


def _author(holder: dict[str, Any]) -> str:
    authors = holder.get("authors")
    listed = authors if isinstance(authors, list) else [holder.get("author")]
    names = [_text(author, "name") for author in listed[:20] if isinstance(author, dict)]
    return clean_line(", ".join(name for name in names if name), MAX_NAME)


def _enclosures(item: dict[str, Any], feed_url: str) -> Iterator[Enclosure]:
    attachments = item.get("attachments")
    for attachment in (attachments if isinstance(attachments, list) else [])[:MAX_ENCLOSURES]:
        if isinstance(attachment, dict):
            url = web_url(_text(attachment, "url"), feed_url)
            size = whole_number(attachment.get("size_in_bytes"))
            if url:
                yield Enclosure(url, clean_line(_text(attachment, "mime_type"), 100), size)


def _text(holder: dict[str, Any], name: str) -> str:
    value = holder.get(name)
    return value if isinstance(value, str) else ""
