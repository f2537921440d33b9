"""Picking several rows, and marking all that the list shows."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from reader.library.library import Library
from reader.tui.services import Services
from tests.tui.screens import Stage, on_stage
from tests.tui.shelf import MemoryShelf, generated_row
from tests.tui.stored import entry, library_in


def read(shelf: MemoryShelf, count: int = 40) -> list[int]:
    return [number for number in range(count) if shelf.article(generated_row(number, count).key).row.read]


def bookmarked(shelf: MemoryShelf) -> list[int]:
    return [number for number in range(40) if shelf.article(generated_row(number, 40).key).row.bookmarked]


READ = [number for number in range(40) if number % 5 == 3]
BOOKMARKED = [number for number in range(40) if number % 7 == 2]


async def test_v_picks_rows_that_one_key_then_changes_together() -> None:
    shelf = MemoryShelf()
    async with on_stage(shelf) as stage:
        await stage.press("v", "v", "j", "v")
        assert stage.text().count("✓") == 3
        assert "3 picked" in stage.text()
        await stage.press("u")
        assert read(shelf) == sorted({*READ, 0, 1, 3})
        assert stage.notice == "3 articles: marked read · z undoes"
        assert "✓" not in stage.text()
        await stage.press("z")
        assert read(shelf) == READ
        await stage.press("ctrl+r")
        assert read(shelf) == sorted({*READ, 0, 1, 3})


@pytest.mark.parametrize("keys", [("shift+down", "shift+down"), ("J", "J")])
async def test_shift_and_an_arrow_pick_on_the_way(keys: tuple[str, ...]) -> None:
    shelf = MemoryShelf()
    async with on_stage(shelf) as stage:
        await stage.press(*keys, "b")
        assert bookmarked(shelf) == sorted({*BOOKMARKED, 0, 1, 2})


async def test_shift_and_a_click_pick_up_to_there_and_control_picks_one() -> None:
    shelf = MemoryShelf()
    async with on_stage(shelf) as stage:
        await stage.press("j")
        await _click(stage.pilot, stage, 4, shift=True)
        await _click(stage.pilot, stage, 6, control=True)
        await stage.settle()
        assert stage.text().count("✓") == 5
        await stage.press("b")
        assert bookmarked(shelf) == sorted({*BOOKMARKED, 1, 2, 3, 4, 6})


async def test_escape_lets_picked_rows_go_and_so_does_another_view() -> None:
    async with on_stage() as stage:
        await stage.press("v", "escape")
        assert "✓" not in stage.text()
        await stage.press("v", "2")
        assert "✓" not in stage.text()


async def test_picked_rows_stay_picked_when_articles_arrive() -> None:
    shelf = MemoryShelf()
    async with on_stage(shelf) as stage:
        await stage.press("v")
        shelf.take_away(1)
        stage.screen.read_again()
        await stage.until(lambda: len(stage.screen.list.ids) == 39)
        assert "✓" in stage.text()


async def test_shift_a_marks_all_that_is_listed_and_undo_takes_it_back_exactly() -> None:
    shelf = MemoryShelf(3_000)
    async with on_stage(shelf) as stage:
        before = read(shelf, 3_000)
        await stage.press("slash", *"council", "enter", "A")
        assert stage.notice == "500 articles: marked read · z undoes"
        assert len(read(shelf, 3_000)) == len({*before, *range(1, 3_000, 6)})
        assert stage.screen.list.row_at(0).read  # type: ignore[union-attr]
        await stage.press("z")
        assert read(shelf, 3_000) == before
        assert not stage.screen.list.row_at(0).read  # type: ignore[union-attr]


async def _click(
    pilot: Pilot[None], stage: Stage, row: int, *, shift: bool = False, control: bool = False
) -> None:
    await pilot.click(stage.screen.list, offset=(8, row * 2), shift=shift, control=control)


# --- stories and what texts say -----------------------------------------------------------------


@asynccontextmanager
async def a_story_told_twice(
    folder: Path, *, size: tuple[int, int] = (100, 30)
) -> AsyncIterator[tuple[Stage, Library]]:
    """The newest article, of Port News, is told by Town Crier too."""
    library = library_in(folder, 6)
    town = next(feed for feed in library.feeds() if feed.title == "Town Crier")
    now = datetime.now(UTC)
    library.store(town, [replace(entry(0, now - timedelta(minutes=5)), entry_id="same")], now)
    async with on_stage(services=Services(library), size=size) as stage:
        yield stage, library
    library.close()


async def test_a_story_is_listed_once_and_e_shows_its_sources(tmp_path: Path) -> None:
    async with a_story_told_twice(tmp_path) as (stage, library):
        await stage.until(lambda: len(stage.screen.list.ids) == 6)
        assert library.counts().stored == 7
        await stage.until(lambda: "1 of 6 stories" in stage.text())
        assert "Port News +1" in stage.text()
        await stage.press("e")
        await stage.until(lambda: len(stage.screen.list.ids) == 7)
        rows = [stage.screen.list.row_at(at) for at in range(2)]
        assert [row.source for row in rows if row] == ["Port News", "Town Crier"]
        stage.screen.read_again()
        await stage.settle()
        assert len(stage.screen.list.ids) == 7, "it stays unfolded"
        await stage.press("e")
        assert len(stage.screen.list.ids) == 6
        await stage.press("j", "e")
        assert stage.notice == "no other source tells this story"


async def test_what_is_done_to_a_folded_story_is_done_to_all_of_it(tmp_path: Path) -> None:
    async with a_story_told_twice(tmp_path) as (stage, library):
        await stage.until(lambda: len(stage.screen.list.ids) == 6)
        await stage.press("u")
        assert library.counts().unread == 5
        await stage.press("z")
        assert library.counts().unread == 7
        await stage.press("A")
        assert library.counts().unread == 0
        await stage.press("z")
        assert library.counts().unread == 7


async def test_a_tall_list_shows_what_the_texts_say_and_marks_what_matches(tmp_path: Path) -> None:
    async with a_story_told_twice(tmp_path, size=(120, 30)) as (stage, _):
        assert "was talked about" not in _list_text(stage)
        await stage.press("slash", *"ferry")
        await stage.until(lambda: "The ferry was talked about" in _list_text(stage))
        rows = stage.screen.list
        strips = [rows.render_line(y) for y in range(rows.size.height)]
        line = next(strip for strip in strips if "The ferry was" in strip.text)
        match = next(segment for segment in line if segment.text == "ferry")
        assert match.style is not None
        assert match.style.bold
        await stage.press("escape")
        assert "was talked about" not in _list_text(stage)


def _list_text(stage: Stage) -> str:
    rows = stage.screen.list
    return "\n".join(rows.render_line(y).text for y in range(rows.size.height))
