"""`reader feeds`: the feeds that are followed."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from reader.cli.gather import import_command
from reader.cli.terminal import DONE, Commands, open_library, print_json, print_text, say

if TYPE_CHECKING:
    from reader.model import Feed


def add_commands(commands: Commands) -> None:
    parser = commands.add_parser("feeds", help="the feeds that you follow")
    parser.set_defaults(command=_list, json=False)
    actions = parser.add_subparsers(title="actions", metavar="ACTION")
    listing = actions.add_parser("list", help="list them, with their last success and error")
    listing.add_argument("--json", action="store_true", help="one JSON line per feed")
    adding = actions.add_parser("add", help="follow a feed, or the feed of a page, and store its articles")
    adding.add_argument("sources", metavar="URL", nargs="+")
    adding.set_defaults(command=import_command, once=False)
    removing = actions.add_parser("remove", help="stop following a feed; its articles stay")
    removing.add_argument("feed", metavar="FEED", help="URL or title")
    removing.set_defaults(command=_remove)


def _list(given: argparse.Namespace) -> int:
    with open_library(given) as library:
        followed = [feed for feed in library.feeds() if feed.followed]
    if not followed and not given.json:
        say("no feed is followed yet; `reader feeds add URL` follows one")
    for feed in followed:
        if given.json:
            print_json(_feed_json(feed))
        else:
            print_text(_feed_line(feed))
    return DONE


def _feed_json(feed: Feed) -> dict[str, Any]:
    from reader.services.exporting import iso_utc

    memory = feed.memory
    moments = {"succeeded": memory.succeeded, "next_try": memory.next_try}
    return {
        "url": feed.url,
        "title": feed.title,
        "folder": feed.folder,
        "error": memory.error or None,
        "failures": memory.failures,
    } | {name: moment and iso_utc(moment) for name, moment in moments.items()}


def _feed_line(feed: Feed) -> str:
    memory = feed.memory
    if memory.error:
        state = f"failing: {memory.error}"
    else:
        state = f"read {memory.succeeded:%Y-%m-%d %H:%M} UTC" if memory.succeeded else "not read yet"
    return f"{feed.title or feed.url}  <{feed.url}>  {state}"


def _remove(given: argparse.Namespace) -> int:
    from reader.services.refreshing import find_feed

    with open_library(given) as library:
        feed = find_feed([feed for feed in library.feeds() if feed.followed], given.feed)
        library.unfollow(feed.id)
    print_text(f"{feed.title or feed.url}: no longer followed; its articles stay")
    return DONE
