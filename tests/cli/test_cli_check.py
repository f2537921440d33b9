"""`reader check` as a process, and damage told by every command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def bookmarked(reader: Any, tmp_path: Path) -> str:
    """The id of the one article of a library, read and bookmarked."""
    (tmp_path / "a.txt").write_text("Pier repaired\n\nThe pier was repaired over the winter by the town.\n")
    reader("import", str(tmp_path / "a.txt"))
    key: str = json.loads(reader("list", "--json").stdout)["id"]
    reader("mark", key, "--read")
    reader("mark", key, "--bookmark")
    return key


def test_a_sound_library_is_well(reader: Any, bookmarked: str) -> None:
    done = reader("check")
    assert done.returncode == 0
    assert "all is well" in done.stdout


def test_a_damaged_bookmark_file_is_told_kept_and_mended(
    reader: Any, bookmarked: str, tmp_path: Path
) -> None:
    file = tmp_path / "library" / "state" / "bookmarks.json"
    file.write_text("")
    listed = reader("list", "--json")
    assert "bookmarks.json" in listed.stderr
    assert file.read_text() == ""

    found = reader("check", "--json")
    assert found.returncode == 1
    assert any("bookmarks.json" in json.loads(line)["what"] for line in found.stdout.splitlines())
    assert reader("check", "--mend").returncode == 0
    assert reader("check").returncode == 0
    assert json.loads(reader("list", "--json", "--bookmarked").stdout)["id"] == bookmarked


def test_a_damaged_archive_is_told_and_mended_without_losing_a_mark(
    reader: Any, bookmarked: str, tmp_path: Path
) -> None:
    archive = tmp_path / "library" / "articles.sqlite3"
    archive.write_bytes(b"not a database" * 1000)
    assert reader("list").returncode == 1
    assert archive.read_bytes().startswith(b"not a database")
    assert reader("check", "--mend").returncode == 0
    row = json.loads(reader("list", "--json").stdout)
    assert (row["id"], row["read"], row["bookmarked"]) == (bookmarked, True, True)
