"""The fields of a query: `title:`, `who:`, `is:`, `after:` and the others."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from reader.errors import QueryError
from reader.library.tree import (
    Added,
    Dated,
    FromSource,
    InFeed,
    InFolder,
    Is,
    Names,
    Node,
    Noted,
    Office,
    Tagged,
    Words,
)

STATES = ("unread", "read", "bookmarked", "full", "noted", "tagged", "followed", "muted")
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{1,2}))?(?:-([0-9]{1,2}))?", re.ASCII)
_AGO = re.compile(r"([0-9]{1,5})d", re.ASCII)


@dataclass(frozen=True, slots=True)
class Value:
    """What stands after the colon of a field, and where in the query the field begins; with `prefix`
    its last word may go on. `now` says what today is and in which zone days begin."""

    text: str
    position: int
    prefix: bool
    now: datetime


def field(name: str, value: Value) -> Node:
    """The condition that a field of `FIELDS` stands for; QueryError for a value it cannot have."""
    return _MADE[name](value)


def _state(value: Value) -> Node:
    state = value.text.casefold()
    if state not in STATES:
        raise QueryError(f"is: goes with {', '.join(STATES)}", value.position)
    return Is(state)


def _moment(name: str, value: Value) -> int:
    """The first moment of a year, a month or a day, in seconds since 1970."""
    try:
        day = _day(value.text.casefold(), value.now.date())
        if day is not None:
            return int(datetime.combine(day, time(), value.now.tzinfo).timestamp())
    except (ValueError, OverflowError, OSError):  # the 31st of February, a time before all clocks
        pass
    raise QueryError(
        f"{name}: wants a date like 2026, 2026-09 or 2026-09-15, or today, yesterday, 7d", value.position
    )


def _day(text: str, today: date) -> date | None:
    if text in ("today", "yesterday"):
        return today - timedelta(days=text == "yesterday")
    if ago := _AGO.fullmatch(text):
        return today - timedelta(days=int(ago[1]))
    if found := _DATE.fullmatch(text):
        year, month, day = (int(part or 1) for part in found.groups())
        return date(year, month, day)
    return None


_MADE: Mapping[str, Callable[[Value], Node]] = {
    "title": lambda value: Words(value.text, prefix=value.prefix, title=True),
    "who": lambda value: Names("person", value.text, value.prefix),
    "where": lambda value: Names("place", value.text, value.prefix),
    "office": lambda value: Office(value.text, value.prefix),
    "feed": lambda value: InFeed(value.text),
    "source": lambda value: FromSource(value.text),
    "folder": lambda value: InFolder(value.text),
    "tag": lambda value: Tagged(value.text, value.prefix),
    "note": lambda value: Noted(value.text, value.prefix),
    "is": _state,
    "after": lambda value: Dated(since=_moment("after", value)),
    "before": lambda value: Dated(until=_moment("before", value)),
    "added": lambda value: Added(_moment("added", value)),
}
FIELDS = tuple(_MADE)
