"""From texts to pages: over articles whose facts are known, every page tells exactly these facts.

The engine marks the press of press.py and the starter edition; pages, indexes, timelines and exports
are then compared with what the tables say, counted here in plain Python.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date

import pytest

from reader.entities.annotate import Annotator
from reader.library.articles import text_hash
from reader.library.indexes import Order, Wanted
from reader.library.library import Library
from reader.library.pages import PersonPage
from reader.library.timeline import Period
from reader.model import Document, Entry, Status, View
from reader.services.dossier_forms import pages_html, pages_markdown
from reader.services.dossiers import page_json, page_text
from reader.services.index_export import index_csv, index_geojson, index_json
from reader.services.starter import StarterEdition
from tests.services.press import PEOPLE, PLENARY, PRIVATE, SOURCES, Report, Somebody, reports

REPORTS = list(reports())
NAMES = sorted({name for report in REPORTS for name in report.people})
PLACES = sorted({place for report in REPORTS for place in report.places})

# Of the starter edition: who holds which office in how many of its articles.
STARTER = {
    "António Guterres": (4, {"secretary-general"}),
    "Xi Jinping": (2, {"general secretary", "president"}),
    "Huang Runqiu": (2, {"minister of ecology and environment", "environment minister"}),
    "Virginijus Sinkevičius": (
        2,
        {"commissioner for the environment", "commissioner for the environment, oceans and fisheries"},
    ),
    "Muhammadu Buhari": (1, {"president"}),
    "Wang Zhengpu": (1, {"governor"}),
    "Sauli Niinistö": (1, {"president"}),
    "Gabriel Boric": (1, {"president"}),
    "Fumio Kishida": (1, {"prime minister"}),
    "Carolina Tohá": (1, {"interior minister"}),
    "Valérie Plante": (1, {"mayor"}),
}


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The made-up press alone."""
    library = Library.open(tmp_path_factory.mktemp("truth") / "library")
    feeds = {source: library.feed_for(f"https://news.example/{source[:4]}", source) for source in SOURCES}
    for source, feed in feeds.items():
        entries = [
            Entry(one.title, one.title, published=one.published, document=Document(one.text))
            for one in REPORTS
            if one.source == source
        ]
        library.store(feed, entries, PLENARY.published)
    annotate(library)
    yield library
    library.close()


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The starter edition as if it had been imported."""
    library = Library.open(tmp_path_factory.mktemp("starter") / "library")
    feed = library.feed_for("https://news.example/starter", "Starter edition")
    edition = StarterEdition()
    for row in edition.first_rows(View(), 100):
        document = edition.article(row.key).document
        library.store(
            feed, [Entry(row.key, row.title, published=row.published, document=document)], row.published
        )
    annotate(library)
    yield library
    library.close()


def annotate(library: Library) -> None:
    annotator = Annotator()
    for row in library.rows(library.rowids(View())[::-1]):
        text = library.article(row.key).document.text
        assert library.annotate(row.key, text_hash(text), annotator.annotate(text))


# --- what the tables say ----------------------------------------------------------------------


def naming(name: str) -> list[Report]:
    """The reports with a person, newest first."""
    return [one for one in reversed(REPORTS) if name in one.people]


def placed(name: str) -> list[Report]:
    return [one for one in reversed(REPORTS) if name in one.places]


def together(found: list[Report], but: str) -> tuple[Counter[str], Counter[str]]:
    people = Counter(name for one in found for name in one.people if name != but)
    places = Counter(name for one in found for name in one.places if name != but)
    return people, places


def offices(name: str) -> set[tuple[str, str, Status, int, date, date]]:
    held: dict[tuple[str, str, Status], list[date]] = {}
    for one in naming(name):
        office = one.people[name]
        if office:
            held.setdefault(office, []).append(one.published.date())
    return {(*office, len(days), min(days), max(days)) for office, days in held.items()}


def most(named: Counter[str], shown: list[tuple[str, int]]) -> None:
    """That a list shows as many of the counted as it has room for, the most first."""
    assert dict(shown).items() <= named.items()
    counts = [count for _, count in shown]
    assert counts == sorted(named.values(), reverse=True)[: len(counts)]
    assert len(shown) == min(len(named), 10)


# --- pages ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_the_page_of_a_person(press: Library, name: str) -> None:
    (page,) = press.pages.people(name, 300)
    found = naming(name)
    assert page.name == name
    assert page.official == any(one.people[name] for one in found)
    assert {
        (held.title.title.lower(), held.title.body, held.title.status, held.articles, held.first.date(), held.last.date())
        for held in page.offices
    } == offices(name)  # fmt: skip
    reported = page.reported
    assert (reported.articles, reported.first, reported.last) == (
        len(found),
        found[-1].published,
        found[0].published,
    )
    assert [(one.row.title, one.row.source, one.sentence) for one in reported.newest] == [
        (one.title, one.source, one.naming(name)) for one in found
    ]
    people, places = together(found, name)
    most(people, [(one.name, one.articles) for one in reported.people])
    most(places, [(one.name, one.articles) for one in reported.places])
    months = Counter(one.published.date().replace(day=1) for one in found)
    assert {month.start: month.articles for month in reported.months if month.articles} == months


@pytest.mark.parametrize("one", PEOPLE, ids=lambda one: one.name)
def test_a_surname_is_a_form_and_a_country_a_home(press: Library, one: Somebody) -> None:
    (page,) = press.pages.people(one.name, 1)
    assert page.country == one.country
    assert page.forms == (one.short,)


@pytest.mark.parametrize("name", PLACES)
def test_the_page_of_a_place(press: Library, name: str) -> None:
    (page,) = press.pages.places(name, 300)
    found = placed(name)
    assert page.place.name == name
    assert (page.reported.articles, page.reported.last) == (len(found), found[0].published)
    assert [one.row.title for one in page.reported.newest] == [one.title for one in found]
    assert all(name in one.sentence for one in page.reported.newest)
    people, places = together(found, name)
    most(people, [(one.name, one.articles) for one in page.reported.people])
    most(places, [(one.name, one.articles) for one in page.reported.places])
    officials = Counter(who for one in found for who, office in one.people.items() if office)
    most(officials, [(one.name, one.articles) for one in page.reported.officials])


def test_towns_lie_in_the_countries_of_their_officials(press: Library) -> None:
    for one in PEOPLE:
        for town in one.towns:
            (page,) = press.pages.places(town, 1)
            assert (page.place.kind, page.place.country) == ("city", one.country)
    (shanxi,) = press.pages.places("Shanxi", 1)
    assert {one.name for one in shanxi.inside} == {"Datong", "Taiyuan"}
    (ghana,) = press.pages.places("Ghana", 1)
    assert {one.name: one.articles for one in ghana.inside} == {"Accra": 5, "Kumasi": 5}


@pytest.mark.parametrize(
    "query", ["where:China", "where:Shanxi", 'who:"Liu Wenqing"', "office:governor where:Ohio"]
)
def test_searches_by_name_and_place(press: Library, query: str) -> None:
    inside = {"where:China": {"Shanxi", "Datong", "Taiyuan"}, "where:Shanxi": {"Shanxi", "Datong", "Taiyuan"}}
    if query in inside:
        wanted = [one.title for one in reversed(REPORTS) if inside[query] & one.places]
    else:
        who = "Liu Wenqing" if "Liu" in query else "Samuel Whitford"
        wanted = [one.title for one in naming(who)]
    rows = press.rows(press.rowids(View(search=f"{query} ")))
    assert [row.title for row in rows] == wanted


# --- indexes, timelines, exports --------------------------------------------------------------


def test_the_index_of_people(press: Library) -> None:
    told = {one.name: one for one in press.indexes.people()}
    assert sorted(told) == NAMES
    for name, one in told.items():
        found = naming(name)
        assert (one.listed.articles, one.listed.first, one.listed.last) == (len(found), found[-1].published, found[0].published)  # fmt: skip
        latest = next((report.people[name] for report in found if report.people[name]), None)
        if latest is None:
            assert (one.official, one.office) == (False, None)
        else:
            assert one.office is not None
            assert (one.office.title.lower(), one.office.body, one.office.status) == latest
    assert [one.name for one in press.indexes.people(Order.NAME)] == NAMES
    assert {one.name for one in press.indexes.people(wanted=Wanted(officials=True))}.isdisjoint(PRIVATE)


def test_the_index_of_places(press: Library) -> None:
    told = {one.place.name: one.listed.articles for one in press.indexes.places()}
    assert told == Counter(place for one in REPORTS for place in one.places)


def test_the_index_of_offices(press: Library) -> None:
    told = {(one.title.title.lower(), one.title.body, one.title.status): (set(one.holders), one.articles) for one in press.indexes.offices()}  # fmt: skip
    wanted: dict[tuple[str, str, Status], tuple[set[str], int]] = {}
    for one in REPORTS:
        for name, office in one.people.items():
            if office:
                holders, count = wanted.get(office, (set(), 0))
                wanted[office] = (holders | {name}, count + 1)
    assert told == wanted


@pytest.mark.parametrize("by", Period)
def test_timelines(press: Library, by: Period) -> None:
    (page,) = press.pages.people("Ingrid Solheim", 1)
    bars = press.timelines.of_entity(page.number, by, UTC)
    assert sum(bar.articles for bar in bars) == len(naming("Ingrid Solheim"))
    for number, bar in enumerate(press.timelines.of_view(View(), by, UTC)):
        days = [one.published.date() for one in REPORTS]
        if by is Period.DAY:
            assert bar.articles == days.count(bar.start)
        if by is Period.MONTH:
            assert bar.articles == sum(day.replace(day=1) == bar.start for day in days)
            inside = [one for one in REPORTS if one.published.date().replace(day=1) == bar.start]
            counts = Counter(name for one in inside for name in one.people)
            assert all(counts[name] == count for name, count in bar.people), number


def test_exports_tell_the_same(press: Library) -> None:
    index = index_json(press.indexes)
    assert {one["name"]: one["articles"] for one in index["people"]} == {n: len(naming(n)) for n in NAMES}
    assert {one["name"]: one["articles"] for one in index["places"]} == {n: len(placed(n)) for n in PLACES}
    rows = list(csv.DictReader(io.StringIO(index_csv(press.indexes))))
    assert sorted(row["name"] for row in rows if row["kind"] == "person") == NAMES
    assert sorted(one["properties"]["name"] for one in index_geojson(press.indexes)["features"]) == PLACES
    few = press.rowids(View(search='who:"Elif Aydin" '))
    some = index_json(press.indexes, few)
    assert {one["name"]: one["articles"] for one in some["people"]} == {
        "Elif Aydin": len(few), **together(naming("Elif Aydin"), "Elif Aydin")[0],
    }  # fmt: skip


def test_dossiers_tell_the_same(press: Library) -> None:
    pages = press.pages.people("Petra Novakova", 300)
    (page,) = pages
    found = naming("Petra Novakova")
    for text in (page_text(page), pages_markdown(pages), pages_html(pages)):
        for one in found:
            assert one.title in text
            assert f"{one.published:%Y-%m-%d}" in text
        assert f"{len(found)} articles" in text
        assert "Slovenia" in text
    assert page_json(page)["article_count"] == len(found)


# --- the starter edition ----------------------------------------------------------------------


@pytest.mark.parametrize("name", STARTER)
def test_officials_of_the_starter_edition(starter: Library, name: str) -> None:
    count, titles = STARTER[name]
    pages = starter.pages.people(name, 20)
    assert sum(page.reported.articles for page in pages) == count
    assert {title for page in pages for title in _titles(page)} == titles
    assert all(page.official for page in pages)


def test_the_starter_edition_is_found_by_where_it_takes_place(starter: Library) -> None:
    for query, title in (
        ("where:Hebei ", "Xi urges steady progress in Xiong'an on tour of Hebei"),
        ("where:Nigeria ", "Nigerian president opens first stretch of Lagos Blue Line"),
        ("where:Chile ", "Chileans reject second draft constitution"),
    ):
        assert title in [row.title for row in starter.rows(starter.rowids(View(search=query)))]
    cities = {one.place.name for one in starter.indexes.places(wanted=Wanted("kenya"))}
    assert {"Nairobi", "Mombasa", "Kisumu", "Eldoret"} <= cities


def _titles(page: PersonPage) -> set[str]:
    return {held.title.title.lower() for held in page.offices}
