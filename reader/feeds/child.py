"""The parsing process: documents in on stdin, what they hold out on stdout, one after another.

Each request is two frames, a JSON object (url, content_type, kind) and the document; each answer is
batches of entries, then one frame that ends it (reader.feeds.wire).
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
from typing import Any, BinaryIO

from reader.errors import ParseError
from reader.feeds.found import FoundFeeds
from reader.feeds.source import read_source
from reader.feeds.wire import batches, dump, frame, frame_length

MEMORY_LIMIT = 384 * 1024 * 1024
"""Bytes of address space. Real feeds need less than half of it."""

CPU_LIMIT = 40
"""Seconds of CPU for one document, should the parent no longer be there to stop this process."""


def main() -> None:
    """Serve requests until stdin ends."""
    requests, answers = _private_pipes()
    _limit_memory()
    _import_ahead()
    while True:
        request = _read_frame(requests)
        if request is None:
            return
        body = _read_frame(requests)
        if body is None:
            return
        _limit_cpu()
        going_on = _serve(json.loads(request), body, answers)
        del body
        answers.flush()
        if not going_on:
            return


def _private_pipes() -> tuple[BinaryIO, BinaryIO]:
    """The pipes to the parent, out of reach of whatever else reads stdin or prints."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    return requests, answers


def _import_ahead() -> None:
    """What the first document would import; all of it lives as long as the process does."""
    import feedparser

    # A dictionary of strings, which feedparser copies deeply for every text: a twelfth of its time.
    feedparser.FeedParserDict.__deepcopy__ = _copy_of_strings
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)  # feedparser makes many objects and hardly any cycles


def _copy_of_strings(original: dict[str, str], memo: object) -> dict[str, str]:
    return type(original)(original)


def _read_frame(pipe: BinaryIO) -> bytes | None:
    head = pipe.read(4)
    if len(head) < 4:
        return None
    length = frame_length(head)
    payload = pipe.read(length)
    return payload if len(payload) == length else None


def _serve(request: dict[str, Any], body: bytes, answers: BinaryIO) -> bool:
    """Answers one request; False when this process had better end."""
    try:
        found = read_source(body, request["url"], request["content_type"], request["kind"])
    except ParseError as error:
        _send(answers, {"error": error.reason})
        return True
    except MemoryError:
        _send(answers, {"error": "it needs too much memory to be read", "ends": True})
        return False
    except RecursionError:
        _send(answers, {"error": "it is nested too deeply to be read"})
        return True
    if isinstance(found, FoundFeeds):
        _send(answers, {"feeds": found.urls})
        return True
    for batch in batches(found.entries):
        _send(answers, {"entries": batch})
    _send(
        answers,
        {
            "title": found.title,
            "home": found.home,
            "language": found.language,
            "problem": found.problem,
            "interval": found.interval,
            "skipped_hours": found.skipped_hours,
            "skipped_days": found.skipped_days,
            "article": found.article,
        },
    )
    return True


def _send(answers: BinaryIO, value: dict[str, Any]) -> None:
    answers.write(frame(dump(value)))


def _limit_memory() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # not on Windows

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))


def _limit_cpu() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + CPU_LIMIT, hard))


if __name__ == "__main__":
    main()
