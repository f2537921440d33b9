"""Keys of one's own: how they may be written, and every mistake named by its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.keys import _character_to_key

from reader.settings_file import Read, read_settings
from reader.tui.actions import ACTIONS, Action
from reader.tui.keymap import NO_KEY, keymap_of, shown, shown_keys, spelled, written


def read(tmp_path: Path, text: str) -> Read:
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return read_settings(path)


@pytest.mark.parametrize("sign", [chr(code) for code in range(33, 127)])
def test_a_sign_is_spelled_as_textual_does_and_shown_as_itself(sign: str) -> None:
    assert spelled(sign) == _character_to_key(sign)
    assert shown(spelled(sign)) == sign


@pytest.mark.parametrize(
    ("words", "textual"),
    [
        ("Ctrl+N, ]", "ctrl+n,right_square_bracket"),
        ("PgDn", "pagedown"),
        ("shift+g", "G"),
        ("shift+ctrl+left", "ctrl+shift+left"),
        ("esc,esc", "escape"),
        ("Space,F12", "space,f12"),
        ("ctrl+/", "ctrl+slash"),
        ("ж", "ж"),
        ("", NO_KEY),
    ],
)
def test_keys_may_be_written_as_people_do(words: str, textual: str) -> None:
    assert spelled(words) == textual


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_the_registrys_own_keys_may_be_written_in_the_settings(action: Action) -> None:
    assert spelled(written(action)) == action.keys
    assert shown_keys(action, {}).count(" ") == action.keys.count(",")


def test_names_of_actions_are_their_own() -> None:
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)


def test_mistakes_are_named_by_line_and_the_rest_holds(tmp_path: Path) -> None:
    text = (
        '[keys]\nnext-mark = "ctrl+n"\nundu = "x"\nhelp = "fn1"\nquit = "crtl+x"\nfilter = "ctrl+m"\n'
        'undo = "u"\nlist-first = "z"\nimport = "a,,b"\n'
    )
    keymap, problems = keymap_of(read(tmp_path, text))
    assert keymap == {"next-mark": "ctrl+n"}
    assert sorted(map(str, problems)) == [
        "settings.toml line 3: no action is called 'undu'; did you mean 'undo'?",
        "settings.toml line 4: no key is called 'fn1'; did you mean 'f1'?",
        "settings.toml line 5: no key is called 'crtl+x'; before the + stand ctrl, alt or shift, not 'crtl'",
        "settings.toml line 6: Ctrl+M is Enter to a terminal",
        "settings.toml line 7: u is the key of toggle-read already",
        "settings.toml line 8: z is the key of undo already",
        'settings.toml line 9: between two commas there must be a key; the comma itself is "comma"',
    ]


def test_two_actions_may_change_places_and_panes_do_not_disturb_one_another(tmp_path: Path) -> None:
    swapped = (
        '[keys]\nnext-unread = "p"\nprevious-unread = "n"\nlist-first = "ctrl+t"\narticle-top = "ctrl+t"\n'
    )
    keymap, problems = keymap_of(read(tmp_path, swapped))
    assert len(keymap) == 4
    assert not problems
