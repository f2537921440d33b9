"""The list of articles: its rows drawn, and what keys and mouse do to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from reader.tui.actions import Where
from reader.tui.ages import age_in_words
from reader.tui.keys import bindings_for
from reader.tui.widgets.row_lines import narrow_line, snippet_line
from reader.tui.widgets.row_window import RowWindow
from reader.tui.widgets.wrapping import wrap_plain

if TYPE_CHECKING:
    from reader.model import ArticleRow

LINES_KEPT = 2_000
"""Painted lines held before they are forgotten."""
MINUTE = 60.0
"""How often ages are drawn anew, in seconds."""


class ArticleList(RowWindow, can_focus=True, inherit_bindings=False):
    """Rows of articles, newest first, one of them selected."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for(Where.LIST)]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "list--read",
        "list--unread",
        "list--dot",
        "list--about",
        "list--bookmark",
        "list--selected",
        "list--match",
    }
    DEFAULT_CSS = """
    ArticleList {
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        & > .list--read { color: $muted; }
        & > .list--unread { color: $heading; }
        & > .list--dot { color: $primary; }
        & > .list--about { color: $muted; }
        & > .list--bookmark { color: $accent; }
        & > .list--match { color: $heading; text-style: bold underline; }
        & > .list--selected { background: $row-resting; color: $primary; }
        &:focus > .list--selected { background: $row-selected; }
    }
    """

    @dataclass
    class Selected(Message):
        """Another article is selected; `by_hand` when the person moved there."""

        key: str
        by_hand: bool

    class Opened(Message):
        """The person wants to read the selected article."""

    @dataclass
    class Picked(Message):
        """So many rows are picked."""

        count: int

    def __init__(self, now: Callable[[], datetime], *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._now = now
        self._strips: dict[int, Strip] = {}
        self._announced = 0
        self._by_hand = False
        self._when_empty = ""
        self._picked: dict[int, None] = {}
        self._styles: dict[str, Style] = {}

    def on_focus(self) -> None:
        self._redraw()

    def on_blur(self) -> None:
        self._redraw()

    def on_mount(self) -> None:
        self.set_interval(MINUTE, self._redraw)

    # --- what it shows ------------------------------------------------------------------------

    def rows_changed(self) -> None:
        self._redraw()
        self._announce()

    def kept_besides(self) -> Iterable[int]:
        return self._picked

    def clear(self) -> None:
        self._announced = 0
        super().clear()

    def to_top(self) -> None:
        """Select the first row: another view is shown."""
        self.drop_picks()
        self.selected = 0
        self.scroll_to(y=0, animate=False, immediate=True)
        self._want_rows()
        self._announce()

    def say_when_empty(self, words: str) -> None:
        """What to show in place of rows while there are none."""
        self._when_empty = words
        self.refresh()

    # --- the selection -----------------------------------------------------------------------

    def select(self, rowid: int) -> bool:
        """Select the row with this id and bring it into sight, as the person would."""
        try:
            index = self._ids.index(rowid)
        except ValueError:
            return False
        self.move_to(index)
        return True

    def move_to(self, index: int) -> None:
        """Move the selection; tells of it once the row is known."""
        if not self._ids:
            return
        index = min(max(index, 0), len(self._ids) - 1)
        self.selected = index
        self._by_hand = True
        self._into_sight(index)
        self._want_rows()
        self._announce()

    def _announce(self) -> None:
        """Tell which article is selected, once its row is known."""
        if not self._ids:
            self._announced = 0
        row = self.selected_row
        if row is not None and row.rowid != self._announced:
            self._announced = row.rowid
            self.post_message(self.Selected(row.key, self._by_hand))
            self._by_hand = False

    def watch_selected(self, old: int, new: int) -> None:
        for index in (old, new):
            y = index * self._row_height - self.scroll_offset.y
            self.refresh(Region(0, y, self.size.width, self._row_height))

    def action_cursor_down(self) -> None:
        self.move_to(self.selected + 1)

    def action_cursor_up(self) -> None:
        self.move_to(self.selected - 1)

    def action_page_down(self) -> None:
        self.move_to(self.selected + self._rows_in_sight())

    def action_page_up(self) -> None:
        self.move_to(self.selected - self._rows_in_sight())

    def action_first(self) -> None:
        self.move_to(0)

    def action_last(self) -> None:
        self.move_to(len(self._ids) - 1)

    def on_click(self, event: events.Click) -> None:
        index = (event.y + self.scroll_offset.y) // self._row_height
        if not 0 <= index < len(self._ids):
            return
        if event.shift:
            low, high = sorted((self.selected, index))
            self._pick(self._ids[low : high + 1])
        elif event.ctrl:
            self._turn(self._ids[index])
        self.move_to(index)
        if event.chain == 2:
            self.post_message(self.Opened())

    # --- picking several ---------------------------------------------------------------------

    @property
    def picked_rows(self) -> list[ArticleRow]:
        """The rows that are picked, in the order in which they were; those not read yet are left out."""
        return [self._rows[rowid] for rowid in self._picked if rowid in self._rows]

    def action_pick(self) -> None:
        """Pick the selected row, or let it go, and go on to the next."""
        if self._ids:
            self._turn(self._ids[self.selected])
            self.move_to(self.selected + 1)

    def action_pick_down(self) -> None:
        self._pick_on(1)

    def action_pick_up(self) -> None:
        self._pick_on(-1)

    def _pick_on(self, step: int) -> None:
        if self._ids:
            self._pick(self._ids[self.selected : self.selected + 1])
            self.move_to(self.selected + step)
            self._pick(self._ids[self.selected : self.selected + 1])

    def drop_picks(self) -> bool:
        """Let all picked rows go; False when there was none."""
        had = bool(self._picked)
        self._picked.clear()
        if had:
            self._picks_changed()
        return had

    def _turn(self, rowid: int) -> None:
        if rowid in self._picked:
            del self._picked[rowid]
        else:
            self._picked[rowid] = None
        self._picks_changed()

    def _pick(self, rowids: Iterable[int]) -> None:
        self._picked.update(dict.fromkeys(rowids))
        missing = [rowid for rowid in self._picked if rowid not in self._rows and rowid not in self._asked]
        if missing:
            self._ask(missing)
        self._picks_changed()

    def _picks_changed(self) -> None:
        self._redraw()
        self.post_message(self.Picked(len(self._picked)))

    # --- drawing -----------------------------------------------------------------------------

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strips.clear()
        self._styles.clear()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Straight from the cache: Textual asks for every line of a pane whenever one of them changes,
        and its own lines for borders and padding, which this pane has not, cost more than all else."""
        top = self.scroll_offset.y
        strips = [self._line(line) for line in range(top + crop.y, top + crop.bottom)]
        if crop.column_span == (0, self.size.width):
            return strips
        return [strip.crop(*crop.column_span) for strip in strips]

    def render_line(self, y: int) -> Strip:
        return self._line(y + self.scroll_offset.y)

    def _line(self, line: int) -> Strip:
        """A line of the whole list as it is painted. That of the selected row is kept apart, so that the
        row need not be painted anew when the selection moves on."""
        index, part = divmod(line, self._row_height)
        chosen = index == self.selected
        key = ~line if chosen else line
        strip = self._strips.get(key)
        if strip is None:
            row = self.row_at(index)
            if row is None:
                return self._filtered(self._words_when_empty(line) if not self._ids else self._blank())
            if len(self._strips) > LINES_KEPT:
                self._strips.clear()
            strip = self._strips[key] = self._filtered(self._draw(row, part, self.size.width, chosen))
        return strip

    def _filtered(self, strip: Strip) -> Strip:
        background = self.background_colors[1]
        for line_filter in self.get_line_filters():
            strip = strip.apply_filter(line_filter, background)
        return strip

    def _blank(self) -> Strip:
        return Strip.blank(self.size.width, self.rich_style)

    def _draw(self, row: ArticleRow, part: int, width: int, chosen: bool) -> Strip:
        picked = row.rowid in self._picked
        age = age_in_words(row.published, self._now()) if part == 1 else ""
        if part == 2:
            segments = snippet_line(self._snippets.get(row.rowid, ("", ())), width, chosen, self._style)
        else:
            segments = narrow_line(row, age, part, width, chosen, picked, self._style)
        under = self._base(chosen)
        painted = [Segment(text, (style or Style()) + under) for text, style, _ in segments]
        return Strip(painted).adjust_cell_length(width, under)

    def _redraw(self) -> None:
        """Rows have changed, or their ages."""
        self._strips.clear()
        self.refresh()

    def _words_when_empty(self, y: int) -> Strip:
        lines = wrap_plain(self._when_empty, max(self.size.width - 2, 1))
        words = f" {lines[y - 1]}" if 0 < y <= len(lines) else ""
        base = self.rich_style
        return Strip([Segment(words, base + self._style("about"))]).adjust_cell_length(self.size.width, base)

    def _style(self, name: str) -> Style:
        style = self._styles.get(name)
        if style is None:
            style = self._styles[name] = self.get_component_rich_style(f"list--{name}", partial=True)
        return style

    def _base(self, chosen: bool) -> Style:
        """What lies under a row."""
        key = "chosen" if chosen else "base"
        style = self._styles.get(key)
        if style is None:
            whole = self.get_component_rich_style("list--selected") if chosen else self.rich_style
            style = self._styles[key] = Style(bgcolor=whole.bgcolor, reverse=whole.reverse)
        return style
