"""What a source gave, cleaned."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from reader.model.text import Document


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that comes with an entry; `length` is in bytes, 0 when unknown."""

    url: str
    type: str = ""
    length: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as a source gave it, cleaned. `entry_id` is never empty: the feed's own id, else
    the link, else title and date. `published` is None when the source gives no date."""

    entry_id: str
    title: str
    url: str = ""
    author: str = ""
    source: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    document: Document = field(default_factory=Document)
    summary_only: bool = False
    enclosures: tuple[Enclosure, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """What a feed file or an article page holds.

    `problem` says in words what was wrong with a file of which something could still be read (a
    feed cut in the middle), "" when nothing was. `interval` is what the feed asks for between two
    visits (ttl, sy:updatePeriod), in seconds, 0 when it does not say; `skipped_hours` (0 to 23, UTC)
    and `skipped_days` (0 is Monday) are when it wants none. `article` says that the source was no
    feed but one article, the only entry.
    """

    title: str
    home: str = ""
    language: str = ""
    entries: tuple[Entry, ...] = ()
    problem: str = ""
    interval: int = 0
    skipped_hours: tuple[int, ...] = ()
    skipped_days: tuple[int, ...] = ()
    article: bool = False
