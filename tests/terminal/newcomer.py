"""Somebody who has read nothing about the program and sits down at it: every key is one that the screen names.

`python -m tests.terminal.newcomer` takes the frames of `first_run/` anew.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.conftest import Site
from tests.terminal.watched import FRAME, KEYS, Watched

FRAMES = Path(__file__).parent / "first_run"
HELP = "type to search"
ROW = re.compile(r"^ *(\S+(?: \S+)*?) {2,}(\S.*)$")
FEED = """<rss version="2.0"><channel><title>Strait Courier</title>
<item><guid>1</guid><title>Quay opened in Stavanger</title><pubDate>Mon, 02 Nov 2026 08:00:00 GMT</pubDate>
<description>Transport Minister Mira Kolstad opened a new quay in Stavanger on Sunday. She thanked those who had
built it.</description></item>
<item><guid>2</guid><title>Ferries are to run at night</title><pubDate>Tue, 03 Nov 2026 08:00:00 GMT</pubDate>
<description>Transport Minister Mira Kolstad said in Bergen on Monday that the ferries would run at night from
June. Norway pays half of what it costs.</description></item></channel></rss>"""

Record = Callable[[str, str], None]
"""Takes the name of a step and what was seen when it was done."""


class Newcomer:
    """Looks up in the help what to press, or presses what the screen says or has said."""

    def __init__(self, screen: Watched) -> None:
        self._screen = screen
        self._known: set[tuple[str, str]] = set()

    def told(self, key: str, what: str) -> None:
        """Press a key that the screen names, or has named before, just in front of what it does."""
        if (key, what) not in self._known:
            said = rf"(?:^|\s){re.escape(key)} (?:\S+ ){{0,2}}?{what}"
            self._screen.until(lambda words: re.search(said, words), f"a word that {key} is for {what!r}")
            self._known.add((key, what))
        self._screen.press(key)

    def key_for(self, asked: str, meaning: str) -> str:
        """Ask the help, whose key the first screen names: the key beside the line that means it."""
        self.told("?", "help")
        self._screen.shows(HELP)
        self._screen.type(asked)
        frame = self._screen.until(lambda _: key_beside(meaning, self._screen.frame), repr(meaning))
        self._screen.shows("Esc closes")
        self._screen.press("Esc")
        self._screen.lacks(HELP)
        return key_beside(meaning, frame)

    def does(self, asked: str, meaning: str) -> None:
        """Do what the help has a key for."""
        self._screen.press(self.key_for(asked, meaning))


def key_beside(meaning: str, frame: str) -> str:
    """The first key of the line of the help that means this; "" for none."""
    for line in frame.splitlines():
        for part in FRAME.split(line):
            row = ROW.match(part.rstrip())
            if row and meaning.lower() in row[2].lower():
                key = row[1].split()[0]
                if len(key) == 1 or key in KEYS or key.startswith("Ctrl+"):
                    return key
    return ""


def first_run(folder: Path, feed: str, record: Record) -> None:
    """Start, read, walk the names, bookmark, undo, search, follow a feed, open somebody's page, quit and
    come back."""
    with opened(folder) as screen:
        person = Newcomer(screen)
        record("start", screen.shows("12 unread", "? help"))
        reads_and_marks(person, screen, record)
        searches(person, screen, record)
        follows_a_feed(person, screen, feed, record)
        opens_a_page(person, screen, record)
        person.does("bookmark", "set or take away the bookmark")
        record("bookmarked", screen.shows("★ 1"))
        assert screen.quit(person.key_for("leave", "leave reader")) == 0
    with opened(folder) as screen:
        record("started-again", screen.shows("★ 1", "Ferries are to run at night"))
        assert screen.quit(Newcomer(screen).key_for("leave", "leave reader")) == 0


def opened(folder: Path) -> Watched:
    environment = {
        "READER_DATA_DIR": str(folder / "library"),
        "READER_CONFIG": str(folder / "settings.toml"),
        "LC_ALL": "C.UTF-8",
    }
    return Watched([sys.executable, "-m", "reader"], environment)


def reads_and_marks(person: Newcomer, screen: Watched, record: Record) -> None:
    screen.press("?")
    record("help", screen.shows(HELP, "Read the article"))
    screen.press("Esc")
    screen.lacks(HELP)
    person.does("read the article", "read the article")
    record("read", screen.shows("11 unread"))
    person.told("]", "next")
    record("name", screen.shows("William Ruto President, Kenya"))
    person.does("bookmark", "set or take away the bookmark")
    record("bookmark", screen.shows("★ 1", "bookmarked"))
    person.told("z", "undoes")
    screen.lacks("★ 1")
    record("undone", screen.shows("undone"))
    person.does("unread", "mark the article read")
    record("unread", screen.shows("12 unread"))


def searches(person: Newcomer, screen: Watched, record: Record) -> None:
    person.does("search", "answers a query")
    screen.type("treaty")
    record("search", screen.shows("of 3", "Negotiators in New York", "Esc ends"))
    person.told("Esc", "ends")
    screen.shows("Chileans reject")


def follows_a_feed(person: Newcomer, screen: Watched, feed: str, record: Record) -> None:
    person.told("i", "add a feed")
    record("import", screen.shows("Enter imports"))
    screen.type(feed)
    person.told("Enter", "imports")
    record("imported", screen.shows("Ferries are to run at night", "Quay opened in Stavanger", "2 unread"))


def opens_a_page(person: Newcomer, screen: Watched, record: Record) -> None:
    person.does("read the article", "read the article")
    screen.shows("Mira Kolstad Transport Minister")
    person.told("]", "next")
    person.does("page of the name", "the page of the name you are at")
    record("person", screen.shows("Mira Kolstad", "Offices", "Quay opened in Stavanger"))
    person.told("Esc", "back")
    screen.lacks("Offices")


def main() -> None:
    FRAMES.mkdir(exist_ok=True)
    for old in FRAMES.glob("*.txt"):
        old.unlink()
    names: list[str] = []

    def keep(name: str, frame: str) -> None:
        names.append(name)
        (FRAMES / f"{len(names):02}-{name}.txt").write_text(frame + "\n", encoding="utf-8")

    site = Site()
    try:
        with tempfile.TemporaryDirectory() as folder:
            first_run(Path(folder), site.put("/feed", FEED), keep)
    finally:
        site.close()


if __name__ == "__main__":
    main()
