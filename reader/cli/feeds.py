"""`reader feeds`: the feeds that are followed."""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli.clean import add_keep
from reader.cli.terminal import (
    DONE,
    FAILED,
    MISUSED,
    Commands,
    failed,
    open_library,
    print_json,
    print_text,
    say,
    take_data_dir,
)

if TYPE_CHECKING:
    from reader.library.library import Library
    from reader.model import Feed
    from reader.services.subscriptions import FollowedFeed, Taken

FEED = "its URL or title"


def add_commands(commands: Commands) -> None:
    parser = commands.add_parser("feeds", help="the feeds that you follow")
    parser.add_argument("--json", action="store_true", help="as for `list`")
    parser.set_defaults(command=_list)
    actions = parser.add_subparsers(title="actions", metavar="ACTION")
    for add in (_add_list, _add_add, _add_rename, _add_move, _add_full_text, add_keep, _add_remove):
        add(actions)
    for add in (_add_import, _add_export, _add_suggest):
        add(actions)
    take_data_dir(actions)


# --- what is followed -------------------------------------------------------------------------


def _add_list(actions: Commands) -> None:
    parser = actions.add_parser("list", help="list them: unread and all articles, state, what went wrong")
    parser.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help="one JSON line per feed"
    )
    parser.set_defaults(command=_list)


def _list(given: argparse.Namespace) -> int:
    from reader.cli.feed_lines import feed_json, table
    from reader.services.subscriptions import followed_feeds

    with open_library(given) as library:
        followed = followed_feeds(library)
    if given.json:
        for one in followed:
            print_json(feed_json(one))
    elif followed:
        for line in table(followed, shutil.get_terminal_size().columns):
            print_text(line)
    else:
        say("no feed is followed yet; `reader feeds add URL` follows one, `reader feeds suggest` knows some")
    return DONE


def _add_add(actions: Commands) -> None:
    parser = actions.add_parser("add", help="follow a feed, or the feed of a page, and store its articles")
    parser.add_argument("urls", metavar="URL", nargs="+", help="of a feed, or of a page that has one")
    parser.add_argument("--folder", metavar="FOLDER", help="put it in this folder, such as World/Asia")
    parser.add_argument("--title", metavar="TITLE", help="your own name for it")
    parser.add_argument("--full-text", action="store_true", help="fetch the pages of summaries")
    parser.set_defaults(command=_add, several="urls")


def _add(given: argparse.Namespace) -> int:
    import asyncio

    if given.title is not None and len(given.urls) > 1:
        return failed("--title names one feed; add the others by themselves", MISUSED)
    with open_library(given) as library:
        return asyncio.run(_add_all(library, given))


async def _add_all(library: Library, given: argparse.Namespace) -> int:
    from reader.services.adding import add_feeds

    status = DONE
    events = add_feeds(library, given.urls, name=given.title, folder=given.folder, full_text=given.full_text)
    async for event in events:
        if event.error or event.note:
            say(f"{event.source}: {event.error or event.note}")
        if event.error:
            status = FAILED
        else:
            feed = next(feed for feed in library.feeds() if feed.id == event.feed_id)
            print_text(f"{_named(feed)}: followed, {_articles(event.new, 'new ')}")
    return status


# --- changes ----------------------------------------------------------------------------------


def _add_rename(actions: Commands) -> None:
    parser = actions.add_parser("rename", help="give a feed a name of your own")
    parser.add_argument("feed", metavar="FEED", help=FEED)
    parser.add_argument("title", metavar="TITLE", help='your name for it; "" for its own title')
    parser.set_defaults(command=_change, folder=None)


def _add_move(actions: Commands) -> None:
    parser = actions.add_parser("move", help="put a feed into a folder")
    parser.add_argument("feed", metavar="FEED", help=FEED)
    parser.add_argument("folder", metavar="FOLDER", help='such as World/Asia; "" for none')
    parser.set_defaults(command=_change, title=None)


def _change(given: argparse.Namespace) -> int:
    from reader.services.subscriptions import change_feed, followed_feed

    with open_library(given) as library:
        known = followed_feed(library, given.feed).feed
        feed = change_feed(library, known.id, name=given.title, folder=given.folder)
    if given.folder is None:
        print_text(f"{feed.url}: now called {_named(feed)}")
    else:
        print_text(f"{_named(feed)}: " + (f"now in {feed.folder}" if feed.folder else "now in no folder"))
    return DONE


def _add_full_text(actions: Commands) -> None:
    parser = actions.add_parser("full-text", help="fetch the pages of a feed that gives summaries")
    parser.add_argument("feed", metavar="FEED", help=FEED)
    parser.add_argument("wanted", metavar="on|off", choices=("on", "off"))
    parser.set_defaults(command=_full_text)


def _full_text(given: argparse.Namespace) -> int:
    from reader.services.subscriptions import change_feed, followed_feed

    on = given.wanted == "on"
    with open_library(given) as library:
        feed = change_feed(library, followed_feed(library, given.feed).feed.id, full_text=on)
    print_text(f"{_named(feed)}: " + ("full texts from the next visit on" if on else "the feed's own texts"))
    return DONE


