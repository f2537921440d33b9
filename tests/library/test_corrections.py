"""Corrections: what they make of annotations, of the index, and how they are taken back."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.errors import LibraryError, NotStoredError
from reader.library.corrected import concerning, corrected, for_article
from reader.library.correction_documents import from_json, sealed, to_json
from reader.library.library import Library
from reader.library.salvage import salvage
from reader.model import Annotations, Correction, Person, Place, Status, Title, Wrong
from tests.library.shelf_of_names import LUND, SWEDEN, Named, Shelf, spans

MAYOR = Title("Mayor", "Lund")
JUDGE = Title("Judge", "Supreme Court of Sweden")
LUND_ELSEWHERE = Place("Lund", (), "city", "US", "Nevada", 38.86, -115.0)


@pytest.fixture
def shelf(library: Library) -> Shelf:
    return Shelf(library)


def say(shelf: Shelf, what: Wrong, name: str, *keys: str, **more: Any) -> Correction:
    said = shelf.library.corrections.add(Correction(what, name, keys, **more))
    shelf.apply()
    return said


def unsay(shelf: Shelf, *said: Correction) -> None:
    assert len(shelf.library.corrections.remove([one.id for one in said])) == len(said)
    shelf.apply()


def index(library: Library) -> list[Any]:
    """Everything that the archive's index says, whatever the numbers are."""
    with library._database.reading() as connection:
        mentions = connection.execute(
            "SELECT a.key, e.kind, e.name, e.country, e.admin1, m.count, m.official FROM mentions m"
            " JOIN entities e ON e.id = m.entity JOIN articles a ON a.id = m.article ORDER BY 1, 2, 3, 4, 5"
        ).fetchall()
        offices = connection.execute(
            "SELECT a.key, e.name, o.title, o.body FROM held h JOIN entities e ON e.id = h.entity"
            " JOIN articles a ON a.id = h.article JOIN offices o ON o.id = h.office ORDER BY 1, 2, 3, 4"
        ).fetchall()
        # Who is one and the same: the articles of each person.
        same = connection.execute(
            "SELECT e.name, group_concat(a.key) FROM (SELECT * FROM mentions ORDER BY article) m"
            " JOIN entities e ON e.id = m.entity JOIN articles a ON a.id = m.article"
            " WHERE e.kind = 'person' GROUP BY m.entity"
        ).fetchall()
        raw = connection.execute("SELECT count(*) FROM annotations WHERE raw IS NOT NULL").fetchone()
    return [mentions, offices, sorted(same), raw]


# --- each kind --------------------------------------------------------------------------------


def test_not_an_official(shelf: Shelf) -> None:
    one = shelf.put("Tove Lind spoke.", [Named("Tove Lind", (MAYOR,))])
    two = shelf.put("Tove Lind went.", [Named("Tove Lind", (MAYOR,))])
    before = index(shelf.library)
    here = say(shelf, Wrong.OFFICIAL, "Tove Lind", one)
    assert [bool(shelf.marks(key).officials) for key in (one, two)] == [False, True]
    everywhere = say(shelf, Wrong.OFFICIAL, "tove lind")
    assert [bool(shelf.marks(key).officials) for key in (one, two)] == [False, False]
    [page] = shelf.who("Tove Lind")
    assert (page.official, page.offices, page.reported.articles) == (False, (), 2)
    unsay(shelf, here, everywhere)
    assert index(shelf.library) == before


def test_not_a_name(shelf: Shelf) -> None:
    one = shelf.put("Weather Report met Lund.", [Named("Weather Report")], [LUND])
    two = shelf.put("Weather Report left.", [Named("Weather Report")])
    before = index(shelf.library)
    said = say(shelf, Wrong.NAME, "Weather Report", one)
    assert shelf.marks(one).people == ()
    assert shelf.marks(one).places[0].name == "Lund"
    assert shelf.who("Weather Report")[0].reported.articles == 1
    also = say(shelf, Wrong.NAME, "Weather Report")
    with pytest.raises(NotStoredError):
        shelf.who("Weather Report")
    assert shelf.marks(two).people == ()
    unsay(shelf, said, also)
    assert index(shelf.library) == before


