"""Who is who across articles: the rules alone, and what the archive makes of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import combinations, permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from reader.library.articles import text_hash
from reader.library.identity import REASONS, Evidence, Known, Tie, choose, compared, habitual, leading
from reader.library.library import Library
from reader.library.offices import office
from reader.model import Annotations, Entry, Feed, Person, Place, Status, Title, View

MakeEntry = Callable[..., Entry]
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
Named = tuple[str, Sequence[Title], Sequence[str]]  # name, offices, countries of the article


def evidence(*offices: tuple[str, str], countries: str = "") -> Evidence:
    return Evidence(tuple(office(*words) for words in offices), frozenset(countries.split()))


# --- the rules --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "tie"),
    [
        # One office worded in two ways.
        (evidence(("Health Minister", "Kenya")), evidence(("Minister of Health", "Kenya")), Tie.BODY),
        (evidence(("minister", "Kenyan Health Ministry")), evidence(("health minister", "Kenya")), Tie.BODY),
        (evidence(("chairman", "Lund City Council")), evidence(("chairwoman", "Lund council")), Tie.BODY),
        # A body and its acronym.
        (evidence(("President", "U.S."), countries="JP"), evidence(("president", "United States")), Tie.BODY),
        (
            evidence(("director-general", "WHO"), countries="CH"),
            evidence(("head", "World Health Organization"), countries="CN"),
            Tie.BODY,
        ),
        (
            evidence(("minister", "MOH"), countries="KE"),
            evidence(("minister", "Ministry of Health"), countries="BR"),
            Tie.APART,
        ),
        # An office without a body.
        (evidence(("President", "")), evidence(("President", "Kenya")), Tie.OFFICE),
        (evidence(("Senator", ""), countries="US"), evidence(("Senator", "Ohio"), countries="BR"), Tie.APART),
        (
            evidence(("Secretary-General", ""), countries="SD"),
            evidence(("General Secretary", "United Nations"), countries="UA"),
            Tie.OFFICE,
        ),
        # A career, and what only looks like one.
        (
            evidence(("senator", "Senate of Brazil"), countries="BR"),
            evidence(("Mayor", "Recife"), countries="BR"),
            Tie.COUNTRY,
        ),
        (
            evidence(("Minister of Health", "Kenya"), countries="KE"),
            evidence(("Senator", "Brazil"), countries="BR"),
            Tie.APART,
        ),
        (evidence(("Mayor", "Recife")), evidence(("Senator", "Kenya")), Tie.APART),
        # Every state has a ministry of health.
        (
            evidence(("minister", "Ministry of Health"), countries="KE"),
            evidence(("minister", "Ministry of Health"), countries="BR"),
            Tie.APART,
        ),
        (
            evidence(("minister", "Health Ministry of Kenya"), countries="KE"),
            evidence(("minister", "Health Ministry of Brazil"), countries="BR"),
            Tie.APART,
        ),
        # The same body is the same body wherever it is reported from.
        (
            evidence(("envoy", "United Nations"), countries="SD"),
            evidence(("spokesman", "United Nations"), countries="UA"),
            Tie.BODY,
        ),
        # Without an office nothing contradicts.
        (evidence(countries="SD"), evidence(("envoy", "United Nations"), countries="UA"), Tie.NAME),
    ],
)
def test_offices_and_countries_decide(one: Evidence, other: Evidence, tie: Tie) -> None:
    assert compared(one, other) is tie
    assert compared(other, one) is tie


def test_a_name_of_several_people_goes_to_the_country_of_the_article_or_to_nobody_known() -> None:
    known = [
        Known(1, evidence(("Minister of Health", "Kenya"), countries="KE")),
        Known(2, evidence(("Senator", "Brazil"), countries="BR")),
    ]
    assert choose("Ada Marsh", evidence(countries="BR"), known) == (2, Tie.COUNTRY)
    assert choose("Ada Marsh", evidence(countries="FR"), known) == (None, Tie.FIRST)
    plain = Known(3, evidence())
    assert choose("Ada Marsh", evidence(countries="FR"), [*known, plain]) == (3, Tie.NAME)


def test_a_surname_alone_wants_the_same_office_of_the_same_body() -> None:
    known = [Known(1, evidence(("Mayor", "Lund"), countries="SE"))]
    assert choose("Marsh", evidence(("mayor", "Lund")), known) == (1, Tie.BODY)
    assert choose("Marsh", evidence(("councillor", "Lund"), countries="SE"), known) == (None, Tie.FIRST)
    assert choose("Marsh", evidence(countries="SE"), known) == (None, Tie.FIRST)


def test_an_article_is_about_the_countries_it_names_most() -> None:
    assert leading({"KE": 6, "US": 3, "CN": 2}) == {"KE", "US"}
    assert leading({}) == frozenset()
    assert len(leading(dict.fromkeys("ABCDEFG", 2))) == 3


OFFICES = st.tuples(
    st.sampled_from(["minister", "senator", "president", "mayor", "envoy", ""]),
    st.sampled_from(["", "Kenya", "Kenyan Senate", "Health Ministry", "Brazil", "United Nations", "Lund"]),
)
MENTIONS = st.builds(
    Evidence,
    st.lists(OFFICES.map(lambda words: office(*words)), max_size=2).map(tuple),
    st.frozensets(st.sampled_from(["KE", "BR", "SE", "US"]), max_size=3),
)


@given(st.lists(MENTIONS, min_size=1, max_size=7))
def test_mentions_that_fit_one_another_make_one_person_in_any_order(mentions: list[Evidence]) -> None:
    assume(all(compared(a, b) is not Tie.APART for a, b in combinations(mentions, 2)))
    offices: list[object] = []
    for number, new in enumerate(mentions):
        stated = [one for one in mentions[:number] if one.offices]
        known = Evidence(
            tuple(held for one in stated for held in one.offices),
            habitual(one.countries for one in stated),
        )
        person, _ = choose("Ada Marsh", new, [Known(1, known)] if number else [])
        assert person == (1 if number else None)
        offices += new.offices


# --- the archive ------------------------------------------------------------------------------


class Press:
    """Articles with the marks they are given."""

    def __init__(self, library: Library, feed: Feed, entry: MakeEntry, folder: Path) -> None:
        self.library, self._feed, self._entry, self._folder = library, feed, entry, folder
        self._count = 0

    def report(self, *named: Named, key: str = "", hours: int | None = None) -> str:
        """An article, a new one unless `key` is given, that names these people; gives its key."""
        if not key:
            self._count += 1
            at = NOON + timedelta(hours=self._count if hours is None else hours)
            self.library.store(self._feed, [self._entry(str(self._count), published=at)], NOON)
            rows = self.library.rows(self.library.rowids(View()))
            key = next(row.key for row in rows if row.title == f"About {self._count}")
        people = tuple(
            Person(name, ((0, 3), (4, 6)), bool(titles), tuple(titles)) for name, titles, _ in named
        )
        countries = dict.fromkeys(country for _, _, codes in named for country in codes)
        places = tuple(Place(f"Land {code}", ((0, 3),), "country", code) for code in countries)
        text = self.library.article(key).document.text
        assert self.library.annotate(key, text_hash(text), Annotations(people, places, "one"))
        return key

    def people(self) -> dict[int, set[str]]:
        """The articles of each person."""
        found: dict[int, set[str]] = {}
        for person, key in self.ask(
            "SELECT e.id, a.key FROM entities e LEFT JOIN mentions m ON m.entity = e.id"
            " LEFT JOIN articles a ON a.id = m.article WHERE e.kind = 'person'"
        ):
            found.setdefault(person, set()).add(key)
        return found

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        connection = sqlite3.connect(self._folder / "articles.sqlite3")
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()


@pytest.fixture
def press(library: Library, feed: Feed, entry: MakeEntry, folder: Path) -> Press:
    return Press(library, feed, entry, folder)


MINISTER = ("John Adeyemi", [Title("Minister of Health", "Kenya")], ["KE"])
SENATOR = ("John Adeyemi", [Title("Senator", "Brazil")], ["BR"])


def test_two_people_of_one_name_in_two_countries_stay_two(press: Press) -> None:
    kenya, brazil = press.report(MINISTER), press.report(SENATOR)
    again = press.report(("John ADEYÉMI", [Title("health minister", "Kenya")], ["KE", "US"]))
    assert sorted(press.people().values(), key=len) == [{brazil}, {kenya, again}]
    plain = press.report(("John Adeyemi", [], ["BR"]))
    assert {frozenset(keys) for keys in press.people().values()} == {
        frozenset({brazil, plain}),
        frozenset({kenya, again}),
    }


def test_a_career_is_one_person_and_every_tie_has_its_reason(press: Press) -> None:
    keys = [
        press.report(("Ana Ruiz", [Title("Mayor", "Recife")], ["BR"])),
        press.report(("Ana Ruiz", [Title("Senator", "Pernambuco")], ["BR", "US"])),
        press.report(("Ana Ruiz", [Title("senator", "Pernambuco", Status.FORMER)], ["FR"])),
        press.report(("Ana Ruiz", [], [])),
    ]
    assert list(press.people().values()) == [set(keys)]
    ties = press.ask(
        "SELECT tie FROM mentions m JOIN entities e ON e.id = m.entity WHERE e.kind = 'person'"
        " ORDER BY published"
    )
    assert [REASONS[Tie(tie)] for (tie,) in ties] == [
        "first article with this person",
        "same name, same country",
        "same name, same body",
        "same name, nothing against it",
    ]


def test_surnames_alone_are_nobody_else(press: Press) -> None:
    for _ in range(3):
        press.report(("Marsh", [], ["AU"]))
    mayor = [press.report(("Marsh", [Title("Mayor", "Hobart")], ["AU"])) for _ in range(2)]
    assert sorted(map(len, press.people().values())) == [1, 1, 1, 2]
    assert set(mayor) in press.people().values()


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(order=st.permutations(range(6)))
def test_articles_in_any_order_make_one_person(
    order: list[int], tmp_path_factory: pytest.TempPathFactory, entry: MakeEntry
) -> None:
    reports: list[Named] = [
        ("Lena Holt", [Title("Minister of Finance", "Ghana")], ["GH"]),
        ("Lena Holt", [Title("finance minister", "Ghana")], ["GH", "US"]),
        ("Lena Holt", [Title("Minister", "Ministry of Finance")], ["GH"]),
        ("Léna  Holt", [], ["FR"]),
        ("Lena Holt", [Title("Minister", "", Status.FORMER)], []),
        ("Lena Holt", [Title("Ghanaian Finance Minister", "Ghana")], ["GH"]),
    ]
    folder = tmp_path_factory.mktemp("library")
    library = Library.open(folder)
    press = Press(library, library.feed_for("https://one.example/"), entry, folder)
    for number in order:
        press.report(reports[number], hours=number)
    assert [len(keys) for keys in press.people().values()] == [6]
    library.close()


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_an_article_that_gives_both_offices_makes_two_people_one(
    press: Press, order: tuple[int, ...]
) -> None:
    senator, envoy = Title("Senator", "Pernambuco"), Title("envoy", "World Health Organization")
    reports: list[Named] = [
        ("Ana Ruiz", [senator], ["BR"]),
        ("Ana Ruiz", [envoy], ["CH"]),
        ("Ana Ruiz", [Title("former senator", "Pernambuco"), Title("Envoy", "WHO")], ["FR"]),
        ("Ana Ruiz", [Title("Mayor", "Lund")], ["SE"]),
    ]
    keys = {number: press.report(reports[number], hours=-number) for number in order}
    one = {keys[number] for number in range(3)}
    assert {frozenset(found) for found in press.people().values()} == {frozenset(one), frozenset({keys[3]})}
    assert press.ask("SELECT count(*) FROM held") == [(5,)]


def test_annotating_again_keeps_who_is_who_and_leaves_nobody_behind(press: Press) -> None:
    kenya, brazil = press.report(MINISTER), press.report(SENATOR)
    before = press.people()
    for key, named in ((kenya, MINISTER), (brazil, SENATOR), (kenya, MINISTER)):
        press.report(named, key=key)
        assert press.people() == before
    press.report(("Bo Ek", [Title("Mayor", "Lund")], ["SE"]), key=kenya)
    assert sorted(press.people().values(), key=str) == sorted([{kenya}, {brazil}], key=str)
    assert press.ask("SELECT title FROM offices ORDER BY title") == [("Mayor",), ("Senator",)]
    assert press.ask("SELECT shown FROM entities ORDER BY shown") == [
        ("Bo Ek",), ("John Adeyemi",), ("Land BR",), ("Land SE",),
    ]  # fmt: skip


PEOPLE = st.lists(
    st.tuples(
        st.sampled_from(["Ana Ruiz", "Bo Ek", "Ek"]),
        st.lists(
            st.builds(
                Title, st.sampled_from(["Mayor", "Senator", "envoy"]), st.sampled_from(["", "Lund", "WHO"])
            ),
            max_size=2,
        ),
        st.lists(st.sampled_from(["SE", "BR"]), max_size=1),
    ),
    max_size=3,
)


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(st.tuples(st.sampled_from(["new", "again", "changed"]), PEOPLE), max_size=12))
def test_whatever_is_annotated_nothing_stays_that_no_article_names(
    steps: list[tuple[str, list[Named]]], tmp_path_factory: pytest.TempPathFactory, entry: MakeEntry
) -> None:
    folder = tmp_path_factory.mktemp("library")
    library = Library.open(folder)
    feed = library.feed_for("https://one.example/")
    press = Press(library, feed, entry, folder)
    keys: list[str] = []
    for number, (what, named) in enumerate(steps):
        if what == "new" or not keys:
            keys.append(press.report(*named))
        elif what == "again":
            press.report(*named, key=keys[number % len(keys)])
        else:
            article = library.article(keys[number % len(keys)])
            library.store(feed, [entry(article.entry_id, text=f"Changed {number}.")], NOON)
    for left in (
        "SELECT id FROM entities EXCEPT SELECT entity FROM mentions",
        "SELECT entity, article FROM held EXCEPT SELECT entity, article FROM mentions",
        "SELECT id FROM offices EXCEPT SELECT office FROM held",
        "SELECT article FROM mentions EXCEPT SELECT id FROM annotations",
        "SELECT m.article, m.published FROM mentions m EXCEPT SELECT id, published FROM articles",
    ):
        assert press.ask(left) == []
    library.close()


def test_nothing_of_a_person_outlives_the_articles(press: Press, feed: Feed, entry: MakeEntry) -> None:
    press.report(MINISTER)
    press.report(SENATOR)
    press.library.store(feed, [entry("1", text="Something else.", published=NOON)], NOON)
    assert press.ask("SELECT shown FROM entities ORDER BY shown") == [("John Adeyemi",), ("Land BR",)]
    press.library.remove(feed.id)
    for table in ("entities", "mentions", "held", "offices"):
        assert press.ask(f"SELECT count(*) FROM {table}") == [(0,)], table


def test_a_changed_date_is_changed_for_the_people_too(press: Press, feed: Feed, entry: MakeEntry) -> None:
    press.report(MINISTER)
    later = NOON - timedelta(days=3)
    text = press.library.article(press.library.first_rows(View(), 1)[0].key).document.text
    press.library.store(feed, [entry("1", text=text, published=later)], NOON)
    seconds = int(later.timestamp())
    assert press.ask("SELECT DISTINCT published FROM mentions") == [(seconds,)]
    assert press.ask("SELECT published FROM held") == [(seconds,)]
