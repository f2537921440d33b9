"""Bookmarks, and the copies that let what the person bookmarked, noted or tagged outlive the archive."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from reader.errors import DamagedError
from reader.library.articles import ids_of_keys
from reader.library.moments import written

if TYPE_CHECKING:
    from reader.library.database import Database
    from reader.library.state import State
    from reader.library.statefile import Json
    from reader.library.texts import Texts
    from reader.model import Article


class Keeping:
    """What is kept for good (`State.kept`); `article` reads one from the archive, `lost` says which
    copies cannot be read.

    A copy is there before the bookmark, note or tag that asks for it, and leaves after the last of them.
    """

    def __init__(self, state: State, database: Database, article: Callable[[str], Article]) -> None:
        self.lost: list[DamagedError] = []
        self._state = state
        self._database = database
        self._article = article

    @cached_property
    def _texts(self) -> Texts:
        from reader.library.texts import Texts

        return Texts(self._state.folder / "texts", self._state.lock)

    def add(self, keys: Iterable[str], at: datetime) -> list[str]:
        """Bookmark articles; gives those that were not."""
        new = [self._article(key) for key in dict.fromkeys(keys) if key not in self._state.bookmarks]
        for article in new:
            self._texts.keep(article)
        return self._state.add_bookmarks([_bookmark(article, at) for article in new])

    def drop(self, keys: Iterable[str]) -> list[str]:
        """Remove bookmarks; gives those that were there."""
        gone = self._state.remove_bookmarks(keys)
        self.let_go(gone)
        return gone

    def copy(self, keys: Iterable[str]) -> None:
        """Copy articles that are about to get a note or a tag. NotStoredError for one that has no copy
        and is not stored."""
        kept = self._state.kept
        for key in dict.fromkeys(keys):
            if key not in kept:
                self._texts.keep(self._article(key))

    def let_go(self, keys: Iterable[str]) -> None:
        """Remove the copies of those that nothing asks for any more."""
        kept = self._state.kept
        for key in dict.fromkeys(keys):
            if key not in kept:
                self._texts.drop(key)

    def renew(self, keys: Iterable[str]) -> None:
        """Copy those of the changed articles anew that are kept."""
        kept = self._state.kept if keys else ()
        for key in keys:
            if key in kept:
                self._texts.keep(self._article(key))

    def put_back(self) -> None:
        """Store kept articles that the archive does not have, from their copies."""
        from reader.library import storing

        kept = self._state.kept
        with self._database.reading() as connection:
            stored = ids_of_keys(connection, kept)
        for key in sorted(kept - stored.keys()):
            try:
                copy = self._texts.entry(key)
            except DamagedError as error:
                self.lost.append(error)
                continue
            if copy is not None:
                feed, entry, added = copy
                storing.store(self._database, feed, [entry], added)


def _bookmark(article: Article, at: datetime) -> Json:
    row = article.row
    return {
        "key": row.key,
        "url": row.url,
        "title": row.title,
        "feed": {"id": row.feed_id, "title": row.source},
        "at": written(at),
    }
