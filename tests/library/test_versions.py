"""The two texts of an article in the archive: turned, looked for, removed, saved from a damaged file."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from reader.errors import DamagedError, NotStoredError
from reader.library.library import Library
from reader.library.salvage import salvage
from reader.model import Block, BlockKind, Document, Entry, Feed, View

MakeEntry = Callable[..., Entry]
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TEXT = "The whole story of the council."
PAGE = Document(TEXT, (Block(BlockKind.PARAGRAPH, 0, len(TEXT)),))


@pytest.fixture
def key(library: Library, feed: Feed, entry: MakeEntry) -> str:
    library.store(feed, [entry("a", summary_only=True)], NOON)
    return library.first_rows(View(), 1)[0].key


def test_an_article_with_one_text_cannot_be_turned(library: Library, key: str) -> None:
    with pytest.raises(NotStoredError, match="only one"):
        library.versions.turn(key)
    with pytest.raises(NotStoredError):
        library.versions.use_page("0" * 16, PAGE)


def test_a_page_that_is_fetched_again_takes_the_place_of_the_first(library: Library, key: str) -> None:
    own = library.article(key).document
    library.versions.use_page(key, PAGE)
    library.versions.turn(key)
    library.versions.use_page(key, Document("Another page."))
    shown = library.article(key)
    assert (shown.document.text, shown.other_text) == ("Another page.", "feed")
    assert library.versions.of_feed(shown).document == own
    library.versions.use_page(key, PAGE)
    assert library.versions.of_feed(library.article(key)).document == own


def test_what_lacks_a_full_text(library: Library, feed: Feed, entry: MakeEntry, key: str) -> None:
    library.store(
        feed, [entry("long", text="word " * 400), entry("nowhere", url="", summary_only=True)], NOON
    )
    keys = library.keys(library.rowids(View()))
    assert library.versions.lacking(keys) == [(key, "https://news.example/a.html")]
    library.versions.note_in_vain(key)
    assert library.versions.lacking(keys) == []


def test_a_page_read_counts_as_a_full_text_whichever_is_shown(library: Library, key: str) -> None:
    library.versions.use_page(key, PAGE)
    assert library.versions.lacking([key]) == []
    library.versions.turn(key)
    assert library.versions.lacking([key]) == []


def test_both_texts_go_with_the_article(library: Library, feed: Feed, key: str) -> None:
    library.versions.use_page(key, PAGE)
    library.versions.note_in_vain(key)
    library.remove(feed.id)
    with sqlite3.connect(library.folder / "articles.sqlite3") as connection:
        for table in ("asides", "pages_in_vain"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)


def test_both_texts_are_saved_from_a_damaged_archive(
    library: Library, feed: Feed, entry: MakeEntry, key: str
) -> None:
    library.store(
        library.feed_for("https://b.example/"), [entry("b", url="https://news.example/a.html")], NOON
    )
    library.versions.use_page(key, PAGE)
    before = library.article(key), library.versions.of_feed(library.article(key)), library.story(key)
    library.close()
    salvage(library.folder / "articles.sqlite3", library._state.lock)
    again = Library.open(library.folder)
    assert (again.article(key), again.versions.of_feed(again.article(key)), again.story(key)) == before
    assert len(before[2]) == 2
    again.close()


def test_a_damaged_text_of_the_feed_is_told_of(library: Library, key: str) -> None:
    library.versions.use_page(key, PAGE)
    with library._database.writing() as connection:
        connection.execute("UPDATE asides SET layout = x'00'")
    assert library.article(key).document == PAGE
    with pytest.raises(DamagedError, match="reader check"):
        library.versions.of_feed(library.article(key))
