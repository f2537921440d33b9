"""Parsing in a process of its own: feedparser would hold the screen's thread, and may die or hang."""

from __future__ import annotations

from dataclasses import dataclass
from types import TracebackType
from typing import Literal, Self

from reader.model import ParsedFeed

SourceKind = Literal["any", "feed", "article"]


@dataclass(frozen=True, slots=True)
class FoundFeeds:
    """The feeds that a page names, best first, as absolute URLs."""

    urls: tuple[str, ...]


class ParseWorker:
    """One child process that parses; an asynchronous context manager."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        raise NotImplementedError

    async def parse(
        self, body: bytes, *, url: str, content_type: str = "", kind: SourceKind = "any"
    ) -> ParsedFeed | FoundFeeds:
        """What `body` holds. "any": a feed, or else a page, of which the feeds it names (FoundFeeds) or,
        when it names none, its article; "feed": a feed only; "article": the article of a page or a text
        file. ParseError when it holds none of these, when it takes too long or too much memory."""
        raise NotImplementedError
