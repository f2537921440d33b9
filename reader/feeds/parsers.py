"""A few parsing processes for many documents."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Self

from reader.feeds.found import FoundFeeds, SourceKind
from reader.feeds.worker import ParseWorker
from reader.model import ParsedFeed

MOST = 2

PATIENCE = 1.0
"""Seconds that a document waits before another process is started for it. Starting one costs as much
as parsing a dozen feeds, and one process parses faster than the archive takes in what it gives."""


class Parsers:
    """Parsing processes, started when there is a need for them; an asynchronous context manager.

    The one that was used last is used first, so that the others need not start.
    """

    def __init__(self, most: int = MOST, patience: float = PATIENCE) -> None:
        self._most = most
        self._patience = patience
        self._workers = [ParseWorker()]
        self._idle: asyncio.LifoQueue[ParseWorker] = asyncio.LifoQueue()
        self._idle.put_nowait(self._workers[0])

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.gather(*(worker.close() for worker in self._workers))

    @property
    def pids(self) -> list[int]:
        """The ids of the processes that run."""
        return [worker.pid for worker in self._workers if worker.pid is not None]

    async def parse(
        self, body: bytes, url: str, kind: SourceKind, content_type: str = ""
    ) -> ParsedFeed | FoundFeeds:
        """As `ParseWorker.parse`, by whichever has nothing to do."""
        worker = await self._free()
        try:
            return await worker.parse(body, url=url, content_type=content_type, kind=kind)
        finally:
            self._idle.put_nowait(worker)

    async def _free(self) -> ParseWorker:
        if len(self._workers) == self._most:
            return await self._idle.get()
        try:
            async with asyncio.timeout(self._patience):
                return await self._idle.get()
        except TimeoutError:
            pass
        if len(self._workers) < self._most:
            self._workers.append(ParseWorker())
            return self._workers[-1]
        return await self._idle.get()
