"""Articles as data and as text for other programs and for paper: JSON, plain text, HTML."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from reader.annotations_json import to_json
from reader.model import Annotations, Article, ArticleRow, Block, BlockKind, Document, Link, Note, Span

if TYPE_CHECKING:
    from reader.annotations_json import Json

Piece = tuple[str, Link | None]


@dataclass(frozen=True, slots=True)
class Kept:
    """What the person keeps with an article."""

    tags: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()


NOTHING_KEPT = Kept()


def row_json(row: ArticleRow) -> Json:
    """What `list --json` says of an article; `published` is ISO 8601 in UTC."""
    return {
        "id": row.key,
        "title": row.title,
        "published": iso_utc(row.published),
        "feed": row.feed_url,
        "url": row.url,
        "read": row.read,
        "bookmarked": row.bookmarked,
    }


def article_json(article: Article, annotations: Annotations) -> Json:
    """What `show --json` says: the row, the text and everyone and everywhere in it."""
    about = {
        "source": article.row.source,
        "author": article.author,
        "summary_only": article.summary_only,
        "text": article.document.text,
    }
    return row_json(article.row) | about | to_json(annotations)


def iso_utc(moment: datetime) -> str:
    """A moment as ISO 8601 to the second, "2026-11-23T08:00:00Z"."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def article_text(article: Article, kept: Kept = NOTHING_KEPT) -> str:
    """The article for a terminal or a pager, without control characters or colours."""
    lines = [article.row.title, " · ".join([*byline(article), *filter(None, [article.row.url])])]
    if kept.tags:
        lines.append("Tags: " + ", ".join(kept.tags))
    lines += ["", *_text_lines(article.document)]
    for note in kept.notes:
        quote = [f"> {line}" for line in note.quote.split("\n") if line]
        lines += ["", *quote, f"Note of {note.at:%Y-%m-%d}: {note.text}"]
    return "\n".join(lines) + "\n"


def article_html(article: Article, kept: Kept = NOTHING_KEPT) -> str:
    """The article as one whole HTML page, everything escaped."""
    row = article.row
    title = html.escape(row.title)
    about = [html.escape(part) for part in byline(article)]
    if row.url:
        about.append(html_link(row.url, row.url))
    parts = [f"<h1>{html_link(row.title, row.url)}</h1>", f"<p>{' · '.join(about)}</p>"]
    if kept.tags:
        parts.append(f"<p>Tags: {html.escape(', '.join(kept.tags))}</p>")
    parts += [_html_block(article.document, block) for block in article.document.blocks]
    if kept.notes:
        parts += ["<h2>Notes</h2>", *map(_html_note, kept.notes)]
    return html_page(title, "\n".join(parts))


def html_page(title: str, body: str) -> str:
    """A whole page; both are HTML already."""
    return (
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
        f"<title>{title}</title>\n{body}\n</html>\n"
    )


def html_link(text: str, url: str) -> str:
    """A link to a web address, or the bare text."""
    if not url.lower().startswith(("http://", "https://", "mailto:")):
        return html.escape(text)
    return f'<a href="{html.escape(url)}">{html.escape(text)}</a>'


def byline(article: Article) -> list[str]:
    """Who published an article, who wrote it, and the day."""
    row = article.row
    day = row.published.astimezone(UTC).strftime("%Y-%m-%d")
    return [part for part in (row.source, article.author, day) if part]


def _text_lines(document: Document) -> Iterator[str]:
    for before, block in with_gap(document):
        if before:
            yield ""
        indent = "  " * (block.level - 1) if block.kind is BlockKind.ITEM else ""
        mark = {BlockKind.ITEM: f"{block.marker} ", BlockKind.QUOTE: "> " * block.level}.get(block.kind, "")
        yield indent + mark + document.text[block.start : block.end]


def with_gap(document: Document) -> Iterator[tuple[bool, Block]]:
    """Each block, and whether an empty line stands before it, as the text itself has it."""
    end = None
    for block in document.blocks:
        yield end is not None and document.text[end : block.start].count("\n") > 1, block
        end = block.end


def pieces(document: Document, span: Span) -> Iterator[Piece]:
    """The text of a span cut at the borders of its links."""
    start, end = span
    for link in document.links:
        if link.end <= start or link.start >= end:
            continue
        if link.start > start:
            yield document.text[start : link.start], None
        yield document.text[max(link.start, start) : min(link.end, end)], link
        start = min(link.end, end)
    if start < end:
        yield document.text[start:end], None


# --- HTML ---------------------------------------------------------------------------------------


def _html_note(note: Note) -> str:
    quote = f"<blockquote>{html.escape(note.quote)}</blockquote>\n" if note.quote else ""
    return f"{quote}<p>{html.escape(note.text)} ({note.at:%Y-%m-%d})</p>"


def _html_block(document: Document, block: Block) -> str:
    inside = "".join(
        html_link(text, link.url) if link else html.escape(text)
        for text, link in pieces(document, (block.start, block.end))
    )
    match block.kind:
        case BlockKind.HEADING:
            level = min(6, block.level + 1)
            return f"<h{level}>{inside}</h{level}>"
        case BlockKind.ITEM:
            style = f"margin-left: {2 * block.level}em"
            return f'<p style="{style}">{html.escape(block.marker)} {inside}</p>'
        case BlockKind.QUOTE:
            return "<blockquote>" * block.level + inside + "</blockquote>" * block.level
        case BlockKind.CODE | BlockKind.ROW:
            return f"<pre>{inside}</pre>"
        case BlockKind.CAPTION:
            return f"<p><em>{inside}</em></p>"
        case _:
            return f"<p>{inside}</p>"
