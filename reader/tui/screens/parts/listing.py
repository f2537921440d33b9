"""The list: rows as they are wanted, the filter, the way to the next unread article."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on

from reader.tui import messages
from reader.tui.screens.parts.opening import Opening
from reader.tui.widgets.article_list import ArticleList

if TYPE_CHECKING:
    from reader.tui.widgets.filter_bar import FilterBar

HINTS = (
    "Enter read   n next unread   b bookmark   / filter   i import   ? help",
    "Enter read   n next   i import   ? help",
    "? help",
)
NOTHING = "No articles yet. Press i and give the address of a feed."
EDITION = "Starter edition: press i to add a feed of your own"


class Listing(Opening):
    """Which articles are listed."""

    def read_again(self) -> None:
        """Ask for the view and the counts anew."""
        self.work.read_ids(self.view)
        self.work.count()

    @on(ArticleList.RowsWanted)
    def _rows_wanted(self, message: ArticleList.RowsWanted) -> None:
        self.work.read_rows(message.rowids, self.states.asked)

    @on(messages.RowsRead)
    def _rows_read(self, message: messages.RowsRead) -> None:
        if message.asked != self.states.asked:
            # The state has changed meanwhile, and the screen may show more than was stored then.
            self.work.read_rows(message.wanted, self.states.asked, after_writing=True)
            return
        self.list.take(message.wanted, message.rows)
        self.reading.renew(message.rows)

    @on(messages.IdsRead)
    def _ids_read(self, message: messages.IdsRead) -> None:
        if message.view != self.view:
            return
        self.list.show(message.rowids)
        self.status.filtered = bool(self.view.search)
        self.show_hints()
        self.show_position()

    @on(messages.ShelfChanged)
    def _shelf_changed(self) -> None:
        self.list.clear()
        self.states.forget()

    @on(messages.Changed)
    def _changed(self) -> None:
        self.list.forget_rows()
        self.read_again()

    @on(messages.CountsRead)
    def _counts_read(self, message: messages.CountsRead) -> None:
        self.status.counts = message.counts
        self.status.failing = message.failing

    def show_hints(self) -> None:
        """Say at the foot what to know, and in an empty list why it is empty."""
        self.status.hints = HINTS
        self.status.edition = EDITION if self.work.shows_edition else ""
        filtered = bool(self.view.search)
        self.list.say_when_empty("Nothing matches." if filtered else NOTHING)

    # --- the filter --------------------------------------------------------------------------

    async def action_filter(self) -> None:
        from reader.tui.widgets.filter_bar import FilterBar

        if not self.query(FilterBar):
            # Keys typed meanwhile wait until the bar is there to take them.
            await self.query_one("#left").mount(FilterBar(self.pace.typing), before=0)
        self.set_focus(self.query_one(FilterBar))

    def on_filter_bar_typed(self, message: FilterBar.Typed) -> None:
        self._look_for(message.query)

    def action_clear_filter(self) -> None:
        self.query("FilterBar").remove()
        self._look_for("")
        self.list.focus()

    def _look_for(self, query: str) -> None:
        view = replace(self.view, search=query)
        if view != self.view:
            self.view = view
            self.work.read_ids(view)

    # --- the next unread ---------------------------------------------------------------------

    def action_next_unread(self) -> None:
        self._go_to_unread(1)

    def action_previous_unread(self) -> None:
        self._go_to_unread(-1)

    def action_read_on(self) -> None:
        if self.is_narrow and not self.has_class("reading"):
            self.action_open()
        elif self.article.article is not None and not self.article.at_end:
            self.article.page_down()
        else:
            self._go_to_unread(1)

    def _go_to_unread(self, step: int) -> None:
        index = self.list.selected + step
        while (row := self.list.row_at(index)) is not None:
            if not row.read:
                self.go_to_row(row.rowid)
                return
            index += step
        self.work.find_unread(self.view, self.list.ids, index, step)

    @on(messages.UnreadFound)
    def _unread_found(self, message: messages.UnreadFound) -> None:
        if message.rowid is None:
            self.status.say("no unread article below" if message.step > 0 else "no unread article above")
        else:
            self.go_to_row(message.rowid)

    def go_to_row(self, rowid: int) -> None:
        """Select an article; where one pane shows at a time, open it."""
        if self.list.select(rowid) and self.is_narrow and not self.has_class("reading"):
            self.action_open()
