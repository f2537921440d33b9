"""Following and muting: state/watched.json, {"id", "kind", "name", "muted", "at"}.

A person is watched by name, whoever bears it; an office by words that stand together in it or in it
and its body ("minister", "president of kenya"); a body by words of its name; a place with everything
that lies in it. Names are compared without case and accents. An article is muted when it names what is
muted and nothing that is followed.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from reader.errors import LibraryError, NotStoredError
from reader.library.articles import one_list, to_seconds
from reader.library.in_force import known_as
from reader.library.moments import moment_of, now, written
from reader.library.names import folded
from reader.library.tree import All, Is, Node, Not
from reader.model import ArticleRow, Watched, WatchedKind
from reader.text.clean import clean_line

if TYPE_CHECKING:
    from datetime import datetime

    from reader.library.database import Database
    from reader.library.state import State
    from reader.library.statefile import Json

LONGEST = 200  # code points of a name
_IN = "IN (SELECT value FROM json_each(?))"
_NAMED = (
    f"(SELECT article FROM mentions WHERE entity {_IN} UNION ALL SELECT article FROM held WHERE office {_IN})"
)
_NAMES = (
    f"(EXISTS (SELECT 1 FROM mentions WHERE article = id AND +entity {_IN})"
    f" OR EXISTS (SELECT 1 FROM held WHERE article = id AND +office {_IN}))"
)


class Watching:
    """What a library's person follows and mutes. Changes are durable on return and raise LibraryError or
    DamagedError."""

    def __init__(self, state: State, database: Database) -> None:
        self._state = state
        self._database = database

    def all(self) -> list[Watched]:
        """What is followed, then what is muted, by the alphabet."""
        return sorted(watched(self._state), key=lambda one: (one.muted, folded(one.name), one.kind))

    def follow(self, kind: WatchedKind, name: str) -> Watched | None:
        """Follow somebody or something; gives how it was watched until now, None for not at all:
        `put_back` or `forget` undoes it. LibraryError for a name that is none."""
        return self._watch(kind, name, muted=False)

    def mute(self, kind: WatchedKind, name: str) -> Watched | None:
        """As `follow`: hide the articles that name it from the lists."""
        return self._watch(kind, name, muted=True)

    def forget(self, kind: WatchedKind, name: str) -> Watched:
        """Watch it no more; gives how it was, which `put_back` undoes it with. NotStoredError."""
        gone = self._state.watched.remove([_id(kind, clean_line(name))])
        found = [one for document in gone if (one := _from_json(document))]
        if not found:
            raise NotStoredError(f"no {kind} {name!r} is followed or muted; `reader watched` lists them")
        return found[0]

    def put_back(self, one: Watched) -> None:
        """Let it be watched as it was."""
        self._state.watched.put([_to_json(one)])

    def counts(self) -> dict[Watched, int]:
        """What is watched, in the order of `all`, with the number of stored articles that name it."""
        with self._database.reading() as connection:
            return {one: _count(connection, [one], None) for one in self.all()}

    def count(self, since: datetime) -> int:
        """How many of the articles that arrived since then name what is followed."""
        with self._database.reading() as connection:
            return _count(connection, [one for one in watched(self._state) if not one.muted], since)

    def unmarked(self, since: datetime, engine: str) -> list[str]:
        """The keys of the articles that arrived since then and lack this engine's marks, newest first."""
        with self._database.reading() as connection:
            found = connection.execute(
                "SELECT key FROM articles WHERE added >= ? AND engine != ? ORDER BY published DESC, id DESC",
                (to_seconds(since), engine),
            )
            return [key for (key,) in found]

    def _watch(self, kind: WatchedKind, name: str, *, muted: bool) -> Watched | None:
        one = Watched(kind, _name(name), muted, now())
        with self._state.changing():
            before = self._state.watched.documents.get(_id(kind, one.name))
            self.put_back(one)
        return _from_json(before) if before else None


def watched(state: State) -> list[Watched]:
    """What is followed or muted; documents that are none are left out."""
    return [one for document in state.watched.documents.values() if (one := _from_json(document))]


def mutes(state: State) -> bool:
    """Whether anything is muted."""
    return any(document.get("muted") is True for document in state.watched.documents.values())


def unmuted() -> Node:
    """What the lists show when something is muted."""
    return All((Not(Is("muted")),))


def flagged(connection: sqlite3.Connection, state: State, rows: Sequence[ArticleRow]) -> list[ArticleRow]:
    """The rows, marked where they name what is followed; costs what the rows cost."""
    if not state.watched.documents:
        return list(rows)
    named = _resolved(connection, [one for one in watched(state) if not one.muted])
    rowids = json.dumps([row.rowid for row in rows])
    found: set[int] = set()
    for table, column, wanted in (("mentions", "entity", named.entities), ("held", "office", named.offices)):
        query = f"SELECT json_group_array(article) FROM {table} WHERE article {_IN} AND +{column} {_IN}"
        found.update(one_list(connection, query, rowids, wanted))
    return [replace(row, watched=True) if row.rowid in found else row for row in rows]


