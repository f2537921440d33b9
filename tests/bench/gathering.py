"""What importing and refreshing cost: python -m tests.bench.gathering

100 feeds of 20 entries of about 400 words come from a server on this machine, in a process of its own.
The baseline of an import is feedparser.parse over the same files and nothing else; that of a refresh in
which nothing has changed is newsboat doing the same, where it is installed.
"""

from __future__ import annotations

import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench import newsboat
from tests.bench.report import figure, plain, start

FEEDS, ENTRIES, PARAGRAPHS, WORDS = 100, 20, 5, 80
ROUNDS = 5
BARE = "import feedparser, pathlib, sys\nfor p in pathlib.Path(sys.argv[1]).iterdir(): feedparser.parse(p.read_bytes())"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder) / "feeds"
        files.mkdir()
        for number in range(FEEDS):
            (files / f"{number}.xml").write_text(feed(number), encoding="utf-8")
        with serving(files) as address:
            urls = [f"{address}/{number}.xml" for number in range(FEEDS)]
            imports(files, urls, Path(folder))
            refreshes(urls, Path(folder))


def feed(number: int) -> str:
    """An RSS file; the same number gives the same file."""
    chance = random.Random(number)
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Feed {number}</title>'
        "<link>http://127.0.0.1/</link><description>Made up</description>"
        + "".join(_item(number, place, chance) for place in range(ENTRIES))
        + "</channel></rss>"
    )


def _item(number: int, place: int, chance: random.Random) -> str:
    paragraphs = "".join(
        f'<p>{" ".join(_word(chance) for _ in range(WORDS))} <a href="/more/{n}">more</a>.</p>'
        for n in range(PARAGRAPHS)
    )
    return (
        f"<item><guid>f{number}-{place}</guid><title>Report {place} on {_word(chance)}</title>"
        f"<link>http://127.0.0.1/a/{number}/{place}</link>"
        f"<pubDate>Tue, {1 + place:02} Mar 2022 08:00:00 GMT</pubDate>"
        f"<description><![CDATA[{paragraphs}]]></description></item>"
    )


def _word(chance: random.Random) -> str:
    return f"word{int(5000 * chance.random() ** 2)}"


@contextmanager
def serving(files: Path) -> Iterator[str]:
    """The address of a server in another process."""
    command = [sys.executable, "-m", "tests.bench.feed_server", str(files)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


# --- one run ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cost:
    """What a program took with all its children: seconds; and the most memory of itself, in MB."""

    wall: float
    processor: float
    memory: float


def run(command: Sequence[str], environment: dict[str, str] | None = None) -> Cost:
    """Run a program to its end; RuntimeError when it fails."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=complaints, env={**os.environ, **(environment or {})}
        )
        most = [0.0]
        watching = threading.Thread(target=_watch, args=(process.pid, most))
        watching.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        watching.join()
        if process.returncode:
            complaints.seek(0)
            raise RuntimeError(f"{command[:4]} failed: {complaints.read().decode()[-500:]}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, most[0])


def _watch(pid: int, most: list[float]) -> None:
    """Follow the peak of a process's own memory until it ends; Linux tells it."""
    status = Path(f"/proc/{pid}/status")
    while True:
        try:
            peak = next((line for line in status.read_text().splitlines() if line.startswith("VmHWM")), "")
        except OSError:
            return
        if not peak:
            return
        most[0] = int(peak.split()[1]) / 1024
        time.sleep(0.02)


def reader(folder: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "reader", "--data-dir", str(folder), *arguments]


# --- the figures --------------------------------------------------------------------------------


def imports(files: Path, urls: list[str], folder: Path) -> None:
    bare, own = [], []
    for number in range(ROUNDS + 1):
        bare.append(run([sys.executable, "-c", BARE, str(files)]))
        own.append(run(reader(folder / f"library{number}", "import", "--json", *urls)))
        shutil.rmtree(folder / f"library{number}")
    what = f"import of {FEEDS} feeds of {ENTRIES} entries"
    for name in ("wall", "processor"):
        base = statistics.median(getattr(cost, name) for cost in bare[1:])
        measured = statistics.median(getattr(cost, name) for cost in own[1:])
        figure(f"{what}: {name}", measured * 1000, base * 1000, "feedparser.parse of the files")
    plain(f"{what}: memory of the main process", max(cost.memory for cost in own), "MB")


def refreshes(urls: list[str], folder: Path) -> None:
    library = folder / "followed"
    subscriptions = folder / "subscriptions.opml"
    outlines = "".join(f'<outline type="rss" text="{url}" xmlUrl="{url}"/>' for url in urls)
    subscriptions.write_text(f'<opml version="2.0"><head/><body>{outlines}</body></opml>')
    run(reader(library, "feeds", "import", str(subscriptions)))
    run(reader(library, "refresh", *urls))
    own = [run(reader(library, "refresh", *urls)) for _ in range(ROUNDS)]
    other = []
    if newsboat.is_installed():
        home = folder / "newsboat"
        newsboat.prepare(home, urls)
        other = [run(newsboat.reload(home)) for _ in range(ROUNDS + 1)]
    for name in ("wall", "processor"):
        measured = statistics.median(getattr(cost, name) for cost in own) * 1000
        what = f"refresh of {FEEDS} feeds, nothing changed: {name}"
        if other:  # the first run fetches everything
            base = statistics.median(getattr(cost, name) for cost in other[1:]) * 1000
            figure(what, measured, base, "newsboat -x reload")
        else:
            plain(what, measured, "ms")


if __name__ == "__main__":
    start()
    main()
