"""The feeds of a web page: those it names, best first, and where to look when it names none."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlsplit

from reader.feeds.sniff import COMMENT
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
_ELEMENT = re.compile(r"<(link|base)\b([^<>]*)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([a-zA-Z-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+))")
_SCRIPT = re.compile(r"<script\b.*?(?:</script|\Z)", re.IGNORECASE | re.DOTALL)
_MAX_PAGE = 1024 * 1024
_MAX_FEEDS = 20

_COMMON_PATHS = (
    "feed", "feed.xml", "rss", "rss.xml", "atom.xml", "index.xml", "feed.json", "feed.atom", "rss/index.rss",
    "?feed=rss2",
)  # fmt: skip


def feeds_of_page(html: str, url: str) -> tuple[str, ...]:
    """The addresses of the feeds that a page names, the likeliest to be its main one first."""
    elements = [(found[1].lower(), _attributes(found[2])) for found in _ELEMENT.finditer(_bare(html))]
    bases = (attributes.get("href", "") for name, attributes in elements if name == "base")
    base = web_url(next(bases, ""), url) or url
    ranked: dict[str, tuple[int, int]] = {}
    for place, (name, attributes) in enumerate(elements):
        kind = _kind(attributes) if name == "link" else ""
        address = web_url(attributes.get("href", ""), base) if kind else ""
        if address and address not in ranked:
            ranked[address] = (_rank(address, kind, attributes.get("title", "")), place)
    return tuple(sorted(ranked, key=lambda address: ranked[address])[:_MAX_FEEDS])


def _bare(html: str) -> str:
    """The page without what only looks like elements. Links need no tree, and a tree of a hostile page
    costs time."""
    return _SCRIPT.sub("", COMMENT.sub("", html[:_MAX_PAGE]))


def _attributes(inside: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(inside):
        found.setdefault(name.lower(), unescape(double or single or bare))
    return found


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


def _kind(attributes: dict[str, str]) -> str:
    """The type of feed that a link element names, "" when it names something else."""
    relations = set(attributes.get("rel", "").lower().split())
    kind = attributes.get("type", "").split(";")[0].strip().lower()
    if not relations & {"alternate", "feed"} or "stylesheet" in relations:
        return ""
    if "feed" in relations and kind not in _TYPES:
        return "application/rss+xml"
    if kind not in _TYPES or (_TYPES[kind] > 2 and not _is_feed(attributes.get("href", ""), kind)):
        return ""
    return kind


def _is_feed(href: str, kind: str) -> bool:
    """General types are used for much else: the address must say that it is a feed."""
    if _SECONDARY.search(href):
        return False
    return bool((_JSON_FEED if kind == "application/json" else _LOOKS_LIKE_FEED).search(href))
