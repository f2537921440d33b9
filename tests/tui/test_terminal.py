"""What the terminal can show, and drawing with ASCII alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from reader.tui.ascii import in_ascii
from reader.tui.terminal import Terminal, terminal_of


@pytest.mark.parametrize(
    "term", ["linux", "xterm", "xterm-256color", "screen.xterm-256color", "vt220", "xterm-kitty", ""]
)
@pytest.mark.parametrize("colorterm", ["truecolor", "24bit", "yes", ""])
def test_few_colours_is_what_rich_would_write(term: str, colorterm: str) -> None:
    environment = {"TERM": term, "COLORTERM": colorterm}
    console = Console(_environ=environment, force_terminal=True, legacy_windows=False)
    assert terminal_of(environment).few_colours == (console.color_system in (None, "standard"))


def test_the_browser_has_all_colours() -> None:
    assert not terminal_of({"TEXTUAL_COLOR_SYSTEM": "truecolor", "TERM": "linux"}).few_colours


@pytest.mark.parametrize(
    ("environment", "is_ascii"),
    [
        ({}, False),
        ({"LANG": "en_US.UTF-8"}, False),
        ({"LANG": "de_DE.utf8@euro"}, False),
        ({"LANG": "en_GB"}, False),
        ({"LANG": "ja_JP.eucJP"}, True),
        ({"LANG": "de_DE.ISO-8859-15@euro"}, True),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "C"}, True),
        ({"LANG": "en_US.UTF-8", "LC_CTYPE": "POSIX"}, True),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, False),
        ({"LANG": "C", "LC_ALL": ""}, True),
        ({"LANG": "xx.no-such-set"}, False),
    ],
)
def test_signs_follow_the_locale(environment: dict[str, str], is_ascii: bool) -> None:
    assert terminal_of({**environment, "COLORTERM": "truecolor"}) == Terminal(ascii=is_ascii)


def test_signs_become_what_is_like_them() -> None:
    assert in_ascii("● Ångström “said” — 3…") == '* Angstrom "said" - 3.'
    assert in_ascii("╭─┤│╰") == "+-+|+"
    assert in_ascii("──━━") == "--=="
    assert len({in_ascii(sign) for sign in "●★ "}) == 3, "unread, bookmarked and neither"
    assert in_ascii("東京 e\u0301") == "???? e"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_ascii_is_as_wide_as_what_it_stands_for(text: str) -> None:
    drawn = in_ascii(text)
    assert drawn.isascii()
    assert len(drawn) == cell_len(text)
