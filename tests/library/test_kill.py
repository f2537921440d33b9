"""Programs killed with SIGKILL at random moments lose nothing that they had acknowledged.

A few rounds only; `python -m tests.library.kill 1000` is the long run.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from tests.conftest import Site
from tests.library.kill import Killing

ROUNDS = 5

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")


def test_nothing_acknowledged_is_lost_by_a_kill(folder: Path, site: Site) -> None:
    killing = Killing(folder, site, random.Random(ROUNDS))
    for number in range(ROUNDS):
        killing.round(command=number % 2 == 0)
        assert killing.lost() == {}
        assert list(killing.faults()) == []
    assert all(killing.acknowledged[kind] for kind in "srb")


def test_what_is_missing_is_noticed(folder: Path, site: Site) -> None:
    killing = Killing(folder, site, random.Random(1))
    killing.round(command=False)
    for kind in "srbnta":
        killing.acknowledged[kind].add("made up")
    assert killing.lost() == {kind: {"made up"} for kind in "srbnta"}
    (folder / "state" / "bookmarks.json").write_bytes(b"{}")
    assert "b" in killing.lost()


def test_programs_at_work_lose_no_mark_and_never_meet_a_lock(folder: Path, site: Site) -> None:
    killing = Killing(folder, site, random.Random(2))
    writers = [killing.writer(name, kinds) for name, kinds in (("one", "srb"), ("two", "srb"), ("six", "sr"))]
    for writer in writers:
        assert writer.stdout is not None
        for _ in range(30):  # each goes on while the next is read
            killing.take(writer.stdout.readline())
    for writer in writers:
        assert writer.poll() is None
        writer.kill()
        writer.communicate()
    assert killing.lost() == {}
    assert list(killing.faults()) == []
