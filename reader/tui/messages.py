"""What workers tell the screen. Workers only post these; the screen alone changes what is shown."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from reader.model import Annotations, Article, ArticleRow, Counts, Note, Origin, Span, View
    from reader.services.subscriptions import ImportedList


class IdsRead(Message):
    """All of a view, in its order."""

    def __init__(self, view: View, rowids: array[int]) -> None:
        super().__init__()
        self.view = view
        self.rowids = rowids


class FirstRead(Message):
    """The first rows of a view, in its order."""

    def __init__(self, view: View, rows: Sequence[ArticleRow]) -> None:
        super().__init__()
        self.view = view
        self.rows = rows


class QueryWrong(Message):
    """A query cannot be understood, and at which of its code points."""

    def __init__(self, query: str, reason: str, position: int) -> None:
        super().__init__()
        self.query = query
        self.reason = reason
        self.position = position


class RowsRead(Message):
    """Rows of the list; `wanted` are the rowids that were asked for, `asked` how many changes of
    state had been asked for by then."""

    def __init__(self, wanted: Sequence[int], rows: Sequence[ArticleRow], asked: int) -> None:
        super().__init__()
        self.wanted = wanted
        self.rows = rows
        self.asked = asked


class SnippetsRead(Message):
    """What the texts of rows say about a search; their beginnings where there is none."""

    def __init__(self, search: str, snippets: Mapping[int, tuple[str, Sequence[Span]]]) -> None:
        super().__init__()
        self.search = search
        self.snippets = snippets


class StoryRead(Message):
    """The articles that tell the same story as a row, without it."""

    def __init__(self, rowid: int, rows: Sequence[ArticleRow]) -> None:
        super().__init__()
        self.rowid = rowid
        self.rows = rows


class UnreadFound(Message):
    """The unread article that was looked for; None when there is none in that direction."""

    def __init__(self, rowid: int | None, step: int) -> None:
        super().__init__()
        self.rowid = rowid
        self.step = step


class ArticleRead(Message):
    """An article to show, with the offset at which reading stopped, and with its notes."""

    def __init__(self, article: Article, at: int = 0, notes: Sequence[Note] = ()) -> None:
        super().__init__()
        self.article = article
        self.at = at
        self.notes = notes


class NotesRead(Message):
    """The notes of an article, as they are now."""

    def __init__(self, key: str, notes: Sequence[Note]) -> None:
        super().__init__()
        self.key = key
        self.notes = notes


class TagsRead(Message):
    """The tags of an article, and all that were ever given."""

    def __init__(self, key: str, own: Sequence[str], known: Sequence[str]) -> None:
        super().__init__()
        self.key = key
        self.own = own
        self.known = known


class MatchesFound(Message):
    """Where a search matches in an article."""

    def __init__(self, key: str, search: str, spans: Sequence[Span]) -> None:
        super().__init__()
        self.key = key
        self.search = search
        self.spans = spans


class TextTurned(Message):
    """An article has another text now: that of its page, or that of its feed again."""

    def __init__(self, key: str, origin: Origin) -> None:
        super().__init__()
        self.key = key
        self.origin = origin


class Annotated(Message):
    """The names of an article have been found."""

    def __init__(self, key: str, annotations: Annotations) -> None:
        super().__init__()
        self.key = key
        self.annotations = annotations


class CountsRead(Message):
    """How many articles there are; `failing` feeds gave an error at the last visit."""

    def __init__(self, counts: Counts, failing: int = 0) -> None:
        super().__init__()
        self.counts = counts
        self.failing = failing


class StateChanged(Message):
    """A change of state, its undoing or its redoing is durable. `offer` says with which key to take
    it back, as keys.with_keys reads it; `is_shown` that the screen has shown it before."""

    def __init__(self, words: str, *, offer: str = "", is_shown: bool = False) -> None:
        super().__init__()
        self.words = words
        self.offer = offer
        self.is_shown = is_shown


class StateKept(Message):
    """A change of state was not made: there was none to make, or it could not be written."""

    def __init__(self, reason: str, *, is_error: bool = False) -> None:
        super().__init__()
        self.reason = reason
        self.is_error = is_error


class Changed(Message):
    """Articles or state have changed beside the screen: by an import or by another program."""


class ShelfChanged(Message):
    """Another shelf is shown: nothing known of rows and states holds any more."""


class Progress(Message):
    """How far work in the background has come, in words; "" when it has ended. `offer` says with which
    key to stop it, as keys.with_keys reads it."""

    def __init__(self, words: str, *, offer: str = "") -> None:
        super().__init__()
        self.words = words
        self.offer = offer

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, Progress)


class Failed(Message):
    """Something went wrong; one line in words."""

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason


class Gathered(Message):
    """An import or a refresh has ended; `errors` are one line each. A `quiet` one was not asked for:
    only what is new is worth a word."""

    def __init__(
        self, new: int, updated: int, errors: tuple[str, ...], stopped: bool, *, quiet: bool = False
    ) -> None:
        super().__init__()
        self.quiet = quiet
        self.new = new
        self.updated = updated
        self.errors = errors
        self.stopped = stopped

    @property
    def in_words(self) -> str:
        """The outcome in one line."""
        anything = bool(self.new or self.updated)
        found = f"{self.new} new, {self.updated} updated" if anything else "nothing new"
        if self.errors:
            more = f" (and {len(self.errors) - 1} more)" if len(self.errors) > 1 else ""
            return (f"{found}; " if anything else "") + f"failed: {self.errors[0]}{more}"
        return f"stopped: {found}" if self.stopped else found


class PathSeen(Message):
    """Whether a path names a list of feeds."""

    def __init__(self, path: str, is_list: bool) -> None:
        super().__init__()
        self.path = path
        self.is_list = is_list


class ListImported(Message):
    """The feeds of a list are followed."""

    def __init__(self, imported: ImportedList) -> None:
        super().__init__()
        self.imported = imported


class Broken(Message):
    """A mistake of the program's own in a thread: raised again where it ends the program."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error = error
