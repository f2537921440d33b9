"""Changes of state that can be taken back and made again, and their history.

states.change(Change("tagged", lambda: tags.tag(keys, ["water"]), tags.retag))
states.change(Change("note kept", lambda: notes.add(key, text), lambda note: notes.remove(note.id)))
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from reader.errors import ReaderError
from reader.tui.messages import StateChanged, StateKept

if TYPE_CHECKING:
    from reader.model import Marking

T = TypeVar("T")

LONGEST = 200  # changes that can be taken back


@dataclass(frozen=True, slots=True)
class Change(Generic[T]):
    """`apply` makes the change, `revert` takes back what `apply` answered; both run in the thread that
    writes and may raise ReaderError. An answer of {} or False says that nothing had to be changed.

    `words` say what has been done ("bookmarked"). `markings` are shown before anything is written; a
    `quiet` change is not spoken of. After every other change the rows in sight are read again.
    """

    words: str
    apply: Callable[[], T]
    revert: Callable[[T], object]
    markings: Mapping[str, Marking] = field(default_factory=dict)
    quiet: bool = False


class History:
    """What was done and what was undone; only the thread that writes may call it."""

    def __init__(self) -> None:
        self._done: list[tuple[Change[Any], Any]] = []
        self._undone: list[Change[Any]] = []

    def make(self, change: Change[Any]) -> StateChanged | StateKept:
        """Make a change; nothing that was undone before can be made again afterwards."""
        try:
            answer = change.apply()
        except ReaderError as error:
            return StateKept(str(error), is_error=True)
        if _is_something(answer):
            self._undone.clear()
            self._keep(change, answer)
        words = "" if change.quiet else change.words
        is_shown = isinstance(answer, dict) and answer.keys() <= change.markings.keys()
        return StateChanged(words, offer=_undo_of(answer), is_shown=is_shown)

    def undo(self) -> StateChanged | StateKept:
        """Take back the last change. One that cannot be taken back is forgotten."""
        if not self._done:
            return StateKept("nothing to undo")
        change, answer = self._done.pop()
        try:
            change.revert(answer)
        except ReaderError as error:
            return StateKept(f"could not undo: {error}", is_error=True)
        self._undone.append(change)
        return StateChanged(f"undone: {change.words}", offer=" · {redo} does it again")

    def redo(self) -> StateChanged | StateKept:
        """Make again what was undone last."""
        if not self._undone:
            return StateKept("nothing to do again")
        change = self._undone.pop()
        try:
            answer = change.apply()
        except ReaderError as error:
            return StateKept(f"could not do it again: {error}", is_error=True)
        self._keep(change, answer)
        return StateChanged(f"done again: {change.words}", offer=_undo_of(answer))

    def _keep(self, change: Change[Any], answer: object) -> None:
        if _is_something(answer):
            self._done.append((change, answer))
            del self._done[:-LONGEST]


def _is_something(answer: object) -> bool:
    return answer is not False and answer != {}


def _undo_of(answer: object) -> str:
    return " · {undo} undoes" if _is_something(answer) else ""
