"""Storing articles and finding them again."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reader.errors import NotStoredError, QueryError
from reader.library.articles import text_hash
from reader.library.library import Library
from reader.model import (
    Annotations,
    Article,
    Counts,
    Enclosure,
    Entry,
    Feed,
    Marking,
    Person,
    Place,
    Status,
    Stored,
    Title,
    View,
)

MakeEntry = Callable[..., Entry]
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def titles(library: Library, view: View = View()) -> list[str]:  # noqa: B008 - immutable
    return [row.title for row in library.rows(library.rowids(view))]


def only(library: Library, view: View = View()) -> Article:  # noqa: B008
    (row,) = library.first_rows(view, 10)
    return library.article(row.key)


def check_search_index(folder: Path) -> None:
    """SQLite's own comparison of the index with the texts; raises when they differ."""
    connection = sqlite3.connect(folder / "articles.sqlite3")
    connection.execute("INSERT INTO search(search, rank) VALUES ('integrity-check', 1)")
    connection.close()


def test_an_article_comes_back_whole(library: Library, feed: Feed, entry: MakeEntry) -> None:
    given = entry(
        "a",
        title="Élections à Zürich 選挙",
        text="First.\n\nSecond paragraph, with a link.",
        author="A. Writer",
        source="An Agency",
        updated=NOON + HOUR,
        summary_only=True,
        enclosures=(Enclosure("https://news.example/a.mp3", "audio/mpeg", 12),),
    )
    assert library.store(feed, [given], NOON + DAY) == Stored(new=1, updated=0)
    article = only(library)
    assert article.document == given.document
    assert (article.entry_id, article.author, article.updated) == ("a", "A. Writer", NOON + HOUR)
    assert (article.added, article.summary_only, article.enclosures) == (NOON + DAY, True, given.enclosures)
    assert article.annotations is None
    row = article.row
    assert (row.title, row.url, row.source) == (given.title, given.url, "An Agency")
    assert (row.published, row.feed_id, row.feed_url) == (NOON, feed.id, feed.url)
    assert (row.read, row.bookmarked) == (False, False)


def test_an_article_without_a_source_is_said_to_come_from_its_feed(
    library: Library, feed: Feed, entry: MakeEntry
) -> None:
    library.store(feed, [entry("a")], NOON)
    assert only(library).row.source == "The Example"
    library.follow(feed.id, name="My paper")
    assert only(library).row.source == "My paper"


def test_what_is_stored_is_there_in_the_next_program(
    library: Library, folder: Path, feed: Feed, entry: MakeEntry
) -> None:
    library.store(feed, [entry("a"), entry("b")], NOON)
    before = library.first_rows(View(), 10)
    library.close()
    again = Library.open(folder)
    assert again.first_rows(View(), 10) == before
    again.close()


def test_storing_the_same_again_changes_nothing(library: Library, feed: Feed, entry: MakeEntry) -> None:
    given = [entry(str(n)) for n in range(100)]
    assert library.store(feed, given, NOON) == Stored(100, 0)
    assert library.store(feed, given, NOON + DAY) == Stored(0, 0)
    assert library.counts() == Counts(100, 100, 0)


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Another title"},
        {"text": "Another text."},
        {"url": "https://news.example/moved"},
        {"author": "Somebody"},
        {"published": NOON - DAY},
    ],
)
def test_a_changed_entry_is_updated_and_keeps_its_marks(
    library: Library, feed: Feed, entry: MakeEntry, folder: Path, change: dict[str, object]
) -> None:
    library.store(feed, [entry("a"), entry("b")], NOON)
    key = next(row.key for row in library.first_rows(View(), 10) if row.title == "About a")
    library.mark([key], Marking(read=True, bookmarked=True))
    changed = entry("a", **change)
    assert library.store(feed, [changed, entry("b")], NOON + HOUR) == Stored(0, 1)
    article = library.article(key)
    assert article.document == changed.document
    assert (article.row.title, article.row.url, article.author) == (
        changed.title,
        changed.url,
        changed.author,
    )
    assert article.row.published == changed.published
    assert (article.row.read, article.row.bookmarked, article.added) == (True, True, NOON)
    check_search_index(folder)


