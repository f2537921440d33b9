"""The list: rows as they are wanted, and the way to the next unread article."""

from __future__ import annotations

from textual import on

from reader.tui import messages
from reader.tui.screens.parts.viewing import Viewing
from reader.tui.widgets.article_list import ArticleList


class Listing(Viewing):
    """Which rows the list holds, and stepping through them."""

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

    @on(ArticleList.SnippetsWanted)
    def _snippets_wanted(self, message: ArticleList.SnippetsWanted) -> None:
        search, shelf, rowids = self.view.search, self.work.shelf, message.rowids

        def read() -> messages.SnippetsRead:
            found = zip(rowids, shelf.snippets(rowids, search), strict=True)
            return messages.SnippetsRead(search, dict(found))

        self.call_after_refresh(self.work.ask, read)  # the rows are painted first

    @on(messages.SnippetsRead)
    def _snippets_read(self, message: messages.SnippetsRead) -> None:
        self.list.take_snippets(message.search, message.snippets)

    # --- stories -----------------------------------------------------------------------------

    def action_unfold(self) -> None:
        """Show every source of the selected row's story below it, or no longer."""
        row = self.list.selected_row
        if row is None:
            return
        if self.list.is_unfolded(row.rowid):
            self.list.fold(row.rowid)
            self.show_position()
        elif not row.others or not self.view.folded:
            self.status.say("no other source tells this story")
        else:
            shelf, rowid, key = self.work.shelf, row.rowid, row.key

            def read() -> messages.StoryRead:
                told = [one for one in shelf.story(key) if one.rowid != rowid]
                return messages.StoryRead(rowid, told)

            self.work.ask(read)

    @on(messages.StoryRead)
    def _story_read(self, message: messages.StoryRead) -> None:
        self.list.unfold(message.rowid, message.rows)
        self.show_position()

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
