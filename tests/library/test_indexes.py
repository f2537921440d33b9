"""Indexes of people, places and offices: what is counted is exact whatever happens to the articles."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.library.articles import text_hash
from reader.library.indexes import Indexes, Listed, Order, Wanted
from reader.library.library import Library
from reader.model import Annotations, Document, Entry, Feed, Person, Place, Status, Title, View

NOW = datetime.now(UTC).replace(microsecond=0)
HOBART = Place("Hobart", ((0, 1), (2, 3)), "city", "AU", "Tasmania", -42.88, 147.33)
LIMA = Place("Lima", ((0, 1),), "city", "PE", "Lima", -12.04, -77.03)
PERU = Place("Peru", ((0, 1),), "country", "PE", "", -10.0, -76.0)
GOTHAM = Place("Gotham", ((0, 1),))
MAYOR = Title("Mayor", "Hobart")
ENVOY = Title("ambassador", "Étoile")

Told = Callable[..., str]


@pytest.fixture
def tell(library: Library, feed: Feed) -> Told:
    """tell(id, days ago, {name: titles}, places): an article that names these; gives its key."""

    def store(
        entry: str, days: float, people: dict[str, tuple[Title, ...]], places: tuple[Place, ...] = ()
    ) -> str:
        at = NOW - timedelta(days=days)
        library.store(
            feed, [Entry(entry, f"About {entry}", published=at, document=Document("Somebody."))], NOW
        )
        key = next(r.key for r in library.rows(library.rowids(View())) if r.title == f"About {entry}")
        annotate(library, key, people, places)
        return key

    return store


def annotate(
    library: Library, key: str, people: dict[str, tuple[Title, ...]], places: tuple[Place, ...] = ()
) -> None:
    marks = Annotations(
        tuple(Person(name, ((0, 4),), bool(titles), titles) for name, titles in people.items()), places, "one"
    )
    assert library.annotate(key, text_hash("Somebody."), marks)


@pytest.fixture
def press(tell: Told) -> None:
    tell("a", 30, {"Ada Marsh": (MAYOR,), "Bo Ek": ()}, (HOBART, GOTHAM))
    tell("b", 20, {"Ada Marsh": (Title("Senator", "Tasmania"),)}, (HOBART,))
    tell("c", 6, {"Ada Marsh": (Title("Mayor", "Hobart", Status.FORMER),), "Étienne Roy": (ENVOY,)}, (LIMA,))
    tell("d", 2, {"Étienne Roy": (), "Roy": ()}, (LIMA, PERU))
    tell("e", 1, {"Zoe Lind": (MAYOR,)}, (HOBART,))


def people(library: Library, order: Order = Order.COUNT, **wanted: object) -> list[str]:
    return [one.name for one in library.indexes.people(order, Wanted(**wanted))]  # type: ignore[arg-type]


def places(library: Library, order: Order = Order.COUNT, **wanted: object) -> list[str]:
    return [one.place.name for one in library.indexes.places(order, Wanted(**wanted))]  # type: ignore[arg-type]


@pytest.mark.usefixtures("press")
def test_what_a_row_says(library: Library) -> None:
    ada, roy = library.indexes.people(limit=2)
    assert (ada.name, ada.official, ada.country, ada.country_name) == ("Ada Marsh", True, "AU", "Australia")
    assert ada.office == Title("Mayor", "Hobart", Status.FORMER)
    day = timedelta(days=1)
    assert ada.listed == Listed(ada.listed.number, 3, 3, NOW - 30 * day, NOW - 6 * day, 1, new=False)
    assert (roy.name, roy.office, roy.listed.articles, roy.listed.new) == ("Étienne Roy", ENVOY, 2, True)
    hobart = library.indexes.places(limit=1)[0]
    assert (hobart.place.name, hobart.place.admin1, hobart.place.lat, hobart.country_name) == ("Hobart", "Tasmania", -42.88, "Australia")  # fmt: skip
    assert (hobart.listed.articles, hobart.listed.mentions, hobart.listed.week) == (3, 6, 1)


@pytest.mark.usefixtures("press")
@pytest.mark.parametrize(
    ("order", "names"),
    [
        (Order.COUNT, "Ada Marsh, Étienne Roy, Zoe Lind, Bo Ek"),
        (Order.NAME, "Ada Marsh, Bo Ek, Étienne Roy, Zoe Lind"),
        (Order.LAST, "Zoe Lind, Étienne Roy, Ada Marsh, Bo Ek"),
        (Order.OFFICE, "Étienne Roy, Ada Marsh, Zoe Lind, Bo Ek"),
        (Order.COUNTRY, "Ada Marsh, Zoe Lind, Étienne Roy, Bo Ek"),
    ],
)
def test_orders(library: Library, order: Order, names: str) -> None:
    shown = people(library, order)
    assert ", ".join(shown) == names
    pages = [[one.name for one in library.indexes.people(order, limit=2, start=start)] for start in (0, 2, 4)]
    assert pages == [shown[:2], shown[2:], []]


@pytest.mark.usefixtures("press")
def test_orders_of_places(library: Library) -> None:
    assert places(library, Order.NAME) == ["Gotham", "Hobart", "Lima", "Peru"]
    assert places(library, Order.COUNTRY) == ["Hobart", "Peru", "Lima", "Gotham"]
    assert places(library, Order.OFFICE) == ["Gotham", "Hobart", "Lima", "Peru"]  # by kind


@pytest.mark.usefixtures("press")
@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("mar", "Ada Marsh"),
        ("MARSH ad", "Ada Marsh"),
        ("etienne", "Étienne Roy"),
        ("mayor", "Ada Marsh, Zoe Lind"),
        ("hob", "Ada Marsh, Zoe Lind"),
        ("austral", "Ada Marsh, Zoe Lind"),
        ("arsh", ""),
        ("%", ""),
        ("' OR 1", ""),
        ("", "Ada Marsh, Étienne Roy, Zoe Lind, Bo Ek"),
    ],
)
def test_filtered_as_one_types(library: Library, words: str, names: str) -> None:
    assert ", ".join(people(library, words=words)) == names
    assert library.indexes.count("person", Wanted(words)) == len(names.split(", ")) * bool(names)


@pytest.mark.usefixtures("press")
def test_other_conditions(library: Library) -> None:
    assert people(library, officials=True) == ["Ada Marsh", "Étienne Roy", "Zoe Lind"]
    assert people(library, new=True) == ["Étienne Roy", "Zoe Lind"]
    assert places(library, new=True) == ["Lima", "Peru"]
    assert places(library, words="tasm") == ["Hobart"]
    assert places(library, words="peru") == ["Lima", "Peru"]
    among = library.rowids(View(search="about a ")) + library.rowids(View(search="about c "))
    ada, *others = library.indexes.people(wanted=Wanted(among=among))
    assert (ada.name, ada.listed.articles, len(others)) == ("Ada Marsh", 2, 2)
    assert people(library, among=among, officials=True) == ["Ada Marsh", "Étienne Roy"]
    assert places(library, among=[]) == []


@pytest.mark.usefixtures("press")
def test_offices_with_their_holders(library: Library, tell: Told) -> None:
    tell("f", 3, {"Zoe Lind": (Title("mayor", "HOBART"),)})
    mayor, *_ = offices = library.indexes.offices()
    assert (mayor.title, mayor.holders, mayor.articles) == (MAYOR, ("Ada Marsh", "Zoe Lind"), 3)
    assert mayor.first == NOW - timedelta(days=30)
    assert [office.title.status for office in offices].count(Status.FORMER) == 1
    assert [one.title for one in library.indexes.offices(library.rowids(View(search="about f ")))] == [
        Title("mayor", "HOBART")
    ]


# --- kept exact -------------------------------------------------------------------------------

_WRONG = """
SELECT e.name, e.articles, e.mentions, e.officially, e.first, e.last FROM entities e WHERE
  (e.articles, e.mentions, e.officially, e.first, e.last) IS NOT
  (SELECT count(*), coalesce(sum(count), 0), coalesce(sum(official), 0), min(published), max(published)
   FROM mentions WHERE entity = e.id)
  OR (e.office IS NULL) IS NOT (NOT EXISTS (SELECT 1 FROM held WHERE entity = e.id))
  OR e.office IS NOT NULL AND e.office NOT IN (SELECT h.office FROM held h WHERE h.entity = e.id
      AND h.published = (SELECT max(published) FROM held WHERE entity = e.id))
