"""`reader import` and `reader refresh`: new articles."""

from __future__ import annotations

import argparse
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from reader.cli.terminal import DONE, FAILED, Commands, open_library, print_json, print_text, say

if TYPE_CHECKING:
    from reader.library.library import Library
    from reader.services.gathering import Event
    from reader.services.pace import Pace

LINES = "one JSON line per source, as soon as it is durable"


def add_commands(commands: Commands) -> None:
    _add_import(commands)
    _add_refresh(commands)


def _add_import(commands: Commands) -> None:
    parser = commands.add_parser(
        "import", help="store what a feed, a page or a file holds", description="Import sources side by side."
    )
    parser.add_argument(
        "sources", metavar="SOURCE", nargs="+", help="feed or page URL, local feed, .html or .txt article"
    )
    parser.add_argument("--once", action="store_true", help="do not follow the feeds")
    parser.add_argument(
        "--full-text", action="store_true", help="fetch the pages of summaries, now and at later visits"
    )
    parser.add_argument("--json", action="store_true", help=LINES)
    parser.set_defaults(command=import_command, several="sources")


def import_command(given: argparse.Namespace) -> int:
    """Import `given.sources`; also what `reader feeds add` does."""
    from reader.services.importing import import_sources

    with open_library(given) as library:
        events = import_sources(library, given.sources, follow=not given.once, full_text=given.full_text)
        return _run(events, given.json)


def _add_refresh(commands: Commands) -> None:
    parser = commands.add_parser("refresh", help="visit the feeds that you follow")
    parser.add_argument("feeds", metavar="FEED", nargs="*", help="URL or title; without one, every feed")
    parser.add_argument("--due", action="store_true", help="only feeds whose time has come")
    parser.add_argument("--json", action="store_true", help=LINES)
    parser.set_defaults(command=_refresh, several="feeds")


def _refresh(given: argparse.Namespace) -> int:
    from reader.services.refreshing import refresh

    with open_library(given) as library:
        began = datetime.now(UTC)
        status = _run(refresh(library, given.feeds, only_due=given.due), given.json)
        if library.is_watching:
            _tell_matches(library, began)
    return status


def _tell_matches(library: Library, began: datetime) -> None:
    """How many of the articles that have arrived name what is followed."""
    import asyncio

    from reader.services.watching import new_matches

    found = asyncio.run(new_matches(library, began))
    if found is None:
        return
    articles = "1 new article names" if found.articles == 1 else f"{found.articles} new articles name"
    more = f"; {found.unmarked} more have no marks yet" if found.unmarked else ""
    say(f"{articles} what you follow{more}")


def _run(events: AsyncGenerator[Event, None], as_json: bool) -> int:
    import asyncio

    return asyncio.run(_report(events, as_json))


async def _report(events: AsyncGenerator[Event, None], as_json: bool) -> int:
    from reader.cli.progress import ProgressLine
    from reader.services.gathering import Imported
    from reader.services.pace import Pace, paced

    status, progress = DONE, ProgressLine()
    async for event in paced(events) if progress.can_show else events:
        if isinstance(event, Pace):
            progress.show(_in_words(event))
        if not isinstance(event, Imported):
            continue
        progress.clear()
        if as_json:
            line = {name: getattr(event, name) for name in ("source", "status", "new", "updated")}
            print_json(line | {"error": event.error or None})
        elif not event.error:
            texts = f", {event.texts} full text{'' if event.texts == 1 else 's'}" if event.texts else ""
            print_text(f"{event.source}: {event.new} new, {event.updated} updated{texts}")
        if event.error or event.note:
            say(f"{event.source}: {event.error or event.note}")
        if event.error:
            status = FAILED
    progress.clear()
    return status


def _in_words(pace: Pace) -> str:
    words = f"{pace.done} of {pace.total} done, {pace.new} new"
    return f"{words}; slow: {', '.join(pace.slow)}" if pace.slow else words
