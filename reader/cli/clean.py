"""`reader clean` and `reader feeds keep`: how long articles are kept, and deleting the old ones."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
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

if TYPE_CHECKING:
    from reader.library.library import Library
    from reader.model import Retention
    from reader.services.cleaning import FeedCleaned


def add_commands(commands: Commands) -> None:
    parser = commands.add_parser(
        "clean",
        help="delete old articles",
        description="Delete articles beyond the limits of their feeds (see `reader feeds keep`), or beyond"
        " those given here. Bookmarked, noted, tagged and unread ones stay, and read marks too.",
    )
    parser.add_argument("feeds", metavar="FEED", nargs="*", help="URL or title; without one, every feed")
    _add_limits(parser)
    parser.add_argument("--unread", action="store_true", help="delete unread ones too")
    parser.add_argument(
        "--marks",
        action="store_true",
        help="remove read marks, more than a year old, of articles that are gone and no longer served",
    )
    parser.add_argument("--dry-run", action="store_true", help="only say what would be deleted")
    parser.add_argument("--json", action="store_true", help="one JSON line per feed")
    parser.set_defaults(command=_clean)


def add_keep(actions: Commands) -> None:
    """The action of `reader feeds` that sets limits."""
    parser = actions.add_parser("keep", help="say how long the articles of a feed are kept; 0 is for ever")
    parser.add_argument("feeds", metavar="FEED", nargs="+", help="its URL or title")
    _add_limits(parser)
    parser.set_defaults(command=_keep)


def _add_limits(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--days", metavar="N", type=natural, help="keep what came in the last N days")
    parser.add_argument("--count", metavar="N", type=natural, help="keep the newest N articles of a feed")


def _clean(given: argparse.Namespace) -> int:
    from reader.model import Retention
    from reader.services.cleaning import clean_feeds

    if given.marks and (given.feeds or given.unread or given.days is not None or given.count is not None):
        return failed("--marks stands alone: it is about all feeds", MISUSED)
    now = datetime.now(UTC)
    with open_library(given) as library:
        if given.marks:
            return _prune(library, given, now)
        limits = None
        if given.days is not None or given.count is not None:
            limits = Retention(given.days or 0, given.count or 0)
            if not limits:
                return failed("0 is no limit; name the days or the number of articles to keep", MISUSED)
        done = clean_feeds(library, given.feeds, limits, now, unread=given.unread, dry_run=given.dry_run)
        for one in done:
            _report(one, given)
        if not done:
            say(_nothing_to_clean(limits is not None))
        elif not given.dry_run and any(one.cleaned.deleted for one in done):
            freed = library.cleaning.give_back_space()
            say(f"{freed / 1e6:.1f} MB given back to the disk")
    return DONE


def _nothing_to_clean(has_limits: bool) -> str:
    if has_limits:
        return "no feed is followed; name the feeds to clean, `reader list --json` tells them"
    return "no feed has a limit; `reader feeds keep FEED --days N` sets one, --days N is for this once"


def _report(one: FeedCleaned, given: argparse.Namespace) -> None:
    if given.json:
        print_json(_json(one, given.dry_run))
        return
    cleaned = one.cleaned
    does = "would be deleted" if given.dry_run else "deleted"
    stay = [f"{cleaned.unread} unread"] if cleaned.unread else []
    stay += [f"{cleaned.kept} bookmarked, noted or tagged"] if cleaned.kept else []
    left = f"; {' and '.join(stay)} stay" if stay else ""
    count = len(cleaned.deleted)
    name = one.feed.title or one.feed.url
    print_text(f"{name}: {count} article{'' if count == 1 else 's'} {does}{left}")
    for row in one.rows:
        print_text(f"  {row.key}  {row.published:%Y-%m-%d}  {row.title}")


def _json(one: FeedCleaned, dry_run: bool) -> dict[str, object]:
    from reader.services.exporting import iso_utc

    line: dict[str, object] = {
        "url": one.feed.url,
        "title": one.feed.title,
        "deleted": len(one.cleaned.deleted),
        "unread": one.cleaned.unread,
        "kept": one.cleaned.kept,
    }
    rows = [{"id": row.key, "title": row.title, "published": iso_utc(row.published)} for row in one.rows]
    return line | {"articles": rows} if dry_run else line


def _prune(library: Library, given: argparse.Namespace, now: datetime) -> int:
    cleaning = library.cleaning
    count = len(cleaning.useless_marks(now)) if given.dry_run else cleaning.prune(now)
    if given.json:
        print_json({"marks": count})
    else:
        does = "would be removed" if given.dry_run else "removed"
        print_text(f"{count} read mark{'' if count == 1 else 's'} {does}")
    return DONE


def _keep(given: argparse.Namespace) -> int:
    from reader.services.cleaning import retain

    if given.days is None and given.count is None:
        return failed("say how long: --days N, --count N or both", MISUSED)
    with open_library(given) as library:
        for feed in retain(library, given.feeds, given.days, given.count):
            said = _in_words(library.cleaning.retention(feed.id))
            print_text(f"{feed.title or feed.url}: {said}")
    return DONE


def _in_words(retention: Retention) -> str:
    if not retention:
        return "articles are kept for ever"
    what = f"the newest {retention.count} articles are kept" if retention.count else "articles are kept"
    return f"{what} for {retention.days} days" if retention.days else what
