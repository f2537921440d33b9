"""Subscriptions: what is followed and how it does, and lists of feeds in and out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from reader.config import data_path
from reader.feeds.folders import folder_names, folder_path
from reader.feeds.limits import MAX_TITLE
from reader.model import Counts, Feed, ServerMemory, Subscription
from reader.services.pace import SLOW
from reader.services.patience import NEVER
from reader.text.clean import clean_line

if TYPE_CHECKING:
    from reader.feeds.opml import FeedList
    from reader.library.library import Library

NOTHING = Counts(0, 0, 0)


@dataclass(frozen=True, slots=True)
class FollowedFeed:
    """A feed, what its server said last (`feed.memory`) and how many articles it has."""

    feed: Feed
    counts: Counts

    @property
    def state(self) -> str:
        """How it does, in a few words; `trouble` says more."""
        return state_in_words(self.feed.memory)

    @property
    def trouble(self) -> str:
        """What went wrong and what comes next, or that its server is slow; "" when all is well."""
        memory = self.feed.memory
        if not memory.error:
            return f"slow: its server took {memory.seconds:.0f} seconds" if self.is_slow else ""
        parts = [memory.error]
        if memory.succeeded:
            parts.append(f"last read {moment_in_words(memory.succeeded)}")
        if memory.next_try:
            never = memory.next_try >= NEVER
            parts.append("not asked again" if never else f"next try {moment_in_words(memory.next_try)}")
        return "; ".join(parts)

    @property
    def is_slow(self) -> bool:
        """Whether its server took long at the last visit."""
        return (self.feed.memory.seconds or 0) >= SLOW


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
    return [one for one in known_feeds(library) if one.feed.followed]


def known_feeds(library: Library) -> list[FollowedFeed]:
    """Every feed: those that are followed by folder and title, then those that are not but whose articles
    are stored. Counting takes a tenth of a second or two with 100,000 articles."""
    counts = library.feed_counts()
    feeds = [feed for feed in library.feeds() if feed.followed or feed.id in counts]
    feeds.sort(key=lambda feed: (not feed.followed, _place(feed.folder, feed.title, feed.url)))
    return [FollowedFeed(feed, counts.get(feed.id, NOTHING)) for feed in feeds]


def followed_feed(library: Library, name: str) -> FollowedFeed:
    """The followed feed of this URL, id or title. NotStoredError."""
    from reader.services.refreshing import find_feed

    found = find_feed([feed for feed in library.feeds() if feed.followed], name)
    return FollowedFeed(found, library.feed_counts().get(found.id, NOTHING))


def state_in_words(memory: ServerMemory) -> str:
    """How a feed does, in a few words; `memory.error` says more."""
    if memory.next_try is not None and memory.next_try >= NEVER:
        return "gone"
    if memory.failures:
        return f"failed {memory.failures} time{'' if memory.failures == 1 else 's'}"
    if memory.error:
        return (
            "asks for a pause" if memory.next_try and memory.next_try > datetime.now(UTC) else "not reached"
        )
    return f"read {moment_in_words(memory.succeeded)}" if memory.succeeded else "not read yet"


def moment_in_words(moment: datetime) -> str:
    """ "23 Nov 08:00" in the local time zone, in another year "23 Nov 2025"; at most 12 characters."""
    local = moment.astimezone()
    this_year = local.year == datetime.now(UTC).astimezone().year
    return f"{local.day} {local:%b %H:%M}" if this_year else f"{local.day} {local:%b %Y}"


def _place(folder: str, title: str, url: str) -> tuple[list[str], str, str]:
    """Where a feed stands among others: by folder, then by title."""
    return [name.casefold() for name in folder_names(folder)], title.casefold(), url


# --- changes ----------------------------------------------------------------------------------


def change_feed(
    library: Library,
    feed_id: str,
    *,
    name: str | None = None,
    folder: str | None = None,
    full_text: bool | None = None,
) -> Feed:
    """Give a feed a name of the person's own ("" for the feed's own title), move it to a folder ("" for
    none), or say whether the pages of its articles are fetched. NotStoredError."""
    feed = library.follow(
        feed_id,
        name=None if name is None else clean_line(name, MAX_TITLE),
        folder=None if folder is None else folder_path(folder_names(folder)),
        full_text=full_text,
    )
    if full_text and (feed.memory.etag or feed.memory.modified):
        # The next visit asks for the whole feed, so that what it holds now gets its full text as well.
        library.remember(feed_id, replace(feed.memory, etag="", modified=""))
    return feed


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
