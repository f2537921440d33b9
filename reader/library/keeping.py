"""Bookmarks, and the copies that let what is bookmarked outlive the archive."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from reader.errors import DamagedError
from reader.library.articles import ids_of_keys
from reader.library.database import Database
from reader.library.state import State
from reader.library.statefile import Json
from reader.library.texts import Texts
from reader.model import Article


class Keeping:
    """What is kept for good; `article` reads one from the archive, `lost` says which copies cannot be
    read."""

    def __init__(self, state: State, database: Database, article: Callable[[str], Article]) -> None:
        self.lost: list[DamagedError] = []
        self._state = state
        self._database = database
        self._article = article
        self._texts = Texts(state.folder / "texts", state.lock)

    def add(self, keys: Iterable[str], at: datetime) -> list[str]:
        """Bookmark articles; gives those that were not. The copies are there before the bookmarks."""
        new = [self._article(key) for key in dict.fromkeys(keys) if key not in self._state.bookmarks]
        for article in new:
            self._texts.keep(article)
        return self._state.add_bookmarks([_bookmark(article, at) for article in new])

    def drop(self, keys: Iterable[str]) -> list[str]:
        """Remove bookmarks; gives those that were there. The copies leave after the bookmarks."""
        gone = self._state.remove_bookmarks(keys)
        for key in gone:
            self._texts.drop(key)
        return gone

    def renew(self, keys: Iterable[str]) -> None:
        """Copy those of the changed articles anew that are kept."""
        for key in keys:
            if key in self._state.bookmarks:
                self._texts.keep(self._article(key))

    def put_back(self) -> None:
        """Store bookmarked articles that the archive does not have, from their copies."""
        from reader.library import storing

        with self._database.reading() as connection:
            stored = ids_of_keys(connection, self._state.bookmarks)
        for key in self._state.bookmarks:
            if key in stored:
                continue
            try:
                kept = self._texts.entry(key)
            except DamagedError as error:
                self.lost.append(error)
                continue
            if kept is not None:
                feed, entry, added = kept
                storing.store(self._database, feed, [entry], added)


def _bookmark(article: Article, at: datetime) -> Json:
    row = article.row
    return {
        "key": row.key,
        "url": row.url,
        "title": row.title,
        "feed": {"id": row.feed_id, "title": row.source},
        "at": at.isoformat(timespec="seconds"),
    }
