"""Counts over time as bars and as one line of blocks: pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rich.cells import cell_len

BLOCKS = "▁▂▃▄▅▆▇█"
_ASCII_LEVELS = ".:-=+*#@"
EIGHTHS = 8
_WIDEST = 6  # cells of a bar


def sparkline(counts: Sequence[int], width: int, *, ascii_only: bool = False) -> str:
    """The counts in at most `width` signs, neighbours added up where there are more; "·" for none.

    >>> sparkline([0, 1, 4, 8], 10)
    '·▁▄█'
    """
    if width < 1:
        return ""
    summed = _gathered(counts, width)
    most = max(summed, default=0)
    levels = _ASCII_LEVELS if ascii_only else BLOCKS
    none = " " if ascii_only else "·"
    return "".join(levels[-(-count * EIGHTHS // most) - 1] if count else none for count in summed)


def _gathered(counts: Sequence[int], width: int) -> list[int]:
    groups = min(len(counts), width)
    bounds = [len(counts) * number // groups for number in range(groups + 1)] if groups else []
    return [sum(counts[a:b]) for a, b in pairwise(bounds)]


@dataclass(frozen=True, slots=True)
class Bar:
    """One period: how much, and its labels: `major` where a larger period begins with it, which goes
    before all others; `minor` where there is room; `full` while the cursor is on it."""

    count: int
    minor: str = ""
    major: str = ""
    full: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Signs of one kind ("axis", "bar", "chosen", "label", "chosen-label"); `bar` is the number of the
    bar they belong to, -1 for none."""

    text: str
    kind: str
    bar: int = -1


@dataclass(frozen=True, slots=True)
class Frame:
    """How bars are laid out: cells of the axis on the left, of a bar and of the gap after it, the
    first bar shown and how many are."""

    axis: int
    bar: int
    gap: int
    first: int
    shown: int

    def column(self, number: int) -> int:
        """The first column of a bar that is shown."""
        return self.axis + (number - self.first) * (self.bar + self.gap)


def frame_for(bars: Sequence[Bar], width: int, cursor: int, first: int) -> Frame:
    """As wide bars as fit; where not all do, those around the cursor, moved no further than needed
    from `first`."""
    axis = len(f"{_top(bars):,}") + 1
    room = max(width - axis, 1)
    bar = max(min(room // max(len(bars), 1), _WIDEST + 1), 1)
    gap = 1 if bar > 1 else 0
    shown = min(max(room // bar, 1), max(len(bars), 1))
    first = min(max(first, cursor - shown + 1, 0), max(cursor, 0), max(len(bars) - shown, 0))
    return Frame(axis, bar - gap, gap, first, shown)


def draw_chart(
    bars: Sequence[Bar], frame: Frame, width: int, height: int, cursor: int, *, ascii_only: bool = False
) -> list[list[Piece]]:
    """`height` rows of at most `width` cells: bars over an axis, labels below it."""
    tall = max(height - 2, 1)
    rows = [_bar_row(bars, frame, tall, level, cursor, ascii_only) for level in range(tall, 0, -1)]
    rows += [_axis_row(frame, cursor, ascii_only), _label_row(bars, frame, width, cursor)]
    return rows[:height]


def _top(bars: Sequence[Bar]) -> int:
    """A round number that no bar exceeds."""
    most = max((bar.count for bar in bars), default=0)
    scale = 1
    while True:
        for step in (1, 2, 4, 5, 6, 8):
            if step * scale >= most:
                return step * scale
        scale *= 10


def _bar_row(
    bars: Sequence[Bar], frame: Frame, tall: int, level: int, cursor: int, ascii_only: bool
) -> list[Piece]:
    top = _top(bars)
    ticks = {tall: f"{top:,}"}
    if tall >= 5 and top % 2 == 0:
        ticks[(tall + 1) // 2] = f"{top // 2:,}" if tall % 2 == 0 else ""
    label = ticks.get(level, "")
    side = ("+" if label else "|") if ascii_only else ("┤" if label else "│")
    pieces = [Piece(label.rjust(frame.axis - 1), "label"), Piece(side, "axis")]
    for number in range(frame.first, frame.first + frame.shown):
        if number >= len(bars):
            break
        eighths = -(-bars[number].count * tall * EIGHTHS // top) - (level - 1) * EIGHTHS
        sign = _sign(eighths, ascii_only)
        kind = "chosen" if number == cursor else "bar"
        pieces += [Piece(sign * frame.bar, kind, number), Piece(" " * frame.gap, "axis", number)]
    return pieces


def _sign(eighths: int, ascii_only: bool) -> str:
    if eighths <= 0:
        return " "
    if ascii_only:
        return "#" if eighths >= EIGHTHS // 2 else "."
    return BLOCKS[min(eighths, EIGHTHS) - 1]


def _axis_row(frame: Frame, cursor: int, ascii_only: bool) -> list[Piece]:
    """The axis, thick under the cursor: there may be no bar to stand out."""
    corner, line, thick = ("+", "-", "=") if ascii_only else ("└", "─", "━")
    before = frame.column(cursor) - frame.axis
    after = frame.shown * (frame.bar + frame.gap) - before - frame.bar
    return [
        Piece("0".rjust(frame.axis - 1), "label"),
        Piece(corner + line * before, "axis"),
        Piece(thick * frame.bar, "chosen"),
        Piece(line * after, "axis"),
    ]


def _label_row(bars: Sequence[Bar], frame: Frame, width: int, cursor: int) -> list[Piece]:
    """The label of the bar under the cursor, then those of larger periods, then as many as fit."""
    numbers = range(frame.first, min(frame.first + frame.shown, len(bars)))
    order = sorted(numbers, key=lambda n: (n != cursor, not bars[n].major, n))
    taken: list[tuple[int, str, int]] = []
    for number in order:
        label = bars[number].major or bars[number].minor
        label = (bars[number].full or label) if number == cursor else label
        length = cell_len(label)
        start = min(frame.column(number), max(width - length, 0))
        free = all(start + length < at or at + cell_len(text) < start for at, text, _ in taken)
        if label and length <= width and free:
            taken.append((start, label, number))
    pieces: list[Piece] = []
    at = 0
    for start, label, number in sorted(taken):
        kind = "chosen-label" if number == cursor else "label"
        pieces += [Piece(" " * (start - at), "axis"), Piece(label, kind, number)]
        at = start + cell_len(label)
    return pieces
