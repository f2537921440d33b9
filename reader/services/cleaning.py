"""Cleaning: deleting articles that are older, or more, than the person wants to keep."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from reader.model import ArticleRow, Cleaned, Feed, Retention, View
from reader.services.refreshing import find_feed

if TYPE_CHECKING:
    from reader.library.library import Library


@dataclass(frozen=True, slots=True)
class FeedCleaned:
    """What was deleted of a feed, or would be: then `rows` are those articles, oldest first."""

    feed: Feed
    cleaned: Cleaned
    rows: tuple[ArticleRow, ...] = ()


def clean_feeds(
    library: Library,
    names: Collection[str],
    limits: Retention | None,
    now: datetime,
    *,
    unread: bool = False,
    dry_run: bool = False,
) -> list[FeedCleaned]:
    """Clean the named feeds, or all that are followed, by `limits`, or by those of each feed. Feeds
    without limits are left out. NotStoredError for a name that no feed has."""
    cleaning = library.cleaning
    done = []
    for feed in _chosen(library, names):
        wanted = limits or cleaning.retention(feed.id)
        if not wanted:
            continue
        if dry_run:
            plan = cleaning.plan(feed.id, wanted, now, unread=unread)
            done.append(FeedCleaned(feed, plan, _rows(library, feed, plan)))
        else:
            done.append(FeedCleaned(feed, cleaning.clean(feed.id, wanted, now, unread=unread)))
    return done


def retain(library: Library, names: Collection[str], days: int | None, count: int | None) -> list[Feed]:
    """Set how long the articles of followed feeds are kept; None leaves what it is. NotStoredError."""
    cleaning = library.cleaning
    followed = [feed for feed in library.feeds() if feed.followed]
    chosen = [find_feed(followed, name) for name in dict.fromkeys(names)]
    for feed in chosen:
        known = cleaning.retention(feed.id)
        cleaning.retain(
            feed.id,
            Retention(known.days if days is None else days, known.count if count is None else count),
        )
    return chosen


def _chosen(library: Library, names: Collection[str]) -> list[Feed]:
    feeds = library.feeds()
    if names:
        return [find_feed(feeds, name) for name in dict.fromkeys(names)]
    return [feed for feed in feeds if feed.followed]


def _rows(library: Library, feed: Feed, plan: Cleaned) -> tuple[ArticleRow, ...]:
    going = set(plan.deleted)
    rows = library.rows(library.rowids(View(feed_id=feed.id)))
    return tuple(row for row in reversed(rows) if row.key in going)
