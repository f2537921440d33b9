"""Many things side by side, a few at a time, their results as they come."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


async def side_by_side(
    items: Iterable[Item], run: Callable[[Item, Callable[[Result], None]], Awaitable[None]], at_once: int
) -> AsyncIterator[Result]:
    """Run over the items, at most `at_once` at a time; `run` gets an item and what takes its results.

    Closing the iterator cancels what is under way. An exception of `run` ends its lane and is
    raised when the others are done.
    """
    waiting = iter(items)
    results: asyncio.Queue[Result | None] = asyncio.Queue()

    async def lane() -> None:
        try:
            for item in waiting:
                await run(item, results.put_nowait)
        finally:
            results.put_nowait(None)

    lanes = [asyncio.create_task(lane()) for _ in range(at_once)]
    try:
        ended = 0
        while ended < len(lanes):
            result = await results.get()
            if result is None:
                ended += 1
            else:
                yield result
        await asyncio.gather(*lanes)
    finally:
        for task in lanes:
            task.cancel()
        await asyncio.gather(*lanes, return_exceptions=True)
