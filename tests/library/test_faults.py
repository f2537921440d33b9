"""When the system fails: one clear line, nothing acknowledged lost, and it goes on when it can."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from reader.errors import LibraryError
from reader.library import files
from reader.library.library import Library
from reader.model import Entry, Feed, Marking, View

MakeEntry = Callable[..., Entry]
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX faults")


@pytest.fixture
def keys(library: Library, feed: Feed, entry: MakeEntry) -> list[str]:
    library.store(feed, [entry(str(n), published=NOON - timedelta(hours=n)) for n in range(6)], NOON)
    return [row.key for row in library.first_rows(View(), 10)]


def one_line(error: BaseException) -> str:
    text = str(error)
    assert text
    assert "\n" not in text
    assert "Errno" not in text
    return text


@pytest.mark.parametrize("call", ["open", "write", "fsync", "replace", "link"])
@pytest.mark.parametrize(
    ("code", "says"),
    [(errno.ENOSPC, "disk is full"), (errno.EIO, "disk reports an error"), (errno.EROFS, "read-only")],
)
@pytest.mark.parametrize("marking", [Marking(read=True), Marking(bookmarked=True)])
def test_a_mark_that_could_not_be_saved_is_not_there(
    library: Library,
    folder: Path,
    keys: list[str],
    monkeypatch: pytest.MonkeyPatch,
    call: str,
    code: int,
    says: str,
    marking: Marking,
) -> None:
    library.mark(keys[:1], marking)
    real: Callable[..., Any] = getattr(os, call)

    def fail(path: Any, *rest: Any, **more: Any) -> Any:
        reading = call == "open" and not rest[0] & os.O_CREAT
        if reading or (call == "open" and str(path).endswith(".lock")):
            return real(path, *rest, **more)
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patched:
        patched.setattr(os, call, fail)
        if call == "link":  # the copy of the last version is made in another way
            library.mark(keys[1:2], marking)
        else:
            with pytest.raises(LibraryError) as caught:
                library.mark(keys[1:2], marking)
            assert says in one_line(caught.value)
    marked = 2 if call == "link" else 1
    shown = [row.read or row.bookmarked for row in library.first_rows(View(), 10)]
    if call != "fsync":  # it may be the folder's: then the mark is there, but was not acknowledged
        assert shown == [True] * marked + [False] * (6 - marked)
    library.mark(keys[1:3], marking)
    library.close()
    again = Library.open(folder)
    assert [row.read or row.bookmarked for row in again.first_rows(View(), 10)] == [True] * 3 + [False] * 3
    again.close()


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of one megabyte, where this user may make one."""
    mount = tmp_path / "tiny"
    mount.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(mount)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("mounting is not allowed here")
    yield mount
    subprocess.run(["umount", "-l", str(mount)], check=True)


def test_a_full_disk(tiny_disk: Path, entry: MakeEntry) -> None:
    library = Library.open(tiny_disk / "library")
    feed = library.feed_for("https://news.example/feed.xml")
    stored: list[str] = []
    (tiny_disk / "filler").write_bytes(bytes(100_000))

    def fill() -> None:
        for number in range(1000):
            library.store(feed, [entry(str(number), text=f"Words {number}. " * 600)], NOON)
            stored.append(f"About {number}")

    with pytest.raises(LibraryError) as caught:
        fill()
    assert "full" in one_line(caught.value)
    (tiny_disk / "more").write_bytes(bytes(shutil.disk_usage(tiny_disk).free))
    keys = [row.key for row in library.first_rows(View(), 5)]
    with pytest.raises(LibraryError) as caught:
        library.mark(keys, Marking(read=True))
    assert "full" in one_line(caught.value)
    assert not any(row.read for row in library.first_rows(View(), 5))
    (tiny_disk / "filler").unlink()
    library.mark(keys, Marking(read=True))
    library.close()
    again = Library.open(tiny_disk / "library")
    rows = again.rows(again.rowids(View()))
    assert {row.title for row in rows} >= set(stored)
    assert {row.key for row in rows if row.read} == set(keys)
    again.close()


_AS_NOBODY = """
import os, sys
from pathlib import Path
import reader.library.tables
from reader.errors import LibraryError
from reader.library.library import Library
from reader.model import Marking, View

if os.getuid() == 0:  # the superuser meets no closed door
    os.setgid(65534)
    os.setuid(65534)
try:
    library = Library.open(Path(sys.argv[1]))
    library.mark([row.key for row in library.first_rows(View(), 1)], Marking(read=True))
except LibraryError as error:
    print(error)
"""


