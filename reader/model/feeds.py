"""Feeds: what their servers said, what the person wants of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ServerMemory:
    """What a feed's server said last, for conditional requests and patience. `seconds` is what the server
    took at the last visit, None before the first, and `requests` how many there were: redirects and the
    pages of articles count;
    `interval`, `skipped_hours` and `skipped_days` are what the feed itself asks for (ParsedFeed)."""

    etag: str = ""
    modified: str = ""
    fetched: datetime | None = None
    succeeded: datetime | None = None
    next_try: datetime | None = None
    failures: int = 0
    error: str = ""
    seconds: float | None = None
    requests: int = 0
    interval: int = 0
    skipped_hours: tuple[int, ...] = ()
    skipped_days: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed the library knows. `id` is stable when the URL moves; `followed` says that the
    person subscribed to it (else it is only where some stored articles came from); `full_text` that
    the pages of its articles are fetched too."""

    id: str
    url: str
    title: str
    home: str = ""
    folder: str = ""
    followed: bool = False
    memory: ServerMemory = field(default_factory=ServerMemory)
    full_text: bool = False


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed that somebody follows, as programs pass it on to one another.

    `title` is what the feed calls itself, `name` what the person calls it, "" for the same; `folder`
    is a path of folders (`feeds.folders`).
    """

    url: str
    title: str = ""
    name: str = ""
    home: str = ""
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Retention:
    """How long the articles of a feed are kept: so many days, and so many of the newest; 0 is no limit."""

    days: int = 0
    count: int = 0

    def __bool__(self) -> bool:
        return bool(self.days or self.count)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What a cleaning deleted, or would delete: keys, oldest first; and how many old articles stay
    because the person keeps them (`kept`) or has not read them (`unread`)."""

    deleted: tuple[str, ...] = ()
    kept: int = 0
    unread: int = 0
