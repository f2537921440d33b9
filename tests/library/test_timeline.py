"""Timelines: every article is in one period, and the periods have no gaps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import QueryError
from reader.library.articles import text_hash
from reader.library.library import Library
from reader.library.timeline import MOST_PERIODS, Bar, Period, counted
from reader.model import Annotations, Document, Entry, Feed, Person, Place, View

APIA = ZoneInfo("Pacific/Apia")
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)  # a Monday
MOMENTS = st.lists(st.integers(-(10**9), 4 * 10**9), max_size=30)


@pytest.fixture
def press(library: Library, feed: Feed) -> Callable[..., None]:
    """press(days ago, people, places): stores an article that names them."""
    count = 0

    def store(days: float, people: list[str], places: list[str]) -> None:
        nonlocal count
        count += 1
        at = NOON - timedelta(days=days)
        text = f"Text {count}"
        library.store(feed, [Entry(text, text, published=at, document=Document(text))], NOON)
        key = next(row.key for row in library.rows(library.rowids(View())) if row.title == text)
        marks = Annotations(
            tuple(Person(name, ((0, 1),)) for name in people),
            tuple(Place(name, ((0, 1),), "city", "AU") for name in places),
            "one",
        )
        assert library.annotate(key, text_hash(text), marks)

    return store


def test_bars_of_a_search_a_person_and_a_place(library: Library, press: Callable[..., None]) -> None:
    press(0, ["Ada Marsh", "Bo Ek"], ["Hobart"])
    press(6, ["Ada Marsh"], ["Lima"])
    press(7, ["Bo Ek", "Ada Marsh"], ["Hobart"])
    press(20, ["Bo Ek"], [])
    weeks = library.timelines.of_view(View(), Period.WEEK, UTC)
    assert weeks == [
        Bar(date(2026, 11, 2), 1, (("Bo Ek", 1),), ()),
        Bar(date(2026, 11, 9), 0),
        Bar(date(2026, 11, 16), 2, (("Ada Marsh", 2), ("Bo Ek", 1)), (("Hobart", 1), ("Lima", 1))),
        Bar(date(2026, 11, 23), 1, (("Ada Marsh", 1), ("Bo Ek", 1)), (("Hobart", 1),)),
    ]
    (ada,) = library.pages.people("Ada Marsh", 1)
    days = library.timelines.of_entity(ada.number, Period.DAY, UTC)
    assert [(bar.start.day, bar.articles) for bar in days if bar.articles] == [(16, 1), (17, 1), (23, 1)]
    assert len(days) == 8
    assert all("Ada Marsh" not in dict(bar.people) for bar in days)
    months = library.timelines.of_view(View(search="where:Hobart"), Period.MONTH, UTC)
    assert [(bar.start, bar.articles) for bar in months] == [(date(2026, 11, 1), 2)]
    assert [(month.start, month.articles) for month in ada.reported.months] == [(date(2026, 11, 1), 3)]
    assert library.timelines.of_view(View(search="nothing at all"), Period.DAY) == []
    with pytest.raises(QueryError):
        library.timelines.of_view(View(search="(x"), Period.DAY)


@given(MOMENTS, st.sampled_from(Period), st.sampled_from([UTC, APIA, None]))
def test_every_moment_is_in_its_period(moments: list[int], by: Period, zone: ZoneInfo | None) -> None:
    counts = counted(sorted(moments, reverse=True), by, zone)
    assert len(counts) <= MOST_PERIODS
    assert bool(counts) == bool(moments)
    for one, after in pairwise(counts):
        assert 1 <= (after.start - one.start).days <= 31
    if counts and len(counts) < MOST_PERIODS:
        assert sum(count.articles for count in counts) == len(moments)
        local = [datetime.fromtimestamp(moment, UTC).astimezone(zone).date() for moment in moments]
        for number, count in enumerate(counts):
            end = counts[number + 1].start if number + 1 < len(counts) else date.max
            assert count.articles == sum(count.start <= day < end for day in local)


@pytest.mark.parametrize("seconds", [-(62135596800), 253402300799, 0])
def test_the_ends_of_the_calendar(seconds: int) -> None:
    for by in Period:
        for zone in (UTC, APIA, None):
            assert sum(count.articles for count in counted([seconds], by, zone)) == 1
