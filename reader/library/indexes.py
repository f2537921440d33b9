"""Indexes: everyone and everywhere that the stored articles name, and the offices they give.

Without `among`, what is sorted by is counted beforehand (counting.py) and a page costs what its rows
cost. With it, the mentions of those articles are counted when asked for.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.countries import country_name, every_name
from reader.library import articles
from reader.library.mentions import PLACE
from reader.library.names import folded
from reader.library.tying import PERSON
from reader.model import Place, Status, Title

if TYPE_CHECKING:
    from reader.library.database import Database

WEEK = timedelta(days=7)


class Order(StrEnum):
    """How an index is sorted; names and offices by the alphabet, the others the most or newest first."""

    COUNT = "count"
    NAME = "name"
    LAST = "last"
    OFFICE = "office"
    COUNTRY = "country"


@dataclass(frozen=True, slots=True)
class Listed:
    """What is counted of a person or a place. `week` is the number of articles of the last seven days,
    `new` says that all of them are. `number` is local to one archive file and does not outlive it."""

    number: int
    articles: int
    mentions: int
    first: datetime
    last: datetime
    week: int
    new: bool


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """A person; `office` is the one given last; `country`, an ISO code, is where most articles that
    give one are about, "" when unknown."""

    name: str
    official: bool
    office: Title | None
    country: str
    listed: Listed

    @property
    def country_name(self) -> str:
        return country_name(self.country)


@dataclass(frozen=True, slots=True)
class ListedPlace:
    """A place; `place` has no mentions."""

    place: Place
    listed: Listed

    @property
    def country_name(self) -> str:
        return country_name(self.place.country)


@dataclass(frozen=True, slots=True)
class ListedOffice:
    """An office as it is worded most often, and who is given it, those of most articles first."""

    title: Title
    holders: tuple[str, ...]
    articles: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows of an index: `words` must each begin a word of the name, the last office or the country
    (of a place also the province); `officials` only; only what is `new` this week; only what the
    articles `among` (row ids) name, counted in them alone."""

    words: str = ""
    officials: bool = False
    new: bool = False
    among: Sequence[int] | None = None


class Indexes:
    """The indexes of a library; `now` is when weeks end. Every method may raise LibraryError or
    DamagedError."""

    def __init__(self, database: Database, now: datetime) -> None:
        self._database = database
        self._week = articles.to_seconds(now - WEEK) or 0

    def people(
        self, order: Order = Order.COUNT, wanted: Wanted | None = None, limit: int = -1, start: int = 0
    ) -> list[ListedPerson]:
        """The people named, at most `limit` of them from the one at `start` on; all when it is negative.
        Surnames of which nothing more is known are left out."""
        with self._database.reading() as connection:
            rows = _rows(connection, PERSON, order, wanted or Wanted(), self._week, (limit, start))
            return [self._person(row) for row in rows]

    def places(
        self, order: Order = Order.COUNT, wanted: Wanted | None = None, limit: int = -1, start: int = 0
    ) -> list[ListedPlace]:
        """The places named, as `people`; in the order of offices they are sorted by kind."""
        with self._database.reading() as connection:
            rows = _rows(connection, PLACE, order, wanted or Wanted(), self._week, (limit, start))
            return [self._place(row) for row in rows]

    def count(self, kind: str, wanted: Wanted | None = None) -> int:
        """How many rows the index of people ("person") or of places ("place") has."""
        source, values = _source(kind, wanted or Wanted(), self._week)
        with self._database.reading() as connection:
            return int(connection.execute(f"SELECT count(*) {source}", values).fetchone()[0])

    def offices(self, among: Sequence[int] | None = None) -> list[ListedOffice]:
        """The offices given, those of most articles first; wordings that differ in case alone are one."""
        only = "" if among is None else "WHERE h.article IN (SELECT value FROM json_each(?))"
        with self._database.reading() as connection:
            found = connection.execute(
                "SELECT o.title, o.body, o.status, e.shown, count(*), min(h.published), max(h.published)"
                f" FROM held h JOIN offices o ON o.id = h.office JOIN entities e ON e.id = h.entity {only}"
                " GROUP BY h.office, h.entity",
                () if among is None else (_listed(among),),
            )
            return _offices(found)

    def _person(self, row: _Row) -> ListedPerson:
        office = None if row.title is None else Title(row.title, row.body, Status(row.status))
        return ListedPerson(row.shown, row.officially > 0, office, row.home, self._counted(row))

    def _place(self, row: _Row) -> ListedPlace:
        place = Place(row.shown, (), row.sort, row.country, row.admin1, row.lat, row.lon)
        return ListedPlace(place, self._counted(row))

    def _counted(self, row: _Row) -> Listed:
        return Listed(
            row.id,
            row.articles,
            row.mentions,
            articles.moment(row.first),
            articles.moment(row.last),
            row.week,
            row.first >= self._week,
        )


class _Row(NamedTuple):
    id: int
    articles: int
    mentions: int
    officially: int
    first: int
    last: int
    shown: str
    home: str
    country: str
    admin1: str
    sort: str
    lat: float | None
    lon: float | None
    title: str | None
    body: str
    status: str
    week: int


