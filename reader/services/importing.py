"""Importing: from a URL or a file to stored articles, many sources side by side.

Each source ends in exactly one `Imported` event, sent when what it gave is durable. The failure of
one source touches no other.
"""

from __future__ import annotations

import asyncio
import os
import stat
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from reader.errors import LibraryError, SourceError
from reader.feeds.worker import FoundFeeds, SourceKind
from reader.model import Feed, ParsedFeed, ServerMemory

if TYPE_CHECKING:
    from reader.feeds.fetch import Fetched, Fetcher
    from reader.feeds.worker import ParseWorker
    from reader.library.library import Library

SAVED_URL = "saved:articles"
SAVED_TITLE = "Saved articles"
AT_ONCE = 32
PARSERS = 2
FILE_LIMIT = 64 * 1024 * 1024
_WITHOUT_WAITING = getattr(os, "O_NONBLOCK", 0)  # opening a pipe would wait for its writer


Status = Literal["ok", "unchanged", "error"]


@dataclass(frozen=True, slots=True)
class Started:
    """Work on a source has begun."""

    source: str


@dataclass(frozen=True, slots=True)
class Imported:
    """A source is done. `error` is one line in words; `note` tells of something worth knowing that
    was no error (a feed that is cut off)."""

    source: str
    status: Status
    new: int = 0
    updated: int = 0
    error: str = ""
    note: str = ""


Event = Started | Imported


async def import_sources(
    library: Library, sources: Iterable[str], *, follow: bool = True
) -> AsyncIterator[Event]:
    """Import every source (feed or page URL; local feed, .html or .txt file), at most `AT_ONCE` at
    a time. `follow` subscribes to the feeds among the URLs. Closing the iterator cancels the rest.
    """
    waiting = iter(sources)
    events: asyncio.Queue[Event | None] = asyncio.Queue()

    async with _importer(library, follow) as importer:

        async def lane() -> None:
            try:
                for source in waiting:
                    events.put_nowait(Started(source))
                    events.put_nowait(await importer.run(source))
            finally:
                events.put_nowait(None)

        lanes = [asyncio.create_task(lane()) for _ in range(AT_ONCE)]
        try:
            ended = 0
            while ended < len(lanes):
                event = await events.get()
                if event is None:
                    ended += 1
                else:
                    yield event
            await asyncio.gather(*lanes)
        finally:
            for task in lanes:
                task.cancel()
            await asyncio.gather(*lanes, return_exceptions=True)


@asynccontextmanager
async def _importer(library: Library, follow: bool) -> AsyncIterator[_Importer]:
    from reader.feeds.fetch import Fetcher
    from reader.feeds.worker import ParseWorker

    known = {feed.url: feed for feed in await asyncio.to_thread(library.feeds)}
    async with AsyncExitStack() as stack:
        fetcher = await stack.enter_async_context(Fetcher())
        parsers: asyncio.Queue[ParseWorker] = asyncio.Queue()
        for _ in range(PARSERS):
            parsers.put_nowait(await stack.enter_async_context(ParseWorker()))
        yield _Importer(library, follow, known, fetcher, parsers)


