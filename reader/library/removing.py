"""Deleting a feed's articles with all that was kept about them: texts, index, annotations, mentions.

A batch is one transaction, so that another program that writes waits for milliseconds only.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from reader.library import forgetting
from reader.library.articles import ids_of_keys
from reader.library.mentions import forget_unnamed, named_in
from reader.library.storing import BATCH

if TYPE_CHECKING:
    from reader.library.database import Database
    from reader.library.keeping import Keeping
    from reader.library.state import State


def remove_feed(state: State, database: Database, keeping: Keeping, feed: str, bookmarked: bool) -> int:
    """Stop following a feed and delete its articles with their read marks; gives how many.

    Those with a note or a tag stay, and bookmarked ones unless `bookmarked`. The feed is followed until
    all is done.
    """
    with database.reading() as connection:
        parts = list(_batches_of_feed(connection, feed))
    gone: list[str] = []
    for batch in parts:
        with state.changing():
            if bookmarked:
                keeping.drop(batch)
            kept = state.kept
            keys = [key for key in batch if key not in kept]
            with database.writing() as connection:
                remove_articles(connection, keys)
        gone += keys
    with database.reading() as connection:
        forgotten = forgetting.of_feed(connection, feed)
    state.mark_unread([*gone, *forgotten])
    state.remove_feed(feed)
    with database.writing() as connection:
        forgetting.remember(connection, feed, forgotten)
        forget_feed(connection, feed)
    return len(gone)


def _batches_of_feed(connection: sqlite3.Connection, feed: str) -> Iterator[Sequence[str]]:
    """The keys of a feed's articles, as many at a time as may be deleted in one transaction."""
    found = connection.execute(
        "SELECT key FROM articles WHERE feed = (SELECT number FROM feeds WHERE id = ?)", (feed,)
    )
    return batches([key for (key,) in found.fetchall()])


def batches(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    """As many keys at a time as may be written in one transaction."""
    for start in range(0, len(keys), BATCH):
        yield keys[start : start + BATCH]


def remove_articles(connection: sqlite3.Connection, keys: Sequence[str]) -> None:
    """Delete a batch of articles; people and places that nothing else names are forgotten.

    What hangs on an article goes by the triggers and foreign keys of the schema.
    """
    ids = list(ids_of_keys(connection, keys).values())
    entities = named_in(connection, ids)
    marks = ",".join("?" * len(ids))
    connection.execute(f"DELETE FROM articles WHERE id IN ({marks})", ids)
    forget_unnamed(connection, entities)


def forget_feed(connection: sqlite3.Connection, feed: str) -> None:
    """Forget what a server said, unless articles of its feed are still stored."""
    connection.execute(
        "DELETE FROM feeds WHERE id = ? AND NOT EXISTS (SELECT 1 FROM articles WHERE feed = feeds.number)",
        (feed,),
    )
