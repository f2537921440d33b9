"""What the person did: marks, bookmarks, followed feeds, and the TinyDB files they are kept in."""

from __future__ import annotations

import json
import sqlite3
import stat
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tinydb import TinyDB, where
from tinydb.table import Document as TinyDocument

from reader.errors import DamagedError, NotStoredError
from reader.library import articles
from reader.library.files import FolderLock
from reader.library.library import Library
from reader.library.state import State
from reader.library.statefile import StateFile
from reader.library.tables import StateDB
from reader.model import Entry, Feed, Marking, ServerMemory, Stored, View

MakeEntry = Callable[..., Entry]
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def keys(library: Library, feed: Feed, entry: MakeEntry) -> list[str]:
    """Twenty stored articles, newest first."""
    library.store(feed, [entry(str(n), published=NOON - timedelta(hours=n)) for n in range(20)], NOON)
    return [row.key for row in library.rows(library.rowids(View()))]


@pytest.fixture
def state(folder: Path) -> Iterator[State]:
    opened = State(folder / "state")
    yield opened
    opened.close()


def marked(library: Library) -> dict[str, tuple[bool, bool]]:
    return {row.key: (row.read, row.bookmarked) for row in library.rows(library.rowids(View()))}


def key(number: int) -> str:
    return f"{number:016x}"


def test_a_mark_says_what_undoes_it_and_only_for_what_changed(library: Library, keys: list[str]) -> None:
    assert library.mark(keys[:2], Marking(read=True)) == {k: Marking(read=False) for k in keys[:2]}
    undo = library.mark(keys[:3], Marking(read=True, bookmarked=True))
    assert undo == {
        keys[0]: Marking(bookmarked=False),
        keys[1]: Marking(bookmarked=False),
        keys[2]: Marking(read=False, bookmarked=False),
    }
    for one, back in undo.items():
        library.mark([one], back)
    after = marked(library)
    assert [after[k] for k in keys[:3]] == [(True, False), (True, False), (False, False)]
    assert library.mark(keys[:2], Marking()) == {}


def test_marks_are_there_in_the_next_program(library: Library, folder: Path, keys: list[str]) -> None:
    library.mark(keys[3:8], Marking(read=True))
    library.mark(keys[5:6], Marking(read=False))
    library.mark(keys[7:9], Marking(bookmarked=True))
    before = marked(library)
    library.close()
    again = Library.open(folder)
    assert marked(again) == before
    assert [row.key for row in again.first_rows(View(bookmarked=True), 9)] == keys[7:9]
    again.close()


def test_an_article_that_is_not_stored_is_not_marked(library: Library, keys: list[str]) -> None:
    with pytest.raises(NotStoredError):
        library.mark([keys[0], key(7)], Marking(read=True, bookmarked=True))
    assert set(marked(library).values()) == {(False, False)}


def test_the_stock_package_reads_every_file(
    library: Library, folder: Path, feed: Feed, keys: list[str]
) -> None:
    library.mark(keys[:3], Marking(read=True, bookmarked=True))
    library.follow(feed.id, name="Mine", folder="News")
    day = datetime.now(UTC)
    with TinyDB(folder / "state" / "read" / f"{day:%Y-%m}.json") as stock:
        (document,) = stock.table("read").all()
        assert document == {"day": f"{day:%Y-%m-%d}", "ids": keys[:3]}
        assert document.doc_id == int(f"{day:%Y%m%d}")
    with TinyDB(folder / "state" / "bookmarks.json") as stock:
        found = stock.table("bookmarks").get(where("key") == keys[1])
        assert isinstance(found, TinyDocument)
        assert (found["title"], found["url"]) == ("About 1", "https://news.example/1.html")
        assert found["feed"] == {"id": feed.id, "title": "The Example"}
    with TinyDB(folder / "state" / "feeds.json") as stock:
        (found,) = stock.table("feeds").all()
        assert (found["url"], found["name"], found["folder"]) == (feed.url, "Mine", "News")
    with TinyDB(folder / "state" / "texts" / f"{keys[0]}.json") as stock:
        assert stock.table("articles").all()[0]["text"] == "The council met about 0."


