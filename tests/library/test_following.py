"""Following many feeds at once, telling of them, and counting what they gave."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from tinydb import TinyDB

from reader.library.library import Library
from reader.model import Counts, Entry, Feed, Marking, ServerMemory, Subscription, View

MakeEntry = Callable[..., Entry]
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HILL = Subscription(
    "https://hill.example/feed", "Hill Gazette", "My hill", "https://hill.example/", "World/Asia"
)
COAST = Subscription("https://coast.example/rss", "Coast Daily")


def test_many_feeds_are_followed_in_one_change(library: Library, folder: Path) -> None:
    many = [Subscription(f"https://a.example/{n}", f"Feed {n}") for n in range(500)]
    assert library.subscribe([*many, HILL, HILL]) == [*many, HILL]
    assert library.subscriptions() == [*many, HILL]
    assert not (folder / "state" / "feeds.json.previous").exists()  # a second commit would have left it
    assert library.subscribe([HILL, COAST]) == [COAST]
    with TinyDB(folder / "state" / "feeds.json") as stock:
        assert len(stock.table("feeds")) == 502
    other = Library.open(folder)
    assert other.subscriptions() == [*many, HILL, COAST]
    other.close()


def test_a_followed_feed_stays_as_the_person_has_it(library: Library) -> None:
    library.subscribe([HILL])
    (feed,) = library.feeds()
    assert (feed.title, feed.folder, feed.home, feed.followed) == (
        "My hill",
        "World/Asia",
        "https://hill.example/",
        True,
    )
    assert library.subscribe([Subscription(HILL.url, "Other", folder="Other")]) == []
    assert library.subscriptions() == [HILL]


def test_a_feed_that_is_known_by_its_articles_or_moved_is_not_followed_twice(
    library: Library, feed: Feed, entry: MakeEntry
) -> None:
    library.store(feed, [entry("a")], NOON)
    library.subscribe([Subscription(feed.url, "Another title")])
    (found,) = library.feeds()
    assert (found.id, found.title, found.followed) == (feed.id, "The Example", True)
    library.remember(feed.id, ServerMemory(), url="https://new.example/feed")
    assert library.subscribe([Subscription("https://new.example/feed"), Subscription(feed.url)]) == []
    assert [one.url for one in library.subscriptions()] == ["https://new.example/feed"]


def test_what_another_program_did_to_a_feed_is_not_undone(library: Library, folder: Path) -> None:
    feed = library.follow(library.feed_for("https://a.example/feed", "A").id)
    other = Library.open(folder)
    other.follow(feed.id, name="Mine", folder="World")
    library.remember(feed.id, ServerMemory(), title="New")
    library.follow(feed.id)
    assert [(one.name, one.folder) for one in library.subscriptions()] == [("Mine", "World")]
    library.follow(feed.id, name="Ours")
    other.follow(feed.id, folder="Asia")
    assert [(one.name, one.folder) for one in other.subscriptions()] == [("Ours", "Asia")]
    other.unfollow(feed.id)
    library.remember(feed.id, ServerMemory(), title="Newer")
    assert library.subscriptions() == []
    other.close()


def test_the_own_name_and_the_feeds_title_are_kept_apart(library: Library) -> None:
    library.subscribe([COAST])
    (feed,) = library.feeds()
    library.follow(feed.id, name="Sea", folder="Home")
    library.follow(feed.id, folder="Away")
    library.remember(feed.id, ServerMemory(), title="Coast Weekly", home="https://coast.example/")
    assert library.subscriptions() == [
        Subscription(COAST.url, "Coast Weekly", "Sea", "https://coast.example/", "Away")
    ]


def test_a_name_given_before_the_first_visit_is_not_taken_for_the_title(library: Library) -> None:
    feed = library.feed_for("https://a.example/")
    library.follow(feed.id, name="Mine")
    library.follow(feed.id, folder="F")
    assert library.subscriptions() == [Subscription("https://a.example/", name="Mine", folder="F")]


def test_subscriptions_outlive_the_archive(library: Library, folder: Path) -> None:
    library.subscribe([HILL, Subscription("https://old.example/", "Coast Daily")])
    moved = library.feed_for("https://old.example/")
    library.remember(moved.id, ServerMemory(), url=COAST.url)
    library.close()
    for path in folder.glob("articles.sqlite3*"):
        path.unlink()
    again = Library.open(folder)
    assert again.subscriptions() == [HILL, COAST]
    assert again.subscribe([COAST, HILL]) == []
    again.close()


def test_articles_are_counted_by_feed(library: Library, feed: Feed, entry: MakeEntry) -> None:
    other, empty = library.feed_for("https://other.example/"), library.feed_for("https://empty.example/")
    assert library.feed_counts() == {}
    library.store(feed, [entry(str(n)) for n in range(5)], NOON)
    library.store(other, [entry("x")], NOON)
    keys = [row.key for row in library.first_rows(View(feed_id=feed.id), 9)]
    library.mark(keys[:2], Marking(read=True))
    library.mark(keys[1:2], Marking(bookmarked=True))
    assert library.feed_counts() == {feed.id: Counts(5, 3, 1), other.id: Counts(1, 1, 0)}
    library.mark(keys[:1], Marking(read=False))
    assert library.feed_counts()[feed.id].unread == 4
    assert empty.id not in library.feed_counts()
