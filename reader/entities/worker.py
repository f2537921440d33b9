"""Annotating in a process of its own, so that a screen never waits for the model.

The child, this module as a program, reads JSON lines {"id", "text", "country"?} and
writes {"id", "officials", "people", "places"} lines as `reader annotate --jsonl` does, each
flushed; {"id", "error"} for a line that it cannot read. `AnnotationWorker` is its asyncio client.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import Iterable, Iterator
from heapq import heappop, heappush
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TextIO

from reader.annotations_json import from_json, to_json
from reader.errors import ReaderError
from reader.model import Annotations

Json = dict[str, Any]

_NICENESS = 10
_LONGEST_LINE = 64 << 20  # bytes of one answer
_ATTEMPTS = 2
_ROOT = str(Path(__file__).resolve().parents[2])
# Not "-m", which searches the current folder first: whatever lies there must not run.
_CHILD = f"import sys; sys.path.append({_ROOT!r}); from reader.entities.worker import main; main()"


class AnnotationError(ReaderError):
    """A text could not be annotated; the marks that it had stay."""


class AnnotationWorker:
    """One child process that annotates, started with the first text and replaced when it dies.

    One text is in work at a time; of those waiting, urgent ones go first, in the order they came.
    """

    def __init__(self, command: tuple[str, ...] = (sys.executable, "-P", "-c", _CHILD)) -> None:
        self._command = command
        self._waiting: list[tuple[bool, int, _Request]] = []
        self._order = count()
        self._arrived = asyncio.Event()
        self._child: asyncio.subprocess.Process | None = None
        self._serving: asyncio.Task[None] | None = None
        self._closed = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def annotate(self, key: str, text: str, *, country: str = "", urgent: bool = False) -> Annotations:
        """The marks of one text. Cancelling the wait gives up the place in the queue.

        AnnotationError: the child died over this text twice, or the worker was closed.
        """
        if self._closed:
            raise AnnotationError("the annotation worker is closed")
        request = _Request({"id": key, "text": text, "country": country})
        heappush(self._waiting, (not urgent, next(self._order), request))
        self._arrived.set()
        if self._serving is None:
            self._serving = asyncio.create_task(self._serve())
        return await request.answer

    async def close(self) -> None:
        """Ends the child; whoever still waits gets an AnnotationError."""
        self._closed = True
        if self._serving is not None:
            self._serving.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._serving
        for _, _, request in self._waiting:
            request.fail("the annotation worker is closed")
        self._waiting.clear()
        await self._end_child()

    async def _serve(self) -> None:
        while True:
            while not self._waiting:
                self._arrived.clear()
                await self._arrived.wait()
            request = heappop(self._waiting)[2]
            if not request.answer.done():
                await self._answer(request)

    async def _answer(self, request: _Request) -> None:
        try:
            for _ in range(_ATTEMPTS):
                line = await self._ask(request.line)
                if line and request.succeed(line):
                    return
                await self._end_child()
            request.fail("the annotation process ended over this text")
        except OSError as error:
            request.fail(f"the annotation process cannot be started: {error.strerror or error}")
        except asyncio.CancelledError:
            request.fail("the annotation worker is closed")
            raise

    async def _ask(self, line: bytes) -> bytes:
        """The child's answer, b"" when it died."""
        child = self._child
        if child is None or child.returncode is not None:
            child = self._child = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                limit=_LONGEST_LINE,
            )
        assert child.stdin
        assert child.stdout
        try:
            child.stdin.write(line)
            await child.stdin.drain()
            answer = await child.stdout.readline()
        except (ConnectionError, ValueError):  # ValueError: an answer longer than the limit
            return b""
        return answer if answer.endswith(b"\n") else b""

    async def _end_child(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        if child.returncode is None:
            # Not child.kill(): it may reap a child that has just died, and asyncio then misses it.
            with contextlib.suppress(ProcessLookupError):
                os.kill(child.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
        await child.wait()


class _Request:
    """A line for the child and the future of its answer."""

    def __init__(self, request: Json) -> None:
        self.line = json.dumps(request).encode() + b"\n"
        self.answer: asyncio.Future[Annotations] = asyncio.get_running_loop().create_future()

    def succeed(self, line: bytes) -> bool:
        """Whether the line is an answer."""
        try:
            data = json.loads(line)
            annotations = None if "error" in data else from_json(data, data["engine"])
        except (ValueError, TypeError, KeyError):
            return False
        if annotations is None:
            self.fail(str(data["error"]))
        elif not self.answer.done():
            self.answer.set_result(annotations)
        return True

    def fail(self, reason: str) -> None:
        if not self.answer.done():
            self.answer.set_exception(AnnotationError(reason))


# --- the child --------------------------------------------------------------------------------


def answers(lines: Iterable[str]) -> Iterator[Json]:
    """For each line of requests the answer, one at a time: nothing is read ahead."""
    from reader.entities.annotate import Annotator

    annotator = Annotator()
    for line in lines:
        if not line.strip():
            continue
        try:
            request = json.loads(line)
            key, text, country = request["id"], request["text"], request.get("country", "")
            if not isinstance(text, str) or not isinstance(country, str):
                raise TypeError
        except (ValueError, TypeError, KeyError, AttributeError):
            yield {"id": None, "error": 'not a JSON object with "id" and a string "text"'}
            continue
        annotations = annotator.annotate(text, country=country)
        yield {"id": key} | to_json(annotations) | {"engine": annotations.engine}


def serve(lines: TextIO, out: TextIO) -> None:
    """Answers until the requests end or nobody reads the answers."""
    with contextlib.suppress(AttributeError, OSError):
        os.nice(_NICENESS)
    with contextlib.suppress(BrokenPipeError):
        for answer in answers(lines):
            out.write(json.dumps(answer) + "\n")
            out.flush()


def main() -> None:
    serve(sys.stdin, sys.stdout)


if __name__ == "__main__":
    main()
