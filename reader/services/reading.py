"""What a reading screen needs of a collection of articles, whether the library or an edition."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from reader.model import Article, ArticleRow, Counts, Marking, Span, View


class Shelf(Protocol):
    """Articles that can be listed, opened and marked. Safe to call from any thread."""

    def first_rows(self, view: View, limit: int) -> list[ArticleRow]:
        """The newest rows of a view; quick, for the first paint."""
        ...

    def rowids(self, view: View) -> array[int]:
        """Every row of a view, newest first, as array("q"). Raises QueryError."""
        ...

    def rows(self, rowids: Sequence[int]) -> list[ArticleRow]:
        """These rows in the order given; those that have vanished are left out."""
        ...

    def keys(self, rowids: Sequence[int], *, stories: bool = False) -> list[str]:
        """The keys of these rows, in no order; quick for any number of them. With `stories` also those
        of all other articles that tell the same stories."""
        ...

    def story(self, key: str) -> list[ArticleRow]:
        """Every article that tells the same story as this one, it among them."""
        ...

    def snippets(self, rowids: Sequence[int], query: str) -> list[tuple[str, tuple[Span, ...]]]:
        """For each of these rows what its text says about a query, on one line, and where in it to mark
        what matches; its beginning for "". Raises QueryError."""
        ...

    def article(self, key: str) -> Article:
        """One article by its key or a unique beginning of it. Raises NotStoredError."""
        ...

    def counts(self) -> Counts:
        """How many articles there are."""
        ...

    def mark(self, keys: Sequence[str], marking: Marking) -> dict[str, Marking]:
        """Change the state of articles, durably; answers with what undoes it."""
        ...

    def poll(self) -> bool:
        """Whether another program has changed something since the last call."""
        ...
