"""Reading the archive: rows for lists, keys."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from reader.errors import NotStoredError

if TYPE_CHECKING:
    from reader.model import ArticleRow

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
KEY_LENGTH = 16
SHORTEST_PREFIX = 4

_CHUNK = 500  # values in one statement; SQLite before 3.32 took 999
COLUMNS = (
    "a.id, a.key, a.title, a.url, f.id, f.url, a.source, f.title, a.published,"
    " (SELECT count(*) FROM (SELECT 1 FROM articles o WHERE o.story = a.story LIMIT 100))"
)
FROM = "FROM articles a JOIN feeds f ON f.number = a.feed"

RowMaker = Callable[[tuple[Any, ...]], "ArticleRow"]


def feed_id(url: str) -> str:
    """The id a feed gets from the first URL it was known by: 16 hexadecimal digits."""
    return _hash(url.encode("utf-8", "surrogatepass"))


def article_key(feed: str, entry_id: str) -> str:
    """The name of an article: 16 hexadecimal digits that every library gives the same entry."""
    return _hash(f"{feed}\n{entry_id}".encode("utf-8", "surrogatepass"))


def text_hash(text: str) -> str:
    """Says which text annotations belong to: 16 hexadecimal digits."""
    return _hash(text.encode("utf-8", "surrogatepass"))


def moment(seconds: int) -> datetime:
    """The moment so many seconds after 1970 began."""
    return EPOCH + timedelta(seconds=seconds)


def from_seconds(seconds: int | None) -> datetime | None:
    return None if seconds is None else moment(seconds)


def to_seconds(at: datetime | None) -> int | None:
    """Whole seconds since 1970, rounded down."""
    return None if at is None else (at - EPOCH) // timedelta(seconds=1)


def chunks(values: Sequence[Any]) -> Iterator[tuple[str, Sequence[Any]]]:
    """Parts of a long list, each with the question marks for it."""
    for start in range(0, len(values), _CHUNK):
        part = values[start : start + _CHUNK]
        yield ",".join("?" * len(part)), part


def rows_by_id(connection: sqlite3.Connection, rowids: Sequence[int], make: RowMaker) -> list[ArticleRow]:
    """Rows in the order of the ids; ids of no article are left out."""
    found: dict[int, ArticleRow] = {}
    for marks, part in chunks(rowids):
        for row in connection.execute(f"SELECT {COLUMNS} {FROM} WHERE a.id IN ({marks})", tuple(part)):
            found[row[0]] = make(row)
    return [found[rowid] for rowid in rowids if rowid in found]


def rowids_of_story(connection: sqlite3.Connection, key: str) -> list[int]:
    """The row ids of all articles that tell the story of this one, newest first; [] for no such key."""
    query = (
        "SELECT o.id FROM articles a JOIN articles o ON o.id = a.id OR o.story = a.story"
        " WHERE a.key = ? ORDER BY o.published DESC, o.id DESC"
    )
    return [rowid for (rowid,) in connection.execute(query, (key,))]


def newest_first(connection: sqlite3.Connection, feed: str = "") -> Iterator[tuple[int, str, int]]:
    """Row ids, keys and dates of all articles, or of one feed's, newest first; from an index, as asked
    for."""
    if not feed:
        return connection.execute("SELECT id, key, published FROM articles ORDER BY published DESC, id DESC")
    return connection.execute(
        "SELECT id, key, published FROM articles WHERE feed = (SELECT number FROM feeds WHERE id = ?)"
        " ORDER BY published DESC, id DESC",
        (feed,),
    )


def rowids_of_feed(connection: sqlite3.Connection, feed: str) -> list[int]:
    query = "SELECT json_group_array(id) FROM articles WHERE feed = (SELECT number FROM feeds WHERE id = ?)"
    return one_list(connection, query, feed)


def keys_of_ids(connection: sqlite3.Connection, rowids: Sequence[int], *, stories: bool) -> list[str]:
    """The keys of these row ids, in no order; those that have vanished are left out. With `stories` also
    those of all other articles that tell the same stories."""
    wanted = "SELECT value FROM json_each(:ids)"
    query = f"SELECT key FROM articles WHERE id IN ({wanted})"
    if stories:
        told = f"SELECT story FROM articles WHERE id IN ({wanted}) AND story IS NOT NULL"
        query += f" UNION SELECT key FROM articles WHERE story IS NOT NULL AND story IN ({told})"
    found = connection.execute(
        f"SELECT json_group_array(key) FROM ({query})", {"ids": json.dumps(list(rowids))}
    )
    keys: list[str] = json.loads(found.fetchone()[0])
    return keys


def rowids_matching(connection: sqlite3.Connection, expression: str) -> list[int]:
    """The row ids that match an FTS5 expression, in no order."""
    return one_list(connection, "SELECT json_group_array(rowid) FROM search WHERE search MATCH ?", expression)


def one_list(connection: sqlite3.Connection, query: str, *values: str | int | None) -> list[int]:
    """A long list of numbers as one value: fetching it row by row takes three times as long."""
    answer: list[int] = json.loads(connection.execute(query, values).fetchone()[0])
    return answer


def ids_of_keys(connection: sqlite3.Connection, keys: Iterable[str]) -> dict[str, int]:
    """The row ids of those keys that are stored."""
    found: dict[str, int] = {}
    for marks, part in chunks(list(keys)):
        found.update(connection.execute(f"SELECT key, id FROM articles WHERE key IN ({marks})", tuple(part)))
    return found


def newest_of(
    connection: sqlite3.Connection, rowids: Sequence[int], feed: str = ""
) -> list[tuple[int, str, int]]:
    """Row ids, keys and dates of some articles, newest first, of one feed where it is given."""
    found: list[tuple[int, int, str]] = []
    for marks, part in chunks(rowids):
        found += connection.execute(
            f"SELECT a.published, a.id, a.key {FROM} WHERE a.id IN ({marks}) AND ? IN ('', f.id)",
            (*part, feed),
        )
    return [(rowid, key, published) for published, rowid, key in sorted(found, reverse=True)]


def whole_key(connection: sqlite3.Connection, key: str) -> str:
    """The one key that starts like this; NotStoredError for none or several."""
    start = key.strip().lower()
    if len(start) < SHORTEST_PREFIX or len(start) > KEY_LENGTH or not _is_hexadecimal(start):
        raise NotStoredError(f"no article {key!r}: an id has {KEY_LENGTH} digits, of which 4 or more will do")
    found = connection.execute(
        "SELECT key FROM articles WHERE key >= ? AND key < ? ORDER BY key LIMIT 2", (start, start + "g")
    ).fetchall()
    if not found:
        raise NotStoredError(f"no article {key!r} is stored")
    if len(found) > 1:
        raise NotStoredError(f"several articles start with {key!r}: {found[0][0]}, {found[1][0]}, ...")
    return str(found[0][0])


def _hash(data: bytes) -> str:
    from hashlib import blake2b

    return blake2b(data, digest_size=KEY_LENGTH // 2).hexdigest()


def _is_hexadecimal(text: str) -> bool:
    return all(character in "0123456789abcdef" for character in text)