_ABOUT = (
    "SELECT e.id, e.shown, e.home, e.country, e.admin1, e.sort, e.lat, e.lon, o.title, o.body, o.status,"
    " (SELECT count(*) FROM mentions m WHERE m.entity = e.id AND m.published >= ?)"
    " FROM entities e LEFT JOIN offices o ON o.id = e.office WHERE e.id IN (SELECT value FROM json_each(?))"
)
# {c} is where the counts are: e, the entities themselves, or those counted for some articles.
_ORDERS = {
    Order.COUNT: "{c}.articles DESC, {c}.last DESC, e.id",
    Order.NAME: "e.name, {c}.articles DESC, e.id",
    Order.LAST: "{c}.last DESC, {c}.articles DESC, e.id",
    Order.OFFICE: "o.id IS NULL, lower(o.title), lower(o.body), e.name, e.id",
    Order.COUNTRY: "{code} = '', instr(?, {code}), e.admin1, {c}.articles DESC, e.id",
}
_COUNTED = (
    "(SELECT entity AS id, count(*) AS articles, sum(count) AS mentions, sum(official) AS officially,"
    " min(published) AS first, max(published) AS last FROM mentions"
    " WHERE article IN (SELECT value FROM json_each(?)) GROUP BY entity)"
)


def _rows(
    connection: sqlite3.Connection,
    kind: str,
    order: Order,
    wanted: Wanted,
    week: int,
    page: tuple[int, int],
) -> list[_Row]:
    """The rows of a page: first which, by what is sorted by alone, then all that is told of them."""
    source, values = _source(kind, wanted, week)
    sorted_by = _ORDERS[order]
    if order is Order.COUNTRY:
        values.append(_codes_by_name())
    if order is Order.OFFICE and kind == PLACE:
        sorted_by = "e.sort, e.name, e.id"
    elif order is Order.OFFICE:
        source = source.replace(" WHERE", " LEFT JOIN offices o ON o.id = e.office WHERE", 1)
    query = (
        "SELECT e.id, {c}.articles, {c}.mentions, {c}.officially, {c}.first, {c}.last"
        f" {source} ORDER BY {sorted_by} LIMIT ? OFFSET ?"
    ).format(c="e" if wanted.among is None else "c", code=_code(kind))
    chosen = connection.execute(query, (*values, *page)).fetchall()
    numbers = _listed([number for number, *_ in chosen])
    about = {number: told for number, *told in connection.execute(_ABOUT, (week, numbers))}
    return [_Row(*counted, *about[counted[0]]) for counted in chosen]


def _source(kind: str, wanted: Wanted, week: int) -> tuple[str, list[Any]]:
    """Where the rows come from: the FROM and the WHERE of a SELECT, and their values."""
    values: list[Any] = []
    source, counts = "FROM entities e", "e"
    if wanted.among is not None:
        counts = "c"
        source += f" JOIN {_COUNTED} c ON c.id = e.id"
        values.append(_listed(wanted.among))
    source += " WHERE e.kind = ? AND e.lone = 0"
    values.append(kind)
    if wanted.officials:
        source += f" AND {counts}.officially > 0"
    if wanted.new:
        source += f" AND {counts}.first >= ?"
        values.append(week)
    for word in folded(wanted.words).split():
        condition, given = _begins(kind, word)
        source += f" AND ({condition})"
        values += given
    return source, values


def _begins(kind: str, word: str) -> tuple[str, list[str]]:
    """That a word of a row begins like this. Each part of it is one walk through an index."""
    parts = ["SELECT id FROM entities WHERE kind = ? AND instr(' ' || name, ?) > 0"]
    values = [kind, f" {word}"]
    if kind == PERSON:
        parts.append(
            "SELECT id FROM entities WHERE office IN"
            " (SELECT id FROM offices WHERE instr(' ' || lower(title || ' ' || body), ?) > 0)"
        )
    else:
        values.append(kind)
        parts.append(
            "SELECT id FROM entities WHERE kind = ? AND instr(' ' || lower(admin1 || ' ' || sort), ?) > 0"
        )
    values.append(f" {word}")
    codes = [code for name, code in every_name() if f" {word}" in f" {folded(name)}"]
    if codes:
        code = "home > '' AND home" if kind == PERSON else "country"
        parts.append(f"SELECT id FROM entities WHERE kind = ? AND {code} IN (SELECT value FROM json_each(?))")
        values += [kind, json.dumps(codes)]
    return f"e.id IN ({' UNION '.join(parts)})", values


def _code(kind: str) -> str:
    return "e.home" if kind == PERSON else "e.country"


@cache
def _codes_by_name() -> str:
    """The codes of all countries in the order of their names; where one stands says what comes first."""
    return " ".join(sorted({code for _, code in every_name()}, key=lambda code: folded(country_name(code))))


def _offices(found: Iterable[tuple[Any, ...]]) -> list[ListedOffice]:
    same: dict[tuple[str, str, str], list[tuple[Any, ...]]] = defaultdict(list)
    for row in found:
        same[folded(row[0]), folded(row[1]), row[2]].append(row)
    offices = [_office(rows) for rows in same.values()]
    return sorted(offices, key=lambda one: (-one.articles, folded(one.title.title), folded(one.title.body)))


def _office(rows: Sequence[tuple[Any, ...]]) -> ListedOffice:
    title, body, status, *_ = max(rows, key=lambda row: row[4])
    return ListedOffice(
        Title(title, body, Status(status)),
        tuple(dict.fromkeys(row[3] for row in sorted(rows, key=lambda row: (-row[4], row[3])))),
        sum(row[4] for row in rows),
        articles.moment(min(row[5] for row in rows)),
        articles.moment(max(row[6] for row in rows)),
    )


def _listed(rowids: Sequence[int]) -> str:
    return json.dumps(list(rowids))
