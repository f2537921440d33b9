"""When a feed is visited again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from reader.errors import FetchError, ParseError
from reader.feeds.fetch import Fetched
from reader.model import ServerMemory
from reader.services import patience

NOW = datetime(2024, 5, 6, tzinfo=UTC)
BROKEN = ParseError("feed", "broken")


@given(wait=st.integers(0, 10**9), interval=st.integers(0, 10**9))
def test_a_feed_that_answers_is_visited_within_bounds(wait: int, interval: int) -> None:
    memory = patience.after_success(
        ServerMemory(failures=4, error="x"), Fetched("u", wait=wait), interval, NOW
    )
    assert memory.next_try is not None
    assert patience.SOONEST <= memory.next_try - NOW <= patience.LATEST
    assert (memory.failures, memory.error) == (0, "")


def test_what_the_server_said_is_kept_when_nothing_has_changed() -> None:
    memory = patience.after_success(
        ServerMemory(etag="e", modified="m"), Fetched("u", not_modified=True), 0, NOW
    )
    assert (memory.etag, memory.modified) == ("e", "m")
    assert patience.after_success(memory, Fetched("u"), 0, NOW).etag == ""


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
