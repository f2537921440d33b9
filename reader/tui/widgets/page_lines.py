"""A page of facts that one reads and walks: lines of which only those in sight are drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reader.tui.widgets.page_layout import NOWHERE, Layout, Line

EDGE = 2  # cells left of the lines, in which the cursor stands
STYLES = (
    "title", "heading", "about", "official", "person", "place", "row", "unread", "marked", "dot", "star",
    "bar", "chosen",
)  # fmt: skip

Fill = Callable[[Layout[Any]], None]
"""Writes the page into a layout of the width at hand."""


class PageLines(ScrollView, can_focus=True, inherit_bindings=False):
    """The lines of a page with a cursor that goes from target to target."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"page--{name}" for name in STYLES}
    DEFAULT_CSS = """
    PageLines {
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        & > .page--title { color: $heading; text-style: bold; }
        & > .page--heading { color: $heading; text-style: bold; }
        & > .page--about { color: $muted; }
        & > .page--official { color: $official; text-style: bold underline; }
        & > .page--person { color: $person; text-style: underline; }
        & > .page--place { color: $place; text-style: italic; }
        & > .page--row { color: $foreground; }
        & > .page--unread { color: $heading; }
        & > .page--marked { color: $accent; text-style: bold; }
        & > .page--dot { color: $primary; }
        & > .page--star { color: $accent; }
        & > .page--bar { color: $primary; }
        & > .page--chosen { background: $row-resting; color: $primary; }
        &:focus > .page--chosen { background: $row-selected; }
        &:ansi > .page--chosen { text-style: reverse; }
    }
    """

    @dataclass
    class Opened(Message):
        """The person wants to go where this target leads."""

        lines: PageLines
        target: Any

    cursor: reactive[int] = reactive(NOWHERE, repaint=False)
    """The number of the target under the cursor."""

    def __init__(self, fill: Fill, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._fill = fill
        self._layout: Layout[Any] = Layout(0)
        self._lines_of: list[tuple[int, int]] = []

    # --- what it shows -----------------------------------------------------------------------

    @property
    def target(self) -> Any:
        """What the cursor is on, None when there is nothing to be on."""
        targets = self._layout.targets
        return targets[self.cursor] if 0 <= self.cursor < len(targets) else None

    def lay_out(self) -> None:
        """Write the page anew; cursor and scroll position stay."""
        self._layout = Layout(self.scrollable_content_region.width - EDGE - 1)
        self._fill(self._layout)
        spans: list[tuple[int, int]] = [(NOWHERE, NOWHERE)] * len(self._layout.targets)
        for number, line in enumerate(self._layout.lines):
            for part in line:
                if part.target != NOWHERE:
                    first = spans[part.target][0]
                    spans[part.target] = (number if first == NOWHERE else first, number)
        self._lines_of = spans
        last = len(self._layout.targets) - 1
        self.set_reactive(PageLines.cursor, min(max(self.cursor, 0), last))
        self.virtual_size = Size(0, len(self._layout.lines))
        self.refresh()

    def on_resize(self) -> None:
        self.lay_out()
        self._into_sight()

    # --- moving ------------------------------------------------------------------------------

    def step(self, step: int) -> None:
        """To the next target (1) or the one before (-1)."""
        self._to(self.cursor + step)

    def top(self) -> None:
        """To the first target and the beginning."""
        self._to(0)
        self.scroll_to(y=0, animate=False)

    def bottom(self) -> None:
        """To the last target and the end."""
        self._to(len(self._lines_of) - 1)
        self.scroll_to(y=self.max_scroll_y, animate=False)

    def go(self, step: int) -> None:
        """To the next line that leads somewhere; by single lines while none is near."""
        if not self._lines_of:
            self._scroll(step)
            return
        here = self._lines_of[self.cursor][0]
        if not self._in_sight(here) and self._lines_of[self.cursor][1] - self.scroll_offset.y < 0 < step:
            here = self.scroll_offset.y
        order = range(len(self._lines_of)) if step > 0 else range(len(self._lines_of) - 1, -1, -1)
        beyond = [n for n in order if (self._lines_of[n][0] - here) * step > 0]
        if not beyond:
            self._scroll(step)
            return
        line = self._lines_of[beyond[0]][0]
        first = next(n for n in range(len(self._lines_of)) if self._lines_of[n][0] == line)
        if abs(line - here) > max(self._height - 2, 1):
            self._scroll(step)
            if not self._in_sight(line):
                return
        self._to(first)

    def turn(self, step: int) -> None:
        """A page on, with the cursor on the first target in sight."""
        self._scroll(step * max(self._height - 2, 1))
        seen = [n for n, (first, _) in enumerate(self._lines_of) if self._in_sight(first)]
        if seen and self.cursor not in seen:
            self.cursor = seen[0] if step > 0 else seen[-1]

    def _to(self, number: int) -> None:
        if self._lines_of:
            self.cursor = min(max(number, 0), len(self._lines_of) - 1)
            self._into_sight()

    def _into_sight(self) -> None:
        if not 0 <= self.cursor < len(self._lines_of):
            return
        first, last = self._lines_of[self.cursor]
        if self.cursor == 0:
            first = 0 if last < self._height else first
        top = self.scroll_offset.y
        if first < top:
            self.scroll_to(y=first, animate=False)
        elif last >= top + self._height:
            self.scroll_to(y=min(first, last - self._height + 1), animate=False)

    @property
    def _height(self) -> int:
        return max(self.scrollable_content_region.height, 1)

    def _in_sight(self, line: int) -> bool:
        return self.scroll_offset.y <= line < self.scroll_offset.y + self._height

    def _scroll(self, lines: int) -> None:
        self.scroll_to(y=self.scroll_offset.y + lines, animate=False)

    def watch_cursor(self, old: int, new: int) -> None:
        for number in (old, new):
            if 0 <= number < len(self._lines_of):
                first, last = self._lines_of[number]
                y = first - self.scroll_offset.y
                self.refresh(Region(0, y, self.size.width, last - first + 1))

    def on_click(self, event: events.Click) -> None:
        number = event.style.meta.get("target")
        if number is not None and number != NOWHERE:
            self._to(number)
            self.post_message(self.Opened(self, self.target))

    # --- drawing -----------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        number = y + self.scroll_offset.y
        base, width = self.rich_style, self.size.width
        if number >= len(self._layout.lines):
            return Strip.blank(width, base)
        line = self._layout.lines[number]
        strip = Strip([*self._edge(line, base), *self._segments(line, base)])
        whole = all(part.target == self.cursor for part in line if part.text.strip())
        under = base + self._under() if line and whole and self.cursor != NOWHERE else base
        return strip.adjust_cell_length(width - 1, under).adjust_cell_length(width, base)

    def _edge(self, line: Line, base: Style) -> list[Segment]:
        here = self.cursor != NOWHERE and any(part.target == self.cursor for part in line)
        style = base + Style(color=self._style("chosen").color)
        return [Segment("▌" if here and self.has_focus else " ", style), Segment(" " * (EDGE - 1), base)]

    def _segments(self, line: Line, base: Style) -> list[Segment]:
        under = self._under()
        answer = []
        for part in line:
            style = base + self._style(part.style) if part.style else base
            if part.target != NOWHERE:
                style += Style(meta={"target": part.target})
                if part.target == self.cursor:
                    style += under
            answer.append(Segment(part.text, style))
        return answer

    def _under(self) -> Style:
        """What marks the target under the cursor."""
        chosen = self._style("chosen")
        return Style(bgcolor=chosen.bgcolor, reverse=chosen.reverse)

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"page--{name}", partial=True)
