"""Articles that tell the same story: which do, how they are shown, and that order does not matter."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.library import stories
from reader.library.canonical import canonical_link, headline_number
from reader.library.library import Library
from reader.model import Document, Entry, Feed, Marking, Sort, View

MakeEntry = Callable[..., Entry]
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
REPORT = (
    "The harbour council has put off its vote on a new ferry line until the autumn, after three of its members"
    " asked for a second study of what the line would cost."
)
RETOLD = (
    "A vote on the ferry line to the outer islands will not take place before autumn. Members of the council"
    " want to see another study first, their chair said."
)
HEADLINE = "Council puts off vote on ferry line"


@pytest.fixture
def feeds(library: Library) -> dict[str, Feed]:
    return {name: library.feed_for(f"https://{name}.example/feed", name) for name in "abc"}


def groups(library: Library) -> set[frozenset[str]]:
    """The entry ids of the articles that tell one story, for each story."""
    entry_of = {}
    members = {}
    for row in library.rows(library.rowids(View())):
        entry_of[row.key] = library.article(row.key).entry_id
        members[row.key] = {other.key for other in library.story(row.key)}
    for key, keys in members.items():
        assert key in keys
        assert all(members[other] == keys for other in keys), "no equivalence"
    return {frozenset(entry_of[key] for key in keys) for keys in members.values()}


# --- what is the same -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "http://news.example/2026/ferry",
        "https://www.news.example/2026/ferry/",
        "https://m.news.example/2026/ferry#comments",
        "https://NEWS.example:443/2026/ferry?utm_source=rss&utm_medium=feed",
        "https://news.example/2026/ferry?fbclid=1&at_medium=RSS&xtor=RSS-1",
        "https://news.example/2026/ferry/amp/",
        "https://news.example/amp/2026/ferry",
        "https://amp.news.example/2026/ferry.amp?amp=1",
    ],
)
def test_addresses_of_one_page(url: str) -> None:
    assert canonical_link(url) == "news.example/2026/ferry"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://news.example/a?id=1", "https://news.example/a?id=2"),
        ("https://news.example/a", "https://news.example/A"),
        ("https://news.example/camp", "https://news.example/c"),
        ("https://news.example/a", "https://other.example/a"),
        ("https://www.example/a", "https://example/a"),
    ],
)
def test_addresses_of_two_pages(one: str, other: str) -> None:
    assert canonical_link(one) != canonical_link(other)


def test_the_order_of_parameters_is_no_matter() -> None:
    assert canonical_link("https://a.example/?b=2&c=3") == canonical_link("http://a.example?c=3&b=2") != ""


@pytest.mark.parametrize(
    "url", ["", "https://a.example/", "https://a.example?utm_source=x", "mailto:a@b.example", "http://[x/"]
)
def test_what_names_no_page(url: str) -> None:
    assert canonical_link(url) == ""


@given(st.text() | st.from_regex(r"https?://[a-z.]{1,9}/[a-z/.?&=#%]{0,20}", fullmatch=True))
def test_any_text_has_a_canonical_form_that_is_its_own(url: str) -> None:
    link = canonical_link(url)
    assert isinstance(headline_number(url), int | None)
    if link and "?" not in link:
        assert canonical_link(f"https://{link}") == canonical_link(
            f"https://{canonical_link(f'https://{link}')}"
        )


def test_the_same_link_in_two_feeds(library: Library, feeds: dict[str, Feed], entry: MakeEntry) -> None:
    library.store(feeds["a"], [entry("1", url="https://x.example/ferry?utm_source=a")], NOON)
    library.store(feeds["b"], [entry("2", url="http://www.x.example/ferry/"), entry("3")], NOON)
    assert groups(library) == {frozenset("12"), frozenset("3")}


def test_the_same_headline_needs_nearly_the_same_text(
    library: Library, feeds: dict[str, Feed], entry: MakeEntry
) -> None:
    same = {"title": HEADLINE}
    library.store(feeds["a"], [entry("1", text=REPORT, **same)], NOON)
    library.store(
        feeds["b"], [entry("2", text="AVE TOWN - " + REPORT + " More soon.", title=HEADLINE.upper())], NOON
    )
    library.store(feeds["c"], [entry("3", text=RETOLD, **same)], NOON)
    assert groups(library) == {frozenset("12"), frozenset("3")}


def test_a_summary_and_its_whole(library: Library, feeds: dict[str, Feed], entry: MakeEntry) -> None:
    library.store(feeds["a"], [entry("1", title=HEADLINE, text=" ".join(REPORT.split()[:18]))], NOON)
    library.store(feeds["b"], [entry("2", title=HEADLINE, text=REPORT + "\n\n" + RETOLD)], NOON)
    assert groups(library) == {frozenset("12")}


def test_what_is_not_the_same(library: Library, feeds: dict[str, Feed], entry: MakeEntry) -> None:
    later = NOON - stories.HEADLINE_DAYS * DAY - HOUR
    library.store(feeds["a"], [entry("1", title=HEADLINE, text=REPORT)], NOON)
    library.store(feeds["a"], [entry("2", title=HEADLINE, text=REPORT)], NOON)  # of one feed
    library.store(feeds["b"], [entry("3", title=HEADLINE, text=REPORT, published=later)], NOON)  # long ago
    library.store(feeds["b"], [entry("4", title="Weather forecast", text=REPORT)], NOON)  # another headline
    library.store(feeds["c"], [entry("5", title="Weather forecast", text=REPORT)], NOON)  # a short one
    assert groups(library) == {frozenset(name) for name in "12345"}


def test_a_page_with_several_things_is_no_story(
    library: Library, feeds: dict[str, Feed], entry: MakeEntry
) -> None:
    """A list of changes: each feed tells of several under one link."""
    page = {"url": "https://x.example/changes"}
    texts = {"1": ("Version nine is out now", REPORT), "2": ("A mistake in dates mended", RETOLD)}
    for feed in "ab":
        entries = [
            entry(feed + name, title=title, text=text, **page) for name, (title, text) in texts.items()
        ]
        for one in entries:
            library.store(feeds[feed], [one], NOON)
    assert groups(library) == {frozenset({"a1", "b1"}), frozenset({"a2", "b2"})}


def test_one_feed_may_give_a_story_a_new_id(
    library: Library, feeds: dict[str, Feed], entry: MakeEntry
) -> None:
    page = {"url": "https://x.example/ferry", "text": REPORT}
    library.store(feeds["a"], [entry("ferry#0", title=HEADLINE, **page)], NOON)
    library.store(feeds["a"], [entry("ferry#1", title=f"Live: {HEADLINE}", **page)], NOON)
    assert groups(library) == {frozenset({"ferry#0", "ferry#1"})}


def test_an_entry_that_changes_leaves_its_story(
    library: Library, feeds: dict[str, Feed], entry: MakeEntry
) -> None:
    library.store(feeds["a"], [entry("1", title=HEADLINE, text=REPORT)], NOON)
    library.store(feeds["b"], [entry("2", title=HEADLINE, text=REPORT)], NOON)
    library.store(feeds["c"], [entry("3", title=HEADLINE, text=REPORT)], NOON)
    assert groups(library) == {frozenset("123")}
    library.store(feeds["b"], [entry("2", title="Something else has happened", text=RETOLD)], NOON)
    assert groups(library) == {frozenset("13"), frozenset("2")}
    library.store(feeds["b"], [entry("2", title=HEADLINE, text=REPORT)], NOON)
    assert groups(library) == {frozenset("123")}


def test_a_feed_that_goes_leaves_the_story_to_the_others(
    library: Library, feeds: dict[str, Feed], entry: MakeEntry
) -> None:
    for name in "abc":
        library.store(feeds[name], [entry(name, title=HEADLINE, text=REPORT)], NOON)
    library.remove(feeds["a"].id)
    assert [row.others for row in library.first_rows(View(), 5)] == [1, 1]
    library.remove(feeds["b"].id)
    assert [row.others for row in library.first_rows(View(), 5)] == [0]


PARTS = st.tuples(
    st.sampled_from("abc"),
    st.sampled_from(["", "https://x.example/1", "https://x.example/2"]),
    st.sampled_from([HEADLINE, "Ferry vote is put off again", "Something else has happened"]),
    st.sampled_from([REPORT, REPORT + " More soon.", RETOLD, ""]),
    st.integers(0, 20),
)
folders = count()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PARTS, min_size=2, max_size=6), st.randoms(use_true_random=False))
def test_stories_do_not_depend_on_the_order_of_arrival(
    tmp_path: Path, parts: list[tuple[str, str, str, str, int]], random: object
) -> None:
    entries = [
        (feed, Entry(str(n), title, url, document=Document(text), published=NOON - days * DAY))
        for n, (feed, url, title, text, days) in enumerate(parts)
    ]
    shuffled = list(entries)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    found = []
    for order in (entries, shuffled):
        library = Library.open(tmp_path / str(next(folders)))
        for feed, one in order:
            library.store(library.feed_for(f"https://{feed}.example/"), [one], NOON)
        found.append(groups(library))
        library.close()
    assert found[0] == found[1]


# --- how they are shown -----------------------------------------------------------------------


@pytest.fixture
def told(library: Library, feeds: dict[str, Feed], entry: MakeEntry) -> Library:
    """Newest first: c2 b1 x a1, of which all but x tell one story."""
    for name, hours in (("a", 3), ("b", 1), ("c", 0)):
        text = REPORT + (" The mayor agrees." if name == "a" else "")
        fields = {"title": HEADLINE, "text": text, "published": NOON - hours * HOUR}
        library.store(feeds[name], [entry(f"{name}1", **fields)], NOON)
    library.store(feeds["a"], [entry("x", published=NOON - 2 * HOUR)], NOON)
    return library


def ids(library: Library, view: View) -> list[str]:
    rows = library.rows(library.rowids(view))
    assert [row.key for row in library.first_rows(view, 9)] == [row.key for row in rows]
    assert [row.key for row in library.first_rows(view, 1)] == [row.key for row in rows[:1]]
    return [library.article(row.key).entry_id for row in rows]


def test_a_folded_view_shows_each_story_once(told: Library, feeds: dict[str, Feed]) -> None:
    assert ids(told, View()) == ["c1", "b1", "x", "a1"]
    assert ids(told, View(folded=True)) == ["c1", "x"]
    assert ids(told, View(folded=True, feed_id=feeds["a"].id)) == ["x", "a1"]
    assert ids(told, View(folded=True, search="mayor")) == ["a1"]
    assert ids(told, View(folded=True, search="council")) == ["c1", "x"]
    assert ids(told, View(folded=True, sort=Sort.OLDEST)) == ["x", "c1"]


def test_the_newest_member_that_matches_is_shown(told: Library) -> None:
    newest = told.first_rows(View(), 1)[0]
    told.mark([newest.key], Marking(read=True))
    assert ids(told, View(folded=True, unread=True)) == ["b1", "x"]


def test_a_row_knows_how_many_others_tell_its_story(told: Library) -> None:
    rows = told.first_rows(View(), 9)
    assert [row.others for row in rows] == [2, 2, 0, 2]
    assert [row.key for row in told.story(rows[1].key[:8])] == [rows[0].key, rows[1].key, rows[3].key]
    assert told.article(rows[0].key).row.others == 2


def test_an_older_archive_is_grouped_when_it_is_opened(told: Library) -> None:
    before = groups(told)
    told.close()
    path = told.folder / "articles.sqlite3"
    connection = sqlite3.connect(path)
    connection.execute("UPDATE articles SET story = NULL, link = NULL, headline = NULL")
    stories.group_stored(connection)
    connection.commit()
    connection.close()
    again = Library.open(told.folder)
    assert groups(again) == before
    again.close()


def test_many_of_a_kind_are_stored_all_the_same(library: Library, feeds: dict[str, Feed]) -> None:
    same = [
        Entry(str(n), HEADLINE, "https://x.example/same", document=Document(f"{REPORT} {n}"), published=NOON)
        for n in range(300)
    ]
    library.store(feeds["a"], same, NOON)
    assert library.counts().stored == 300
    assert len(library.rowids(View(folded=True))) == 1
