"""Subscriptions: what is followed and how it does, and lists of feeds in and out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from reader.config import data_path
from reader.errors import SourceError
from reader.feeds.folders import folder_names, folder_path
from reader.feeds.limits import MAX_TITLE
from reader.model import Counts, Feed, ServerMemory, Subscription
from reader.services.gathering import AT_ONCE, Gathering, Imported, gathering, now, outcome
from reader.services.importing import is_url
from reader.services.lanes import side_by_side
from reader.services.patience import NEVER
from reader.services.refreshing import find_feed
from reader.text.clean import clean_line

if TYPE_CHECKING:
    from reader.feeds.opml import FeedList
    from reader.library.library import Library

NOTHING = Counts(0, 0, 0)


@dataclass(frozen=True, slots=True)
class FollowedFeed:
    """A feed that is followed and how many articles it has."""

    feed: Feed
    counts: Counts


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one feed of a list; `reason` says why it was refused."""

    url: str
    title: str
    folder: str
    status: Literal["followed", "known", "refused"]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ImportedList:
    """What became of a list of feeds; `problem` says what was wrong with the file as a whole."""

    taken: tuple[Taken, ...]
    problem: str = ""


# --- what is followed -------------------------------------------------------------------------


def followed_feeds(library: Library) -> list[FollowedFeed]:
    """Every followed feed, by folder and title."""
    counts = library.feed_counts()
    feeds = [feed for feed in library.feeds() if feed.followed]
    feeds.sort(key=lambda feed: _place(feed.folder, feed.title, feed.url))
    return [FollowedFeed(feed, counts.get(feed.id, NOTHING)) for feed in feeds]


def followed_feed(library: Library, name: str) -> FollowedFeed:
    """The followed feed of this URL, id or title. NotStoredError."""
    found = find_feed([feed for feed in library.feeds() if feed.followed], name)
    return FollowedFeed(found, library.feed_counts().get(found.id, NOTHING))


def state_in_words(memory: ServerMemory) -> str:
    """How a feed does, in a few words; `memory.error` says more."""
    if memory.next_try is not None and memory.next_try >= NEVER:
        return "gone"
    if memory.failures:
        return f"failed {memory.failures} time{'' if memory.failures == 1 else 's'}"
    if memory.error:
        return "asks for a pause" if memory.next_try and memory.next_try > now() else "not reached"
    return f"read {moment_in_words(memory.succeeded)}" if memory.succeeded else "not read yet"


def moment_in_words(moment: datetime) -> str:
    """ "23 Nov 08:00" in the local time zone, in another year "23 Nov 2025"; at most 12 characters."""
    local = moment.astimezone()
    this_year = local.year == now().astimezone().year
    return f"{local.day} {local:%b %H:%M}" if this_year else f"{local.day} {local:%b %Y}"


def _place(folder: str, title: str, url: str) -> tuple[list[str], str, str]:
    """Where a feed stands among others: by folder, then by title."""
    return [name.casefold() for name in folder_names(folder)], title.casefold(), url


# --- changes ----------------------------------------------------------------------------------


async def add_feeds(
    library: Library, addresses: Iterable[str], *, name: str | None = None, folder: str | None = None
) -> AsyncIterator[Imported]:
    """Follow the feeds at these addresses, or those that the pages there name, and store what they hold."""
    known = {feed.url: feed for feed in await asyncio.to_thread(library.feeds)}
    async with gathering(library) as gather:

        async def run(address: str, tell: Callable[[Imported], None]) -> None:
            done = await outcome(address, _follow(gather, address, known.get(address)))
            if done.feed_id and (name is not None or folder is not None):
                await asyncio.to_thread(change_feed, library, done.feed_id, name=name, folder=folder)
            tell(done)

        async for event in side_by_side(dict.fromkeys(addresses), run, AT_ONCE):
            yield event


async def _follow(gather: Gathering, address: str, known: Feed | None) -> Imported:
    if not is_url(address):
        raise SourceError(address, "is not the address of a feed or a page (https://...)")
    if known is not None:
        return await gather.feed(address, known, follow=True)
    return await gather.feed_at(address)


def change_feed(
    library: Library, feed_id: str, *, name: str | None = None, folder: str | None = None
) -> Feed:
    """Give a feed a name of the person's own ("" for the feed's own title) or move it to a folder ("" for
    none). NotStoredError."""
    return library.follow(
        feed_id,
        name=None if name is None else clean_line(name, MAX_TITLE),
        folder=None if folder is None else folder_path(folder_names(folder)),
    )


# --- lists ------------------------------------------------------------------------------------


def import_list(library: Library, source: str) -> ImportedList:
    """Follow the feeds of an OPML file, all at once and without fetching them; those that are followed
    already stay as they are. SourceError when it cannot be read, ParseError when it is no list."""
    from reader.feeds.opml import read_opml
    from reader.services.files import read_file

    body, _ = read_file(source)
    found = read_opml(body, source)
    new = {one.url for one in library.subscribe(found.feeds)}
    return ImportedList(tuple(_taken(found, new)), found.problem)


def _taken(found: FeedList, new: set[str]) -> Iterator[Taken]:
    for one in found.feeds:
        status: Literal["followed", "known"] = "followed" if one.url in new else "known"
        yield Taken(one.url, one.name or one.title, one.folder, status)
    for refused in found.refused:
        yield Taken(refused.address, refused.title, "", "refused", refused.reason)


def exported_list(library: Library) -> bytes:
    """The followed feeds as OPML 2.0, by folder and title; no address in it holds a password."""
    from reader.feeds.address import without_credentials
    from reader.feeds.opml import write_opml

    followed = library.subscriptions()
    followed.sort(key=lambda one: _place(one.folder, one.name or one.title, one.url))
    return write_opml(replace(one, url=without_credentials(one.url)) for one in followed)


def suggested_feeds() -> tuple[Subscription, ...]:
    """Feeds of public bodies that the program comes with, in folders by region."""
    from reader.feeds.opml import read_opml

    file = data_path("feeds.opml")
    return read_opml(file.read_bytes(), file.name).feeds
