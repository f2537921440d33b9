"""An archive of the first version, filled by its own SQL, as the program of today opens it."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.annotations_json import to_json
from reader.library import schema
from reader.library.check import check
from reader.library.files import FolderLock, create_private
from reader.library.library import Library
from reader.library.salvage import salvage
from reader.model import Annotations, Entry, Person, Place, Sort, Title, View

MakeEntry = Callable[..., Entry]
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SECONDS = int(NOON.timestamp())
HEADLINE = "Harbour council votes for a second ferry line"
REPORT = "The harbour council voted on Monday for a second ferry line. Mayor Ada Marsh of Hobart said that the first boats would sail in spring, and that tickets would cost what they cost today."  # fmt: skip
MARKS = Annotations(
    people=(Person("Ada Marsh", ((73, 82),), True, (Title("Mayor", "Hobart"),)),),
    places=(Place("Hobart", ((86, 92),), "city", "AU", "Tasmania", -42.9, 147.3),),
)
ARTICLES = (  # number, key, feed, title, text
    (1, "a" * 16, 1, HEADLINE, REPORT),
    (2, "b" * 16, 2, HEADLINE, REPORT),
    (3, "c" * 16, 1, "Rain expected along the northern coast", "Rain is expected from Friday on."),
)


@pytest.fixture
def archive(folder: Path) -> Path:
    """Two feeds, three articles of which two tell one story, one of them with marks."""
    folder.mkdir(mode=0o700)
    path = folder / "articles.sqlite3"
    create_private(path)
    connection = sqlite3.connect(path, isolation_level=None)
    schema.bring_up_to_date(connection, path, schema.MIGRATIONS[:1])
    for number in (1, 2):
        connection.execute(
            "INSERT INTO feeds(number, id, url, title) VALUES (?, ?, ?, ?)",
            (number, f"{number:016x}", f"https://{number}.example/feed", f"Feed {number}"),
        )
    for article in ARTICLES:
        _insert(connection, *article)
    _mark(connection)
    connection.close()
    return path


def _insert(connection: sqlite3.Connection, number: int, key: str, feed: int, title: str, text: str) -> None:
    connection.execute(
        "INSERT INTO articles(id, key, feed, entry_id, title, url, author, source, given, published, added)"
        " VALUES (?, ?, ?, ?, ?, ?, '', '', ?, ?, ?)",
        (
            number,
            key,
            feed,
            str(number),
            title,
            f"https://{feed}.example/{number}",
            SECONDS,
            SECONDS,
            SECONDS,
        ),
    )
    layout = {"blocks": [["paragraph", 0, len(text), 0, ""]], "links": []}
    connection.execute(
        "INSERT INTO texts(id, text, layout, enclosures, summary_only) VALUES (?, ?, ?, '[]', 0)",
        (number, text, zlib.compress(json.dumps(layout).encode())),
    )


def _mark(connection: sqlite3.Connection) -> None:
    packed = zlib.compress(json.dumps(to_json(MARKS)).encode())
    connection.execute("UPDATE articles SET engine = 'first' WHERE id = 1")
    connection.execute("INSERT INTO annotations(id, data) VALUES (1, ?)", (packed,))
    connection.execute("INSERT INTO entities(id, kind, name, shown) VALUES (1, 'person', 'ada marsh', 'Ada Marsh')")  # fmt: skip
    connection.execute(
        "INSERT INTO entities(id, kind, name, shown, country, admin1, sort, lat, lon)"
        " VALUES (2, 'place', 'hobart', 'Hobart', 'AU', 'Tasmania', 'city', -42.9, 147.3)"
    )
    for entity, official in ((1, 1), (2, 0)):
        connection.execute(
            "INSERT INTO mentions(entity, published, article, count, official, tie) VALUES (?, ?, 1, 1, ?, 0)",
            (entity, SECONDS, official),
        )
    connection.execute(
        "INSERT INTO offices(id, title, body, status) VALUES (1, 'Mayor', 'Hobart', 'current')"
    )
    connection.execute("INSERT INTO held(entity, office, published, article) VALUES (1, 1, ?, 1)", (SECONDS,))


def _tables(path: Path) -> set[tuple[str, ...]]:
    connection = sqlite3.connect(path)
    try:
        return set(connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master"))
    finally:
        connection.close()


def _keys(library: Library, view: View) -> list[str]:
    return sorted(row.key[0] for row in library.rows(library.rowids(view)))


def test_its_tables_become_those_of_a_new_archive(archive: Path, tmp_path: Path) -> None:
    Library.open(archive.parent).close()
    Library.open(tmp_path / "new").close()
    assert _tables(archive) == _tables(tmp_path / "new" / "articles.sqlite3")
    assert check(archive.parent) == []
    assert _tables(archive.with_name("articles.sqlite3.version-1")) != _tables(archive)


def test_everything_in_it_is_found(archive: Path, entry: MakeEntry) -> None:
    library = Library.open(archive.parent)
    assert _keys(library, View(search="ferry")) == ["a", "b"]
    assert _keys(library, View(search="who:marsh")) == ["a"]
    assert _keys(library, View(folded=True)) == ["b", "c"]
    (marsh,) = library.indexes.people()
    assert (marsh.name, marsh.official, marsh.country, marsh.listed.articles) == ("Ada Marsh", True, "AU", 1)
    assert marsh.office is not None
    assert marsh.office.body == "Hobart"
    assert library.pages.people("Ada Marsh", 5)[0].reported.newest[0].row.key == "a" * 16
    assert library.article("aaaa").annotations is not None
    feed = next(feed for feed in library.feeds() if feed.title == "Feed 1")
    assert library.store(feed, [entry("new")], NOON).new == 1
    assert len(library.rowids(View(search="new"))) == 1
    library.close()
    assert check(archive.parent) == []


def test_what_is_saved_of_it_has_its_stories(archive: Path) -> None:
    salvage(archive, FolderLock(archive.with_name(".lock")))
    library = Library.open(archive.parent)
    assert _keys(library, View(folded=True)) == ["b", "c"]
    assert _keys(library, View(search="ferry", sort=Sort.OLDEST)) == ["a", "b"]
    library.close()
    assert check(archive.parent) == []
