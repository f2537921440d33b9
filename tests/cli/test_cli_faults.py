"""When the system fails under a command: one line that says so, nothing lost, and it goes on afterwards.

The faults are put into the processes themselves, where Python calls the system.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from reader.library.library import Library
from reader.library.state import State
from reader.model import Document, Entry, Marking, View
from tests.bench.terminal import Terminal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX faults")

FAULT = """
import errno, fcntl, os

def _break(module, name, code):
    real = getattr(module, name)

    def broken(*values, **more):
        reading = name == "open" and not values[1] & os.O_CREAT
        if reading or (name == "open" and str(values[0]).endswith(".lock")):
            return real(*values, **more)
        raise OSError(code, os.strerror(code))

    setattr(module, name, broken)

for fault in filter(None, os.environ.get("READER_FAULT", "").split()):
    name, code = fault.split(":")
    _break(fcntl if name in ("flock", "lockf") else os, name, getattr(errno, code))
"""

NOON = datetime(2024, 5, 9, 12, tzinfo=UTC)
Faulty = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def faulty(tmp_path: Path) -> Faulty:
    """`faulty("fsync:EIO", "mark", ...)`: a command whose system calls fail."""
    folder = tmp_path / "faults"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(FAULT)

    def run(fault: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH")])),
            "READER_FAULT": fault,
            "READER_DATA_DIR": str(tmp_path / "library"),
        }
        command = [sys.executable, "-m", "reader", *arguments]
        return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)

    return run


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def key(library: Path) -> str:
    """The id of the older of two articles; the newer one is read, bookmarked, noted and tagged."""
    opened = Library.open(library)
    feed = opened.feed_for("https://news.example/feed", "The Example")
    entries = [
        Entry(
            name, f"{name} repaired", published=NOON.replace(day=day), document=Document("It was repaired.")
        )
        for day, name in enumerate(("Pier", "Bridge"), start=1)
    ]
    opened.store(feed, entries, NOON)
    newer, older = (row.key for row in opened.first_rows(View(), 2))
    opened.mark([newer], Marking(read=True, bookmarked=True))
    opened.notes.add(newer, "Ask.")
    opened.tags.tag([newer], ["old"])
    opened.close()
    return older


def told(done: subprocess.CompletedProcess[str]) -> str:
    """The one line of a command that failed."""
    assert done.returncode == 1, (done.stdout, done.stderr)
    (line,) = done.stderr.splitlines()
    assert line.startswith("reader: ")
    assert "Errno" not in line
    assert "internal error" not in line
    return line


def everything(folder: Path) -> tuple[Any, ...]:
    """All that the person did."""
    state = State(folder / "state")
    try:
        documents = (state.bookmarks, state.feeds, state.notes.documents, state.tags.documents)
        return (set(state.read), *map(dict, documents))
    finally:
        state.close()


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ("open:EACCES", "permission denied"),
        ("open:EROFS", "read-only"),
        ("write:ENOSPC", "disk is full"),
        ("write:EDQUOT", "quota"),
        ("fsync:EIO", "disk reports an error"),
        ("replace:EIO", "disk reports an error"),
    ],
)
def test_what_could_not_be_saved_is_said_and_is_not_there(
    faulty: Faulty, reader: Any, key: str, library: Path, fault: str, says: str
) -> None:
    before = everything(library)
    for command in (
        ("mark", key, "--read"),
        ("mark", key, "--bookmark"),
        ("note", key, "A second one."),
        ("tag", key, "+new"),
    ):
        assert says in told(faulty(fault, *command)), command
        assert everything(library) == before, command
    assert reader("check").returncode == 0


def test_a_backup_that_could_not_be_written_leaves_nothing(
    faulty: Faulty, reader: Any, key: str, library: Path, tmp_path: Path
) -> None:
    backup = tmp_path / "out" / "b.zip"
    backup.parent.mkdir()
    for fault, says in (("fsync:EIO", "disk reports"), ("open:ENOSPC", "disk is full")):
        assert says in told(faulty(fault, "backup", str(backup)))
        assert list(backup.parent.iterdir()) == []
    reader("backup", str(backup))
    before = everything(library)
    for fault, says in (("fsync:EIO", "disk reports"), ("open:ENOSPC", "disk is full")):
        assert says in told(faulty(fault, "restore", str(backup)))
        assert everything(library) == before


def test_a_file_size_limit(reader: Any, key: str, tmp_path: Path) -> None:
    """What `ulimit -f` of a shell does: no file may be written."""
    command = f"ulimit -f 0; exec {sys.executable} -m reader mark {key} --read"
    environment = {**os.environ, "READER_DATA_DIR": str(tmp_path / "library")}
    done = subprocess.run(
        ["/bin/sh", "-c", command], capture_output=True, text=True, env=environment, check=False
    )
    told(done)
    assert [json.loads(line)["read"] for line in reader("list", "--json").stdout.splitlines()] == [
        True,
        False,
    ]


def test_a_file_system_without_locks(faulty: Faulty, reader: Any, key: str) -> None:
    without = "flock:ENOLCK lockf:ENOLCK"
    for command in (("mark", key, "--read"), ("note", key, "A note."), ("tag", key, "+new"), ("list",)):
        done = faulty(without, *command)
        assert (done.returncode, done.stderr) == (0, ""), command
    assert reader("check").returncode == 0
    assert len(reader("notes", "--json").stdout.splitlines()) == 2


@pytest.mark.parametrize(
    ("name", "content"), [("bookmarks", ""), ("notes", '{"x": '), ("tags", "[]"), ("read/*", "\0" * 99)]
)
def test_a_damaged_file_is_told_kept_and_mended(
    reader: Any, key: str, library: Path, name: str, content: str
) -> None:
    (file,) = (library / "state").glob(f"{name}.json")
    before = everything(library)
    file.write_text(content)
    listed = reader("list", "--json")
    assert str(file) in listed.stderr
    assert "reader check" in listed.stderr
    assert file.read_text() == content
    assert everything(library) == before  # the last good copy serves
    found = [json.loads(line) for line in reader("check", "--json").stdout.splitlines()]
    assert [str(file) in one["what"] and "last good copy" in one["remedy"] for one in found] == [True]
    assert reader("check", "--mend").returncode == 0
    assert everything(library) == before
    (aside,) = file.parent.glob(f"{file.name}.damaged-*")
    assert aside.read_text() == content


def test_everything_works_in_a_folder_of_any_name(reader: Any, tmp_path: Path) -> None:
    folder = tmp_path / "Meine Ablage – новости 新聞 'quoted' $HOME;x"
    (tmp_path / "a.txt").write_text("Pier repaired\n\nIt was repaired.\n")

    def run(*arguments: str) -> str:
        done = reader(*arguments, "--data-dir", str(folder))
        assert (done.returncode, done.stderr) == (0, ""), arguments
        out: str = done.stdout
        return out

    run("import", str(tmp_path / "a.txt"))
    key = json.loads(run("list", "--json"))["id"]
    for command in (("mark", key, "--read"), ("note", key, "A note."), ("tag", key, "+new"), ("check",)):
        run(*command)
    backup = folder.with_name(f"{folder.name}.zip")
    run("backup", str(backup), "--articles")
    assert reader("restore", str(backup), "--data-dir", str(folder)).returncode == 0
    assert json.loads(run("list", "--json"))["read"]


def test_a_folder_that_vanishes_under_the_screen(
    reader: Any, key: str, library: Path, tmp_path: Path
) -> None:
    away = tmp_path / "away"
    with Terminal(
        [sys.executable, "-m", "reader"], environment={"READER_DATA_DIR": str(library)}
    ) as terminal:
        terminal.read_until("Pier")
        terminal.read_until_quiet()
        library.rename(away)
        seen = len(terminal.seen)
        terminal.send("b")
        terminal.read_until("gone", start=seen)
        assert not library.exists()
        away.rename(library)
        terminal.read_until_quiet(0.3)
        terminal.send("jb")
        terminal.read_until_quiet(0.5)
        terminal.send("q")
        assert terminal.wait() == 0
    assert b"Traceback" not in terminal.seen
    assert reader("check").returncode == 0


BACK = """
import datetime, sys
from reader import cli

class Then(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls(2019, 1, 1, 12, tzinfo=tz)

datetime.datetime = Then
sys.exit(cli.main(sys.argv[1:]))
"""


def test_a_clock_that_goes_back(reader: Any, key: str, tmp_path: Path) -> None:
    """Years before what is stored: no mark is lost, and nothing is taken for old."""
    environment = {**os.environ, "READER_DATA_DIR": str(tmp_path / "library")}
    for command in (["mark", key, "--read"], ["tag", key, "+new"], ["clean", "--days", "1"]):
        done = subprocess.run(
            [sys.executable, "-c", BACK, *command],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "library" / "state" / "read" / "2019-01.json").exists()
    assert [json.loads(line)["read"] for line in reader("list", "--json").stdout.splitlines()] == [True, True]
    assert reader("check").returncode == 0
