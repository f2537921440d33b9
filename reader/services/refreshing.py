"""Refreshing: visiting the followed feeds again, each when its time has come."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reader.errors import FetchError, NotStoredError, SourceError
from reader.feeds.address import without_credentials
from reader.services.gathering import AT_ONCE, Event, Gathering, Imported, Started, gathering, now, outcome
from reader.services.lanes import side_by_side
from reader.services.patience import after_failure, is_asked_to_wait, is_due, without_penalty

if TYPE_CHECKING:
    from reader.library.library import Library
    from reader.model import Feed


async def refresh(
    library: Library, names: Collection[str] = (), *, only_due: bool = False
) -> AsyncGenerator[Event, None]:
    """Visit the followed feeds, or those of them that `names` names by URL, id or title.

    `only_due` leaves out feeds whose time has not come; without it only those are left out whose
    servers have asked for a pause. Events as `import_sources` gives them; a feed that is left out
    has none. NotStoredError for a name that no followed feed has.
    """
    feeds = await asyncio.to_thread(_chosen, library, names)
    moment = now()
    visited = [
        feed
        for feed in feeds
        if (is_due(feed.memory, moment) if only_due else not is_asked_to_wait(feed.memory, moment))
    ]
    async with gathering(library) as gather:
        visits = _Visits(gather)

        async def run(feed: Feed, tell: Callable[[Event], None]) -> None:
            tell(Started(without_credentials(feed.url), len(visited)))
            tell(await outcome(feed.url, visits.visit(feed)))

        async for event in side_by_side(visited, run, AT_ONCE):
            yield event
        await visits.judge()


@dataclass(slots=True)
class _Visits:
    """Remembers who answered: when nobody did, the own line was down and no feed is to blame."""

    gather: Gathering
    someone_answered: bool = False
    silent: list[tuple[Feed, SourceError]] = field(default_factory=list)

    async def visit(self, feed: Feed) -> Imported:
        try:
            gathered = await self.gather.feed(feed.url, feed, follow=False)
        except SourceError as error:
            if isinstance(error, FetchError) and not error.status:
                self.silent.append((feed, error))
            else:
                self.someone_answered = True
                await self.gather.remember(feed, after_failure(feed.memory, error, now()))
            raise
        self.someone_answered = True
        return gathered

    async def judge(self) -> None:
        """Write down the failures of the feeds that did not answer."""
        after = after_failure if self.someone_answered else without_penalty
        for feed, error in self.silent:
            await self.gather.remember(feed, after(feed.memory, error, now()))


def _chosen(library: Library, names: Collection[str]) -> Sequence[Feed]:
    followed = [feed for feed in library.feeds() if feed.followed]
    if not names:
        return followed
    return [find_feed(followed, name) for name in dict.fromkeys(names)]


def find_feed(feeds: Sequence[Feed], name: str) -> Feed:
    """The feed of this URL, id or title. NotStoredError when there is none or more than one."""
    found = [feed for feed in feeds if name in (feed.url, feed.id)]
    found = found or [feed for feed in feeds if feed.title.casefold() == name.casefold()]
    if len(found) == 1:
        return found[0]
    why = "is the title of several feeds; name one by its URL" if found else "is no feed that you follow"
    raise NotStoredError(f"{without_credentials(name)!r} {why}; `reader feeds` lists them")
