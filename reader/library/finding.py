"""Which people or places a name means."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from difflib import get_close_matches
from typing import NamedTuple

from reader.errors import NotStoredError
from reader.library.in_force import known_as
from reader.library.names import folded
from reader.library.tying import PERSON
from reader.text.clean import clean_line

MOST = 20  # people or places of one name that are given
_NAMED = 6  # names that an error gives
_LOOKED_AT = 2000  # names compared letter by letter with one that is not stored

_COLUMNS = "e.id, e.kind, e.name, e.shown, e.country, e.admin1, e.sort, e.lat, e.lon, e.lone"


class Found(NamedTuple):
    """A person or a place of the archive."""

    number: int
    kind: str
    name: str  # folded
    shown: str
    country: str
    admin1: str
    sort: str
    lat: float | None
    lon: float | None
    lone: int  # 1 for a surname of which nothing more is known


def find(connection: sqlite3.Connection, kind: str, name: str) -> list[Found]:
    """Those that bear a name, the most reported first, at most `MOST`.

    A part of one name only finds that one, and for a single word both: an article may name somebody by
    surname alone. Surnames of which nothing more is known are given where there is nobody else.
    NotStoredError says of which names it is a part, or which come near.
    """
    wanted = folded(clean_line(name))
    wanted = known_as(connection, wanted) if kind == PERSON else wanted
    whole = _of_name(connection, kind, wanted)
    told = [one for one in whole if not one.lone]
    single = kind == PERSON and len(wanted.split()) == 1
    if told and not single:
        return told
    names = _names_with(connection, kind, wanted) if wanted else []
    if len(names) == 1:
        return _of_name(connection, kind, names[0]) + told
    if told or (whole and not names):
        return told or whole
    raise NotStoredError(_unknown(connection, kind, name, wanted, names))


def numbered(connection: sqlite3.Connection, kind: str, number: int) -> Found:
    """The person or place of a number; NotStoredError."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM entities e WHERE id = ? AND kind = ?", (number, kind)
    ).fetchone()
    if row is None:
        raise NotStoredError(f"no stored article names this {kind} any more")
    return Found(*row)


def _unknown(connection: sqlite3.Connection, kind: str, name: str, wanted: str, names: Sequence[str]) -> str:
    if names:
        shown = _listed([_shown(connection, kind, one) for one in names[:_NAMED]], len(names))
        return f"{name!r} is a part of several names: {shown}; give more of it"
    near = [_shown(connection, kind, one) for one in _near(connection, kind, wanted)]
    told = f"; near it: {_listed(near, len(near))}" if near else ""
    return f"no {kind} {name!r} is named in the stored articles{told}"


def _of_name(connection: sqlite3.Connection, kind: str, name: str) -> list[Found]:
    found = connection.execute(
        f"SELECT {_COLUMNS} FROM entities e WHERE kind = ? AND name = ?"
        " ORDER BY (SELECT count(*) FROM mentions WHERE entity = e.id) DESC, e.id LIMIT ?",
        (kind, name, MOST),
    )
    return [Found(*row) for row in found]


def _names_with(connection: sqlite3.Connection, kind: str, part: str) -> list[str]:
    """The names that have these words among others, the most reported first."""
    found = connection.execute(
        "SELECT e.name FROM entities e JOIN mentions m ON m.entity = e.id"
        " WHERE e.kind = ? AND e.lone = 0 AND instr(' ' || e.name || ' ', ?) > 0 AND e.name != ?"
        " GROUP BY e.name ORDER BY count(*) DESC, e.name",
        (kind, f" {part} ", part),
    )
    return [name for (name,) in found]


def _near(connection: sqlite3.Connection, kind: str, wanted: str) -> list[str]:
    """Names written much like this one, among those that begin as it or one of its words does."""
    starts = {word[:2] for word in wanted.split()[:4] if len(word) > 2}
    names: set[str] = set()
    for start in starts:
        found = connection.execute(
            "SELECT DISTINCT name FROM entities WHERE kind = ?1 AND lone = 0"
            " AND instr(' ' || name, ' ' || ?2) > 0 LIMIT ?3",
            (kind, start, _LOOKED_AT),
        )
        names.update(name for (name,) in found)
    return get_close_matches(wanted, sorted(names), n=_NAMED, cutoff=0.7)


def _shown(connection: sqlite3.Connection, kind: str, name: str) -> str:
    found = connection.execute(
        "SELECT shown FROM entities WHERE kind = ? AND name = ? LIMIT 1", (kind, name)
    ).fetchone()
    return str(found[0]) if found else name


def _listed(names: Sequence[str], count: int) -> str:
    more = count - len(names)
    return ", ".join(names) + (f" and {more} more" if more else "")
