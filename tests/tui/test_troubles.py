"""The screen says what is wrong with what is stored, once, and goes on."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from reader.library.library import Library
from reader.library.statefile import encoded_file
from reader.model import Document, Entry, Marking, View
from reader.tui.services import services_for
from tests.tui.screens import AT_ONCE, on_stage

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def filled(folder: Path) -> list[str]:
    library = Library.open(folder)
    feed = library.feed_for("https://news.example/feed", "The Example")
    entries = [Entry(str(n), f"Number {n}", document=Document("Some words.")) for n in range(3)]
    library.store(feed, entries, NOON)
    keys = [row.key for row in library.first_rows(View(), 9)]
    library.mark(keys[:1], Marking(bookmarked=True))
    library.close()
    return keys


async def test_a_damaged_file_is_told_of_and_its_last_good_copy_shown(tmp_path: Path) -> None:
    keys = filled(tmp_path / "library")
    bookmarks = tmp_path / "library" / "state" / "bookmarks.json"
    bookmarks.write_bytes(b"")
    library = Library.open(tmp_path / "library")
    async with on_stage(services=services_for(library), pace=AT_ONCE) as stage:
        await stage.until(lambda: "bookmarks.json" in stage.notice)
        assert "last good copy serves" in stage.notice
        assert "reader check" in stage.notice
        assert library.article(keys[0]).row.bookmarked
        await stage.press("b")
        assert bookmarks.read_bytes() == b""
    library.close()


async def test_a_copy_that_appears_is_merged_and_told_of(tmp_path: Path) -> None:
    keys = filled(tmp_path / "library")
    library = Library.open(tmp_path / "library")
    async with on_stage(services=services_for(library), pace=AT_ONCE) as stage:
        copy = tmp_path / "library" / "state" / "bookmarks (1).json"
        copy.write_bytes(encoded_file({"bookmarks": {"1": {"key": keys[1]}}}))
        await stage.until(lambda: "merged into bookmarks.json" in stage.notice)
        assert library.article(keys[1]).row.bookmarked
    library.close()
