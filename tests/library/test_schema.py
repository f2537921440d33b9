"""Creating the archive and bringing an older one up to date."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.errors import DamagedError, LibraryError
from reader.library import schema
from reader.library.library import Library
from reader.model import Entry, Feed, View

MakeEntry = Callable[..., Entry]
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
NEXT = "ALTER TABLE articles ADD COLUMN length INTEGER NOT NULL DEFAULT 0; UPDATE articles SET length = 7;"


@pytest.fixture
def archive(library: Library, feed: Feed, entry: MakeEntry) -> Path:
    """A closed archive with one article."""
    library.store(feed, [entry("a")], NOON)
    library.close()
    return library.folder / "articles.sqlite3"


def migrate(archive: Path, *more: str) -> None:
    connection = sqlite3.connect(archive, isolation_level=None)
    try:
        schema.bring_up_to_date(connection, archive, (*schema.MIGRATIONS, *more))
    finally:
        connection.close()


def test_a_migration_runs_once_and_leaves_a_copy_of_the_old_file(archive: Path) -> None:
    version = len(schema.MIGRATIONS)
    migrate(archive, NEXT)
    migrate(archive, NEXT)
    connection = sqlite3.connect(archive)
    assert connection.execute("SELECT length FROM articles").fetchall() == [(7,)]
    assert connection.execute("PRAGMA user_version").fetchone() == (version + 1,)
    connection.close()
    copy = archive.with_name(f"articles.sqlite3.version-{version}")
    assert copy.stat().st_mode & 0o777 == 0o600
    connection = sqlite3.connect(copy)
    assert connection.execute("SELECT title FROM articles").fetchall() == [("About a",)]
    assert connection.execute("PRAGMA user_version").fetchone() == (version,)
    connection.close()


def test_a_migration_that_fails_changes_nothing(archive: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        migrate(archive, NEXT, "UPDATE articles SET nonsense = 1;")
    library = Library.open(archive.parent)
    assert [row.title for row in library.first_rows(View(), 5)] == ["About a"]
    library.close()
    connection = sqlite3.connect(archive)
    assert "length" not in {row[1] for row in connection.execute("PRAGMA table_info(articles)")}
    connection.close()


def test_an_archive_of_a_newer_reader_is_left_alone(archive: Path) -> None:
    migrate(archive, NEXT)
    with pytest.raises(LibraryError, match="newer"):
        Library.open(archive.parent)


@pytest.mark.parametrize("content", [b"not a database, but long enough to be one" * 100, b"\0" * 5000])
def test_a_file_that_is_no_archive_is_reported_and_left_alone(archive: Path, content: bytes) -> None:
    archive.write_bytes(content)
    with pytest.raises(DamagedError, match="damaged"):
        Library.open(archive.parent)
    assert archive.read_bytes() == content


def test_an_archive_that_was_cut_is_reported(archive: Path) -> None:
    whole = archive.read_bytes()
    archive.write_bytes(whole[: len(whole) // 3])
    with pytest.raises(DamagedError):
        Library.open(archive.parent).rowids(View(search="council"))


def test_many_programs_may_create_one_library_at_once(folder: Path) -> None:
    opened: list[Library] = []
    gate = threading.Barrier(8)

    def start() -> None:
        gate.wait()
        opened.append(Library.open(folder))

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 8
    for library in opened:
        assert library.is_empty
        library.close()


def test_what_is_acknowledged_waits_for_the_disk(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """synchronous: 2 is FULL, without which a commit in WAL may be lost in a power cut."""
    database = library._database
    with database.writing() as connection:
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    with database.writing(durable=False) as connection:
        assert connection.execute("PRAGMA synchronous").fetchone() == (1,)
    with database.writing() as connection:
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)


def test_what_is_read_together_is_of_one_moment(library: Library, feed: Feed, entry: MakeEntry) -> None:
    count = "SELECT count(*) FROM articles"
    with library._database.reading() as connection:
        assert connection.execute(count).fetchone() == (0,)
        library.store(feed, [entry("a")], NOON)
        assert connection.execute(count).fetchone() == (0,)
    with library._database.reading() as connection:
        assert connection.execute(count).fetchone() == (1,)
