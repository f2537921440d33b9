"""What reaches a real terminal, byte for byte."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tests.bench.terminal import Terminal
from tests.terminal.hostile_screen import LAST_WORDS, MARKER

POINTER = re.compile(r"\x1b\]22;[a-z]+\x07")
"""The shape of the mouse pointer, which Textual sets."""
SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[@-Z\\^_78=>]|\([0AB])")
PLACING = re.compile(r"\x1b\[[0-9;]*[mH]")
"""Colours and positions, of which there are endlessly many."""
ERASED_LINE = b"\r\x1b[K"
"""What the progress of a command writes of its own."""
HOSTILE = (
    "\x1b]0;owned\x07 \x1b]52;c;aGVsbG8=\x07 \x1b[2J\x1b[31m \x1bP1$r\x1b\\ \x1b_x\x1b\\ \x1bc",
    "\x9b2J \x9d0;owned\x9c \x90x\x9c \x85 \x00 \x07 \x08 \x7f \x0e \x0f",
    "\u202eright\u202c \u2066left\u2069 \u200e\u200f\u061c \u2028 \u2029 \ufeff",
    "[/bold] [@click=app.quit]x[/] [link=https://e.example]y[/link] \\[",
)
KEYS = "\r]]ub"


def run_with(words: str) -> str:
    command = [sys.executable, "-m", "tests.terminal.hostile_screen", ascii(words)]
    with Terminal(command) as terminal:
        terminal.read_until(MARKER)
        terminal.read_until(LAST_WORDS)
        terminal.read_until_quiet()
        for key in KEYS:
            terminal.send(key)
            terminal.read_until_quiet(0.1)
        terminal.send("?")
        terminal.read_until("type to search")
        terminal.send("?")
        assert terminal.quit() == 0
        return POINTER.sub("", terminal.seen.decode("utf-8"))


@pytest.fixture(scope="module")
def own_sequences() -> set[str]:
    """What Textual writes over a harmless article, but for colours and positions."""
    return commands_in(run_with("harmless"))


def commands_in(written: str) -> set[str]:
    return set(SEQUENCE.findall(PLACING.sub("", written)))


@pytest.mark.parametrize("words", HOSTILE)
def test_no_text_is_obeyed_by_the_terminal(words: str, own_sequences: set[str]) -> None:
    written = run_with(words)
    assert commands_in(written) <= own_sequences
    plain = SEQUENCE.sub("", written)
    dangerous = [
        sign
        for sign in plain
        if (ord(sign) < 32 and sign not in "\r\n")
        or 0x7F <= ord(sign) <= 0x9F
        or sign in "\u2028\u2029\u061c\ufeff\u200e\u200f"
        or "\u202a" <= sign <= "\u202e"
        or "\u2060" <= sign <= "\u206f"
    ]
    assert dangerous == []


def test_the_reader_command_paints_and_leaves_the_terminal_as_it_was(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text("Bridge \x1b]0;owned\x07 opens\n\nUpdated: 2024-05-01\n\nThe bridge is open.\n")
    environment = {"READER_DATA_DIR": str(tmp_path / "library")}
    with Terminal(
        [sys.executable, "-m", "reader", "import", str(article)], environment=environment
    ) as terminal:
        assert terminal.wait() == 0
        assert b"\x1b" not in terminal.seen.replace(ERASED_LINE, b"")
    with Terminal([sys.executable, "-m", "reader"], environment=environment) as terminal:
        terminal.read_until("Bridge")
        terminal.read_until("The bridge is open.")
        terminal.send("q")
        assert terminal.wait() == 0
        assert b"\x1b[?1049l" in terminal.seen
        assert "\x1b]" not in POINTER.sub("", terminal.seen.decode("utf-8"))
        assert b"Traceback" not in terminal.seen


def test_no_color_means_no_colour(tmp_path: Path) -> None:
    environment = {"NO_COLOR": "1", "READER_DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "tests.terminal.hostile_screen", "'harmless'"]
    with Terminal(command, environment=environment) as terminal:
        terminal.read_until(MARKER)
        terminal.read_until(LAST_WORDS)
        terminal.read_until_quiet()
        terminal.send("]")
        terminal.read_until_quiet()
        terminal.send("q")
        terminal.wait()
        colours = set(re.findall(r"\x1b\[([0-9;]*)m", terminal.seen.decode()))
        codes = {int(code) for colour in colours for code in colour.split(";") if code}
        assert codes <= {0, 1, 2, 3, 4, 7, 21, 22, 23, 24, 27, 39, 49}, (
            "39 and 49 are the terminal's own colours"
        )
        assert {1, 3, 4} <= codes, "officials are bold and underlined, places in italics"
