"""Conflicting copies that tools leave beside the state files are merged mark by mark, none is lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import TinyDB

from reader.library.conflicts import original_of
from reader.library.library import Library
from reader.library.merging import merged
from reader.library.state import State
from reader.library.statefile import Json, Tables, encoded_file
from reader.model import Entry, Feed, Marking, View

MakeEntry = Callable[..., Entry]
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
STEMS = ("feeds", "bookmarks", "notes", "2026-11")

COPIES = [
    "{}.sync-conflict-20261124-101500-ABCDEFG.json",  # Syncthing
    "{} (conflicted copy 2026-11-24).json",  # Dropbox
    "{} (Anna's conflicted copy 2026-11-24 (1)).json",
    "{} (Annas in Konflikt stehende Kopie 2026-11-24).json",
    "{} (Copie en conflit de Anna 2026-11-24).json",
    "{} (Anna 的衝突複本 2026-11-24).json",
    "{} (conflicted copy 2026-11-24 101500).json",  # Nextcloud, ownCloud
    "{}_conflict-20261124-101500.json",
    "{}.json (SFConflict 2026-11-24-10-15-00)",  # Seafile
    "{}.Conflict.json",  # Resilio
    "{}_Anna-PC_Nov-24-1015-2026_Conflict_1.json",  # Synology
    "{}(Conflict_anna_2026-11-24-10-15-00).json",  # FileCloud
    "{} (1).json",  # Google Drive
    "{} [Conflict].json",
    "{}-DESKTOP-4F7Q2.json",  # OneDrive
    "{}-annas-laptop-2.json",
    "{} 2.json",  # iCloud
]
OTHERS = [
    "{}.json",
    "{}.json.previous",
    "{}.json.tmp",
    "{}.json.damaged-20261124T101500",
    "{}.json~",
    "{}-backup.json",
    "{}-old.json",
    "{} of last year.json",
    "{}s.json",
    "other (1).json",
    ".syncthing.{}.json.tmp",
]


@pytest.mark.parametrize("name", COPIES)
@pytest.mark.parametrize("stem", STEMS)
def test_the_copies_of_known_tools_are_recognised(name: str, stem: str) -> None:
    assert original_of(name.format(stem), STEMS) == stem


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("stem", STEMS)
def test_other_files_are_left_alone(name: str, stem: str) -> None:
    assert original_of(name.format(stem), STEMS) is None


# --- what merging gives -----------------------------------------------------------------------

keys = st.sampled_from(["a", "b", "c", "d"])
times = st.integers(0, 3).map(lambda day: (NOON + timedelta(days=day)).isoformat())
documents = st.fixed_dictionaries(
    {"key": keys},
    optional={
        "at": times,
        "changed": times,
        "title": st.sampled_from(["", "One", "Two"]),
        "tags": st.lists(keys, max_size=2),
        "keep_days": st.integers(0, 3),
    },
)
loose = st.fixed_dictionaries({"note": keys})
marks = st.fixed_dictionaries({"day": st.just("2026-11-23"), "ids": st.lists(keys, max_size=4)})


def tables_of(documents: st.SearchStrategy[Json]) -> st.SearchStrategy[dict[str, Json]]:
    return st.dictionaries(st.integers(1, 5).map(str), documents, max_size=5)


files = st.dictionaries(st.just("bookmarks"), tables_of(documents | loose))
months = st.dictionaries(st.just("read"), tables_of(marks))


@given(one=files, other=files, third=files)
def test_merging_documents_gives_every_computer_the_same(one: Tables, other: Tables, third: Tables) -> None:
    same(one, other, third, "key")


@given(one=months, other=months, third=months)
def test_merging_read_marks_gives_every_computer_the_same(one: Tables, other: Tables, third: Tables) -> None:
    same(one, other, third, "")


def same(one: Tables, other: Tables, third: Tables, key: str) -> None:
    def bytes_of(tables: Tables) -> bytes:
        return json.dumps(tables, sort_keys=True).encode()

    def join(a: Tables, b: Tables) -> Tables:
        return merged(a, b, key)

    assert bytes_of(join(one, other)) == bytes_of(join(other, one))
    assert bytes_of(join(join(one, other), third)) == bytes_of(join(one, join(other, third)))
    assert bytes_of(join(join(one, other), other)) == bytes_of(join(one, other))
    settled = join(one, one)
    assert bytes_of(join(settled, settled)) == bytes_of(settled)


@given(one=files, other=files)
def test_no_document_is_lost_and_the_newer_one_wins(one: Tables, other: Tables) -> None:
    after = list(merged(one, other, "key").get("bookmarks", {}).values())
    before = [document for tables in (one, other) for document in tables.get("bookmarks", {}).values()]
    assert {d["key"] for d in before if "key" in d} == {d["key"] for d in after if "key" in d}
    assert len({d["key"] for d in after if "key" in d}) == sum("key" in d for d in after)
    assert {d["note"] for d in before if "note" in d} == {d["note"] for d in after if "note" in d}
    for document in after:
        if "key" in document:
            versions = [version for version in before if version.get("key") == document["key"]]
            assert changed(document) == max(map(changed, versions))
            newest = [version for version in versions if changed(version) == changed(document)]
            for field, value in document.items():
                assert value in [version.get(field) for version in newest]


def changed(document: Json) -> str:
    return max(str(document.get(field, "")) for field in ("at", "changed"))


@given(one=months, other=months)
def test_no_read_mark_is_lost(one: Tables, other: Tables) -> None:
    def read(tables: Tables) -> set[str]:
        return {key for day in tables.get("read", {}).values() for key in day["ids"]}

    assert read(merged(one, other, "")) == read(one) | read(other)


# --- in a library -----------------------------------------------------------------------------


@pytest.fixture
def keys_stored(library: Library, feed: Feed, entry: MakeEntry) -> list[str]:
    library.store(feed, [entry(str(n), published=NOON - timedelta(hours=n)) for n in range(6)], NOON)
    return [row.key for row in library.first_rows(View(), 10)]


def copy_of(path: Path, pattern: str) -> Path:
    copy = path.with_name(pattern.format(path.stem))
    copy.write_bytes(path.read_bytes())
    return copy


def shown(library: Library) -> list[tuple[bool, bool]]:
    return [(row.read, row.bookmarked) for row in library.first_rows(View(), 10)]


@pytest.mark.parametrize("pattern", [COPIES[0], COPIES[1], COPIES[8], COPIES[12], COPIES[14]])
def test_copies_are_merged_at_opening(
    library: Library, folder: Path, keys_stored: list[str], pattern: str
) -> None:
    library.mark(keys_stored[:2], Marking(read=True, bookmarked=True))
    (month,) = (folder / "state" / "read").glob("*.json")
    files = (month, folder / "state" / "bookmarks.json")
    before = [path.read_bytes() for path in files]
    library.mark(keys_stored[:1], Marking(read=False, bookmarked=False))
    library.mark(keys_stored[2:3], Marking(read=True, bookmarked=True))
    library.close()
    copies = [path.with_name(pattern.format(path.stem)) for path in files]
    for copy, content in zip(copies, before, strict=True):
        copy.write_bytes(content)
    again = Library.open(folder)
    assert shown(again)[:4] == [(True, True)] * 3 + [(False, False)]
    assert len(again.notices) == 2
    assert all(copy.name in " ".join(again.notices) for copy in copies)
    assert not any(copy.exists() for copy in copies)
    for copy in copies:
        (aside,) = (copy.parent / "merged").glob(f"* {glob_escaped(copy.name)}")
        assert aside.stat().st_mode & 0o777 == 0o600
    again.close()
    for path in (month, folder / "state" / "bookmarks.json"):
        with TinyDB(path) as stock:
            assert stock.tables()
    quiet = Library.open(folder)
    assert quiet.notices == []
    quiet.close()


def glob_escaped(name: str) -> str:
    from glob import escape

    return escape(name)


def test_copies_are_merged_while_a_program_runs(
    library: Library, folder: Path, keys_stored: list[str]
) -> None:
    library.mark(keys_stored[:1], Marking(read=True))
    library.poll()
    state = folder / "state"
    (state / "read" / "2026-10 (1).json").write_bytes(
        encoded_file({"read": {"20261023": {"day": "2026-10-23", "ids": [keys_stored[3]]}}})
    )
    assert library.poll()
    assert [read for read, _ in shown(library)] == [True, False, False, True, False, False]
    assert not library.poll()
    assert len(library.notices) == 1


def test_the_version_that_lost_is_kept(folder: Path) -> None:
    state = State(folder / "state")
    state.notes.put([{"id": "n", "article": "x", "text": "later", "at": NOON.isoformat()}])
    older = {"id": "n", "article": "x", "text": "earlier", "at": (NOON - timedelta(1)).isoformat()}
    newer = {"id": "n", "article": "x", "text": "latest", "at": (NOON + timedelta(1)).isoformat()}
    for name, document in (("notes (1).json", older), ("notes (2).json", newer)):
        (folder / "state" / name).write_bytes(encoded_file({"notes": {"1": document}}))
    state.refresh()
    assert state.notes.documents["n"]["text"] == "latest"
    aside = {path.name.split(" ", 1)[1]: path.read_text() for path in (folder / "state" / "merged").iterdir()}
    assert sorted(aside) == ["notes (1).json", "notes (2).json", "notes.json"]
    assert "later" in aside["notes.json"]
    state.close()


def test_a_copy_that_cannot_be_read_is_told_of_and_left(
    library: Library, folder: Path, keys_stored: list[str]
) -> None:
    library.mark(keys_stored[:1], Marking(bookmarked=True))
    copy = folder / "state" / "bookmarks (1).json"
    copy.write_bytes(b'{"bookmarks": {"1": {"key"')
    library.poll()
    (notice,) = library.notices
    assert str(copy) in notice
    assert "\n" not in notice
    assert copy.exists()
    library.mark(keys_stored[1:2], Marking(bookmarked=True))
    copy.write_bytes(encoded_file({"bookmarks": {"1": {"key": keys_stored[2]}}}))
    library.poll()
    assert [bookmarked for _, bookmarked in shown(library)][:4] == [True, True, True, False]
    assert not copy.exists()


def test_a_damaged_file_is_not_merged_into(library: Library, folder: Path, keys_stored: list[str]) -> None:
    library.mark(keys_stored[:1], Marking(bookmarked=True))
    library.close()
    bookmarks = folder / "state" / "bookmarks.json"
    copy = copy_of(bookmarks, "{} (1).json")
    bookmarks.write_bytes(b"")
    again = Library.open(folder)
    assert again.damaged
    assert copy.exists()
    assert bookmarks.read_bytes() == b""
    again.restore()
    again.poll()
    assert not copy.exists()
    assert shown(again)[0] == (False, True)
    again.close()


def test_of_two_names_for_a_feed_the_later_one_stays(library: Library, folder: Path, feed: Feed) -> None:
    library.follow(feed.id, name="First")
    copy = (folder / "state" / "feeds.json").read_bytes()
    library.follow(feed.id, name="Second")
    (folder / "state" / "feeds-LAPTOP.json").write_bytes(copy)
    library.poll()
    assert [known.title for known in library.feeds()] == ["Second"]
    assert len(library.notices) == 1