def test_the_search_index_follows_changes(
    library: Library, feed: Feed, entry: MakeEntry, folder: Path
) -> None:
    library.store(feed, [entry("a", title="Harbour", text="dredging")], NOON)
    library.store(feed, [entry("a", title="Airport", text="runway")], NOON)
    assert titles(library, View(search="harbour")) == titles(library, View(search="dredging")) == []
    assert titles(library, View(search="airport")) == titles(library, View(search="runway")) == ["Airport"]
    check_search_index(folder)


def test_an_undated_entry_is_listed_under_its_arrival(library: Library, feed: Feed, entry: MakeEntry) -> None:
    given = entry("a", published=None)
    library.store(feed, [given], NOON)
    assert only(library).row.published == NOON
    assert library.store(feed, [given], NOON + DAY) == Stored(0, 0)
    assert library.store(feed, [entry("a", published=None, title="New")], NOON + DAY) == Stored(0, 1)
    assert only(library).row.published == NOON


def test_a_date_in_the_future_is_clamped_to_the_arrival(
    library: Library, feed: Feed, entry: MakeEntry
) -> None:
    far = entry("far", published=NOON + 400 * DAY)
    near = entry("near", published=NOON + 3 * HOUR)
    library.store(feed, [far, near], NOON)
    dates = {row.title: row.published for row in library.first_rows(View(), 10)}
    assert dates == {"About far": NOON, "About near": NOON + 3 * HOUR}
    assert library.store(feed, [far, near], NOON + DAY) == Stored(0, 0)
    corrected = entry("far", published=NOON - DAY)
    assert library.store(feed, [corrected], NOON + DAY) == Stored(0, 1)
    assert {row.title: row.published for row in library.first_rows(View(), 10)}["About far"] == NOON - DAY


def test_dates_before_1970_and_of_the_first_year_are_kept(
    library: Library, feed: Feed, entry: MakeEntry
) -> None:
    for moment in (datetime(1, 1, 1, tzinfo=UTC), datetime(1912, 2, 29, 23, 59, 59, tzinfo=UTC)):
        library.store(feed, [entry("a", published=moment)], NOON)
        assert only(library).row.published == moment


def test_of_entries_with_one_id_the_first_counts_each_time(
    library: Library, feed: Feed, entry: MakeEntry
) -> None:
    given = [entry("a", title="First"), entry("b"), entry("a", title="Second")]
    assert library.store(feed, given, NOON) == Stored(2, 0)
    assert library.store(feed, given, NOON) == Stored(0, 0)
    assert sorted(titles(library)) == ["About b", "First"]


def test_the_same_id_in_two_feeds_is_two_articles(library: Library, feed: Feed, entry: MakeEntry) -> None:
    other = library.feed_for("https://other.example/feed.xml", "Other")
    library.store(feed, [entry("1")], NOON)
    library.store(other, [entry("1")], NOON)
    assert len(library.rowids(View())) == 2
    assert [row.feed_id for row in library.first_rows(View(feed_id=other.id), 10)] == [other.id]


def test_an_article_is_found_by_the_beginning_of_its_key(
    library: Library, feed: Feed, entry: MakeEntry
) -> None:
    library.store(feed, [entry("a")], NOON)
    key = only(library).row.key
    assert len(key) == 16
    for given in (key, key[:4], key[:9], key.upper()):
        assert library.article(given).row.key == key


@pytest.mark.parametrize(
    "given", ["", "abc", "0123456789abcdef", "%", "'; --", "zzzz", "0123456789abcdef0", "éééé"]
)
def test_no_article_answers_to_a_wrong_key(
    library: Library, feed: Feed, entry: MakeEntry, given: str
) -> None:
    library.store(feed, [entry("a")], NOON)
    with pytest.raises(NotStoredError):
        library.article(given)


def test_a_beginning_that_fits_two_articles_is_refused(
    library: Library, feed: Feed, entry: MakeEntry
) -> None:
    library.store(feed, [entry(str(n)) for n in range(1500)], NOON)
    keys = sorted(row.key for row in library.rows(library.rowids(View())))
    start = next(a[:4] for a, b in itertools.pairwise(keys) if a[:4] == b[:4])
    with pytest.raises(NotStoredError, match="several"):
        library.article(start)


