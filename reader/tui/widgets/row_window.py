"""A window onto any number of rows of articles: which of them are known, in sight, and stay in place.

It knows the ids of all rows and holds the rows around the window. What it lacks it asks for with
`RowsWanted`; until the rows arrive their places stay empty. The selection is held by row id, so that no
refresh moves it. `ArticleList` draws it and moves in it.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView

from reader.model import Marking
from reader.tui.widgets.row_lines import marked

if TYPE_CHECKING:
    from reader.model import ArticleRow
    from reader.tui.widgets.row_lines import Snippet

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


class RowWindow(ScrollView, can_focus=True, inherit_bindings=False):
    """Rows of articles around what is in sight, one of them selected."""

    @dataclass
    class RowsWanted(Message):
        """Rows near the window that the list does not have."""

        rowids: Sequence[int]

    @dataclass
    class SnippetsWanted(Message):
        """Rows in sight of which the list does not know what their texts say."""

        rowids: Sequence[int]

    selected: reactive[int] = reactive(0, repaint=False)

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._ids: array[int] = array("q")
        self._rows: dict[int, ArticleRow] = {}
        self._asked: set[int] = set()
        self._row_height = 2
        self._height = 0
        self._held = (0, 0, 0, 0)
        self._search = ""
        self._snippets: dict[int, Snippet] = {}
        self._snippets_asked: set[int] = set()
        self._unfolded: dict[int, list[int]] = {}
        self._folded: array[int] = array("q")
        """The ids as they were given, without those that are unfolded."""

    # --- what whoever draws the rows does -----------------------------------------------------

    def rows_changed(self) -> None:
        """Rows are others, or look different."""

    def kept_besides(self) -> Iterable[int]:
        """Rows that are held however far from the window they are."""
        return ()

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
        self._want_rows()
        self.rows_changed()

    def show_first(self, rows: Sequence[ArticleRow]) -> None:
        """Show the first rows of a view while the others are being read."""
        self.show(array("q", (row.rowid for row in rows)), rows)

    def clear(self) -> None:
        """Forget every row: ids of another shelf mean other articles."""
        self._rows.clear()
        self._asked.clear()
        self.set_reactive(RowWindow.selected, 0)
        self.show(array("q"))
        self._held = (0, 0, 0, 0)

    def take(self, wanted: Sequence[int], rows: Sequence[ArticleRow]) -> None:
        """Rows that were asked for have arrived; those missing have vanished."""
        self._asked.difference_update(wanted)
        if len(self._rows) > KEPT:
            self._keep_near_window()
        self._rows.update((row.rowid, row) for row in rows)
        self.rows_changed()

    def forget_rows(self) -> None:
        """Rows may have changed: those in sight are shown until they have been read again."""
        ids = self._keep_near_window()
        self._asked.clear()
        if ids:
            self._ask(ids)

    def _keep_near_window(self) -> array[int]:
        ids = self._near_window()
        ids.extend(rowid for rowid in self.kept_besides() if rowid not in ids)
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
        self.rows_changed()
        return before

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

    # --- the window --------------------------------------------------------------------------

    def on_resize(self) -> None:
        held = self._anchor()
        selected_in_sight = held[0] == held[2]
        self._height = self.scrollable_content_region.height
        self._row_height = self._fitting_height()
        self._set_extent()
        self._return_to(held)
        if selected_in_sight:
            self._into_sight(self.selected)
        self._want_rows()
        self.rows_changed()

    def _fitting_height(self) -> int:
        """The lines of a row: two, and a third for what the text says where there is room for enough
        rows."""
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
            self.rows_changed()

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
        self.set_reactive(RowWindow.selected, index)
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


def _place_of(ids: array[int], rowid: int) -> int | None:
    try:
        return ids.index(rowid)
    except ValueError:
        return None
