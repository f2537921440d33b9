"""The fields of a query: `title:`, `feed:`, `who:`, `where:`, `is:`, `after:`, `before:`."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from reader.errors import QueryError
from reader.library.tree import Dated, InFeed, Is, Names, Node, Words

FIELDS = ("title", "feed", "who", "where", "is", "after", "before")
STATES = ("unread", "read", "bookmarked")
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{1,2}))?(?:-([0-9]{1,2}))?", re.ASCII)


def field(name: str, value: str, position: int, *, prefix: bool) -> Node:
    """The condition that a field stands for; QueryError for a value it cannot have."""
    match name:
        case "title":
            return Words(value, prefix=prefix, title=True)
        case "feed":
            return InFeed(value)
        case "who":
            return Names("person", value, prefix)
        case "where":
            return Names("place", value, prefix)
        case "is":
            return Is(_state(value, position))
        case "after":
            return Dated(since=_day(name, value, position))
    return Dated(until=_day(name, value, position))


def _state(value: str, position: int) -> str:
    state = value.casefold()
    if state not in STATES:
        raise QueryError(f"is: goes with {', '.join(STATES)}", position)
    return state


def _day(name: str, value: str, position: int) -> int:
    """The first moment of a year, a month or a day, in seconds since 1970."""
    found = _DATE.fullmatch(value)
    try:
        if found:
            year, month, day = (int(part or 1) for part in found.groups())
            return int(datetime(year, month, day, tzinfo=UTC).timestamp())
    except ValueError:  # the 31st of February
        pass
    raise QueryError(f"{name}: wants a date like 2026, 2026-09 or 2026-09-15", position)
