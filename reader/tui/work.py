"""The one bridge between the screen and everything that may wait.

Reads run in threads, writes in one thread in the order of the keys, services as tasks of the event
loop. None of them touches a widget: all they do is post messages.
"""

from __future__ import annotations

import asyncio
from array import array
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Protocol

from textual.message import Message

from reader.errors import LibraryError, ReaderError
from reader.model import Annotations, Article, Feed, Marking, View
from reader.tui.messages import (
    Annotated,
    ArticleRead,
    Broken,
    Changed,
    CountsRead,
    Failed,
    Gathered,
    IdsRead,
    Marked,
    MarkFailed,
    Progress,
    RowsRead,
    ShelfChanged,
    UnreadFound,
)

if TYPE_CHECKING:
    from reader.services.annotating import AnnotatingProgress
    from reader.services.importing import Event
    from reader.services.reading import Shelf

Importer = Callable[[Sequence[str]], "AsyncIterator[Event]"]
Doing = Callable[[int], str]  # what is going on, in words, when so many are done

LONGEST_SOURCE = 36  # characters of an address in a message


class Annotator(Protocol):
    """Finds names, the article on the screen first (reader.services.annotating)."""

    async def annotate_article(self, article: Article) -> Annotations:
        """The names of one article, before all others."""
        ...

    def annotate_all(self) -> AsyncIterator[AnnotatingProgress]:
        """The names of every stored article that has none yet."""
        ...

    async def close(self) -> None:
        """End what it runs."""
        ...


@dataclass(frozen=True, slots=True)
class Services:
    """What the screen works with. `edition` is shown in place of an empty library."""

    library: Shelf
    edition: Shelf | None = None
    import_sources: Importer | None = None
    refresh: Importer | None = None
    annotator: Callable[[], Annotator] | None = None
    feeds: Callable[[], Sequence[Feed]] | None = None
    open_url: Callable[[str], bool] | None = None


