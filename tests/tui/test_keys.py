"""Every key of the main screen, on a shelf in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from textual.command import CommandList
from textual.containers import VerticalScroll
from textual.events import Key

from reader.model import ArticleRow
from reader.tui.actions import ACTIONS, Where
from reader.tui.keys import actions_for, bindings_for
from reader.tui.screens.help import HelpScreen
from reader.tui.screens.main import MainScreen
from reader.tui.screens.prompt import ImportPrompt, sources_in
from reader.tui.services import Services
from reader.tui.widgets.article_list import ArticleList
from reader.tui.widgets.article_view import ArticleView
from reader.tui.widgets.filter_bar import FilterBar
from reader.tui.widgets.who_where import WhoWhere
from tests.tui.screens import AT_ONCE, on_stage
from tests.tui.shelf import MemoryShelf, generated_article, generated_row


@pytest.mark.parametrize(("down", "up"), [("j", "k"), ("down", "up")])
async def test_moving_in_the_list_opens_what_is_selected(down: str, up: str) -> None:
    async with on_stage() as stage:
        assert "Water ministers" in stage.title_shown
        await stage.press(down)
        assert stage.selected == 1
        await stage.until(lambda: "City council" in stage.title_shown)
        await stage.press(up)
        await stage.until(lambda: "Water ministers" in stage.title_shown)


@pytest.mark.parametrize(("last", "first"), [("G", "g"), ("end", "home")])
async def test_ends_of_the_list(last: str, first: str) -> None:
    async with on_stage(MemoryShelf(500)) as stage:
        await stage.press(last)
        assert stage.selected == 499
        await stage.until(lambda: stage.title_shown.endswith("(499)"))
        assert "(499)" in stage.text()
        await stage.press(first)
        assert stage.selected == 0


async def test_pages_of_the_list() -> None:
    async with on_stage(MemoryShelf(500)) as stage:
        await stage.press("pagedown", "pagedown")
        assert 20 <= stage.selected <= 30
        await stage.press("pageup")
        assert 10 <= stage.selected <= 15


@pytest.mark.parametrize("opening", ["enter", "l", "right"])
@pytest.mark.parametrize("leaving", ["escape", "h", "left"])
async def test_going_between_the_panes(opening: str, leaving: str) -> None:
    async with on_stage() as stage:
        await stage.press(opening)
        await stage.until(lambda: stage.screen.article.has_focus)
        await stage.press(leaving)
        await stage.until(lambda: stage.screen.list.has_focus)


async def test_keys_typed_ahead_reach_the_pane_they_were_meant_for() -> None:
    async with on_stage() as stage:
        await stage.press("enter")
        for key, sign in (("h", "h"), ("slash", "/")):
            stage.screen.app.post_message(Key(key, sign))
        await stage.until(lambda: bool(stage.screen.query(FilterBar)))
        await stage.press(*"brid")
        await stage.until(lambda: len(stage.screen.list.ids) == 6)
        assert stage.notice == ""


async def test_tab_goes_round_the_panes() -> None:
    async with on_stage() as stage:
        seen = []
        for _ in range(3):
            await stage.press("tab")
            seen.append(stage.screen.focused)
        assert seen == [stage.screen.article, stage.screen.names, stage.screen.list]
        await stage.press("shift+tab")
        assert stage.screen.names.has_focus


async def test_scrolling_the_article() -> None:
    async with on_stage(size=(100, 20)) as stage:
        await stage.press("enter")
        view = stage.screen.article
        await stage.until(lambda: view.has_focus)
        for key, expected in [("j", 1), ("down", 2), ("k", 1), ("up", 0)]:
            await stage.press(key)
            assert view.scroll_offset.y == expected
        await stage.press("pagedown")
        page = view.scroll_offset.y
        assert page > 5
        await stage.press("pageup")
        assert view.scroll_offset.y == 0
        await stage.press("G")
        assert view.at_end
        await stage.press("g")
        assert view.scroll_offset.y == 0


async def test_space_reads_on_to_the_next_unread_article() -> None:
    async with on_stage(size=(100, 20)) as stage:
        await stage.press("space")
        assert stage.screen.article.scroll_offset.y > 0
        while not stage.screen.article.at_end:
            await stage.press("space")
        assert stage.selected == 0
        await stage.press("space")
        assert stage.selected == 1
        await stage.until(lambda: "City council" in stage.title_shown)


async def test_next_and_previous_unread_pass_over_read_articles() -> None:
    async with on_stage() as stage:
        await stage.press("j", "j")
        await stage.press("n")
        assert stage.selected == 4
        await stage.press("p")
        assert stage.selected == 2


async def test_next_unread_typed_twice_goes_two_on() -> None:
    async with on_stage() as stage:
        for key in "nnn":
            stage.screen.app.post_message(Key(key, key))
        await stage.until(lambda: stage.selected == 4)


async def test_next_unread_far_beyond_the_rows_in_sight() -> None:
    shelf = MemoryShelf(2000)
    for row in list(shelf._rows.values()):
        if 1 < row.rowid < 2000 and not row.read:
            shelf.put(generated_article(replace(row, read=True)))
    async with on_stage(shelf) as stage:
        await stage.press("n")
        await stage.until(lambda: stage.selected == 1999)
        await stage.press("n")
        await stage.until(lambda: stage.notice == "no unread article below")
        await stage.press("p")
        await stage.until(lambda: stage.selected == 0)
        await stage.press("p")
        await stage.until(lambda: stage.notice == "no unread article above")


async def test_read_toggles_and_undo_takes_it_back() -> None:
    shelf = MemoryShelf()
    async with on_stage(shelf) as stage:
        row = stage.screen.list.selected_row
        assert row is not None
        assert not row.read
        await stage.press("u")
        assert _state(stage.screen.list).read
        assert shelf.article(row.key).row.read
        assert "z undoes" in stage.notice
        await stage.press("z")
        assert not _state(stage.screen.list).read
        assert not shelf.article(row.key).row.read
        await stage.press("z")
        assert stage.notice == "nothing to undo"


async def test_bookmark_toggles_in_the_article_too() -> None:
    shelf = MemoryShelf()
    async with on_stage(shelf) as stage:
        await stage.press("enter")
        await stage.until(lambda: stage.screen.article.has_focus)
        await stage.press("b")
        assert shelf.counts().bookmarked == 7
        assert _state(stage.screen.list).bookmarked
        await stage.until(lambda: "★ 7" in stage.text())
        await stage.press("b")
        assert shelf.counts().bookmarked == 6
        await stage.press("z", "z")
        assert shelf.counts().bookmarked == 6


async def test_a_mark_that_cannot_be_written_is_taken_back() -> None:
    shelf = MemoryShelf()
    async with on_stage(shelf) as stage:
        shelf.broken = "the disk is full"
        await stage.press("b")
        assert not _state(stage.screen.list).bookmarked
        assert stage.notice == "the disk is full"
        assert stage.screen.status.is_error


async def test_opening_marks_read_after_a_moment_and_undo_keeps_it_unread() -> None:
    shelf = MemoryShelf()
    async with on_stage(shelf, pace=AT_ONCE) as stage:
        assert not _state(stage.screen.list).read, "an article nobody asked for stays unread"
        await stage.press("enter")
        await stage.until(lambda: _state(stage.screen.list).read)
        await stage.settle()
        await stage.press("z")
        await stage.until(lambda: not _state(stage.screen.list).read)
        await stage.press("j", "k")
        assert not shelf.article(stage.screen.list.row_at(0).key).row.read  # type: ignore[union-attr]


async def test_marks_are_walked_and_explained() -> None:
    async with on_stage() as stage:
        assert "Officials  People  Places" in stage.text()
        await stage.press("right_square_bracket")
        entity = stage.screen.mark_line.entity
        assert entity is not None
        assert entity.name == "Ana Ruiz Calder"
        assert "minister for water, Government of Uruguay" in stage.text()
        await stage.press("right_square_bracket", "right_square_bracket")
        assert stage.screen.mark_line.entity.name == "Montevideo"  # type: ignore[union-attr]
        await stage.press("left_square_bracket")
        assert stage.screen.mark_line.entity.name == "Uruguay"  # type: ignore[union-attr]


async def test_walking_the_marks_wraps_and_brings_them_into_sight() -> None:
    async with on_stage(size=(100, 20)) as stage:
        await stage.press("left_square_bracket")
        view = stage.screen.article
        assert view.mark == len(view.marks.spans) - 1
        assert view.scroll_offset.y > 0
        await stage.press("right_square_bracket")
        assert view.mark == 0
        assert "Ana Ruiz Calder" in stage.text()


async def test_a_name_of_who_and_where_leads_to_its_mention() -> None:
    async with on_stage() as stage:
        await stage.press("tab", "tab", "j", "enter")
        view = stage.screen.article
        assert view.marks.entities[view.marks.spans[view.mark].entity].name == "Tomás Iriarte"
        first = view.mark
        await stage.press("enter")
        assert view.mark > first
        await stage.press("escape")
        assert view.has_focus


async def test_the_original_opens_in_the_browser() -> None:
    opened: list[str] = []
    services = Services(MemoryShelf(), open_url=_browser(opened))
    async with on_stage(services=services) as stage:
        await stage.press("o")
        assert opened == ["https://news.example/articles/0"]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "", "-x", "data:text/html,x"])
async def test_no_other_address_is_opened(url: str) -> None:
    opened: list[str] = []
    shelf = MemoryShelf()
    row = replace(generated_row(0, 40), url=url)
    shelf.put(generated_article(row))
    services = Services(shelf, open_url=_browser(opened))
    async with on_stage(services=services) as stage:
        await stage.press("o")
        assert opened == []
        assert "no address" in stage.notice


async def test_filter_as_one_types_and_escape_shows_all_again() -> None:
    async with on_stage() as stage:
        await stage.press("j", "j", "slash", *"bridge")
        await stage.until(lambda: len(stage.screen.list.ids) == 6)
        await stage.until(lambda: "bridge" in stage.title_shown)
        assert "filtered" in stage.text()
        await stage.press("enter")
        await stage.until(lambda: stage.screen.list.has_focus)
        assert len(stage.screen.list.ids) == 6
        await stage.press("escape")
        await stage.until(lambda: len(stage.screen.list.ids) == 40)
        assert not stage.screen.query(FilterBar)
        assert "bridge" in stage.title_shown, "the selected article stays selected"


async def test_a_filter_without_matches_says_so() -> None:
    async with on_stage() as stage:
        await stage.press("slash", *"zzz")
        await stage.until(lambda: "Nothing matches." in stage.text())
        await stage.press("escape")
        await stage.until(lambda: len(stage.screen.list.ids) == 40)


@pytest.mark.parametrize("key", ["question_mark", "f1"])
async def test_help_shows_what_works_here(key: str) -> None:
    async with on_stage(size=(120, 120)) as stage:
        await stage.press(key)
        assert isinstance(stage.screen.app.screen, HelpScreen)
        shown = "\n".join(
            strip.text for strip in stage.screen.app.screen._compositor.render_strips(stage.screen.app.size)
        )
        for action in actions_for(Where.LIST, Where.ANYWHERE):
            assert action.help[:30] in shown
        assert Where.ARTICLE.value not in shown
        await stage.press("escape")
        assert isinstance(stage.screen.app.screen, MainScreen)


async def test_a_long_help_scrolls() -> None:
    async with on_stage(size=(80, 20)) as stage:
        await stage.press("question_mark", "down", "down", "up")
        box = stage.screen.app.screen.query_one(VerticalScroll)
        await stage.until(lambda: box.scroll_offset.y == 1)


async def test_the_palette_runs_actions() -> None:
    shelf = MemoryShelf()
    async with on_stage(shelf) as stage:
        await stage.pilot.press("ctrl+p")
        await stage.pilot.press(*"bookmark")
        await stage.until(lambda: _palette_has_hits(stage.screen))
        await stage.press("enter")
        await stage.until(lambda: shelf.counts().bookmarked == 7)


async def test_quitting() -> None:
    async with on_stage() as stage:
        await stage.pilot.press("q")
        await stage.pilot.pause()
        assert stage.screen.app._exit


async def test_import_can_be_thought_better_of() -> None:
    async with on_stage() as stage:
        await stage.press("i")
        assert isinstance(stage.screen.app.screen, ImportPrompt)
        await stage.press("escape")
        assert isinstance(stage.screen.app.screen, MainScreen)
        assert not stage.screen.work.gathering.is_running


@pytest.mark.parametrize(
    ("typed", "sources"),
    [
        ("", ()),
        ("  ", ()),
        (" https://a.example/f ", ("https://a.example/f",)),
        ("https://a.example https://b.example", ("https://a.example", "https://b.example")),
        ("/home/me/my papers/feed.xml", ("/home/me/my papers/feed.xml",)),
    ],
)
def test_sources_typed(typed: str, sources: tuple[str, ...]) -> None:
    assert sources_in(typed) == sources


def test_every_action_has_its_method_and_no_key_has_two() -> None:
    classes = {
        Where.ANYWHERE: MainScreen,
        Where.LIST: ArticleList,
        Where.ARTICLE: ArticleView,
        Where.NAMES: WhoWhere,
        Where.FILTER: FilterBar,
        Where.PROMPT: ImportPrompt,
        Where.HELP: HelpScreen,
    }
    everywhere = {key for action in actions_for(Where.ANYWHERE) for key in action.keys.split(",")}
    for where, owner in classes.items():
        keys = [key for action in actions_for(where) for key in action.keys.split(",")]
        assert len(keys) == len(set(keys))
        if where in (Where.LIST, Where.ARTICLE, Where.NAMES):
            assert not everywhere & set(keys)
        for binding in bindings_for(where):
            place, _, name = binding.action.rpartition(".")
            assert callable(getattr(MainScreen if place else owner, f"action_{name}"))
    assert all(action.help for action in ACTIONS)


def _state(rows: ArticleList) -> ArticleRow:
    row = rows.selected_row
    assert row is not None
    return row


def _browser(opened: list[str]) -> Callable[[str], bool]:
    def browse(url: str) -> bool:
        opened.append(url)
        return True

    return browse


def _palette_has_hits(screen: MainScreen) -> bool:
    palette = screen.app.screen
    lists = palette.query(CommandList)
    return bool(lists) and lists.first().option_count > 0 and lists.first().highlighted is not None