def test_views_are_newest_first_and_their_conditions_add_up(
    library: Library, feed: Feed, entry: MakeEntry
) -> None:
    other = library.feed_for("https://other.example/feed.xml")
    for source, name in ((feed, "F"), (other, "G")):
        library.store(
            source,
            [
                entry(
                    f"{name}{n}",
                    title=f"{name}{n}",
                    text="odd" if n % 2 else "even",
                    published=NOON + n * HOUR,
                )
                for n in range(6)
            ],
            NOON,
        )
    keys = {row.title: row.key for row in library.first_rows(View(), 100)}
    library.mark([keys[name] for name in ("F0", "F1", "G1", "G5")], Marking(read=True))
    library.mark([keys[name] for name in ("F1", "F3", "F4", "G5")], Marking(bookmarked=True))
    expected = {
        View(): "G5 F5 G4 F4 G3 F3 G2 F2 G1 F1 G0 F0",
        View(unread=True): "F5 G4 F4 G3 F3 G2 F2 G0",
        View(bookmarked=True): "G5 F4 F3 F1",
        View(feed_id=feed.id): "F5 F4 F3 F2 F1 F0",
        View(search="odd"): "G5 F5 G3 F3 G1 F1",
        View(search="-odd"): "G4 F4 G2 F2 G0 F0",
        View(unread=True, search="odd"): "F5 G3 F3",
        View(unread=True, bookmarked=True): "F4 F3",
        View(bookmarked=True, feed_id=feed.id, search="odd"): "F3 F1",
        View(unread=True, bookmarked=True, feed_id=feed.id, search="even"): "F4",
        View(feed_id="no such feed"): "",
    }
    for view, shown in expected.items():
        assert titles(library, view) == shown.split(), view
        assert [row.title for row in library.first_rows(view, 3)] == shown.split()[:3], view
    assert library.counts() == Counts(stored=12, unread=8, bookmarked=4)


def test_rows_come_in_the_order_asked_for_and_vanished_ones_are_left_out(
    library: Library, feed: Feed, entry: MakeEntry
) -> None:
    library.store(feed, [entry(str(n)) for n in range(1200)], NOON)
    wanted = [*library.rowids(View())][::-1]
    assert [row.rowid for row in library.rows([*wanted, 99_999, 0, -4])] == wanted
    assert library.rows([]) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("mayor", "A B"),
        ("MAYOR", "A B"),
        ("mayor bridge", "A"),
        ('"new bridge"', "A"),
        ('"bridge new"', ""),
        ("mayor -bridge", "B"),
        ("bridge OR hospital", "A C"),
        ("(bridge OR hospital) -mayor", "C"),
        ("-mayor -hospital", "D"),
        ("zurich", "D"),
        ("Zürich", "D"),
        ("hosp", "C"),
        ("hos ", ""),
        ("hos*", "C"),
        ("vice-mayor", "B"),
        ("title", ""),
        ("C", "C"),
        ("&", "A B C D"),
    ],
)
def test_searching(library: Library, feed: Feed, entry: MakeEntry, query: str, found: str) -> None:
    texts = {
        "A": "The mayor opened a new bridge.",
        "B": "The vice-mayor did not.",
        "C": "A hospital was closed",
        "D": "Rain in ZÜRICH.",
    }
    library.store(feed, [entry(name, title=name, text=text) for name, text in texts.items()], NOON)
    assert sorted(titles(library, View(search=query))) == found.split()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("title:bridge ", "A"),
        ("bridge ", "A B"),
        ("-title:bridge bridge ", "B"),
        ("feed:example", "A B C"),
        ("feed:OTHER", "C"),
        ("feed:mine", "A B"),
        ("feed:nothing", ""),
        ("is:unread", "B C"),
        ("is:read", "A"),
        ("is:bookmarked OR is:read", "A C"),
        ("-is:bookmarked", "A B"),
        ("after:2026-11-22", "A B"),
        ("before:2026-11-22", "C"),
        ("after:2026-11-20 before:2026-11-23", "B"),
        ("after:2027", ""),
        ("who:lee ", "A B"),
        ('who:"Ann Lee"', "A"),
        ("who:ann lee", "A"),
        ("who:le ", ""),
        ("who:zoë", "C"),
        ("where:lund", "B"),
        ("where:lee ", ""),
        ("bridge is:unread -who:smith", "B"),
        ("(who:zoe OR who:ann) is:unread", "C"),
        ("where:lund -bridge", ""),
    ],
)
def test_searching_by_fields(library: Library, feed: Feed, entry: MakeEntry, query: str, found: str) -> None:
    other = library.feed_for("https://other.example/feed.xml", "Other")
    library.follow(feed.id, name="Mine")
    people = {"A": ["Ann Lee"], "B": ["Bo Lee", "Lund"], "C": ["Zoe Smith"]}
    library.store(feed, [entry("a", title="A bridge", text="lee", published=NOON)], NOON)
    library.store(feed, [entry("b", title="B", text="A bridge", published=NOON - DAY)], NOON)
    library.store(other, [entry("c", title="C", published=NOON - 9 * DAY)], NOON)
    keys = {row.title[0]: row.key for row in library.first_rows(View(), 9)}
    for name, (person, *places) in people.items():
        found_names = Annotations(
            (Person(person, ((0, 1),)),), tuple(Place(place, ((0, 1),)) for place in places), "one"
        )
        text = library.article(keys[name]).document.text
        assert library.annotate(keys[name], text_hash(text), found_names)
    library.mark([keys["A"]], Marking(read=True))
    library.mark([keys["C"]], Marking(bookmarked=True))
    assert [title[0] for title in titles(library, View(search=query))] == found.split()


