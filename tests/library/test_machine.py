"""Anything one may do to a library, in any order, against a model of what must be there."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tinydb import TinyDB

from reader.library.articles import article_key
from reader.library.library import Library
from reader.model import Block, BlockKind, Document, Entry, Marking, Stored, View

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
NAMES = st.sampled_from(["a", "b", "c", "d", "e"])
WORDS = st.sampled_from(["harbour", "budget", "Zürich", "", "budget harbour"])
FEEDS = ("https://one.example/", "https://two.example/")


@dataclass
class Known:
    """What the model knows of one article."""

    title: str
    text: str
    hours: int | None
    read: bool = False
    bookmarked: bool = False


class LibraryMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        memory = Path("/dev/shm")  # where a sync costs nothing: it is not what is tested here
        self.folder = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None))
        self.libraries = [Library.open(self.folder), Library.open(self.folder)]
        self.model: dict[str, Known] = {}
        self.lost_but_read: set[str] = set()
        self.feeds = [self.libraries[0].feed_for(url) for url in FEEDS]

    def teardown(self) -> None:
        for library in self.libraries:
            library.close()
        shutil.rmtree(self.folder)

    @rule(
        which=st.integers(0, 1),
        feed=st.integers(0, 1),
        given=st.lists(
            st.tuples(NAMES, WORDS, WORDS, st.one_of(st.none(), st.integers(-3, 3))),
            max_size=5,
            unique_by=lambda t: t[0],
        ),
    )
    def store(self, which: int, feed: int, given: list[tuple[str, str, str, int | None]]) -> None:
        new = updated = 0
        entries = []
        for name, title, text, hours in given:
            key = article_key(self.feeds[feed].id, name)
            known = self.model.get(key)
            if known is None:
                new += 1
                self.model[key] = Known(title, text, hours, read=key in self.lost_but_read)
                self.lost_but_read.discard(key)
            elif (known.title, known.text, known.hours) != (title, text, hours):
                updated += 1
                known.title, known.text, known.hours = title, text, hours
            published = None if hours is None else NOON + timedelta(hours=hours)
            document = Document(text, (Block(BlockKind.PARAGRAPH, 0, len(text)),) if text else ())
            entries.append(Entry(name, title, published=published, document=document))
        assert self.libraries[which].store(self.feeds[feed], entries, NOON) == Stored(new, updated)

    @rule(
        which=st.integers(0, 1),
        chosen=st.lists(st.integers(0, 9), min_size=1, max_size=4, unique=True),
        read=st.one_of(st.none(), st.booleans()),
        bookmarked=st.one_of(st.none(), st.booleans()),
        undo=st.sampled_from([False, False, True]),
    )
    def mark(
        self, which: int, chosen: list[int], read: bool | None, bookmarked: bool | None, undo: bool
    ) -> None:
        stored = list(self.model)
        keys = [stored[n % len(stored)] for n in chosen] if stored else []
        expected = {}
        for key in keys:
            known = self.model[key]
            back = Marking(
                None if read in (None, known.read) else known.read,
                None if bookmarked in (None, known.bookmarked) else known.bookmarked,
            )
            if back != Marking():
                expected[key] = back
        undone = self.libraries[which].mark(keys, Marking(read, bookmarked))
        assert undone == expected
        for key in keys:
            if undo and key in undone:
                self.libraries[1 - which].mark([key], undone[key])
            elif not undo:
                known = self.model[key]
                known.read = known.read if read is None else read
                known.bookmarked = known.bookmarked if bookmarked is None else bookmarked

    @initialize()
    def start_with_something(self) -> None:
        self.store(0, 0, [("a", "budget", "harbour", 1), ("b", "", "budget", None), ("c", "Zürich", "", -1)])

    @rule(which=st.integers(0, 1))
    def reopen(self, which: int) -> None:
        self.libraries[which].close()
        self.libraries[which] = Library.open(self.folder)

    @rule()
    def lose_the_archive(self) -> None:
        """Bookmarked articles come back; of the others the read marks stay."""
        for library in self.libraries:
            library.close()
        for path in self.folder.glob("articles.sqlite3*"):
            path.unlink()
        self.libraries = [Library.open(self.folder), Library.open(self.folder)]
        kept = [known for known in self.model.values() if known.bookmarked]
        for library in self.libraries:
            assert len(library.rowids(View())) == len(kept)
        self.lost_but_read |= {
            key for key, known in self.model.items() if known.read and not known.bookmarked
        }
        self.model = {key: known for key, known in self.model.items() if known.bookmarked}

    @invariant()
    def everything_is_there(self) -> None:
        for library in self.libraries:
            library.poll()
            for view in (
                View(),
                View(unread=True),
                View(bookmarked=True),
                View(search="budget"),
                View(search="-zurich"),
            ):
                rows = library.rows(library.rowids(view))
                assert {row.key for row in rows} == {
                    key for key, known in self.model.items() if fits(known, view)
                }
                order = [(row.published, row.rowid) for row in rows]
                assert order == sorted(order, reverse=True)
                assert library.first_rows(view, 3) == rows[:3]
            for row in library.first_rows(View(), 99):
                known = self.model[row.key]
                assert (row.title, row.read, row.bookmarked) == (known.title, known.read, known.bookmarked)
                assert row.published == NOON + timedelta(hours=known.hours or 0)
                assert library.article(row.key).document.text == known.text

    @rule()
    def the_files_are_sound(self) -> None:
        for path in (self.folder / "state").rglob("*.json"):
            with TinyDB(path) as stock:
                assert stock.tables()
        archive = sqlite3.connect(self.folder / "articles.sqlite3")
        archive.execute("INSERT INTO search(search, rank) VALUES ('integrity-check', 1)")
        archive.close()


def fits(known: Known, view: View) -> bool:
    words = f"{known.title} {known.text}".split()
    if view.unread and known.read:
        return False
    if view.bookmarked and not known.bookmarked:
        return False
    if view.search == "budget":
        return "budget" in words
    return "Zürich" not in words if view.search else True


TestLibrary = LibraryMachine.TestCase
TestLibrary.settings = settings(
    max_examples=30, stateful_step_count=15, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
