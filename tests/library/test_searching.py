"""Searches over a library: what the fields select, the newest rows first, orders, excerpts."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import QueryError
from reader.library.articles import text_hash
from reader.library.library import Library
from reader.library.newest import Newest
from reader.library.query import parse
from reader.library.snippets import matches
from reader.library.tree import Added, All, Dated, Office, Tagged, Words, to_fts
from reader.model import Annotations, Document, Entry, Marking, Person, Place, Sort, Title, View

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
APIA = ZoneInfo("Pacific/Apia")

TAIYUAN = Place("Taiyuan", ((0, 1),), "city", "CN", "Shanxi", 37.87, 112.56)
XIAN = Place("Xi'an", ((0, 1),), "city", "CN", "Shaanxi", 34.26, 108.94)
SHANXI = Place("Shanxi", ((0, 1),), "admin1", "CN", "Shanxi", 37.5, 112.3)
OAXACA = Place("Oaxaca", ((0, 1),), "city", "MX", "Oaxaca", 17.06, -96.72)
NOWHERE = Place("China Grove", ((0, 1),))

# title, hours ago, source, who with which office, where, whether only a summary
ARTICLES: list[tuple[str, int, str, list[tuple[str, Title | None]], list[Place], bool]] = [
    ("a mine", 1, "", [("Ren Haoyu", Title("vice-minister", "Ministry of Mines"))], [TAIYUAN], False),
    ("Bridges", 30, "The Ferry Post", [("Ana Ríos", Title("Députée", "Assembly"))], [XIAN], False),
    ("«coal»", 60, "", [("Ren Haoyu", None)], [SHANXI], True),
    ("Étoile", 9 * 24, "The Ferry Post", [("Ana Ríos", Title("mayor", "Oaxaca"))], [OAXACA, NOWHERE], False),
]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    library = Library.open(tmp_path_factory.mktemp("searching") / "library")
    feed = library.feed_for("https://hill.example/feed", "Hill Times")
    library.follow(feed.id, folder="World/Asia")
    other = library.feed_for("https://dale.example/feed", "Dale Daily")
    for number, (title, hours, source, people, places, short) in enumerate(ARTICLES):
        text = f"Nobody spoke of {title} number {number}. The committee’s naïve plan went on."
        entry = Entry(title, title, source=source, published=NOON - timedelta(hours=hours),
                      document=Document(text), summary_only=short)  # fmt: skip
        library.store(other if source else feed, [entry], NOON - timedelta(hours=hours))
        marks = Annotations(
            tuple(
                Person(name, ((0, 1),), held is not None, (held,) if held else ()) for name, held in people
            ),
            tuple(places),
            "truth",
        )
        key = next(row.key for row in library.rows(library.rowids(View())) if row.title == title)
        assert library.annotate(key, text_hash(text), marks)
    keys = {row.title: row.key for row in library.rows(library.rowids(View()))}
    library.notes.add(keys["Bridges"], "Ask the harbour master")
    library.tags.tag([keys["a mine"]], add=["Budget 2027"])
    library.mark([keys["Étoile"]], Marking(read=True, bookmarked=True))
    yield library
    library.close()


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("office:minister ", "a mine"),
        ("office:mines ", "a mine"),
        ('office:"minister of mines" ', "a mine"),
        ("office:mini", "a mine"),
        ("office:deputee ", "Bridges"),
        ("office:min ", ""),
        ("where:Shanxi ", "a mine, «coal»"),
        ("where:China ", "a mine, Bridges, «coal», Étoile"),
        ("where:PRC ", "a mine, Bridges, «coal»"),
        ("where:Taiyuan ", "a mine"),
        ("where:Mexi", "Étoile"),
        ("who:Ana -where:China ", ""),
        ("is:full ", "a mine, Bridges, Étoile"),
        ("-is:full ", "«coal»"),
        ("is:noted ", "Bridges"),
        ("note:harbour ", "Bridges"),
        ('note:"ask the harb', "Bridges"),
        ("is:tagged ", "a mine"),
        ('tag:"budget 2027" ', "a mine"),
        ("tag:budg", "a mine"),
        ("tag:2027 ", ""),
        ("source:ferry ", "Bridges, Étoile"),
        ("source:hill ", "a mine, «coal»"),
        ("source:dale ", ""),
        ("feed:dale ", "Bridges, Étoile"),
        ("folder:World ", "a mine, «coal»"),
        ('folder:"world/asia" ', "a mine, «coal»"),
        ("folder:Asia ", ""),
        ("number is:unread ", "a mine, Bridges, «coal»"),
        ("number is:bookmarked ", "Étoile"),
        ("NAIVE nobo", "a mine, Bridges, «coal», Étoile"),
        ("number -nobo", ""),
        ("is:read OR tag:budg", "a mine, Étoile"),
    ],
)
def test_what_a_field_selects(shelf: Library, query: str, titles: str) -> None:
    assert ", ".join(row.title for row in shelf.rows(shelf.rowids(View(search=query)))) == titles
    assert ", ".join(row.title for row in shelf.first_rows(View(search=query), 10)) == titles


@pytest.mark.parametrize(
    ("query", "since"),
    [
        ("after:today", datetime(2026, 11, 24, tzinfo=APIA)),
        ("after:Yesterday", datetime(2026, 11, 23, tzinfo=APIA)),
        ("after:7d", datetime(2026, 11, 17, tzinfo=APIA)),
        ("after:2026-11-24", datetime(2026, 11, 24, tzinfo=APIA)),
        ("after:0d", datetime(2026, 11, 24, tzinfo=APIA)),
    ],
)
def test_days_begin_where_the_person_is(query: str, since: datetime) -> None:
    now = datetime(2026, 11, 23, 23, 0, tzinfo=UTC).astimezone(APIA)  # the 24th by then
    seconds = int(since.timestamp())
    assert parse(query, now) == Dated(since=seconds)
    assert parse(query.replace("after", "before"), now) == Dated(until=seconds)
    assert parse(query.replace("after", "added"), now) == Added(seconds)


@pytest.mark.parametrize("query", ["after:999999d", "after:-1d", "added:soon", "after:7", "before:9999-99"])
def test_days_that_are_none_are_told(query: str) -> None:
    with pytest.raises(QueryError, match="wants a date"):
        parse(query)


def test_fields_may_go_on_while_they_are_typed() -> None:
    assert parse("office:mini") == Office("mini", prefix=True)
    assert parse("tag:ab*") == Tagged("ab", prefix=True)
    assert parse("tag:budget x ") == All((Tagged("budget"), Words("x")))


@pytest.mark.parametrize(
    ("sort", "titles"),
    [
        (Sort.NEWEST, "a mine, Bridges, «coal», Étoile"),
        (Sort.OLDEST, "Étoile, «coal», Bridges, a mine"),
        (Sort.TITLE, "a mine, Bridges, «coal», Étoile"),
        (Sort.SOURCE, "a mine, «coal», Bridges, Étoile"),
    ],
)
def test_orders(shelf: Library, sort: Sort, titles: str) -> None:
    view = View(sort=sort)
    assert ", ".join(row.title for row in shelf.rows(shelf.rowids(view))) == titles
    assert [row.title for row in shelf.first_rows(view, 2)] == titles.split(", ")[:2]
    unread = [row.title for row in shelf.rows(shelf.rowids(View(sort=sort, unread=True)))]
    assert unread == [title for title in titles.split(", ") if title != "Étoile"]


def test_names_of_feeds_and_new_articles_change_an_order(
    library: Library, entry: Callable[..., Entry]
) -> None:
    for number, name in enumerate(("Bee", "Cat")):
        feed = library.feed_for(f"https://news.example/{number}", name)
        library.store(feed, [entry(name)], NOON)

    def sources() -> list[str]:
        return [row.source for row in library.rows(library.rowids(View(sort=Sort.SOURCE)))]

    assert sources() == ["Bee", "Cat"]
    library.follow(library.feed_for("https://news.example/1").id, name="Ant")
    assert sources() == ["Ant", "Bee"]
    library.store(library.feed_for("https://news.example/2", "Aal"), [entry("x")], NOON)
    assert sources() == ["Aal", "Ant", "Bee"]


def test_the_best_come_first(library: Library, entry: Callable[..., Entry]) -> None:
    feed = library.feed_for("https://news.example/feed", "The Example")
    for number, (title, text) in enumerate(
        [("Ferry strike", "The ferry crews met."), ("Roads", "Snow fell on a road."),
         ("Weather", "One ferry was late. " + "Rain fell all day long. " * 40)],
    ):  # fmt: skip
        at = NOON + timedelta(hours=number)
        library.store(feed, [entry(title, title=title, text=text, published=at)], NOON)
    best = library.rows(library.rowids(View(search="ferry ", sort=Sort.BEST)))
    assert [row.title for row in best] == ["Ferry strike", "Weather"]
    either = library.rows(library.rowids(View(search="ferry OR is:unread", sort=Sort.BEST)))
    assert [row.title for row in either] == ["Ferry strike", "Weather", "Roads"]


# --- where it matches -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("The Café, the CAFE and cafeteria", "cafe ", ["Café", "CAFE"]),
        ("The Café, the CAFE and cafeteria", "cafe*", ["Café", "CAFE", "cafeteria"]),
        ("New town, new\ntown; a new  town hall", '"new town"', ["New town", "new\ntown", "new  town"]),
        ("vice-mayors met", "vice-may*", ["vice-mayors"]),
        ("Rain or snow", "rain -snow OR hail", ["Rain"]),
        ("Ann Lee met Lee Ann", 'who:"ann lee" is:read', ["Ann Lee"]),
        ("Rain", "title:rain", []),
        ("Rain", "is:unread", []),
        ("Rain", "", []),
        ("a\0b \x01rain\x02 \ud800 rain", "rain ", ["rain", "rain"]),
        ("e\u0301cole E\u0301COLE", "ecole ", ["e\u0301cole", "E\u0301COLE"]),
    ],
)
def test_what_is_marked_in_a_text(text: str, query: str, marked: list[str]) -> None:
    assert [text[start:end] for start, end in matches(text, query)] == marked


def test_titles_are_marked_by_what_is_asked_of_them() -> None:
    assert matches("Rain today", "title:rain ", title=True) == ((0, 4),)
    assert matches("Rain today", "today ", title=True) == ((5, 10),)


LETTERS = st.text(alphabet="aAbéÉeßİ1_- ’\u0301\n.新", max_size=40)


@given(LETTERS, st.text(alphabet="aAbéeßİ1\u0301", min_size=1, max_size=3), st.booleans())
def test_marks_are_where_the_index_finds_it(text: str, word: str, prefix: bool) -> None:
    query = f"{word}*" if prefix else f'"{word}"'
    spans = matches(text, query)
    expression = to_fts(parse(query))
    for start, end in spans:
        assert 0 <= start < end <= len(text)
        assert expression is not None
        assert found([text[start:end]], expression)
    assert list(spans) == sorted(spans)
    if expression is not None:
        assert bool(spans) == bool(found([text], expression))


def found(texts: list[str], expression: str) -> list[int]:
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE search USING fts5(title, text, tokenize='unicode61 remove_diacritics 2')"
    )
    connection.executemany("INSERT INTO search VALUES ('', ?)", [(text,) for text in texts])
    rows = [rowid for (rowid,) in connection.execute("SELECT rowid FROM search WHERE search MATCH ?", (expression,))]  # fmt: skip
    connection.close()
    return rows


def test_excerpts_are_one_line_with_what_matches(library: Library, entry: Callable[..., Entry]) -> None:
    feed = library.feed_for("https://news.example/feed", "The Example")
    text = "Rain fell. " * 100 + "The old\n\nFerry sank, ferries were lost."
    library.store(feed, [entry("a", text=text), entry("b", text="Snow. " * 100), entry("c", text="")], NOON)
    rowids = {row.title: row.rowid for row in library.rows(library.rowids(View()))}
    asked = [rowids["About b"], rowids["About a"], 99, rowids["About c"]]
    nothing, (shown, spans), gone, empty = library.snippets(asked, "ferr* -snow")
    assert [shown[start:end] for start, end in spans] == ["Ferry", "ferries"]
    assert "\n" not in shown
    assert shown.startswith("…")
    assert nothing[0].startswith("Snow. Snow.")
    assert nothing[0].endswith("…")
    assert nothing[1] == ()
    assert gone == empty == ("", ())


# --- the newest first -------------------------------------------------------------------------

WORDS = ["rain", "Rain", "rainy", "räin", "snow", "snowfall", "the rain", "rain-fall", "新聞", "ra in", "_rain_", "rain’s"]  # fmt: skip
TEXTS = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
ASKED = st.lists(
    st.sampled_from(["rain", "rain*", '"the rain', "-snow", "snow*", "title:rain ", "OR", "is:unread", "-is:read", "(", ")", "after:2026-11-20", "before:2026-11-10", "after:2026-11-12", "-before:2026-11-15", "rain-f*", "is:full"]),
    max_size=5,
).map(" ".join)  # fmt: skip


@pytest.fixture(scope="module")
def weather(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """More articles than a portion has, in no order of dates."""
    library = Library.open(tmp_path_factory.mktemp("weather") / "library")
    feed = library.feed_for("https://news.example/feed", "The Example")
    entries = []
    for number in range(900):
        text = f"{WORDS[number % len(WORDS)]} {WORDS[number * number % 7]} {'snow' if number % 5 else 'rare'}"
        at = NOON - timedelta(hours=number * 7919 % 900)
        entries.append(Entry(f"{number}", WORDS[number % 5], published=at, document=Document(text)))
    library.store(feed, entries, NOON)
    keys = [row.key for row in library.rows(library.rowids(View())[::3])]
    library.mark(keys, Marking(read=True))
    yield library
    library.close()


@settings(max_examples=60, deadline=None)
@given(query=ASKED, unread=st.booleans(), limit=st.integers(0, 300))
def test_the_first_rows_are_those_of_the_whole(
    weather: Library, query: str, unread: bool, limit: int
) -> None:
    view = View(search=query, unread=unread)
    try:
        whole = weather.rowids(view)
    except QueryError:
        return
    assert [row.rowid for row in weather.first_rows(view, limit)] == list(whole[:limit])
    oldest = weather.rowids(View(search=query, unread=unread, sort=Sort.OLDEST))
    assert list(oldest) == list(whole[::-1])
    for sort in (Sort.BEST, Sort.TITLE):
        assert sorted(weather.rowids(View(search=query, unread=unread, sort=sort))) == sorted(whole)


@pytest.mark.parametrize("since", [-1, 0, 1, 450, 898, 899, 900, 2000])
@pytest.mark.parametrize("until", [-1, 0, 1, 450, 899, 900, 2000])
def test_what_lies_between_two_dates(weather: Library, since: int, until: int) -> None:
    """Hours ago; the articles of the press are an hour apart."""
    order = weather._views._current_order()
    low, high = (int((NOON - timedelta(hours=hours)).timestamp()) for hours in (since, until))
    wanted = bytes(low <= seconds < high for seconds in order.published)
    assert bytes(order.between(low, high)) == wanted
    assert bytes(order.between(None, high)) == bytes(seconds < high for seconds in order.published)
    assert bytes(order.between(low, None)) == bytes(low <= seconds for seconds in order.published)


def test_the_first_rows_are_the_same_right_after_opening(weather: Library) -> None:
    for query in ("rain", "rare snow ", "is:unread rain*"):
        view = View(search=query, unread=True)
        again = Library.open(weather.folder)
        assert [row.rowid for row in again.first_rows(view, 70)] == list(weather.rowids(view)[:70])
        again.close()


@given(TEXTS | LETTERS, st.sampled_from(["rain", "the ra", "snow", "rain-f", "räi", "新", "a", "é"]))
def test_a_beginning_is_found_as_the_index_finds_it(text: str, beginning: str) -> None:
    if "İ" in text or "ß" in text:  # of these the index and Python make different letters
        return
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE search_source(id INTEGER PRIMARY KEY, title, text)")
    connection.execute("INSERT INTO search_source VALUES (1, '', ?)", (unicodedata.normalize("NFC", text),))
    node = Words(beginning, prefix=True)
    newest = Newest(connection, None, node).find(iter([1]), 1)  # type: ignore[arg-type]  # of no use to it
    connection.close()
    expression = to_fts(node)
    assert expression is not None
    assert list(newest or []) == found([unicodedata.normalize("NFC", text)], expression)


def test_no_file_is_written_by_a_search(shelf: Library, tmp_path: Path) -> None:
    before = sorted(path.name for path in shelf.folder.rglob("*"))
    shelf.rowids(View(search='tag:x note:"y" office:z where:w after:1d', sort=Sort.BEST))
    assert sorted(path.name for path in shelf.folder.rglob("*")) == before
