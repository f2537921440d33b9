"""The map: a window onto the world that one moves and brings nearer."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from reader.tui.actions import Where
from reader.tui.keys import bindings_for
from reader.tui.terminal import terminal_of
from reader.tui.widgets.map_picture import Ground, Ink, Row, Signs, draw
from reader.tui.widgets.map_window import DOTS_X, DOTS_Y, ZOOMS, Spot, Window, fitting, scale_bar, window_at

_PAN = 0.25  # of the window at a time
_SCALE = 26  # cells at most for the scale


class MapView(Widget, can_focus=True, inherit_bindings=False):
    """Coasts, borders and spots, one of which is chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for(Where.MAP)]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"map--{ink.value}" for ink in Ink if ink is not Ink.NONE),
        "map--land",
        "map--home",
        "map--scale",
    }
    DEFAULT_CSS = """
    MapView {
        & > .map--coast { color: $muted; }
        & > .map--border { color: $rule; }
        & > .map--spot { color: $place; }
        & > .map--chosen { color: $accent; text-style: bold; }
        & > .map--label { color: $foreground; }
        & > .map--chosen-label { color: $accent; text-style: bold; }
        & > .map--land { background: $panel; }
        & > .map--home { background: $row-selected; }
        & > .map--scale { color: $muted; }
        &:ansi > .map--chosen { text-style: bold reverse; }
        &:ansi > .map--chosen-label { text-style: bold; }
    }
    """

    @dataclass
    class Chosen(Message):
        """Another spot is chosen."""

        spot: int

    class Opened(Message):
        """The person wants to go to the page of the spot that is chosen."""

    def __init__(self, *, id: str | None = None, environment: Mapping[str, str] | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._signs = signs_for(os.environ if environment is None else environment)
        self._spots: Sequence[Spot] = ()
        self._home = ""
        self._start: tuple[float, float, int] = (0.0, 0.0, 0)
        self._where: tuple[float, float, int] | None = None
        self._fits = False
        self._rows: tuple[Row, ...] = ()
        self._drawn_for: object = None
        self.chosen = -1
        """The number of the chosen spot, -1 for none."""

    # --- what it shows -----------------------------------------------------------------------

    def show(
        self, spots: Sequence[Spot], *, chosen: int = -1, zoom: int | None = None, home: str = ""
    ) -> None:
        """Show these spots: around the chosen one at this of the `ZOOMS`, without one so that all are in
        sight. `home` is the code of a country to set off."""
        self._spots = spots
        self._home = home
        self.chosen = chosen
        self._fits = zoom is None or chosen < 0
        if not self._fits:
            self._start = (spots[chosen].lat, spots[chosen].lon, zoom or 0)
        self._where = None
        self._drawn_for = None
        self.refresh()

    @property
    def spots(self) -> Sequence[Spot]:
        """What is shown on the map."""
        return self._spots

    @property
    def zoom(self) -> int:
        """Which of the `ZOOMS` the map is at."""
        return self._position[2]

    @property
    def _position(self) -> tuple[float, float, int]:
        if self._where is not None:
            return self._where
        return fitting(self._spots, *self._extent) if self._fits else self._start

    @property
    def _extent(self) -> tuple[int, int]:
        return max(self.size.width, 1), max(self.size.height, 1)

    @property
    def window(self) -> Window:
        """What is seen."""
        return window_at(*self._position, *self._extent)

    # --- moving ------------------------------------------------------------------------------

    def zoom_by(self, steps: int) -> None:
        """Nearer or farther, around the chosen spot if it is in sight."""
        lat, lon, zoom = self._position
        window = self.window
        if 0 <= self.chosen < len(self._spots):
            spot = self._spots[self.chosen]
            if window.cell(spot.lat, spot.lon) is not None:
                lat, lon = spot.lat, spot.lon
        self._go(lat, lon, min(max(zoom + steps, 0), len(ZOOMS) - 1))

    def action_north(self) -> None:
        self._pan(0, 1)

    def action_south(self) -> None:
        self._pan(0, -1)

    def action_west(self) -> None:
        self._pan(-1, 0)

    def action_east(self) -> None:
        self._pan(1, 0)

    def action_home(self) -> None:
        self._where = None
        self.refresh()

    def action_next_spot(self) -> None:
        self._choose(1)

    def action_previous_spot(self) -> None:
        self._choose(-1)

    def action_open(self) -> None:
        if 0 <= self.chosen < len(self._spots):
            self.post_message(self.Opened())

    def choose(self, number: int) -> None:
        """Choose a spot and bring it into sight."""
        self.chosen = number
        spot = self._spots[number]
        if self.window.cell(spot.lat, spot.lon) is None:
            self._go(spot.lat, spot.lon, self.zoom)
        self.refresh()
        self.post_message(self.Chosen(number))

    def _choose(self, step: int) -> None:
        if self._spots:
            start = self.chosen if self.chosen >= 0 else -1 if step > 0 else 0
            self.choose((start + step) % len(self._spots))

    def _pan(self, east: int, north: int) -> None:
        window = self.window
        lon = window.lon + east * _PAN * self.size.width * DOTS_X * window.step / window.squeeze
        lat = window.lat + north * _PAN * self.size.height * DOTS_Y * window.step
        self._go(min(max(lat, -89.0), 89.0), (lon + 180) % 360 - 180, self.zoom)

    def _go(self, lat: float, lon: float, zoom: int) -> None:
        self._where = (lat, lon, zoom)
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        number = event.style.meta.get("spot", -1)
        if number >= 0:
            self.choose(number)
            if event.chain == 2:
                self.action_open()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.zoom_by(1)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.zoom_by(-1)

    # --- drawing -----------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        rows = self._drawn()
        if not 0 <= y < len(rows):
            return Strip.blank(self.size.width, self.rich_style)
        strip = self._strip(rows[y])
        return self._with_scale(strip) if y == len(rows) - 1 else strip

    def _drawn(self) -> tuple[Row, ...]:
        """The rows of the window, drawn once for all its lines."""
        what = (self.window, self.chosen)
        if what != self._drawn_for:
            self._drawn_for = what
            self._rows = draw(
                self.window, self._spots, chosen=self.chosen, home=self._home, signs=self._signs
            )
        return self._rows

    def _strip(self, row: Row) -> Strip:
        segments = []
        for piece in row:
            style = self.rich_style + self._ground(piece.ground)
            if piece.ink is not Ink.NONE:
                style += self._style(piece.ink.value)
            if piece.spot >= 0:
                style += Style(meta={"spot": piece.spot})
            segments.append(Segment(piece.text, style))
        return Strip(segments).adjust_cell_length(self.size.width, self.rich_style)

    def _with_scale(self, strip: Strip) -> Strip:
        words = f" {scale_bar(self.window, min(_SCALE, self.size.width // 2))}  {ZOOMS[self.zoom]} "
        if self._signs is Signs.ASCII:
            words = words.translate({ord("╶"): "|", ord("╴"): "|", ord("─"): "-"})
        own = Segment(words, self.rich_style + self._style("scale"))
        rest = strip.crop(cell_len(words), self.size.width)
        return Strip.join([Strip([own]), rest])

    def _ground(self, ground: Ground) -> Style:
        if ground is Ground.SEA:
            return Style()
        return self._style("home" if ground is Ground.HOME else "land")

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"map--{name}", partial=True)


def signs_for(environment: Mapping[str, str]) -> Signs:
    """What the terminal can draw: the Linux console has no braille, and not every one has Unicode."""
    if terminal_of(environment).ascii:
        return Signs.ASCII
    return Signs.BLOCKS if environment.get("TERM") == "linux" else Signs.BRAILLE