class Work:
    """Runs what may wait and tells the screen of the outcome."""

    def __init__(self, services: Services, tell: Callable[[Message], object]) -> None:
        self._services = services
        self._tell = tell
        self._shelf = services.edition or services.library
        self._writer = ThreadPoolExecutor(1, "writer")
        self._readers = ThreadPoolExecutor(2, "reader")
        self._pending: set[Future[None]] = set()
        self._polling: Future[None] | None = None
        self._gathering: asyncio.Task[None] | None = None
        self._annotator: Annotator | None = None
        self._annotating: asyncio.Task[None] | None = None
        self._annotating_all: asyncio.Task[None] | None = None

    @property
    def shows_edition(self) -> bool:
        """Whether the starter edition is shown because the library is empty."""
        return self._shelf is self._services.edition

    @property
    def is_gathering(self) -> bool:
        """Whether an import or a refresh is under way."""
        return self._gathering is not None and not self._gathering.done()

    @property
    def is_idle(self) -> bool:
        """Whether nothing is under way."""
        tasks = (self._gathering, self._annotating)
        return not self._pending and all(task is None or task.done() for task in tasks)

    async def close(self) -> None:
        """Stop the tasks and wait until what was marked is durable."""
        tasks = [
            task for task in (self._gathering, self._annotating, self._annotating_all) if task is not None
        ]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._annotator is not None:
            await self._annotator.close()
        self._readers.shutdown(wait=False, cancel_futures=True)
        await asyncio.to_thread(self._writer.shutdown)

    # --- reading -----------------------------------------------------------------------------

    def read_ids(self, view: View) -> None:
        """Answers with IdsRead."""
        self._in(self._readers, lambda: IdsRead(view, self._shelf.rowids(view)))

    def read_rows(self, rowids: Sequence[int]) -> None:
        """Answers with RowsRead."""
        self._in(self._readers, lambda: RowsRead(rowids, self._shelf.rows(rowids)))

    def read_article(self, key: str) -> None:
        """Answers with ArticleRead."""
        self._in(self._readers, lambda: ArticleRead(self._shelf.article(key)))

    def count(self) -> None:
        """Answers with CountsRead, after the marks that are being written."""

        def count() -> Message:
            feeds = self._services.feeds
            failing = sum(bool(feed.memory.error) for feed in feeds()) if feeds else 0
            return CountsRead(self._shelf.counts(), failing)

        self._in(self._writer, count)

    def find_unread(self, view: View, ids: array[int], start: int, step: int) -> None:
        """Look for an unread row of `ids` from `start` on in direction `step`; answers with
        UnreadFound, after the marks that are being written."""

        def find() -> Message:
            unread = set(self._shelf.rowids(replace(view, unread=True)))
            stop = len(ids) if step > 0 else -1
            found = next((ids[at] for at in range(start, stop, step) if ids[at] in unread), None)
            return UnreadFound(found, step)

        self._in(self._writer, find)

    def poll(self) -> None:
        """Answers with Changed when another program has changed something."""
        if self._polling is None or self._polling.done():
            self._polling = self._in(self._readers, lambda: Changed() if self._shelf.poll() else None)

    # --- writing -----------------------------------------------------------------------------

    def mark(
        self,
        markings: Mapping[str, Marking],
        before: Mapping[str, Marking],
        *,
        words: str = "",
        undoing: bool = False,
    ) -> None:
        """Write these states; answers with Marked, or with MarkFailed and `before`."""
        by_marking: defaultdict[Marking, list[str]] = defaultdict(list)
        for key, marking in markings.items():
            by_marking[marking].append(key)

        def write() -> Message:
            undo: dict[str, Marking] = {}
            try:
                for marking, keys in by_marking.items():
                    undo |= self._shelf.mark(keys, marking)
            except LibraryError as error:
                return MarkFailed(dict(before), str(error))
            return Marked(undo, words, undoing)

        self._in(self._writer, write)

    # --- services ----------------------------------------------------------------------------

    def import_sources(self, sources: Sequence[str]) -> None:
        """Import in the background; tells Progress, then Gathered."""
        if (importer := self._services.import_sources) is not None:
            self._start(importer(sources), partial(_importing, sources))

    def refresh(self, feeds: Sequence[str] = ()) -> None:
        """Visit these feeds, named by URL, or every feed that is followed; tells Progress, then
        Gathered."""
        if (refresh := self._services.refresh) is not None:
            self._start(refresh(feeds), partial(_refreshing, feeds))

    def stop_gathering(self) -> None:
        """Cancel the import or refresh; what has been stored stays."""
        if self._gathering is not None:
            self._gathering.cancel()

    def _start(self, events: AsyncIterator[Event], doing: Doing) -> None:
        if not self.is_gathering:
            self._gathering = asyncio.create_task(self._gather(events, doing))

    async def _gather(self, events: AsyncIterator[Event], doing: Doing) -> None:
        from reader.services.gathering import Started

        new = updated = done = 0
        errors: list[str] = []
        stopped = True
        self._tell(Progress(doing(done)))
        try:
            async for event in events:
                if isinstance(event, Started):
                    continue
                done += 1
                new += event.new
                updated += event.updated
                if event.status == "error":
                    errors.append(f"{_briefly(event.source)}: {event.error}")
                if event.new or event.updated:
                    self._show_library()
                    self._tell(Changed())
                self._tell(Progress(doing(done)))
            stopped = False
        except ReaderError as error:
            errors.append(str(error))
            stopped = False
        finally:
            self._tell(Progress(""))
            self._tell(Gathered(new, updated, tuple(errors), stopped))

    def _show_library(self) -> None:
        """Put the starter edition away."""
        if self._shelf is not self._services.library:
            self._shelf = self._services.library
            self._tell(ShelfChanged())

    def annotate(self, article: Article) -> None:
        """Find the names of the article on the screen; the one asked for last goes before. Answers
        with Annotated."""
        if self._annotating is not None:
            self._annotating.cancel()
        if (annotator := self._annotator_running()) is not None:
            self._annotating = asyncio.create_task(self._annotate(annotator, article))

    async def _annotate(self, annotator: Annotator, article: Article) -> None:
        try:
            self._tell(Annotated(article.row.key, await annotator.annotate_article(article)))
        except ReaderError as error:
            self._tell(Failed(str(error)))

    def annotate_all(self) -> None:
        """Find the names of every stored article that has none yet, in the background; tells Progress."""
        if self.shows_edition or (self._annotating_all is not None and not self._annotating_all.done()):
            return
        if (annotator := self._annotator_running()) is not None:
            self._annotating_all = asyncio.create_task(self._annotate_all(annotator))

    async def _annotate_all(self, annotator: Annotator) -> None:
        try:
            async for progress in annotator.annotate_all():
                if not self.is_gathering:
                    self._tell(Progress(f"marking names: {progress.done:,} articles"))
        except ReaderError as error:
            self._tell(Failed(str(error)))
        finally:
            if not self.is_gathering:
                self._tell(Progress(""))

    def _annotator_running(self) -> Annotator | None:
        if self._annotator is None and self._services.annotator is not None:
            self._annotator = self._services.annotator()
        return self._annotator

    def open_url(self, url: str) -> None:
        """Open an address in the browser: http, https and mailto only, never through a shell."""
        if not url.lower().startswith(("http://", "https://", "mailto:")):
            self._tell(Failed("this article has no address that a browser can open"))
            return
        open_url = self._services.open_url or _open_in_browser

        def browse() -> Message | None:
            return None if open_url(url) else Failed(f"no browser could be started for {url}")

        self._in(self._readers, browse)

    # --- threads -----------------------------------------------------------------------------

    def _in(self, pool: ThreadPoolExecutor, call: Callable[[], Message | None]) -> Future[None]:
        shelf = self._shelf

        def run() -> None:
            try:
                message = call()
            except ReaderError as error:
                message = Failed(str(error))
            # What was read from a shelf that is no longer shown would name other articles.
            if message is not None and shelf is self._shelf:
                self._tell(message)

        future = pool.submit(run)
        self._pending.add(future)
        future.add_done_callback(self._ended)
        return future

    def _ended(self, future: Future[None]) -> None:
        self._pending.discard(future)
        if not future.cancelled() and (error := future.exception()) is not None:
            self._tell(Broken(error))


def _importing(sources: Sequence[str], done: int) -> str:
    from reader.feeds.address import without_credentials

    what = without_credentials(sources[0]) if len(sources) == 1 else f"{done} of {len(sources)}"
    return f"importing {what}  (Ctrl+X stops)"


def _refreshing(feeds: Sequence[str], done: int) -> str:
    what = "the feed" if feeds else f"feeds, {done} done"
    return f"refreshing {what}  (Ctrl+X stops)"


def _open_in_browser(url: str) -> bool:
    import webbrowser

    return webbrowser.open(url)


def _briefly(source: str) -> str:
    """The beginning and the end of a long address, so that there is room to say what is wrong with it."""
    return source if len(source) <= LONGEST_SOURCE else f"{source[:18]}…{source[19 - LONGEST_SOURCE :]}"