"""


def wrong(folder: Path) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(folder / "articles.sqlite3")
    found = connection.execute(_WRONG).fetchall()
    connection.close()
    return found


NAMES = ["Ada Marsh", "Bo Ek", "Marsh", "Zoe Lind"]
TITLES = [MAYOR, Title("Mayor", "Lima"), Title("Senator", "Peru"), Title("Mayor", "Hobart", Status.FORMER)]
MARKS = st.dictionaries(st.sampled_from(NAMES), st.lists(st.sampled_from(TITLES), max_size=2, unique=True).map(tuple), max_size=3)  # fmt: skip
STEP = st.tuples(
    st.sampled_from(["store", "annotate", "redate", "remove"]),
    st.integers(0, 4),
    MARKS,
    st.lists(st.sampled_from([HOBART, LIMA, PERU, GOTHAM]), max_size=2, unique=True).map(tuple),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEP, max_size=12))
def test_counts_stay_exact(tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, dict[str, tuple[Title, ...]], tuple[Place, ...]]]) -> None:  # fmt: skip
    folder = tmp_path_factory.mktemp("exact") / "library"
    library = Library.open(folder)
    for step, number, names, where in steps:
        feed = library.feed_for(f"https://news.example/{number % 2}")
        keys = [row.key for row in library.rows(library.rowids(View()))]
        if step == "annotate" and keys:
            annotate(library, keys[number % len(keys)], names, where)
        elif step == "remove":
            library.follow(feed.id)
            library.remove(feed.id)
        else:
            at = NOW - timedelta(days=number if step == "store" else 50 + len(steps))
            library.store(feed, [Entry(f"{number}", "T", published=at, document=Document("Somebody."))], NOW)
    library.close()
    assert wrong(folder) == []


def test_an_older_archive_is_counted_when_it_is_opened(library: Library, tell: Told, folder: Path) -> None:
    from reader.library import counting, schema

    at = schema.MIGRATIONS.index(counting.MIGRATION)
    tell("a", 30, {"Ada Marsh": (MAYOR,), "Bo Ek": ()}, (HOBART,))
    tell("b", 3, {"Ada Marsh": (Title("Senator", "Tasmania"),)}, (HOBART,))
    library.close()
    connection = sqlite3.connect(folder / "articles.sqlite3")
    before = connection.execute("SELECT name, articles, mentions, first, last, office, home FROM entities ORDER BY id").fetchall()  # fmt: skip
    triggers = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'") if name.startswith(("mentions_", "held_")) and name != "held_leaving"]  # fmt: skip
    indexes = ["entities_by_articles", "entities_by_last", "entities_by_office", "entities_by_home", "held_by_date", "texts_short"]  # fmt: skip
    for statement in [f"DROP TRIGGER {name}" for name in triggers] + [
        f"DROP INDEX {name}" for name in indexes
    ]:
        connection.execute(statement)
    for column in ("articles", "mentions", "officially", "first", "last", "office", "home", "votes"):
        connection.execute(f"ALTER TABLE entities DROP COLUMN {column}")
    if at == len(schema.MIGRATIONS) - 1:
        connection.execute(f"PRAGMA user_version = {at}")
        connection.commit()
        connection.close()
        Library.open(folder).close()
        connection = sqlite3.connect(folder / "articles.sqlite3")
    else:  # what came after it has been done already
        connection.executescript(counting.MIGRATION)
    after = connection.execute("SELECT name, articles, mentions, first, last, office, home FROM entities ORDER BY id").fetchall()  # fmt: skip
    connection.close()
    assert after == before
    assert wrong(folder) == []


def test_a_home_follows_most_articles(library: Library, tell: Told) -> None:
    for number, place in enumerate((LIMA, HOBART, LIMA, LIMA, HOBART)):
        tell(f"{number}", number, {"Ada Marsh": (MAYOR,)}, (place,))
    assert library.indexes.people()[0].country == "PE"


def test_weeks_end_when_they_are_looked_at(library: Library, tell: Told) -> None:
    tell("a", 6, {"Bo Ek": ()})
    later = Indexes(library._database, NOW + timedelta(days=2))
    assert [library.indexes.people()[0].listed.new, later.people()[0].listed.new] == [True, False]
