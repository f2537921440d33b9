"""`reader annotate`: the marks of any text."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reader.cli.terminal import DONE, Commands, failed, print_json, print_text
from reader.errors import ReaderError


def add_commands(commands: Commands) -> None:
    parser = commands.add_parser("annotate", help="mark officials, people and places in any text")
    parser.add_argument(
        "file", metavar="FILE", nargs="?", default="-", help="a text file; - is standard input"
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one JSON object; offsets into the text as given")
    form.add_argument(
        "--jsonl", action="store_true", help='reads {"id", "text"} lines, writes one line for each'
    )
    parser.set_defaults(command=_annotate)


def _annotate(given: argparse.Namespace) -> int:
    from reader.services import annotating

    with _input(given.file) as lines:
        if given.jsonl:
            return _annotate_lines(lines)
        text = annotating.decode(b"".join(lines), given.file)
    from reader.annotations_json import to_json

    annotations = annotating.annotate_text(text)
    if given.json:
        print_json(to_json(annotations))
    else:
        print_text(annotating.in_words(annotations), end="")
    return DONE


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
