"""Pages of people and places: sentences, names that are found, what changes under them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import NotStoredError
from reader.library.articles import text_hash
from reader.library.library import Library
from reader.library.salvage import salvage
from reader.library.sentences import LONGEST, sentence_at
from reader.library.state import State
from reader.model import Annotations, Entry, Feed, Person, Place, Title, View

MakeEntry = Callable[..., Entry]
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def around(text: str, name: str) -> str:
    start = text.index(name)
    return sentence_at(text, (start, start + len(name)))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Rain fell. Gov. T. J. Marsh spoke to Mr. Ek. Snow fell.", "Gov. T. J. Marsh spoke to Mr. Ek."),
        ("Snow. “Did it rain?” Marsh asked. Snow.", "“Did it rain?” Marsh asked."),
        ("A headline about Marsh\n\nMarsh came.", "A headline about Marsh"),
        ("It cost 3.5 million, Marsh said? “No.” Snow.", "It cost 3.5 million, Marsh said?"),
        ("Marsh", "Marsh"),
    ],
)
def test_the_sentence_around_a_name(text: str, sentence: str) -> None:
    assert around(text, "Marsh") == sentence


def test_a_long_sentence_is_cut_around_the_name() -> None:
    shown = around("and so " * 500 + "Marsh" + " and on" * 500, "Marsh")
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert "Marsh" in shown
    assert len(shown) <= LONGEST + 2


@given(st.text(max_size=60), st.text(min_size=1, max_size=20), st.text(max_size=60))
def test_a_name_is_in_its_sentence_whatever_the_text(before: str, name: str, after: str) -> None:
    text = before + name + after
    shown = sentence_at(text, (len(before), len(before) + len(name)))
    assert "".join(name.split()) in "".join(shown.split())
    assert "\n" not in shown


# --- what is stored ---------------------------------------------------------------------------


@pytest.fixture
def told(library: Library, feed: Feed, entry: MakeEntry) -> Callable[..., str]:
    """told(name, ...): an article, an hour later each, that names these people in Lund."""
    count = 0

    def tell(*names: str, title: Title | None = None) -> str:
        nonlocal count
        count += 1
        at = NOON - timedelta(hours=100 - count)
        library.store(feed, [entry(str(count), text="Somebody spoke. Nobody came.", published=at)], NOON)
        key = library.first_rows(View(), 1)[0].key
        titles = (title,) if title else ()
        people = tuple(Person(name, ((0, 8),), bool(titles), titles) for name in names)
        places = (Place("Lund", ((0, 3),), "city", "SE", "Skåne", 55.7, 13.2),)
        text = library.article(key).document.text
        assert library.annotate(key, text_hash(text), Annotations(people, places, "one"))
        return key

    return tell


def test_a_part_finds_the_only_name_it_is_in(library: Library, told: Callable[..., str]) -> None:
    told("Marsh")
    assert [page.name for page in library.pages.people("marsh", 5)] == ["Marsh"]
    told("Ada Marsh")
    assert [page.name for page in library.pages.people("marsh", 5)] == ["Ada Marsh"]
    assert [page.name for page in library.pages.people("ADA", 5)] == ["Ada Marsh"]
    told("Bo Marsh", "Bo Ek")
    told("Bo Marsh")
    with pytest.raises(NotStoredError, match=r"part of several names: Ada Marsh, Bo Marsh;|Bo Marsh, Ada"):
        library.pages.people("Marsh", 5)
    with pytest.raises(NotStoredError, match=r"part of several names: Bo Marsh, Bo Ek;"):
        library.pages.people("bo", 5)
    with pytest.raises(NotStoredError, match="near it: Ada Marsh"):
        library.pages.people("Ada Marhs", 5)
    told("Lind", title=Title("Mayor", "Lund"))
    told("Tove Lind", "Tove Ek")
    assert [page.name for page in library.pages.people("lind", 5)] == ["Tove Lind", "Lind"]
    for nothing in ("", "%", "' OR 1 --", "Mar", "\0", "\udcff"):
        with pytest.raises(NotStoredError):
            library.pages.people(nothing, 5)


def test_counts_are_of_all_articles_and_the_limit_is_of_those_shown(
    library: Library, told: Callable[..., str]
) -> None:
    keys = [told("Ada Marsh", "Bo Ek") for _ in range(40)]
    (page,) = library.pages.people("Ada Marsh", 3)
    assert [naming.row.key for naming in page.reported.newest] == keys[:-4:-1]
    assert (page.reported.articles, page.reported.mentions) == (40, 40)
    assert [(one.name, one.articles) for one in page.reported.people] == [("Bo Ek", 40)]
    (place,) = library.pages.places("Lund", 0)
    assert place.reported.newest == ()
    assert place.reported.articles == 40


def test_wordings_of_an_office_that_differ_in_case_are_one(
    library: Library, told: Callable[..., str]
) -> None:
    for title in ("mayor", "Mayor", "Mayor"):
        told("Ada Marsh", title=Title(title, "Lund"))
    (page,) = library.pages.people("Ada Marsh", 3)
    assert [(held.title, held.articles) for held in page.offices] == [(Title("Mayor", "Lund"), 3)]


def test_people_survive_the_saving_of_a_damaged_archive(
    library: Library, folder: Path, told: Callable[..., str]
) -> None:
    told("Ada Marsh", title=Title("Mayor", "Lund"))
    told("Ada Marsh", title=Title("Senator", "Brazil"))
    before = [page.offices for page in library.pages.people("Ada Marsh", 3)]
    library.close()
    state = State(folder / "state")
    salvage(folder / "articles.sqlite3", state.lock)
    state.close()
    saved = Library.open(folder)
    assert [page.offices for page in saved.pages.people("Ada Marsh", 3)] == before
    saved.close()
