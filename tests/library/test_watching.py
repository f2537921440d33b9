"""Following and muting: what matches, what lists hide."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reader.errors import LibraryError, NotStoredError
from reader.library.library import Library
from reader.model import Correction, Marking, Place, Sort, Title, View, Watched, WatchedKind, Wrong
from tests.library.shelf_of_names import LUND, NOON, SWEDEN, Named, Shelf

PERSON, OFFICE, BODY, PLACE = WatchedKind
HOBART = Place("Hobart", (), "city", "AU", "Tasmania", -42.88, 147.33)
TASMANIA = Place("Tasmania", (), "admin1", "AU", "Tasmania", -42.0, 146.6)


@pytest.fixture
def shelf(library: Library) -> Shelf:
    return Shelf(library)


@pytest.fixture
def keys(shelf: Shelf) -> dict[str, str]:
    health = Title("Prime Minister", "Ministry of Health of Sweden")
    return {
        "mayor": shelf.put("Tove Lind in Lund", [Named("Tove Lind", (Title("Mayor", "Lund"),))], [LUND]),
        "health": shelf.put("Bo Ek of Sweden", [Named("Bo Ek", (health,))], [SWEDEN]),
        "tasmania": shelf.put("Tasmania and Ann Lee", [Named("Ann Lee")], [TASMANIA]),
        "hobart": shelf.put("Hobart and Ann Lee", [Named("Ann Lee")], [HOBART]),
    }


def listed(library: Library, view: View) -> set[str]:
    first = [row.key for row in library.first_rows(view, 100)]
    whole = [row.key for row in library.rows(library.rowids(view))]
    assert sorted(first) == sorted(whole)
    return set(whole)


@pytest.mark.parametrize(
    ("kind", "name", "wanted"),
    [
        (PERSON, "ann LEE", {"tasmania", "hobart"}),
        (PERSON, "Lee", set()),
        (OFFICE, "prime minister", {"health"}),
        (OFFICE, "minister", {"health"}),
        (OFFICE, "mayor of Lund", {"mayor"}),
        (OFFICE, "prime", {"health"}),
        (OFFICE, "min", set()),
        (BODY, "ministry of health", {"health"}),
        (BODY, "Lund", {"mayor"}),
        (PLACE, "Lund", {"mayor"}),
        (PLACE, "Sweden", {"mayor", "health"}),
        (PLACE, "tasmania", {"tasmania", "hobart"}),
        (PLACE, "Hobart", {"hobart"}),
        (PLACE, "Australia", {"tasmania", "hobart"}),
    ],
)
def test_what_is_followed_is_marked_counted_and_shown(
    library: Library, keys: dict[str, str], kind: WatchedKind, name: str, wanted: set[str]
) -> None:
    assert library.watching.follow(kind, name) is None
    found = {keys[one] for one in wanted}
    assert listed(library, View(search="is:followed")) == listed(library, View(followed=True)) == found
    assert {row.key for row in library.first_rows(View(), 9) if row.watched} == found
    assert list(library.watching.counts().values()) == [len(found)]
    assert library.watching.count(NOON) == len(found)
    assert library.watching.count(NOON + timedelta(days=9)) == 0


def test_what_is_muted_is_hidden_unless_asked_for(library: Library, keys: dict[str, str]) -> None:
    library.watching.mute(PERSON, "Ann Lee")
    hidden = {keys["tasmania"], keys["hobart"]}
    shown = set(keys.values()) - hidden
    feed = library.feeds()[0].id
    for view in (View(), View(unread=True), View(feed_id=feed), View(sort=Sort.TITLE), View(sort=Sort.BEST)):
        assert listed(library, view) == shown
    assert (library.counts().stored, library.counts().unread) == (4, 2)
    assert listed(library, View(search="is:muted")) == hidden
    assert listed(library, View(search="Tasmania")) == {keys["tasmania"]}
    library.mark([keys["hobart"]], Marking(bookmarked=True))
    assert listed(library, View(bookmarked=True)) == {keys["hobart"]}


def test_following_is_stronger_than_muting(library: Library, keys: dict[str, str]) -> None:
    library.watching.mute(PERSON, "Ann Lee")
    library.watching.follow(PLACE, "Hobart")
    assert listed(library, View()) == {keys["mayor"], keys["health"], keys["hobart"]}
    assert listed(library, View(search="is:muted")) == {keys["tasmania"]}
    assert listed(library, View(followed=True, search="Ann")) == {keys["hobart"]}


def test_watching_is_changed_undone_and_survives(library: Library, folder: Path) -> None:
    library.watching.follow(PERSON, " Ann  Lee ")
    before = library.watching.mute(PERSON, "ann lee")
    assert before is not None
    assert [(one.name, one.muted) for one in library.watching.all()] == [("ann lee", True)]
    library.watching.put_back(before)
    other = Library.open(folder)
    assert other.watching.all() == [before] == [Watched(PERSON, "Ann Lee", False, before.at)]
    other.close()
    assert library.watching.forget(PERSON, "ANN LEE") == before
    with pytest.raises(NotStoredError):
        library.watching.forget(PERSON, "Ann Lee")
    assert not library.first_rows(View(), 9)


@pytest.mark.parametrize("name", ["", "  ", "\x1b", "-", "x" * 201])
def test_a_name_that_is_none_is_refused(library: Library, name: str) -> None:
    with pytest.raises(LibraryError):
        library.watching.follow(PERSON, name)


def test_documents_that_are_none_do_no_harm(library: Library, keys: dict[str, str]) -> None:
    at = datetime.now(UTC).isoformat()
    library._state.watched.put(
        [
            {"id": "1", "kind": "planet", "name": "Mars", "muted": True, "at": at},
            {"id": "2", "kind": "person", "name": 7, "muted": True, "at": at},
            {"id": "3", "kind": "person", "name": "Ann Lee", "muted": "yes", "at": at},
        ]
    )
    assert library.watching.all() == []
    assert listed(library, View()) == set(keys.values())


def test_a_person_is_followed_under_every_name(shelf: Shelf, keys: dict[str, str]) -> None:
    library = shelf.library
    library.watching.follow(PERSON, "A. Lee")
    library.corrections.add(Correction(Wrong.SAME, "A. Lee", other="Ann Lee"))
    shelf.apply()
    assert listed(library, View(followed=True)) == {keys["tasmania"], keys["hobart"]}