def matching(
    connection: sqlite3.Connection, state: State, *, muted: bool
) -> tuple[str, str, tuple[str, ...]]:
    """SQL that holds for the `id` of an article that names what is followed, or of one that is muted: to
    be asked of all articles, the same to be asked of a few, and the values of both."""
    everything = watched(state)
    followed = _resolved(connection, [one for one in everything if not one.muted])
    if not muted:
        return f"id IN {_NAMED}", _NAMES, (*followed,)
    silenced = _resolved(connection, [one for one in everything if one.muted])
    few = f"{_NAMES} AND NOT {_NAMES}"
    return f"id IN {_NAMED} AND id NOT IN {_NAMED}", few, (*silenced, *followed)


class _Named(NamedTuple):
    """The people and places, and the offices, of some watched names, each as JSON."""

    entities: str
    offices: str


def _resolved(connection: sqlite3.Connection, wanted: Iterable[Watched]) -> _Named:
    names: dict[WatchedKind, set[str]] = {kind: set() for kind in WatchedKind}
    for one in wanted:
        names[one.kind].add(folded(one.name))
    entities = [number for name in names[WatchedKind.PERSON] for number in _people(connection, name)]
    entities += [number for name in names[WatchedKind.PLACE] for number in _places(connection, name)]
    offices = list(_offices(connection, names[WatchedKind.OFFICE], names[WatchedKind.BODY]))
    return _Named(json.dumps(entities), json.dumps(offices))


def _people(connection: sqlite3.Connection, name: str) -> list[int]:
    query = "SELECT json_group_array(id) FROM entities WHERE kind = 'person' AND name = ?"
    return one_list(connection, query, known_as(connection, name))


def _places(connection: sqlite3.Connection, name: str) -> list[int]:
    """The places of a name, and those in them where it is a country or a province."""
    from reader.countries import every_name

    query = "SELECT json_group_array(id) FROM entities WHERE kind = 'place' AND name = ?"
    numbers = one_list(connection, query, name)
    countries = [(code, "") for known, code in every_name() if folded(known) == name]
    provinces = connection.execute(
        "SELECT DISTINCT country, admin1 FROM entities WHERE kind = 'place' AND admin1 != ''"
    )
    areas = countries + [area for area in provinces if _words(area[1]) == f" {name} "]
    inside = (
        "SELECT json_group_array(id) FROM entities WHERE kind = 'place' AND country = ? AND ? IN ('', admin1)"
    )
    for country, province in areas:
        numbers += one_list(connection, inside, country, province)
    return numbers


def _offices(connection: sqlite3.Connection, titles: set[str], bodies: set[str]) -> Iterable[int]:
    if not titles and not bodies:
        return
    for number, title, body in connection.execute("SELECT id, title, body FROM offices"):
        worded = (_words(f"{title} {body}"), _words(f"{title} of {body}"))
        within = _words(body)
        held = any(f" {name} " in words for name in titles for words in worded)
        if held or any(f" {name} " in within for name in bodies):
            yield number


@lru_cache(maxsize=50_000)
def _words(text: str) -> str:
    return f" {folded(text)} "


def _count(connection: sqlite3.Connection, wanted: Sequence[Watched], since: datetime | None) -> int:
    named = _resolved(connection, wanted)
    query = f"SELECT count(*) FROM articles WHERE added >= ? AND id IN {_NAMED}"
    found = connection.execute(query, (to_seconds(since) or 0, *named)).fetchone()
    return int(found[0])


# --- documents --------------------------------------------------------------------------------


def _id(kind: WatchedKind, name: str) -> str:
    return f"{kind.value}:{folded(name)}"


def _name(text: str) -> str:
    name = clean_line(text)
    if not any(character.isalnum() for character in name) or len(name) > LONGEST:
        raise LibraryError(f"say who or what, in at most {LONGEST} characters")
    return name


def _to_json(one: Watched) -> Json:
    known = {"id": _id(one.kind, one.name), "kind": one.kind.value, "name": one.name}
    return {**known, "muted": one.muted, "at": written(one.at)}


def _from_json(document: Json) -> Watched | None:
    match document:
        case {"kind": str(kind), "name": str(name), "muted": bool(muted), "at": str(at)}:
            if kind in {known.value for known in WatchedKind}:
                return Watched(WatchedKind(kind), name, muted, moment_of(at))
    return None
