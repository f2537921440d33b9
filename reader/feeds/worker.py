"""Parsing in a process of its own: feedparser would hold the screen's thread, and may die or hang.

`python -m reader.feeds.worker` is that process (reader.feeds.child); `ParseWorker` drives one.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from reader.errors import ParseError
from reader.feeds.found import FoundFeeds, SourceKind
from reader.feeds.wire import dump, frame, frame_length, unpacked
from reader.model import Entry, ParsedFeed

__all__ = ["FoundFeeds", "ParseWorker", "SourceKind"]

TIME_LIMIT = 12.0
"""Seconds for one document, and half a second more for each megabyte. A megabyte takes about 0.3."""

_LARGEST_ANSWER = 64 * 1024 * 1024
_PATIENCE_AT_END = 1.0
_ROOT = str(Path(__file__).resolve().parents[2])
# Appended rather than "-m" and PYTHONPATH: neither the current folder nor this one may hide a module
# of the standard library.
_CHILD = f"import sys; sys.path.append({_ROOT!r}); from reader.feeds.child import main; main()"


class ParseWorker:
    """One child process that parses, started at first use and replaced when it dies or hangs; an
    asynchronous context manager. Calls wait for one another."""

    def __init__(self, time_limit: float = TIME_LIMIT) -> None:
        self._time_limit = time_limit
        self._idle: Process | None = None
        self._busy: Process | None = None
        self._turn = asyncio.Lock()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    @property
    def pid(self) -> int | None:
        """The process id of the child, None while there is none."""
        process = self._busy or self._idle
        return None if process is None else process.pid

    async def close(self) -> None:
        """Ends the child once it has answered; waits for it, but not long."""
        async with self._turn:
            process, self._idle = self._idle, None
            if process is not None:
                await _end(process)

    async def parse(
        self, body: bytes, *, url: str, content_type: str = "", kind: SourceKind = "any"
    ) -> ParsedFeed | FoundFeeds:
        """What `body` holds. "any": a feed, or else a page, of which the feeds it names (FoundFeeds) or,
        when it names none, its article; "feed": a feed only; "article": the article of a page or a text
        file. ParseError when it holds none of these, when it takes too long or too much memory."""
        head = frame(dump({"url": url, "content_type": content_type, "kind": kind}))
        request = (head, len(body).to_bytes(4, "big"), body)
        async with self._turn:
            if self._idle is not None:
                # It may have died since its last answer, so this document may not be to blame.
                with contextlib.suppress(_ChildDiedError):
                    return await self._ask(self._idle, request, url)
            try:
                return await self._ask(await _start(), request, url)
            except _ChildDiedError as died:
                raise ParseError(url, str(died)) from None

    async def _ask(self, process: Process, request: tuple[bytes, ...], url: str) -> ParsedFeed | FoundFeeds:
        """One document to one child, which is kept only if it has answered in full and in time."""
        self._idle, self._busy = None, process
        limit = self._time_limit + len(request[-1]) / 2_000_000
        try:
            async with asyncio.timeout(limit):
                answer = await _exchange(process, request)
            if not answer.last.get("ends"):
                self._idle = process
        except TimeoutError:
            raise ParseError(url, f"reading it took longer than {limit:.2g} seconds") from None
        except (asyncio.IncompleteReadError, ConnectionError, ValueError) as error:
            raise _ChildDiedError(await _cause_of_death(process)) from error
        finally:
            self._busy = None
            if self._idle is None:
                await _kill(process)
        return _result(answer, url)


class _ChildDiedError(Exception):
    """The child ended in the middle of an answer."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """The entries of all batches, and the frame that ended them."""

    entries: list[Entry]
    last: dict[str, Any]


async def _start() -> Process:
    # Out of the terminal's foreground group: Ctrl+C there is the parent's to handle.
    return await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-c", _CHILD, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, start_new_session=True
    )


async def _exchange(process: Process, request: tuple[bytes, ...]) -> _Answer:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.writelines(request)
    await process.stdin.drain()
    entries: list[Entry] = []
    while True:
        length = frame_length(await process.stdout.readexactly(4))
        if length > _LARGEST_ANSWER:
            raise ValueError("the answer is too large")
        answer = json.loads(await process.stdout.readexactly(length))
        if "entries" not in answer:
            return _Answer(entries, answer)
        entries.extend(map(unpacked, answer["entries"]))
        await asyncio.sleep(0)  # the next batch may be here already: the screen comes first


def _result(answer: _Answer, url: str) -> ParsedFeed | FoundFeeds:
    last = answer.last
    if "error" in last:
        raise ParseError(url, last["error"])
    if "feeds" in last:
        return FoundFeeds(tuple(last["feeds"]))
    for name in ("skipped_hours", "skipped_days"):
        last[name] = tuple(last[name])
    return ParsedFeed(entries=tuple(answer.entries), **last)


async def _cause_of_death(process: Process) -> str:
    """In words; most often the kernel ended it for the memory it asked for."""
    await _kill(process)
    if process.returncode == -getattr(signal, "SIGXCPU", 0):
        return "reading it took too much time"
    return "it is too large or too damaged: the process that was reading it ended"


async def _end(process: Process) -> None:
    if process.stdin is not None:
        process.stdin.close()
    try:
        async with asyncio.timeout(_PATIENCE_AT_END):
            await process.wait()
    except TimeoutError:
        await _kill(process)


async def _kill(process: Process) -> None:
    if process.returncode is None:
        # Not process.kill(): it may reap a child that has just died, and asyncio then misses it.
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
    await process.wait()


if __name__ == "__main__":
    from reader.feeds.child import main

    main()
