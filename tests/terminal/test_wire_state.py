"""What the state holds reaches no terminal as a command either: it may be synced, or edited by hand."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.library.articles import text_hash
from reader.library.state import State
from reader.model import Annotations, Person, Place, Title, View
from tests.bench.terminal import Terminal
from tests.terminal.test_wire import HOSTILE, POINTER, commands_in
from tests.tui.stored import library_in

CTRL_Q = "\x11"
SCREENS = {
    "the article with its note and tags": "\r",
    "its details": "D\x1b",
    "the views": "V\x1b",
    "the feeds": "F\x1b",
    "the people": "P\x1b",
    "the places": "L\x1b",
    "the page of a person": "\r]\r\x1b",
    "the timeline": "T\x1b",
    "the commands": "\x10\x1b",
}


def hostile_library(folder: Path, words: str) -> None:
    """A library whose names, notes, tags, searches and feeds are all `words`."""
    library = library_in(folder, 6)
    row = library.first_rows(View(), 1)[0]
    text = library.article(row.key).document.text
    people = (Person(f"Zed {words}", ((0, 3),), True, (Title(words, words),)),)
    places = (Place(f"Zed {words}", ((4, 9),), "city", "XX", words),)
    assert library.annotate(row.key, text_hash(text), Annotations(people, places, engine="test"))
    feeds = library.feeds()
    library.close()
    at = datetime.now(UTC).isoformat()
    state = State(folder / "state")
    state.notes.put(
        [
            {
                "id": "1" * 16,
                "article": row.key,
                "text": words,
                "start": 0,
                "end": 3,
                "quote": text[:3],
                "at": at,
            }
        ]
    )
    state.tags.put([{"key": row.key, "tags": [words], "at": at}])
    state.searches.put([{"name": words, "query": words, "at": at}])
    for feed in feeds:
        state.put_feed({"id": feed.id, "name": words, "folder": words})
    state.close()


def run_through(folder: Path, everywhere: str = "") -> str:
    """All that is written while one screen after the other is opened, each of which shows `everywhere`."""
    command = [sys.executable, "-m", "reader", "--data-dir", str(folder)]
    with Terminal(command, environment={"READER_CONFIG": str(folder / "none.toml")}) as terminal:
        terminal.read_until("of 6")
        terminal.read_until_quiet(0.3)
        for screen, keys in SCREENS.items():
            before = len(terminal.seen)
            for key in keys:
                terminal.send(key)
                terminal.read_until_quiet(0.15)
            assert everywhere.encode() in terminal.seen[before:], screen
        assert terminal.quit(CTRL_Q) == 0  # which nothing that is still open takes for a letter
        assert b"Traceback" not in terminal.seen
        return POINTER.sub("", terminal.seen.decode("utf-8"))


@pytest.fixture(scope="module")
def own_sequences(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    folder = tmp_path_factory.mktemp("harmless")
    hostile_library(folder, "harmless")
    return commands_in(run_through(folder, "harmless"))


@pytest.mark.parametrize("words", HOSTILE[:3])
def test_no_word_of_the_state_is_obeyed(tmp_path: Path, words: str, own_sequences: set[str]) -> None:
    hostile_library(tmp_path, words)
    assert commands_in(run_through(tmp_path)) <= own_sequences
