"""How soon the screen paints: python -m tests.bench.paint [FOLDER]

FOLDER holds a library that corpus.py built. Everything runs in a pseudo-terminal; a figure is the
median of the rounds, in milliseconds, beside that of a bare Textual app in the same run.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench.report import figure, start
from tests.bench.screens import LONG, READY
from tests.bench.terminal import Terminal

ROUNDS = 9
KEYS = 40
IN_SIGHT = 15
STORED = 100_000
# A program that is installed has its bytecode at hand; a run that may not write it has not.
WITH_BYTECODE = {"PYTHONDONTWRITEBYTECODE": ""}


def main(folder: Path | None) -> None:
    first_paints(folder)
    keys()


# --- first paint --------------------------------------------------------------------------------


def first_paints(folder: Path | None) -> None:
    with tempfile.TemporaryDirectory() as empty:
        programs = {
            "bare Textual app": (screens("bare"), READY),
            "reader, nothing stored (starter edition)": reader(Path(empty)),
        }
        if folder is not None:
            programs[f"reader, {folder.name}"] = reader(folder)
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in programs}
        for _ in range(ROUNDS + 1):
            for name, (command, words) in programs.items():
                times[name].append(first_paint(command, words))
    for which, kind in ((0, "first paint"), (1, "computed until then")):
        base = statistics.median(own[which] for own in times["bare Textual app"][1:])
        for name, own in times.items():
            figure(
                f"{kind}: {name}",
                statistics.median(pair[which] for pair in own[1:]),
                base,
                "bare Textual app",
            )


def reader(folder: Path) -> tuple[list[str], str]:
    """The command, and the beginning of the title that it paints first."""
    from reader.library.library import Library
    from reader.model import View
    from reader.services.starter import StarterEdition

    library = Library.open(folder)
    shelf = StarterEdition() if library.is_empty else library
    title = shelf.first_rows(View(), 1)[0].title
    library.close()
    return [sys.executable, "-m", "reader", "--data-dir", str(folder)], " ".join(title.split()[:3])


def screens(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "tests.bench.screens", *arguments]


def first_paint(command: list[str], words: str) -> tuple[float, float]:
    """Until these words are on the wire: the wait, and the processor time, which a busy machine
    does not lengthen."""
    with Terminal(command, environment=WITH_BYTECODE) as terminal:
        wait = terminal.read_until(words) - terminal.started
        return wait * 1000, terminal.processor_time() * 1000


# --- from key to paint --------------------------------------------------------------------------


def keys() -> None:
    with Terminal(screens("counter"), environment=WITH_BYTECODE) as terminal:
        terminal.read_until(READY)
        terminal.read_until_quiet(0.5)
        base = presses(terminal, "j")
    figure("key to paint: one-line counter", base, base, "one-line counter")
    with Terminal(screens("shelf", str(STORED)), environment=WITH_BYTECODE) as terminal:
        terminal.read_until("Officials")
        terminal.read_until_quiet(1.0)
        figure("cursor down, within sight", presses(terminal, "j", IN_SIGHT), base, "one-line counter")
        terminal.send("jjjjjjjj")
        terminal.read_until_quiet(0.5)
        figure("cursor down, scrolling", presses(terminal, "j"), base, "one-line counter")
        terminal.send("g")
        terminal.read_until_quiet(1.0)
        figure("opening 5,000 words with 300 marks", openings(terminal), base, "one-line counter")
        figure("next mark", presses(terminal, "]"), base, "one-line counter")
        figure("a line down in the article", presses(terminal, "j"), base, "one-line counter")
        terminal.send("h/")
        terminal.read_until_quiet(0.3)  # less than half a second: the cursor of the input blinks
        figure("letter typed in the filter to list", filterings(terminal), base, "one-line counter")


def presses(terminal: Terminal, key: str, count: int = KEYS) -> float:
    """The median time from a key to the first bytes that answer it."""
    times = []
    for _ in range(count):
        start = time.perf_counter()
        terminal.send(key)
        times.append(terminal.read_something() - start)
        terminal.read_until_quiet()
    return statistics.median(times) * 1000


def openings(terminal: Terminal) -> float:
    """From Enter to the first words of the article, the cursor just having come to its row."""

    def open_it() -> float:
        terminal.send("g")
        terminal.read_until_quiet(0.3)
        terminal.send("j")
        terminal.read_something()
        before = len(terminal.seen)
        start = time.perf_counter()
        terminal.send("\r")
        end = terminal.read_until(LONG, start=before)
        terminal.read_until_quiet(0.3)
        terminal.send("h")
        terminal.read_until_quiet(0.3)
        return end - start

    median = repeated(open_it, 11)
    terminal.send("gj\r")
    terminal.read_until_quiet(0.5)
    return median


def filterings(terminal: Terminal) -> float:
    """From a letter to the status line that says how many rows it leaves."""

    def type_it() -> float:
        before = len(terminal.seen)
        start = time.perf_counter()
        terminal.send("b")
        end = terminal.read_until("filtered", start=before)
        terminal.read_until_quiet(0.3)
        terminal.send("\x7f")
        terminal.read_until_quiet(0.3)
        return end - start

    return repeated(type_it, 11)


def repeated(work: Callable[[], float], rounds: int) -> float:
    return statistics.median(work() for _ in range(rounds)) * 1000


if __name__ == "__main__":
    subprocess.run([sys.executable, "-m", "compileall", "-q", "reader", "tests"], check=False)
    start()
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
