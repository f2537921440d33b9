"""Importing: from a URL or a file to stored articles, many sources side by side."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable
from typing import TYPE_CHECKING

from reader.errors import SourceError
from reader.feeds.address import without_credentials
from reader.services.gathering import AT_ONCE, Event, Gathering, Imported, Started, gathering, now, outcome
from reader.services.lanes import side_by_side
from reader.services.patience import after_failure

if TYPE_CHECKING:
    from reader.library.library import Library
    from reader.model import Feed

__all__ = ["Event", "Imported", "Started", "import_sources", "is_url"]


async def import_sources(
    library: Library, sources: Iterable[str], *, follow: bool = True, full_text: bool = False
) -> AsyncGenerator[Event, None]:
    """Import every source (feed or page URL; local feed, .html or .txt file), a few at a time.

    `follow` subscribes to the feeds among the URLs; `full_text` fetches the pages of their articles, now
    and whenever they are visited again. For each source come Started and, when what it
    gave is durable, Imported. Closing the iterator cancels the rest. LibraryError when the library
    cannot be read at all.
    """
    wanted = list(sources)
    known = {feed.url: feed for feed in await asyncio.to_thread(library.feeds)}
    async with gathering(library, full_text=full_text) as gather:

        async def run(source: str, tell: Callable[[Event], None]) -> None:
            address = without_credentials(source)
            tell(Started(address, len(wanted)))
            tell(await outcome(source, _import(gather, source, known.get(address), follow)))

        async for event in side_by_side(wanted, run, AT_ONCE):
            yield event


async def _import(gather: Gathering, source: str, known: Feed | None, follow: bool) -> Imported:
    if not is_url(source):
        return await gather.file(source)
    if known is None:
        return await gather.url(source, follow=follow)
    try:
        return await gather.feed(source, known, follow=follow)
    except SourceError as error:
        await gather.remember(known, after_failure(known.memory, error, now()))
        raise


def is_url(source: str) -> bool:
    """Whether a source names something on the network; everything else is a path."""
    return source.lower().startswith(("http://", "https://"))
