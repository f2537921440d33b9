"""How far gathering has come, and which sources are slow."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from reader.library.library import Library
from reader.services.gathering import Event, Imported, Started
from reader.services.importing import import_sources
from reader.services.pace import Pace, paced
from reader.services.refreshing import refresh
from tests.feeds.rogue import Rogue

FEED = b"<rss version='2.0'><channel><title>A</title><item><guid>1</guid><title>News</title></item></channel></rss>"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library.open(tmp_path / "library")
    yield opened
    opened.close()


@pytest.fixture
def rogue() -> Iterator[Rogue]:
    server = Rogue()
    yield server
    server.close()


async def test_the_pace_counts_and_the_events_stay() -> None:
    async def events() -> AsyncGenerator[Event, None]:
        yield Started("a", 2)
        yield Imported("a", "ok", new=3)
        yield Started("b", 2)
        yield Imported("b", "error", error="broken")

    told = [event async for event in paced(events())]
    assert [event for event in told if not isinstance(event, Pace)] == [event async for event in events()]
    assert [event for event in told if isinstance(event, Pace)] == [Pace(0, 2), Pace(1, 2, 3), Pace(2, 2, 3)]


async def test_a_slow_source_is_named_until_it_is_done(library: Library, rogue: Rogue) -> None:
    go_on = asyncio.Event()

    def slowly(wire: Any, request: Any) -> None:
        while not go_on.is_set() and not wire.wait(0.02):
            pass
        wire.answer(FEED)

    slow, quick = rogue.on("/slow", slowly), rogue.sends("/quick", FEED)
    paces = []
    async for event in paced(import_sources(library, [slow, quick]), slow=0.1):
        if isinstance(event, Pace):
            paces.append(event)
            if event.slow:
                go_on.set()
    assert any(slow in pace.slow for pace in paces)
    assert paces[-1] == Pace(2, 2, 2)


async def test_whoever_stops_looking_stops_the_work(library: Library, rogue: Rogue) -> None:
    def never(wire: Any, request: Any) -> None:
        wire.wait(60)

    rogue.on("/never", never)
    events = paced(import_sources(library, [rogue.url("/never")]))
    async for event in events:
        if isinstance(event, Pace):
            break
    await events.aclose()
    assert not [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]


async def test_an_error_of_the_events_is_raised() -> None:
    async def events() -> AsyncGenerator[Event, None]:
        yield Started("a", 1)
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        [event async for event in paced(events())]


# --- what a visit costs -----------------------------------------------------------------------


async def visited(library: Library, url: str) -> None:
    async for _ in import_sources(library, [url]):
        pass


async def test_what_the_last_visit_took_is_remembered(library: Library, rogue: Rogue) -> None:
    def lazily(wire: Any, request: Any) -> None:
        wire.wait(0.2)
        wire.answer(FEED)

    url = rogue.on("/feed", lazily)
    rogue.sends("/moved", b"", "302 Found", f"Location: {url}")
    await visited(library, rogue.url("/moved"))
    [feed] = library.feeds()
    first = feed.memory.seconds
    assert first is not None
    assert 0.2 <= first < 20
    assert feed.memory.requests == 2

    rogue.on("/feed", lambda wire, _: wire.answer(b"", "500 Internal Server Error"))
    async for _ in refresh(library):
        pass
    [feed] = library.feeds()
    assert feed.memory.failures == 1
    assert feed.memory.seconds not in {None, 0, first}


async def test_waiting_for_other_feeds_of_the_host_does_not_count(library: Library, rogue: Rogue) -> None:
    def lazily(wire: Any, request: Any) -> None:
        wire.wait(0.2)
        wire.answer(FEED.replace(b"1", request.path[1:].encode()))

    urls = [rogue.on(f"/{n}", lazily) for n in range(8)]
    began = monotonic()
    async for _ in import_sources(library, urls):
        pass
    all_of_it = monotonic() - began
    took = [feed.memory.seconds or 0 for feed in library.feeds()]
    assert len(took) == 8
    # Two at a time: with their waits the eight would come to five times the whole rather than twice.
    assert sum(took) < 2 * all_of_it


def test_a_redirect_leads_to_no_more_than_two_requests_at_once(
    reader: Callable[..., Any], rogue: Rogue
) -> None:
    other = Rogue()
    try:
        sources = []
        for n in range(6):
            target = other.on(f"/{n}", other.crowded(FEED, 2)).replace("127.0.0.1", "localhost")
            host = "127.0.0.1" if n % 2 else "localhost"
            url = rogue.sends(f"/{n}", b"", "301 Moved Permanently", f"Location: {target}")
            sources.append(url.replace("127.0.0.1", host))
        assert reader("import", *sources).returncode == 0
        assert other.most_at_once == 2
    finally:
        other.close()
