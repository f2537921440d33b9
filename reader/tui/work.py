"""The one bridge between the screen and everything that may wait.

Reads run in threads, writes in one thread in the order of the keys, services as tasks of the event
loop (tasks.py). None of them touches a widget: all they do is post messages.
"""

from __future__ import annotations

import asyncio
import threading
from array import array
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.message import Message

from reader.errors import ReaderError
from reader.tui.keeping import notes_on, place_in
from reader.tui.messages import (
    ArticleRead,
    Broken,
    Changed,
    CountsRead,
    Failed,
    RowsRead,
    ShelfChanged,
    UnreadFound,
)
from reader.tui.tasks import Annotating, Gathering

if TYPE_CHECKING:
    from reader.model import Article, View
    from reader.services.reading import Shelf
    from reader.tui.services import Services

Tell = Callable[[Message], object]


class Work:
    """Runs what may wait and tells the screen of the outcome."""

    def __init__(self, services: Services, tell: Tell) -> None:
        self._services = services
        self._tell = tell
        self._shelf = services.edition or services.library
        self._writer = ThreadPoolExecutor(1, "writer")
        self._readers = ThreadPoolExecutor(2, "reader")
        self._pending: set[Future[None]] = set()
        self._polling: Future[None] | None = None
        self._told: set[str] = set()
        self.gathering = Gathering(services, tell, self._show_library)
        self.annotating = Annotating(services, tell, lambda: self.gathering.is_running)

    @property
    def shelf(self) -> Shelf:
        """What is shown: the library, or the starter edition in its place."""
        return self._shelf

    @property
    def shows_edition(self) -> bool:
        """Whether the starter edition is shown because the library is empty."""
        return self._shelf is self._services.edition

    @property
    def is_idle(self) -> bool:
        """Whether nothing is under way but the annotating of all."""
        return not self._pending and not self.gathering.is_running and not self.annotating.is_running

    async def close(self) -> None:
        """End what is under way; every write is finished first."""
        await self.gathering.close()
        await self.annotating.close()
        self._readers.shutdown(wait=False, cancel_futures=True)
        await asyncio.to_thread(self._writer.shutdown)

    # --- anything ----------------------------------------------------------------------------

    def ask(self, call: Callable[[], Message | None], tell: Tell | None = None) -> None:
        """Run something that only reads in a thread; its message goes to `tell`, else to the main
        screen. A ReaderError answers with Failed."""
        self._in(self._readers, call, tell)

    def write(self, call: Callable[[], Message | None], tell: Tell | None = None) -> None:
        """Like `ask`, after everything else that is being written."""
        self._in(self._writer, call, tell)

    # --- reading -----------------------------------------------------------------------------

    def read_rows(self, rowids: Sequence[int], asked: int, *, after_writing: bool = False) -> None:
        """Answers with RowsRead; `after_writing`, after all changes that have been asked for."""
        pool = self._writer if after_writing else self._readers
        self._in(pool, lambda: RowsRead(rowids, self._shelf.rows(rowids), asked))

    def read_article(self, key: str) -> None:
        """Answers with ArticleRead."""
        self._in(self._readers, lambda: self._with_what_is_kept(self._shelf.article(key)))

    def _with_what_is_kept(self, article: Article) -> ArticleRead:
        if self.shows_edition:
            return ArticleRead(article)
        notes = notes_on(article, self._services) if article.row.noted else ()
        return ArticleRead(article, place_in(article, self._services), notes)

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
        """Answers with Changed when another program has changed something, and with Failed when there is
        something to know about what is stored: a damaged file, a conflicting copy that was merged."""
        if self._polling is None or self._polling.done():
            self._polling = self._in(self._readers, self._look)

    def _look(self) -> Message | None:
        changed = self._shelf.poll()
        troubles = self._services.troubles() if self._services.troubles else ()
        new = [trouble for trouble in troubles if trouble not in self._told]
        self._told.update(new)
        if new:
            more = f" ({len(new) - 1} more: see reader check)" if len(new) > 1 else ""
            self._tell(Failed(new[0] + more))
        return Changed() if changed else None

    # --- elsewhere ---------------------------------------------------------------------------

    def open_url(self, url: str) -> None:
        """Open an address in the browser: http, https and mailto only, never through a shell."""
        if not url.lower().startswith(("http://", "https://", "mailto:")):
            self._tell(Failed("this article has no address that a browser can open"))
            return
        from reader.tui.browsing import browse

        open_url = self._services.open_url or browse

        def opened() -> Message | None:
            return None if open_url(url) else Failed(f"no browser could be started for {url}")

        self._in(self._readers, opened)

    def _show_library(self) -> None:
        """Put the starter edition away."""
        if self._shelf is not self._services.library:
            self._shelf = self._services.library
            self._tell(ShelfChanged())

    # --- threads -----------------------------------------------------------------------------

    def _in(
        self, pool: ThreadPoolExecutor, call: Callable[[], Message | None], tell: Tell | None = None
    ) -> Future[None]:
        shelf = self._shelf

        def run() -> None:
            try:
                message = call()
            except ReaderError as error:
                message = Failed(str(error))
            # What was read from a shelf that is no longer shown would name other articles.
            if message is not None and shelf is self._shelf:
                (tell or self._tell)(message)

        future = pool.submit(run)
        self._pending.add(future)
        future.add_done_callback(self._ended)
        return future

    def _ended(self, future: Future[None]) -> None:
        self._pending.discard(future)
        if not future.cancelled() and (error := future.exception()) is not None:
            self._tell(Broken(error))


class Latest:
    """Reads one thing at a time; of those that are wanted meanwhile only the last is read. `ask` is
    that of Work."""

    def __init__(self, ask: Callable[[Callable[[], Message | None]], None]) -> None:
        self._ask = ask
        self._lock = threading.Lock()
        self._wanted: Callable[[], Message | None] | None = None
        self._is_reading = False

    def ask(self, call: Callable[[], Message | None]) -> None:
        """Read this, after what is being read."""
        with self._lock:
            self._wanted = call
            if self._is_reading:
                return
            self._is_reading = True
        self._ask(self._read)

    def _read(self) -> Message | None:
        with self._lock:
            call, self._wanted = self._wanted, None
        try:
            return call() if call is not None else None
        finally:
            with self._lock:
                self._is_reading = self._wanted is not None
            if self._is_reading:
                self._ask(self._read)
