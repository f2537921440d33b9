"""What the person does to articles (read, bookmarked), shown at once, written after, undone by z."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reader.model import Marking
from reader.tui.messages import Marked, MarkFailed
from reader.tui.work import Work

Markings = Mapping[str, Marking]


class States:
    """Changes of state and their history. `show` shows states and answers with the former ones of
    what is on the screen; `say` tells the person something, an error when its second argument is."""

    def __init__(
        self, work: Work, show: Callable[[Markings], dict[str, Marking]], say: Callable[[str, bool], None]
    ) -> None:
        self._work = work
        self._show = show
        self._say = say
        self._history: list[dict[str, Marking]] = []

    def mark(self, key: str, marking: Marking, words: str = "") -> None:
        """Change one article; `words` say what has been done once it is durable."""
        self._write({key: marking}, words)

    def undo(self) -> None:
        """Take back the last change that was written."""
        if self._history:
            self._write(self._history.pop(), "undone", undoing=True)
        else:
            self._say("nothing to undo", False)

    def forget(self) -> None:
        """What was done cannot be undone any more."""
        self._history.clear()

    def written(self, message: Marked) -> None:
        """A change is durable."""
        if message.undo and not message.undoing:
            self._history.append(message.undo)
        if message.words:
            self._say(message.words if message.undoing else f"{message.words} · z undoes", False)
        self._work.count()

    def not_written(self, message: MarkFailed) -> None:
        """A change could not be written: the screen shows again what is stored."""
        self._show(message.before)
        self._say(message.reason, True)

    def _write(self, markings: Markings, words: str, *, undoing: bool = False) -> None:
        self._work.mark(markings, self._show(markings), words=words, undoing=undoing)