def _add_remove(actions: Commands) -> None:
    parser = actions.add_parser("remove", help="stop following a feed")
    parser.add_argument("feed", metavar="FEED", help=FEED)
    articles = parser.add_mutually_exclusive_group()
    articles.add_argument(
        "--keep-articles", dest="delete", action="store_const", const=False, help="without asking"
    )
    articles.add_argument(
        "--delete-articles",
        dest="delete",
        action="store_const",
        const=True,
        help="without asking; bookmarked ones stay",
    )
    parser.set_defaults(command=_remove)


def _remove(given: argparse.Namespace) -> int:
    from reader.services.subscriptions import followed_feed

    with open_library(given) as library:
        followed = followed_feed(library, given.feed)
        stored, bookmarked = followed.counts.stored, followed.counts.bookmarked
        delete, bookmarks_too = given.delete, False
        if delete is None and stored and sys.stdin.isatty() and sys.stderr.isatty():
            delete, bookmarks_too = _asked(followed)
        if delete:
            gone = library.remove(followed.feed.id, bookmarked=bookmarks_too)
            left = f", {bookmarked} bookmarked kept" if bookmarked and not bookmarks_too else ""
            told = f"{_articles(gone)} deleted{left}"
        else:
            library.unfollow(followed.feed.id)
            told = f"{_articles(stored)} stay{'s' if stored == 1 else ''}" if stored else ""
    print_text(f"{_named(followed.feed)}: no longer followed" + (f"; {told}" if told else ""))
    if given.delete is None and delete is None and stored:
        say("--delete-articles would have deleted them")
    return DONE


def _asked(followed: FollowedFeed) -> tuple[bool, bool]:
    """Whether to delete its articles, and the bookmarked among them."""
    counts = followed.counts
    if not _yes(f"{_named(followed.feed)} has {_articles(counts.stored)}. Delete them?"):
        return False, False
    bookmarked = counts.bookmarked
    return True, bool(bookmarked) and _yes(f"Bookmarked among them: {bookmarked}. Delete these as well?")


def _yes(question: str) -> bool:
    """The answer of the person at the terminal; no when there is none."""
    from reader.text.clean import clean_line

    print(f"{clean_line(question)} [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")


# --- lists ------------------------------------------------------------------------------------


def _add_import(actions: Commands) -> None:
    parser = actions.add_parser("import", help="follow the feeds of an OPML file")
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--json", action="store_true", help="one JSON line per feed")
    parser.set_defaults(command=_import)


def _import(given: argparse.Namespace) -> int:
    from reader.services.subscriptions import import_list

    with open_library(given) as library:
        done = import_list(library, given.file)
    for taken in done.taken:
        if given.json:
            error = {"error": taken.reason or None}
            fields = ("url", "title", "folder", "status")
            print_json({name: getattr(taken, name) for name in fields} | error)
        elif taken.status != "refused":
            print_text(_taken_line(taken))
        if taken.status == "refused":
            say(f"{taken.title or 'a feed'} <{taken.url}> {taken.reason}; it is not followed")
    if done.problem:
        say(f"{given.file}: {done.problem}")
    followed = sum(taken.status == "followed" for taken in done.taken)
    if followed:
        say(
            f"{followed} feed{'' if followed == 1 else 's'} followed; `reader refresh` fetches their articles"
        )
    elif not done.taken:
        say(f"{given.file}: names no feed")
    return FAILED if any(taken.status == "refused" for taken in done.taken) else DONE


def _taken_line(taken: Taken) -> str:
    place = f" in {taken.folder}" if taken.folder else ""
    told = "followed" if taken.status == "followed" else "followed already"
    return f"{taken.title or taken.url}: {told}{place if taken.status == 'followed' else ''}"


def _add_export(actions: Commands) -> None:
    parser = actions.add_parser("export", help="write the feeds that you follow as OPML")
    parser.add_argument("file", metavar="FILE", nargs="?", default="-", help="- is standard output")
    parser.add_argument("--force", action="store_true", help="replace the file if there is one")
    parser.set_defaults(command=_export)


def _export(given: argparse.Namespace) -> int:
    from reader.services.subscriptions import exported_list
    from reader.services.writing import write_file

    with open_library(given) as library:
        content = exported_list(library)
    if given.file == "-":
        print_text(content.decode(), end="")
    else:
        write_file(Path(given.file), content, overwrite=given.force)
    return DONE


def _add_suggest(actions: Commands) -> None:
    parser = actions.add_parser("suggest", help="list feeds of public bodies to choose from")
    parser.set_defaults(command=_suggest)


def _suggest(given: argparse.Namespace) -> int:
    from reader.services.subscriptions import suggested_feeds

    folder = None
    for feed in suggested_feeds():
        if feed.folder != folder:
            print_text(("" if folder is None else "\n") + feed.folder)
            folder = feed.folder
        print_text(f"  {feed.title}\n    {feed.url}")
    say("`reader feeds add URL` follows one of them")
    return DONE


def _named(feed: Feed) -> str:
    return feed.title or feed.url


def _articles(count: int, kind: str = "") -> str:
    return f"{count} {kind}article{'' if count == 1 else 's'}"
