"""The list of all people or places: a window onto any number of lines, of which those in sight are drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reader.text.clean import clean_line
from reader.tui.ages import age_in_words
from reader.tui.widgets.wrapping import cut

if TYPE_CHECKING:
    from reader.tui.pages import IndexLine

COUNT = 11  # cells for the number of articles
PART = 200  # lines read at a time
LAST = 10  # cells for when it was last named
COUNTRY = 18
_COUNTRY_FROM = 100  # cells from which the country has a column of its own
_ABOUT_FROM = 44


class NameList(ScrollView, can_focus=True, inherit_bindings=False):
    """A line each: name, office or kind, country, articles, last named."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "index--official",
        "index--person",
        "index--place",
        "index--about",
        "index--count",
        "index--new",
        "index--selected",
    }
    DEFAULT_CSS = """
    NameList {
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        & > .index--official { color: $official; text-style: bold underline; }
        & > .index--person { color: $person; text-style: underline; }
        & > .index--place { color: $place; text-style: italic; }
        & > .index--about { color: $muted; }
        & > .index--new { color: $primary; }
        & > .index--count { color: $foreground; }
        & > .index--selected { background: $row-resting; color: $primary; }
        &:focus > .index--selected { background: $row-selected; }
        &:ansi > .index--selected { text-style: reverse; }
    }
    """

    @dataclass
    class LinesWanted(Message):
        """`PART` lines from this one on, which the list does not have."""

        start: int

    class Selected(Message):
        """Another line is selected."""

    class Opened(Message):
        """The person wants the page of the selected line."""

    selected: reactive[int] = reactive(0, repaint=False)

    def __init__(self, now: Callable[[], datetime], *, places: bool, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._now = now
        self._places = places
        self._lines: dict[int, IndexLine] = {}
        self._asked: set[int] = set()
        self._total = 0
        self._when_empty = ""

    # --- what it shows -----------------------------------------------------------------------

    def show(self, total: int, lines: Sequence[IndexLine], when_empty: str) -> None:
        """Show so many lines, of which these are the first; the selection starts anew."""
        self._lines = dict(enumerate(lines))
        self._asked = {0}
        self._total, self._when_empty = total, when_empty
        self.set_reactive(NameList.selected, 0)
        self.virtual_size = Size(0, total)
        self.scroll_to(y=0, animate=False)
        self.refresh()
        self._tell()

    def take(self, start: int, lines: Sequence[IndexLine]) -> None:
        """Lines that were wanted have arrived."""
        self._lines.update((start + n, line) for n, line in enumerate(lines))
        self.refresh()
        self._tell()

    @property
    def line(self) -> IndexLine | None:
        """Who or what is selected, None when nothing is or it has not been read yet."""
        return self._lines.get(self.selected)

    @property
    def total(self) -> int:
        """How many lines there are."""
        return self._total

    def _want(self) -> None:
        """Ask for the lines in sight that are not there."""
        top = self.scroll_offset.y
        for start in range(top // PART * PART, top + self._height, PART):
            if start < self._total and start not in self._asked:
                self._asked.add(start)
                self.post_message(self.LinesWanted(start))

    # --- moving ------------------------------------------------------------------------------

    def go(self, step: int) -> None:
        """So many lines down, or up."""
        self.go_to(self.selected + step)

    def turn(self, step: int) -> None:
        """So many pages down, or up."""
        self.go_to(self.selected + step * max(self._height - 1, 1))

    def go_to(self, line: int) -> None:
        """To a line; past either end, to that end."""
        self.selected = min(max(line, 0), max(self._total - 1, 0))
        self._into_sight()
        self._tell()

    def _tell(self) -> None:
        self.post_message(self.Selected())

    @property
    def _height(self) -> int:
        return max(self.scrollable_content_region.height, 1)

    def _into_sight(self) -> None:
        top = self.scroll_offset.y
        if self.selected < top:
            self.scroll_to(y=self.selected, animate=False)
        elif self.selected >= top + self._height:
            self.scroll_to(y=self.selected - self._height + 1, animate=False)

    def on_resize(self) -> None:
        self._into_sight()
        self._want()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._want()

    def watch_selected(self, old: int, new: int) -> None:
        for line in (old, new):
            self.refresh(Region(0, line - self.scroll_offset.y, self.size.width, 1))

    def on_click(self, event: events.Click) -> None:
        line = event.style.meta.get("line")
        if line is not None:
            self.go_to(line)
            if event.chain == 2:
                self.post_message(self.Opened())

    # --- drawing -----------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        line, width, base = y + self.scroll_offset.y, self.size.width, self.rich_style
        row = self._lines.get(line)
        if row is None:
            words = f"  {self._when_empty}" if not self._total and y == 1 else ""
            return Strip([Segment(words, base + self._style("about"))]).adjust_cell_length(width, base)
        chosen = line == self.selected
        if chosen:
            picked = self._style("selected")
            base += Style(bgcolor=picked.bgcolor, reverse=picked.reverse)
        edge = Segment("▌ " if chosen else "  ", base + Style(color=self._style("selected").color))
        segments = [edge, *self._columns(row, width - 3, base)]
        return Strip(segments).adjust_cell_length(width, base).apply_meta({"line": line})

    def _columns(self, row: IndexLine, width: int, base: Style) -> list[Segment]:
        room = width - COUNT - LAST
        country = COUNTRY if width >= _COUNTRY_FROM else 0
        name = room if width < _ABOUT_FROM else max((room - country) * 2 // 5, 16)
        about = room - country - name
        kind = "place" if self._places else "official" if row.official else "person"
        told = row.about if country or not row.country else ", ".join(filter(None, (row.about, row.country)))
        return [
            *self._cell(row.name, name, base, kind),
            *self._cell(told, about, base, "about"),
            *self._cell(row.country, country, base, "about"),
            Segment("new" if row.new else "   ", base + self._style("new")),
            Segment(f"{row.articles:,}".rjust(COUNT - 3), base + self._style("count")),
            Segment(age_in_words(row.last, self._now()).rjust(LAST), base + self._style("about")),
        ]

    def _cell(self, text: str, width: int, base: Style, style: str) -> list[Segment]:
        if width <= 0:
            return []
        shown = cut(clean_line(text), width - 1)
        space = " " * (width - cell_len(shown))
        return [Segment(shown, base + self._style(style)), Segment(space, base)]

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"index--{name}", partial=True)