def test_a_query_that_cannot_be_understood_says_where(library: Library) -> None:
    with pytest.raises(QueryError) as caught:
        library.rowids(View(search="mayor (bridge"))
    assert caught.value.position == 6


def test_annotations_belong_to_one_text_and_one_engine(
    library: Library, feed: Feed, entry: MakeEntry, folder: Path
) -> None:
    library.store(
        feed, [entry("a", text="Ann Lee, mayor of Lund, spoke.", published=NOON + HOUR), entry("b")], NOON
    )
    article = only(library, View(search="lund"))
    key, other = (row.key for row in library.first_rows(View(), 2))
    found = Annotations(
        (
            Person("Ann Lee", ((0, 7),), True, (Title("mayor", "Lund", Status.CURRENT),)),
            Person("spoke", ((24, 29),)),
        ),
        (Place("Lund", ((18, 22),), "city", "SE", "M", 55.7, 13.19),),
        "one",
    )
    assert library.unannotated("one", 10) == [key, other]
    assert library.annotate(key, text_hash(article.document.text), found)
    assert library.article(key).annotations == found
    assert library.unannotated("one", 10) == [other]
    assert library.unannotated("two", 10) == [key, other]
    assert library.unannotated("two", 1) == [key]
    assert not library.annotate(key, text_hash("another text"), Annotations(engine="three"))
    assert not library.annotate("0" * 16, text_hash(""), Annotations(engine="three"))

    library.store(feed, [entry("a", title="New", text=article.document.text, published=NOON + HOUR)], NOON)
    assert library.article(key).annotations == found
    library.store(feed, [entry("a", text="Bo Lee spoke.", published=NOON + HOUR)], NOON)
    assert library.article(key).annotations is None
    assert library.unannotated("one", 10) == [key, other]
    connection = sqlite3.connect(folder / "articles.sqlite3")
    assert connection.execute("SELECT count(*) FROM mentions").fetchone() == (0,)
    connection.close()


def test_annotating_again_replaces_what_was_there(library: Library, feed: Feed, entry: MakeEntry) -> None:
    library.store(feed, [entry("a", text="Ann and Ann")], NOON)
    key, hash_of_text = only(library).row.key, text_hash("Ann and Ann")
    for engine in ("one", "two"):
        found = Annotations((Person("Ann", ((0, 3), (8, 11))),), engine=engine)
        assert library.annotate(key, hash_of_text, found)
        assert library.article(key).annotations == found


def test_a_library_is_empty_until_something_is_stored_or_followed(
    library: Library, feed: Feed, entry: MakeEntry
) -> None:
    assert library.is_empty
    library.follow(feed.id)
    assert not library.is_empty
    library.unfollow(feed.id)
    assert library.is_empty
    library.store(feed, [entry("a")], NOON)
    assert not library.is_empty


def test_texts_with_anything_in_them_are_kept_and_indexed(
    library: Library, feed: Feed, entry: MakeEntry, folder: Path
) -> None:
    text = "a\0b \U0001f600 e\u0301 \u202e 'quote\" % _ \ufffd"
    library.store(feed, [entry("'; DROP TABLE articles; --", title=text, text=text)], NOON)
    assert only(library).document.text == text
    assert only(library).row.title == text
    library.store(feed, [entry("'; DROP TABLE articles; --", title=text, text=text + "!")], NOON)
    check_search_index(folder)