def test_an_office(shelf: Shelf) -> None:
    key = shelf.put("Tove Lind and the mayor met.", [Named("Tove Lind", (MAYOR,))])
    other = shelf.put("Tove Lind, the mayor.", [Named("Tove Lind", (MAYOR,))])
    before = index(shelf.library)
    here = say(shelf, Wrong.OFFICE, "Tove Lind", key, title=JUDGE)
    assert shelf.marks(key).officials[0].titles == (JUDGE,)
    everywhere = say(shelf, Wrong.OFFICE, "Tove Lind", title=Title("mayor", "LUND", Status.CURRENT))
    assert shelf.marks(other).officials[0].titles == (MAYOR,)
    held = [held.title for page in shelf.who("Tove Lind") for held in page.offices]
    assert sorted(held, key=str) == [JUDGE, MAYOR]
    unsay(shelf, here, everywhere)
    assert index(shelf.library) == before


def test_the_same_person(shelf: Shelf) -> None:
    one = shelf.put("Tove Lind spoke. T. A. Lind went.", [Named("Tove Lind", (MAYOR,)), Named("T. A. Lind")])
    two = shelf.put("T. A. Lind ruled.", [Named("T. A. Lind", (JUDGE,))], [SWEDEN])
    before = index(shelf.library)
    said = say(shelf, Wrong.SAME, "T. A. Lind", other="Tove Lind")
    [person] = shelf.marks(one).people
    assert (person.name, len(person.mentions), person.titles) == ("Tove Lind", 2, (MAYOR,))
    assert shelf.marks(two).people[0].name == "Tove Lind"
    [page] = shelf.who("Tove Lind")
    assert page.reported.articles == 2
    assert shelf.who("t. a. lind") == [page]
    assert [naming.reason for naming in page.reported.newest] == [
        "you said so",
        "first article with this person",
    ]
    unsay(shelf, said)
    assert index(shelf.library) == before


def test_two_of_one_name_are_one_person(shelf: Shelf) -> None:
    shelf.put("John Odera", [Named("John Odera", (Title("Minister of Health", "Kenya"),))])
    shelf.put("John Odera", [Named("John Odera", (Title("Mayor", "Recife"),))])
    assert len(shelf.who("John Odera")) == 2
    before = index(shelf.library)
    said = say(shelf, Wrong.SAME, "John Odera", other="John Odera")
    [page] = shelf.who("John Odera")
    assert page.reported.articles == 2
    shelf.put("John Odera", [Named("John Odera", (Title("Judge", "Peru"),))])
    assert len(shelf.who("John Odera")) == 1
    unsay(shelf, said)
    assert len(shelf.who("John Odera")) == 3
    assert len(before[2]) == 2


def test_two_people(shelf: Shelf) -> None:
    keys = [shelf.put("Ann Lee of Lund", [Named("Ann Lee", (MAYOR,))], [LUND]) for _ in range(4)]
    before = index(shelf.library)
    said = say(shelf, Wrong.TWO, "Ann Lee", keys[1], keys[3])
    first, other = sorted(shelf.who("Ann Lee"), key=lambda page: page.reported.first)
    assert [naming.row.key for naming in first.reported.newest] == [keys[2], keys[0]]
    assert [naming.row.key for naming in other.reported.newest] == [keys[3], keys[1]]
    assert {naming.reason for naming in other.reported.newest} == {"you said so"}
    late = shelf.put("Ann Lee of Lund", [Named("Ann Lee", (MAYOR,))], [LUND])
    assert late in [naming.row.key for naming in shelf.who("Ann Lee")[0].reported.newest]
    for key in keys:
        shelf.annotate(key, "two")
    assert {page.reported.articles for page in shelf.who("Ann Lee")} == {2, 3}
    unsay(shelf, said)
    [page] = shelf.who("Ann Lee")
    assert page.reported.articles == 5
    assert len(before[2]) == 1


def test_another_place(shelf: Shelf) -> None:
    one = shelf.put("Lund was dry.", [], [LUND])
    two = shelf.put("Lund was wet.", [], [LUND])
    before = index(shelf.library)
    said = say(shelf, Wrong.PLACE, "Lund", one, place=LUND_ELSEWHERE)
    [place] = shelf.marks(one).places
    assert (place.country, place.admin1, place.mentions) == ("US", "Nevada", ((0, 4),))
    assert shelf.marks(two).places[0].country == "SE"
    assert {page.place.country for page in shelf.where("Lund")} == {"US", "SE"}
    unsay(shelf, said)
    assert index(shelf.library) == before


