"""Deleting old articles: what goes, what stays whatever is asked, and that nothing comes back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.errors import NotStoredError
from reader.library import forgetting
from reader.library.check import check
from reader.library.library import Library
from reader.model import Entry, Feed, Marking, Retention, Stored, View

MakeEntry = Callable[..., Entry]
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def stored(library: Library, feed: Feed, entry: MakeEntry) -> list[str]:
    """The keys of ten articles of a followed feed, one a day, newest first; all but the last are read."""
    library.follow(feed.id)
    arrive(library, feed, served(entry))
    keys = [row.key for row in library.rows(library.rowids(View()))]
    library.mark(keys[:-1], Marking(read=True))
    return keys


def served(entry: MakeEntry, count: int = 10) -> list[Entry]:
    return [entry(str(n), published=NOON - n * DAY) for n in range(count)]


def arrive(library: Library, feed: Feed, entries: list[Entry]) -> None:
    """Each on the day of its date."""
    for one in entries:
        assert one.published
        library.store(feed, [one], one.published)


def left(library: Library) -> list[str]:
    return [row.key for row in library.rows(library.rowids(View()))]


@pytest.mark.parametrize(
    ("retention", "stay"),
    [
        (Retention(days=5), 6),  # the one of five days ago to the second is not older
        (Retention(count=4), 4),
        (Retention(days=5, count=2), 2),
        (Retention(days=2, count=8), 3),
        (Retention(days=400), 10),
    ],
)
def test_age_and_number_are_limits(
    library: Library, feed: Feed, stored: list[str], retention: Retention, stay: int
) -> None:
    plan = library.cleaning.plan(feed.id, retention, NOON)
    assert left(library) == stored
    done = library.cleaning.clean(feed.id, retention, NOON)
    assert done == plan
    assert left(library) == stored[:stay] + (stored[-1:] if stay < 10 else [])
    assert done.unread == (stay < 10)
    assert list(done.deleted) == list(reversed(stored[stay:-1]))
    assert check(library.folder) == []


def test_the_age_counts_from_the_arrival_where_that_was_later(
    library: Library, feed: Feed, entry: MakeEntry
) -> None:
    library.store(feed, [entry("a", published=NOON - 400 * DAY)], NOON)
    library.mark(left(library), Marking(read=True))
    assert library.cleaning.plan(feed.id, Retention(days=5), NOON + 4 * DAY).deleted == ()
    assert library.cleaning.plan(feed.id, Retention(days=5), NOON + 6 * DAY).deleted


def test_what_is_kept_stays_and_unread_ones_go_only_when_asked(
    library: Library, feed: Feed, stored: list[str]
) -> None:
    library.mark(stored[3:4], Marking(bookmarked=True))
    library.notes.add(stored[4], "Ask the ministry about this.")
    library.tags.tag([stored[5]], ["water"])
    done = library.cleaning.clean(feed.id, Retention(count=2), NOON)
    assert left(library) == [*stored[:2], *stored[3:6], stored[-1]]
    assert (done.kept, done.unread) == (3, 1)
    again = library.cleaning.clean(feed.id, Retention(count=2), NOON, unread=True)
    assert left(library) == [*stored[:2], *stored[3:6]]
    assert again.deleted == (stored[-1],)


def test_what_was_deleted_does_not_come_back_while_it_is_served(
    library: Library, feed: Feed, entry: MakeEntry, stored: list[str], folder: Path
) -> None:
    library.cleaning.clean(feed.id, Retention(count=3), NOON, unread=True)
    for day in range(4):
        assert library.store(feed, served(entry), NOON + day * 40 * DAY) == Stored(0, 0)
    assert library.store(feed, [*served(entry), entry("new")], NOON) == Stored(1, 0)
    library.close()
    again = Library.open(folder)
    assert again.store(feed, served(entry), NOON) == Stored(0, 0)
    assert again.counts().stored == 4
    again.close()


def test_a_tombstone_goes_when_the_entry_has_not_been_served_for_long(
    library: Library, feed: Feed, entry: MakeEntry, stored: list[str]
) -> None:
    library.cleaning.clean(feed.id, Retention(count=3), NOON, unread=True)
    now = NOON
    library.store(feed, served(entry, 5), now)  # five of the seven are no longer served
    now += forgetting.PATIENCE - DAY
    assert library.store(feed, served(entry, 6), now).new == 0  # one of them is again
    now += 2 * DAY
    library.store(feed, served(entry, 5), now)
    assert library.store(feed, served(entry), now).new == 4
    assert check(library.folder) == []


def test_an_article_that_is_put_back_is_kept_up_to_date(
    library: Library, feed: Feed, entry: MakeEntry, stored: list[str]
) -> None:
    library.mark(stored[5:6], Marking(bookmarked=True))
    with library._database.writing() as connection:
        forgetting.forget(connection, stored[5:6])
    changed = [entry("5", published=NOON - 5 * DAY, text="Another text.")]
    library.store(feed, changed, NOON)
    assert library.store(feed, changed, NOON) == Stored(0, 0)
    assert library.article(stored[5]).document.text == "Another text."


def test_what_nobody_follows_comes_back_when_it_is_imported_again(library: Library, entry: MakeEntry) -> None:
    saved = library.feed_for("saved:articles", "Saved")
    library.store(saved, [entry("a")], NOON)
    (key,) = left(library)
    library.cleaning.clean(saved.id, Retention(days=1), NOON + 9 * DAY, unread=True)
    assert left(library) == []
    library.store(saved, [entry("a")], NOON)
    assert left(library) == [key]


def test_read_marks_outlive_their_articles_until_they_are_of_no_use(
    library: Library, feed: Feed, entry: MakeEntry, stored: list[str], folder: Path
) -> None:
    library.cleaning.clean(feed.id, Retention(count=3), NOON)
    (folder / "articles.sqlite3").unlink()
    library.close()
    again = Library.open(folder)
    again.store(feed, served(entry), NOON)
    assert again.counts().unread == 1  # the archive was lost, no mark was
    again.cleaning.clean(feed.id, Retention(count=3), NOON, unread=True)
    cleaning = again.cleaning
    read = datetime.now(UTC)
    assert cleaning.prune(read + 500 * DAY) == 0  # stored, or still served
    again.store(feed, served(entry, 3), NOON)
    again.store(feed, served(entry, 3), NOON + 2 * forgetting.PATIENCE)
    assert cleaning.useless_marks(read + 300 * DAY) == []
    assert len(cleaning.useless_marks(read + 400 * DAY)) == 6
    assert cleaning.prune(read + 400 * DAY) == 6
    assert again.counts().unread == 0
    again.close()


def test_the_limits_of_a_feed_are_kept_with_it(library: Library, feed: Feed, folder: Path) -> None:
    with pytest.raises(NotStoredError):
        library.cleaning.retain(feed.id, Retention(5, 6))
    library.follow(feed.id, name="Mine")
    assert library.cleaning.retention(feed.id) == Retention()
    library.cleaning.retain(feed.id, Retention(5, 6))
    library.follow(feed.id, folder="World")
    library.close()
    again = Library.open(folder)
    assert again.cleaning.retention(feed.id) == Retention(5, 6)
    assert [known.title for known in again.feeds()] == ["Mine"]
    again.close()


def test_a_feed_that_has_limits_is_kept_within_them_but_for_what_was_just_read(
    library: Library, feed: Feed, stored: list[str]
) -> None:
    now = datetime.now(UTC)
    assert library.cleaning.keep_within_limits(feed.id, now).deleted == ()
    library.cleaning.retain(feed.id, Retention(count=2))
    assert library.cleaning.keep_within_limits(feed.id, now).deleted == ()
    assert len(library.cleaning.keep_within_limits(feed.id, now + 3 * DAY).deleted) == 7
    assert left(library) == [*stored[:2], stored[-1]]


def test_removing_a_feed_forgets_what_was_deleted_of_it(
    library: Library, feed: Feed, entry: MakeEntry, stored: list[str]
) -> None:
    library.cleaning.clean(feed.id, Retention(count=3), NOON)
    library.remove(feed.id)
    again = library.feed_for(feed.url)
    library.follow(again.id)
    assert library.store(again, served(entry), NOON).new == 10
    assert library.counts().unread == 10


def test_deleting_gives_space_back(library: Library, feed: Feed, entry: MakeEntry) -> None:
    library.follow(feed.id)
    entries = [
        entry(str(n), published=NOON - n * DAY, text=" ".join(f"word{n}x{w}" for w in range(900)))
        for n in range(120)
    ]
    library.store(feed, entries, NOON)
    archive = library.folder / "articles.sqlite3"
    library.cleaning.give_back_space()
    before = archive.stat().st_size
    library.cleaning.clean(feed.id, Retention(count=10), NOON, unread=True)
    freed = library.cleaning.give_back_space()
    assert archive.stat().st_size == before - freed
    assert freed > before * 0.7
    assert check(library.folder) == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    marks=st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), min_size=1, max_size=12),
    days=st.integers(0, 12),
    count=st.integers(0, 12),
    unread=st.booleans(),
)
def test_nothing_protected_goes_and_nothing_young(
    tmp_path_factory: pytest.TempPathFactory,
    entry: MakeEntry,
    marks: list[tuple[bool, bool, bool]],
    days: int,
    count: int,
    unread: bool,
) -> None:
    library = Library.open(tmp_path_factory.mktemp("clean"))
    feed = library.feed_for("https://news.example/feed.xml")
    library.follow(feed.id)
    arrive(library, feed, served(entry, len(marks)))
    keys = left(library)
    for key, (read, bookmarked, tagged) in zip(keys, marks, strict=True):
        library.mark([key], Marking(read=read, bookmarked=bookmarked))
        if tagged:
            library.tags.tag([key], ["t"])
    done = library.cleaning.clean(feed.id, Retention(days, count), NOON, unread=unread)
    for place, (key, (read, bookmarked, tagged)) in enumerate(zip(keys, marks, strict=True)):
        old = bool((days and place > days) or (count and place >= count))
        goes = old and not bookmarked and not tagged and (read or unread)
        assert (key in done.deleted) == goes
        assert (key not in left(library)) == goes
    library.close()
