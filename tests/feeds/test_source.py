"""Documents of every kind, as they come from the web and from disk."""

from __future__ import annotations

import random

import pytest

from reader.errors import ParseError
from reader.feeds.found import FoundFeeds
from reader.feeds.source import read_source
from reader.model import ParsedFeed
from tests.feeds import samples

WEB = "http://news.example/story"
FILE = "file:///home/ann/story.html"

ARTICLE = """<html><head><title>Bridge closed | The Valley Post</title></head><body><nav><a href="/">Home</a></nav>
<article><h1>Bridge closed</h1><p>The bridge over the river was closed on Monday after engineers had found cracks in two
of its pillars, the mayor said at a meeting with the residents of both villages.</p><p>Buses take the longer way by the
lake until the repairs are done, which may take until the end of the summer holidays.</p></article></body></html>"""
NAMES_FEED = '<link rel="alternate" type="application/rss+xml" href="/feed.xml"></head>'


def read(body: str | bytes, url: str = WEB, **options: str) -> ParsedFeed | FoundFeeds:
    return read_source(body.encode() if isinstance(body, str) else body, url, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", samples.XML_FEEDS)
@pytest.mark.parametrize(
    "content_type", ["", "text/html", "text/plain", "application/octet-stream", "image/png"]
)
def test_a_feed_is_a_feed_whatever_its_server_calls_it(name: str, content_type: str) -> None:
    found = read(samples.XML_FEEDS[name], content_type=content_type)
    assert isinstance(found, ParsedFeed)
    assert found.entries
    assert not found.article


@pytest.mark.parametrize(
    "before", ["\ufeff", "\n\n  ", "<!-- made by x -->", '<?xml-stylesheet href="x.xsl"?>', "\x00"]
)
def test_what_stands_before_a_feed_does_no_harm(before: str) -> None:
    found = read(before + samples.ILL_FORMED)
    assert isinstance(found, ParsedFeed)
    assert len(found.entries) == 2


@pytest.mark.parametrize(
    "before", ["<br />\n<b>Warning</b>: something in x.php on line 3<br />\n", "<!DOCTYPE html>"]
)
def test_a_feed_behind_other_markup_is_found(before: str) -> None:
    found = read(before + samples.RSS20)
    assert isinstance(found, ParsedFeed)
    assert len(found.entries) == 4


def test_a_lone_atom_entry_is_read() -> None:
    found = read('<entry xmlns="http://www.w3.org/2005/Atom"><title>Lone</title><id>1</id></entry>')
    assert isinstance(found, ParsedFeed)
    assert [entry.title for entry in found.entries] == ["Lone"]


def test_json_feeds_need_no_content_type() -> None:
    found = read(samples.JSON10)
    assert isinstance(found, ParsedFeed)
    assert len(found.entries) == 2


def test_a_page_from_the_web_names_its_feeds_and_one_from_disk_is_read() -> None:
    page = ARTICLE.replace("</head>", NAMES_FEED)
    assert read(page) == FoundFeeds(("http://news.example/feed.xml",))
    for found in (read(page, kind="article"), read(page, FILE), read(ARTICLE), read(ARTICLE, FILE)):
        assert isinstance(found, ParsedFeed)
        assert found.article
        assert found.entries[0].title == "Bridge closed"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"\x00" * 50, "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "picture"),
        (b"PK\x03\x04" + bytes(100), "ZIP"),
        (random.Random(1).randbytes(5000), "binary data"),
        (b"<html><body><h1>Welcome</h1><p>Nothing here</p></body></html>", "without a feed or an article"),
        (b"<html><body>" + b"<a href='/x'>a link</a> " * 200, "without a feed or an article"),
        (b"<html><body><form><input name=user><input type=password></form>", "without a feed or an article"),
        (b"<!doctype html>", "without a feed or an article"),
        (b"Service unavailable", "neither a feed nor an article"),
        (b'{"error": "not found"}', "not a JSON Feed"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><text>x</text></svg>", "without a feed or an article"),
        (b"<opml><body><outline xmlUrl='http://a.example/'/></body></opml>", "OPML"),
    ],
    ids=range(15),
)
def test_what_holds_nothing_to_read_is_one_clear_line(body: bytes, words: str) -> None:
    with pytest.raises(ParseError) as caught:
        read(body)
    assert words in caught.value.reason
    assert "\n" not in str(caught.value)


def test_only_a_feed_will_do_when_a_feed_is_asked_for() -> None:
    with pytest.raises(ParseError):
        read(ARTICLE, kind="feed")
    assert isinstance(read(samples.ATOM, kind="feed"), ParsedFeed)


def test_the_header_of_a_page_is_believed_before_its_meta_element() -> None:
    page = ARTICLE.replace("<head>", '<head><meta charset="utf-8">').replace("mayor", "maire élue")
    found = read(page.encode("iso-8859-1"), content_type="text/html; charset=iso-8859-1")
    assert isinstance(found, ParsedFeed)
    assert "maire élue" in found.entries[0].document.text


@pytest.mark.parametrize(
    "text",
    [
        "[Update] The mayor speaks\n\nText.",
        "How feeds work\n\nA feed has a root, <rss> or <feed>, and <item>s.",
    ],
)
def test_a_text_that_speaks_of_markup_is_a_text(text: str) -> None:
    found = read(text, "file:///home/ann/notes.txt")
    assert isinstance(found, ParsedFeed)
    assert found.article
    assert found.entries[0].title == text.split("\n")[0]


def test_a_feed_in_a_text_file_is_a_feed() -> None:
    found = read(samples.RSS20, "file:///home/ann/feed.txt")
    assert isinstance(found, ParsedFeed)
    assert len(found.entries) == 4
