"""Notes, tags, saved searches and reading positions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import TinyDB

from reader.errors import LibraryError, NotStoredError, QueryError
from reader.library.library import Library
from reader.library.noting import located, noted_with
from reader.library.positions import KEPT
from reader.library.tagging import tagged_with
from reader.model import Entry, Feed, Marking, Note, Tagging, View

MakeEntry = Callable[..., Entry]
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def key(library: Library, feed: Feed, entry: MakeEntry) -> str:
    library.store(feed, [entry("a", text="The quay was opened. Nobody saw the quay.")], NOON)
    return library.first_rows(View(), 1)[0].key


# --- notes ------------------------------------------------------------------------------------


def test_a_note_is_kept_changed_removed_and_put_back(library: Library, folder: Path, key: str) -> None:
    note = library.notes.add(key, "  Ask the harbour\x1b office\n")
    assert note.text == "Ask the harbour\ufffd office"
    assert library.notes.of(key) == library.notes.all() == [note]
    assert library.article(key).row.noted

    before = library.notes.change(note.id, "Asked them")
    assert [one.text for one in library.notes.of(key)] == ["Asked them"]
    library.notes.put_back(before)
    assert library.notes.of(key) == [note]

    assert library.notes.remove(note.id) == note
    assert library.notes.of(key) == []
    assert not library.article(key).row.noted
    library.notes.put_back(note)
    library.close()
    again = Library.open(folder)
    assert again.notes.of(key) == [note]
    again.close()
    assert TinyDB(folder / "state" / "notes.json").table("notes").all()[0]["text"] == note.text


def test_notes_on_passages_come_in_the_order_of_the_text(library: Library, key: str) -> None:
    later = library.notes.add(key, "who?", (21, 27))
    first = library.notes.add(key, "where?", (4, 8))
    whole = library.notes.add(key, "all of it")
    assert library.notes.of(key) == [whole, first, later]
    assert (first.quote, later.quote) == ("quay", "Nobody")


@pytest.mark.parametrize("span", [(4, 4), (8, 4), (-1, 3), (4, 400)])
def test_a_passage_that_is_not_there_is_refused(library: Library, key: str, span: tuple[int, int]) -> None:
    with pytest.raises(LibraryError, match="not in the text"):
        library.notes.add(key, "what?", span)
    assert library.notes.all() == []


@pytest.mark.parametrize("text", ["", " \n", "x" * 20_001])
def test_an_empty_or_endless_note_is_refused(library: Library, key: str, text: str) -> None:
    with pytest.raises(LibraryError, match="a note"):
        library.notes.add(key, text)


def test_what_is_not_there_cannot_be_noted_changed_or_removed(library: Library, key: str) -> None:
    with pytest.raises(NotStoredError):
        library.notes.add("0" * 16, "what?")
    with pytest.raises(NotStoredError):
        library.notes.change("none", "x")
    with pytest.raises(NotStoredError):
        library.notes.remove("none")


@given(before=st.text("abc ", max_size=30), after=st.text("abc ", max_size=30))
def test_a_passage_is_found_again_where_the_text_has_changed(before: str, after: str) -> None:
    note = Note("1", "k", "why?", NOON, (5, 9), "QUAY")
    text = f"{before}QUAY{after}"
    assert located(note, text) == (len(before), len(before) + 4)
    assert located(note, before + after) is None


def test_of_several_places_the_nearest_is_taken() -> None:
    note = Note("1", "k", "why?", NOON, (10, 14), "quay")
    assert located(note, "a quay, no quay, the quay") == (11, 15)
    assert located(note, "quay") == (0, 4)
    assert located(Note("1", "k", "whole", NOON), "quay") is None


def test_notes_are_found_by_their_words_and_by_what_they_quote(library: Library, key: str) -> None:
    library.notes.add(key, "Frage an das Büro: wann?", (21, 27))
    state = library._state
    for words in ("buro wann", "NOBODY", "das büro"):
        assert noted_with(state, words) == {key}, words
    assert noted_with(state, "wan") == set()
    assert noted_with(state, "wan", prefix=True) == {key}
    assert noted_with(state, "wann frage") == set()


def test_a_noted_article_outlives_the_archive_and_its_feed(
    library: Library, feed: Feed, folder: Path, key: str, entry: MakeEntry
) -> None:
    library.notes.add(key, "keep this")
    library.store(feed, [entry("b")], NOON)
    other = next(row.key for row in library.first_rows(View(), 2) if row.key != key)
    library.tags.tag([other], ["quay"])
    assert library.remove(feed.id, bookmarked=True) == 0
    library.close()
    for path in folder.glob("articles.sqlite3*"):
        path.unlink()
    again = Library.open(folder)
    assert again.article(key).document.text.startswith("The quay")
    assert again.article(other).row.tags == ("quay",)
    again.close()


def test_the_copy_stays_while_there_is_a_reason(library: Library, folder: Path, key: str) -> None:
    copy = folder / "state" / "texts" / f"{key}.json"
    note = library.notes.add(key, "keep this")
    library.mark([key], Marking(bookmarked=True))
    library.tags.tag([key], ["quay"])
    library.mark([key], Marking(bookmarked=False))
    assert copy.exists()
    library.notes.remove(note.id)
    assert copy.exists()
    library.tags.tag([key], remove=["quay"])
    assert not copy.exists()


# --- tags -------------------------------------------------------------------------------------


def test_tags_are_given_taken_counted_and_undone(library: Library, key: str) -> None:
    undo = library.tags.tag([key], ["#Budget", "Häfen"])
    assert library.tags.of(key) == ("Budget", "Häfen") == library.article(key).row.tags
    assert library.tags.all() == {"Budget": 1, "Häfen": 1}
    assert library.tags.tag([key], ["budget"]) == {}
    again = library.tags.tag([key], ["later"], ["HAFEN"])
    assert library.tags.of(key) == ("Budget", "later")
    assert again == {key: Tagging(add=("Häfen",), remove=("later",))}
    library.tags.retag(again)
    assert set(library.tags.of(key)) == {"Budget", "Häfen"}
    library.tags.retag(undo)
    assert library.tags.all() == {}


def test_a_tag_is_written_as_it_was_first(library: Library, feed: Feed, entry: MakeEntry, key: str) -> None:
    library.store(feed, [entry("b")], NOON)
    keys = [row.key for row in library.first_rows(View(), 2)]
    library.tags.tag([key], ["Budget"])
    library.tags.tag(keys, ["budget"])
    assert library.tags.all() == {"Budget": 2}
    assert tagged_with(library._state, "BUDGET") == set(keys)
    assert tagged_with(library._state, "bud") == set()
    assert tagged_with(library._state, "bud", prefix=True) == set(keys)


def test_no_tag_is_given_when_one_article_or_tag_is_wrong(library: Library, key: str) -> None:
    with pytest.raises(NotStoredError):
        library.tags.tag([key, "0" * 16], ["budget"])
    for wrong in ("", " #- ", "\x1b", "x" * 61):
        with pytest.raises(LibraryError):
            library.tags.tag([key], ["budget", wrong])
    assert library.tags.all() == {}


def test_two_programs_give_tags_and_none_is_lost(library: Library, folder: Path, key: str) -> None:
    other = Library.open(folder)
    library.tags.tag([key], ["one"])
    other.tags.tag([key], ["two"])
    assert library.poll()
    assert library.tags.of(key) == ("one", "two")
    other.close()


def test_documents_that_are_none_do_no_harm(library: Library, key: str) -> None:
    state = library._state
    state.tags.put([{"key": key, "tags": 5, "at": ""}])
    state.notes.put(
        [
            {"id": "1", "article": 7, "text": "x", "at": ""},
            {"id": "2", "article": key, "text": "x", "start": "a", "end": 3, "quote": 9, "at": "soon"},
            {"id": "3", "article": key, "text": "y", "at": "0001-01-01T00:00:00+23:00"},
        ]
    )
    state.searches.put([{"name": "x", "query": 3, "at": ""}])
    state.positions.put([{"key": key, "offset": "far"}])
    assert library.tags.of(key) == ()
    assert {note.text for note in library.notes.of(key)} == {"x", "y"}
    assert library.searches.all() == []
    assert library.positions.of(key) == 0


# --- saved searches ---------------------------------------------------------------------------


def test_searches_are_saved_renamed_removed_and_put_back(library: Library) -> None:
    assert library.searches.save("Port", " where:Lund ") is None
    before = library.searches.save("port", "where:Hobart")
    assert before is not None
    assert [(one.name, one.query) for one in library.searches.all()] == [("port", "where:Hobart")]
    library.searches.save("Budget", "budget")
    library.searches.rename("PORT", "Harbours")
    assert [one.name for one in library.searches.all()] == ["Budget", "Harbours"]
    with pytest.raises(LibraryError, match="saved already"):
        library.searches.rename("Harbours", "budget")
    gone = library.searches.remove("harbours")
    with pytest.raises(NotStoredError):
        library.searches.named("harbours")
    library.searches.put_back(gone)
    assert library.searches.named("harbours").query == "where:Hobart"


@pytest.mark.parametrize("query", ["(open", "is:lost"])
def test_a_query_with_a_mistake_is_not_saved(library: Library, query: str) -> None:
    with pytest.raises(QueryError):
        library.searches.save("Port", query)
    assert library.searches.all() == []


@pytest.mark.parametrize(("name", "query"), [("", "port"), (" \x07", ""), ("x" * 101, "port"), ("port", " ")])
def test_a_search_needs_a_name_and_a_query(library: Library, name: str, query: str) -> None:
    with pytest.raises(LibraryError):
        library.searches.save(name, query)


# --- reading positions ------------------------------------------------------------------------


def test_a_position_is_kept_until_the_article_is_read_from_the_beginning(
    library: Library, folder: Path
) -> None:
    library.positions.keep("a", 1200)
    other = Library.open(folder)
    assert other.positions.of("a") == 1200
    assert other.positions.of("b") == 0
    other.close()
    library.positions.keep("a", 0)
    assert library.positions.of("a") == 0


def test_only_the_newest_positions_are_kept(library: Library) -> None:
    state = library._state
    state.positions.put({"key": f"{n}", "offset": 9, "at": f"2026-01-01T{n:05}"} for n in range(KEPT + 50))
    library.positions.keep("new", 7)
    assert len(state.positions.documents) == KEPT
    assert library.positions.of("new") == 7
    assert library.positions.of("0") == 0
