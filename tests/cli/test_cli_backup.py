"""`reader backup` and `reader restore` as processes."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def key(reader: Any, tmp_path: Path) -> str:
    """The id of the one article of a library, bookmarked."""
    (tmp_path / "a.txt").write_text("Pier repaired\n\nThe pier was repaired over the winter by the town.\n")
    reader("import", str(tmp_path / "a.txt"))
    found: str = json.loads(reader("list", "--json").stdout)["id"]
    reader("mark", found, "--bookmark")
    return found


def test_there_and_back(reader: Any, key: str, tmp_path: Path) -> None:
    file, new = tmp_path / "my backup.zip", str(tmp_path / "новый")
    done = reader("backup", str(file), "--articles")
    assert done.returncode == 0
    assert "with the articles" in done.stdout
    again = reader("backup", str(file))
    assert (again.returncode, "--force" in again.stderr) == (1, True)
    assert reader("backup", str(file), "--force").returncode == 0

    assert "sound" in reader("restore", str(file), "--dry-run", "--data-dir", new).stdout
    assert not Path(new).exists()
    assert reader("restore", str(file), "--data-dir", new).returncode == 0
    row = json.loads(reader("list", "--json", "--data-dir", new).stdout)
    assert (row["id"], row["bookmarked"]) == (key, True)
    assert reader("check", "--data-dir", new).returncode == 0


def test_what_was_there_is_said_to_be_aside(reader: Any, key: str, tmp_path: Path) -> None:
    reader("backup", str(tmp_path / "b.zip"))
    reader("mark", key, "--unbookmark")
    done = reader("restore", str(tmp_path / "b.zip"))
    assert done.returncode == 0
    (aside,) = (tmp_path / "library").glob("state.before-restore-*")
    assert str(aside) in done.stderr
    assert json.loads(reader("list", "--json").stdout)["bookmarked"]


def test_what_is_no_backup_is_refused_in_one_line(reader: Any, key: str, tmp_path: Path) -> None:
    reader("backup", str(tmp_path / "b.zip"), "--articles")
    sound = (tmp_path / "b.zip").read_bytes()
    (tmp_path / "cut.zip").write_bytes(sound[: len(sound) // 2])
    for name in ("cut.zip", "a.txt", "missing.zip", "library"):
        for more in ((), ("--dry-run",)):
            done = reader("restore", str(tmp_path / name), *more)
            assert (done.returncode, len(done.stderr.splitlines()), done.stdout) == (1, 1, "")
            assert name in done.stderr
    assert json.loads(reader("list", "--json").stdout)["id"] == key


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_a_killed_restore_leaves_one_state_or_the_other(reader: Any, key: str, tmp_path: Path) -> None:
    library = tmp_path / "library"
    file = tmp_path / "b.zip"
    reader("backup", str(file), "--articles")
    reader("mark", key, "--unbookmark", "--read")
    for number in range(5):
        command = [sys.executable, "-m", "reader", "restore", str(file), "--data-dir", str(library)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(0.1 + 0.06 * number)
        process.send_signal(signal.SIGKILL)
        process.wait()
        row = json.loads(reader("list", "--json").stdout)
        assert (row["id"], row["read"], row["bookmarked"]) in ((key, True, False), (key, False, True))
    assert reader("restore", str(file)).returncode == 0
    assert reader("check").returncode == 0
    assert json.loads(reader("list", "--json").stdout)["bookmarked"]
