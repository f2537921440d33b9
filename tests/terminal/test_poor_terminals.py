"""Terminals of 16 colours and of ASCII alone: what is written to them, byte for byte."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tests.bench.terminal import Terminal

POINTER = re.compile(r"\x1b\]22;[a-z]+\x07")
COLOURS = re.compile(r"\x1b\[([0-9;]*)m")


@pytest.mark.parametrize(("lines", "theme"), [((80, 24), "reader-dark"), ((60, 20), "reader-light")])
def test_a_console_is_sent_its_own_colours_and_ascii(
    tmp_path: Path, lines: tuple[int, int], theme: str
) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text(f'theme = "{theme}"\n', encoding="utf-8")
    environment = {
        "TERM": "linux",
        "COLORTERM": "",
        "LC_ALL": "C",
        "READER_CONFIG": str(settings),
        "READER_DATA_DIR": str(tmp_path / "library"),
    }
    columns, rows = lines
    command = [sys.executable, "-m", "reader"]
    with Terminal(command, columns=columns, lines=rows, environment=environment) as terminal:
        terminal.read_until("of 12")
        terminal.read_until_quiet()
        terminal.send("\r")
        terminal.read_until("\x1b[1;4;33")
        terminal.read_until("\x1b[3;36")
        for key in ("]", "?"):
            terminal.read_until_quiet(0.2)
            terminal.send(key)
        terminal.read_until("Esc closes")
        terminal.send("?")
        assert terminal.quit() == 0
    written = POINTER.sub("", terminal.seen.decode("utf-8"))
    assert written.isascii()
    codes = [code for found in COLOURS.findall(written) for code in found.split(";")]
    assert not {"38", "48"} & set(codes), "no colours by number"
    assert "Keys" in written
