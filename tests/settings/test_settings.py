"""The settings file: what it says, what is wrong with it and in which line, and one value changed."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from textual.theme import BUILTIN_THEMES

from reader.config import settings_path
from reader.errors import SettingsError
from reader.services.configuring import change_setting
from reader.settings import DEFAULTS, OWN_THEMES, SETTINGS, THEMES, Settings
from reader.settings_file import documented, read_settings, with_setting
from reader.toml_lines import changed, encoded, line_of

WRONG = """# mine
widht = 90
theme = "dracla"
width = 5 # narrow
browser = [
    "firefox", # a comment
    3,
]
mouse = "yes"
marks = \"\"\"
people\"\"\"
refresh-minutes = true
[keys]
next-mark = 3
[colours]
red = 1
"""


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    read = read_settings(tmp_path / "absent" / "settings.toml")
    assert (read.settings, read.problems) == (Settings(), ())


def test_every_mistake_is_named_by_its_line_and_nothing_else_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(WRONG + "[more]\n", encoding="utf-8")
    read = read_settings(path)
    assert [str(problem) for problem in read.problems] == [
        "settings.toml line 2: no setting is called 'widht'; did you mean 'width'?",
        "settings.toml line 3: theme cannot be 'dracla'; did you mean 'dracula'?",
        "settings.toml line 4: width must be a whole number from 30 to 200",
        'settings.toml line 5: browser must be a list of words, such as ["firefox", "--private-window"]',
        "settings.toml line 9: mouse must be true or false",
        'settings.toml line 10: marks must be one of "all", "officials", "none"',
        "settings.toml line 12: refresh-minutes must be a whole number from 0 to 10080",
        'settings.toml line 14: next-mark must be keys in quotes, such as "ctrl+n"',
        "settings.toml line 15: no setting is called 'colours'",
        "settings.toml line 17: no setting is called 'more'; did you mean 'mouse'?",
    ]
    assert read.settings == DEFAULTS
    path.write_text('fold-stories = false\nwidth = 999\nkeys.undo = "x"\n', encoding="utf-8")
    read = read_settings(path)
    assert read.settings == Settings(fold_stories=False, keys={"undo": "x"})
    assert len(read.problems) == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"width = \n", "cannot be understood: Invalid value (at line 1, column 9)"),
        (b"a = 1\na = 2\n", "(at line 2, column 6)"),
        (b'theme = "\xff"\n', "is not UTF-8"),
        (b"# " + b"x" * 300_000, "is too large"),
        (b"x = " + b"[" * 50_000, "cannot be understood"),
        (b"width = " + b"9" * 10_000, "cannot be understood"),
    ],
    ids=["syntax", "twice", "latin", "large", "deep", "long"],
)
def test_what_cannot_be_read_is_said_and_the_defaults_hold(
    tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(content)
    read = read_settings(path)
    assert read.settings == DEFAULTS
    assert words in str(read.problems[0])
    with pytest.raises(SettingsError):
        change_setting(path, "width", "80")
    assert path.read_bytes() == content


def test_a_folder_in_its_place_is_said(tmp_path: Path) -> None:
    assert "cannot be read" in str(read_settings(tmp_path).problems[0])


def test_marks_of_other_editors_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(b"\xef\xbb\xbfwidth = 80\r\nmouse = false\r\n")
    assert read_settings(path).settings == Settings(width=80, mouse=False)
    assert change_setting(path, "width", "81") == Settings(width=81, mouse=False)


def test_the_explained_file_holds_every_setting_and_says_what_is_set() -> None:
    assert set(SETTINGS) | {"keys"} == {one.name.replace("_", "-") for one in fields(Settings)}
    chosen = Settings(theme="nord", browser=("firefox", "-P"), keys={"undo": "ctrl+z"})
    text = documented(chosen, [("undo", "z", "Take back"), ("quit", "q", "Leave")])
    assert tomllib.loads(text) == {
        "theme": "nord",
        "browser": ["firefox", "-P"],
        "keys": {"undo": "ctrl+z"},
    }
    bare = documented(DEFAULTS)
    assert tomllib.loads(bare) == {"keys": {}}
    every = "\n".join(line.removeprefix("# ") for line in bare.split("\n") if " = " in line)
    assert tomllib.loads(every) == {
        key: list(s.default) if isinstance(s.default, tuple) else s.default for key, s in SETTINGS.items()
    }


def test_the_themes_are_those_there_are() -> None:
    assert set(THEMES) == {*OWN_THEMES, *BUILTIN_THEMES}


def test_one_setting_is_changed_and_all_comments_stay() -> None:
    text = '# top\nwidth = 80  # wide\n\n# theme = "reader-dark"\n\n# about keys\n[keys]\nundo = "z" # u\n'
    for key, word in (
        ("width", "90"),
        ("theme", "nord"),
        ("keys.undo", "#"),
        ("keys.help", "f2"),
        ("mouse", "false"),
        ("browser", "links -g"),
    ):
        text = with_setting(text, key, word)
    assert text == (
        '# top\nwidth = 90  # wide\n\n# theme = "reader-dark"\ntheme = "nord"\nmouse = false\n'
        'browser = ["links", "-g"]\n\n# about keys\n[keys]\nundo = "#" # u\nhelp = "f2"\n'
    )


@pytest.mark.parametrize(
    ("key", "word", "words"),
    [
        ("widht", "80", "did you mean 'width'?"),
        ("width", "many", "a whole number"),
        ("width", "²", "a whole number"),
        ("mouse", "yes", "true or false"),
        ("theme", "nordd", "did you mean 'nord'?"),
        ("keys", "x", "no setting is called 'keys'"),
        ("keys.", "x", "no setting is called 'keys.'"),
    ],
)
def test_a_wrong_change_is_refused(key: str, word: str, words: str) -> None:
    with pytest.raises(SettingsError, match=words.replace("?", "[?]")):
        with_setting("", key, word)


def test_what_cannot_be_changed_alone_is_left() -> None:
    with pytest.raises(SettingsError, match="cannot be set without changing other lines"):
        with_setting('keys = { undo = "z", help = "x" }\n', "keys.undo", "y")


NAMES = st.sampled_from([*SETTINGS, "other", "x_1", "a b", "é"])
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALUES = TEXTS | st.integers(-(2**60), 2**60) | st.booleans() | st.lists(TEXTS, max_size=3)
COMMENTS = st.sampled_from(["", "  # said", "\t#", ' # "quoted" = [', " # # twice"])
GAPS = st.sampled_from(["", "# a line\n", "\n", "\n\n#\n", "# width = 74\n"])


def _line(key: str, value: Any, comment: str) -> str:
    plain = key.isascii() and " " not in key
    return f"{key if plain else encoded(key)} = {encoded(value)}{comment}\n"


@given(
    st.lists(st.tuples(GAPS, NAMES, VALUES, COMMENTS), max_size=5, unique_by=lambda part: part[1]),
    st.lists(st.tuples(GAPS, NAMES, VALUES, COMMENTS), max_size=3, unique_by=lambda part: part[1]),
    NAMES,
    VALUES,
    st.booleans(),
)
def test_a_change_changes_one_value_and_keeps_every_comment(
    top: list[tuple[str, str, Any, str]],
    table: list[tuple[str, str, Any, str]],
    key: str,
    value: Any,
    in_table: bool,
) -> None:
    text = "".join(gap + _line(*rest) for gap, *rest in top)
    text += "[keys]\n" + "".join(gap + _line(*rest) for gap, *rest in table)
    before = tomllib.loads(text)
    assume("keys" not in [part[1] for part in top])
    result = changed(text, ("keys", key) if in_table else (key,), value)
    after = tomllib.loads(result)
    target = after["keys"] if in_table else after
    assert target.pop(key) == value
    (before["keys"] if in_table else before).pop(key, None)
    assert after == before
    for gap, _, _, comment in (*top, *table):
        assert gap.strip() in result
        assert comment in result
    assert result.count("#") - encoded(value).count("#") >= text.count("#") - sum(
        encoded(part[2]).count("#") for part in (*top, *table)
    )


@given(
    st.lists(st.tuples(GAPS, NAMES, VALUES, COMMENTS), min_size=1, max_size=6, unique_by=lambda part: part[1])
)
def test_the_line_of_a_key_is_the_one_that_sets_it(parts: list[tuple[str, str, Any, str]]) -> None:
    text, lines = "", {}
    for gap, key, value, comment in parts:
        text += gap
        lines[key] = text.count("\n") + 1
        text += _line(key, value, comment)
    assert {key: line_of(text, (key,)) for key in lines} == lines


def test_where_the_file_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("READER_CONFIG", str(tmp_path / "mine.toml"))
    assert settings_path() == tmp_path / "mine.toml"
    assert settings_path(str(tmp_path / "other.toml")) == tmp_path / "other.toml"
    monkeypatch.delenv("READER_CONFIG")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert settings_path().name == "settings.toml"
