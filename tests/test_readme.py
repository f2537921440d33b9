"""The README promises what the program does."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tinydb import TinyDB

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def test_the_readme_tells_of_every_command_and_of_no_other_option() -> None:
    block = README.split("## Command line")[1].split("```")[1]
    told: dict[str, set[str]] = {}
    for line in re.split(r"\n(?=reader)|;  (?=reader)", block.strip()):
        for command in line.split()[1].split("|"):
            told.setdefault(command.strip("[]"), set()).update(re.findall(r"--[a-z-]+", line))
    commands = _names_in(_help())
    assert commands <= told.keys()
    for command in commands:
        known = _help(command) + "".join(_help(command, action) for action in _names_in(_help(command)))
        assert told[command] <= set(re.findall(r"--[a-z-]+", known)), command


def _help(*command: str) -> str:
    return subprocess.run(
        [sys.executable, "-m", "reader", *command, "--help"], capture_output=True, text=True, check=True
    ).stdout


def _names_in(text: str) -> set[str]:
    """The commands or actions that a help text lists."""
    return set(re.findall(r"^    ([a-z][a-z-]+)(?=  |$)", text, re.MULTILINE))


def test_pictures_and_documents_that_the_readme_links_to_exist() -> None:
    for target in re.findall(r"\]\(((?!https?:)[^)#]+)\)", README):
        assert (Path(__file__).parent.parent / target).exists(), target


def test_tinydb_opens_the_state_as_told(tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text("Bridge opens\n\nThe mayor opened the bridge on Monday.\n", encoding="utf-8")

    def reader(*words: str) -> str:
        command = [sys.executable, "-m", "reader", *words, "--data-dir", str(tmp_path)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    reader("import", str(article))
    key = reader("list").split()[0]
    reader("mark", key, "--bookmark")
    told = re.search(r'TinyDB\("([^"]+)"\)\.table\("([^"]+)"\)\.all\(\)', README)
    assert told is not None
    with TinyDB(tmp_path / told[1]) as state:
        assert [bookmark["key"] for bookmark in state.table(told[2]).all()] == [key]
