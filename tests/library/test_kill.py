"""Programs killed with SIGKILL at random moments lose nothing that they had acknowledged.

READER_KILL_ROUNDS sets the number of rounds, for a long run.
"""

from __future__ import annotations

import json
import os
import random
import sqlite3
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

import pytest
from tinydb import TinyDB

from reader.library.library import Library
from reader.model import View

ROUNDS = int(os.environ.get("READER_KILL_ROUNDS", "6"))
WRITER = Path(__file__).with_name("writer.py")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")


def started(folder: Path, name: str, kinds: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(WRITER), str(folder), name, kinds], stdout=subprocess.PIPE, text=True
    )


def test_nothing_acknowledged_is_lost_by_a_kill(folder: Path) -> None:
    """Two programs at a time, one that stores and marks, one that only marks what the first stored."""
    chance = random.Random(ROUNDS)
    acknowledged: dict[str, set[str]] = defaultdict(set)
    for _ in range(ROUNDS):
        writers = [started(folder, "one", "srbr"), started(folder, "two", "sbr")]
        for writer in writers:
            assert writer.stdout is not None
            take(acknowledged, writer.stdout.readline())  # it is at work
        time.sleep(chance.uniform(0, 0.15))
        for writer in writers:
            writer.kill()
        for writer in writers:
            assert writer.stdout is not None
            for line in writer.stdout.read().splitlines(keepends=True):
                take(acknowledged, line)
            writer.stdout.close()
            writer.wait()
        check(folder, acknowledged)
    assert all(acknowledged[kind] for kind in "srb")


def take(acknowledged: dict[str, set[str]], line: str) -> None:
    if line.endswith("\n"):
        kind, names = json.loads(line)
        acknowledged[kind] |= set(names)


def check(folder: Path, acknowledged: dict[str, set[str]]) -> None:
    library = Library.open(folder)
    assert not library.damaged
    rows = library.rows(library.rowids(View()))
    assert acknowledged["s"] <= {library.article(row.key).entry_id for row in rows}
    assert acknowledged["r"] <= {row.key for row in rows if row.read}
    assert acknowledged["b"] <= {row.key for row in rows if row.bookmarked}
    library.close()
    for path in (folder / "state").rglob("*.json"):
        with TinyDB(path) as stock:
            assert stock.tables()
    archive = sqlite3.connect(folder / "articles.sqlite3")
    assert archive.execute("PRAGMA quick_check").fetchall() == [("ok",)]
    archive.execute("INSERT INTO search(search, rank) VALUES ('integrity-check', 1)")
    archive.close()


def test_two_programs_at_work_lose_no_mark_and_never_meet_a_lock(folder: Path) -> None:
    writers = [
        started(folder, name, kinds) for name, kinds in (("one", "srb"), ("two", "srb"), ("six", "sr"))
    ]
    acknowledged: dict[str, set[str]] = defaultdict(set)
    for writer in writers:
        assert writer.stdout is not None
        for _ in range(30):  # each goes on while the next is read
            take(acknowledged, writer.stdout.readline())
    for writer in writers:
        assert writer.poll() is None
        writer.kill()
        writer.communicate()
    check(folder, acknowledged)
