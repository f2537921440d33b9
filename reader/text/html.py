"""HTML to a Document, in one pass over the parser's events: no tree, no recursion, no network.

Scripts, styles and hidden elements vanish; lists, quotations, code, tables and captions become
blocks of their kind; anything unknown is read through. Made for fragments in feeds and for the
main part of a page alike.
"""

from __future__ import annotations

import html as entities
import re
import threading
from collections.abc import Callable, Iterator
from typing import Any, cast

from lxml import etree

from reader.model import Document
from reader.text.blocks import Piece, assemble
from reader.text.clean import REPLACEMENT
from reader.text.layout import Layout
from reader.text.links import safe_url, web_url
from reader.text.plain import text_to_document

__all__ = ["html_to_document", "html_to_text", "text_to_document"]

MAX_HTML = 8 * 1024 * 1024
"""Characters of HTML read; the rest is cut off."""

_START = "<html><body>"  # lxml refuses a document without a single element
_CHUNK = 16 * 1024
_MAX_DEPTH = 1000

_SKIPPED = {
    "script", "style", "template", "head", "title", "noframes", "iframe", "object", "embed", "applet",
    "audio", "video", "canvas", "svg", "select", "datalist", "textarea", "button", "map", "rp", "meter",
    "progress", "dialog",
}  # fmt: skip
_BLOCKS = {
    "p", "div", "section", "article", "header", "footer", "main", "aside", "nav", "address", "form",
    "fieldset", "legend", "dl", "dt", "dd", "hr", "center", "details", "summary", "body", "html", "tbody",
    "thead", "tfoot", "caption", "menuitem", "search", "hgroup",
}  # fmt: skip
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_UNENCODABLE = re.compile("[\x00\ud800-\udfff]")
_of_thread = threading.local()
_ENTITY = re.compile(r"&(?:#|[a-zA-Z])")


def html_to_document(html: str, base_url: str = "") -> Document:
    """The Document of an HTML fragment or page; relative links are resolved against `base_url`.

    Text without a single tag is read as plain text, its entities resolved.
    """
    html = html[:MAX_HTML]
    if "<" not in html:
        return text_to_document(entities.unescape(html) if _ENTITY.search(html) else html)
    return assemble(_pieces(html, base_url))


def html_to_text(html: str) -> str:
    """The text alone, on one line: for titles, names and comparisons."""
    if "<" not in html:
        return " ".join(entities.unescape(html).split()) if "&" in html else html
    return " ".join(html_to_document(html).text.split())


def _pieces(html: str, base_url: str) -> list[Piece]:
    reader = getattr(_of_thread, "reader", None) or _Reader()
    _of_thread.reader = None  # not kept if it fails in the middle of a document
    pieces = reader.read(html, base_url)
    _of_thread.reader = reader
    return pieces


class _Reader:
    """A parser with its events. It takes as long to make as a text to read: each thread keeps one."""

    def __init__(self) -> None:
        self._events = _Events()
        target = cast("Any", self._events)  # the stubs ask for a comment method, lxml does not
        self._parser = etree.HTMLParser(target=target, no_network=True, remove_comments=True, remove_pis=True)

    def read(self, html: str, base_url: str) -> list[Piece]:
        """libxml2 searches its stack of open elements for every stray end tag, so 100,000 unclosed ones
        would take minutes: a stack that deep is dropped and the parser starts afresh behind it."""
        if not html.isascii() or "\x00" in html:
            html = _UNENCODABLE.sub(REPLACEMENT, html)
        layout = self._events.begin(base_url)
        self._parser.feed(_START)
        for chunk in _chunks(html):
            self._parser.feed(chunk)
            if self._events.depth > _MAX_DEPTH:
                self._parser.close()
                self._parser.feed(_START)
        self._parser.close()
        return layout.finish()


