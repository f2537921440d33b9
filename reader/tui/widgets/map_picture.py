"""Drawing a piece of the world in the cells of a terminal: pure functions from a window to rows."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import lru_cache
from itertools import groupby

from rich.cells import cell_len, get_character_cell_size

from reader.tui.widgets import outlines
from reader.tui.widgets.map_window import DOTS_X, DOTS_Y, Spot, Window
from reader.tui.widgets.outlines import UNITS, Run
from reader.tui.widgets.wrapping import cut

BORDERS_BELOW = 1.8  # degrees a dot from which borders would only clutter
COARSE_FROM = 0.22  # degrees a dot from which the coarse lines are as good as the fine ones
SPECK = 0.9  # dots that an island spans, or it is not drawn


class Ink(StrEnum):
    """What the sign of a cell stands for."""

    NONE = "none"
    COAST = "coast"
    BORDER = "border"
    SPOT = "spot"
    CHOSEN = "chosen"
    LABEL = "label"
    CHOSEN_LABEL = "chosen-label"


class Ground(IntEnum):
    """What the middle of a cell is; HOME is the country that the map is about."""

    SEA = 0
    LAND = 1
    HOME = 2


class Signs(StrEnum):
    """What a terminal can draw with."""

    BRAILLE = "braille"
    BLOCKS = "blocks"
    ASCII = "ascii"


@dataclass(frozen=True, slots=True)
class Piece:
    """Signs side by side that look alike; `spot` is the number of the spot they show, -1 for none."""

    text: str
    ink: Ink
    ground: Ground
    spot: int = -1


Row = tuple[Piece, ...]
_Counts = Callable[[Run], bool]


def draw(
    window: Window,
    spots: Sequence[Spot] = (),
    *,
    chosen: int = -1,
    home: str = "",
    signs: Signs = Signs.BRAILLE,
) -> tuple[Row, ...]:
    """The window as rows of pieces, each row as wide as the window. `chosen` is the number of the spot
    that is labelled first and seen above all others, `home` the code of a country to set off."""
    if window.width < 1 or window.height < 1:
        return ()
    ground, coast, border = _land(window, home)
    canvas = _Canvas(window, signs, ground)
    canvas.lines(coast, border)
    canvas.spots(spots, chosen)
    return canvas.rows()


# --- coasts, borders and land -----------------------------------------------------------------


@lru_cache(maxsize=8)
def _land(window: Window, home: str) -> tuple[bytes, bytes, bytes]:
    """For each cell the ground, and the dots of the coasts and of the borders as braille counts them."""
    frame = _Frame(window)
    ground = frame.filled(lambda run: run.is_coast, Ground.LAND)
    if home:
        for number, inside in enumerate(frame.filled(lambda run: run.bounds(home), Ground.HOME)):
            if inside:
                ground[number] = inside
    coast, border = bytearray(len(ground)), bytearray(len(ground))
    for run, shift in frame.in_sight():
        if run.is_coast and frame.is_visible(run):
            _stroke(coast, frame, run, shift)
        elif not run.is_coast and window.step < BORDERS_BELOW:
            _stroke(border, frame, run, shift)
    return bytes(ground), bytes(coast), bytes(border)


class _Frame:
    """A window in the units of the outlines, with the lines that are near it."""

    def __init__(self, window: Window) -> None:
        self.window = window
        up, across = window.reach
        self.middle = round(window.lon * UNITS)
        self.across = across * UNITS
        self.north, self.south = (window.lat + up) * UNITS, (window.lat - up) * UNITS
        self.lines = outlines.coarse() if window.step > COARSE_FROM else outlines.fine()

    def in_sight(self) -> Iterator[tuple[Run, int]]:
        """The runs near the window, with what their longitudes are off by: 0 or once around."""
        west, east = self.middle - self.across, self.middle + self.across
        for run in self.lines:
            if run.north >= self.south and run.south <= self.north:
                for shift in _AROUND:
                    if run.east + shift >= west and run.west + shift <= east:
                        yield run, shift

    def is_visible(self, run: Run) -> bool:
        """Whether a run is more than a speck at this scale."""
        return max(run.east - run.west, run.north - run.south) >= SPECK * self.window.step * UNITS

    def filled(self, counts: _Counts, ground: Ground) -> list[Ground | int]:
        """For each cell the ground where its middle lies within the lines that count, else 0. Whether
        the western edge does is known from how many of them lie between it and the north pole."""
        width, height = self.window.width, self.window.height
        rows = [self.north - (row + 0.501) * (self.north - self.south) / height for row in range(height)]
        west = self.middle - self.across + 0.003  # where no point of the outlines lies
        edge = sorted(self._crossing_meridian(counts, west))
        crossings = self._crossing_rows(counts, rows)
        cell = 2 * self.across / self._columns
        first = (width - self._columns) / 2
        answer: list[Ground | int] = []
        for lat, found in zip(rows, crossings, strict=True):
            if abs(lat) > 90 * UNITS:
                answer += [0] * width
                continue
            inside = (len(edge) - bisect_left(edge, lat)) % 2
            found.sort()
            lons = [west + (column + 0.5 - first) * cell for column in range(width)]
            around = [
                -1 if not 0 <= lon - west <= 2 * self.across else bisect_left(found, lon) for lon in lons
            ]
            answer += [ground if n >= 0 and (n + inside) % 2 else 0 for n in around]
        return answer

    @property
    def _columns(self) -> float:
        """How many cells the world between the edges is wide."""
        return 2 * self.across / UNITS * self.window.squeeze / self.window.step / DOTS_X

    def _crossing_meridian(self, counts: _Counts, meridian: float) -> Iterator[float]:
        for run in self.lines:
            if run.north < self.south or not counts(run):
                continue
            for shift in _AROUND:
                at = meridian - shift
                if run.west <= at <= run.east:
                    yield from _crossings(run.xs, run.ys, at)

    def _crossing_rows(self, counts: _Counts, rows: Sequence[float]) -> list[list[float]]:
        west, east = self.middle - self.across, self.middle + self.across
        found: list[list[float]] = [[] for _ in rows]
        down = [-lat for lat in rows]
        for run, shift in self.in_sight():
            if counts(run):
                for row in range(bisect_left(down, -run.north), bisect_left(down, -run.south)):
                    lons = (lon + shift for lon in _crossings(run.ys, run.xs, rows[row]))
                    found[row] += [lon for lon in lons if west <= lon <= east]
        return found


_AROUND = (-360 * UNITS, 0, 360 * UNITS)


def _crossings(along: Sequence[int], across: Sequence[int], at: float) -> Iterator[float]:
    """Where a line crosses the value `at` of its first coordinate, as values of the second."""
    before, other = along[0], across[0]
    for value, there in zip(along, across, strict=True):
        if (before <= at) != (value <= at):
            yield other + (there - other) * (at - before) / (value - before)
        before, other = value, there


def _stroke(masks: bytearray, frame: _Frame, run: Run, shift: int) -> None:
    """Set the dots of a line."""
    window = frame.window
    width, height = window.width, window.height
    wide, high = width * DOTS_X, height * DOTS_Y
    up = 1 / (window.step * UNITS)
    east = up * window.squeeze
    left, top = wide / 2 - (frame.middle - shift) * east, high / 2 + window.lat / window.step
    margin_left, margin_right = wide / 2 - frame.across * east, wide / 2 + frame.across * east
    x0, y0 = left + run.xs[0] * east, top - run.ys[0] * up
    for lon, lat in zip(run.xs, run.ys, strict=True):
        x1, y1 = left + lon * east, top - lat * up
        steps = int(max(abs(x1 - x0), abs(y1 - y0))) + 1
        for step in range(steps):
            x, y = x0 + (x1 - x0) * step / steps, y0 + (y1 - y0) * step / steps
            if 0 <= x < wide and 0 <= y < high and margin_left <= x <= margin_right:
                column, row = int(x), int(y)
                masks[row // DOTS_Y * width + column // DOTS_X] |= _BITS[row % DOTS_Y][column % DOTS_X]
        x0, y0 = x1, y1


_BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The bits of the eight dots in the code point of a braille pattern (Unicode, chapter 21.1)."""


