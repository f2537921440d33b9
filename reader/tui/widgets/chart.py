"""Counts over time as bars, one of them under the cursor."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from reader.tui.terminal import terminal_of
from reader.tui.widgets.chart_picture import Bar, Piece, draw_chart, frame_for


class ChartView(Widget, can_focus=True, inherit_bindings=False):
    """Bars over an axis of time."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "chart--axis",
        "chart--bar",
        "chart--chosen",
        "chart--label",
        "chart--chosen-label",
    }
    DEFAULT_CSS = """
    ChartView {
        & > .chart--axis { color: $rule; }
        & > .chart--bar { color: $primary; }
        & > .chart--chosen { color: $accent; text-style: bold; }
        & > .chart--label { color: $muted; }
        & > .chart--chosen-label { color: $accent; text-style: bold; }
        &:ansi > .chart--chosen-label { text-style: bold reverse; }
    }
    """

    @dataclass
    class Moved(Message):
        """The cursor is on another bar."""

        bar: int

    class Opened(Message):
        """The person wants to see what the bar under the cursor stands for."""

    cursor: reactive[int] = reactive(0)

    def __init__(self, *, id: str | None = None, environment: Mapping[str, str] | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._ascii = terminal_of(os.environ if environment is None else environment).ascii
        self._bars: Sequence[Bar] = ()
        self._first = 0
        self._rows: list[list[Piece]] = []
        self._drawn_for: object = None

    def show(self, bars: Sequence[Bar], cursor: int) -> None:
        """Show these bars with the cursor on one of them."""
        self._bars = bars
        self._drawn_for = None
        self.set_reactive(ChartView.cursor, min(max(cursor, 0), max(len(bars) - 1, 0)))
        self.refresh()
        self.post_message(self.Moved(self.cursor))

    def go(self, step: int) -> None:
        """So many bars on, or back."""
        self.go_to(self.cursor + step)

    def go_to(self, number: int) -> None:
        """To a bar; past either end, to that end."""
        if self._bars:
            self.cursor = min(max(number, 0), len(self._bars) - 1)

    def watch_cursor(self) -> None:
        self.post_message(self.Moved(self.cursor))

    @property
    def shown(self) -> int:
        """How many bars fit."""
        return frame_for(self._bars, max(self.size.width, 1), self.cursor, self._first).shown

    def on_click(self, event: events.Click) -> None:
        number = event.style.meta.get("bar", -1)
        if number >= 0:
            self.go_to(number)
            if event.chain == 2:
                self.post_message(self.Opened())

    def render_line(self, y: int) -> Strip:
        rows, base = self._drawn(), self.rich_style
        if y >= len(rows):
            return Strip.blank(self.size.width, base)
        segments = []
        for piece in rows[y]:
            style = base + self.get_component_rich_style(f"chart--{piece.kind}", partial=True)
            if piece.bar >= 0:
                style += Style(meta={"bar": piece.bar})
            segments.append(Segment(piece.text, style))
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def _drawn(self) -> list[list[Piece]]:
        width, height = max(self.size.width, 1), max(self.size.height, 1)
        what = (width, height, self.cursor)
        if what != self._drawn_for:
            self._drawn_for = what
            frame = frame_for(self._bars, width, self.cursor, self._first)
            self._first = frame.first
            self._rows = draw_chart(self._bars, frame, width, height, self.cursor, ascii_only=self._ascii)
        return self._rows