def test_wrong_boundaries(shelf: Shelf) -> None:
    text = "Mayor Tove Lind Berg and Berg met at New Lund Hill."
    key = shelf.put(text, [Named("Tove Lind"), Named("Berg")], [LUND])
    before = index(shelf.library)
    person = say(shelf, Wrong.SPAN, "Tove Lind", key, other="Tove Lind Berg")
    place = say(shelf, Wrong.SPAN, "Lund", other="New Lund Hill", shift=-4)
    people = {one.name: one.mentions for one in shelf.marks(key).people}
    assert people == {"Tove Lind Berg": ((6, 20),), "Berg": ((25, 29),)}
    [found] = shelf.marks(key).places
    assert (found.name, found.mentions, found.kind, found.lat) == ("New Lund Hill", ((37, 50),), "", None)
    unsay(shelf, person, place)
    assert index(shelf.library) == before


# --- surviving --------------------------------------------------------------------------------


def test_corrections_survive_annotating_again_and_are_there_for_new_articles(shelf: Shelf) -> None:
    key = shelf.put("Tove Lind spoke.", [Named("Tove Lind", (MAYOR,))])
    say(shelf, Wrong.OFFICIAL, "Tove Lind")
    shelf.annotate(key, "two")
    new = shelf.put("Tove Lind went.", [Named("Tove Lind", (JUDGE,))])
    for one in (key, new):
        assert shelf.marks(one).officials == ()
    assert shelf.marks(key).engine == "two"


def test_what_was_stopped_on_the_way_is_taken_up(shelf: Shelf, folder: Path) -> None:
    keys = [shelf.put("Tove Lind spoke.", [Named("Tove Lind", (MAYOR,))]) for _ in range(45)]
    shelf.library.corrections.add(Correction(Wrong.OFFICIAL, "Tove Lind"))
    steps = shelf.library.corrections.apply(first=keys[7])
    assert (next(steps).of, next(steps).done) == (45, 20)
    del steps
    assert shelf.marks(keys[7]).officials == ()
    assert shelf.library.corrections.unfinished()
    shelf.library.close()
    again = Library.open(folder)
    assert again.corrections.unfinished()
    list(again.corrections.apply())
    assert not again.corrections.unfinished()
    assert [again.article(key).annotations.officials for key in keys] == [()] * 45  # type: ignore[union-attr]
    again.close()


def test_a_kill_between_state_and_archive_is_noticed(shelf: Shelf, folder: Path) -> None:
    key = shelf.put("Tove Lind spoke.", [Named("Tove Lind", (MAYOR,))])
    library = shelf.library
    said = sealed(Correction(Wrong.OFFICIAL, "Tove Lind"))
    library._state.corrections.put([to_json(said)])
    assert library.corrections.unfinished()
    shelf.apply()
    assert shelf.marks(key).officials == ()
    library._state.corrections.remove([said.id])
    assert library.corrections.unfinished()
    shelf.apply()
    assert shelf.marks(key).officials != ()


def test_a_lost_archive_is_corrected_anew(shelf: Shelf, folder: Path) -> None:
    say(shelf, Wrong.OFFICIAL, "Tove Lind")
    shelf.library.close()
    for path in folder.glob("articles.sqlite3*"):
        path.unlink()
    again = Library.open(folder)
    anew = Shelf(again)
    anew.apply()
    assert anew.marks(anew.put("Tove Lind spoke.", [Named("Tove Lind", (MAYOR,))])).officials == ()
    again.close()


def test_two_programs_correct_and_annotate_at_once(shelf: Shelf, folder: Path) -> None:
    old = shelf.put("Tove Lind spoke.", [Named("Tove Lind", (MAYOR,))])
    other = Library.open(folder)
    first = shelf.library.corrections.add(Correction(Wrong.OFFICIAL, "Tove Lind"))
    steps = shelf.library.corrections.apply()
    next(steps)
    # The other program has not looked at the state since, and annotates, corrects, applies.
    theirs = Shelf(other)
    theirs.said = dict(shelf.said)
    new = theirs.put("Tove Lind went to Lund.", [Named("Tove Lind", (MAYOR,))], [LUND])
    other.corrections.add(Correction(Wrong.NAME, "Lund"))
    theirs.apply()
    list(steps)
    assert not shelf.library.poll() or not shelf.library.corrections.unfinished()
    for key in (old, new):
        assert theirs.marks(key).officials == ()
    assert theirs.marks(new).places == ()
    assert [one.what for one in sorted(other.corrections.all(), key=lambda one: one.what)] == [
        Wrong.NAME,
        Wrong.OFFICIAL,
    ]
    other.corrections.remove([first.id])
    theirs.apply()
    assert theirs.marks(old).officials != ()
    other.close()


