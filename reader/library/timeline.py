"""How many articles there were, day by day, week by week or month by month, and who and where most."""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import MINYEAR, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import TYPE_CHECKING

from reader.library import articles

if TYPE_CHECKING:
    from reader.library.database import Database
    from reader.library.views import Views
    from reader.model import View

MOST_PERIODS = 2000  # the newest; a wrong date long ago does not fill a chart with days
_SAMPLED = 1000  # articles in which names are counted, shared out among the periods
_LEAST_SAMPLED = 3  # of a period
_NAMES = 3  # of a period


class Period(StrEnum):
    DAY = "day"
    WEEK = "week"  # begins on Monday
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Count:
    """The articles of a period that begins on this day."""

    start: date
    articles: int


@dataclass(frozen=True, slots=True)
class Bar:
    """The articles of a period, and the people and places that most of its newest ones name, each with
    the number of those."""

    start: date
    articles: int
    people: tuple[tuple[str, int], ...] = ()
    places: tuple[tuple[str, int], ...] = ()


class Timelines:
    """The timelines of a library, in the zone of the system where none is given. Every method may raise
    LibraryError or DamagedError."""

    def __init__(self, database: Database, views: Views) -> None:
        self._database = database
        self._views = views

    def of_view(self, view: View, by: Period, zone: tzinfo | None = None) -> list[Bar]:
        """The articles of a view, oldest period first, without gaps. QueryError."""
        return self._bars(*self._views.dated(view), by, zone, None)

    def of_entity(self, number: int, by: Period, zone: tzinfo | None = None) -> list[Bar]:
        """The articles that name a person or a place, by the number that a page or an index gives."""
        with self._database.reading() as connection:
            rowids = _articles_of(connection, number)
            moments = dates_of(connection, number)
        return self._bars(rowids, moments, by, zone, number)

    def _bars(
        self, rowids: Sequence[int], moments: Sequence[int], by: Period, zone: tzinfo | None, but: int | None
    ) -> list[Bar]:
        """Bars of articles that come newest first, with their dates."""
        counts = counted(moments, by, zone)
        parts: list[list[int]] = []
        position = 0
        each = max(_SAMPLED // max(len(counts), 1), _LEAST_SAMPLED)
        for count in reversed(counts):
            parts.append(list(rowids[position : position + min(each, count.articles)]))
            position += count.articles
        with self._database.reading() as connection:
            named = list(_most_named(connection, parts, but))[::-1]
        return [Bar(count.start, count.articles, *names) for count, names in zip(counts, named, strict=True)]


def counted(newest_first: Sequence[int], by: Period, zone: tzinfo | None = None) -> tuple[Count, ...]:
    """How many moments (seconds since 1970, the newest first) each period has, the oldest first, without
    gaps; at most the newest `MOST_PERIODS`."""
    moments = newest_first[::-1]
    if not moments:
        return ()
    last = _begin(_local(moments[-1], zone), by)
    starts = [last]
    first = _begin(_local(moments[0], zone), by)
    while starts[-1] > first and len(starts) < MOST_PERIODS:
        starts.append(_before(starts[-1], by))
    starts.reverse()
    edges = [bisect_left(moments, _seconds(start, zone)) for start in starts]
    ends = [*edges[1:], len(moments)]
    return tuple(Count(start, end - edge) for start, edge, end in zip(starts, edges, ends, strict=True))


def dates_of(connection: sqlite3.Connection, number: int) -> list[int]:
    """When the articles that name a person or a place are from, newest first."""
    return articles.one_list(
        connection,
        "SELECT json_group_array(published) FROM"
        " (SELECT published FROM mentions WHERE entity = ? ORDER BY published DESC, article DESC)",
        number,
    )


def _articles_of(connection: sqlite3.Connection, number: int) -> list[int]:
    return articles.one_list(
        connection,
        "SELECT json_group_array(article) FROM"
        " (SELECT article FROM mentions WHERE entity = ? ORDER BY published DESC, article DESC)",
        number,
    )


Names = tuple[tuple[str, int], ...]


def _most_named(
    connection: sqlite3.Connection, parts: Sequence[Sequence[int]], but: int | None
) -> Iterator[tuple[Names, Names]]:
    """The people and the places that most articles of each part name, but one of them all."""
    part_of: dict[int, int] = {}
    for number, part in enumerate(parts[: _SAMPLED // _LEAST_SAMPLED]):
        part_of.update(dict.fromkeys(part, number))
    found = connection.execute(
        "SELECT m.article, m.entity FROM mentions m WHERE m.article IN (SELECT value FROM json_each(?))",
        (json.dumps(list(part_of)),),
    )
    counts: list[dict[int, int]] = [defaultdict(int) for _ in parts]
    for article, entity in found:
        if entity != but:
            counts[part_of[article]][entity] += 1
    wanted = json.dumps(list({entity for names in counts for entity in names}))
    known = {
        entity: (shown, kind)
        for entity, kind, shown in connection.execute(
            "SELECT id, kind, shown FROM entities WHERE id IN (SELECT value FROM json_each(?))", (wanted,)
        )
    }
    for names in counts:
        ordered = sorted((-count, *known[entity]) for entity, count in names.items() if entity in known)
        yield _of_kind(ordered, "person"), _of_kind(ordered, "place")


def _of_kind(ordered: Sequence[tuple[int, str, str]], wanted: str) -> Names:
    return tuple((shown, -count) for count, shown, kind in ordered if kind == wanted)[:_NAMES]


def _local(seconds: int, zone: tzinfo | None) -> date:
    moment = articles.moment(seconds)
    try:
        return moment.astimezone(zone).date()
    except OverflowError:  # at the ends of the calendar
        return moment.date()


def _begin(day: date, by: Period) -> date:
    if by is Period.WEEK:
        return day - timedelta(days=min(day.weekday(), day.toordinal() - 1))
    return day.replace(day=1) if by is Period.MONTH else day


def _before(start: date, by: Period) -> date:
    if start.year == MINYEAR and start.month == 1 and start.day <= 7:
        return date.min
    return _begin(start - timedelta(days=1), by)


def _seconds(start: date, zone: tzinfo | None) -> int:
    try:
        return int(datetime.combine(start, time(), zone).timestamp())
    except (ValueError, OverflowError, OSError):
        return int((datetime.combine(start, time()) - datetime(1970, 1, 1)).total_seconds())
