"""Articles as data and as text for other programs and for paper: JSON, plain text, Markdown, HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from reader.annotations_json import to_json
from reader.model import Annotations, Article, ArticleRow, Block, BlockKind, Document, Link, Span

Json = dict[str, Any]
Piece = tuple[str, Link | None]


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


def article_text(article: Article) -> str:
    """The article for a terminal or a pager, without control characters or colours."""
    return "\n".join([article.row.title, _byline(article), "", *_text_lines(article.document)]) + "\n"


def article_markdown(article: Article) -> str:
    """The article as Markdown (CommonMark); its text cannot form markup of its own."""
    row = article.row
    title = _markdown_text(row.title)
    heading = f"# [{title}]({_markdown_url(row.url)})" if row.url else f"# {title}"
    return "\n\n".join([heading, _markdown_text(_byline(article)), _markdown_blocks(article.document)]) + "\n"


def article_html(article: Article) -> str:
    """The article as one whole HTML page, everything escaped."""
    title = html.escape(article.row.title)
    linked = f'<a href="{html.escape(article.row.url)}">{title}</a>' if article.row.url else title
    body = "\n".join(_html_block(article.document, block) for block in article.document.blocks)
    return (
        f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f"<h1>{linked}</h1>\n<p>{html.escape(_byline(article))}</p>\n{body}\n</html>\n"
    )


def _byline(article: Article) -> str:
    row = article.row
    day = row.published.astimezone(UTC).strftime("%Y-%m-%d")
    return " · ".join(part for part in (row.source, article.author, day, row.url) if part)


def _text_lines(document: Document) -> Iterator[str]:
    for before, block in _with_gap(document):
        if before:
            yield ""
        indent = "  " * (block.level - 1) if block.kind is BlockKind.ITEM else ""
        mark = {BlockKind.ITEM: f"{block.marker} ", BlockKind.QUOTE: "> " * block.level}.get(block.kind, "")
        yield indent + mark + document.text[block.start : block.end]


def _with_gap(document: Document) -> Iterator[tuple[bool, Block]]:
    """Each block, and whether an empty line stands before it, as the text itself has it."""
    end = None
    for block in document.blocks:
        yield end is not None and document.text[end : block.start].count("\n") > 1, block
        end = block.end


def _pieces(document: Document, span: Span) -> Iterator[Piece]:
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


# --- Markdown -----------------------------------------------------------------------------------

_MARKDOWN_SIGNS = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~&])")


def _markdown_blocks(document: Document) -> str:
    lines = []
    for gap, block in _with_gap(document):
        lines.append(("\n" if gap else "") + _markdown_block(document, block))
    return "\n".join(lines)


def _markdown_block(document: Document, block: Block) -> str:
    if block.kind in (BlockKind.CODE, BlockKind.ROW):
        return "\n".join("    " + line for line in document.text[block.start : block.end].split("\n"))
    inside = "".join(
        f"[{_markdown_text(text)}]({_markdown_url(link.url)})" if link else _markdown_text(text)
        for text, link in _pieces(document, (block.start, block.end))
    )
    match block.kind:
        case BlockKind.HEADING:
            return "#" * min(6, block.level + 1) + " " + inside
        case BlockKind.ITEM:
            marker = block.marker if block.marker[:1].isdigit() else "-"
            return "   " * (block.level - 1) + marker + " " + inside
        case BlockKind.QUOTE:
            return "> " * block.level + inside
        case BlockKind.CAPTION:
            return f"*{inside}*"
        case _:
            return inside


def _markdown_text(text: str) -> str:
    return _MARKDOWN_SIGNS.sub(r"\\\1", text)


def _markdown_url(url: str) -> str:
    return re.sub(r"[\s()<>\\]", lambda sign: f"%{ord(sign[0]):02X}", url)


# --- HTML ---------------------------------------------------------------------------------------


def _html_block(document: Document, block: Block) -> str:
    inside = "".join(
        f'<a href="{html.escape(link.url)}">{html.escape(text)}</a>' if link else html.escape(text)
        for text, link in _pieces(document, (block.start, block.end))
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
