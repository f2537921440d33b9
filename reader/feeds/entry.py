"""One of feedparser's entries to one of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from reader.feeds.identity import entry_id, title_or_words
from reader.feeds.limits import MAX_ENCLOSURES, MAX_FIELD, MAX_NAME, MAX_TITLE
from reader.model import Document, Enclosure, Entry
from reader.text.clean import clean_line
from reader.text.dates import parse_date
from reader.text.html import html_to_document, html_to_text, text_to_document
from reader.text.links import safe_url, web_url

Raw = dict[str, Any]
"""A FeedParserDict read through `dict.get`: its own `get` maps names, warns and is ten times slower."""

_MARKUP = re.compile(
    r"</(?:p|a|b|i|em|strong|div|span|ul|ol|li|h[1-6]|blockquote|table)>|<(?:br|p|img)\b[^<>]*>", re.I
)
_HTML_TYPES = ("text/html", "application/xhtml+xml", "html", "xhtml")
_SHORT = 1000
_BROKEN_OFF = re.compile(
    r"(?:…|\.\.\.|\[(?:…|\.\.\.)\]|"
    r"(?:read|continue|more|weiterlesen|lire la suite|leer más)[\w\s]{0,20}[…»>→.]*)\s*$",
    re.IGNORECASE,
)
_DATES_OF_BIRTH = ("published", "created", "updated")


def to_entry(raw: Raw, feed_url: str) -> Entry:
    """Cleaned, its links absolute beside `feed_url`, its text the longest that the feed gives."""
    url = _link(raw, feed_url)
    value, detail, is_whole = _longest_text(raw)
    document = _document(value, detail, feed_url, url)
    title = plain_line(_text(raw, "title"), _detail(raw, "title"), MAX_TITLE)
    published = first_date(raw, _DATES_OF_BIRTH)
    own = _text(raw, "id")
    return Entry(
        entry_id=entry_id(own, url, title, str(published), document.text if not title else ""),
        title=title_or_words(title, document.text),
        url=url,
        author=clean_line(html_to_text(_text(raw, "author")), MAX_NAME),
        source=_source(raw),
        published=published,
        updated=first_date(raw, ("updated",)),
        document=document,
        summary_only=not is_whole and looks_cut_short(document.text),
        enclosures=tuple(_enclosures(raw, feed_url)),
    )


def looks_cut_short(text: str) -> bool:
    """Whether a text that its feed calls a description is only the beginning of an article, or about it."""
    return len(text) < _SHORT or _BROKEN_OFF.search(text[-60:]) is not None


def plain_line(value: str, detail: Raw, limit: int) -> str:
    """A text on one line, its markup and entities gone if it has any."""
    value = value[: limit * 20]
    if _is_html(detail, value):
        value = html_to_text(value)
    return clean_line(value, limit)


def first_date(raw: Raw, names: Sequence[str]) -> datetime | None:
    """The first of these dates that can be read: as written, else as feedparser understood it."""
    for name in names:
        written = dict.get(raw, name)
        if not written:
            continue
        moment = parse_date(str(written)) or _from_struct(_get(raw, name + "_parsed"))
        if moment is not None:
            return moment
    return None


def _from_struct(parsed: Any) -> datetime | None:
    try:
        year, month, day, hour, minute, second = parsed[:6]
        return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC) if year >= 1900 else None
    except (ValueError, TypeError, OverflowError):
        return None


def _get(raw: Raw, name: str) -> Any:
    return dict.get(raw, name)


def _text(raw: Raw, name: str) -> str:
    value = _get(raw, name)
    return value if isinstance(value, str) else ""


def _detail(raw: Raw, name: str) -> Raw:
    detail = _get(raw, name + "_detail")
    return detail if isinstance(detail, dict) else {}


def _dicts(raw: Raw, name: str) -> list[Raw]:
    values = _get(raw, name)
    return [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []


def _link(raw: Raw, feed_url: str) -> str:
    """The entry's page: what feedparser took for it, else any other link, else an id that is an address."""
    addresses = [_text(raw, "link")]
    addresses += [_text(link, "href") for link in _dicts(raw, "links") if _text(link, "rel") == "alternate"]
    for address in addresses:
        url = safe_url(address, feed_url)
        if url:
            return url
    own = _text(raw, "id")
    return web_url(own) if own.startswith(("http://", "https://")) else ""


def _longest_text(raw: Raw) -> tuple[str, Raw, bool]:
    """The text, what is known of its type and base, and whether the feed calls it the content."""
    value, detail, is_whole = _text(raw, "summary"), _detail(raw, "summary"), False
    for content in _dicts(raw, "content"):
        candidate = _text(content, "value")
        if candidate and (len(candidate) >= len(value) or (not is_whole and len(candidate) > _SHORT)):
            value, detail, is_whole = candidate, content, True
    return value[:MAX_FIELD], detail, is_whole


def _document(value: str, detail: Raw, feed_url: str, url: str) -> Document:
    if not value:
        return Document()
    if not _is_html(detail, value):
        return text_to_document(value)
    return html_to_document(value, _base(_text(detail, "base"), url or feed_url))


def _is_html(detail: Raw, value: str) -> bool:
    kind = _text(detail, "type") or "text/html"
    return kind in _HTML_TYPES or _MARKUP.search(value) is not None


def _base(own: str, outer: str) -> str:
    try:
        return urljoin(outer, own) if own else outer
    except ValueError:
        return outer


def _source(raw: Raw) -> str:
    source = _get(raw, "source")
    return plain_line(_text(source, "title"), {}, MAX_NAME) if isinstance(source, dict) else ""


def _enclosures(raw: Raw, feed_url: str) -> Iterator[Enclosure]:
    seen = set()
    links = [link for link in _dicts(raw, "links") if _text(link, "rel") == "enclosure"]
    for link in (links + _dicts(raw, "media_content"))[:MAX_ENCLOSURES]:
        url = web_url(_text(link, "href") or _text(link, "url"), feed_url)
        if url and url not in seen:
            seen.add(url)
            yield Enclosure(url, clean_line(_text(link, "type"), 100), whole_number(_get(link, "length")))


def whole_number(value: Any) -> int:
    """A count of bytes or minutes as a feed writes it; 0 when it is none."""
    digits = str(value or "").strip()[:15]
    return int(digits) if digits.isdecimal() and digits.isascii() else 0
