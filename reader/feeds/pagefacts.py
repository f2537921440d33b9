"""What a page says of itself: meta elements, JSON-LD, the elements made for it, a dated line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from reader.text.dates import parse_date

_PUBLISHED = (
    "article:published_time", "datepublished", "og:published_time", "dc.date.issued", "dcterms.created",
    "parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish-date", "dc.date", "date",
)  # fmt: skip
_UPDATED = ("article:modified_time", "datemodified", "og:updated_time", "last-modified", "revised")
_AUTHORS = ("author", "article:author", "dc.creator", "parsely-author", "byl")
_SITES = ("og:site_name", "application-name", "dc.publisher")
_TITLES = ("og:title", "twitter:title", "dc.title")
_ARTICLE_TYPES = re.compile(r"article|posting|report", re.IGNORECASE)
_DATED_LINE = re.compile(
    r"\b(?:updated?|published|posted|更新时间|发布时间)\s*(?:on|at)?\s*[:：]?\s*"
    r"(?P<date>\d{4}-\d{1,2}-\d{1,2}(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?|[A-Z][a-z]{2,8}\.?\s+\d{1,2},?\s+\d{4})"
    r"[ \t|·•-]*(?P<source>[a-z0-9-]{2,40}(?:\.[a-z0-9-]{2,20}){1,3}|[A-Z][\w ]{2,40})?",
    re.IGNORECASE,
)
_PIECES_OF_TEXT, _CHARACTERS = 1000, 50_000
_SITE_IN_TITLE = re.compile(r"\s+[|–—·»-]\s+")


@dataclass(frozen=True, slots=True)
class PageFacts:
    """As the page words them, not yet cleaned; "" and None where it says nothing."""

    title: str
    site: str
    author: str
    published: datetime | None
    updated: datetime | None
    canonical: str


def read_facts(tree: Any) -> PageFacts:
    """The facts of a page given as lxml's tree, which stays as it is."""
    meta = dict(_meta(tree))
    linked = _linked_data(tree)
    dated, source = _dated_line(tree)
    created = [_of(linked, "datePublished"), *(meta.get(name, "") for name in _PUBLISHED)]
    changed = [_of(linked, "dateModified"), *(meta.get(name, "") for name in _UPDATED)]
    return PageFacts(
        title=_first(meta, _TITLES) or _of(linked, "headline") or _heading(tree) or _window_title(tree),
        site=_first(meta, _SITES) or _name(linked.get("publisher")) or source,
        author=_name(linked.get("author")) or _person(_first(meta, _AUTHORS)),
        published=_first_date([*created, *_time_elements(tree)]) or dated,
        updated=_first_date(changed),
        canonical=_canonical(tree) or meta.get("og:url", ""),
    )


def _first(meta: dict[str, str], names: tuple[str, ...]) -> str:
    return next((meta[name] for name in names if meta.get(name)), "")


def _heading(tree: Any) -> str:
    heading = tree.find(".//h1")
    return "" if heading is None else " ".join(heading.text_content().split())


def _window_title(tree: Any) -> str:
    """The title of the window, less the site's name behind it."""
    title = " ".join(tree.findtext(".//title", "").split())
    parts = _SITE_IN_TITLE.split(title)
    return str(parts[0] if len(parts) > 1 and len(parts[0]) >= len(title) / 2 else title)


def _person(author: str) -> str:
    """Some sites give the address of a page where others give a name."""
    return "" if author.startswith(("http://", "https://")) else author


def _canonical(tree: Any) -> str:
    for link in tree.iter("link"):
        if "canonical" in link.get("rel", "").lower().split():
            return str(link.get("href", ""))
    return ""


def _dated_line(tree: Any) -> tuple[datetime | None, str]:
    """A line such as "Updated: 2020-09-12example.org" near the top of the page's text."""
    text = " ".join(" ".join(islice(tree.itertext(), _PIECES_OF_TEXT))[:_CHARACTERS].split())
    found = _DATED_LINE.search(text)
    if found is None:
        return None, ""
    source = found["source"] or ""
    return parse_date(found["date"]), source if "." in source else ""


def _meta(tree: Any) -> Iterator[tuple[str, str]]:
    """Name and content of the meta elements, the first of each name last so that it wins in a dict."""
    for element in reversed(list(tree.iter("meta"))):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = element.get("content", "").strip()
        if name and content:
            yield name.strip().lower(), content


def _time_elements(tree: Any) -> Iterator[str]:
    for element in tree.iter("time"):
        yield element.get("datetime", "") or element.text_content()


def _linked_data(tree: Any) -> dict[str, Any]:
    """The JSON-LD object that describes an article, {} when there is none."""
    for script in tree.iter("script"):
        if script.get("type", "").strip().lower() != "application/ld+json":
            continue
        try:
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for thing in _things(data):
            if _ARTICLE_TYPES.search(str(thing.get("@type", ""))):
                return thing
    return {}


def _things(data: Any) -> Iterator[dict[str, Any]]:
    for thing in data if isinstance(data, list) else [data]:
        if isinstance(thing, dict):
            yield thing
            graph = thing.get("@graph")
            yield from (node for node in graph if isinstance(node, dict)) if isinstance(graph, list) else ()


def _of(thing: dict[str, Any], name: str) -> str:
    value = thing.get(name)
    return value if isinstance(value, str) else ""


def _name(value: Any) -> str:
    """The name of a person or an organisation, or the names of several."""
    if isinstance(value, list):
        return ", ".join(name for name in map(_name, value[:10]) if name)
    return _of(value, "name") if isinstance(value, dict) else value if isinstance(value, str) else ""


def _first_date(written: list[str]) -> datetime | None:
    return next((moment for moment in map(parse_date, filter(None, written)) if moment), None)
