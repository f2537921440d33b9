"""Wrapping a document to a width: a pure function from blocks to lines.

A line says which span of the text it shows and what is drawn around it; nothing of the text is
copied. Columns are terminal cells as Rich counts them, so that a line is as wide on the screen as
it is here.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len, get_character_cell_size, split_graphemes

from reader.model import BlockKind
from reader.text.clean import clean, clean_line

if TYPE_CHECKING:
    from reader.model import Block, Document

NARROWEST = 8
NUMBER = "number"
"""The style of the numbers of links."""
SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# A line may break at white space and around every wide East Asian sign, but closing signs and
# those that belong to what precedes them start no line (a small part of UAX #14).
NO_START = frozenset("、。，．：；？！）］｝〉》」』】〕〗〙〛ー々…‥ゝゞヽヾっゃゅょァィゥェォッャュョ%°‰′″")
NO_END = frozenset("（［｛〈《「『【〔〖〘〚")
CELLS = re.compile(r"\S+(?: \S+)*")
_UNBROKEN = (BlockKind.CODE, BlockKind.ROW)
WORDS = re.compile(r"[^\S\xa0\u2007\u202f]+|[\S\xa0\u2007\u202f]+")
"""White space at which a line may break, or anything else: the three spaces named do not break."""

# Signs of one cell each, of which only the space divides: no need to measure them one by one.
SIMPLE = re.compile(
    "[ -~\u00a1-\u00ac\u00ae-\u02ff\u0386-\u03ce\u0400-\u0482\u2012-\u2015\u2018-\u201f\u2026]*"
)


class Insert(NamedTuple):
    """Something drawn after the code point before this offset that is not part of the text; `style` is
    the name of a style of the pane."""

    offset: int
    text: str
    style: str


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


def cut(text: str, width: int) -> str:
    """As much of one line as fits `width` cells, with an ellipsis when it does not fit whole."""
    if cell_len(text) <= width:
        return text
    if width <= 1:
        return "…"[:width]
    kept, taken = 0, 0
    for _, end, cells in split_graphemes(text)[0]:
        if taken + cells > width - 1:
            break
        kept, taken = end, taken + cells
    return text[:kept].rstrip() + "…"


def wrap_plain(text: str, width: int) -> list[str]:
    """One paragraph of plain text wrapped to `width` cells."""
    spans = _wrap(text, 0, len(text), width, ())
    return [text[start:end] for start, end in spans]


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
        spans = _wrap(text, block.start, block.end, room, inserts)
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
    if block.end > block.start and _cells(text, block.start, block.end, inserts) <= width:
        return [(block.start, block.end)], ""
    indent = "  " if width - 2 >= NARROWEST else ""
    width -= len(indent)
    lines: list[tuple[int, int]] = []
    for cell in CELLS.finditer(text, block.start, block.end):
        if lines and _cells(text, lines[-1][0], cell.end(), inserts) <= width:
            lines[-1] = (lines[-1][0], cell.end())
        else:
            lines += _wrap(text, *cell.span(), width, inserts)
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
            yield from _fold(text, start, end, width, inserts)
        start = end + 1


def _wrap(text: str, start: int, end: int, width: int, inserts: Sequence[Insert]) -> list[tuple[int, int]]:
    """Greedy wrapping; the white space at which a line breaks belongs to no line."""
    if not inserts and SIMPLE.fullmatch(text, start, end):
        return list(_wrap_simple(text, start, end, width))
    spans: list[tuple[int, int]] = []
    line_start, line_end, taken = -1, start, 0
    for low, high, space in _chunks(text, start, end):
        cells = _cells(text, low, high, inserts)
        if space:
            if line_start >= 0:
                taken += cells
            continue
        if line_start >= 0 and taken + cells > width:
            spans.append((line_start, line_end))
            line_start = -1
        if line_start < 0:
            line_start, taken = low, 0
        if cells > width:
            *whole, (low, high) = _fold(text, low, high, width, inserts)
            spans.extend(whole)
            line_start, cells = low, _cells(text, low, high, inserts)
        line_end = high
        taken += cells
    if line_start >= 0:
        spans.append((line_start, line_end))
    return spans


def _wrap_simple(text: str, start: int, end: int, width: int) -> Iterator[tuple[int, int]]:
    """What `_wrap` does with signs of one cell: the fifth part of the time."""
    while start < end and text[start] == " ":
        start += 1
    while start < end:
        stop = start + width
        if stop >= end:
            stop = end
        elif text[stop] != " ":
            space = text.rfind(" ", start, stop)
            stop = stop if space < 0 else space
        low = stop
        while text[low - 1] == " ":
            low -= 1
        yield start, low
        start = stop
        while start < end and text[start] == " ":
            start += 1


def _chunks(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Runs that no line break may divide, as (start, end, is white space)."""
    for match in WORDS.finditer(text, start, end):
        low, high = match.span()
        if text[low].isspace() and text[low] not in "\xa0\u2007\u202f":
            yield low, high, True
        elif not text.isascii() and any(map(_stands_alone, text[low:high])):
            for part in _wide_parts(text, low, high):
                yield *part, False
        else:
            yield low, high, False


def _wide_parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    low = start
    for here, _, cells in split_graphemes(text[start:end])[0]:
        at = start + here
        if at == low or not cells:
            continue
        before, after = text[at - 1], text[at]
        between_words = _stands_alone(before) or _stands_alone(after)
        if between_words and after not in NO_START and before not in NO_END:
            yield low, at
            low = at
    yield low, end


def _stands_alone(sign: str) -> bool:
    """Whether a line may break on both sides of it: Chinese and Japanese, not Korean, which has spaces."""
    return get_character_cell_size(sign) == 2 and not "\uac00" <= sign <= "\ud7a3"


def _fold(text: str, start: int, end: int, width: int, inserts: Sequence[Insert]) -> list[tuple[int, int]]:
    """Divide a run that is wider than a line between graphemes."""
    parts: list[tuple[int, int]] = []
    low, taken = start, 0
    for here, there, _ in split_graphemes(text[start:end])[0]:
        cells = _cells(text, start + here, start + there, inserts)
        if taken + cells > width and start + here > low:
            parts.append((low, start + here))
            low, taken = start + here, 0
        taken += cells
    parts.append((low, end))
    return parts


def _cells(text: str, start: int, end: int, inserts: Sequence[Insert]) -> int:
    cells = cell_len(text[start:end])
    if inserts:
        for insert in inserts[bisect_left(inserts, (start + 1,)) :]:
            if insert.offset > end:
                break
            cells += cell_len(insert.text)
    return cells
