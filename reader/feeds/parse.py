"""Feeds of every kind to a ParsedFeed: RSS and Atom by feedparser, JSON Feed by hand.

feedparser neither sanitises nor resolves markup here: its HTML becomes plain blocks anyway
(reader.text.html), and its own passes over it would take longer than all the rest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from reader.errors import ParseError
from reader.feeds.decode import decode
from reader.feeds.doctype import without_doctype
from reader.feeds.entry import plain_line, to_entry, whole_number
from reader.feeds.identity import distinct
from reader.feeds.jsonfeed import CUT_OFF_EARLY, parse_json_feed
from reader.feeds.limits import MAX_ENTRIES, MAX_TITLE
from reader.feeds.skipped import skipped_days, skipped_hours
from reader.feeds.sniff import COMMENT, Shape, shape
from reader.model import ParsedFeed
from reader.text.clean import clean_line
from reader.text.links import web_url

_HEAD = 64 * 1024
# It begins with no blanks: each of a long run of them would be tried as the first.
_DECLARATION = re.compile(r"<\?xml[^>]{0,500}?\?>")
# Everything that XML forbids, as it stands or as a reference; feedparser raises on some of it.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ILLEGAL_ASCII = dict.fromkeys({*range(32)} - {9, 10, 13}, "\ufffd")
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,400})|([0-9]{1,400}));?")
_ROOT = re.compile(r"<((?:[\w.\-]{1,30}:)?(?:rss|rdf|feed|channel|entry))(?![\w.:\-])([^>]*)>", re.IGNORECASE)
# What feedparser has been seen to stumble over, in feeds that are not well-formed.
_STUMBLING_BLOCK = re.compile(r"&#[xX]?[0-9a-fA-F]*;?|</?(?:textinput|image|cloud)\b[^<>]*>", re.IGNORECASE)
ITEM_START = re.compile(r"<(?:[\w.\-]{1,30}:)?(?:item|entry)(?![\w.:\-])", re.IGNORECASE)
_ITEM_END = re.compile(r"</(?:[\w.\-]{1,30}:)?(?:item|entry)\s*>", re.IGNORECASE)
_PERIODS = {"hourly": 3600, "daily": 86400, "weekly": 604800, "monthly": 2592000, "yearly": 31536000}
_LONGEST_INTERVAL = 30 * 86400

# feedparser lets through whatever happens inside it; these were seen with damaged feeds.
_FEEDPARSER_FAILS = (
    ValueError, LookupError, TypeError, AttributeError, ArithmeticError, AssertionError, RecursionError,
)  # fmt: skip


def parse_feed(body: bytes, url: str, content_type: str = "") -> ParsedFeed:
    """The feed that `body` holds, relative links resolved against `url`. ParseError when it holds none."""
    return feed_of_text(decode(body, content_type), url)


def feed_of_text(text: str, url: str) -> ParsedFeed:
    """As `parse_feed`, for a document that has been decoded."""
    if shape(text) is Shape.JSON:
        return parse_json_feed(text, url)
    readable = _readable(text)
    raw = _by_feedparser(readable.xml, url)
    if not raw["entries"] and not raw.get("version") and _ROOT.search(text) is None:
        raise ParseError(url, "this is not a feed")
    if not raw["entries"] and readable.is_cut_off:
        raise ParseError(url, CUT_OFF_EARLY)
    entries = [to_entry(entry, url) for entry in raw["entries"][:MAX_ENTRIES]]
    feed = raw["feed"]
    return ParsedFeed(
        title=plain_line(_text(feed, "title"), dict.get(feed, "title_detail") or {}, MAX_TITLE),
        home=web_url(_text(feed, "link"), url),
        language=clean_line(_text(feed, "language"), 40),
        entries=distinct(entries),
        problem=readable.problem(len(entries)),
        interval=_interval(feed),
        skipped_hours=skipped_hours(text),
        skipped_days=skipped_days(text),
    )


@dataclass(frozen=True, slots=True)
class _Readable:
    """A feed as feedparser gets it, and what had to be left out."""

    xml: str
    is_cut_off: bool = False
    is_too_long: bool = False

    def problem(self, entries: int) -> str:
        counted = f"{entries} entr{'y' if entries == 1 else 'ies'}"
        if self.is_too_long:
            return f"the feed is very long; only its first {counted} were read"
        return f"the feed is cut off after {counted}" if self.is_cut_off else ""


def _readable(text: str) -> _Readable:
    xml = _DECLARATION.sub("", text.lstrip("\ufeff \t\r\n\x00"), count=1).lstrip()
    xml = without_doctype(xml.translate(_ILLEGAL_ASCII) if xml.isascii() else _ILLEGAL.sub("\ufffd", xml))
    if "&#" in xml:
        xml = _REFERENCE.sub(_legal_reference, xml)
    return _mended(xml)


def _legal_reference(found: re.Match[str]) -> str:
    digits = found[1] or found[2]
    code = int(digits, 16 if found[1] else 10) if len(digits) < 10 else 0
    return found[0] if 0 < code < 0x110000 and not _ILLEGAL.match(chr(code)) else "\ufffd"


def _mended(xml: str) -> _Readable:
    """A feed without an end is closed behind its last whole entry, so that a strict parser reads it."""
    root = _ROOT.search(COMMENT.sub("", xml[:_HEAD]))
    if xml.count("<item") + xml.count("<entry") > MAX_ENTRIES:
        starts = ITEM_START.finditer(xml)
        for _ in range(MAX_ENTRIES):
            next(starts)
        following = next(starts, None)
        if following is not None and root is not None:
            return _Readable(_closed(xml[: following.start()], root[1]), is_too_long=True)
    if root is None or root[2].endswith("/") or f"</{root[1]}".lower() in xml.rstrip()[-100_000:].lower():
        return _Readable(xml)
    ends = [found.end() for found in _ITEM_END.finditer(xml)]
    if not ends or len(ITEM_START.findall(xml, ends[-1])) > 1:
        return _Readable(xml, is_cut_off=True)  # nothing is whole, or more is damaged than the end
    return _Readable(_closed(xml[: ends[-1]], root[1]), is_cut_off=True)


def _closed(xml: str, root: str) -> str:
    channel_open = "<channel" in xml and "</channel" not in xml
    return f"{xml}{'</channel>' if channel_open and root != 'channel' else ''}</{root}>"


def _by_feedparser(xml: str, url: str) -> dict[str, Any]:
    import feedparser  # 50 ms

    options = {"sanitize_html": False, "resolve_relative_uris": False}
    try:
        return dict(feedparser.parse(_Stream(xml), **options))
    except _FEEDPARSER_FAILS:
        pass
    try:
        return dict(feedparser.parse(_Stream(_STUMBLING_BLOCK.sub("\ufffd", xml)), **options))
    except _FEEDPARSER_FAILS as error:
        raise ParseError(url, "the feed is too damaged to be read") from error


class _Stream:
    """feedparser takes a bare string for a file name or an address: it must get something to read."""

    def __init__(self, xml: str) -> None:
        self._body = xml.encode("utf-8", "replace")

    def read(self) -> bytes:
        return self._body


def _text(raw: dict[str, Any], name: str) -> str:
    value = dict.get(raw, name)
    return value if isinstance(value, str) else ""


def _interval(feed: dict[str, Any]) -> int:
    seconds = whole_number(dict.get(feed, "ttl")) * 60
    period = _PERIODS.get(_text(feed, "sy_updateperiod").strip().lower(), 0)
    if not seconds and period:
        seconds = period // max(1, whole_number(dict.get(feed, "sy_updatefrequency")))
    return min(seconds, _LONGEST_INTERVAL)
