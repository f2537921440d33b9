"""The search bar: results as one types, mistakes under it, queries that come back, saved searches."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import Input

from reader.tui.widgets.filter_bar import FilterBar
from tests.tui.screens import Stage, on_stage
from tests.tui.shelf import MemoryShelf
from tests.tui.test_views import stage_over, titles


async def test_results_come_while_one_types_and_the_first_is_shown(tmp_path: Path) -> None:
    async with stage_over(tmp_path) as (stage, _):
        await stage.press("j", "j", "j", "slash", *"ferr")
        assert [title.split()[0] for title in titles(stage)] == ["Ferry"] * 5
        assert stage.selected == 0
        await stage.until(lambda: stage.title_shown == "Ferry 2")
        await stage.press("escape")
        assert len(stage.screen.list.ids) == 30
        assert stage.screen.list.selected_row.title == "Ferry 2"  # type: ignore[union-attr]
        assert stage.screen.list.has_focus


async def test_a_mistake_is_shown_under_its_place_and_the_list_stays(tmp_path: Path) -> None:
    async with stage_over(tmp_path) as (stage, _):
        await stage.press("slash", *"ferry")
        _bar(stage).value = "ferry is:big"
        await stage.press("end")
        assert len(stage.screen.list.ids) == 5
        lines = stage.text().splitlines()
        line = next(at for at, text in enumerate(lines) if "ferry is:big" in text)
        assert lines[line + 1].index("▲") == lines[line].index("is:big")
        assert "is: goes with unread" in " ".join(lines[line + 2].split())
        await stage.press(*["backspace"] * 7)
        assert "▲" not in stage.text()
        assert len(stage.screen.list.ids) == 5
        _bar(stage).value = "ferry after:x"
        await stage.press("end")
        assert "▲" in stage.text()
        await stage.press("escape")
        assert "▲" not in stage.text()
        assert len(stage.screen.list.ids) == 30


async def test_an_empty_result_says_so_and_leaves_no_article_in_the_pane(tmp_path: Path) -> None:
    async with stage_over(tmp_path) as (stage, _):
        await stage.press("slash", *"zeppelin")
        assert "Nothing matches" in stage.text()
        assert (stage.title_shown, stage.screen.shown_row) == ("", None)
        await stage.press(*["backspace"] * 8)
        await stage.until(lambda: stage.title_shown == "Harbour 0")


async def test_the_bar_narrows_the_view_that_is_shown(tmp_path: Path) -> None:
    async with stage_over(tmp_path) as (stage, _):
        await stage.press("0", "slash", *"harbour OR council")
        assert {title.split()[0] for title in titles(stage)} == {"Harbour", "Council"}
        assert len(stage.screen.list.ids) == 10
        await stage.press("4")
        assert stage.screen.typed == "harbour OR council4", "digits are typed"


async def test_up_and_down_bring_back_earlier_queries(tmp_path: Path) -> None:
    async with stage_over(tmp_path) as (stage, _):
        for query in ("tram", "ferry"):
            await stage.press("slash", *query, "enter", "escape")
        await stage.press("slash", "up")
        assert _bar(stage).value == "ferry"
        await stage.press("up", "up")
        assert _bar(stage).value == "tram"
        assert len(stage.screen.list.ids) == 5
        await stage.press("down", "down")
        assert _bar(stage).value == ""
        await stage.press("down")
        assert stage.screen.list.has_focus


async def test_a_search_is_saved_under_a_name_and_undone(tmp_path: Path) -> None:
    async with stage_over(tmp_path) as (stage, library):
        await stage.press("slash", *"tram", "ctrl+s")
        prompt = stage.screen.app.screen.query_one(Input)
        prompt.value = "Trams"
        await stage.press("enter")
        assert [(one.name, one.query) for one in library.searches.all()] == [("Trams", "tram")]
        assert stage.notice.startswith("saved as “Trams”")
        await stage.press("enter", "z")
        assert library.searches.all() == []
        await stage.press("ctrl+r")
        assert [one.name for one in library.searches.all()] == ["Trams"]


async def test_the_best_matches_come_first_when_asked_for(tmp_path: Path) -> None:
    async with stage_over(tmp_path) as (stage, _):
        await stage.press("slash", *"tram", "ctrl+o")
        assert stage.screen.head.about == "best first"
        assert len(stage.screen.list.ids) == 5
        await stage.press("escape")
        assert stage.screen.head.about == "newest first"


async def test_a_query_that_is_taken_back_leaves_what_is_being_read() -> None:
    async with on_stage(MemoryShelf()) as stage:
        await stage.press("j", "enter")
        title = stage.title_shown
        await stage.press("slash", *"zeppelin")
        assert stage.title_shown == ""
        await stage.press("escape")
        await stage.until(lambda: stage.title_shown == title)


def _bar(stage: Stage) -> FilterBar:
    return stage.screen.query_one(FilterBar)
