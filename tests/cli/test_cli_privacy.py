"""Nobody is asked for anything but the feeds that are followed, and nobody else may read what is kept.

Every process that a command starts is watched by an audit hook (PEP 578), which no call of Python's can
avoid: names that are looked up, connections, messages.
"""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.bench.terminal import Terminal
from tests.conftest import Site

GUARD = """
import os, sys

def _watch(event, values):
    if event == "socket.connect" or event.startswith("socket.send"):
        address = values[1]
        if isinstance(address, tuple):  # else a socket of this machine's own
            _tell(f"{address[0]}:{address[1]}")
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        _tell(f"name {values[0]}")

def _tell(line):
    with open(os.environ["READER_GUARD"], "a") as log:
        log.write(line + "\\n")

sys.addaudithook(_watch)
_tell(f"started {os.getpid()}")
"""
FEED = """<rss version="2.0"><channel><title>{title}</title><link>{page}</link>
<image><url>{page}/logo.png</url></image>
<item><guid>1</guid><title>The mayor opened the bridge</title><link>{page}/1</link>
<description>&lt;img src="{page}/pixel.gif"&gt; Mayor Ann Lee of Lund opened the bridge in Kiruna.</description>
<enclosure url="{page}/sound.mp3" type="audio/mpeg" length="5"/></item></channel></rss>"""


class Watch:
    """What the processes of a test did on the network."""

    def __init__(self, log: Path) -> None:
        self._log = log

    @property
    def started(self) -> int:
        return sum(line.startswith("started") for line in self._lines())

    @property
    def met(self) -> set[str]:
        """The addresses that were talked to and the names that were looked up."""
        return {line for line in self._lines() if not line.startswith("started")}

    def _lines(self) -> list[str]:
        return self._log.read_text().splitlines() if self._log.exists() else []


@pytest.fixture
def watch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Watch:
    """Watches every process that is started from now on."""
    guard = tmp_path / "guard"
    guard.mkdir()
    (guard / "sitecustomize.py").write_text(GUARD)
    paths = [str(guard), *filter(None, [os.environ.get("PYTHONPATH")])]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(paths))
    monkeypatch.setenv("READER_GUARD", str(tmp_path / "guard.log"))
    monkeypatch.setenv("READER_CONFIG", str(tmp_path / "config" / "settings.toml"))
    return Watch(tmp_path / "guard.log")


@pytest.fixture
def sites() -> Iterator[Callable[[], Site]]:
    made: list[Site] = []

    def make() -> Site:
        made.append(Site())
        return made[-1]

    yield make
    for one in made:
        one.close()


def host(url: str) -> str:
    return urlsplit(url).netloc


def test_the_guard_sees_what_there_is_to_see(watch: Watch, reader: Any, site: Site) -> None:
    url = site.put("/feed", FEED.format(title="A", page="http://page.example"))
    assert reader("import", url).returncode == 0
    assert host(url) in watch.met
    assert watch.started >= 2  # the child that parses is watched too


def test_only_fetching_talks_to_anybody(watch: Watch, reader: Any, site: Site, tmp_path: Path) -> None:
    """Everything that there is, over a library of a feed, a page and a file."""
    (tmp_path / "a.txt").write_text("Pier repaired\n\nMinister Bo Ek of Oslo saw the pier in Bergen.\n")
    (tmp_path / "list.opml").write_text(
        '<opml version="2.0"><body><outline type="rss" xmlUrl="https://feed.example/x"/></body></opml>'
    )
    reader("import", site.put("/feed", FEED.format(title="A", page=site.url("/page"))))
    met, asked = watch.met, list(site.requests)
    key = json.loads(reader("list", "--json", "--limit", "1").stdout)["id"]
    commands = [
        ("import", str(tmp_path / "a.txt")),
        ("list",),
        ("list", "--search", "bridge who:Lee"),
        ("show", key),
        ("show", key, "--format", "html"),
        ("show", key, "--format", "markdown"),
        ("mark", key, "--read"),
        ("mark", key, "--bookmark"),
        ("note", key, "Ask the mayor."),
        ("tag", key, "+water"),
        ("annotate", "--stored"),
        ("annotate", str(tmp_path / "a.txt"), "--json"),
        ("who", "Ann Lee"),
        ("where", "Lund"),
        ("export", key, "--output", str(tmp_path / "out")),
        ("export", "--search", "bridge", "--format", "html", "--output", str(tmp_path / "out")),
        ("export", "--index", "geojson"),
        ("feeds", "list"),
        ("feeds", "suggest"),
        ("feeds", "import", str(tmp_path / "list.opml")),
        ("feeds", "export"),
        ("feeds", "keep", "A", "--days", "9"),
        ("clean", "--dry-run"),
        ("clean",),
        ("backup", str(tmp_path / "b.zip"), "--articles"),
        ("restore", str(tmp_path / "b.zip")),
        ("check", "--mend"),
        ("feeds", "remove", "A", "--delete-articles"),
    ]
    (tmp_path / "out").mkdir()
    before = watch.started
    for command in commands:
        done = reader(*command)
        assert done.returncode == 0, (command, done.stderr)
    assert watch.started > before + len(commands)  # the children that parse and annotate as well
    assert watch.met == met
    assert site.requests == asked


