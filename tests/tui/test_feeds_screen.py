"""The feeds screen: how each feed does, adding, moving, removing, lists in and out; the refresh by itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from textual.widgets import Input

from reader.library.library import Library
from reader.model import ServerMemory
from reader.services.gathering import Event, Imported, Started
from reader.services.subscribing import Subscribing
from reader.settings import DEFAULTS
from reader.tui.screens.feeds import FeedsScreen
from reader.tui.screens.main import MainScreen
from reader.tui.services import Services
from tests.tui.screens import AT_ONCE, UNHURRIED, Stage, on_stage
from tests.tui.stored import entry, library_in

LIST = """<opml version="2.0"><body><outline text="Sea">
<outline type="rss" text="Lighthouse Log" xmlUrl="https://light.example/feed"/></outline>
<outline type="rss" text="Port News" xmlUrl="https://port.example/feed"/></body></opml>"""


@asynccontextmanager
async def feeds_of(
    folder: Path, *, size: tuple[int, int] = (100, 30), refreshed: list[list[str]] | None = None
) -> AsyncIterator[tuple[Stage, Library]]:
    library = library_in(folder / "library")
    asked = [] if refreshed is None else refreshed

    async def refresh(feeds: Sequence[str]) -> AsyncGenerator[Event, None]:
        asked.append(list(feeds))
        yield Started("https://port.example/feed", 1)

    async def add(addresses: Sequence[str], folder: str) -> AsyncGenerator[Event, None]:
        for address in addresses:
            feed = library.follow(library.feed_for(address, "Added").id)
            yield Imported(address, "ok", feed_id=feed.id)

    services = Services(
        library,
        refresh=refresh,
        add_feeds=add,
        subscriptions=lambda: Subscribing(library),
        feeds=library.feeds,
    )
    async with on_stage(services=services, size=size) as stage:
        await stage.press("F")
        await stage.until(
            lambda: isinstance(stage.screen.app.screen, FeedsScreen) and bool(_feeds(stage).rows.option_count)
        )
        await stage.settle()
        yield stage, library
    library.close()


def _feeds(stage: Stage) -> FeedsScreen:
    screen = stage.screen.app.screen
    assert isinstance(screen, FeedsScreen)
    return screen


def _shown(stage: Stage) -> str:
    screen = stage.screen.app.screen
    return "\n".join(line.text for line in screen._compositor.render_strips(stage.screen.app.size))


async def _answer(stage: Stage, typed: str) -> None:
    stage.screen.app.screen.query_one(Input).value = typed
    await stage.press("enter")
    await stage.until(lambda: not stage.screen.work.gathering.is_running)
    await stage.settle()


def _titles(library: Library) -> list[tuple[str, str]]:
    return sorted((feed.title, feed.folder) for feed in library.feeds() if feed.followed)


async def test_feeds_are_listed_by_folder_with_how_they_do(tmp_path: Path) -> None:
    async with feeds_of(tmp_path) as (stage, library):
        port = next(feed for feed in library.feeds() if feed.title == "Port News")
        now = datetime.now(UTC)
        library.remember(
            port.id,
            ServerMemory(
                failures=3, error="the server answered 500", next_try=now + timedelta(hours=2), seconds=7.5
            ),
        )
        await stage.press("j", "R")
        await stage.until(lambda: "failed 3 times" in _shown(stage) and "500" in _shown(stage))
        text = _shown(stage)
        lines = [" ".join(line.split()) for line in text.splitlines()]
        assert "3 followed · 1 failing · 1 slow" in text
        assert lines.index("Coast") < next(at for at, line in enumerate(lines) if "Port News" in line)
        assert any(line.startswith("! Port News failed 3 times 10 of 10") for line in lines)
        assert "the server answered 500" in text
        assert "https://port.example/feed" in text


async def test_feeds_are_sorted_by_failing_and_by_slowness(tmp_path: Path) -> None:
    async with feeds_of(tmp_path) as (stage, library):
        town = next(feed for feed in library.feeds() if feed.title == "Town Crier")
        library.remember(town.id, ServerMemory(failures=1, error="no answer", seconds=9.0))
        await stage.press("s")
        _feeds(stage)._read()
        await stage.until(lambda: "failing first" in _shown(stage) and "failed 1 time" in _shown(stage))
        lines = [line.split() for line in _shown(stage).splitlines()]
        assert lines[1][:3] == ["!", "Town", "Crier"]
        await stage.press("s")
        assert "slowest first" in _shown(stage)
        assert "Town Crier" in _shown(stage).splitlines()[1]


async def test_enter_lists_the_articles_of_the_feed(tmp_path: Path) -> None:
    async with feeds_of(tmp_path) as (stage, _):
        await stage.press("j", "j", "enter")
        assert isinstance(stage.screen.app.screen, MainScreen)
        assert stage.screen.head.name_shown == "Quay Times"
        assert len(stage.screen.list.ids) == 10


async def test_title_folder_and_full_text_change_and_are_undone(tmp_path: Path) -> None:
    async with feeds_of(tmp_path) as (stage, library):
        await stage.press("j", "e")
        await _answer(stage, "Harbour news")
        await stage.press("m")
        await _answer(stage, "Sea/Ports")
        await stage.press("x")
        feed = next(feed for feed in library.feeds() if feed.url == "https://port.example/feed")
        assert (feed.title, feed.folder, feed.full_text) == ("Harbour news", "Sea/Ports", True)
        await stage.until(lambda: "Sea › Ports" in _shown(stage) and "Harbour news" in _shown(stage))
        assert _feeds(stage).selected.feed.id == feed.id  # type: ignore[union-attr]
        await stage.press("z", "z", "z")
        feed = next(feed for feed in library.feeds() if feed.url == "https://port.example/feed")
        assert (feed.title, feed.folder, feed.full_text) == ("Port News", "Coast", False)


async def test_removing_asks_what_becomes_of_the_articles(tmp_path: Path) -> None:
    async with feeds_of(tmp_path) as (stage, library):
        await stage.press("j", "d")
        assert "Keep its 10 articles" in _shown(stage)
        await stage.press("escape")
        assert len(_titles(library)) == 3
        await stage.press("d", "1")
        assert [title for title, _ in _titles(library)] == ["Quay Times", "Town Crier"]
        assert library.counts().stored == 30
        await stage.press("z")
        assert ("Port News", "Coast") in _titles(library)
        await stage.press("d", "2")
        await stage.until(lambda: len(_titles(library)) == 2)
        await stage.until(lambda: library.counts().stored == 20)


async def test_a_feed_is_added_by_its_address(tmp_path: Path) -> None:
    async with feeds_of(tmp_path) as (stage, library):
        await stage.press("a")
        await _answer(stage, "https://new.example/")
        assert ("Added", "") in _titles(library)
        await stage.until(lambda: "Added" in _shown(stage))


async def test_a_list_of_another_reader_is_followed_and_says_what_it_held(tmp_path: Path) -> None:
    asked: list[list[str]] = []
    (tmp_path / "mine.opml").write_text(LIST, encoding="utf-8")
    async with feeds_of(tmp_path, refreshed=asked) as (stage, library):
        await stage.press("a")
        await _answer(stage, str(tmp_path / "mine.opml"))
        await stage.until(lambda: asked == [["https://light.example/feed"]])
        await stage.settle()
        assert ("Lighthouse Log", "Sea") in _titles(library)
        await stage.press("z")
        assert ("Lighthouse Log", "Sea") not in _titles(library)
        assert ("Port News", "Coast") in _titles(library)


async def test_feeds_are_exported_to_a_file_that_is_not_there_yet(tmp_path: Path) -> None:
    async with feeds_of(tmp_path) as (stage, _):
        for _ in range(2):
            await stage.press("E")
            await _answer(stage, str(tmp_path / "out.opml"))
        assert "https://quay.example/feed" in (tmp_path / "out.opml").read_text()
        assert "is there already" in stage.notice
        assert "is there already" in _shown(stage)


async def test_suggested_feeds_are_picked_and_followed(tmp_path: Path) -> None:
    asked: list[list[str]] = []
    async with feeds_of(tmp_path, refreshed=asked) as (stage, library):
        await stage.press("S")
        await stage.until(lambda: "Suggested feeds" in _shown(stage))
        await stage.press("v", "j", "v", "enter")
        await stage.until(lambda: len(asked) == 1 and len(asked[0]) == 2)
        assert len(_titles(library)) == 5
        await stage.settle()
        await stage.press("z")
        assert len(_titles(library)) == 3


async def test_nothing_followed_says_what_to_do(tmp_path: Path) -> None:
    library = Library.open(tmp_path)
    services = Services(library, subscriptions=lambda: Subscribing(library))
    async with on_stage(services=services, size=(80, 24)) as stage:
        await stage.press("F")
        await stage.until(lambda: "You follow no feed yet" in _shown(stage))
        await stage.press("d", "e", "m", "x", "r", "enter", "escape")
        assert isinstance(stage.screen.app.screen, MainScreen)
    library.close()


# --- by itself --------------------------------------------------------------------------------


@asynccontextmanager
async def refreshing(
    library: Library, gather: AsyncGenerator[Event, None] | None, runs: list[int], minutes: int = 1
) -> AsyncIterator[Stage]:
    def due() -> AsyncGenerator[Event, None]:
        runs.append(1)
        return gather if gather is not None and len(runs) == 1 else _nothing()

    services = Services(
        library, refresh_due=due, settings=replace(DEFAULTS, refresh_minutes=0), feeds=library.feeds
    )
    pace = UNHURRIED._replace(minute=0.05, polling=AT_ONCE.polling)
    async with on_stage(services=services, pace=pace) as stage:
        stage.screen.apply(replace(DEFAULTS, refresh_minutes=minutes))
        yield stage
    library.close()


async def _nothing() -> AsyncGenerator[Event, None]:
    return
    yield


async def test_feeds_are_asked_by_themselves_and_nothing_moves(tmp_path: Path) -> None:
    library, runs = library_in(tmp_path), list[int]()
    go = asyncio.Event()

    async def gather() -> AsyncGenerator[Event, None]:
        yield Started("https://port.example/feed", 3)
        await go.wait()
        library.store(library.feeds()[0], [entry(900, datetime.now(UTC))], datetime.now(UTC))
        yield Imported("https://port.example/feed", "ok", new=1, feed_id="x")

    async with refreshing(library, gather(), runs) as stage:
        await stage.pilot.press(*"jjjjj")
        await stage.until(lambda: "refreshing 0 of 3 feeds" in stage.text())
        row = stage.screen.list.selected_row
        line = stage.selected * 2 - stage.screen.list.scroll_offset.y
        await stage.pilot.pause(0.2)
        assert len(runs) == 1, "never two at once"
        go.set()
        await stage.until(lambda: len(stage.screen.list.ids) == 31)
        await stage.until(lambda: stage.notice == "1 new")
        assert stage.screen.list.selected_row == row
        assert stage.selected * 2 - stage.screen.list.scroll_offset.y in (line, line + 2)
        await stage.until(lambda: len(runs) > 1)


async def test_a_refresh_by_itself_makes_no_noise_about_what_failed(tmp_path: Path) -> None:
    library, runs = library_in(tmp_path), list[int]()

    async def gather() -> AsyncGenerator[Event, None]:
        yield Started("https://port.example/feed", 1)
        yield Imported("https://port.example/feed", "error", error="no network")

    async with refreshing(library, gather(), runs) as stage:
        await stage.until(lambda: len(runs) > 1)
        assert stage.notice == ""


async def test_zero_minutes_are_never(tmp_path: Path) -> None:
    runs = list[int]()
    async with refreshing(library_in(tmp_path), None, runs, minutes=0) as stage:
        await stage.pilot.pause(0.2)
        assert runs == []
        stage.screen.apply(replace(stage.screen.settings, refresh_minutes=2))
        await stage.until(lambda: bool(runs))


async def test_a_slow_server_is_named(tmp_path: Path) -> None:
    from reader.services.pace import Pace
    from reader.tui.tasks import _refreshing

    pace = Pace(12, 100, 31, ("https://slow.example/a", "https://b.example/"))
    assert _refreshing((), pace) == ("refreshing 12 of 100 feeds, 31 new · slow: slow.example and 1 more")
