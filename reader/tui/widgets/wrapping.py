"""Wrapping and cutting text to a width in terminal cells, as Rich counts them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len, get_character_cell_size, split_graphemes

# A line may break at white space and around every wide East Asian sign, but closing signs and
# those that belong to what precedes them start no line (a small part of UAX #14).
NO_START = frozenset("、。，．：；？！）］｝〉》」』】〕〗〙〛ー々…‥ゝゞヽヾっゃゅょァィゥェォッャュョ%°‰′″")
NO_END = frozenset("（［｛〈《「『【〔〖〘〚")
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
    spans = wrap(text, 0, len(text), width, ())
    return [text[start:end] for start, end in spans]


def wrap(text: str, start: int, end: int, width: int, inserts: Sequence[Insert]) -> list[tuple[int, int]]:
    """Greedy wrapping to `width` cells, as (start, end); the white space at which a line breaks belongs to
    no line."""
    if not inserts and SIMPLE.fullmatch(text, start, end):
        return list(_wrap_simple(text, start, end, width))
    spans: list[tuple[int, int]] = []
    line_start, line_end, taken = -1, start, 0
    for low, high, space in _chunks(text, start, end):
        cells = cells_of(text, low, high, inserts)
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
            *whole, (low, high) = fold(text, low, high, width, inserts)
            spans.extend(whole)
            line_start, cells = low, cells_of(text, low, high, inserts)
        line_end = high
        taken += cells
    if line_start >= 0:
        spans.append((line_start, line_end))
    return spans


def _wrap_simple(text: str, start: int, end: int, width: int) -> Iterator[tuple[int, int]]:
    """What `wrap` does with signs of one cell: the fifth part of the time."""
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


def fold(text: str, start: int, end: int, width: int, inserts: Sequence[Insert]) -> list[tuple[int, int]]:
    """Divide a run that is wider than a line between graphemes, into (start, end)."""
    parts: list[tuple[int, int]] = []
    low, taken = start, 0
    for here, there, _ in split_graphemes(text[start:end])[0]:
        cells = cells_of(text, start + here, start + there, inserts)
        if taken + cells > width and start + here > low:
            parts.append((low, start + here))
            low, taken = start + here, 0
        taken += cells
    parts.append((low, end))
    return parts


def cells_of(text: str, start: int, end: int, inserts: Sequence[Insert]) -> int:
    """How many cells this part of the text takes, with what is inserted in it."""
    cells = cell_len(text[start:end])
    if inserts:
        for insert in inserts[bisect_left(inserts, (start + 1,)) :]:
            if insert.offset > end:
                break
            cells += cell_len(insert.text)
    return cells