@dataclass(slots=True)
class _Importer:
    """One run of imports: the library, the network and the parsers that its sources share."""

    library: Library
    follow: bool
    known: dict[str, Feed]
    fetcher: Fetcher
    parsers: asyncio.Queue[ParseWorker]

    async def run(self, source: str) -> Imported:
        try:
            return await (self._url(source) if is_url(source) else self._file(source))
        except SourceError as error:
            return Imported(source, "error", error=error.reason)
        except LibraryError as error:
            return Imported(source, "error", error=str(error))
        except Exception as error:  # a mistake of ours that one source brings out must not cost the others
            return Imported(source, "error", error=f"internal error, please report it: {error!r}")

    async def _file(self, source: str) -> Imported:
        body, uri = await asyncio.to_thread(_read_file, source)
        found = await self._parse(body, uri, "any")
        if isinstance(found, FoundFeeds):
            found = await self._parse(body, uri, "article")
            assert isinstance(found, ParsedFeed)
        if found.article:
            return await self._keep_article(source, uri, found)
        return await self._keep(
            source, await asyncio.to_thread(self.library.feed_for, uri, found.title), found
        )

    async def _url(self, source: str) -> Imported:
        feed = self.known.get(source)
        try:
            fetched = await self.fetcher.get(source, feed.memory if feed else ServerMemory())
            if feed and fetched.not_modified:
                await self._remember(feed, fetched)
                return Imported(source, "unchanged")
            return await self._fetched(source, fetched)
        except SourceError as error:
            if feed:
                await self._remember_failure(feed, error)
            raise

    async def _fetched(self, source: str, fetched: Fetched) -> Imported:
        found = await self._parse(fetched.body, fetched.url, "any", fetched.content_type)
        if isinstance(found, FoundFeeds):
            return await self._first_feed(source, fetched, found.urls)
        if found.article:
            return await self._keep_article(source, fetched.url, found)
        return await self._keep_feed(source, source, fetched, found)

    async def _first_feed(self, source: str, page: Fetched, urls: tuple[str, ...]) -> Imported:
        """The first of the feeds that a page names which can be read; else the page's article."""
        for url in urls:
            try:
                fetched = await self.fetcher.get(url)
                found = await self._parse(fetched.body, fetched.url, "feed", fetched.content_type)
            except SourceError:
                continue
            if isinstance(found, ParsedFeed):
                return await self._keep_feed(source, url, fetched, found)
        found = await self._parse(page.body, page.url, "article", page.content_type)
        assert isinstance(found, ParsedFeed)
        return await self._keep_article(source, page.url, found)

    async def _parse(
        self, body: bytes, url: str, kind: SourceKind, content_type: str = ""
    ) -> ParsedFeed | FoundFeeds:
        parser = await self.parsers.get()
        try:
            return await parser.parse(body, url=url, content_type=content_type, kind=kind)
        finally:
            self.parsers.put_nowait(parser)

    async def _keep_feed(self, source: str, url: str, fetched: Fetched, found: ParsedFeed) -> Imported:
        feed = await asyncio.to_thread(self.library.feed_for, url, found.title)
        imported = await self._keep(source, feed, replace(found, problem=found.problem or fetched.problem))
        await self._remember(feed, fetched, found)
        if self.follow and not feed.followed:
            await asyncio.to_thread(self.library.follow, feed.id)
        return imported

    async def _keep_article(self, source: str, url: str, found: ParsedFeed) -> Imported:
        """A single article: its name is where it came from, so that a second import finds it."""
        feed = await asyncio.to_thread(self.library.feed_for, SAVED_URL, SAVED_TITLE)
        entries = tuple(replace(entry, entry_id=url) for entry in found.entries)
        return await self._keep(source, feed, replace(found, entries=entries))

    async def _keep(self, source: str, feed: Feed, found: ParsedFeed) -> Imported:
        stored = await asyncio.to_thread(self.library.store, feed, found.entries, _now())
        status: Status = "ok" if stored.new or stored.updated or not found.entries else "unchanged"
        return Imported(source, status, stored.new, stored.updated, note=found.problem)

    async def _remember(self, feed: Feed, fetched: Fetched, found: ParsedFeed | None = None) -> None:
        now = _now()
        memory = ServerMemory(
            etag=fetched.etag or (feed.memory.etag if fetched.not_modified else ""),
            modified=fetched.modified or (feed.memory.modified if fetched.not_modified else ""),
            fetched=now,
            succeeded=now,
        )
        await asyncio.to_thread(
            self.library.remember,
            feed.id,
            memory,
            title=found.title if found else "",
            home=found.home if found else "",
            url=fetched.moved_to,
        )

    async def _remember_failure(self, feed: Feed, error: SourceError) -> None:
        memory = replace(feed.memory, fetched=_now(), failures=feed.memory.failures + 1, error=error.reason)
        await asyncio.to_thread(self.library.remember, feed.id, memory)


def is_url(source: str) -> bool:
    """Whether a source names something on the network; everything else is a path."""
    return source.lower().startswith(("http://", "https://"))


def _read_file(source: str) -> tuple[bytes, str]:
    """The bytes of a regular file and its file: URI. Devices and pipes could last for ever."""
    path = Path(source)
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | _WITHOUT_WAITING), "rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            if not stat.S_ISREG(mode):
                kind = "a folder; name the files in it" if stat.S_ISDIR(mode) else "not a regular file"
                raise SourceError(source, f"is {kind}")
            body = file.read(FILE_LIMIT + 1)
            uri = path.resolve().as_uri()
    except FileNotFoundError:
        raise SourceError(source, "no such file") from None
    except (OSError, ValueError) as error:
        raise SourceError(source, f"cannot be read: {_in_words(error)}") from None
    if len(body) > FILE_LIMIT:
        raise SourceError(source, f"is larger than {FILE_LIMIT // 1024 // 1024} MB")
    return body, uri


def _in_words(error: OSError | ValueError) -> str:
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)


def _now() -> datetime:
    return datetime.now(UTC)