@pytest.mark.parametrize("imported", [False, True], ids=["starter edition", "a feed"])
def test_the_screen_talks_to_nobody(
    watch: Watch, reader: Any, site: Site, tmp_path: Path, imported: bool
) -> None:
    if imported:
        reader("import", site.put("/feed", FEED.format(title="A", page=site.url("/page"))))
    met, before = watch.met, watch.started
    environment = {"READER_DATA_DIR": str(tmp_path / "library")}
    with Terminal([sys.executable, "-m", "reader"], environment=environment) as terminal:
        terminal.read_something()
        terminal.read_until_quiet(0.5)
        for keys in ("j", "\r", "]", "]", "b", "u", "h", "/", "council\r"):
            terminal.send(keys)
            terminal.read_until_quiet(0.2)
        terminal.read_until_quiet(1.0)  # it annotates in the background
        terminal.send("q")
        assert terminal.wait() == 0, bytes(terminal.seen[-2000:])
    assert watch.started > before
    assert watch.met == met


def test_a_refresh_talks_to_the_followed_feeds_alone(
    watch: Watch, reader: Any, sites: Callable[[], Site]
) -> None:
    first, target, second, other = (sites() for _ in range(4))
    moved = first.put("/feed", "", status=302, headers={"Location": target.url("/feed")})
    target.put("/feed", FEED.format(title="Moved", page=other.url("/page")))
    plain = second.put("/feed", FEED.format(title="Plain", page=other.url("/page")))
    once = other.put("/once", FEED.format(title="Once", page=other.url("/page")))
    assert reader("import", moved, plain).returncode == 0
    assert reader("import", once, "--once").returncode == 0
    seen = [len(site.requests) for site in (first, target, second, other)]
    log = watch.met
    allowed = {host(site.url("/")) for site in (first, target, second)}
    assert {place for place in log if not place.startswith("name")} == allowed | {host(once)}

    Path(os.environ["READER_GUARD"]).unlink()
    assert reader("refresh").returncode == 0
    assert {place for place in watch.met if not place.startswith("name")} == allowed
    assert {place for place in watch.met if place.startswith("name")} <= {"name 127.0.0.1"}
    assert [len(site.requests) for site in (first, target, second, other)] == [
        seen[0] + 1,
        seen[1] + 1,
        seen[2] + 1,
        seen[3],
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="modes")
def test_nobody_else_may_read_what_is_kept(watch: Watch, reader: Any, site: Site, tmp_path: Path) -> None:
    """Whatever the umask, and whatever a command writes."""
    before = os.umask(0)
    try:
        reader("import", site.put("/feed", FEED.format(title="A", page="http://page.example")))
        key = json.loads(reader("list", "--json", "--limit", "1").stdout)["id"]
        (tmp_path / "library" / "state" / "feeds (1).json").write_text('{"feeds": {}}')
        for command in (
            ("mark", key, "--read"),
            ("mark", key, "--bookmark"),
            ("note", key, "A note."),
            ("tag", key, "+water"),
            ("annotate", "--stored"),
            ("backup", str(tmp_path / "b.zip"), "--articles"),
            ("restore", str(tmp_path / "b.zip")),
            ("mark", key, "--unread"),
        ):
            done = reader(*command)
            assert done.returncode == 0, (command, done.stderr)
        (tmp_path / "library" / "state" / "tags.json").write_text("")
        (tmp_path / "library" / "state" / "tags.json").chmod(0o600)
        reader("check", "--mend")
        with Terminal(
            [sys.executable, "-m", "reader"], environment={"READER_DATA_DIR": str(tmp_path / "library")}
        ) as terminal:
            terminal.read_until("bridge")
            terminal.send("bu")
            terminal.read_until_quiet(0.3)
            terminal.send("q")
            terminal.wait()
    finally:
        os.umask(before)
    made = [tmp_path / "b.zip", tmp_path / "library", *(tmp_path / "library").rglob("*")]
    assert len(made) > 20
    wrong = {
        str(path): oct(stat.S_IMODE(path.stat().st_mode))
        for path in made
        if stat.S_IMODE(path.stat().st_mode) != (0o700 if path.is_dir() else 0o600)
    }
    assert wrong == {}
