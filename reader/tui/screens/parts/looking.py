"""What the list shows: a view, its first rows before the others, and nothing else when nothing matches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message

from reader.errors import QueryError
from reader.model import Sort
from reader.services.viewing import ALL, narrowed
from reader.tui import messages
from reader.tui.actions import Where
from reader.tui.keys import with_keys
from reader.tui.screens.parts.opening import Opening
from reader.tui.widgets.list_head import ListHead
from reader.tui.work import Latest

if TYPE_CHECKING:
    from reader.model import View
    from reader.services.viewing import NamedView
    from reader.settings import Settings
    from reader.tui.pace import Pace
    from reader.tui.services import Services

FIRST = 100
"""Rows that are read before all others of a view."""
SORTED = {
    Sort.NEWEST: "newest first",
    Sort.OLDEST: "oldest first",
    Sort.SOURCE: "by source",
    Sort.TITLE: "by title",
    Sort.BEST: "best first",
}
EDITION = "Starter edition: press {import} to add a feed of your own"
NO_ARTICLES = (
    "No articles yet. Press {import} and give the address of a feed, or {feeds} to choose among feeds."
)
NOTHING_UNREAD = (
    "Nothing is unread. Press {view-all} for all articles, {refresh-all} to ask every feed for news."
)
NO_BOOKMARKS = (
    "Nothing is bookmarked yet. Press {view-all} for all articles and {toggle-bookmark} on one of them."
)
NOTHING_FOLLOWED = (
    "Nothing names those that you follow. {article-open-mark} on a name opens its page; "
    "{page-follow} there follows it."
)
NO_MATCH = "Nothing matches. Press {list-clear-filter} to see the articles again."
NOTHING_HERE = "Nothing is here now. Press {view-all} for all articles, {views} for other views."


class Looking(Opening):
    """The view that is shown, and the one that has been asked for."""

    def __init__(self, services: Services, *, now: Callable[[], datetime], pace: Pace) -> None:
        super().__init__(services, now=now, pace=pace)
        self.head = ListHead()
        self.named: NamedView = ALL
        """The view that a key or the person has chosen, without what has been typed."""
        self.typed = ""
        """The query in the search bar."""
        self.sort = self.view.sort
        self._wanted = self.view
        self._whole_shown = False
        self._to_top = False
        self._first = Latest(self.work.ask)
        self._whole = Latest(self.work.ask)

    def apply(self, settings: Settings) -> None:
        before = self.settings
        super().apply(settings)
        if settings.sort != before.sort:
            self.sort = Sort(settings.sort)
        self.look(to_top=False)

    # --- asking ------------------------------------------------------------------------------

    def look(self, *, to_top: bool = True, anew: bool = False) -> None:
        """Show what has been chosen and typed; the list stays as it is until the answer is there.
        `to_top` selects the first row, else the selected article stays selected; `anew` asks even for
        what is shown."""
        typed = self.typed
        wanted = replace(narrowed(self.named.view, typed), sort=self.sort, folded=self.settings.fold_stories)
        if wanted == self._wanted and not anew:
            return
        self._wanted = wanted
        self._to_top = to_top
        self._whole_shown = False
        shelf = self.work.shelf
        # The whole is read when the first rows are painted: side by side each would wait for the other.
        self._first.ask(
            _understood(typed, lambda: messages.FirstRead(wanted, shelf.first_rows(wanted, FIRST)))
        )

    def read_again(self) -> None:
        """Ask for the view and the counts anew."""
        self._read_whole(self.typed)
        self.work.count()

    def _read_whole(self, typed: str) -> None:
        wanted, shelf = self._wanted, self.work.shelf
        self._whole.ask(_understood(typed, lambda: messages.IdsRead(wanted, shelf.rowids(wanted))))

    # --- answers -----------------------------------------------------------------------------

    @on(messages.FirstRead)
    def _first_read(self, message: messages.FirstRead) -> None:
        if message.view == self._wanted and not self._whole_shown:
            self._show(message.view, lambda: self.list.show_first(message.rows))
            self.call_after_refresh(self._read_whole, self.typed)

    @on(messages.IdsRead)
    def _ids_read(self, message: messages.IdsRead) -> None:
        if message.view == self._wanted:
            self._whole_shown = True
            self._show(message.view, lambda: self.list.show(message.rowids))

    def _show(self, view: View, fill: Callable[[], None]) -> None:
        self.view = view
        self.mistake("", 0)
        self.head.name_shown = self.named.name
        self.head.about = SORTED[view.sort]
        self.status.filtered = bool(self.typed)
        self.status.stories = view.folded and self.named == ALL and not view.search
        self.show_hints()
        self.list.show_search(view.search)
        fill()
        if self._to_top:
            self._to_top = False
            self.list.to_top()
        if not self.list.ids and not self.article.has_focus:
            self.open_nothing()
        self.show_position()

    @on(messages.QueryWrong)
    def _query_wrong(self, message: messages.QueryWrong) -> None:
        if message.query == self.typed:
            self._wanted = self.view  # the list stays as it was, and is kept up to date
            self.mistake(message.reason, message.position)

    def mistake(self, reason: str, position: int) -> None:
        """Say what is wrong with the query that is being typed; "" when nothing is any more."""

    @on(messages.ShelfChanged)
    def _shelf_changed(self) -> None:
        self.list.clear()
        self.states.forget()
        self.action_go_to_list()  # the article that was read is not of this shelf
        self.read_again()

    @on(messages.Changed)
    def _changed(self) -> None:
        self.list.forget_rows()
        self.read_again()

    @on(messages.CountsRead)
    def _counts_read(self, message: messages.CountsRead) -> None:
        self.status.counts = message.counts
        self.status.failing = message.failing

    def show_keys(self) -> None:
        super().show_keys()
        searching = self.here is Where.FILTER
        self.status.edition = (
            with_keys(EDITION, self.app) if self.work.shows_edition and not searching else ""
        )

    def show_hints(self) -> None:
        """Say at the foot what to know, and in an empty list why it is empty."""
        self.show_keys()
        self.list.say_when_empty(with_keys(self._why_empty(), self.app))

    def _why_empty(self) -> str:
        if self.typed:
            return NO_MATCH
        if self.view.unread:
            return NOTHING_UNREAD
        if self.view.bookmarked:
            return NO_BOOKMARKS
        if self.view.followed:
            return NOTHING_FOLLOWED
        return NO_ARTICLES if self.named == ALL else NOTHING_HERE


def _understood(typed: str, call: Callable[[], Message]) -> Callable[[], Message]:
    """The call, or what is wrong with the query that was typed."""

    def run() -> Message:
        try:
            if typed:
                from reader.library.query import parse

                parse(typed)
            return call()
        except QueryError as error:
            return messages.QueryWrong(typed, str(error), error.position)

    return run
