"""What runs as tasks beside the screen: importing and refreshing, finding names."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.message import Message

from reader.errors import ReaderError
from reader.model import Article
from reader.tui.messages import Annotated, Changed, Failed, Gathered, Progress
from reader.tui.services import Annotator, Services

if TYPE_CHECKING:
    from reader.services.importing import Event

Tell = Callable[[Message], object]
Doing = Callable[[int], str]  # what is going on, in words, when so many are done

LONGEST_SOURCE = 36  # characters of an address in a message


class Gathering:
    """One import or refresh at a time; `stored` is called when something has been stored."""

    def __init__(self, services: Services, tell: Tell, stored: Callable[[], None]) -> None:
        self._services = services
        self._tell = tell
        self._stored = stored
        self._task: asyncio.Task[None] | None = None

    @property
    def is_running(self) -> bool:
        """Whether an import or a refresh is under way."""
        return self._task is not None and not self._task.done()

    async def close(self) -> None:
        """Stop, and wait for the end."""
        await _ended([self._task])

    def import_sources(self, sources: Sequence[str]) -> None:
        """Import in the background; tells Progress, then Gathered."""
        if (importer := self._services.import_sources) is not None:
            self._start(importer(sources), partial(_importing, sources))

    def refresh(self, feeds: Sequence[str] = ()) -> None:
        """Visit these feeds, named by URL, or every feed that is followed; tells Progress, then
        Gathered."""
        if (refresh := self._services.refresh) is not None:
            self._start(refresh(feeds), partial(_refreshing, feeds))

    def stop(self) -> None:
        """Cancel the import or refresh; what has been stored stays."""
        if self._task is not None:
            self._task.cancel()

    def _start(self, events: AsyncIterator[Event], doing: Doing) -> None:
        if not self.is_running:
            self._task = asyncio.create_task(self._gather(events, doing))

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
                    self._stored()
                    self._tell(Changed())
                self._tell(Progress(doing(done)))
            stopped = False
        except ReaderError as error:
            errors.append(str(error))
            stopped = False
        finally:
            self._tell(Progress(""))
            self._tell(Gathered(new, updated, tuple(errors), stopped))


class Annotating:
    """Finding names: the article on the screen first, then all others. `is_gathering` tells whether
    somebody else says at the foot what goes on."""

    def __init__(self, services: Services, tell: Tell, is_gathering: Callable[[], bool]) -> None:
        self._services = services
        self._tell = tell
        self._is_gathering = is_gathering
        self._annotator: Annotator | None = None
        self._task: asyncio.Task[None] | None = None
        self._all_task: asyncio.Task[None] | None = None

    @property
    def is_running(self) -> bool:
        """Whether names are being found in the article on the screen."""
        return self._task is not None and not self._task.done()

    async def close(self) -> None:
        """Stop, and end what it runs."""
        await _ended([self._task, self._all_task])
        if self._annotator is not None:
            await self._annotator.close()

    def article(self, article: Article) -> None:
        """Find the names of the article on the screen; the one asked for last goes before. Answers
        with Annotated."""
        if self._task is not None:
            self._task.cancel()
        if (annotator := self._annotator_running()) is not None:
            self._task = asyncio.create_task(self._annotate(annotator, article))

    async def _annotate(self, annotator: Annotator, article: Article) -> None:
        try:
            self._tell(Annotated(article.row.key, await annotator.annotate_article(article)))
        except ReaderError as error:
            self._tell(Failed(str(error)))

    def all(self) -> None:
        """Find the names of every stored article that has none yet, in the background; tells Progress."""
        if self._all_task is not None and not self._all_task.done():
            return
        if (annotator := self._annotator_running()) is not None:
            self._all_task = asyncio.create_task(self._annotate_all(annotator))

    async def _annotate_all(self, annotator: Annotator) -> None:
        try:
            async for progress in annotator.annotate_all():
                if not self._is_gathering():
                    self._tell(Progress(f"marking names: {progress.done:,} articles"))
        except ReaderError as error:
            self._tell(Failed(str(error)))
        finally:
            if not self._is_gathering():
                self._tell(Progress(""))

    def _annotator_running(self) -> Annotator | None:
        if self._annotator is None and self._services.annotator is not None:
            self._annotator = self._services.annotator()
        return self._annotator


async def _ended(tasks: Sequence[asyncio.Task[None] | None]) -> None:
    running = [task for task in tasks if task is not None]
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)


def _importing(sources: Sequence[str], done: int) -> str:
    from reader.feeds.address import without_credentials

    what = without_credentials(sources[0]) if len(sources) == 1 else f"{done} of {len(sources)}"
    return f"importing {what}  (Ctrl+X stops)"


def _refreshing(feeds: Sequence[str], done: int) -> str:
    what = "the feed" if feeds else f"feeds, {done} done"
    return f"refreshing {what}  (Ctrl+X stops)"


def _briefly(source: str) -> str:
    """The beginning and the end of a long address, so that there is room to say what is wrong with it."""
    return source if len(source) <= LONGEST_SOURCE else f"{source[:18]}…{source[19 - LONGEST_SOURCE :]}"
