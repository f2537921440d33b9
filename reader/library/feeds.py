"""The feeds of the archive: where articles came from, and what servers said last."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from reader import model
from reader.errors import LibraryError
from reader.library.articles import feed_id, from_seconds, to_seconds

if TYPE_CHECKING:
    from reader.model import Feed, ServerMemory

_COLUMNS = (
    "id, url, title, home, etag, modified, fetched, succeeded, next_try, failures, error, seconds, requests,"
    " interval, skipped_hours, skipped_days"
)


class Answer(NamedTuple):
    """What a server said of a feed; what is "" stays as it is. `url` is where the feed moved for good."""

    memory: ServerMemory
    title: str = ""
    home: str = ""
    url: str = ""


def all_feeds(connection: sqlite3.Connection) -> Iterator[Feed]:
    return map(_feed, connection.execute(f"SELECT {_COLUMNS} FROM feeds ORDER BY number"))


def feed_by_id(connection: sqlite3.Connection, wanted: str) -> Feed | None:
    found = connection.execute(f"SELECT {_COLUMNS} FROM feeds WHERE id = ?", (wanted,)).fetchone()
    return _feed(found) if found else None


def feed_by_url(connection: sqlite3.Connection, url: str) -> Feed | None:
    """The feed that has this URL, or had it first, before it moved."""
    found = connection.execute(
        f"SELECT {_COLUMNS} FROM feeds WHERE url = ? OR id = ? ORDER BY url = ? DESC",
        (url, feed_id(url), url),
    ).fetchone()
    return _feed(found) if found else None


def add_feed(connection: sqlite3.Connection, feed: Feed) -> None:
    connection.execute(
        "INSERT OR IGNORE INTO feeds(id, url, title, home) VALUES (?, ?, ?, ?)",
        (feed.id, feed.url, feed.title, feed.home),
    )


def remember(connection: sqlite3.Connection, wanted: str, answer: Answer) -> None:
    """Write down what a server said. LibraryError for a feed that is not known."""
    memory, url = answer.memory, answer.url
    connection.execute(
        "UPDATE feeds SET etag = ?, modified = ?, fetched = ?, succeeded = ?, next_try = ?, failures = ?,"
        " error = ?, seconds = ?, requests = ?, interval = ?, skipped_hours = ?, skipped_days = ?,"
        " title = coalesce(nullif(?, ''), title), home = coalesce(nullif(?, ''), home)"
        " WHERE id = ?",
        (
            memory.etag,
            memory.modified,
            to_seconds(memory.fetched),
            to_seconds(memory.succeeded),
            to_seconds(memory.next_try),
            memory.failures,
            memory.error,
            memory.seconds,
            memory.requests,
            memory.interval,
            _written(memory.skipped_hours),
            _written(memory.skipped_days),
            answer.title,
            answer.home,
            wanted,
        ),
    )
    if url:
        # Where another feed has the new URL already, both go on under the URLs they have.
        connection.execute(
            "UPDATE feeds SET url = ? WHERE id = ? AND NOT EXISTS (SELECT 1 FROM feeds WHERE url = ?)",
            (url, wanted, url),
        )
    if not connection.execute("SELECT 1 FROM feeds WHERE id = ?", (wanted,)).fetchone():
        raise LibraryError(f"no feed {wanted!r} is known")


def _written(numbers: tuple[int, ...]) -> str:
    return " ".join(map(str, numbers))


def _feed(row: tuple[Any, ...]) -> Feed:
    number, url, title, home, etag, modified, fetched, succeeded, next_try, *rest = row
    failures, error, seconds, requests, interval, hours, days = rest
    memory = model.ServerMemory(
        etag=etag,
        modified=modified,
        fetched=from_seconds(fetched),
        succeeded=from_seconds(succeeded),
        next_try=from_seconds(next_try),
        failures=failures,
        error=error,
        seconds=seconds,
        requests=requests,
        interval=interval,
        skipped_hours=tuple(map(int, hours.split())),
        skipped_days=tuple(map(int, days.split())),
    )
    return model.Feed(number, url, title, home, memory=memory)
