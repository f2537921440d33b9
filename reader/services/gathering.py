"""Gathering: what importing and refreshing share. Fetch or read, parse in a child process, store.

Each source ends in exactly one `Imported`, made when what it gave is durable. The failure of one
source touches no other.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from reader.errors import LibraryError, ParseError, SourceError
from reader.feeds.address import storable, without_credentials
from reader.feeds.found import FoundFeeds
from reader.library.feeds import Answer
from reader.model import Feed, ParsedFeed, ServerMemory
from reader.services.files import read_file
from reader.services.fulltext import Pages, full_texts
from reader.services.patience import after_success

if TYPE_CHECKING:
    from reader.feeds.fetch import Fetched, Fetcher
    from reader.feeds.parsers import Parsers
    from reader.library.library import Library

SAVED_URL = "saved:articles"
SAVED_TITLE = "Saved articles"
AT_ONCE = 32

PASSWORD_NOTE = "its password is not stored; for later visits keep it in a netrc file"

Status = Literal["ok", "unchanged", "error"]


@dataclass(frozen=True, slots=True)
class Started:
    """Work on a source has begun; `total` is how many there are, 0 when that is not known."""

    source: str
    total: int = 0


@dataclass(frozen=True, slots=True)
class Imported:
    """A source is done. `error` is one line in words; `note` tells of something worth knowing that
    was no error (a feed that is cut off); `feed_id` is the feed that it gave, "" after an error;
    `texts` is how many pages gave a full text."""

    source: str
    status: Status
    new: int = 0
    updated: int = 0
    error: str = ""
    note: str = ""
    feed_id: str = ""
    texts: int = 0


Event = Started | Imported


@asynccontextmanager
async def gathering(library: Library, *, full_text: bool = False) -> AsyncIterator[Gathering]:
    """One network client and a few parsers for many sources; `full_text` fetches the pages of every
    feed's articles, not only of those whose feeds are set so."""
    from reader.feeds.fetch import Fetcher
    from reader.feeds.parsers import Parsers

    async with Fetcher() as fetcher, Parsers() as parsers:
        yield Gathering(library, fetcher, parsers, full_text)


