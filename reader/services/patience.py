"""When a feed is visited again: what its server asks for, within bounds, and longer after failures.

`ServerMemory.failures` counts the visits in a row that failed. A server that asks for a pause has
not failed: its `next_try` is set and `failures` is 0.
"""

from __future__ import annotations

import random
from collections.abc import Container
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

from reader.errors import FetchError, SourceError
from reader.model import ParsedFeed, ServerMemory

if TYPE_CHECKING:
    from reader.feeds.fetch import Fetched

SOONEST = timedelta(minutes=15)
LATEST = timedelta(days=1)
FIRST_PAUSE = timedelta(minutes=30)
LONGEST_PAUSE = timedelta(days=7)
LONGEST_ASKED = timedelta(days=31)
LONGEST_SKIPPED = timedelta(days=3)
"""What skipHours and skipDays may put off a visit: a long weekend."""
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


def after_success(
    memory: ServerMemory, fetched: Fetched, found: ParsedFeed | None, now: datetime
) -> ServerMemory:
    """`found` is what the answer held, None when nothing has changed: then the feed still asks for what
    it asked for the last time."""
    unchanged = fetched.not_modified
    asks = found or memory
    pause = _within(timedelta(seconds=max(fetched.wait, asks.interval)), SOONEST, LATEST)
    return ServerMemory(
        etag=fetched.etag or (memory.etag if unchanged else ""),
        modified=fetched.modified or (memory.modified if unchanged else ""),
        fetched=now,
        succeeded=now,
        next_try=_first_wanted(now + pause, asks.skipped_hours, asks.skipped_days),
        interval=asks.interval,
        skipped_hours=asks.skipped_hours,
        skipped_days=asks.skipped_days,
        seconds=fetched.seconds,
        requests=fetched.requests,
    )


def _first_wanted(moment: datetime, hours: Container[int], days: Container[int]) -> datetime:
    """The first moment from this one on in an hour and on a day that the feed does not want left out;
    `LONGEST_SKIPPED` later at the latest."""
    latest = moment + LONGEST_SKIPPED
    wanted = moment
    while wanted < latest and (wanted.hour in hours or wanted.weekday() in days):
        wanted = wanted.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return min(wanted, latest)


def after_failure(memory: ServerMemory, error: SourceError, now: datetime) -> ServerMemory:
    """Pauses double with every failure in a row, with up to a quarter of jitter, so that feeds that
    failed together do not come back together."""
    changed = _failed(memory, error, now)
    if isinstance(error, FetchError) and error.status == HTTPStatus.GONE:
        return replace(changed, failures=0, next_try=NEVER)
    if isinstance(error, FetchError) and error.retry_after:
        asked = _within(timedelta(seconds=error.retry_after), timedelta(), LONGEST_ASKED)
        return replace(changed, failures=0, next_try=now + asked)
    pause = min(FIRST_PAUSE * 2 ** min(memory.failures, 10), LONGEST_PAUSE)
    return replace(changed, failures=memory.failures + 1, next_try=now + pause * random.uniform(1, 1.25))


def without_penalty(memory: ServerMemory, error: SourceError, now: datetime) -> ServerMemory:
    """After a failure that was not the feed's: the own line was down."""
    return _failed(memory, error, now)


def _failed(memory: ServerMemory, error: SourceError, now: datetime) -> ServerMemory:
    changed = replace(memory, fetched=now, error=error.reason)
    return replace(changed, seconds=error.seconds, requests=1) if isinstance(error, FetchError) else changed


def is_due(memory: ServerMemory, now: datetime) -> bool:
    """Whether an automatic refresh visits the feed."""
    return memory.next_try is None or memory.next_try <= now


def is_asked_to_wait(memory: ServerMemory, now: datetime) -> bool:
    """Whether its server wants no visit yet, not even one that the person asks for."""
    return bool(memory.error) and memory.failures == 0 and not is_due(memory, now)


def _within(pause: timedelta, least: timedelta, most: timedelta) -> timedelta:
    return max(least, min(pause, most))
