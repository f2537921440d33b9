"""What is new about those who are followed."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from reader.errors import ReaderError

if TYPE_CHECKING:
    from reader.library.library import Library

MOST_MARKED = 300  # new articles that are marked to find out, a quarter of a minute


@dataclass(frozen=True, slots=True)
class Matches:
    """How many of the new articles name what is followed; `unmarked` of the new ones have no marks yet
    and may do so too."""

    articles: int
    unmarked: int


async def new_matches(library: Library, since: datetime) -> Matches | None:
    """What of the articles that arrived since then names what is followed; they are marked first, the
    newest of them at least. None when nothing is followed."""
    if not await asyncio.to_thread(follows, library):
        return None
    left = await _mark(library, since)
    return Matches(await asyncio.to_thread(library.watching.count, since), left)


def follows(library: Library) -> bool:
    """Whether anybody or anything is followed."""
    return any(not one.muted for one in library.watching.all())


async def _mark(library: Library, since: datetime) -> int:
    """Mark new articles; gives how many stay without marks."""
    from reader.entities.annotate import ENGINE_VERSION
    from reader.services.annotating import ArticleAnnotator

    keys = await asyncio.to_thread(library.watching.unmarked, since, ENGINE_VERSION)
    if not keys:
        return 0
    left = len(keys)
    async with ArticleAnnotator(library) as annotator:
        for key in keys[:MOST_MARKED]:
            try:
                await annotator.annotate_article(await asyncio.to_thread(library.article, key))
                left -= 1
            except ReaderError:
                continue  # it stays without marks, which is counted
    return left
