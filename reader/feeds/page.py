"""A web page to the article it holds: main text by trafilatura, facts by the page's own metadata."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from reader.errors import ParseError
from reader.feeds.identity import entry_id
from reader.feeds.limits import MAX_NAME, MAX_TITLE
from reader.feeds.plaintext import parse_text
from reader.model import BlockKind, Document, Entry
from reader.text.clean import clean_line
from reader.text.dates import parse_date
from reader.text.html import html_to_document
from reader.text.links import web_url

__all__ = ["parse_page", "parse_text"]

MAX_PAGE = 4 * 1024 * 1024
"""Characters of a page that are read."""

_LEAST_TEXT = 140
_LEAST_PARAGRAPH = 50
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
_SITE_IN_TITLE = re.compile(r"\s+[|–—·»-]\s+")

# What trafilatura calls the parts of a text, in HTML's words.
_AS_HTML = {
    "item": "li",
    "quote": "blockquote",
    "row": "tr",
    "cell": "td",
    "lb": "br",
    "hi": "span",
    "main": "div",
}


def parse_page(html: str, url: str) -> Entry:
    """The article of a page. ParseError when it holds none."""
    from lxml.etree import LxmlError
    from lxml.html import document_fromstring

    html = html[:MAX_PAGE].replace("\x00", "")
    try:
        tree = document_fromstring(html.encode("utf-8", "replace"), parser=_parser())
    except (ValueError, LxmlError) as error:
        raise ParseError(url, "this is a web page without a feed or an article") from error
    facts = _Facts(tree)
    document = _main_text(tree, url)
    if not _is_article(document):
        raise ParseError(url, "this is a web page without a feed or an article")
    address = web_url(facts.canonical, url) or web_url(url)
    dated, source = _dated_line(tree)
    title = clean_line(facts.title, MAX_TITLE) or clean_line(document.text, 80)
    return Entry(
        entry_id=entry_id(address or url, ""),
        title=title,
        url=address,
        author=clean_line(facts.author, MAX_NAME),
        source=clean_line(facts.site or source, MAX_NAME),
        published=facts.published or dated,
        updated=facts.updated,
        document=document,
    )


def _parser() -> Any:
    from lxml.html import HTMLParser

    return HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)


def _main_text(tree: Any, url: str) -> Document:
    from trafilatura import bare_extraction

    found = bare_extraction(
        tree, url=web_url(url) or None, include_links=True, include_tables=True, include_comments=False,
        with_metadata=False, favor_recall=False,
    )  # fmt: skip
    body = getattr(found, "body", None)
    if body is None:
        return Document()
    return html_to_document(_as_html(body), url)


def _as_html(body: Any) -> str:
    from lxml import etree

    for element in body.iter():
        tag = element.tag
        if tag == "head":
            element.tag = element.get("rend", "h2") if element.get("rend", "") in _HEADINGS else "h2"
        elif tag == "list":
            element.tag = "ol" if element.get("rend") == "ol" else "ul"
        elif tag == "code":
            element.tag = "pre" if "\n" in "".join(element.itertext()) else "code"
        elif tag == "ref":
            element.tag = "a"
            element.set("href", element.get("target", ""))
        elif tag in _AS_HTML:
            element.tag = _AS_HTML[tag]
    return str(etree.tostring(body, encoding="unicode", method="html"))


_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


def _is_article(document: Document) -> bool:
    """Some running text, not only headings, lists of links and captions."""
    running = (BlockKind.PARAGRAPH, BlockKind.QUOTE)
    lengths = [block.end - block.start for block in document.blocks if block.kind in running]
    return sum(length for length in lengths if length >= _LEAST_PARAGRAPH) >= _LEAST_TEXT


def _dated_line(tree: Any) -> tuple[datetime | None, str]:
    """A line such as "Updated: 2020-09-12example.org" near the top of the page's text."""
    text = " ".join(tree.text_content()[:20_000].split())
    found = _DATED_LINE.search(text)
    if found is None:
        return None, ""
    source = found["source"] or ""
    return parse_date(found["date"]), source if "." in source else ""


class _Facts:
    """What a page says of itself in meta elements, JSON-LD and the elements made for it."""

    def __init__(self, tree: Any) -> None:
        self._tree = tree
        self._meta = dict(_meta(tree))
        self._linked = _linked_data(tree)

    @property
    def title(self) -> str:
        heading = self._tree.find(".//h1")
        in_heading = "" if heading is None else " ".join(heading.text_content().split())
        return self._first(_TITLES) or _of(self._linked, "headline") or in_heading or self._page_title()

    def _page_title(self) -> str:
        """The title of the window, less the site's name behind it."""
        title = " ".join(self._tree.findtext(".//title", "").split())
        parts = _SITE_IN_TITLE.split(title)
        return parts[0] if len(parts) > 1 and len(parts[0]) >= len(title) / 2 else title

    @property
    def site(self) -> str:
        return self._first(_SITES) or _name(self._linked.get("publisher"))

    @property
    def author(self) -> str:
        author = self._first(_AUTHORS)
        return _name(self._linked.get("author")) or ("" if author.startswith("http") else author)

    @property
    def published(self) -> datetime | None:
        written = [self._meta.get(name, "") for name in _PUBLISHED]
        return _first_date([_of(self._linked, "datePublished"), *written, *_time_elements(self._tree)])

    @property
    def updated(self) -> datetime | None:
        return _first_date(
            [_of(self._linked, "dateModified"), *(self._meta.get(name, "") for name in _UPDATED)]
        )

    @property
    def canonical(self) -> str:
        for link in self._tree.iter("link"):
            if "canonical" in link.get("rel", "").lower().split():
                return str(link.get("href", ""))
        return self._meta.get("og:url", "")

    def _first(self, names: tuple[str, ...]) -> str:
        return next((self._meta[name] for name in names if self._meta.get(name)), "")


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