def test_damaged_corrections_are_not_taken_for_none(shelf: Shelf, folder: Path) -> None:
    key = shelf.put("Tove Lind spoke.", [Named("Tove Lind", (MAYOR,))])
    say(shelf, Wrong.OFFICIAL, "Tove Lind")
    shelf.library.close()
    path = folder / "state" / "corrections.json"
    path.write_text("{")
    path.with_name("corrections.json.previous").unlink(missing_ok=True)
    again = Library.open(folder)
    assert not again.corrections.unfinished()
    assert list(again.corrections.apply()) == []
    assert again.article(key).annotations.officials == ()  # type: ignore[union-attr]
    again.close()


# --- documents --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        {"what": "nonsense", "name": "x"},
        {"what": "not a name", "name": ""},
        {"what": "not a name", "name": 5},
        {"what": "not a name", "name": "x" * 400},
        {"what": "not a name", "name": "x", "articles": "all"},
        {"what": "not a name", "name": "x", "articles": ["../../etc"]},
        {"what": "not a name", "name": "x", "articles": ["0" * 16] * 1 + [f"{n:016}" for n in range(1001)]},
        {"what": "office", "name": "x"},
        {"what": "office", "name": "x", "title": "mayor", "status": "dead"},
        {"what": "same person", "name": "x"},
        {"what": "two people", "name": "x"},
        {"what": "place", "name": "x"},
        {"what": "place", "name": "x", "place": {"name": "x", "country": "Sweden"}},
        {"what": "place", "name": "x", "place": {"name": "x", "lat": 91, "lon": 0}},
        {"what": "place", "name": "x", "place": {"name": "x", "lat": float("nan"), "lon": 0}},
        {"what": "place", "name": "x", "place": {"name": "x", "lat": 9}},
        {"what": "boundaries", "name": "x"},
        {"what": "boundaries", "name": "x", "other": "y", "shift": 10**30},
        {"what": "boundaries", "name": "x", "other": "y", "shift": True},
    ],
)
def test_what_is_no_correction_is_refused(document: Any) -> None:
    with pytest.raises(LibraryError):
        from_json(document)


def test_saying_it_twice_says_it_once(shelf: Shelf) -> None:
    first = say(shelf, Wrong.NAME, "Weather  Report")
    assert say(shelf, Wrong.NAME, "Weather Report\x00 ".strip("\x00 ")).id == first.id
    assert shelf.library.corrections.take([first]) == []
    assert len(shelf.library.corrections.all()) == 1
    assert shelf.library.corrections.correction(first.id[:5]) == shelf.library.corrections.all()[0]
    with pytest.raises(NotStoredError):
        shelf.library.corrections.correction("abc")


def test_documents_that_are_none_do_no_harm(shelf: Shelf) -> None:
    key = shelf.put("Tove Lind spoke.", [Named("Tove Lind", (MAYOR,))])
    undated = to_json(sealed(Correction(Wrong.NAME, "Weather Report")))
    shelf.library._state.corrections.put(
        [{"id": "1", "what": "not an official", "name": "Tove Lind"}, {"id": "2", "what": 5}, undated]
    )
    shelf.apply()
    assert [one.name for one in shelf.library.corrections.all()] == ["Weather Report"]
    assert shelf.marks(key).officials != ()


NAMES = st.sampled_from(["Ann Lee", "Lee", "Bo Ek", "Lund", "Ann Lee Berg"])
TITLES = st.sampled_from([MAYOR, JUDGE])
SAID = st.one_of(
    st.builds(Correction, st.sampled_from([Wrong.NAME, Wrong.OFFICIAL]), NAMES),
    st.builds(Correction, st.just(Wrong.OFFICE), NAMES, title=TITLES),
    st.builds(Correction, st.just(Wrong.SAME), NAMES, other=NAMES),
    st.builds(Correction, st.just(Wrong.PLACE), NAMES, place=st.sampled_from([LUND, LUND_ELSEWHERE])),
    st.tuples(NAMES, NAMES)
    .filter(lambda two: two[0] != two[1])
    .map(lambda two: Correction(Wrong.SPAN, two[0], other=two[1], shift=0)),
)
TEXT = "Ann Lee Berg met Lee in Lund. Bo Ek saw Ann Lee."


