"""Removing a feed with its articles leaves nothing of them, and everything of the others."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tinydb import TinyDB

from reader.errors import NotStoredError
from reader.library.articles import text_hash
from reader.library.library import Library
from reader.model import Annotations, Counts, Entry, Feed, Marking, Person, Place, View

MakeEntry = Callable[..., Entry]
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def other(library: Library) -> Feed:
    return library.feed_for("https://other.example/feed", "Other")


def keys_of(library: Library, feed: Feed) -> list[str]:
    return [row.key for row in library.rows(library.rowids(View(feed_id=feed.id)))]


def annotate(library: Library, key: str, *names: str) -> None:
    people = tuple(Person(name, ((0, 3),)) for name in names)
    text = library.article(key).document.text
    assert library.annotate(key, text_hash(text), Annotations(people, (Place("Lund", ((0, 3),)),), "one"))


def tables(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """All that the archive says, without the numbers that only it knows; the search index is checked."""
    connection = sqlite3.connect(folder / "articles.sqlite3")
    connection.execute("INSERT INTO search(search, rank) VALUES ('integrity-check', 1)")
    connection.rollback()
    queries = {
        "feeds": "SELECT id, url, title FROM feeds",
        "articles": "SELECT a.key, f.id, a.title, t.text FROM articles a LEFT JOIN feeds f ON f.number = a.feed"
        " LEFT JOIN texts t USING(id)",
        "texts": "SELECT text FROM texts",
        "annotations": "SELECT a.key, n.data FROM annotations n LEFT JOIN articles a USING(id)",
        "mentions": "SELECT a.key, e.name FROM mentions m LEFT JOIN articles a ON a.id = m.article"
        " LEFT JOIN entities e ON e.id = m.entity",
        "entities": "SELECT kind, name, country, shown FROM entities",
        "words": "SELECT count(*) FROM search_docsize",
    }
    found = {name: sorted(connection.execute(query).fetchall()) for name, query in queries.items()}
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
    return found


def marked(folder: Path) -> set[str]:
    """The read marks on disk."""
    found: set[str] = set()
    for path in (folder / "state" / "read").glob("*.json"):
        with TinyDB(path) as stock:
            found.update(*(document["ids"] for document in stock.table("read")))
    return found


def test_nothing_is_left_of_a_feed_and_its_articles(
    library: Library, folder: Path, feed: Feed, other: Feed, entry: MakeEntry
) -> None:
    library.store(other, [entry("x", text="harbour"), entry("y")], NOON)
    for key in keys_of(library, other):
        annotate(library, key, "Ann Lee")
    library.mark(keys_of(library, other)[:1], Marking(read=True, bookmarked=True))
    without = tables(folder)

    library.follow(feed.id)
    library.store(feed, [entry(str(n), text=f"harbour {n}") for n in range(70)], NOON)
    for key in keys_of(library, feed)[:3]:
        annotate(library, key, "Ann Lee", "Bo Ek")
    library.mark(keys_of(library, feed)[:10], Marking(read=True))
    assert library.counts() == Counts(72, 61, 1)

    assert library.remove(feed.id) == 70
    left = tables(folder)
    assert [row for row in left["feeds"] if row[0] == feed.id] == []
    assert left == without | {"feeds": left["feeds"]}
    assert library.counts() == Counts(2, 1, 1)
    assert marked(folder) == set(keys_of(library, other)[:1])
    assert [row.title for row in library.first_rows(View(search="harbour"), 9)] == ["About x"]
    assert [known.id for known in library.feeds()] == [other.id]


def test_bookmarked_articles_stay_unless_they_are_asked_for(
    library: Library, folder: Path, feed: Feed, entry: MakeEntry
) -> None:
    library.follow(feed.id)
    library.store(feed, [entry(str(n)) for n in range(40)], NOON)
    kept = keys_of(library, feed)[3:35:10]
    library.mark(kept, Marking(bookmarked=True, read=True))

    assert library.remove(feed.id) == 36
    assert keys_of(library, feed) == kept
    assert library.counts() == Counts(4, 0, 4)
    assert library.article(kept[0]).row.source == "The Example"
    (known,) = library.feeds()
    assert (known.id, known.followed) == (feed.id, False)

    assert library.remove(feed.id, bookmarked=True) == 4
    assert library.counts() == Counts(0, 0, 0)
    assert library.feeds() == []
    assert marked(folder) == set()
    assert not list((folder / "state" / "texts").glob("*.json"))
    library.close()
    again = Library.open(folder)
    assert again.is_empty
    again.close()


def test_a_feed_that_comes_back_starts_anew(library: Library, feed: Feed, entry: MakeEntry) -> None:
    library.store(feed, [entry("a")], NOON)
    library.mark(keys_of(library, feed), Marking(read=True))
    library.remove(feed.id)
    library.store(library.feed_for(feed.url), [entry("a")], NOON)
    assert library.counts() == Counts(1, 1, 0)


def test_a_feed_without_articles_is_removed_and_an_unknown_one_is_told_of(
    library: Library, feed: Feed
) -> None:
    library.follow(feed.id)
    assert library.remove(feed.id) == 0
    assert library.is_empty
    with pytest.raises(NotStoredError):
        library.remove(feed.id)


def test_a_bookmark_of_another_program_is_kept(
    library: Library, folder: Path, feed: Feed, entry: MakeEntry
) -> None:
    library.store(feed, [entry("a"), entry("b")], NOON)
    other = Library.open(folder)
    (kept, _) = keys_of(other, feed)
    other.mark([kept], Marking(bookmarked=True))
    assert library.remove(feed.id) == 1
    assert other.poll()
    assert keys_of(other, feed) == [kept]
    other.close()


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(
    entries=st.lists(st.tuples(st.booleans(), st.sampled_from("abcdefgh")), max_size=12, unique=True),
    named=st.dictionaries(st.integers(0, 11), st.lists(st.sampled_from(["Ann", "Bo"]), max_size=2)),
    chosen=st.lists(st.tuples(st.integers(0, 11), st.booleans(), st.booleans()), max_size=6),
)
def test_what_is_left_is_as_if_the_feed_had_never_been(
    entries: list[tuple[bool, str]],
    named: dict[int, list[str]],
    chosen: list[tuple[int, bool, bool]],
    tmp_path_factory: pytest.TempPathFactory,
    entry: MakeEntry,
) -> None:
    found = []
    for also in (True, False):
        folder = tmp_path_factory.mktemp("library")
        library = Library.open(folder)
        feeds = {
            True: library.feed_for("https://one.example/"),
            False: library.feed_for("https://two.example/"),
        }
        for number, (first, name) in enumerate(entries):
            if first and not also:
                continue
            new = entry(name, published=NOON + timedelta(hours=number))
            library.store(feeds[first], [new], NOON)
            key = next(row.key for row in library.first_rows(View(feed_id=feeds[first].id), 1))
            annotate(library, key, *named.get(number, []))
            for which, read, bookmarked in chosen:
                if which == number:
                    library.mark([key], Marking(read=read, bookmarked=bookmarked))
        library.remove(feeds[True].id, bookmarked=True)
        rows = library.rows(library.rowids(View()))
        state = [(row.key, row.read, row.bookmarked) for row in rows]
        found.append((tables(folder), state, library.counts(), marked(folder)))
        library.close()
    assert found[0] == found[1]
