"""Full texts: the page of an article in place of the summary that its feed gives.

The feed's own text stays stored; turning from one to the other needs no network.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from reader.errors import FetchError, ParseError, SourceError
from reader.feeds.address import without_credentials
from reader.model import Document, Entry, Feed, Origin, ParsedFeed
from reader.services.lanes import side_by_side

if TYPE_CHECKING:
    from reader.feeds.fetch import Fetched, Fetcher
    from reader.feeds.found import FoundFeeds
    from reader.library.library import Library

PAGES_A_VISIT = 100
PAGES_AT_ONCE = 2
FAILURES_IN_A_ROW = 3
"""After so many pages without an answer the others of a visit are left for the next one."""

_FOR_NOW = {
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.TOO_EARLY,
    HTTPStatus.TOO_MANY_REQUESTS,
}

Parse = Callable[..., Awaitable["ParsedFeed | FoundFeeds"]]


async def full_text(library: Library, key: str) -> Origin:
    """Show the full text of an article, which is fetched the first time, or the feed's own text again;
    gives whose text is shown now. `key` may be the beginning of one.

    NotStoredError; SourceError, in one line, when the page cannot be had or gives no more than the feed:
    nothing has changed then.
    """
    article = await asyncio.to_thread(library.article, key)
    if article.other_text is not None:
        return await asyncio.to_thread(library.versions.turn, article.row.key)
    from reader.services.gathering import gathering

    least = len(article.document.text)
    async with gathering(library) as gather:
        document = await page_text(gather.fetcher, gather.parsers.parse, article.row.url, least)
    await asyncio.to_thread(library.versions.use_page, article.row.key, document)
    return "page"


async def page_text(fetcher: Fetcher, parse: Parse, url: str, least: int) -> Document:
    """The main text of a page, of more than `least` characters. SourceError."""
    if not url.lower().startswith(("http://", "https://")):
        raise ParseError(url or "this article", "its feed names no page that could be fetched")
    fetched = await fetcher.get(url)
    if fetched.problem:
        raise FetchError(without_credentials(url), fetched.problem)
    document = await _main_text(parse, fetched)
    if len(document.text) <= least:
        raise ParseError(without_credentials(url), "its page gives no more text than its feed")
    return document


async def _main_text(parse: Parse, fetched: Fetched) -> Document:
    found = await parse(fetched.body, fetched.url, "article", fetched.content_type)
    assert isinstance(found, ParsedFeed)
    return found.entries[0].document


@dataclass(frozen=True, slots=True)
class Pages:
    """What came of the pages of a feed: how many gave a full text, how many were asked for, whether
    some are left for the next visit, how many failed, and why the first one did."""

    texts: int = 0
    requests: int = 0
    left: bool = False
    failed: int = 0
    problem: str = ""

    @property
    def note(self) -> str:
        """One line about failures, "" for none."""
        if not self.failed:
            return ""
        which = "one article has" if self.failed == 1 else f"{self.failed} articles have"
        return f"{which} no full text: {self.problem}"


async def full_texts(
    library: Library, fetcher: Fetcher, parse: Parse, feed: Feed, entries: Sequence[Entry]
) -> Pages:
    """Fetch the pages of those entries, which are stored, that hold only summaries: the newest
    `PAGES_A_VISIT`, two at a time. What fails for good is not asked for again by itself. LibraryError."""
    from reader.library.articles import article_key

    keys = {article_key(feed.id, entry.entry_id): len(entry.document.text) for entry in entries}
    lacking = await asyncio.to_thread(library.versions.lacking, list(keys))
    visit = _Visit(library, fetcher, parse)

    async def run(item: tuple[str, str], tell: Callable[[_Read], None]) -> None:
        key, url = item
        if not visit.is_over:
            tell(await visit.read(key, url, keys[key]))

    read = [one async for one in side_by_side(lacking[:PAGES_A_VISIT], run, PAGES_AT_ONCE)]
    errors = [one.error for one in read if one.error is not None]
    return Pages(
        texts=len(read) - len(errors),
        requests=len(read),
        left=len(read) < len(lacking) or any(_is_for_now(error) for error in errors),
        failed=len(errors),
        problem=str(errors[0]) if errors else "",
    )


@dataclass(frozen=True, slots=True)
class _Read:
    """What came of one page."""

    error: SourceError | None = None


class _Visit:
    """Pages read one after another, until too many in a row could not be had."""

    def __init__(self, library: Library, fetcher: Fetcher, parse: Parse) -> None:
        self._library = library
        self._fetcher = fetcher
        self._parse = parse
        self._in_a_row = 0

    @property
    def is_over(self) -> bool:
        return self._in_a_row >= FAILURES_IN_A_ROW

    async def read(self, key: str, url: str, least: int) -> _Read:
        """Store the full text of an article."""
        try:
            document = await page_text(self._fetcher, self._parse, url, least)
        except SourceError as error:
            if _is_for_now(error):
                self._in_a_row += 1
            else:
                await asyncio.to_thread(self._library.versions.note_in_vain, key)
            return _Read(error)
        self._in_a_row = 0
        await asyncio.to_thread(self._library.versions.use_page, key, document)
        return _Read()


def _is_for_now(error: SourceError) -> bool:
    """Whether another day may do better."""
    if not isinstance(error, FetchError):
        return False
    return not error.status or error.status >= 500 or error.status in _FOR_NOW
