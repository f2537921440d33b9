"""Read, bookmarked, undone: what the keys do to the state of articles."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from textual import on

from reader.model import ArticleRow, Marking
from reader.tui import messages
from reader.tui.pace import Pace
from reader.tui.reading import Reading
from reader.tui.screens.parts.panes import MainPanes
from reader.tui.services import Services
from reader.tui.states import States


class StateKeys(MainPanes):
    """Changes of state, shown at once and written after."""

    def __init__(self, services: Services, *, now: Callable[[], datetime], pace: Pace) -> None:
        super().__init__(services, now=now, pace=pace)
        self.reading = Reading(self.work, self.set_timer, pace.reading, self._mark_read)
        self.states = States(self.work, self._show_states)

    @property
    def shown_row(self) -> ArticleRow | None:
        return self.reading.row

    def action_toggle_read(self) -> None:
        if (row := self.target()) is not None:
            self.reading.leave_alone()
            self.states.mark(
                row.key, Marking(read=not row.read), "marked unread" if row.read else "marked read"
            )

    def action_toggle_bookmark(self) -> None:
        if (row := self.target()) is not None:
            words = "bookmark taken away" if row.bookmarked else "bookmarked"
            self.states.mark(row.key, Marking(bookmarked=not row.bookmarked), words)

    def action_undo(self) -> None:
        self.reading.leave_alone()
        self.states.undo()

    def action_redo(self) -> None:
        self.reading.leave_alone()
        self.states.redo()

    def _mark_read(self, key: str) -> None:
        self.states.mark(key, Marking(read=True), "marked read", quiet=True)

    def _show_states(self, markings: Mapping[str, Marking]) -> None:
        self.reading.change(markings)
        self.list.change(markings)

    @on(messages.StateChanged)
    def _state_changed(self, message: messages.StateChanged) -> None:
        if message.words:
            self.status.say(message.words)
        if not message.is_shown:
            self.show_stored()
        self.work.count()

    @on(messages.StateKept)
    def _state_kept(self, message: messages.StateKept) -> None:
        self.status.say(message.reason, error=message.is_error)
        if message.is_error:
            self.show_stored()

    def show_stored(self) -> None:
        """Show what is stored of the articles in sight, whatever was shown before."""
        self.list.forget_rows()
        if (row := self.shown_row) is not None:
            self.work.read_rows([row.rowid], self.states.asked)
