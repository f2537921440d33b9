"""What grows with the library, and how fast: python -m tests.bench.growth FOLDER FOLDER...

The folders hold libraries of different sizes that corpus.py built. The exponent is the slope of a line
through the logarithms of size and time (least squares): 0 costs the same however much is stored, 1
costs twice as much for twice as many articles.
"""

from __future__ import annotations

import math
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from reader.library.library import Library
from reader.model import Marking, View
from tests.bench import newsboat
from tests.bench.paint import WITH_BYTECODE, reader, screens
from tests.bench.screens import READY
from tests.bench.terminal import Terminal

ROUNDS = 15
STARTS = 5
SETTLED = 2.0  # seconds of silence after which a program has done what it does at its start

Figures = dict[str, float]


def main(folders: Sequence[Path]) -> None:
    sizes = {folder: _count(folder) for folder in folders}
    measured = {folder: figures(folder) for folder in folders}
    bare = starting(screens("bare"), READY)
    print("| what | " + " | ".join(f"{size:,}" for size in sizes.values()) + " | exponent |")
    print("|---|" + "---|" * (len(sizes) + 1))
    for name in next(iter(measured.values())):
        values = [measured[folder][name] for folder in folders]
        cells = " | ".join(f"{value:.2f}" for value in values)
        print(f"| {name} | {cells} | {exponent(list(sizes.values()), values):.2f} |")
    print(f"\nbare Textual app: first paint {bare[0]:.0f} ms, {bare[1]:.0f} MB")


def exponent(sizes: Sequence[int], values: Sequence[float]) -> float:
    """The slope of the line through the logarithms."""
    if len(sizes) < 2:
        return math.nan
    return statistics.linear_regression(
        [math.log(size) for size in sizes], [math.log(value) for value in values]
    ).slope


def figures(folder: Path) -> Figures:
    """Every figure of one library."""
    paint, memory = starting(*reader(folder))
    found = {"first paint, ms": paint, "memory of the screen once settled, MB": memory}
    found["reader list --limit 50 as a process, ms"] = listing(folder)
    library = Library.open(folder)
    for name, work in operations(library):
        work()
        found[f"{name}, ms"] = statistics.median(timed(work) for _ in range(ROUNDS))
    library.close()
    if newsboat.is_installed():
        found["newsboat's first screen, ms"] = newsboat_start(folder)
    found["on disk for each article, KB"] = _size(folder) / _count(folder)
    return found


def operations(library: Library) -> Iterator[tuple[str, Callable[[], object]]]:
    """What a person does, each once."""
    row = library.first_rows(View(), 1)[0]
    yield "order of all articles", partial(library.rowids, View())
    yield "unread articles", partial(library.rowids, View(unread=True))
    yield "articles of one feed", partial(library.rowids, View(feed_id=row.feed_id))
    yield "first 50 hits of a common word", partial(library.first_rows, View(search="government "), 50)
    yield "all hits of a common word", partial(library.rowids, View(search="government "))
    yield "opening an article", partial(library.article, row.key)
    yield "marking and unmarking", partial(_mark, library, row.key)


def _mark(library: Library, key: str) -> None:
    for bookmarked in (True, False):
        library.mark([key], Marking(bookmarked=bookmarked))


def starting(command: list[str], words: str) -> tuple[float, float]:
    """Milliseconds to the first paint, and megabytes of the main process when it has settled."""
    paints, memories = [], []
    for _ in range(STARTS):
        with Terminal(command, environment=WITH_BYTECODE) as terminal:
            paints.append((terminal.read_until(words) - terminal.started) * 1000)
            terminal.read_until_quiet(SETTLED)
            memories.append(terminal.memory())
    return statistics.median(paints), statistics.median(memories)


def listing(folder: Path) -> float:
    command = [sys.executable, "-m", "reader", "--data-dir", str(folder), "list", "--limit", "50"]
    run = partial(subprocess.run, command, check=True, stdout=subprocess.DEVNULL)
    return statistics.median(timed(run) for _ in range(ROUNDS))


def newsboat_start(folder: Path) -> float:
    """Once only: with many articles it takes half a minute."""
    with tempfile.TemporaryDirectory() as home:
        newsboat.copy_articles(folder / "articles.sqlite3", Path(home) / "newsboat")
        with Terminal(newsboat.command(Path(home) / "newsboat")) as terminal:
            return (terminal.read_until(newsboat.FIRST_SCREEN, timeout=120) - terminal.started) * 1000


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def _count(folder: Path) -> int:
    library = Library.open(folder)
    try:
        return library.counts().stored
    finally:
        library.close()


def _size(folder: Path) -> float:
    return (
        sum(path.stat().st_size for path in folder.glob("articles.sqlite3*") if "version" not in path.name)
        / 1e3
    )


if __name__ == "__main__":
    main([Path(folder) for folder in sys.argv[1:]])
