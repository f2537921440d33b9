"""What every command shares: exit statuses, the library, words to the person and data to programs."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from reader.errors import ReaderError

if TYPE_CHECKING:
    from reader.library.library import Library

DONE, FAILED, MISUSED, INTERRUPTED = 0, 1, 2, 130

CONFIG = "the settings file (else READER_CONFIG, else in your settings folder)"

Commands = Any  # argparse keeps the type of its subparsers private


WHERE = "where everything is kept (else READER_DATA_DIR, else your data folder)"


def take_data_dir(commands: Commands) -> None:
    """Let every one of these commands or actions take --data-dir too."""
    for command in commands.choices.values():
        command.add_argument("--data-dir", metavar="DIR", default=argparse.SUPPRESS, help=WHERE)


class OutputError(ReaderError):
    """Standard output takes nothing more, and not because its reader has gone."""


@contextmanager
def open_library(given: argparse.Namespace) -> Iterator[Library]:
    from reader.config import library_path
    from reader.library.library import Library

    library = Library.open(library_path(given.data_dir))
    for trouble in library.troubles:
        say(trouble)
    try:
        _finish_corrections(library)
        yield library
    finally:
        library.close()


def _finish_corrections(library: Library) -> None:
    """What was interrupted, or said on another computer, is made good before anything is told."""
    if library.awaits_corrections:
        from reader.services.correcting import finish

        finish(library)


def speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")


@contextmanager
def writing() -> Iterator[None]:
    """OutputError when what is written inside cannot be; BrokenPipeError stays."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"the output cannot be written: {error.strerror or error}") from error


def print_json(data: dict[str, Any]) -> None:
    """One line; what a terminal might obey stands in it as an escape, which means the same."""
    from reader.text.clean import DANGEROUS

    line = DANGEROUS.sub(lambda sign: json.dumps(sign[0])[1:-1], json.dumps(data, ensure_ascii=False))
    with writing():
        print(line, flush=True)


def print_text(text: str, end: str = "\n") -> None:
    from reader.text.clean import clean

    with writing():
        print(clean(text), end=end)


def say(message: str) -> None:
    from reader.text.clean import clean_line

    if sys.stderr:  # None when it is closed
        print(f"reader: {clean_line(message)}", file=sys.stderr)


def failed(message: str, status: int = FAILED) -> int:
    say(message)
    return status


def natural(text: str) -> int:
    """The type of options that count something."""
    try:
        number = int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"must be a number, not {text!r}") from None
    if number < 0:
        raise argparse.ArgumentTypeError("must not be negative")
    return number
