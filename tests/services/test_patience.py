"""When a feed is visited again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from reader.errors import FetchError, ParseError
from reader.feeds.fetch import Fetched
from reader.model import ParsedFeed, ServerMemory
from reader.services import patience

NOW = datetime(2024, 5, 6, tzinfo=UTC)
BROKEN = ParseError("feed", "broken")


@given(wait=st.integers(0, 10**9), interval=st.integers(0, 10**9))
def test_a_feed_that_answers_is_visited_within_bounds(wait: int, interval: int) -> None:
    memory = patience.after_success(
        ServerMemory(failures=4, error="x"), Fetched("u", wait=wait), ParsedFeed("", interval=interval), NOW
    )
    assert memory.next_try is not None
    assert patience.SOONEST <= memory.next_try - NOW <= patience.LATEST
    assert (memory.failures, memory.error) == (0, "")


def test_what_the_server_said_is_kept_when_nothing_has_changed() -> None:
    memory = patience.after_success(
        ServerMemory(etag="e", modified="m"), Fetched("u", not_modified=True), None, NOW
    )
    assert (memory.etag, memory.modified) == ("e", "m")
    assert patience.after_success(memory, Fetched("u"), ParsedFeed(""), NOW).etag == ""


ANSWER, NOTHING_YET = Fetched("u"), ServerMemory()
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def next_try(*, fetched: Fetched = ANSWER, before: ServerMemory = NOTHING_YET, **asked: Any) -> timedelta:
    found = None if fetched.not_modified else ParsedFeed("", **asked)
    memory = patience.after_success(before, fetched, found, NOW)
    assert memory.next_try is not None
    return memory.next_try - NOW


def test_what_server_and_feed_ask_for_is_honoured() -> None:
    """NOW is a Monday, at midnight."""
    assert next_try(fetched=Fetched("u", wait=7200)) == 2 * HOUR  # max-age, Expires
    assert next_try(interval=3 * 3600) == 3 * HOUR  # ttl
    assert next_try(fetched=Fetched("u", wait=7200), interval=3600) == 2 * HOUR
    assert next_try(skipped_hours=(0, 1, 2, 5)) == 3 * HOUR
    assert next_try(skipped_hours=(1, 2), interval=3600) == 3 * HOUR
    assert next_try(skipped_days=(0, 1)) == 2 * DAY
    assert next_try(skipped_days=(0,), skipped_hours=(0, 1)) == DAY + 2 * HOUR
    assert next_try(skipped_days=(5, 6)) == patience.SOONEST


def test_a_feed_that_never_wants_a_visit_gets_one() -> None:
    assert next_try(skipped_days=tuple(range(7))) == patience.SOONEST + patience.LONGEST_SKIPPED
    assert next_try(skipped_hours=tuple(range(24))) == patience.SOONEST + patience.LONGEST_SKIPPED


def test_what_the_feed_asked_for_holds_while_nothing_changes() -> None:
    before = ServerMemory(interval=7200, skipped_hours=(2, 3))
    assert next_try(fetched=Fetched("u", not_modified=True), before=before) == 4 * HOUR


def test_pauses_grow_with_failures_and_never_end_the_visits() -> None:
    memory, pauses = ServerMemory(), []
    for _ in range(40):
        memory = patience.after_failure(memory, BROKEN, NOW)
        assert memory.next_try is not None
        pauses.append(memory.next_try - NOW)
    assert pauses[0] >= patience.FIRST_PAUSE
    assert pauses[3] > pauses[0] * 4
    assert max(pauses) <= patience.LONGEST_PAUSE * 1.25
    assert patience.is_due(memory, NOW + timedelta(days=9))
    assert not patience.is_asked_to_wait(memory, NOW)


def test_a_server_that_asks_to_wait_has_not_failed() -> None:
    memory = patience.after_failure(
        ServerMemory(failures=2), FetchError("u", "busy", status=503, retry_after=600), NOW
    )
    assert memory.next_try == NOW + timedelta(seconds=600)
    assert patience.is_asked_to_wait(memory, NOW + timedelta(seconds=599))
    assert not patience.is_asked_to_wait(memory, NOW + timedelta(seconds=601))


def test_a_feed_that_is_gone_is_not_visited_again() -> None:
    memory = patience.after_failure(ServerMemory(), FetchError("u", "gone", status=410), NOW)
    assert patience.is_asked_to_wait(memory, NOW + timedelta(days=20000))