@dataclass(slots=True)
class Gathering:
    """The library, the network and the parsers that a run shares among its sources. Its methods
    raise SourceError and LibraryError; `outcome` puts them in words."""

    library: Library
    fetcher: Fetcher
    parsers: Parsers
    full_text: bool = False

    async def file(self, source: str) -> Imported:
        """A local feed, page or text."""
        body, uri = await asyncio.to_thread(read_file, source)
        found = await self.parsers.parse(body, uri, "any")
        if isinstance(found, FoundFeeds):
            found = await self._article_of(body, uri)
        if found.article:
            return await self._keep_article(source, uri, found)
        feed = await asyncio.to_thread(self.library.feed_for, uri, found.title)
        gathered = await asyncio.to_thread(self._store, source, feed, found, now())
        if not self._reads_pages(feed):
            return gathered
        return _with_pages(gathered, await self._read_pages(feed, found))

    async def url(self, source: str, *, follow: bool) -> Imported:
        """A feed, the first readable feed that a page names, or the page's article."""
        fetched = await self.fetcher.get(source)
        found = await self.parsers.parse(fetched.body, fetched.url, "any", fetched.content_type)
        if isinstance(found, FoundFeeds):
            return await self._first_feed(source, fetched, found.urls, follow)
        if found.article:
            return await self._keep_article(source, fetched.url, found)
        return await self._keep_feed(source, storable(source), fetched, found, follow)

    async def feed(self, source: str, feed: Feed, *, follow: bool) -> Imported:
        """A known feed at the address `source`, asked only for what has changed since the last visit."""
        is_turned_on = self.full_text and not feed.full_text  # then what has not changed is wanted too
        fetched = await self.fetcher.get(source, None if is_turned_on else feed.memory)
        if fetched.not_modified:
            await asyncio.to_thread(self._remember, feed, fetched, None, follow)
            return Imported(source, "unchanged", feed_id=feed.id)
        found = await self.parsers.parse(fetched.body, fetched.url, "feed", fetched.content_type)
        assert isinstance(found, ParsedFeed)
        return await self._keep_feed(source, feed, fetched, found, follow)

    async def feed_at(self, source: str) -> Imported:
        """Follow a feed, or the first readable one that a page names or that is where feeds usually are."""
        from reader.feeds.discover import common_feed_addresses

        fetched = await self.fetcher.get(source)
        try:
            found = await self.parsers.parse(fetched.body, fetched.url, "any", fetched.content_type)
        except ParseError:
            found = FoundFeeds(())
        if isinstance(found, ParsedFeed) and not found.article:
            return await self._keep_feed(source, storable(source), fetched, found, True)
        named = found.urls if isinstance(found, FoundFeeds) else ()
        kept = await self._first_of((*named, *common_feed_addresses(fetched.url)), source, True)
        if kept is None:
            raise SourceError(source, "no feed is there, and the page names none")
        return kept

    async def _first_feed(self, source: str, page: Fetched, urls: tuple[str, ...], follow: bool) -> Imported:
        kept = await self._first_of(urls, source, follow)
        if kept is not None:
            return kept
        found = await self._article_of(page.body, page.url, page.content_type)
        return await self._keep_article(source, page.url, found)

    async def _first_of(self, urls: tuple[str, ...], source: str, follow: bool) -> Imported | None:
        """The first of these addresses that holds a feed, None when none does."""
        for url in urls:
            try:
                fetched = await self.fetcher.get(url)
                found = await self.parsers.parse(fetched.body, fetched.url, "feed", fetched.content_type)
            except SourceError:
                continue
            assert isinstance(found, ParsedFeed)
            return await self._keep_feed(source, storable(url), fetched, found, follow)
        return None

    async def _article_of(self, body: bytes, url: str, content_type: str = "") -> ParsedFeed:
        found = await self.parsers.parse(body, url, "article", content_type)
        assert isinstance(found, ParsedFeed)
        return found

    async def _keep_feed(
        self, source: str, known: Feed | str, fetched: Fetched, found: ParsedFeed, follow: bool
    ) -> Imported:
        """Store a feed, which is known or has an address, and all that its visit gave."""
        found = replace(found, problem=found.problem or fetched.problem)
        if found.problem:  # half a feed is no reason to ask next time only for what is newer than its whole
            fetched = _without_validators(fetched)
        feed, gathered = await asyncio.to_thread(self._write, source, known, fetched, found, follow)
        if not self._reads_pages(feed):
            return gathered
        pages = await self._read_pages(feed, found)
        if pages.left:
            fetched = _without_validators(fetched)
        fetched = replace(fetched, requests=fetched.requests + pages.requests)
        await asyncio.to_thread(self._remember, feed, fetched, found)
        return _with_pages(gathered, pages)

    def _write(
        self, source: str, known: Feed | str, fetched: Fetched, found: ParsedFeed, follow: bool
    ) -> tuple[Feed, Imported]:
        """All that a visit gives but for pages; in one call, for threads take turns only slowly."""
        feed = self.library.feed_at(known, found.title) if isinstance(known, str) else known
        if self._reads_pages(feed):  # until they are read, the feed is asked for as a whole
            fetched = _without_validators(fetched)
        arrived = now()
        memory = after_success(feed.memory, fetched, found, arrived)
        answer = Answer(memory, found.title, found.home, fetched.moved_to)
        gathered = self._store(source, feed, found, arrived, answer)
        self.library.cleaning.keep_within_limits(feed.id, arrived)
        self._follow(feed, follow)
        return feed, gathered

    async def _read_pages(self, feed: Feed, found: ParsedFeed) -> Pages:
        return await full_texts(self.library, self.fetcher, self.parsers.parse, feed, found.entries)

    def _reads_pages(self, feed: Feed) -> bool:
        return self.full_text or feed.full_text

    async def _keep_article(self, source: str, url: str, found: ParsedFeed) -> Imported:
        """A single article: its name is where it came from, so that a second import finds it."""
        entries = tuple(replace(entry, entry_id=url) for entry in found.entries)
        feed = await asyncio.to_thread(self.library.feed_at, SAVED_URL, SAVED_TITLE)
        return await asyncio.to_thread(self._store, source, feed, replace(found, entries=entries), now())

    def _store(
        self, source: str, feed: Feed, found: ParsedFeed, arrived: datetime, answer: Answer | None = None
    ) -> Imported:
        stored = self.library.store(feed, found.entries, arrived, answer)
        status: Status = "ok" if stored.new or stored.updated or not found.entries else "unchanged"
        return Imported(source, status, stored.new, stored.updated, note=found.problem, feed_id=feed.id)

    def _follow(self, feed: Feed, follow: bool) -> None:
        if follow and (not feed.followed or self.full_text > feed.full_text):
            self.library.follow(feed.id, full_text=self.full_text or None)

    def _remember(self, feed: Feed, fetched: Fetched, found: ParsedFeed | None, follow: bool = False) -> None:
        moment = now()
        memory = after_success(feed.memory, fetched, found, moment)
        title, home = (found.title, found.home) if found else ("", "")
        self.library.remember(feed.id, memory, title=title, home=home, url=fetched.moved_to)
        self.library.cleaning.keep_within_limits(feed.id, moment)
        self._follow(feed, follow)

    async def remember(self, feed: Feed, memory: ServerMemory) -> None:
        """Write down what became of a visit that failed."""
        await asyncio.to_thread(self.library.remember, feed.id, memory)


def _without_validators(fetched: Fetched) -> Fetched:
    return replace(fetched, etag="", modified="")


def _with_pages(gathered: Imported, pages: Pages) -> Imported:
    if not pages.requests:
        return gathered
    note = "; ".join(part for part in (gathered.note, pages.note) if part)
    return replace(gathered, status="ok" if pages.texts else gathered.status, texts=pages.texts, note=note)


async def outcome(source: str, work: Awaitable[Imported]) -> Imported:
    """What came of a source, whatever it was; it is told of without credentials."""
    shown = without_credentials(source)
    try:
        done = await work
    except SourceError as error:
        return Imported(shown, "error", error=error.reason)
    except LibraryError as error:
        return Imported(shown, "error", error=str(error))
    except Exception as error:  # a mistake of ours that one source brings out must not cost the others
        told = without_credentials(repr(error))
        return Imported(shown, "error", error=f"internal error, please report it: {told}")
    return done if shown == source else replace(done, source=shown, note=done.note or PASSWORD_NOTE)


def now() -> datetime:
    return datetime.now(UTC)