def test_files_hold_one_document_a_line(library: Library, folder: Path, keys: list[str]) -> None:
    library.mark(keys[:5], Marking(bookmarked=True))
    library.mark(keys[2:3], Marking(bookmarked=False))
    lines = (folder / "state" / "bookmarks.json").read_text("ascii").splitlines()
    assert len(lines) == 1 + 4 + 1
    assert all(json.loads("{" + line.rstrip(",") + "}") for line in lines[1:-1])


def test_marks_go_to_the_month_of_the_day_and_leave_whichever_month_has_them(state: State) -> None:
    for month, number in ((11, 1), (12, 2), (1, 3)):
        state.mark_read([key(number)], datetime(2026, month, 5, tzinfo=UTC))
    state.mark_read([key(4)], datetime(2026, 11, 6, tzinfo=UTC))
    assert sorted(path.name for path in (state.folder / "read").glob("*.json")) == [
        "2026-01.json",
        "2026-11.json",
        "2026-12.json",
    ]
    assert state.mark_unread([key(1), key(3), key(9)]) == [key(1), key(3)]
    assert state.read == {key(2), key(4)}
    assert State(state.folder).read == {key(2), key(4)}


def test_thousands_of_marks_are_one_commit(state: State) -> None:
    keys = [key(n) for n in range(10_000)]
    assert state.mark_read(keys, NOON) == keys
    assert not list(state.folder.rglob("*.previous"))  # a second commit would have left the first there
    assert state.mark_unread(keys) == keys
    assert State(state.folder).read == set()


def test_another_program_appears_at_the_next_poll(library: Library, folder: Path, keys: list[str]) -> None:
    other = Library.open(folder)
    assert not library.poll()
    other.mark(keys[:3], Marking(read=True, bookmarked=True))
    assert library.poll()
    assert not library.poll()
    assert marked(library) == marked(other)
    assert len(library.rowids(View(unread=True))) == 17
    library.mark(keys[:1], Marking(read=False))
    assert other.poll()
    assert len(other.rowids(View(unread=True))) == 18
    other.close()


def test_articles_of_another_program_appear_at_the_next_poll(
    library: Library, folder: Path, feed: Feed, entry: MakeEntry, keys: list[str]
) -> None:
    other = Library.open(folder)
    assert len(other.rowids(View())) == 20
    library.store(feed, [entry("new")], NOON)
    assert not library.poll()
    assert other.poll()
    assert not other.poll()
    assert len(other.rowids(View())) == 21
    other.close()


def test_two_libraries_that_do_not_poll_lose_no_mark(library: Library, folder: Path, keys: list[str]) -> None:
    other = Library.open(folder)
    for program in (library, other):
        assert len(program.rowids(View(unread=True))) == 20
    for number, one in enumerate(keys):
        (library if number % 2 else other).mark([one], Marking(read=True, bookmarked=True))
    for program in (library, other):
        assert program.poll()
        assert not program.poll()
        assert set(marked(program).values()) == {(True, True)}
        assert len(program.rowids(View(unread=True))) == 0
    other.close()


def test_a_mark_goes_by_what_another_program_did_last(
    library: Library, folder: Path, keys: list[str]
) -> None:
    other = Library.open(folder)
    library.mark(keys[:1], Marking(read=True, bookmarked=True))
    undo = other.mark(keys[:1], Marking(read=False, bookmarked=False))
    assert undo == {keys[0]: Marking(read=True, bookmarked=True)}
    assert library.mark(keys[:1], undo[keys[0]]) == {keys[0]: Marking(read=False, bookmarked=False)}
    other.close()


def test_what_the_stock_package_wrote_is_taken_in(library: Library, folder: Path, keys: list[str]) -> None:
    library.mark(keys[:1], Marking(read=True))
    (path,) = (folder / "state" / "read").glob("*.json")
    with TinyDB(path) as stock:
        stock.table("read").update(lambda document: document["ids"].extend(keys[1:3]))
    assert library.poll()
    library.mark(keys[3:4], Marking(read=True))
    assert [k for k, (read, _) in marked(library).items() if read] == keys[:4]