@pytest.mark.parametrize("may_read", [True, False])
def test_a_folder_that_may_not_be_written(entry: MakeEntry, may_read: bool) -> None:
    with tempfile.TemporaryDirectory() as name:
        outside, folder = Path(name), Path(name) / "library"
        outside.chmod(0o755)
        library = Library.open(folder)
        library.store(library.feed_for("https://news.example/"), [entry("a")], NOON)
        library.close()
        paths = (*folder.rglob("*"), folder)
        for path in paths:
            path.chmod((0o555 if path.is_dir() else 0o444) if may_read else 0)
        tried = subprocess.run(
            [sys.executable, "-c", _AS_NOBODY, str(folder)], capture_output=True, text=True, check=False
        )
        for path in reversed(paths):
            path.chmod(0o700 if path.is_dir() else 0o600)
        assert tried.stderr == ""
        assert len(tried.stdout.splitlines()) == 1
        assert str(folder) in tried.stdout
        assert "permission denied" in tried.stdout


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(LibraryError, match="file"):
        Library.open(tmp_path / "file" / "library")
    with pytest.raises(LibraryError, match="file"):
        Library.open(tmp_path / "file")


def test_a_folder_that_vanishes_and_comes_back(library: Library, folder: Path, keys: list[str]) -> None:
    library.mark(keys[:1], Marking(read=True))
    away = folder.with_name("away")
    folder.rename(away)
    for attempt in (library.poll, lambda: library.mark(keys[1:2], Marking(read=True))):
        with pytest.raises(LibraryError) as caught:
            attempt()
        assert "gone" in one_line(caught.value)
    assert not folder.exists()
    away.rename(folder)
    library.poll()
    library.mark(keys[1:2], Marking(read=True))
    assert [row.read for row in library.first_rows(View(), 3)] == [True, True, False]


def test_a_clock_that_goes_back_loses_no_mark(library: Library, folder: Path, keys: list[str]) -> None:
    state = library._state
    state.mark_read(keys[:1], NOON)
    state.mark_read(keys[1:2], NOON - timedelta(days=800))
    state.mark_read(keys[2:3], NOON + timedelta(days=800))
    library.mark(keys[1:2], Marking(read=False))
    library.close()
    again = Library.open(folder)
    assert [row.read for row in again.first_rows(View(), 4)] == [True, False, True, False]
    again.close()


def test_a_file_system_without_locks(
    library: Library, folder: Path, keys: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", refuse)
    library.mark(keys[:1], Marking(read=True))
    monkeypatch.setattr(fcntl, "lockf", refuse)
    library.mark(keys[1:2], Marking(read=True))
    assert [row.read for row in library.first_rows(View(), 3)] == [True, True, False]


def test_a_lock_that_is_never_given_back(
    library: Library, folder: Path, keys: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "PATIENCE", 0.05)
    descriptor = os.open(folder / "state" / ".lock", os.O_RDWR | os.O_CREAT)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    with pytest.raises(LibraryError, match="another program"):
        library.mark(keys[:1], Marking(read=True))
    os.close(descriptor)
    library.mark(keys[:1], Marking(read=True))


def test_a_file_left_over_by_a_crash_is_no_hindrance(library: Library, folder: Path, keys: list[str]) -> None:
    name = f"read/{datetime.now(UTC):%Y-%m}.json"
    for left in (f"{name}.tmp", "bookmarks.json.tmp", f"{name}.previous.tmp", "bookmarks.json.previous.tmp"):
        (folder / "state" / left).write_bytes(b"half of")
    for number in range(3):
        library.mark(keys[number : number + 1], Marking(read=True, bookmarked=True))
    library.close()
    again = Library.open(folder)
    assert not again.damaged
    assert sum(row.read and row.bookmarked for row in again.first_rows(View(), 9)) == 3
    again.close()


def test_a_closed_library_says_so(library: Library, keys: list[str]) -> None:
    library.close()
    with pytest.raises(LibraryError, match="closed"):
        library.first_rows(View(), 1)
    with pytest.raises(LibraryError, match="closed"):
        library.feed_for("https://new.example/")


def test_threads_share_a_library(library: Library, feed: Feed, entry: MakeEntry, keys: list[str]) -> None:
    """Storing, marking and reading at once: every change is there at the end, no error on the way."""
    errors: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for turn in range(8):
                library.store(feed, [entry(f"{number} {turn}")], NOON)
                found = library.rows(library.rowids(View(search=f'"about {number} {turn}"')))
                library.mark([found[0].key], Marking(read=True, bookmarked=bool(turn % 2)))
                library.counts()
                library.poll()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    counts = library.counts()
    assert (counts.stored, counts.unread, counts.bookmarked) == (6 + 32, 6, 16)
    assert len(library.rowids(View(unread=True))) == 6
