"""The README promises what the program does."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tinydb import TinyDB

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def test_every_command_and_option_of_the_readme_exists() -> None:
    block = README.split("## Command line")[1].split("```")[1]
    for line in block.strip().splitlines():
        words = line.split()
        if len(words) < 2 or not words[1].islower() or words[1] in ("open",):
            continue
        command = [words[1], words[2].strip("[]")] if words[1] == "feeds" else [words[1]]
        help_text = subprocess.run(
            [sys.executable, "-m", "reader", *command, "--help"], capture_output=True, text=True, check=True
        ).stdout
        for option in re.findall(r"--[a-z-]+", line):
            assert option in help_text, f"{option} of `{line}`"


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
