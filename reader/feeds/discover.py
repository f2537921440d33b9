"""The feeds of a web page: those it names, best first, and where to look when it names none."""

from __future__ import annotations

import re
from typing import Any, cast
from urllib.parse import urlsplit

from lxml import etree

from reader.text.links import web_url

_TYPES = {
    "application/rss+xml": 0,
    "application/atom+xml": 0,
    "application/feed+json": 1,
    "application/rdf+xml": 2,
    "application/xml": 3,
    "text/xml": 3,
    "application/json": 4,
}
_LOOKS_LIKE_FEED = re.compile(r"feed|rss|atom|\.xml|\.rdf", re.IGNORECASE)
_JSON_FEED = re.compile(r"feed", re.IGNORECASE)
_SECONDARY = re.compile(r"comment|kommentar|trackback|replies|oembed|/wp-json/", re.IGNORECASE)
_MAX_PAGE = 1024 * 1024
_MAX_FEEDS = 20

_COMMON_PATHS = (
    "feed", "feed.xml", "rss", "rss.xml", "atom.xml", "index.xml", "feed.json", "feed.atom", "rss/index.rss",
    "?feed=rss2",
)  # fmt: skip


def feeds_of_page(html: str, url: str) -> tuple[str, ...]:
    """The addresses of the feeds that a page names, the likeliest to be its main one first."""
    links = _Links()
    parser = etree.HTMLParser(target=cast("Any", links), no_network=True)
    parser.feed("<html>" + html[:_MAX_PAGE].replace("\x00", "").encode("utf-8", "replace").decode())
    parser.close()
    base = web_url(links.base, url) or url
    ranked: dict[str, tuple[int, int]] = {}
    for place, (href, kind, title) in enumerate(links.found):
        address = web_url(href, base)
        if address and address not in ranked:
            ranked[address] = (_rank(address, kind, title), place)
    return tuple(sorted(ranked, key=lambda address: ranked[address])[:_MAX_FEEDS])


def common_feed_addresses(url: str) -> tuple[str, ...]:
    """Where feeds usually are when a page names none: beside the page, then at the root of its site."""
    parts = urlsplit(url)
    root = f"{parts.scheme}://{parts.netloc}/"
    path = parts.path.strip("/")
    bases = [f"{root}{path}/", root] if path else [root]
    return tuple(dict.fromkeys(base + path for base in bases for path in _COMMON_PATHS))


def _rank(address: str, kind: str, title: str) -> int:
    secondary = 10 if _SECONDARY.search(address) or _SECONDARY.search(title) else 0
    return secondary + _TYPES[kind]


class _Links:
    """lxml's parser target: the link elements that name feeds, and the base of the page's addresses."""

    def __init__(self) -> None:
        self.base = ""
        self.found: list[tuple[str, str, str]] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "base" and not self.base:
            self.base = attributes.get("href", "")
        elif tag == "link":
            self._link(attributes)

    def _link(self, attributes: dict[str, str]) -> None:
        relations = attributes.get("rel", "").lower().split()
        kind = attributes.get("type", "").split(";")[0].strip().lower()
        href = attributes.get("href", "")
        if not href or not {"alternate", "feed"} & set(relations) or "stylesheet" in relations:
            return
        if "feed" in relations and kind not in _TYPES:
            kind = "application/rss+xml"
        if kind not in _TYPES or (_TYPES[kind] > 2 and not _is_feed(href, kind)):
            return
        self.found.append((href, kind, attributes.get("title", "")))

    def end(self, tag: str) -> None:
        """Nothing ends here."""

    def data(self, data: str) -> None:
        """Text names no feeds."""

    def close(self) -> None:
        """Nothing is left to do."""


def _is_feed(href: str, kind: str) -> bool:
    """General types are used for much else: the address must say that it is a feed."""
    if _SECONDARY.search(href):
        return False
    return bool((_JSON_FEED if kind == "application/json" else _LOOKS_LIKE_FEED).search(href))
