"""Saving what can be read from a damaged archive into a new one."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reader.library import articles, contents, mentions
from reader.library.database import Database
from reader.library.faults import told
from reader.library.files import FolderLock, name_aside, sync_folder
from reader.library.stories import group_stored

_STEP = 100  # rows read at a time where the file is sound
_FARTHEST = 1 << 40
_CLOSELY = 5_000  # row ids tried one by one around what cannot be read
_COPIED = ("feeds", "articles", "texts", "asides", "pages_in_vain", "forgotten")


def salvage(path: Path, lock: FolderLock) -> Path:
    """Put a damaged archive aside and a new one with what could be read in its place; gives where it
    went. No other program may have the archive open. Read marks and bookmarks are not touched."""
    fresh = path.with_name(path.name + ".new")
    aside = name_aside(path, "damaged")
    with lock(), told("mend", path):
        for left in path.parent.glob(fresh.name + "*"):
            left.unlink()
        new = Database(fresh, lock)
        try:
            with new.told():
                _copy(path, new)
        finally:
            new.close()
        for suffix in ("-wal", "-shm", ""):
            part = path.with_name(path.name + suffix)
            if part.exists():
                part.rename(aside.with_name(aside.name + suffix))
        fresh.rename(path)
        sync_folder(path.parent)
    return aside


def _copy(path: Path, new: Database) -> None:
    """An article whose text cannot be read comes over without: its feed may still serve it."""
    old = sqlite3.connect(path)
    try:
        with new.writing() as connection:
            connection.execute("PRAGMA defer_foreign_keys = ON")
            for table in _COPIED:
                _copy_table(old, connection, table)
            _fill_gaps(connection)
            connection.execute("INSERT INTO search(search) VALUES ('rebuild')")
            _drop_orphans(connection)  # after the index is whole: what leaves is taken out of it
            if not _has_column(old, "articles", "link"):
                group_stored(connection)
            _copy_annotations(old, connection)
    finally:
        old.close()


def _fill_gaps(connection: sqlite3.Connection) -> None:
    """Let every article have a text, if an empty one, and no text be without its article."""
    connection.execute("DELETE FROM texts WHERE id NOT IN (SELECT id FROM articles)")
    connection.execute(
        "INSERT INTO texts(id, text, layout, enclosures, summary_only)"
        " SELECT id, '', ?, '[]', 1 FROM articles WHERE id NOT IN (SELECT id FROM texts)",
        (zlib.compress(contents.plain_layout("").encode()),),
    )


def _drop_orphans(connection: sqlite3.Connection) -> None:
    """Drop what hangs on a feed or an article that could not be read."""
    for table in ("articles", "forgotten"):
        connection.execute(f"DELETE FROM {table} WHERE feed NOT IN (SELECT number FROM feeds)")
    for table in ("asides", "pages_in_vain"):
        connection.execute(f"DELETE FROM {table} WHERE id NOT IN (SELECT id FROM articles)")


def _copy_table(old: sqlite3.Connection, connection: sqlite3.Connection, table: str) -> None:
    """An archive of an older program has fewer columns and tables."""
    try:
        known = {row[1] for row in old.execute(f"PRAGMA table_info({table})")}
    except sqlite3.DatabaseError:
        return  # not even what tables there are can be read
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[1] in known]
    if not columns:
        return
    insert = f"INSERT OR IGNORE INTO {table}({','.join(columns)}) VALUES ({','.join('?' * len(columns))})"
    for row in _readable(old, f"SELECT rowid, {','.join(columns)} FROM {table}"):
        values = dict(zip(columns, row[1:], strict=True))
        if table == "texts":
            values |= _sound_parts(values)
        try:
            connection.execute(insert, tuple(values.values()))
        except sqlite3.IntegrityError:
            continue  # a value of the wrong kind


def _sound_parts(values: dict[str, Any]) -> dict[str, Any]:
    """What stands beside a text, or something plain where it cannot be read."""
    parts: dict[str, Any] = {}
    try:
        contents.unpacked_document(values["text"], values["layout"])
    except (zlib.error, ValueError, KeyError, TypeError):
        parts["layout"] = zlib.compress(contents.plain_layout(str(values["text"])).encode())
    try:
        contents.unpacked_enclosures(values["enclosures"])
    except (ValueError, TypeError):
        parts["enclosures"] = "[]"
    return parts


def _copy_annotations(old: sqlite3.Connection, connection: sqlite3.Connection) -> None:
    """Mentions are made anew from them; what cannot be read is annotated again some time."""
    connection.execute("UPDATE articles SET engine = ''")
    data = "coalesce(n.raw, n.data)" if _has_column(old, "annotations", "raw") else "n.data"
    found = _readable(
        old, f"SELECT n.id, {data}, a.engine FROM annotations n JOIN articles a USING(id)", "n.id"
    )
    for number, data, engine in found:
        article = connection.execute(
            "SELECT a.key, t.text FROM articles a JOIN texts t USING(id) WHERE id = ?", (number,)
        ).fetchone()
        if article is None:
            continue
        key, text = article
        try:
            annotations = contents.unpacked_annotations(data, engine)
        except (zlib.error, ValueError, KeyError, TypeError):
            continue
        mentions.annotate(connection, key, articles.text_hash(text), annotations)


def _has_column(old: sqlite3.Connection, table: str, column: str) -> bool:
    """Whether the file is new enough to have it; False when that cannot be read."""
    try:
        return any(row[1] == column for row in old.execute(f"PRAGMA table_info({table})"))
    except sqlite3.Error:
        return False


def _readable(old: sqlite3.Connection, query: str, by: str = "rowid") -> Iterator[tuple[Any, ...]]:
    """The rows of a table that can be read, in steps by row id. Where a page cannot be read, what
    comes after it is looked for, and what lies between is tried row by row."""
    at = 0
    while at < _FARTHEST:
        try:
            rows = old.execute(f"{query} WHERE {by} >= ? ORDER BY {by} LIMIT {_STEP}", (at,)).fetchall()
        except sqlite3.DatabaseError:
            start, at = at, _next_readable(old, f"{query} WHERE {by} >= ? ORDER BY {by} LIMIT 1", at + _STEP)
            yield from _one_by_one(old, f"{query} WHERE {by} = ?", range(start, min(at, start + _CLOSELY)))
            continue
        if not rows:
            return
        yield from rows
        at = rows[-1][0] + 1


def _one_by_one(old: sqlite3.Connection, query: str, rowids: range) -> Iterator[tuple[Any, ...]]:
    for rowid in rowids:
        try:
            yield from old.execute(query, (rowid,)).fetchall()
        except sqlite3.DatabaseError:
            continue


def _next_readable(old: sqlite3.Connection, query: str, at: int) -> int:
    """A row id from which reading goes on, looked for in growing steps."""
    step = _STEP
    while at < _FARTHEST:
        try:
            old.execute(query, (at,)).fetchall()
            return at
        except sqlite3.DatabaseError:
            at += step
            step *= 2
    return at
