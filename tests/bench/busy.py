"""From key to paint while feeds are refreshed: python -m tests.bench.busy

The cursor goes down through articles that are there already, first with nothing else to do, then while
100 feeds give 20 new articles each and 10 have nothing new. Milliseconds until the foot of the screen
shows the new place in the list.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.gathering import FEEDS, feed, reader, run, serving
from tests.bench.paint import WITH_BYTECODE
from tests.bench.report import figures, start
from tests.bench.terminal import Terminal

KNOWN = 10  # feeds whose articles are there already, newer than all that come
IDLE = 150  # keys
MOST = 190
PAUSE = 0.02  # seconds between an answer and the next key
BUSY = "refreshing"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "library"
        files = Path(folder) / "feeds"
        files.mkdir()
        for number in range(FEEDS):
            (files / f"{number}.xml").write_text(feed(number), encoding="utf-8")
        for number in range(KNOWN):
            newer = feed(FEEDS + number).replace(" Mar 2022 ", " Mar 2023 ")
            (files / f"known{number}.xml").write_text(newer, encoding="utf-8")
        with serving(files) as address:
            run(reader(library, "import", *(f"{address}/known{number}.xml" for number in range(KNOWN))))
            _follow(library, [f"{address}/{number}.xml" for number in range(FEEDS)])
            run(reader(library, "annotate", "--stored"))
            idle, busy = _presses(library)
    figures("key to paint, nothing else to do", idle, idle, "nothing else to do")
    figures(f"key to paint while {FEEDS} feeds are refreshed ({len(busy)} keys)", busy, idle, "the same")


def _follow(library: Path, urls: list[str]) -> None:
    outlines = "".join(f'<outline type="rss" text="{url}" xmlUrl="{url}"/>' for url in urls)
    subscriptions = library.with_name("subscriptions.opml")
    subscriptions.write_text(f'<opml version="2.0"><head/><body>{outlines}</body></opml>')
    run(reader(library, "feeds", "import", str(subscriptions)))


def _presses(library: Path) -> tuple[list[float], list[float]]:
    with Terminal(reader(library), environment=WITH_BYTECODE) as terminal:
        terminal.read_until("1 of ")
        terminal.read_until_quiet(2.0)
        idle = [_press(terminal, place) for place in range(2, 2 + IDLE)]
        terminal.send("g")
        terminal.read_until_quiet(1.0)
        terminal.send("R")
        terminal.read_until(BUSY, start=len(terminal.seen))
        busy: list[float] = []
        for place in range(2, MOST):
            before = len(terminal.seen)
            busy.append(_press(terminal, place))
            foot = re.search(rb" of [\d,]+ .{0,400}", bytes(terminal.seen[before:]), re.DOTALL)
            if foot is None or BUSY.encode() not in foot[0]:
                break
        terminal.quit()
        return idle, busy


def _press(terminal: Terminal, place: int) -> float:
    before = len(terminal.seen)
    began = time.perf_counter()
    terminal.send("j")
    took = terminal.read_until(f" {place} of ", start=before) - began
    terminal.read_until_quiet(PAUSE)
    return took * 1000


if __name__ == "__main__":
    subprocess.run([sys.executable, "-m", "compileall", "-q", "reader", "tests"], check=False)
    start()
    main()
