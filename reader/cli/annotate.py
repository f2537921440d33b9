"""`reader annotate`: the marks of any text, and those of the stored articles."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from reader.cli.terminal import (
    DONE,
    MISUSED,
    Commands,
    failed,
    natural,
    open_library,
    print_json,
    print_text,
    say,
)
from reader.errors import ReaderError

if TYPE_CHECKING:
    from reader.library.library import Library


def add_commands(commands: Commands) -> None:
    parser = commands.add_parser("annotate", help="mark officials, people and places in any text")
    parser.add_argument("file", metavar="FILE", nargs="?", help="a text file; - or nothing is standard input")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one JSON object; offsets into the text as given")
    form.add_argument(
        "--jsonl", action="store_true", help='reads {"id", "text"} lines, writes one line for each'
    )
    form.add_argument(
        "--stored",
        action="store_true",
        help="the stored articles that have no marks yet, newest first",
    )
    parser.add_argument("--limit", metavar="N", type=natural, help="with --stored: at most N articles")
    parser.set_defaults(command=_annotate)


def _annotate(given: argparse.Namespace) -> int:
    from reader.services import annotating

    if given.stored and given.file is not None:
        return failed("--stored takes no FILE", MISUSED)
    if given.limit is not None and not given.stored:
        return failed("--limit goes with --stored", MISUSED)
    if given.stored:
        return _annotate_stored(given)
    name = given.file or "-"
    with _input(name) as lines:
        if given.jsonl:
            return _annotate_lines(lines)
        text = annotating.decode(b"".join(lines), name)
    from reader.annotations_json import to_json

    annotations = annotating.annotate_text(text)
    if given.json:
        print_json(to_json(annotations))
    else:
        print_text(annotating.in_words(annotations), end="")
    return DONE


def _annotate_stored(given: argparse.Namespace) -> int:
    import asyncio

    from reader.services.annotating import without_marks

    with open_library(given) as library:
        waiting = without_marks(library)
        total = waiting if given.limit is None else min(waiting, given.limit)
        try:
            return asyncio.run(_report(library, total))
        except KeyboardInterrupt:
            say("stopped; what is done is kept, the same command goes on")
            raise


async def _report(library: Library, total: int) -> int:
    """Annotate so many articles; a line a second for the person who waits."""
    from reader.services.annotating import annotate_stored

    done, status, told = 0, DONE, monotonic()
    async for progress in annotate_stored(library, total):
        done = progress.done
        if progress.error:
            status = failed(progress.error)
        if monotonic() - told >= 1:
            told = monotonic()
            say(f"{done} of {total} articles annotated")
    say(f"{done} article{'' if done == 1 else 's'} annotated")
    return status


def _annotate_lines(lines: Iterator[bytes]) -> int:
    from reader.services.annotating import BadLine, annotate_lines

    status = DONE
    for answer in annotate_lines(lines):
        if isinstance(answer, BadLine):
            status = failed(f"line {answer.number}: {answer.reason}")
        else:
            print_json(answer)
    return status


@contextmanager
def _input(name: str) -> Iterator[Iterator[bytes]]:
    """The lines of a file or of standard input, as bytes: offsets must count every character."""
    if name == "-":
        yield iter(sys.stdin.buffer)
        return
    try:
        with Path(name).open("rb") as file:
            yield iter(file)
    except OSError as error:
        raise ReaderError(f"{name}: {error.strerror}") from None
