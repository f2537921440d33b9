"""Adding feeds: following what is at an address, be it a feed or a page that has one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable
from typing import TYPE_CHECKING

from reader.errors import SourceError
from reader.feeds.address import as_web_address, without_credentials
from reader.services.gathering import AT_ONCE, Gathering, Imported, gathering, outcome
from reader.services.importing import is_url
from reader.services.lanes import side_by_side
from reader.services.subscriptions import change_feed

if TYPE_CHECKING:
    from reader.library.library import Library
    from reader.model import Feed


async def add_feeds(
    library: Library,
    addresses: Iterable[str],
    *,
    name: str | None = None,
    folder: str | None = None,
    full_text: bool = False,
) -> AsyncGenerator[Imported, None]:
    """Follow the feeds at these addresses, or those that the pages there name, and store what they hold;
    with `full_text` the pages of their articles too, now and at later visits."""
    known = {feed.url: feed for feed in await asyncio.to_thread(library.feeds)}
    async with gathering(library, full_text=full_text) as gather:

        async def run(given: str, tell: Callable[[Imported], None]) -> None:
            address = given if is_url(given) else as_web_address(given) or given
            done = await outcome(address, _follow(gather, address, known.get(without_credentials(address))))
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
