"""Views: which articles the list shows, named at its head, counted in a drawer, kept by a refresh."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual.widgets import OptionList

from reader.library.articles import text_hash
from reader.library.library import Library
from reader.model import Annotations, Marking, Person, Sort, View, WatchedKind
from reader.services.viewing import named_views, narrowed
from reader.tui.screens.main import MainScreen
from reader.tui.screens.views import ViewsScreen
from reader.tui.services import Services
from tests.tui.screens import Stage, on_stage
from tests.tui.shelf import MemoryShelf
from tests.tui.stored import entry, library_in


@asynccontextmanager
async def stage_over(
    folder: Path, *, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[tuple[Stage, Library]]:
    library = library_in(folder)
    services = Services(
        library, views=lambda: named_views(library), searches=lambda: library.searches, feeds=library.feeds
    )
    async with on_stage(services=services, size=size) as stage:
        yield stage, library
    library.close()


def titles(stage: Stage) -> list[str]:
    rows = stage.screen.list
    return [row.title for at in range(len(rows.ids)) if (row := rows.row_at(at)) is not None]


async def test_numbers_switch_views_which_are_named_above_the_list(tmp_path: Path) -> None:
    async with stage_over(tmp_path) as (stage, library):
        keys = [row.key for row in library.first_rows(View(), 3)]
        library.mark(keys, Marking(read=True))
        library.mark(keys[:1], Marking(bookmarked=True))
        assert "All articles" in stage.text()
        await stage.press("j", "j", "2")
        assert stage.screen.head.name_shown == "Unread"
        assert (len(stage.screen.list.ids), stage.selected) == (27, 0)
        assert stage.screen.list.scroll_offset.y == 0
        await stage.press("3")
        assert (titles(stage), stage.title_shown) == (["Harbour 0"], "Harbour 0")
        await stage.press("4")
        assert stage.screen.head.name_shown == "Today"
        assert "filtered" not in stage.text(), "nothing has been typed"
        today = sum(
            row.published.astimezone().date() == datetime.now().date()
            for row in library.first_rows(View(), 30)
        )
        assert len(stage.screen.list.ids) == today
        await stage.press("1")
        assert len(stage.screen.list.ids) == 30


async def test_the_feed_of_an_article_is_a_view(tmp_path: Path) -> None:
    async with stage_over(tmp_path) as (stage, _):
        await stage.press("j", "0")
        assert stage.screen.head.name_shown == "Quay Times"
        assert len(stage.screen.list.ids) == 10
        assert {row.source for at in range(10) if (row := stage.screen.list.row_at(at))} == {"Quay Times"}


async def test_the_drawer_lists_every_view_with_its_count_and_narrows_by_typing(tmp_path: Path) -> None:
    async with stage_over(tmp_path) as (stage, library):
        library.searches.save("Trams of late", "tram")
        key = library.first_rows(View(), 1)[0].key
        library.tags.tag([key], ["sea"])
        library.mark([key], Marking(read=True))
        await stage.press("V")
        drawer = stage.screen.app.screen
        assert isinstance(drawer, ViewsScreen)
        await stage.until(lambda: drawer.query_one(OptionList).option_count > 0)
        await stage.pilot.pause()
        lines = [" ".join(line.split()) for line in _shown(stage).splitlines()]
        for expected in (
            "All articles 30",
            "Unread 29",
            "Coast 19 of 20",
            "Port News 9 of 10",
            "Town Crier 10 of 10",
            "Trams of late 5",
            "#sea 1",
        ):
            assert any(expected in line for line in lines), (expected, lines)
        await stage.press(*"trams", "enter")
        assert isinstance(stage.screen.app.screen, MainScreen)
        assert stage.screen.head.name_shown == "Trams of late"
        assert all("Tram" in title for title in titles(stage))
        await stage.press("V")
        await stage.pilot.pause()
        await stage.press("escape")
        assert stage.screen.head.name_shown == "Trams of late"


async def test_a_folder_and_a_tag_are_views_too(tmp_path: Path) -> None:
    async with stage_over(tmp_path, size=(60, 20)) as (stage, _):
        await stage.press("V")
        drawer = stage.screen.app.screen
        await stage.until(lambda: drawer.query_one(OptionList).option_count > 0)
        await stage.press(*"coast", "enter")
        assert len(stage.screen.list.ids) == 20


async def test_a_view_stays_when_articles_arrive(tmp_path: Path) -> None:
    async with stage_over(tmp_path) as (stage, library):
        await stage.press("2", "j", "j")
        row = stage.screen.list.selected_row
        feed = library.feeds()[0]
        library.store(feed, [entry(300, datetime.now(UTC))], datetime.now(UTC))
        stage.screen.read_again()
        await stage.until(lambda: len(stage.screen.list.ids) == 31)
        await stage.settle()
        assert stage.screen.head.name_shown == "Unread"
        assert stage.screen.list.selected_row == row
        assert stage.selected == 3


async def test_what_is_read_stays_in_the_unread_view_until_the_view_is_asked_for_again(
    tmp_path: Path,
) -> None:
    async with stage_over(tmp_path) as (stage, _):
        await stage.press("2", "u", "j")
        assert (len(stage.screen.list.ids), stage.selected) == (30, 1)
        await stage.press("1", "2")
        assert len(stage.screen.list.ids) == 29


async def test_s_sorts_and_says_how(tmp_path: Path) -> None:
    async with stage_over(tmp_path) as (stage, _):
        seen = []
        for _ in range(4):
            seen.append((stage.screen.head.about, titles(stage)[0]))
            await stage.press("s")
        assert seen == [
            ("newest first", "Harbour 0"),
            ("oldest first", "Tram 29"),
            ("by source", "Harbour 0"),
            ("by title", "Bridge 1"),
        ]
        assert stage.screen.head.about == "newest first"
        await stage.press("s", "2")
        assert stage.screen.head.about == "oldest first", "the order is kept from view to view"


async def test_an_empty_view_says_what_to_do_and_shows_no_article(tmp_path: Path) -> None:
    async with stage_over(tmp_path) as (stage, _):
        await stage.press("3")
        assert "Nothing is bookmarked yet" in stage.text()
        assert stage.title_shown == ""
        assert stage.screen.shown_row is None
        await stage.press("u", "b", "z")
        assert stage.notice == "nothing to undo"
        await stage.press("1")
        await stage.until(lambda: stage.title_shown == "Harbour 0")


async def test_the_starter_edition_has_its_views() -> None:
    async with on_stage(services=Services(MemoryShelf(0), edition=MemoryShelf(8))) as stage:
        await stage.press("3")
        assert len(stage.screen.list.ids) == 1
        await stage.press("V")
        await stage.pilot.pause()
        assert "Bookmarked" in _shown(stage)


@pytest.mark.parametrize(
    ("search", "typed", "expected"),
    [
        ("", "a b", "a b"),
        ("after:today", "", "after:today"),
        ("after:today", "tram", "(after:today) tram"),
        ("tram OR ferry", "bridge OR quay", "(tram OR ferry) (bridge OR quay)"),
    ],
)
def test_what_is_typed_narrows_a_view(search: str, typed: str, expected: str) -> None:
    view = View(unread=True, search=search, sort=Sort.TITLE)
    assert narrowed(view, typed) == View(unread=True, search=expected, sort=Sort.TITLE)


def _shown(stage: Stage) -> str:
    screen = stage.screen.app.screen
    return "\n".join(line.text for line in screen._compositor.render_strips(stage.screen.app.size))


async def test_what_names_those_that_are_followed_is_a_view(tmp_path: Path) -> None:
    async with stage_over(tmp_path) as (stage, library):
        await stage.press("5")
        assert stage.screen.head.name_shown == "Followed"
        assert "f there follows it" in stage.text()
        row = library.first_rows(View(), 1)[0]
        person = Person("Ada Quill", ((0, 3),))
        text = library.article(row.key).document.text
        assert library.annotate(row.key, text_hash(text), Annotations((person,), engine="test"))
        library.watching.follow(WatchedKind.PERSON, "Ada Quill")
        await stage.press("1", "5")
        assert titles(stage) == [row.title]
