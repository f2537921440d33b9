"""A web page to the article it holds: main text by trafilatura, facts by the page's own metadata."""

from __future__ import annotations

from typing import Any

from reader.errors import ParseError
from reader.feeds.identity import entry_id, title_or_words
from reader.feeds.limits import MAX_NAME, MAX_TITLE
from reader.feeds.pagefacts import read_facts
from reader.feeds.plaintext import is_date_line, is_notice, parse_text
from reader.model import BlockKind, Document, Entry
from reader.text.clean import clean_line
from reader.text.html import html_to_document
from reader.text.links import web_url

__all__ = ["parse_page", "parse_text"]

MAX_PAGE = 4 * 1024 * 1024
"""Characters of a page that are read."""

_HEADER_ELEMENTS = 4
_LEAST_TEXT = 140
_LEAST_PARAGRAPH = 50
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
    facts = read_facts(tree)
    title = clean_line(facts.title, MAX_TITLE)
    document = _main_text(tree, url, title)
    if not _is_article(document):
        raise ParseError(url, "this is a web page without a feed or an article")
    address = web_url(facts.canonical, url) or web_url(url)
    return Entry(
        entry_id=entry_id(address or url, ""),
        title=title_or_words(title, document.text),
        url=address,
        author=clean_line(facts.author, MAX_NAME),
        source=clean_line(facts.site, MAX_NAME),
        published=facts.published,
        updated=facts.updated,
        document=document,
    )


def _parser() -> Any:
    from lxml.html import HTMLParser

    return HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)


def _main_text(tree: Any, url: str, title: str) -> Document:
    from trafilatura import bare_extraction

    found = bare_extraction(
        tree, url=web_url(url) or None, include_links=True, include_tables=True, include_comments=False,
        with_metadata=False, favor_recall=False,
    )  # fmt: skip
    body = getattr(found, "body", None)
    if body is None:
        return Document()
    _trim(body, title)
    return html_to_document(_as_html(body), url)


def _trim(body: Any, title: str) -> None:
    """Takes away what the entry says elsewhere, the title and a line of date and source at the start,
    and a copyright notice at the end."""
    for element in list(body)[:_HEADER_ELEMENTS]:
        text = clean_line("".join(element.itertext()))
        if text.casefold() == title.casefold() or is_date_line(text):
            body.remove(element)
    for element in reversed(list(body)[1:]):
        if not is_notice(clean_line("".join(element.itertext()))):
            break
        body.remove(element)


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
    in_links = sum(link.end - link.start for link in document.links)
    outside = sum(length for length in lengths if length >= _LEAST_PARAGRAPH) - in_links
    return outside >= _LEAST_TEXT and outside * 2 > in_links