@given(said=st.lists(SAID, max_size=6))
def test_corrected_marks_lie_in_the_text_apart_and_in_order(said: list[Correction]) -> None:
    marks = Annotations(
        (
            Person("Ann Lee", ((0, 7), (40, 47)), True, (MAYOR,)),
            Person("Lee", ((17, 20),)),
            Person("Bo Ek", spans(TEXT, "Bo Ek")),
        ),
        (Place("Lund", spans(TEXT, "Lund"), "city", "SE"),),
        "one",
    )
    meant = for_article([sealed(one) for one in said], "0" * 16)
    after = corrected(marks, meant, TEXT)
    named = [one.mentions for one in after.people] + [one.mentions for one in after.places]
    assert all(0 <= start < end <= len(TEXT) for mentions in named for start, end in mentions)
    assert all(named)
    assert len({one.name for one in after.people}) == len(after.people)
    firsts = [one.mentions[0] for one in after.people]
    assert firsts == sorted(firsts)
    flat = sorted(span for mentions in named for span in mentions)
    assert all(one[1] <= two[0] for one, two in pairwise(flat))
    assert corrected(marks, concerning(meant, marks, TEXT), TEXT) == after
    again = [from_json(json.loads(json.dumps(to_json(one)))) for one in meant]
    assert corrected(marks, again, TEXT) == after


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(said=st.lists(SAID, min_size=1, max_size=4))
def test_whatever_was_said_can_be_taken_back(
    tmp_path_factory: pytest.TempPathFactory, said: list[Correction]
) -> None:
    library = Library.open(tmp_path_factory.mktemp("shelf"))
    shelf = Shelf(library)
    shelf.put("Ann Lee Berg met Bo Ek.", [Named("Ann Lee", (MAYOR,)), Named("Bo Ek")], [LUND])
    shelf.put("Ann Lee met Lee in Lund.", [Named("Ann Lee", (MAYOR,)), Named("Lee")], [LUND])
    shelf.put("Bo Ek, judge.", [Named("Bo Ek", (JUDGE,))])
    before = index(library)
    ids = [library.corrections.add(one).id for one in said]
    shelf.apply()
    for key in shelf.said:
        once = shelf.marks(key)
        shelf.annotate(key)
        assert shelf.marks(key) == once
    library.corrections.remove(ids)
    shelf.apply()
    assert index(library) == before
    library.close()


@settings(max_examples=15, deadline=None)
@given(said=st.lists(SAID, min_size=2, max_size=5), gone=st.integers(0, 4))
def test_in_whatever_order_things_are_said_the_marks_are_those_of_all_of_them(
    tmp_path_factory: pytest.TempPathFactory, said: list[Correction], gone: int
) -> None:
    library = Library.open(tmp_path_factory.mktemp("shelf"))
    shelf = Shelf(library)
    shelf.put("Ann Lee Berg met Bo Ek.", [Named("Ann Lee", (MAYOR,)), Named("Bo Ek")], [LUND])
    shelf.put("Ann Lee met Lee in Lund.", [Named("Ann Lee", (MAYOR,)), Named("Lee")], [LUND])
    for one in said:
        library.corrections.add(one)
        shelf.apply()
    library.corrections.remove([sealed(said[gone % len(said)]).id])
    shelf.apply()
    for key, engine in shelf.said.items():
        meant = library.corrections.of(key)
        assert shelf.marks(key) == corrected(engine, meant, library.article(key).document.text)
    library.close()


def test_what_is_saved_of_a_damaged_archive_is_corrected_and_can_be_taken_back(
    shelf: Shelf, folder: Path
) -> None:
    key = shelf.put("Tove Lind spoke in Lund.", [Named("Tove Lind", (MAYOR,))], [LUND])
    before = index(shelf.library)
    said = say(shelf, Wrong.OFFICIAL, "Tove Lind")
    state = shelf.library._state
    shelf.library.close()
    salvage(folder / "articles.sqlite3", state.lock)
    again = Shelf(Library.open(folder))
    again.apply()
    assert again.marks(key).officials == ()
    unsay(again, said)
    assert again.marks(key) == shelf.said[key]
    assert index(again.library) == before
    again.library.close()
