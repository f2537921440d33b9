"""How far gathering has come, and which sources are slow: for whoever looks on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, replace
from time import monotonic

from reader.services.gathering import Event, Imported, Started

SLOW = 5.0
"""Seconds after which a source that is not done is named."""

_LOOK = 0.5  # seconds between two looks at what is under way


@dataclass(frozen=True, slots=True)
class Pace:
    """How many sources of all are done, how many articles were new, and which sources have been under
    way for more than `SLOW` seconds, the slowest first."""

    done: int = 0
    total: int = 0
    new: int = 0
    slow: tuple[str, ...] = ()


async def paced(
    events: AsyncGenerator[Event, None], slow: float = SLOW
) -> AsyncGenerator[Event | Pace, None]:
    """The events, and a Pace whenever there is another one. Closing the iterator closes `events`."""
    arrived: asyncio.Queue[Event | None] = asyncio.Queue()
    pump = asyncio.create_task(_pump(events, arrived))
    pace, began = Pace(), dict[str, float]()
    try:
        while True:
            event: Event | None = None
            try:
                event = await asyncio.wait_for(arrived.get(), _LOOK)
                if event is None:
                    break
                yield event
            except TimeoutError:
                pass
            latest = replace(_counted(pace, began, event), slow=_slow(began, slow))
            if latest != pace:
                yield latest
            pace = latest
        await pump
    finally:
        pump.cancel()
        await asyncio.gather(pump, return_exceptions=True)


async def _pump(events: AsyncGenerator[Event, None], arrived: asyncio.Queue[Event | None]) -> None:
    try:
        async with aclosing(events):
            async for event in events:
                arrived.put_nowait(event)
    finally:
        arrived.put_nowait(None)


def _counted(pace: Pace, began: dict[str, float], event: Event | None) -> Pace:
    if isinstance(event, Started):
        began[event.source] = monotonic()
        return replace(pace, total=event.total)
    if isinstance(event, Imported):
        began.pop(event.source, None)
        return replace(pace, done=pace.done + 1, new=pace.new + event.new)
    return pace


def _slow(began: dict[str, float], limit: float) -> tuple[str, ...]:
    now = monotonic()
    return tuple(source for source, start in began.items() if now - start >= limit)