def test_fields_of_a_later_version_survive(library: Library, folder: Path, keys: list[str]) -> None:
    library.mark(keys[:1], Marking(bookmarked=True))
    with TinyDB(folder / "state" / "bookmarks.json") as stock:
        stock.table("bookmarks").update({"tags": ["budget"]})
        stock.table("later").insert({"a": 1})
    library.mark(keys[1:2], Marking(bookmarked=True))
    with TinyDB(folder / "state" / "bookmarks.json") as stock:
        assert [document.get("tags") for document in stock.table("bookmarks")] == [["budget"], None]
        assert stock.table("later").all() == [{"a": 1}]


def test_bookmarked_articles_outlive_the_archive(
    library: Library, folder: Path, feed: Feed, entry: MakeEntry, keys: list[str]
) -> None:
    library.mark(keys[4:6], Marking(bookmarked=True, read=True))
    library.store(feed, [entry("5", text="Corrected text.", published=NOON - timedelta(hours=5))], NOON)
    before = [library.article(k) for k in keys[4:6]]
    library.close()
    for path in folder.glob("articles.sqlite3*"):
        path.unlink()
    again = Library.open(folder)
    assert len(again.rowids(View())) == 2
    for article in before:
        found = again.article(article.row.key)
        assert found.document == article.document
        assert (found.row.title, found.row.url, found.row.source) == (
            article.row.title,
            article.row.url,
            article.row.source,
        )
        assert (found.row.published, found.added, found.entry_id) == (
            article.row.published,
            article.added,
            article.entry_id,
        )
        assert (found.row.read, found.row.bookmarked) == (True, True)
    again.close()


def test_an_article_that_came_back_is_not_taken_for_a_changed_one(
    library: Library, folder: Path, feed: Feed, entry: MakeEntry
) -> None:
    given = [entry("dated"), entry("undated", published=None)]
    library.store(feed, given, NOON + timedelta(hours=5))
    library.mark([row.key for row in library.first_rows(View(), 9)], Marking(bookmarked=True))
    before = library.first_rows(View(), 9)
    library.close()
    for path in folder.glob("articles.sqlite3*"):
        path.unlink()
    again = Library.open(folder)
    assert again.store(feed, given, NOON + timedelta(days=9)) == Stored(0, 0)
    assert [row.published for row in again.first_rows(View(), 9)] == [row.published for row in before]
    again.close()


def test_a_mark_made_while_the_order_is_being_read_is_not_missed(
    library: Library, keys: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = articles.newest_first

    def slow(connection: sqlite3.Connection, feed: str = "") -> Iterator[tuple[int, str, int]]:
        for number, pair in enumerate(real(connection, feed)):
            if number == 10:
                library.mark([keys[2], keys[15]], Marking(read=True))
            yield pair

    monkeypatch.setattr(articles, "newest_first", slow)
    library._views.outdate()
    assert len(library.rowids(View(unread=True))) == 18


def test_the_copy_of_a_text_goes_with_its_bookmark(library: Library, folder: Path, keys: list[str]) -> None:
    library.mark(keys[:2], Marking(bookmarked=True))
    library.mark(keys[:1], Marking(bookmarked=False))
    assert [path.stem for path in (folder / "state" / "texts").iterdir()] == [keys[1]]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_everything_is_private_whatever_the_umask(folder: Path, entry: MakeEntry, wide_umask: None) -> None:
    library = Library.open(folder)
    feed = library.feed_for("https://news.example/feed.xml")
    library.store(feed, [entry("a"), entry("b")], NOON)
    keys = [row.key for row in library.first_rows(View(), 9)]
    library.mark(keys, Marking(read=True, bookmarked=True))
    library.mark(keys[:1], Marking(read=False, bookmarked=False))
    for path in (folder, *folder.rglob("*")):
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), path
    assert {path.name for path in folder.glob("*-wal")}
    library.close()


# --- feeds ------------------------------------------------------------------------------------


def test_a_feed_is_known_by_its_url_and_keeps_its_id_when_it_moves(library: Library) -> None:
    feed = library.feed_for("https://a.example/feed", "A")
    assert library.feed_for("https://a.example/feed") == feed
    assert not feed.followed
    library.follow(feed.id)
    library.remember(feed.id, ServerMemory(), url="https://b.example/feed")
    moved = library.feed_for("https://b.example/feed")
    assert (moved.id, moved.url, moved.followed) == (feed.id, "https://b.example/feed", True)
    assert library.feed_for("https://a.example/feed").id == feed.id
    assert [f.url for f in library.feeds()] == ["https://b.example/feed"]


