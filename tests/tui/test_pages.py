"""Pages of people and places, indexes and timelines over a real library whose truth is known."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen

from reader.library.timeline import Bar, Period
from reader.model import View
from reader.tui.actions import ACTIONS, Where
from reader.tui.app import ReaderApp
from reader.tui.keys import actions_for
from reader.tui.pages import Matter
from reader.tui.screens.choice import Choice
from reader.tui.screens.help import HelpScreen
from reader.tui.screens.index import IndexFilter, IndexScreen
from reader.tui.screens.main import MainScreen
from reader.tui.screens.page import PageScreen
from reader.tui.screens.people import PeopleScreen
from reader.tui.screens.person import PersonScreen
from reader.tui.screens.place import PlaceScreen
from reader.tui.screens.places import PlacesScreen
from reader.tui.screens.prompt import LinePrompt
from reader.tui.screens.timeline import TimelineScreen, _counted
from reader.tui.services import services_for
from reader.tui.widgets.map import MapView
from tests.tui.gazette import KNOWN, PLACES, gazette
from tests.tui.screens import UNHURRIED, Stage
from tests.tui.shelf import NOW

COUNT = 60


@dataclass
class Reading(Stage):
    """A running screen over the gazette."""

    opened: list[str] = field(default_factory=list)

    @property
    def top(self) -> Screen[Any]:
        return self.screen.app.screen

    @property
    def names(self) -> list[str]:
        return [type(screen).__name__ for screen in self.screen.app.screen_stack]

    def shown(self) -> str:
        """What the topmost screen shows, line by line."""
        size = self.screen.app.size
        return "\n".join(line.text.rstrip() for line in self.top._compositor.render_strips(size))

    async def go(self, *keys: str) -> None:
        """Press keys, one after the other has come to rest."""
        for key in keys:
            await self.pilot.press(key)
            while not self.screen.work.is_idle:
                await asyncio.sleep(0.002)
            await self.pilot.pause()

    async def page(self, name: str, *, wide: bool = False) -> PageScreen:
        """The page of somebody or some place, from the index."""
        await self.go("L" if name in {place.name for place in PLACES} else "P")
        await self.pilot.press("slash", *name[:3])
        await self.go("enter", "enter")
        await self.until(lambda: isinstance(self.top, PageScreen) and self.top.page is not None)
        assert isinstance(self.top, PageScreen)
        return self.top


@asynccontextmanager
async def reading(folder: Path, size: tuple[int, int] = (100, 40)) -> AsyncIterator[Reading]:
    library = gazette(folder / "library", COUNT)
    opened: list[str] = []

    def browse(url: str) -> bool:
        opened.append(url)
        return True

    services = services_for(library)._replace(annotator=None, open_url=browse)
    app = ReaderApp(services, library.first_rows(View(), 100), now=lambda: NOW, pace=UNHURRIED)
    async with app.run_test(size=size) as pilot:
        assert isinstance(app.screen, MainScreen)
        stage = Reading(pilot, app.screen, opened)
        await stage.until(lambda: stage.screen.status.counts is not None)
        await stage.settle()
        yield stage
    library.close()


def articles_of(name: str) -> int:
    """How many articles of the gazette name somebody: the truth."""
    at = next(number for number, known in enumerate(KNOWN) if known.name == name)
    return sum(
        number % len(KNOWN) == at or (number % 3 == 0 and (number + 1) % len(KNOWN) == at)
        for number in range(COUNT)
    )


# --- people -----------------------------------------------------------------------------------


async def test_a_page_shows_exactly_what_is_known(tmp_path: Path) -> None:
    async with reading(tmp_path, (100, 60)) as stage:
        await stage.page("Amina Odhiambo")
        shown = stage.shown()
        assert f"{articles_of('Amina Odhiambo')} articles" in shown
        for _, title in KNOWN[0].offices:
            assert f"{title.title}, {title.body}" in shown
        assert "Kenya · in office" in shown
        assert "Nora Whitfield" in shown
        assert "Pierre Lacombe" in shown
        assert "Sefa Tuilagi" not in shown
        assert "Kisumu, Kenya" in shown
        assert "same name, same body" in shown


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (160, 50)])
async def test_pages_fit_every_terminal(tmp_path: Path, size: tuple[int, int]) -> None:
    async with reading(tmp_path, size) as stage:
        page = await stage.page("陳美玲")
        assert "陳美玲" in stage.shown()
        await stage.go("G")
        assert page.lines.max_scroll_y == page.lines.scroll_offset.y
        await stage.go("q", "L", "enter")
        await stage.until(lambda: isinstance(stage.top, PlaceScreen) and stage.top.page is not None)
        assert "◆" in stage.shown()


async def test_enter_on_a_mark_opens_its_page_and_escape_comes_back(tmp_path: Path) -> None:
    async with reading(tmp_path) as stage:
        await stage.go("enter", "right_square_bracket", "enter")
        assert len(stage.names) == 2
        assert isinstance(stage.top, PageScreen)
        await stage.go("escape")
        assert stage.names == ["MainScreen"]
        assert stage.screen.article.has_focus


async def test_the_panel_opens_pages_too(tmp_path: Path) -> None:
    async with reading(tmp_path) as stage:
        await stage.go("tab", "tab")
        assert stage.screen.names.has_focus
        await stage.go("enter")
        assert stage.screen.article.mark >= 0
        stage.screen.names.focus()
        await stage.go("l")
        assert isinstance(stage.top, PersonScreen)


async def test_pages_lie_on_one_another(tmp_path: Path) -> None:
    async with reading(tmp_path) as stage:
        await stage.page("Amina Odhiambo")
        await stage.go("enter")
        await stage.until(lambda: stage.names[-2:] == ["PersonScreen", "PersonScreen"])
        assert stage.top.page.name == "Nora Whitfield"  # type: ignore[attr-defined]
        await stage.go("escape")
        assert stage.top.page.name == "Amina Odhiambo"  # type: ignore[attr-defined]
        await stage.go("enter", "q")
        assert stage.names == ["MainScreen"]


@pytest.mark.parametrize("size", [(60, 20), (100, 40)])
async def test_an_article_of_a_page_is_read_in_the_panes(tmp_path: Path, size: tuple[int, int]) -> None:
    async with reading(tmp_path, size) as stage:
        page = await stage.page("Amina Odhiambo")
        await stage.go("G")
        row = page.lines.target
        await stage.go("enter")
        await stage.until(lambda: stage.title_shown == row.title)
        assert stage.names == ["MainScreen"]
        await stage.go("escape")
        assert stage.top is page
        assert page.lines.target == row
        await stage.go("escape", "escape", "escape")  # the page, the filter, the index
        assert stage.names == ["MainScreen"]


async def test_an_article_left_for_another_does_not_lead_back(tmp_path: Path) -> None:
    async with reading(tmp_path) as stage:
        await stage.page("Amina Odhiambo")
        await stage.go("G", "enter", "p", "escape")
        assert stage.names == ["MainScreen"]
        assert stage.screen.list.has_focus


async def test_the_articles_of_a_person_are_listed(tmp_path: Path) -> None:
    async with reading(tmp_path) as stage:
        await stage.page("Amina Odhiambo")
        await stage.go("s")
        await stage.until(lambda: len(stage.screen.list.ids) == articles_of("Amina Odhiambo"))
        assert stage.names == ["MainScreen"]


async def test_bookmarks_are_set_and_taken_back(tmp_path: Path) -> None:
    async with reading(tmp_path) as stage:
        await stage.page("Amina Odhiambo")
        await stage.go("b")
        assert "go to one of the articles first" in stage.shown()
        await stage.go("G", "b")
        assert "★" in stage.shown()
        await stage.until(lambda: stage.screen.work.shelf.counts().bookmarked == 1)
        await stage.go("z")
        await stage.until(lambda: stage.screen.work.shelf.counts().bookmarked == 0)


async def test_a_page_says_what_has_been_done_and_does_it_again(tmp_path: Path) -> None:
    async with reading(tmp_path) as stage:
        page = await stage.page("Amina Odhiambo")
        await stage.go("z")
        await stage.until(lambda: "nothing to undo" in stage.shown())
        await stage.go("G", "b")
        await stage.until(lambda: "bookmarked · z undoes" in stage.shown())
        starred = next(line for line in stage.shown().split("\n") if "★" in line)
        assert re.search(r" ★ \S", starred), "beside the source, not against the title"
        await stage.go("z")
        await stage.until(lambda: "undone: bookmarked" in stage.shown() and "★" not in stage.shown())
        await stage.go("ctrl+r")
        await stage.until(lambda: "★" in stage.shown())
        assert stage.screen.work.shelf.counts().bookmarked == 1
        await stage.go("c")
        await stage.until(lambda: "Enter chooses · Esc closes" in stage.shown())
        await stage.go("escape", "f")
        await stage.until(lambda: "Amina Odhiambo followed" in page.foot.notice)


async def test_following_is_shown_and_undone(tmp_path: Path) -> None:
    async with reading(tmp_path) as stage:
        page = await stage.page("Amina Odhiambo")
        await stage.go("f")
        await stage.until(lambda: page.watching.value == "followed")
        assert "followed · Kenya" in stage.shown()
        await stage.go("M")
        await stage.until(lambda: page.watching.value == "muted")
        await stage.go("z")
        await stage.until(lambda: page.watching.value == "followed")
        await stage.go("f")
        await stage.until(lambda: page.watching.value == "")


async def test_an_encyclopedia_is_asked_on_the_key_alone(tmp_path: Path) -> None:
    async with reading(tmp_path) as stage:
        await stage.page("陳美玲")
        assert stage.opened == []
        await stage.go("w")
        await stage.until(lambda: bool(stage.opened))
        assert stage.opened == ["https://en.wikipedia.org/w/index.php?search=%E9%99%B3%E7%BE%8E%E7%8E%B2"]


async def test_a_dossier_is_written_and_none_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out").mkdir()
    monkeypatch.chdir(tmp_path / "out")
    async with reading(tmp_path) as stage:
        await stage.page("Amina Odhiambo")
        await stage.go("x")
        await stage.until(lambda: len(list((tmp_path / "out").iterdir())) == 1)
        await stage.go("x")
        await stage.until(lambda: len(list((tmp_path / "out").iterdir())) == 2)
    for path in (tmp_path / "out").iterdir():
        assert path.name.startswith("amina-odhiambo")
        assert "deputy governor" in path.read_text(encoding="utf-8")


# --- corrections ------------------------------------------------------------------------------


async def test_somebody_is_no_official_any_more_until_undone(tmp_path: Path) -> None:
    async with reading(tmp_path) as stage:
        page = await stage.page("Sefa Tuilagi")
        assert page.page.official
        await stage.go("c")
        assert isinstance(stage.top, Choice)
        await stage.go("j", "enter")
        await stage.until(lambda: not page.page.official)
        await stage.go("z")
        await stage.until(lambda: page.page.official)


async def test_an_office_is_typed(tmp_path: Path) -> None:
    async with reading(tmp_path) as stage:
        page = await stage.page("Nora Whitfield")
        await stage.go("c", "j", "j", "enter")
        assert isinstance(stage.top, LinePrompt)
        await stage.go(*"mayor", "comma", *"Suva", "enter")
        await stage.until(lambda: bool(page.page.offices))
        assert "mayor, Suva" in stage.shown()


async def test_a_place_is_another_one(tmp_path: Path) -> None:
    async with reading(tmp_path) as stage:
        page = await stage.page("Lyon")
        await stage.go("c", "enter")
        await stage.until(lambda: isinstance(stage.top, Choice) and "None of these" in stage.shown())
        await stage.go("escape")
        assert stage.top is page


# --- places -----------------------------------------------------------------------------------


async def test_a_place_is_shown_on_its_map(tmp_path: Path) -> None:
    async with reading(tmp_path) as stage:
        page = await stage.page("Kisumu")
        assert "city, Kenya" in stage.shown()
        assert "0.10° S, 34.75° E" in stage.shown()
        assert "◆ Kisumu" in stage.shown()
        view = page.query_one(MapView)
        before = view.window
        await stage.go("plus")
        assert view.window.step < before.step
        await stage.go("minus", "m")
        assert view.has_focus
        await stage.go("right")
        assert view.window.lon > before.lon
        await stage.go("m")
        assert page.facts.has_focus


async def test_a_country_tells_what_lies_inside(tmp_path: Path) -> None:
    async with reading(tmp_path, (100, 60)) as stage:
        await stage.page("Kenya")
        shown = stage.shown()
        inside = shown[shown.index("Places inside") :]
        assert "Kisumu" in inside


# --- indexes ----------------------------------------------------------------------------------


async def test_people_are_filtered_while_one_types(tmp_path: Path) -> None:
    async with reading(tmp_path) as stage:
        await stage.go("P")
        index = stage.top
        assert isinstance(index, PeopleScreen)
        await stage.until(lambda: index.list.total == len(KNOWN))
        await stage.go("slash", *"mayo")
        await stage.until(lambda: index.list.total == 1)
        assert index.list.line is not None
        assert index.list.line.name == "Pierre Lacombe"
        await stage.go("escape")
        await stage.until(lambda: index.list.total == len(KNOWN))
        await stage.go("escape")
        assert stage.names == ["MainScreen"]


async def test_the_order_changes(tmp_path: Path) -> None:
    async with reading(tmp_path) as stage:
        await stage.go("P", "s")
        assert "last named first" in stage.shown()
        await stage.go("s")
        assert "by name" in stage.shown()
        rows = stage.shown().splitlines()
        assert rows[0].split()[1:3] == ["Amina", "Odhiambo"]
        await stage.go("n")
        assert "new this week" in stage.shown()


async def test_places_are_shown_on_a_map(tmp_path: Path) -> None:
    async with reading(tmp_path, (160, 50)) as stage:
        await stage.go("L", "m")
        index = stage.top
        assert isinstance(index, PlacesScreen)
        await stage.until(lambda: len(index.map.spots) > 0)
        assert {spot.label for spot in index.map.spots} == {place.name for place in PLACES} - {"Springfield"}
        await stage.go("n", "enter")
        await stage.until(lambda: isinstance(stage.top, PlaceScreen) and stage.top.page is not None)


async def test_the_places_of_one_article(tmp_path: Path) -> None:
    async with reading(tmp_path) as stage:
        await stage.go("M")
        index = stage.top
        assert isinstance(index, PlacesScreen)
        await stage.until(lambda: 0 < len(index.map.spots) <= 2)
        await stage.go("a")
        await stage.until(lambda: len(index.map.spots) == 5)


# --- timelines --------------------------------------------------------------------------------


async def test_a_timeline_names_its_periods_and_lists_their_articles(tmp_path: Path) -> None:
    async with reading(tmp_path) as stage:
        await stage.go("T")
        timeline = stage.top
        assert isinstance(timeline, TimelineScreen)
        await stage.until(lambda: timeline.period is not None)
        months = [period.articles for period in timeline._periods]
        assert sum(months) == COUNT
        await stage.go("left", "left")
        period = timeline.period
        assert period is not None
        assert f"{period.start:%B} {period.start.year}" in stage.shown()
        await stage.go("enter")
        await stage.until(lambda: len(stage.screen.list.ids) == period.articles)


@pytest.mark.parametrize(
    ("days", "by", "bars"), [(1, "day", 1), (12, "day", 12), (40, "week", 6), (200, "month", 7)]
)
def test_a_timeline_begins_with_bars_enough_to_tell_something(days: int, by: str, bars: int) -> None:
    class Counting:
        def of_view(self, view: View, period: Period) -> list[Bar]:
            long = {Period.DAY: 1, Period.WEEK: 7, Period.MONTH: 30}[period]
            return [Bar(date(2026, 1, 1), 1, (), ())] * -(-days // long)

        def of_entity(self, number: int, period: Period) -> list[Bar]:
            raise NotImplementedError

    shown, periods = _counted(Counting(), Matter("all", "", view=View()), "")
    assert (shown, len(periods)) == (by, bars)
    assert _counted(Counting(), Matter("all", "", view=View()), "week")[0] == "week"


async def test_a_timeline_of_somebody_in_weeks(tmp_path: Path) -> None:
    async with reading(tmp_path) as stage:
        await stage.page("Amina Odhiambo")
        await stage.go("t")
        timeline = stage.top
        assert isinstance(timeline, TimelineScreen)
        await stage.until(lambda: timeline.period is not None)
        assert sum(period.articles for period in timeline._periods) == articles_of("Amina Odhiambo")
        months = len(timeline._periods)
        await stage.go("w")
        await stage.until(lambda: len(timeline._periods) > 3 * months)
        assert "the week of" in stage.shown()
        await stage.go("tab", "enter")
        await stage.until(lambda: isinstance(stage.top, PageScreen))


# --- all of them ------------------------------------------------------------------------------


async def test_without_a_library_there_are_no_pages() -> None:
    from tests.tui.screens import on_stage

    async with on_stage() as stage:
        await stage.press("P")
        assert "pages are made from your own articles" in stage.notice


async def test_what_a_page_cannot_find_it_says(tmp_path: Path) -> None:
    from reader.tui.pages import Kind, Subject

    async with reading(tmp_path) as stage:
        stage.screen.open_page(Subject(Kind.PERSON, "[b]Nobody[/b] [@click=app.quit]x[/]"))
        await stage.settle()
        await stage.until(lambda: "is named in the stored articles" in stage.shown())
        assert "[b]Nobody[/b]" in stage.shown()
        await stage.go("t", "s", "w", "x", "f", "c", "b", "v", "enter", "j", "G", "plus", "m", "escape")
        assert stage.names == ["MainScreen"]


@pytest.mark.parametrize(
    ("keys", "where"),
    [("P", Where.INDEX), ("L", Where.INDEX), ("T", Where.TIMELINE)],
)
async def test_help_tells_the_keys_of_the_screen(tmp_path: Path, keys: str, where: Where) -> None:
    async with reading(tmp_path, (100, 70)) as stage:
        await stage.go(keys, "question_mark")
        assert isinstance(stage.top, HelpScreen)
        shown = stage.shown()
        assert all(action.help[:30] in shown for action in actions_for(where))
        assert Where.ANYWHERE.value not in shown
        await stage.go("escape", "escape")
        assert stage.names == ["MainScreen"]


def test_every_key_of_the_pages_has_its_method_and_none_has_two() -> None:
    classes: dict[Where, type] = {
        Where.PAGE: PageScreen,
        Where.MAP: MapView,
        Where.INDEX: IndexScreen,
        Where.TIMELINE: TimelineScreen,
        Where.CHOICE: Choice,
    }
    for where, owner in classes.items():
        actions = actions_for(where)
        keys = [key for action in actions for key in action.keys.split(",")]
        assert len(keys) == len(set(keys))
        assert all(callable(getattr(owner, f"action_{action.name}")) for action in actions)
    assert {action.name for action in actions_for(Where.INDEX_FILTER)} == {"screen.to_list", "screen.back"}
    assert IndexFilter.BINDINGS
    assert all(action.help for action in ACTIONS)
