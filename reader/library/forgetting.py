"""Tombstones: entries that were deleted while their feed went on serving them.

    forgotten(feed, key, missed)    `missed`: since when the feed has not served it, NULL while it does

They keep a deleted article from coming back as a new one, and go when the feed has not served the
entry for `PATIENCE`. They lie in the archive: where that is lost, there is nothing to come back to.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from reader.library.articles import article_key, to_seconds

if TYPE_CHECKING:
    from reader.library.database import Database
    from reader.model import Entry, Feed

PATIENCE = timedelta(days=30)  # some feeds take an entry out and serve it again days later

_OF_FEED = "feed = (SELECT number FROM feeds WHERE id = ?)"


def forget(connection: sqlite3.Connection, keys: Sequence[str]) -> None:
    """Write tombstones for stored articles that are about to be deleted, in the same transaction."""
    connection.execute(
        "INSERT OR IGNORE INTO forgotten(feed, key) SELECT feed, key FROM articles"
        " WHERE key IN (SELECT value FROM json_each(?))",
        (json.dumps(list(keys)),),
    )


def wanted(database: Database, feed: Feed, entries: Sequence[Entry], served: datetime) -> Sequence[Entry]:
    """The entries of a feed's answer without those that were deleted; tombstones that the feed has not
    served for long are taken away."""
    with database.reading() as connection:
        found = connection.execute(
            "SELECT key, missed, EXISTS (SELECT 1 FROM articles a WHERE a.key = forgotten.key)"
            f" FROM forgotten WHERE {_OF_FEED}",
            (feed.id,),
        ).fetchall()
    if not found:
        return entries
    by_key = {article_key(feed.id, entry.entry_id): entry for entry in entries}
    back = {key for key, missed, stored in found if missed is not None and key in by_key}
    away = {key for key, missed, stored in found if missed is None and key not in by_key}
    seconds = to_seconds(served - PATIENCE) or 0
    gone = {key for key, missed, _ in found if missed is not None and key not in by_key and missed < seconds}
    gone |= {key for key, _, stored in found if stored}  # put back by hand
    if back or away or gone:
        with database.writing() as connection:
            _update(connection, feed.id, back, None)
            _update(connection, feed.id, away, to_seconds(served))
            remember(connection, feed.id, gone)
    dead = {key for key, _, _ in found} - gone
    return [entry for key, entry in by_key.items() if key not in dead]


def remember(connection: sqlite3.Connection, feed: str, keys: Iterable[str]) -> None:
    """Take tombstones away, so that the entries are stored when they are served again."""
    connection.execute(
        f"DELETE FROM forgotten WHERE {_OF_FEED} AND key IN (SELECT value FROM json_each(?))",
        (feed, json.dumps(list(keys))),
    )


def of_feed(connection: sqlite3.Connection, feed: str) -> list[str]:
    """The keys of a feed's tombstones."""
    return [key for (key,) in connection.execute(f"SELECT key FROM forgotten WHERE {_OF_FEED}", (feed,))]


def all_forgotten(connection: sqlite3.Connection) -> set[str]:
    """The keys of all tombstones."""
    return {key for (key,) in connection.execute("SELECT key FROM forgotten")}


def _update(connection: sqlite3.Connection, feed: str, keys: set[str], missed: int | None) -> None:
    connection.execute(
        f"UPDATE forgotten SET missed = ? WHERE {_OF_FEED} AND key IN (SELECT value FROM json_each(?))",
        (missed, feed, json.dumps(sorted(keys))),
    )
