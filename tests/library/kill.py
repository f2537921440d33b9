"""Programs killed with SIGKILL at random moments: `python -m tests.library.kill [ROUNDS] [SEED]`

Each round lets two programs change one library without pause (writer.py) and beside them the command
line import, refresh, mark or annotate, kills all of them at a random moment, and looks for everything
that any of them had acknowledged: by a line on standard output, or by ending with status 0. It prints
what was acknowledged and what of it is lost, and ends with 1 when something is. A thousand rounds take
about half an hour on two cores.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tinydb import TinyDB

from reader.library.library import Library
from reader.library.state import State
from reader.model import View
from tests.conftest import Site

WRITER = Path(__file__).with_name("writer.py")
FRESH = 50  # rounds after which a new library is begun, so that looking at it stays quick
KINDS = {
    "s": "entries",
    "r": "read marks",
    "b": "bookmarks",
    "n": "notes",
    "t": "tagged articles",
    "a": "annotated articles",
}

Marks = dict[str, set[str]]


@dataclass
class Tally:
    """Over all rounds, by kind."""

    acknowledged: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    commands: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)


@dataclass
class Command:
    """A command that acknowledges by ending with 0, or by lines that name their source as done."""

    process: subprocess.Popen[str]
    kind: str
    names: set[str]

    def acknowledged(self) -> set[str] | None:
        """What it said that it had done, None when it was killed before."""
        assert self.process.stdout is not None
        lines = self.process.stdout.read().splitlines(keepends=True)
        self.process.stdout.close()
        status = self.process.wait()
        done = any(line.endswith("\n") and json.loads(line)["status"] != "error" for line in lines)
        return self.names if status == 0 or done else None


class Killing:
    """One library, killed again and again."""

    def __init__(self, folder: Path, site: Site, chance: random.Random) -> None:
        self.folder = folder
        self.acknowledged: Marks = defaultdict(set)
        self.commands: Counter[str] = Counter()
        self._site = site
        self._chance = chance
        self._feeds: dict[str, int] = {}

    def round(self, *, command: bool = True) -> None:
        """Let them work, kill them, take down what they had acknowledged."""
        others = [self._command()] if command else []
        writers = [self.writer("one", "srbntra"), self.writer("two", "sbrt")]
        for writer in writers:
            assert writer.stdout is not None
            self.take(writer.stdout.readline())  # it is at work
        time.sleep(self._chance.uniform(0, 1.2 if command else 0.15))
        for process in [*writers, *(other.process for other in others)]:
            process.send_signal(signal.SIGKILL)
        for writer in writers:
            assert writer.stdout is not None
            for line in writer.stdout.read().splitlines(keepends=True):
                self.take(line)
            writer.stdout.close()
            writer.wait()
        for other in others:
            done = other.acknowledged()
            self.commands["done" if done is not None else "killed"] += 1
            self.acknowledged[other.kind] |= done or set()

    def take(self, line: str) -> None:
        if line.endswith("\n"):
            kind, names = json.loads(line)
            self.acknowledged[kind] |= set(names)

    def writer(self, name: str, kinds: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, str(WRITER), str(self.folder), name, kinds],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def _command(self) -> Command:
        kind = self._chance.choice(["import", "refresh", "mark", "annotate"])
        if kind == "mark" and self.acknowledged["s"]:
            keys = self._some_keys()
            return Command(self._reader("mark", *keys, "--read"), "r", set(keys))
        if kind == "annotate":
            return Command(self._reader("annotate", "--stored", "--limit", "3"), "a", set())
        path = (
            f"/{len(self._feeds)}"
            if kind == "import" or not self._feeds
            else self._chance.choice([*self._feeds])
        )
        count = self._feeds[path] = self._feeds.get(path, 0) + 5
        names = [f"{path} {n}" for n in range(count)]
        url = self._site.put(path, _feed(names[-40:]))
        wanted = (
            self._reader("import", url, "--json")
            if kind == "import"
            else self._reader("refresh", url, "--json")
        )
        return Command(wanted, "s", set(names[-40:]))

    def _some_keys(self) -> list[str]:
        library = Library.open(self.folder)
        try:
            rows = library.first_rows(View(), 200)
        finally:
            library.close()
        return [row.key for row in self._chance.sample(rows, min(3, len(rows)))]

    def _reader(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "reader", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "READER_DATA_DIR": str(self.folder)},
        )

    # --- what is left

    def lost(self) -> Marks:
        """What was acknowledged and is not there."""
        there = self._there()
        return {
            kind: missing for kind, names in self.acknowledged.items() if (missing := names - there[kind])
        }

    def _there(self) -> Marks:
        state = State(self.folder / "state")
        try:
            there: Marks = defaultdict(set)
            there["r"], there["b"] = state.read, set(state.bookmarks)
            there["n"], there["t"] = set(state.notes.documents), set(state.tags.documents)
        finally:
            state.close()
        with _opened(self.folder) as archive:
            there["s"] = {name for (name,) in archive.execute("SELECT entry_id FROM articles")}
            there["a"] = {key for (key,) in archive.execute("SELECT key FROM articles WHERE engine != ''")}
        return there

    def faults(self) -> Iterator[str]:
        """What is wrong with the files, in one line each."""
        library = Library.open(self.folder)
        yield from map(str, library.damaged)
        library.close()
        for path in (self.folder / "state").rglob("*.json"):
            with TinyDB(path) as stock:
                if not stock.tables():
                    yield f"{path}: no tables"
        with _opened(self.folder) as archive:
            found = archive.execute("PRAGMA quick_check").fetchall()
            if found != [("ok",)]:
                yield f"the archive: {found[0]}"
            try:
                archive.execute("INSERT INTO search(search, rank) VALUES ('integrity-check', 1)")
            except sqlite3.DatabaseError as error:
                yield f"the search index: {error}"


@contextmanager
def _opened(folder: Path) -> Iterator[sqlite3.Connection]:
    """A connection that leaves nothing changed."""
    connection = sqlite3.connect(folder / "articles.sqlite3")
    try:
        yield connection
    finally:
        connection.rollback()
        connection.close()


def _feed(names: list[str]) -> str:
    items = "".join(
        f"<item><guid isPermaLink='false'>{name}</guid><title>Item {name}</title>"
        f"<description>Some words about {name}.</description></item>"
        for name in names
    )
    return f'<rss version="2.0"><channel><title>A feed</title>{items}</channel></rss>'


def main(rounds: int, seed: int) -> int:
    chance, tally, site = random.Random(seed), Tally(), Site()
    print(f"{rounds} rounds, seed {seed}, Python {sys.version.split()[0]}", flush=True)
    done = 0
    while done < rounds and not tally.lost and not tally.broken:
        with tempfile.TemporaryDirectory() as name:
            killing = Killing(Path(name) / "library", site, chance)
            for _ in range(min(FRESH, rounds - done)):
                killing.round()
                done += 1
                tally.lost.update({kind: len(names) for kind, names in killing.lost().items()})
                tally.broken += killing.faults()
                if tally.lost or tally.broken:
                    break
            tally.acknowledged.update({kind: len(names) for kind, names in killing.acknowledged.items()})
            tally.commands.update(killing.commands)
        print(f"  after {done} rounds: {_told(tally.acknowledged)}", flush=True)
    site.close()
    print(f"acknowledged in {done} rounds: {_told(tally.acknowledged)}")
    print(f"commands: {tally.commands['done']:,} acknowledged, {tally.commands['killed']:,} killed before")
    print(f"lost: {_told(tally.lost) or 'nothing'}")
    print(f"damaged files: {'; '.join(tally.broken) or 'none'}")
    return 1 if tally.lost or tally.broken else 0


def _told(counts: Counter[str]) -> str:
    return ", ".join(f"{counts[kind]:,} {name}" for kind, name in KINDS.items() if counts[kind])


if __name__ == "__main__":
    given = [int(value) for value in sys.argv[1:]]
    sys.exit(main(*(given + [1000, 1][len(given) :])))
