"""Subscriptions: how feeds do in words, changes, lists in and out, files written for the person."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.cli.columns import cells, fitted
from reader.cli.feed_lines import feed_json, table
from reader.errors import NotStoredError, ParseError, ReaderError, SourceError
from reader.feeds.opml import read_opml, write_opml
from reader.library.library import Library
from reader.model import Counts, Document, Entry, Feed, Marking, ServerMemory, Subscription, View
from reader.services.patience import NEVER
from reader.services.subscriptions import (
    FollowedFeed,
    Taken,
    change_feed,
    exported_list,
    followed_feed,
    followed_feeds,
    import_list,
    known_feeds,
    moment_in_words,
    state_in_words,
    suggested_feeds,
)
from reader.services.writing import write_file

NOW = datetime.now(UTC)
HOUR = timedelta(hours=1)
FEEDS = (
    Subscription("https://coast.example/rss", "Coast Daily", home="https://coast.example/"),
    Subscription("https://hill.example/feed", "Hill Gazette", "My hill", folder="World/Asia"),
    Subscription("https://hill.example/other", folder=r"AC\/DC"),
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library.open(tmp_path / "library")
    yield opened
    opened.close()


@pytest.fixture
def opml(tmp_path: Path) -> str:
    path = tmp_path / "list.opml"
    path.write_bytes(write_opml(FEEDS))
    return str(path)


# --- lists ------------------------------------------------------------------------------------


def test_what_is_imported_is_exported_again(library: Library, opml: str) -> None:
    assert [taken.status for taken in import_list(library, opml).taken] == ["followed"] * 3
    assert set(library.subscriptions()) == set(FEEDS)
    assert set(read_opml(exported_list(library), "x").feeds) == set(FEEDS)
    assert all(feed.memory == ServerMemory() for feed in library.feeds())


def test_importing_again_changes_nothing(library: Library, opml: str) -> None:
    import_list(library, opml)
    feed = followed_feed(library, "Coast Daily").feed
    change_feed(library, feed.id, name="Sea", folder="Home")
    before = library.subscriptions()
    assert [taken.status for taken in import_list(library, opml).taken] == ["known"] * 3
    assert library.subscriptions() == before


def test_what_is_refused_is_told_of_and_the_others_are_followed(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "mixed.opml"
    path.write_text(
        '<opml><body><outline text="Bad" xmlUrl="exec:reboot"/>'
        '<outline title="Good" xmlUrl="https://good.example/"/></body></opml>'
    )
    good, bad = import_list(library, str(path)).taken
    assert good == Taken("https://good.example/", "Good", "", "followed")
    assert (bad.url, bad.title, bad.status) == ("exec:reboot", "Bad", "refused")
    assert "command" in bad.reason
    assert [one.url for one in library.subscriptions()] == ["https://good.example/"]


def test_a_file_that_is_no_list_follows_nothing(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "x.opml"
    with pytest.raises(SourceError, match="no such file"):
        import_list(library, str(path))
    path.write_text("<rss/>")
    with pytest.raises(ParseError, match="OPML"):
        import_list(library, str(path))
    assert library.is_empty


def test_no_password_leaves_in_a_list(library: Library) -> None:
    library.follow(library.feed_for("https://user:secret@a.example/feed", "A").id)
    assert b"secret" not in exported_list(library)
    assert b'"https://a.example/feed"' in exported_list(library)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    changes=st.lists(
        st.tuples(st.integers(0, 5), st.text(max_size=12), st.text(max_size=12)),
        max_size=5,
        unique_by=lambda t: t[0],
    )
)
def test_names_and_folders_of_any_text_survive_a_list(
    changes: list[tuple[int, str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("x")
    library, other = Library.open(folder / "one"), Library.open(folder / "two")
    for number, name, place in changes:
        feed = library.feed_for(f"https://a.example/{number}", f"Feed {number}")
        change_feed(library, feed.id, name=name, folder=place)
    write_file(folder / "list.opml", exported_list(library))
    import_list(other, str(folder / "list.opml"))

    def told(one: Library) -> set[tuple[str, str, str]]:
        return {(feed.url, feed.title, feed.folder) for feed in one.feeds()}

    assert told(other) == told(library)
    assert exported_list(other) == exported_list(library)
    library.close()
    other.close()


def test_the_suggested_feeds_are_many_in_folders_and_sound() -> None:
    feeds = suggested_feeds()
    assert 25 <= len(feeds) <= 40
    assert all(feed.title and feed.folder and feed.home for feed in feeds)
    assert [feed.folder for feed in feeds] == sorted(
        (feed.folder for feed in feeds), key=[feed.folder for feed in feeds].index
    )


# --- what is followed -------------------------------------------------------------------------


def test_feeds_are_sorted_by_folder_and_title_and_counted(library: Library, opml: str) -> None:
    import_list(library, opml)
    feed = followed_feed(library, "my HILL").feed
    entries = [Entry(str(n), f"Item {n}", published=NOW, document=Document("words")) for n in range(3)]
    library.store(feed, entries, NOW)
    library.mark([row.key for row in library.first_rows(View(), 1)], Marking(read=True))
    assert [(one.feed.title, one.counts) for one in followed_feeds(library)] == [
        ("Coast Daily", Counts(0, 0, 0)),
        ("", Counts(0, 0, 0)),
        ("My hill", Counts(3, 2, 0)),
    ]
    assert followed_feed(library, feed.url).counts == Counts(3, 2, 0)
    with pytest.raises(NotStoredError):
        followed_feed(library, "nobody")


def test_a_feed_gets_a_name_and_a_folder_and_loses_them(library: Library) -> None:
    feed = library.feed_for("https://a.example/", "Title")
    library.follow(feed.id)
    assert change_feed(library, feed.id, name=" My\x1b name\n").title == "My\ufffd name"
    assert change_feed(library, feed.id, folder=" World //Asia/ ").folder == "World/Asia"
    assert change_feed(library, feed.id, name="").title == "Title"
    assert change_feed(library, feed.id, folder="").folder == ""


@pytest.mark.parametrize(
    ("memory", "words"),
    [
        (ServerMemory(), "not read yet"),
        (ServerMemory(succeeded=NOW), f"read {moment_in_words(NOW)}"),
        (ServerMemory(failures=1, error="x", succeeded=NOW), "failed 1 time"),
        (ServerMemory(failures=12, error="x"), "failed 12 times"),
        (ServerMemory(error="the server is busy", next_try=NOW + HOUR), "asks for a pause"),
        (ServerMemory(error="no answer", next_try=NOW - HOUR), "not reached"),
        (ServerMemory(error="it is gone", next_try=NEVER), "gone"),
    ],
)
def test_how_a_feed_does_is_said_in_words(memory: ServerMemory, words: str) -> None:
    assert state_in_words(memory) == words


def test_a_moment_of_another_year_has_its_year() -> None:
    assert moment_in_words(datetime(2001, 5, 15, 12, tzinfo=UTC)) == "15 May 2001"


# --- lines ------------------------------------------------------------------------------------

TITLES = ["Coast Daily", "新聞" * 30, "e\u0301" * 40, "", "🚀" * 9, "A" * 200]


@pytest.mark.parametrize("width", [60, 80, 132])
@pytest.mark.parametrize("folder", ["", "World/Asia", "Welt/世界/" * 9])
def test_every_line_fits_the_terminal(width: int, folder: str) -> None:
    memory = ServerMemory(succeeded=NOW, failures=1000, error="the server said so. " * 20, next_try=NOW)
    feeds = [
        FollowedFeed(
            Feed(str(n), "https://a.example/", title, folder=folder, memory=memory), Counts(99999, 9999, 9)
        )
        for n, title in enumerate(TITLES)
    ]
    lines = list(table(feeds, width))
    assert all(cells(line) <= width for line in lines)
    rows = [line for line in lines[1:] if not line.startswith("    ")]
    assert len(rows) == len(feeds)
    ends = {cells(row[: row.index("  failed 1000 times")]) for row in rows}
    assert len(ends) == 1, "the columns are not aligned"


def test_a_trouble_is_told_with_the_next_try() -> None:
    memory = ServerMemory(succeeded=NOW, failures=2, error="the server answered 500", next_try=NOW + HOUR)
    words = " ".join(
        table([FollowedFeed(Feed("1", "https://a.example/", "A", memory=memory), Counts(0, 0, 0))], 80)
    )
    for part in ("failed 2 times", "the server answered 500", f"next try {moment_in_words(NOW + HOUR)}"):
        assert part in words


def test_a_slow_server_is_told_of() -> None:
    memory = ServerMemory(succeeded=NOW, seconds=12.3, requests=1)
    one = FollowedFeed(Feed("1", "https://a.example/", "A", memory=memory), Counts(0, 0, 0))
    assert (one.is_slow, one.state) == (True, f"read {moment_in_words(NOW)}")
    assert "    slow: its server took 12 seconds" in table([one], 80)
    quick = replace(one, feed=replace(one.feed, memory=replace(memory, seconds=1.0)))
    assert (quick.is_slow, quick.trouble) == (False, "")


def test_feeds_that_are_not_followed_come_last(library: Library, opml: str) -> None:
    import_list(library, opml)
    once = library.feed_for("https://aaa.example/", "Aaa")
    library.feed_for("https://empty.example/", "Empty")
    library.store(once, [Entry("1", "News")], NOW)
    feeds = known_feeds(library)
    assert [one.feed.followed for one in feeds] == [True] * 3 + [False]
    assert (feeds[-1].feed.id, feeds[-1].counts.stored) == (once.id, 1)
    assert feeds[:-1] == followed_feeds(library)


def test_what_programs_get() -> None:
    moment = datetime(2026, 11, 23, 12, 0, 5, tzinfo=UTC)
    memory = ServerMemory(succeeded=moment, failures=1, error="bad", next_try=moment + HOUR)
    memory = replace(memory, seconds=6.25439, requests=2)
    feed = Feed("1", "https://a.example/f", "A", "https://a.example/", "World", True, memory, True)
    assert feed_json(FollowedFeed(feed, Counts(5, 3, 1))) == {
        "url": "https://a.example/f",
        "title": "A",
        "folder": "World",
        "home": "https://a.example/",
        "articles": 5,
        "unread": 3,
        "error": "bad",
        "failures": 1,
        "seconds": 6.254,
        "requests": 2,
        "full_text": True,
        "succeeded": "2026-11-23T12:00:05Z",
        "next_try": "2026-11-23T13:00:05Z",
    }


@given(st.text(max_size=40), st.integers(1, 30))
def test_a_text_is_fitted_to_the_cell(text: str, width: int) -> None:
    assert cells(fitted(text, width)) == width


# --- files ------------------------------------------------------------------------------------


def test_a_file_is_written_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "out.opml"
    write_file(path, b"one")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["out.opml"]


def test_no_file_is_replaced_unless_asked(tmp_path: Path) -> None:
    path, link = tmp_path / "out.opml", tmp_path / "link"
    write_file(path, b"one")
    link.symlink_to(path)
    for named in (path, link):
        with pytest.raises(ReaderError, match="exists already; --force"):
            write_file(named, b"two")
    assert path.read_bytes() == b"one"
    write_file(link, b"two", overwrite=True)
    assert path.read_bytes() == b"two"
    assert link.is_symlink()
    assert len(list(tmp_path.iterdir())) == 2


def test_what_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path, words in (
        (tmp_path, "not a regular file"),
        (tmp_path / "none" / "x", "folder does not exist"),
        (tmp_path / "file" / "x", "cannot be written"),
        (tmp_path / ("x" * 300), "cannot be written"),
        (Path("/dev/null"), "not a regular file"),
    ):
        with pytest.raises(ReaderError, match=words):
            write_file(path, b"x", overwrite=True)
    assert [file.name for file in tmp_path.iterdir()] == ["file"]