def _chunks(html: str) -> Iterator[str]:
    """Pieces that end before a tag, so that a restart cuts no tag in two."""
    start = 0
    while start < len(html):
        end = start + _CHUNK
        if end < len(html):
            tag = html.rfind("<", start + 1, end)
            end = tag if tag > 0 else end
        yield html[start:end]
        start = end


class _Events:
    """lxml's parser target: turns start, end and data into calls of a Layout."""

    def __init__(self) -> None:
        self._layout = Layout()
        self._base = ""
        self._open: list[Callable[[], None] | None] = []
        self._skipping = 0

    def begin(self, base_url: str) -> Layout:
        """The layout that the next document's events will fill."""
        self._layout = Layout()
        self._base = base_url
        return self._layout

    @property
    def depth(self) -> int:
        return len(self._open)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._skipping:
            self._skipping += 1
            return
        if tag in _SKIPPED or _is_hidden(attributes):
            self._skipping = 1
            return
        self._open.append(self._opened(tag, attributes))

    def end(self, tag: str) -> None:
        if self._skipping:
            self._skipping -= 1
            return
        if self._open:
            ending = self._open.pop()
            if ending is not None:
                ending()

    def data(self, data: str) -> None:
        if not self._skipping:
            self._layout.text(data)

    def close(self) -> None:
        while self._open:
            self.end("")
        self._skipping = 0

    def _opened(self, tag: str, attributes: dict[str, str]) -> Callable[[], None] | None:
        """Does what the start of an element means and gives what its end means."""
        layout = self._layout
        if tag in _BLOCKS:
            layout.flush()
            return layout.flush
        if tag == "a":
            url = self._target(attributes.get("href", ""))
            return layout.link(url) if url else None
        if tag == "br":
            layout.line_break()
            return None
        if tag == "img":
            self._image(attributes)
            return None
        if tag in _HEADINGS:
            return layout.heading(_HEADINGS[tag])
        action = _CONTAINERS.get(tag)
        return action(layout, attributes) if action else None

    def _target(self, href: str) -> str:
        return "" if href.lstrip()[:1] == "#" else safe_url(href, self._base)

    def _image(self, attributes: dict[str, str]) -> None:
        if _size(attributes, "width") in (0, 1, 2) or _size(attributes, "height") in (0, 1, 2):
            return  # counts visits, shows nothing
        source = attributes.get("src") or attributes.get("data-src") or ""
        alt = attributes.get("alt", "")
        if "smiley" in attributes.get("class", "") or "emoji" in attributes.get("class", ""):
            self._layout.text(alt)
        else:
            self._layout.image(alt, web_url(source, self._base))


def _is_hidden(attributes: dict[str, str]) -> bool:
    if not attributes:
        return False
    return "hidden" in attributes or bool(_HIDDEN_STYLE.search(attributes.get("style", "")))


def _size(attributes: dict[str, str], name: str) -> int | None:
    digits = attributes.get(name, "").strip().removesuffix("px")
    return int(digits) if digits.isdecimal() and len(digits) < 6 else None


_Attributes = dict[str, str]
_CONTAINERS: dict[str, Callable[[Layout, _Attributes], Callable[[], None] | None]] = {
    "ul": lambda layout, _: layout.bullets(),
    "menu": lambda layout, _: layout.bullets(),
    "dir": lambda layout, _: layout.bullets(),
    "ol": lambda layout, attributes: layout.numbers(attributes.get("start", "")),
    "li": lambda layout, _: layout.item(),
    "blockquote": lambda layout, _: layout.quotation(),
    "pre": lambda layout, _: layout.code(),
    "listing": lambda layout, _: layout.code(),
    "xmp": lambda layout, _: layout.code(),
    "figure": lambda layout, _: layout.figure(),
    "figcaption": lambda layout, _: layout.caption(),
    "table": lambda layout, _: layout.table(),
    "tr": lambda layout, _: layout.row(),
    "td": lambda layout, _: layout.cell(),
    "th": lambda layout, _: layout.cell(),
    "q": lambda layout, _: layout.quoted(),
}
