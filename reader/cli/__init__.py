"""The command line: a thin layer over the services. Each command imports only what it needs.

Data go to stdout, words for people to stderr. Exit status: 0 all done, 1 something failed, 2 wrong
usage, 130 interrupted.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Iterable

from reader import __version__
from reader.cli.terminal import (
    CONFIG,
    DONE,
    INTERRUPTED,
    MISUSED,
    WHERE,
    OutputError,
    failed,
    open_library,
    speak_utf8,
    take_data_dir,
    writing,
)
from reader.errors import ReaderError

WITH_VALUE = {"--data-dir", "--config"}

ROOMS = {
    "gather": ("import", "refresh"),
    "feeds": ("feeds",),
    "articles": ("list", "show", "mark"),
    "notes": ("note", "notes", "tag", "tags"),
    "searches": ("searches",),
    "names": ("who", "where"),
    "timeline": ("timeline",),
    "export": ("export",),
    "follow": ("follow", "mute", "unfollow", "watched"),
    "correct": ("correct", "corrections"),
    "annotate": ("annotate",),
    "check": ("check",),
    "backup": ("backup", "restore"),
    "clean": ("clean",),
    "config": ("config",),
    "serve": ("serve",),
}
"""The modules of the commands, in the order in which help lists them."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    if sys.stdout is None:
        return failed("there is no output to write to")
    speak_utf8()
    arguments = sys.argv[1:] if arguments is None else arguments
    given = _given(arguments)
    command: Callable[[argparse.Namespace], int] = given.command
    try:
        status = command(given)
        with writing():
            sys.stdout.flush()
        return status
    except OutputError as error:
        _leave_output()
        return failed(str(error))
    except ReaderError as error:
        return failed(str(error))
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _leave_output()
        return DONE  # the reader of the output has gone
    except Exception as error:
        if os.environ.get("READER_DEBUG"):
            raise
        return failed(f"internal error, please report it: {error!r} (READER_DEBUG=1 shows where)")


def _given(arguments: list[str]) -> argparse.Namespace:
    """The parsed arguments. argparse takes all names of a list from one place: those that stand behind
    an option are added to the list that the command calls `several`."""
    parser = _parser(arguments)
    given, left = parser.parse_known_args(arguments)
    several: str = getattr(given, "several", "")
    if left and (not several or any(name.startswith("-") for name in left)):
        parser.error(f"unrecognized arguments: {' '.join(left)}")
    if left:
        setattr(given, several, [*getattr(given, several), *left])
    return given


def _leave_output() -> None:
    """Python would complain once more when it flushes at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser(arguments: list[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="reader",
        description="A news reader for the terminal that marks officials and places. "
        "Without a command it opens the screen.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"reader {__version__}")
    parser.add_argument("--data-dir", metavar="DIR", help=WHERE)
    parser.add_argument("--config", metavar="FILE", help=CONFIG)
    parser.set_defaults(command=_open_screen)
    if not _asks_for_the_screen(arguments):
        _add_commands(parser, _rooms(arguments))
    return parser


def _asks_for_the_screen(arguments: list[str]) -> bool:
    """The screen is to be there at once: it does not wait for the commands that it does not need."""
    return len(arguments) % 2 == 0 and set(arguments[::2]) <= WITH_VALUE


def _add_commands(parser: argparse.ArgumentParser, rooms: Iterable[str]) -> None:
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", prog=parser.prog)
    for room in rooms:
        importlib.import_module(f"reader.cli.{room}").add_commands(commands)
    take_data_dir(commands)


def _rooms(arguments: list[str]) -> Iterable[str]:
    """The rooms whose commands have to be known: all, unless one command is plainly asked for. The
    arguments of all commands take as long to describe as a list takes to print."""
    words = iter(arguments)
    for word in words:
        if word in WITH_VALUE:
            next(words, None)
        elif word.startswith("-"):
            break
        else:
            room = next((room for room, commands in ROOMS.items() if word in commands), None)
            return ROOMS if room is None else (room,)
    return ROOMS


def _open_screen(given: argparse.Namespace) -> int:
    if "TEXTUAL_DRIVER" not in os.environ and (reason := _no_terminal()):
        return failed(f"{reason}; try `reader list` or `reader --help`", MISUSED)
    from reader.config import settings_path
    from reader.tui import run

    with open_library(given) as library:
        return run(library, settings_path(given.config))


def _no_terminal() -> str:
    """Why there is no terminal to open the screen in."""
    # Textual reads from standard input and paints on standard error.
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        return "the screen needs a terminal"
    if os.environ.get("TERM", "") in ("", "dumb"):
        return "this terminal cannot draw a screen (TERM is not set or dumb)"
    return ""
