"""Wrapping a document to a width: a pure function from blocks to lines.

A line says which span of the text it shows and what is drawn around it; nothing of the text is
copied. Columns are terminal cells as Rich counts them, so that a line is as wide on the screen as
it is here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rich.cells import cell_len

from reader.model import BlockKind
from reader.text.clean import clean, clean_line
from reader.tui.widgets.wrapping import Insert, cells_of, cut, fold, wrap

if TYPE_CHECKING:
    from reader.model import Block, Document

NARROWEST = 8
NUMBER = "number"
"""The style of the numbers of links."""
SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
CELLS = re.compile(r"\S+(?: \S+)*")
_UNBROKEN = (BlockKind.CODE, BlockKind.ROW)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the screen: `prefix`, then text[start:end] with what is inserted.

    `block` is the index of the block it shows, -1 for the gap between two blocks.
    """

    start: int
    end: int
    block: int
    prefix: str = ""
    inserts: tuple[Insert, ...] = ()

    def shown(self, text: str) -> str:
        """The text of the line as drawn, without the prefix."""
        if not self.inserts:
            return text[self.start : self.end]
        return "".join(piece.text for piece in self.pieces(text))

    def pieces(self, text: str) -> Iterator[Insert]:
        """What is drawn, in order: pieces of the text, which have no style, and what is inserted."""
        at = self.start
        for insert in self.inserts:
            if insert.offset > at:
                yield Insert(at, text[at : insert.offset], "")
            yield insert
            at = insert.offset
        if at < self.end:
            yield Insert(at, text[at : self.end], "")

    def offset_at(self, index: int) -> int:
        """The offset into the text of the `index`th code point drawn after the prefix."""
        passed = 0
        for insert in self.inserts:
            before = insert.offset - self.start + passed
            if index < before:
                break
            if index < before + len(insert.text):
                return insert.offset
            passed += len(insert.text)
        return min(max(index - passed + self.start, self.start), self.end)


def displayable(document: Document) -> Document:
    """The document with nothing in it that a terminal obeys; every offset stays where it was."""
    text = clean(document.text).replace("\t", " ")
    for block in document.blocks:
        if block.kind is not BlockKind.CODE and "\n" in text[block.start : block.end]:
            folded = text[block.start : block.end].replace("\n", " ")
            text = text[: block.start] + folded + text[block.end :]
    blocks = tuple(replace(block, marker=clean_line(block.marker)) for block in document.blocks)
    return replace(document, text=text, blocks=blocks)


def lay_out(
    document: Document, width: int, *, widest: int = 0, more: Iterable[Insert] = ()
) -> tuple[Line, ...]:
    """Every block of the document wrapped to `width` cells, in order, with gaps between blocks. Tables
    and code, which suffer from being wrapped, may be `widest` cells wide. The number of each link
    stands behind it; `more` is to be inserted besides."""
    width = max(width, NARROWEST)
    inserts = sorted([*_link_numbers(document), *more], key=lambda insert: insert.offset)
    offsets = [insert.offset for insert in inserts]
    lines: list[Line] = []
    previous: Block | None = None
    for index, block in enumerate(document.blocks):
        if previous is not None and _apart(previous, block):
            lines.append(Line(block.start, block.start, -1))
        room = max(width, widest) if block.kind in _UNBROKEN else width
        own = inserts[bisect_right(offsets, block.start) : bisect_right(offsets, block.end)]
        lines.extend(_block_lines(document.text, block, index, room, own))
        previous = block
    return tuple(lines)


def line_of(lines: Sequence[Line], offset: int) -> int:
    """The index of the line that shows the code point at `offset`."""
    index = bisect_right(lines, offset, key=lambda line: line.start) - 1
    return max(index, 0)


def _link_numbers(document: Document) -> Iterator[Insert]:
    """A number after the last visible sign of each link."""
    for number, link in enumerate(document.links, start=1):
        visible = document.text[link.start : link.end].rstrip()
        if visible:
            offset = after_grapheme(document.text, link.start + len(visible))
            yield Insert(offset, str(number).translate(SUPERSCRIPT), NUMBER)


def after_grapheme(text: str, offset: int) -> int:
    """The end of the sign at this offset: nothing may come between it and what combines with it."""
    while offset < len(text) and (cell_len(text[offset]) == 0 or text[offset - 1] == "\u200d"):
        if text[offset] in "\n\t":
            break
        offset += 1
    return offset


def _apart(before: Block, after: Block) -> bool:
    tight = {BlockKind.ITEM, BlockKind.ROW}
    return not (before.kind == after.kind and after.kind in tight)


def _block_lines(
    text: str, block: Block, index: int, width: int, inserts: Sequence[Insert]
) -> Iterator[Line]:
    first, rest = _prefixes(block, width)
    room = width - cell_len(first)
    if block.kind is BlockKind.CODE:
        spans = list(_hard_lines(text, block, room, inserts))
    elif block.kind is BlockKind.ROW:
        spans, rest = _row_lines(text, block, room, inserts)
    else:
        spans = wrap(text, block.start, block.end, room, inserts)
    offsets = [insert.offset for insert in inserts]
    for number, (start, end) in enumerate(spans or [(block.start, block.start)]):
        low = bisect_right(offsets, start)
        own = tuple(inserts[low : bisect_right(offsets, end)])
        yield Line(start, end, index, rest if number else first, own)


def _row_lines(
    text: str, block: Block, width: int, inserts: Sequence[Insert]
) -> tuple[list[tuple[int, int]], str]:
    """A row that fits keeps its columns; a wider one goes on, cell after cell, in lines that stand
    further in."""
    if block.end > block.start and cells_of(text, block.start, block.end, inserts) <= width:
        return [(block.start, block.end)], ""
    indent = "  " if width - 2 >= NARROWEST else ""
    width -= len(indent)
    lines: list[tuple[int, int]] = []
    for cell in CELLS.finditer(text, block.start, block.end):
        if lines and cells_of(text, lines[-1][0], cell.end(), inserts) <= width:
            lines[-1] = (lines[-1][0], cell.end())
        else:
            lines += wrap(text, *cell.span(), width, inserts)
    return lines, indent


def _prefixes(block: Block, width: int) -> tuple[str, str]:
    """What stands before the first and before the other lines of a block, of equal width."""
    deepest = max(width - NARROWEST, 0)
    if block.kind is BlockKind.ITEM:
        marker = f"{block.marker or '•'} "
        first = "  " * max(block.level - 1, 0) + marker
        if cell_len(first) > deepest:
            first = cut(marker, deepest) if deepest else ""
        return first, " " * cell_len(first)
    if block.kind is BlockKind.QUOTE:
        bar = ("│ " * max(block.level, 1))[: deepest // 2 * 2]
        return bar, bar
    if block.kind is BlockKind.CODE:
        return ("  ", "  ") if deepest >= 2 else ("", "")
    if block.kind is BlockKind.CAPTION and deepest >= 2:
        return "▫ ", "  "
    return "", ""


def _hard_lines(text: str, block: Block, width: int, inserts: Sequence[Insert]) -> Iterator[tuple[int, int]]:
    """Code keeps its own lines and its spaces; longer ones go on in the next line."""
    start = block.start
    while start <= block.end:
        end = text.find("\n", start, block.end)
        end = block.end if end < 0 else end
        if start == end:
            yield start, end
        else:
            yield from fold(text, start, end, width, inserts)
        start = end + 1
