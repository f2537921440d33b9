"""What the person does to the state: shown at once, written after, taken back and made again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.message import Message

from reader.model import Marking
from reader.tui.changes import Change, History

if TYPE_CHECKING:
    from reader.services.reading import Shelf
    from reader.tui.work import Work

Markings = Mapping[str, Marking]


class States:
    """Makes changes in the order of the keys; StateChanged and StateKept tell of them. `show` shows
    states before they are written."""

    def __init__(self, work: Work, show: Callable[[Markings], object]) -> None:
        self._work = work
        self._show = show
        self._history = History()
        self.asked = 0
        """How many changes the person has asked for: rows read before the last one may be outdated."""
        self.answered = 0
        """How many of these have been told of."""

    def mark(
        self,
        keys: Sequence[str],
        marking: Marking,
        words: str,
        *,
        stories_of: Sequence[int] = (),
        quiet: bool = False,
    ) -> None:
        """Change articles, and all that tell the same stories as the rows `stories_of`; `words` say what
        has been done once it is durable."""
        shelf = self._work.shelf

        def apply() -> dict[str, Marking]:
            others = shelf.keys(stories_of, stories=True) if stories_of else ()
            return shelf.mark(list(dict.fromkeys((*keys, *others))), marking)

        shown = dict.fromkeys(keys, marking)
        self.change(Change(words, apply, partial(_put_back, shelf), shown, quiet=quiet))

    def mark_rows(self, rowids: Sequence[int], marking: Marking, words: str, *, stories: bool) -> None:
        """Change any number of articles by their row ids."""
        shelf = self._work.shelf
        self.change(
            Change(
                f"{len(rowids):,} articles: {words}",
                lambda: shelf.mark(shelf.keys(rowids, stories=stories), marking),
                partial(_put_back, shelf),
            )
        )

    def change(self, change: Change[Any]) -> None:
        """Make any change."""
        self._show(change.markings)
        history = self._history
        self._write(lambda: history.make(change))

    def undo(self) -> None:
        """Take back the last change, those included that are still being written."""
        self._write(self._history.undo)

    def redo(self) -> None:
        """Make again the change that was taken back last."""
        self._write(self._history.redo)

    def forget(self) -> None:
        """What was done cannot be undone any more."""
        self._history = History()

    def _write(self, call: Callable[[], Message]) -> None:
        self.asked += 1
        self._work.write(call)


def _put_back(shelf: Shelf, before: Markings) -> None:
    """Give articles back the states they had, those of the same state together."""
    by_marking: defaultdict[Marking, list[str]] = defaultdict(list)
    for key, marking in before.items():
        by_marking[marking].append(key)
    for marking, keys in by_marking.items():
        shelf.mark(keys, marking)
