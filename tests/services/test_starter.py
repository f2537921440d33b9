"""The starter edition is a shelf like the library, and never writes anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.errors import NotStoredError, QueryError
from reader.model import Marking, Sort, View
from reader.services.starter import StarterEdition

TEXT = "{title}\n\nUpdated: {day} Test Edition\n\nA paragraph about {title}.\n"


@pytest.fixture
def edition(tmp_path: Path) -> StarterEdition:
    for name, title, day in [("a", "Older", "2021-01-01"), ("b", "Newer", "2022-01-01")]:
        (tmp_path / f"{name}.txt").write_text(TEXT.format(title=title, day=day))
    return StarterEdition(tmp_path)


def test_newest_first_and_searchable(edition: StarterEdition) -> None:
    assert [row.title for row in edition.first_rows(View(), 10)] == ["Newer", "Older"]
    found = edition.rows(edition.rowids(View(search="paragraph older")))
    assert [row.title for row in found] == ["Older"]


def test_marks_last_for_the_session_and_can_be_undone(edition: StarterEdition) -> None:
    key = edition.first_rows(View(), 1)[0].key
    undo = edition.mark([key], Marking(read=True, bookmarked=True))
    assert (edition.counts().unread, edition.counts().bookmarked) == (1, 1)
    assert [row.title for row in edition.first_rows(View(unread=True), 10)] == ["Older"]
    edition.mark([key], undo[key])
    assert (edition.counts().unread, edition.counts().bookmarked) == (2, 0)
    assert edition.mark([key], Marking(read=False)) == {}


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("is:unread ", "Older"),
        ("is:read OR is:bookmarked", "Newer"),
        ("-is:read", "Older"),
        ('"about newer"', "Newer"),
        ("title:olde", "Older"),
        ("paragraph -newer ", "Older"),
        ("after:2021-06", "Newer"),
        ("before:2021-06 added:2020", "Older"),
        ('who:"about older"', "Older"),
        ("where:Nowhere ", ""),
        ("source:TEST is:full", "Newer, Older"),
        ("tag:x OR note:x OR is:noted", ""),
        ("  ", "Newer, Older"),
    ],
)
def test_its_searches_speak_the_language_of_all(edition: StarterEdition, query: str, titles: str) -> None:
    newer = edition.first_rows(View(), 1)[0]
    edition.mark([newer.key], Marking(read=True, bookmarked=True))
    view = View(search=query)
    assert ", ".join(row.title for row in edition.rows(edition.rowids(view))) == titles
    assert ", ".join(row.title for row in edition.first_rows(view, 9)) == titles


def test_a_mistake_in_a_search_is_told(edition: StarterEdition) -> None:
    with pytest.raises(QueryError):
        edition.rowids(View(search="titel:older"))


def test_other_orders_and_excerpts(edition: StarterEdition) -> None:
    newest = list(edition.rowids(View()))
    assert list(edition.rowids(View(sort=Sort.OLDEST))) == newest[::-1]
    assert [row.title for row in edition.first_rows(View(sort=Sort.TITLE), 9)] == ["Newer", "Older"]
    (shown, spans), (other, none) = edition.snippets(newest, "newer ")
    assert [shown[start:end] for start, end in spans] == ["Newer"]
    assert none == ()
    assert "Older" in other


def test_an_unknown_key_is_an_error(edition: StarterEdition) -> None:
    with pytest.raises(NotStoredError):
        edition.article("nothing")


def test_the_edition_that_ships_has_eight_articles_or_more_with_text_and_dates() -> None:
    edition = StarterEdition()
    rows = edition.first_rows(View(), 100)
    assert len(rows) >= 8
    assert all(len(edition.article(row.key).document.text) > 800 for row in rows)
