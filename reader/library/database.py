"""The connections to articles.sqlite3: many readers, one writer, errors in words.

WAL lets readers work beside a writer. `synchronous = FULL` makes a commit durable when it returns;
with NORMAL a power cut could take back what was acknowledged.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from reader.errors import DamagedError, LibraryError
from reader.library import schema
from reader.library.faults import told
from reader.library.files import create_private, sync_folder

if TYPE_CHECKING:
    from reader.library.files import FolderLock

PATIENCE = 30.0  # seconds to wait for another program that writes
_STEP = 1_000  # pages that are given back in one transaction
_INCREMENTAL = 2  # PRAGMA auto_vacuum: free pages can be given back a few at a time
_WAL_LIMIT = 16 << 20  # bytes the write-ahead log shrinks to

_REASONS = {
    sqlite3.SQLITE_FULL: "the disk is full; free some space and try again",
    sqlite3.SQLITE_READONLY: "it is read-only; it and its folder must be writable",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened; is the disk still there, and the folder yours?",
    sqlite3.SQLITE_PERM: "permission denied; it must belong to you and be writable",
    sqlite3.SQLITE_IOERR: "the disk reports an error; save what you can elsewhere",
    sqlite3.SQLITE_BUSY: "another program keeps it locked; close it and try again",
    sqlite3.SQLITE_LOCKED: "another program keeps it locked; close it and try again",
    sqlite3.SQLITE_PROTOCOL: "its file system does not lock files as it must",
}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


class Database:
    """One archive file. Connections are lent to one thread at a time and used again."""

    def __init__(self, path: Path, lock: FolderLock) -> None:
        self.path = path
        self._idle: list[sqlite3.Connection] = []
        self._writing = threading.RLock()
        self._closed = False
        with told("read", path):
            self.is_new = not path.exists()
        with self.told():
            self._writer = self._prepared(lock)

    @contextmanager
    def told(self) -> Iterator[None]:
        """Turn SQLite's errors inside into LibraryError, DamagedError for a damaged file."""
        try:
            yield
        except sqlite3.ProgrammingError as error:
            if "closed database" not in str(error):
                raise
            raise LibraryError("the library is closed") from error
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if code in _DAMAGED:
                raise DamagedError(
                    f"{self.path} is damaged ({error}); it is left as it is, reader check can mend it"
                ) from error
            raise LibraryError(f"cannot use {self.path}: {_REASONS.get(code, str(error))}") from error

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection of one's own for reading: all that is read with it is of one moment, whatever
        others write meanwhile."""
        if self._closed:
            raise LibraryError("the library is closed")
        with self.told():
            try:
                connection = self._idle.pop()
            except IndexError:
                connection = self._connect()
            try:
                connection.execute("BEGIN")
                yield connection
            finally:
                self._give_back(connection)

    @contextmanager
    def writing(self, *, durable: bool = True) -> Iterator[sqlite3.Connection]:
        """One transaction, committed at the end and rolled back by any error.

        Not durable means that a power cut may take it back, for what can be computed again.
        """
        with self._writing, self.told():
            writer = self._writer
            writer.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            writer.execute("BEGIN IMMEDIATE")
            try:
                yield writer
                writer.execute("COMMIT")
            except BaseException:
                if writer.in_transaction:
                    writer.execute("ROLLBACK")
                raise

    def shrink(self) -> int:
        """Give free pages back to the file system; gives how many bytes the file lost.

        A search index keeps what was deleted until its parts are merged, so they are merged first. All
        of it goes in small transactions, beside which other programs can write. A file from before
        there was a way to shrink it in steps is written anew once, for which others have to wait.
        """
        before = self.path.stat().st_size if self.path.exists() else 0
        with self._writing, self.told():
            writer = self._writer
            writer.execute("PRAGMA synchronous = FULL")
            _merge_index(writer)
            (mode,) = writer.execute("PRAGMA auto_vacuum").fetchone()
            if mode != _INCREMENTAL:
                writer.execute(f"PRAGMA auto_vacuum = {_INCREMENTAL}")
                writer.execute("VACUUM")
            while writer.execute("PRAGMA freelist_count").fetchone()[0]:
                writer.execute(f"PRAGMA incremental_vacuum({_STEP})").fetchall()
            writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return max(0, before - self.path.stat().st_size)

    def version(self) -> int | None:
        """A number that changes when another program commits; None while this one is writing."""
        if not self._writing.acquire(blocking=False):
            return None
        try:
            with self.told():
                return int(self._writer.execute("PRAGMA data_version").fetchone()[0])
        finally:
            self._writing.release()

    def close(self) -> None:
        """Close what is open; a connection that a thread still uses is closed with its last use."""
        with self._writing:
            self._closed = True
            self._close_idle()
            self._writer.close()

    def _give_back(self, connection: sqlite3.Connection) -> None:
        if connection.in_transaction:
            connection.execute("COMMIT")
        self._idle.append(connection)
        if self._closed:  # after it was put back, so that one of the two closes it
            self._close_idle()

    def _close_idle(self) -> None:
        """Several threads may do so at once: each connection is closed by one of them."""
        with suppress(IndexError):
            while True:
                self._idle.pop().close()

    def _prepared(self, lock: FolderLock) -> sqlite3.Connection:
        if self.is_new:
            create_private(self.path)
        connection = self._connect()
        try:
            if not schema.is_current(connection):
                with lock():  # two programs that start at once
                    schema.bring_up_to_date(connection, self.path)
            if self.is_new:
                sync_folder(self.path.parent)
        except BaseException:
            connection.close()
            raise
        return connection

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, timeout=PATIENCE, isolation_level=None, check_same_thread=False, cached_statements=64
        )
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA temp_store = MEMORY")  # no text of an article in /tmp
        connection.execute(f"PRAGMA journal_size_limit = {_WAL_LIMIT}")
        return connection


def _merge_index(writer: sqlite3.Connection) -> None:
    """Merge the parts of the search index a little at a time until nothing changes, as the FTS5 manual
    says (section 6.9); the first merge, with a negative number, takes in parts of every size."""
    step = -_STEP
    while True:
        before = writer.total_changes
        writer.execute("INSERT INTO search(search, rank) VALUES ('merge', ?)", (step,))
        if writer.total_changes - before < 2:
            return
        step = _STEP
