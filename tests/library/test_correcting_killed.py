"""Programs that correct names are killed at any moment, two of them at once; nothing said is lost, and
what is left half done is made whole."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

from reader.library.corrected import corrected, for_article
from reader.library.library import Library
from reader.model import Title, View
from tests.library.correcting_program import NAMES
from tests.library.shelf_of_names import LUND, Named, Shelf

SECONDS = 0.5
ROUNDS = 5


def start(folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.library.correcting_program", str(folder)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def kept(lines: str) -> set[str]:
    """The corrections that were acknowledged and that nobody set about taking back."""
    there: set[str] = set()
    for sign, _, said in (line.partition(" ") for line in lines.splitlines()):
        if sign == "+":
            there.add(said)
        else:
            there.discard(said)
    return there


def test_killed_programs_lose_no_correction_and_leave_nothing_half_done(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    library = Library.open(folder)
    shelf = Shelf(library)
    for number in range(60):
        name, other = NAMES[number % 3], NAMES[(number + 1) % 3]
        titles = (Title("Mayor", ("Lund", "Hobart")[number % 2]),)
        shelf.put(f"{name} met {other} in Lund.", [Named(name, titles), Named(other)], [LUND])
    for _ in range(ROUNDS):
        programs = [start(folder), start(folder)]
        first = [program.stdout.readline() for program in programs if program.stdout]  # they are at it
        sleep(random.uniform(0, SECONDS))
        for program in programs:
            program.kill()
        told = [line + program.communicate()[0] for line, program in zip(first, programs, strict=True)]
    library.poll()
    there = {one.id for one in library.corrections.all()}
    # What the last round's programs said of one correction may be undone by the other of them.
    for own, other in (told, told[::-1]):
        touched = {line.split()[-1] for line in other.splitlines()}
        assert kept(own) - touched <= there

    deadline = monotonic() + 60
    while library.corrections.unfinished():
        list(library.corrections.apply())
        assert monotonic() < deadline
    said = library.corrections.all()
    for key, engine in shelf.said.items():
        text = library.article(key).document.text
        assert shelf.marks(key) == corrected(engine, for_article(said, key), text)
    library.corrections.remove([one.id for one in said])
    shelf.apply()
    assert {key: shelf.marks(key) for key in shelf.said} == shelf.said
    assert sum(page.reported.articles for name in NAMES for page in shelf.who(name)) == 120
    assert len(library.rowids(View(search='who:"Tove Lind"'))) == 40
    library.close()
