"""The command line: a thin layer over the services. Each command imports only what it needs.

Data go to stdout, words for people to stderr. Exit status: 0 all done, 1 something failed, 2 wrong
usage, 130 interrupted.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader import __version__
from reader.errors import ReaderError

if TYPE_CHECKING:
    from reader.library.library import Library
    from reader.model import Annotations, Article, ArticleRow

DONE, FAILED, MISUSED, INTERRUPTED = 0, 1, 2, 130
ROWS_AT_ONCE = 500


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    _speak_utf8()
    given = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = given.command
    try:
        status = command(given)
        sys.stdout.flush()
        return status
    except ReaderError as error:
        return _failed(str(error))
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of the output has gone; Python would complain once more when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:
        if os.environ.get("READER_DEBUG"):
            raise
        return _failed(f"internal error, please report it: {error!r} (READER_DEBUG=1 shows where)")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="reader",
        description="A news reader for the terminal that marks officials and places. "
        "Without a command it opens the screen.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"reader {__version__}")
    parser.add_argument(
        "--data-dir",
        metavar="DIR",
        help="where everything is kept (else READER_DATA_DIR, else your data folder)",
    )
    parser.set_defaults(command=_open_screen)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for add in (_add_import, _add_list, _add_show, _add_mark, _add_annotate):
        add(commands)
    return parser


Commands = Any  # argparse keeps the type of its subparsers private


# --- the screen ---------------------------------------------------------------------------------


def _open_screen(given: argparse.Namespace) -> int:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return _failed("the screen needs a terminal; try `reader list` or `reader --help`", MISUSED)
    if os.environ.get("TERM", "") in ("", "dumb"):
        return _failed(
            "this terminal cannot draw a screen (TERM is not set or dumb); try `reader list`", MISUSED
        )
    from reader.tui.app import run

    with _library(given) as library:
        return run(library)


# --- import -------------------------------------------------------------------------------------


def _add_import(commands: Commands) -> None:
    parser = commands.add_parser(
        "import", help="store what a feed, a page or a file holds", description="Import sources side by side."
    )
    parser.add_argument(
        "sources", metavar="SOURCE", nargs="+", help="feed or page URL, local feed, .html or .txt article"
    )
    parser.add_argument("--once", action="store_true", help="do not follow the feeds")
    parser.add_argument(
        "--json", action="store_true", help="one JSON line per source, as soon as it is durable"
    )
    parser.set_defaults(command=_import)


def _import(given: argparse.Namespace) -> int:
    import asyncio

    with _library(given) as library:
        return asyncio.run(_import_all(library, given))


async def _import_all(library: Library, given: argparse.Namespace) -> int:
    from reader.services.importing import Imported, import_sources

    status = DONE
    async for event in import_sources(library, given.sources, follow=not given.once):
        if not isinstance(event, Imported):
            continue
        if given.json:
            line = {name: getattr(event, name) for name in ("source", "status", "new", "updated")}
            _print_json(line | {"error": event.error or None})
        elif not event.error:
            _print(f"{event.source}: {event.new} new, {event.updated} updated")
        if event.error or event.note:
            _say(f"{event.source}: {event.error or event.note}")
        if event.error:
            status = FAILED
    return status


# --- list, show, mark ---------------------------------------------------------------------------


def _add_list(commands: Commands) -> None:
    parser = commands.add_parser("list", help="list stored articles, newest first")
    parser.add_argument("--json", action="store_true", help="one JSON line per article")
    parser.add_argument("--unread", action="store_true", help="only unread articles")
    parser.add_argument("--bookmarked", action="store_true", help="only bookmarked articles")
    parser.add_argument("--search", metavar="Q", default="", help='words, "a phrase", -without')
    parser.add_argument("--limit", metavar="N", type=_natural, help="at most N articles")
    parser.set_defaults(command=_list)


def _list(given: argparse.Namespace) -> int:
    with _library(given) as library:
        if library.is_empty and not given.json:
            _say("nothing is stored yet; `reader import URL` stores a feed")
        for row in _listed(library, given):
            if given.json:
                from reader.services.exporting import row_json

                _print_json(row_json(row))
            else:
                _print(_row_line(row))
    return DONE


def _listed(library: Library, given: argparse.Namespace) -> Iterator[ArticleRow]:
    from reader.model import View

    view = View(unread=given.unread, bookmarked=given.bookmarked, search=given.search)
    if given.limit is not None and given.limit <= ROWS_AT_ONCE:
        yield from library.first_rows(view, given.limit)
        return
    rowids = library.rowids(view)[: given.limit]
    for start in range(0, len(rowids), ROWS_AT_ONCE):
        yield from library.rows(rowids[start : start + ROWS_AT_ONCE])


def _row_line(row: ArticleRow) -> str:
    unread = " " if row.read else "●"
    bookmark = "★" if row.bookmarked else " "
    return f"{row.key}  {row.published:%Y-%m-%d}  {unread}{bookmark} {row.title} ({row.source})"


def _add_show(commands: Commands) -> None:
    parser = commands.add_parser("show", help="print one article")
    parser.add_argument("id", metavar="ID", help="as `reader list` gives it, or its first digits")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="everything, with officials, people and places")
    form.add_argument("--format", choices=("text", "markdown", "html"), default="text")
    parser.set_defaults(command=_show)


def _show(given: argparse.Namespace) -> int:
    from reader.services import exporting

    with _library(given) as library:
        article = library.article(given.id)
        if given.json:
            _print_json(exporting.article_json(article, _annotations(library, article)))
        else:
            form = {"text": exporting.article_text, "markdown": exporting.article_markdown}
            _print(form.get(given.format, exporting.article_html)(article), end="")
    return DONE


def _annotations(library: Library, article: Article) -> Annotations:
    from reader.services.annotating import annotated

    return annotated(library, article)


def _add_mark(commands: Commands) -> None:
    parser = commands.add_parser("mark", help="mark articles read, unread, bookmarked or not")
    parser.add_argument("ids", metavar="ID", nargs="+")
    read = parser.add_mutually_exclusive_group()
    read.add_argument("--read", dest="read", action="store_const", const=True)
    read.add_argument("--unread", dest="read", action="store_const", const=False)
    bookmark = parser.add_mutually_exclusive_group()
    bookmark.add_argument("--bookmark", dest="bookmarked", action="store_const", const=True)
    bookmark.add_argument("--unbookmark", dest="bookmarked", action="store_const", const=False)
    parser.set_defaults(command=_mark)


def _mark(given: argparse.Namespace) -> int:
    from reader.model import Marking

    marking = Marking(read=given.read, bookmarked=given.bookmarked)
    if marking == Marking():
        return _failed("say what to mark: --read, --unread, --bookmark or --unbookmark", MISUSED)
    with _library(given) as library:
        keys, status = [], DONE
        for name in given.ids:
            try:
                keys.append(library.article(name).row.key)
            except ReaderError as error:
                status = _failed(str(error))
        library.mark(keys, marking)
    return status


# --- annotate -----------------------------------------------------------------------------------


def _add_annotate(commands: Commands) -> None:
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
        _print_json(to_json(annotations))
    else:
        _print(annotating.in_words(annotations), end="")
    return DONE


def _annotate_lines(lines: Iterator[bytes]) -> int:
    from reader.services.annotating import BadLine, annotate_lines

    status = DONE
    for answer in annotate_lines(lines):
        if isinstance(answer, BadLine):
            status = _failed(f"line {answer.number}: {answer.reason}")
        else:
            _print_json(answer)
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


# --- in and out ---------------------------------------------------------------------------------


@contextmanager
def _library(given: argparse.Namespace) -> Iterator[Library]:
    from reader.config import library_path
    from reader.library.library import Library

    library = Library.open(library_path(given.data_dir))
    try:
        yield library
    finally:
        library.close()


def _natural(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError("must not be negative")
    return number


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")


def _print_json(data: dict[str, Any]) -> None:
    print(json.dumps(data, ensure_ascii=False), flush=True)


def _print(text: str, end: str = "\n") -> None:
    from reader.text.clean import clean

    print(clean(text), end=end)


def _say(message: str) -> None:
    from reader.text.clean import clean_line

    print(f"reader: {clean_line(message)}", file=sys.stderr)


def _failed(message: str, status: int = FAILED) -> int:
    _say(message)
    return status
