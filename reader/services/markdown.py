"""Articles as Markdown (CommonMark 0.31): structure kept, nothing of theirs becomes markup."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reader.model import Article, Block, BlockKind, Document, Note
from reader.services.exporting import NOTHING_KEPT, Kept, byline, pieces, with_gap

# Inside a line only these begin something: code, emphasis, links, HTML, entities, strikethrough.
_INSIDE = re.compile(r"[\\`*\[\]<]|~(?=~)|(?<![^\W_])_|_(?![^\W_])|&(?=#|\w+;)")
# At the beginning of a line: headings, quotations, lists, fences, rules and underlines of headings.
_BEGINNING = re.compile(r"(?:#{1,6}|[-+])(?=\s|$)|>|[-=_~+](?=[-=_~+\s]*$)|~(?=~)|(?<=\d)[.)](?=\s|$)")
_NUMBER = re.compile(r"\d{1,9}(?=[.)])")
_CLOSING = re.compile(r"(?<=\s)#(?=#*\s*$)")


def article_markdown(article: Article, kept: Kept = NOTHING_KEPT) -> str:
    """An article with the person's tags and notes; its text cannot form markup of its own."""
    row = article.row
    parts = [f"# {linked(row.title, row.url)}", _byline(article)]
    if kept.tags:
        parts.append("Tags: " + ", ".join(map(escaped, kept.tags)))
    parts.append(_blocks(article.document))
    if kept.notes:
        parts += ["## Notes", *map(_note, kept.notes)]
    return "\n\n".join(part for part in parts if part) + "\n"


def escaped(text: str) -> str:
    """A text that says itself in Markdown, on a line of its own or after other words."""
    return "\n".join(map(_line, text.split("\n")))


def linked(text: str, url: str) -> str:
    """A link, or the bare text where there is no address."""
    return f"[{escaped(text)}]({address(url)})" if url else escaped(text)


def address(url: str) -> str:
    return re.sub(r"[\s()<>\\]", lambda sign: f"%{ord(sign[0]):02X}", url)


def quoted(text: str) -> str:
    return "\n".join(f"> {_line(line)}".rstrip() for line in text.split("\n"))


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table as most renderers know it (GitHub Flavored Markdown)."""
    cells = [[*head], *map(list, rows)]
    lines = ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in cells]
    return "\n".join([lines[0], "|" + "---|" * len(cells[0]), *lines[1:]])


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _line(line: str) -> str:
    bare = line.lstrip()
    number = _NUMBER.match(bare)
    at = number.end() if number else 0
    start = _BEGINNING.match(bare, at)
    rest = bare[at:] if start is None else bare[start.end() :]
    sign = "" if start is None else f"\\{start[0]}"
    inside = _INSIDE.sub(r"\\\g<0>", rest)
    space = " " if len(bare) < len(line) else ""  # four would begin code
    return space + _CLOSING.sub(r"\\#", bare[:at] + sign + inside)


def _byline(article: Article) -> str:
    parts = [escaped(part) for part in byline(article)]
    if article.row.url:
        parts.append(linked(article.row.url, article.row.url))
    return " · ".join(parts)


def _note(note: Note) -> str:
    when = f"{note.at:%Y-%m-%d}"
    return "\n\n".join([*([quoted(note.quote)] if note.quote else []), f"{escaped(note.text)} ({when})"])


def _blocks(document: Document) -> str:
    lines = []
    for gap, block in with_gap(document):
        lines.append(("\n" if gap else "") + _block(document, block))
    return "\n".join(lines)


def _block(document: Document, block: Block) -> str:
    if block.kind in (BlockKind.CODE, BlockKind.ROW):
        return "\n".join("    " + line for line in document.text[block.start : block.end].split("\n"))
    inside = "".join(
        linked(text, link.url) if link else escaped(text)
        for text, link in pieces(document, (block.start, block.end))
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