# --- signs ------------------------------------------------------------------------------------


class _Canvas:
    """The cells of a window: sign, ink and spot of each."""

    def __init__(self, window: Window, signs: Signs, ground: bytes) -> None:
        cells = window.width * window.height
        self._window = window
        self._signs = signs
        self._ground = ground
        self._text = [" "] * cells  # "" for the second cell of a wide sign
        self._ink = [Ink.NONE] * cells
        self._spot = [-1] * cells

    def lines(self, coast: bytes, border: bytes) -> None:
        for at, (own, other) in enumerate(zip(coast, border, strict=True)):
            if own or other:
                self._text[at] = _sign(own | other, self._signs)
                self._ink[at] = Ink.COAST if own else Ink.BORDER

    def spots(self, spots: Sequence[Spot], chosen: int) -> None:
        """The signs of the spots, then as many labels as there is room for, heaviest first."""
        cells: dict[int, int] = {}
        order = sorted(range(len(spots)), key=lambda n: (n != chosen, -spots[n].weight, n))
        for number in order:
            place = self._window.cell(spots[number].lat, spots[number].lon)
            if place is not None:
                cells.setdefault(place[1] * self._window.width + place[0], number)
        for at, number in cells.items():
            self._put(at, *self._pin(number == chosen), number)
        for at, number in cells.items():
            self._label(at, spots[number].label, number, number == chosen)

    def _pin(self, chosen: bool) -> tuple[str, Ink]:
        plain = self._signs is Signs.ASCII
        return (("@" if plain else "◆"), Ink.CHOSEN) if chosen else (("o" if plain else "●"), Ink.SPOT)

    def _label(self, at: int, label: str, number: int, chosen: bool) -> None:
        """Beside the pin, where no other pin or label is; that of the chosen spot is cut if need be."""
        width = self._window.width
        column, start = at % width, at - at % width
        room_right, room_left = width - column - 2, column - 1
        if chosen:
            label = cut(label, max(room_right, room_left, 0))
        needed = cell_len(label)
        if not needed:
            return
        ink = Ink.CHOSEN_LABEL if chosen else Ink.LABEL
        for first, room in ((column + 2, room_right), (column - 1 - needed, room_left)):
            if needed <= room and all(self._spot[start + n] < 0 for n in range(first, first + needed)):
                self._write(start + first, label, ink, number)
                self._blank(start + first - 1 if first > column else start + column - 1, number)
                return

    def _blank(self, at: int, number: int) -> None:
        """The cell between a pin and its label, which a line would run into."""
        if self._spot[at] < 0:
            self._put(at, " ", Ink.LABEL, number)

    def _write(self, at: int, label: str, ink: Ink, number: int) -> None:
        for char in label:
            cells = get_character_cell_size(char)
            if not cells:
                self._text[at - 1] += char
                continue
            self._put(at, char, ink, number)
            for extra in range(1, cells):
                self._put(at + extra, "", ink, number)
            at += cells

    def _put(self, at: int, text: str, ink: Ink, number: int) -> None:
        self._text[at], self._ink[at], self._spot[at] = text, ink, number

    def rows(self) -> tuple[Row, ...]:
        width = self._window.width
        looks = list(zip(self._ink, self._ground, self._spot, strict=True))
        answer = []
        for start in range(0, len(looks), width):
            pieces, at = [], start
            for (ink, ground, spot), same in groupby(looks[start : start + width]):
                length = len(list(same))
                text = "".join(self._text[at : at + length])
                pieces.append(Piece(text, ink, Ground(ground), spot))
                at += length
            answer.append(tuple(pieces))
        return tuple(answer)


def _sign(dots: int, signs: Signs) -> str:
    if signs is Signs.BRAILLE:
        return chr(0x2800 + dots)
    top, bottom = bool(dots & 0b00011011), bool(dots & 0b11100100)
    if signs is Signs.BLOCKS:
        return "█" if top and bottom else "▀" if top else "▄"
    return _ASCII_LINES[(bool(dots & 0b01000111), bool(dots & 0b10111000), top, bottom)]


_ASCII_LINES: Mapping[tuple[bool, bool, bool, bool], str] = {
    (left, right, top, bottom): ":"
    if top and bottom and left and right
    else "|"
    if top and bottom
    else "-"
    if left and right
    else "'"
    if top
    else "."
    for left in (False, True)
    for right in (False, True)
    for top in (False, True)
    for bottom in (False, True)
}
"""By where the dots lie: left, right, top, bottom."""