def test_a_feed_does_not_move_onto_another(library: Library) -> None:
    one, two = library.feed_for("https://a.example/1"), library.feed_for("https://a.example/2")
    library.follow(one.id)
    library.remember(one.id, ServerMemory(), url=two.url)
    assert sorted(feed.url for feed in library.feeds()) == [one.url, two.url]


def test_what_a_server_said_is_remembered(library: Library, folder: Path, feed: Feed) -> None:
    memory = ServerMemory('"etag"', "Mon, 23 Nov 2026", NOON, NOON, NOON + timedelta(hours=1), 3, "HTTP 500")
    library.remember(feed.id, memory, title="Title", home="https://news.example/")
    library.close()
    again = Library.open(folder)
    (found,) = again.feeds()
    assert (found.memory, found.title, found.home) == (memory, "Title", "https://news.example/")
    again.remember(feed.id, ServerMemory())
    assert again.feeds()[0].title == "Title"
    again.close()


def test_followed_feeds_outlive_the_archive(library: Library, folder: Path, feed: Feed) -> None:
    library.follow(feed.id, folder="News")
    library.remember(feed.id, ServerMemory("tag"), title="Renamed", home="https://news.example/")
    before = library.feeds()
    library.close()
    for path in folder.glob("articles.sqlite3*"):
        path.unlink()
    again = Library.open(folder)
    (found,) = again.feeds()
    assert found.memory == ServerMemory()
    assert (found.id, found.url, found.title, found.home, found.folder) == (
        before[0].id,
        before[0].url,
        "Renamed",
        "https://news.example/",
        "News",
    )
    again.remember(found.id, ServerMemory("new"))
    assert again.feeds()[0].memory == ServerMemory("new")
    again.close()


def test_following_and_unfollowing(library: Library, feed: Feed) -> None:
    assert library.follow(feed.id, name="Mine").title == "Mine"
    assert library.follow(feed.id, folder="News").title == "Mine"
    assert library.follow(feed.id, name="").title == "The Example"
    library.unfollow(feed.id)
    (found,) = library.feeds()
    assert not found.followed
    for refused in (feed.id, "no such feed"):
        with pytest.raises(NotStoredError):
            library.unfollow(refused)
    with pytest.raises(NotStoredError):
        library.follow("no such feed")
    with pytest.raises(NotStoredError):
        library.remember("no such feed", ServerMemory())


# --- damage -----------------------------------------------------------------------------------

DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda content: b"",
    "blank": lambda content: b"  \n",
    "cut": lambda content: content[: len(content) // 2],
    "zeros": lambda content: bytes(len(content)),
    "extra": lambda content: content + b"}",
    "list": lambda content: b"[]",
    "table": lambda content: b'{"read": [], "bookmarks": [], "feeds": []}',
    "ids": lambda content: b'{"read": {"x": {}}, "bookmarks": {"x": {}}, "feeds": {"x": {}}}',
    "binary": lambda content: b"\xff\xfe" + content,
    "deep": lambda content: b"[" * 100_000,
}


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("name", ["bookmarks.json", "feeds.json", "read/2026-11.json"])
def test_a_damaged_file_is_reported_left_alone_and_restored(folder: Path, name: str, damage: str) -> None:
    state = State(folder / "state")
    change_all(state, 1)
    change_all(state, 2)
    state.close()
    path = folder / "state" / name
    content = DAMAGE[damage](path.read_bytes())
    path.write_bytes(content)

    state = State(folder / "state")
    (problem,) = state.damaged
    assert isinstance(problem, DamagedError)
    assert str(path) in str(problem)
    assert "\n" not in str(problem)
    assert {len(state.read), len(state.bookmarks), len(state.feeds)} == {2}  # nothing is missing
    others = [change for changed, change in CHANGES.items() if changed != name]
    for change in others:
        change(state, 3)
    with pytest.raises(DamagedError):
        CHANGES[name](state, 3)
    assert path.read_bytes() == content

    (aside,) = state.restore()
    assert aside.read_bytes() == content
    assert not state.damaged
    CHANGES[name](state, 3)
    assert {len(state.read), len(state.bookmarks), len(state.feeds)} == {3}
    state.close()
    assert State(folder / "state").damaged == []


