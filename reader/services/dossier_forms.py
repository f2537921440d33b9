"""What is stored about a person or a place as a document: Markdown, HTML, and places as GeoJSON."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from reader.library.pages import Naming, PersonPage, PlacePage
from reader.services.dossiers import Fact, facts, name_of
from reader.services.exporting import html_link, html_page, iso_utc
from reader.services.geojson import collection, feature
from reader.services.markdown import escaped, linked, quoted

Page = PersonPage | PlacePage


def pages_markdown(pages: Sequence[Page]) -> str:
    """The facts as a list, then the articles with source, date and the sentence that names."""
    return "\n".join(map(_page_markdown, pages))


def pages_html(pages: Sequence[Page]) -> str:
    """One whole HTML page, everything escaped."""
    title = html.escape(", ".join(dict.fromkeys(map(name_of, pages))))
    return html_page(title, "\n".join(map(_page_html, pages)))


def places_geojson(pages: Iterable[PlacePage]) -> dict[str, Any]:
    """A FeatureCollection (RFC 7946) of those places that have a pin, with their articles."""
    return collection(
        feature(
            page.place,
            {
                "articles": page.reported.articles,
                "first": iso_utc(page.reported.first),
                "last": iso_utc(page.reported.last),
                "newest": [
                    {"title": naming.row.title, "url": naming.row.url, "sentence": naming.sentence}
                    for naming in page.reported.newest
                ],
            },
        )
        for page in pages
    )


def _page_markdown(page: Page) -> str:
    lines = [f"# {escaped(name_of(page))}", ""]
    for what, said in _grouped(facts(page)):
        if len(said) == 1:
            lines.append(f"- **{what}**: {escaped(said[0])}")
        else:
            lines += [f"- **{what}**:", *(f"  - {escaped(one)}" for one in said)]
    lines += ["", "## Articles", ""]
    for naming in page.reported.newest:
        lines += [f"### {linked(naming.row.title, naming.row.url)}", "", escaped(_source(naming)), ""]
        if naming.sentence:
            lines += [quoted(naming.sentence), ""]
    return "\n".join(lines)


def _page_html(page: Page) -> str:
    lines = [f"<h1>{html.escape(name_of(page))}</h1>", "<dl>"]
    for what, said in _grouped(facts(page)):
        lines.append(f"<dt>{html.escape(what)}</dt>")
        lines += [f"<dd>{html.escape(one)}</dd>" for one in said]
    lines += ["</dl>", "<h2>Articles</h2>"]
    for naming in page.reported.newest:
        lines.append(f"<h3>{html_link(naming.row.title, naming.row.url)}</h3>")
        lines.append(f"<p>{html.escape(_source(naming))}</p>")
        if naming.sentence:
            lines.append(f"<blockquote>{html.escape(naming.sentence)}</blockquote>")
    return "\n".join(lines)


def _source(naming: Naming) -> str:
    row = naming.row
    return f"{row.source}, {row.published:%Y-%m-%d}"


def _grouped(told: Sequence[Fact]) -> Iterator[tuple[str, list[str]]]:
    """Facts with all that goes on with each of them."""
    number = 0
    numbers = [number := number + bool(what) for what, _ in told]
    for _, group in groupby(zip(numbers, told, strict=True), key=lambda one: one[0]):
        parts = [fact for _, fact in group]
        yield parts[0][0], [said for _, said in parts]
