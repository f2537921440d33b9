"""What runs as tasks beside the screen: importing and refreshing, finding names."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.message import Message

from reader.errors import ReaderError
from reader.tui.messages import Annotated, Changed, Failed, Gathered, Progress

if TYPE_CHECKING:
    from reader.model import Article
    from reader.services.gathering import Event
    from reader.services.pace import Pace
    from reader.tui.services import Annotator, Services

Tell = Callable[[Message], object]
Doing = Callable[["Pace"], str]  # what is going on, in words

STOP = "  ({stop-gathering} stops)"
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

    def add(self, addresses: Sequence[str], folder: str) -> None:
        """Follow the feeds at these addresses, in a folder, in the background."""
        if (add := self._services.add_feeds) is not None:
            self._start(add(addresses, folder), partial(_adding, addresses))

    def refresh(self, feeds: Sequence[str] = ()) -> None:
        """Visit these feeds, named by URL, or every feed that is followed; tells Progress, then
        Gathered."""
        if (refresh := self._services.refresh) is not None:
            self._start(refresh(feeds), partial(_refreshing, feeds))

    def refresh_due(self) -> None:
        """Visit the feeds whose time has come, unless something is under way; tells Progress, then
        Gathered, which is quiet."""
        if (refresh := self._services.refresh_due) is not None and not self.is_running:
            self._start(refresh(), partial(_refreshing, ()), quiet=True)

    def stop(self) -> None:
        """Cancel the import or refresh; what has been stored stays."""
        if self._task is not None:
            self._task.cancel()

    def _start(self, events: AsyncGenerator[Event, None], doing: Doing, *, quiet: bool = False) -> None:
        if not self.is_running:
            self._task = asyncio.create_task(self._gather(events, doing, quiet))

    async def _gather(self, events: AsyncGenerator[Event, None], doing: Doing, quiet: bool) -> None:
        from reader.services.gathering import Imported
        from reader.services.pace import Pace, paced

        new = updated = 0
        errors: list[str] = []
        stopped = True
        if not quiet:
            self._tell(Progress(doing(Pace()), offer=STOP))
        try:
            async for event in paced(events):
                if isinstance(event, Pace):
                    self._tell(Progress(doing(event), offer=STOP))
                elif isinstance(event, Imported):
                    new += event.new
                    updated += event.updated
                    if event.status == "error":
                        errors.append(f"{_briefly(event.source)}: {event.error}")
                    if event.new or event.updated or event.feed_id:
                        self._stored()
                        self._tell(Changed())
            stopped = False
        except ReaderError as error:
            errors.append(str(error))
            stopped = False
        finally:
            self._tell(Progress(""))
            self._tell(Gathered(new, updated, tuple(errors), stopped, quiet=quiet))


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


def _importing(sources: Sequence[str], pace: Pace) -> str:
    from reader.feeds.address import without_credentials

    one = len(sources) == 1
    what = without_credentials(sources[0]) if one else f"{pace.done} of {len(sources)}"
    return _stoppable(f"importing {what}", pace)


def _adding(addresses: Sequence[str], pace: Pace) -> str:
    return _stoppable(f"following {pace.done} of {len(addresses)} feeds", pace)


def _refreshing(feeds: Sequence[str], pace: Pace) -> str:
    if len(feeds) == 1:
        return _stoppable("refreshing the feed", pace)
    how_far = f"{pace.done} of {pace.total} feeds" if pace.total else "feeds"
    return _stoppable(f"refreshing {how_far}", pace)


def _stoppable(doing: str, pace: Pace) -> str:
    """What is going on, what has come of it, and who keeps it waiting."""
    new = f", {pace.new:,} new" if pace.new else ""
    more = f" and {len(pace.slow) - 1} more" if len(pace.slow) > 1 else ""
    slow = f" · slow: {_host(pace.slow[0])}{more}" if pace.slow else ""
    return f"{doing}{new}{slow}"


def _host(source: str) -> str:
    from urllib.parse import urlsplit

    try:
        return urlsplit(source).hostname or _briefly(source)
    except ValueError:
        return _briefly(source)


def _briefly(source: str) -> str:
    """The beginning and the end of a long address, so that there is room to say what is wrong with it."""
    return source if len(source) <= LONGEST_SOURCE else f"{source[:18]}…{source[19 - LONGEST_SOURCE :]}"