def test_a_running_program_restores_what_it_last_knew(state: State) -> None:
    for number in range(5):
        change_all(state, number)
    path = state.folder / "read" / "2026-11.json"
    path.write_bytes(b"")
    state.refresh()
    assert len(state.damaged) == 1
    assert len(state.read) == 5
    state.restore()
    assert len(State(state.folder).read) == 5


def test_a_damaged_file_that_was_mended_by_hand_is_read_again(state: State) -> None:
    change_all(state, 1)
    path = state.folder / "bookmarks.json"
    whole = path.read_bytes()
    path.write_bytes(whole[:-5])
    state.refresh()
    assert state.damaged
    path.write_bytes(whole)
    state.refresh()
    assert not state.damaged
    change_all(state, 2)
    assert len(state.bookmarks) == 2


def change_all(state: State, number: int) -> None:
    for change in CHANGES.values():
        change(state, number)


CHANGES: dict[str, Callable[[State, int], object]] = {
    "bookmarks.json": lambda state, n: state.add_bookmarks([{"key": key(n), "title": "é"}]),
    "feeds.json": lambda state, n: state.put_feed({"id": str(n), "url": f"https://{n}.example"}),
    "read/2026-11.json": lambda state, n: state.mark_read([key(n)], NOON),
}


# --- TinyDB's traps ---------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path: Path) -> StateFile:
    return StateFile(tmp_path / "some.json", FolderLock(tmp_path / ".lock"))


def test_an_updater_that_fails_changes_nothing(file: StateFile) -> None:
    table = StateDB(file).table("t")
    table.insert({"ids": ["a"], "n": 1})
    before = file.path.read_bytes()

    def fail(document: dict[str, object]) -> None:
        document["n"] = 2
        document["ids"].append("b")  # type: ignore[attr-defined]
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        table.update(fail)  # type: ignore[arg-type]
    assert file.path.read_bytes() == before
    table.insert({"ids": []})
    assert table.get(doc_id=1) == {"ids": ["a"], "n": 1}


def test_the_usual_calls_of_a_table_work(file: StateFile) -> None:
    table = StateDB(file).table("t")
    assert table.insert({"a": 1}) == 1
    assert table.insert(TinyDocument({"a": 2}, 20261123)) == 20261123
    assert table.insert({"a": 3}) == 20261124
    with pytest.raises(ValueError, match="already exists"):
        table.insert(TinyDocument({"a": 2}, 1))
    assert table.update({"b": 1}, where("a") >= 2) == [20261123, 20261124]
    assert table.upsert({"a": 9, "b": 9}, where("a") == 9) == [20261125]
    assert table.remove(where("a") == 1) == [1]
    assert not table.contains(doc_id=1)
    with TinyDB(file.path) as stock:
        assert stock.table("t").all() == table.all()
        assert len(table) == 3
    table.truncate()
    with TinyDB(file.path) as stock:
        assert stock.table("t").all() == []


def test_two_tables_over_one_file_use_different_ids(file: StateFile) -> None:
    other = StateFile(file.path, FolderLock(file.path.with_name(".lock")))
    one, two = StateDB(file).table("t"), StateDB(other).table("t")
    for number in range(6):
        file.refresh()
        other.refresh()
        (two if number % 2 else one).insert({"n": number})
    file.refresh()
    assert [document["n"] for document in one] == [0, 1, 2, 3, 4, 5]


def test_an_inode_is_not_used_again_while_its_version_is_known(file: StateFile) -> None:
    other = StateFile(file.path, FolderLock(file.path.with_name(".lock")))
    for number in range(50):
        StateDB(other).table("t").insert({"n": number % 10})
        StateDB(other).table("t").truncate()
        StateDB(other).table("t").insert({"n": (number + 1) % 10})
        file.refresh()
        assert [document["n"] for document in StateDB(file).table("t")] == [(number + 1) % 10]
        StateDB(other).table("t").truncate()
