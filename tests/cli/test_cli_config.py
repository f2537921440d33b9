"""`reader config`: the settings explained, checked and changed."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.conftest import Command


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "config" / "settings.toml"
    monkeypatch.setenv("READER_CONFIG", str(path))
    return path


def test_it_explains_every_setting_and_reads_what_it_printed(path: Path, reader: Command) -> None:
    assert reader("config", "--path").stdout == f"{path}\n"
    printed = reader("config").stdout
    assert tomllib.loads(printed) == {"keys": {}}
    for words in ("# width = 74", "A whole number from 30 to 200", '# next-mark = "]"'):
        assert words in printed
    path.parent.mkdir()
    path.write_text(printed, encoding="utf-8")
    assert reader("config", "--check").stdout == f"{path}: all is well\n"
    assert not path.with_name("absent.toml").exists()
    assert "not there" in reader("config", "--check", "--config", str(path.with_name("absent.toml"))).stdout


def test_a_change_makes_an_explained_file_and_keeps_what_is_in_it(path: Path, reader: Command) -> None:
    assert reader("config", "set", "width", "90").returncode == 0
    text = path.read_text(encoding="utf-8")
    assert "# width = 74\nwidth = 90\n" in text
    assert reader("config", "set", "keys.next-mark", "ctrl+n, ]").returncode == 0
    after = path.read_text(encoding="utf-8")
    assert set(text.split("\n")) < set(after.split("\n"))
    assert tomllib.loads(after) == {"width": 90, "keys": {"next-mark": "ctrl+n, ]"}}
    assert '\nnext-mark = "ctrl+n, ]"\n' in reader("config").stdout


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("widht", "90", "did you mean 'width'?"),
        ("width", "9", "a whole number"),
        ("keys.next-mark", "z", "z is the key of undo already"),
        ("keys.next-mrk", "x", "did you mean 'next-mark'?"),
    ],
)
def test_a_wrong_change_leaves_no_file(path: Path, reader: Command, key: str, value: str, words: str) -> None:
    done = reader("config", "set", key, value)
    assert done.returncode == 1
    assert words in done.stderr
    assert not path.exists()


def test_mistakes_are_named_by_line(path: Path, reader: Command) -> None:
    path.parent.mkdir()
    path.write_text('width = 90\nmose = true\n[keys]\nundo = "u"\n', encoding="utf-8")
    done = reader("config", "--check")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "reader: settings.toml line 2: no setting is called 'mose'; did you mean 'mouse'?",
        "reader: settings.toml line 4: u is the key of toggle-read already",
    ]
    shown = reader("config")
    assert shown.returncode == 0
    assert tomllib.loads(shown.stdout)["width"] == 90
    assert "mose" in shown.stderr
