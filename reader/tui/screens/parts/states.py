"""Read, bookmarked, undone: what the keys do to the state of articles."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from textual import on

from reader.model import Marking
from reader.tui import messages
from reader.tui.keys import with_keys
from reader.tui.reading import Reading
from reader.tui.screens.parts.panes import MainPanes
from reader.tui.states import States
from reader.tui.widgets.article_list import ArticleList

if TYPE_CHECKING:
    from reader.model import ArticleRow
    from reader.tui.pace import Pace
    from reader.tui.services import Services

NOTICEABLE = 0.5
"""Seconds after which it is said that something is still being written."""


class StateKeys(MainPanes):
    """Changes of state, shown at once and written after."""

    def __init__(self, services: Services, *, now: Callable[[], datetime], pace: Pace) -> None:
        super().__init__(services, now=now, pace=pace)
        self.reading = Reading(self.work, self.set_timer, pace.reading, self._mark_read)
        self.states = States(self.work, self._show_states)
        self._writing = ""

    @property
    def shown_row(self) -> ArticleRow | None:
        return self.reading.row

    def targets(self) -> list[ArticleRow]:
        """What a key that changes something means: the rows picked, else the one article."""
        if picked := self.list.picked_rows:
            return picked
        row = self.target()
        return [] if row is None else [row]

    def action_toggle_read(self) -> None:
        if rows := self.targets():
            self.reading.leave_alone()
            read = any(not row.read for row in rows)
            self._mark(rows, Marking(read=read), "marked read" if read else "marked unread")

    def action_toggle_bookmark(self) -> None:
        if rows := self.targets():
            bookmarked = any(not row.bookmarked for row in rows)
            words = "bookmarked" if bookmarked else "bookmark taken away"
            self._mark(rows, Marking(bookmarked=bookmarked), words)

    def _mark(self, rows: Sequence[ArticleRow], marking: Marking, words: str) -> None:
        counted = words if len(rows) == 1 else f"{len(rows):,} articles: {words}"
        told = self._told(rows) if marking.read is not None else ()
        self.states.mark([row.key for row in rows], marking, counted, stories_of=told)
        self.list.drop_picks()

    def action_mark_all(self) -> None:
        """Everything in the list, whatever is done with the list while it is written."""
        if rowids := self.list.ids[:]:
            self.reading.leave_alone()
            self.states.mark_rows(rowids, Marking(read=True), "marked read", stories=self.view.folded)
            words = f"marking {len(rowids):,} articles read …"
            self.set_timer(NOTICEABLE, partial(self._say_writing, self.states.asked, words))

    def _say_writing(self, asked: int, words: str) -> None:
        """Say what is still being written."""
        if self.states.answered < asked:
            self._writing = words
            self.status.progress = words

    def _written(self) -> None:
        self.states.answered += 1
        if self.status.progress == self._writing:
            self.status.progress = ""

    def action_undo(self) -> None:
        self.reading.leave_alone()
        self.states.undo()

    def action_redo(self) -> None:
        self.reading.leave_alone()
        self.states.redo()

    def _mark_read(self, row: ArticleRow) -> None:
        told = self._told([row])
        self.states.mark([row.key], Marking(read=True), "marked read", stories_of=told, quiet=True)

    def _told(self, rows: Sequence[ArticleRow]) -> list[int]:
        """The rows that stand for other articles too: what is read of a story is its whole."""
        return [row.rowid for row in rows if row.others] if self.view.folded else []

    def _show_states(self, markings: Mapping[str, Marking]) -> None:
        self.reading.change(markings)
        self.list.change(markings)

    @on(ArticleList.Picked)
    def _picked(self, message: ArticleList.Picked) -> None:
        self.status.picked = message.count

    @on(messages.StateChanged)
    def _state_changed(self, message: messages.StateChanged) -> None:
        self._written()
        if message.words:
            self.status.say(message.words + with_keys(message.offer, self.app))
        if not message.is_shown:
            self.show_stored()
        self.work.count()

    @on(messages.StateKept)
    def _state_kept(self, message: messages.StateKept) -> None:
        self._written()
        self.status.say(message.reason, error=message.is_error)
        if message.is_error:
            self.show_stored()

    def show_stored(self) -> None:
        """Show what is stored of the articles in sight, whatever was shown before."""
        self.list.forget_rows()
        if (row := self.shown_row) is not None:
            self.work.read_rows([row.rowid], self.states.asked)
