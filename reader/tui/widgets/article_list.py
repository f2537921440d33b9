"""The list of articles: a window onto any number of rows, of which only those in sight are drawn.

The list knows the ids of all rows and holds the rows around the window. What it lacks it asks for
with `RowsWanted`; until the rows arrive their places stay empty. The selection is held by row id, so
that no refresh moves it.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reader.model import Marking
from reader.tui.actions import Where
from reader.tui.ages import age_in_words
from reader.tui.keys import bindings_for
from reader.tui.widgets.row_lines import marked, narrow_line, snippet_line, wide_line
from reader.tui.widgets.wrapping import wrap_plain

if TYPE_CHECKING:
    from reader.model import ArticleRow
    from reader.tui.widgets.row_lines import Snippet

WIDE = 96
"""From this width on a row takes one line, else two."""
ROOMY = 44
ROOM_FOR_SNIPPETS = 36
ROOM_FOR_MATCHES = 26
"""From so many columns and lines on, or so many lines while something is searched for, rows show what
their texts say."""
AHEAD_SNIPPETS = 8
"""Rows beyond the window whose texts are looked at."""
AHEAD = 60
"""Rows read beyond the window, in both directions."""
KEPT = 5_000
"""Rows held before those far from the window are forgotten."""
LINES_KEPT = 2_000
"""Painted lines held before they are forgotten."""
MINUTE = 60.0
"""How often ages are drawn anew, in seconds."""


class ArticleList(ScrollView, can_focus=True, inherit_bindings=False):
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
    class RowsWanted(Message):
        """Rows near the window that the list does not have."""

        rowids: Sequence[int]

    @dataclass
    class SnippetsWanted(Message):
        """Rows in sight of which the list does not know what their texts say."""

        rowids: Sequence[int]

    @dataclass
    class Picked(Message):
        """So many rows are picked."""

        count: int

    selected: reactive[int] = reactive(0, repaint=False)

    def __init__(self, now: Callable[[], datetime], *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._now = now
        self._ids: array[int] = array("q")
        self._rows: dict[int, ArticleRow] = {}
        self._asked: set[int] = set()
        self._strips: dict[int, Strip] = {}
        self._row_height = 2
        self._height = 0
        self._announced = 0
        self._by_hand = False
        self._when_empty = ""
        self._picked: dict[int, None] = {}
        self._held = (0, 0, 0, 0)
        self._styles: dict[str, Style] = {}
        self._search = ""
        self._snippets: dict[int, Snippet] = {}
        self._snippets_asked: set[int] = set()
        self._unfolded: dict[int, list[int]] = {}
        self._folded: array[int] = array("q")
        """The ids as they were given, without those that are unfolded."""

    def on_focus(self) -> None:
        self._redraw()

    def on_blur(self) -> None:
        self._redraw()

    def on_mount(self) -> None:
        self.set_interval(MINUTE, self._redraw)

    # --- what it holds -----------------------------------------------------------------------

    @property
    def ids(self) -> array[int]:
        """The ids of all rows, in the order shown."""
        return self._ids

    @property
    def selected_row(self) -> ArticleRow | None:
        """The selected article, None when there is none or its row has not been read yet."""
        return self.row_at(self.selected)

    def row_of(self, key: str) -> ArticleRow | None:
        """The row of an article, None when it is not near the window."""
        return next((row for row in self._rows.values() if row.key == key), None)

    def row_at(self, index: int) -> ArticleRow | None:
        """The row at a place of the list, None when there is none or it has not been read yet."""
        return self._rows.get(self._ids[index]) if 0 <= index < len(self._ids) else None

    def show(self, ids: array[int], rows: Iterable[ArticleRow] = ()) -> None:
        """Show these rows; the selected article and the scroll position stay where they were."""
        held = self._anchor()
        self._held = held
        self._folded = ids
        self._ids = self._with_stories(ids)
        self._rows.update((row.rowid, row) for row in rows)
        self._set_extent()
        self._return_to(held)
        self._redraw()
        self._want_rows()
        self._announce()

    def show_first(self, rows: Sequence[ArticleRow]) -> None:
        """Show the first rows of a view while the others are being read."""
        self.show(array("q", (row.rowid for row in rows)), rows)

    def to_top(self) -> None:
        """Select the first row: another view is shown."""
        self.drop_picks()
        self.selected = 0
        self.scroll_to(y=0, animate=False, immediate=True)
        self._want_rows()
        self._announce()

    def clear(self) -> None:
        """Forget every row: ids of another shelf mean other articles."""
        self._rows.clear()
        self._asked.clear()
        self._announced = 0
        self.set_reactive(ArticleList.selected, 0)
        self.show(array("q"))
        self._held = (0, 0, 0, 0)

    def say_when_empty(self, words: str) -> None:
        """What to show in place of rows while there are none."""
        self._when_empty = words
        self.refresh()

    def take(self, wanted: Sequence[int], rows: Sequence[ArticleRow]) -> None:
        """Rows that were asked for have arrived; those missing have vanished."""
        self._asked.difference_update(wanted)
        if len(self._rows) > KEPT:
            self._keep_near_window()
        self._rows.update((row.rowid, row) for row in rows)
        self._redraw()
        self._announce()

    def forget_rows(self) -> None:
        """Rows may have changed: those in sight are shown until they have been read again."""
        ids = self._keep_near_window()
        self._asked.clear()
        if ids:
            self._ask(ids)

    def _keep_near_window(self) -> array[int]:
        ids = self._near_window()
        ids.extend(rowid for rowid in self._picked if rowid not in ids)
        self._snippets_asked.intersection_update(ids)
        self._snippets = {rowid: self._snippets[rowid] for rowid in ids if rowid in self._snippets}
        self._rows = {rowid: self._rows[rowid] for rowid in ids if rowid in self._rows}
        return ids

    def change(self, markings: Mapping[str, Marking]) -> dict[str, Marking]:
        """Show these states at once; answers with what shows the former ones again."""
        before: dict[str, Marking] = {}
        for rowid, row in self._rows.items():
            marking = markings.get(row.key)
            if marking is not None:
                before[row.key] = Marking(read=row.read, bookmarked=row.bookmarked)
                self._rows[rowid] = marked(row, marking)
        self._redraw()
        return before

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

    # --- stories -----------------------------------------------------------------------------

    def is_unfolded(self, rowid: int) -> bool:
        """Whether all articles of the story that this row stands for are shown below it."""
        return rowid in self._unfolded

    def unfold(self, rowid: int, rows: Sequence[ArticleRow]) -> None:
        """Show these rows, which tell the same story, below the row that stands for them."""
        self._unfolded[rowid] = [row.rowid for row in rows]
        self.show(self._folded, rows)

    def fold(self, rowid: int) -> None:
        """Show the row alone again."""
        self._unfolded.pop(rowid, None)
        self.show(self._folded)

    def fold_all(self) -> None:
        """Show every row alone."""
        self._unfolded.clear()

    def _with_stories(self, ids: array[int]) -> array[int]:
        """The ids with those that are unfolded below them."""
        if not self._unfolded:
            return ids
        members = {member for told in self._unfolded.values() for member in told}
        shown = array("q")
        for rowid in ids:
            if rowid not in members:
                shown.append(rowid)
                shown.extend(self._unfolded.get(rowid, ()))
        return shown

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

    # --- the window --------------------------------------------------------------------------

    def on_resize(self) -> None:
        held = self._anchor()
        selected_in_sight = held[0] == held[2]
        self._height = self.scrollable_content_region.height
        self._row_height = self._fitting_height()
        self._strips.clear()
        self._set_extent()
        self._return_to(held)
        if selected_in_sight:
            self._into_sight(self.selected)
        self._want_rows()

    def _fitting_height(self) -> int:
        """The lines of a row: one where it is wide enough, else two, a third for what the text says
        where there is room for enough rows."""
        if self.size.width >= WIDE:
            return 1
        tall = self._height >= (ROOM_FOR_MATCHES if self._search else ROOM_FOR_SNIPPETS)
        return 3 if tall and (self._search or self.size.width >= ROOMY) else 2

    # --- what the texts say ------------------------------------------------------------------

    def show_search(self, search: str) -> None:
        """The rows answer this query, which their snippets show; "" for none."""
        if search != self._search:
            self._search = search
            self._snippets.clear()
            self._snippets_asked.clear()
            if self._fitting_height() != self._row_height:
                self.on_resize()

    def take_snippets(self, search: str, snippets: Mapping[int, Snippet]) -> None:
        """What texts say has arrived."""
        if search == self._search:
            self._snippets.update(snippets)
            self._redraw()

    def _want_snippets(self) -> None:
        if self._row_height < 3:
            return
        near = self._near_window(AHEAD_SNIPPETS)
        missing = [rowid for rowid in near if rowid not in self._snippets_asked]
        if missing:
            self._snippets_asked.update(missing)
            self.post_message(self.SnippetsWanted(missing))

    # --- scrolling ---------------------------------------------------------------------------

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        # A scrollbar costs as much to paint as all rows: only when another eighth of a cell is reached.
        eighths = self._height * 8 / max(self.virtual_size.height, 1)
        if int(old_value * eighths) != int(new_value * eighths):
            super().watch_scroll_y(old_value, new_value)
        elif round(old_value) != round(new_value):
            self.refresh(self.size.region)
        self._want_rows()

    def _rows_in_sight(self) -> int:
        return max(self.scrollable_content_region.height // self._row_height, 1)

    def _into_sight(self, index: int) -> None:
        """Scroll by a quarter more than is needed: then what comes next is in sight too, and most keys
        paint two rows in place of all."""
        height = self.scrollable_content_region.height
        more = height // 4 // self._row_height * self._row_height
        top, bottom = index * self._row_height, (index + 1) * self._row_height
        if top < self.scroll_offset.y:
            self.scroll_to(y=top - more, animate=False, immediate=True)
        elif bottom > self.scroll_offset.y + height:
            self.scroll_to(y=bottom - height + more, animate=False, immediate=True)

    def _anchor(self) -> tuple[int, int, int, int]:
        """What must stay in place: the selected row if in sight, else the first one in sight, as
        (its id, its distance from the top, the selected id, the selected index)."""
        if not self._ids:
            return self._held  # an empty result is passing: afterwards all is where it was
        selected = min(self.selected, len(self._ids) - 1)
        top = self.scroll_offset.y
        line = selected * self._row_height
        in_sight = top <= line < top + self._height
        anchor = selected if in_sight else min(top // self._row_height, len(self._ids) - 1)
        return self._ids[anchor], anchor * self._row_height - top, self._ids[selected], selected

    def _return_to(self, held: tuple[int, int, int, int]) -> None:
        anchor, distance, selected, index = held
        place = _place_of(self._ids, selected)
        index = min(index, max(len(self._ids) - 1, 0)) if place is None else place
        self.set_reactive(ArticleList.selected, index)
        place = _place_of(self._ids, anchor)
        if place is not None:
            self.scroll_to(y=place * self._row_height - distance, animate=False, immediate=True)

    def _set_extent(self) -> None:
        self.virtual_size = Size(0, len(self._ids) * self._row_height)

    # --- reading rows ------------------------------------------------------------------------

    def _near_window(self, ahead: int = AHEAD) -> array[int]:
        first = self.scroll_offset.y // self._row_height
        last = first + self._rows_in_sight() + 1
        return self._ids[max(first - ahead, 0) : last + ahead]

    def _want_rows(self) -> None:
        """Ask for rows when some in sight, or half of those beyond, are not known."""
        self._want_snippets()
        near = self._near_window(AHEAD // 2)
        if all(rowid in self._rows or rowid in self._asked for rowid in near):
            return
        missing = [r for r in self._near_window() if r not in self._rows and r not in self._asked]
        self._ask(missing)

    def _ask(self, rowids: Sequence[int]) -> None:
        self._asked.update(rowids)
        self.post_message(self.RowsWanted(list(rowids)))

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
        age = age_in_words(row.published, self._now()) if part == 1 or self._row_height == 1 else ""
        if part == 2:
            segments = snippet_line(self._snippets.get(row.rowid, ("", ())), width, chosen, self._style)
        elif self._row_height == 1:
            segments = wide_line(row, age, width, chosen, picked, self._style)
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


def _place_of(ids: array[int], rowid: int) -> int | None:
    try:
        return ids.index(rowid)
    except ValueError:
        return None
