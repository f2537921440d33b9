"""Tying the people of an article to those of the archive: what is known of the bearers of a name.

The work for one mention is bounded whatever is stored: so many bearers, offices and articles.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Set

from reader.library.corrected import NOTHING, Said
from reader.library.identity import Evidence, Known, Tie, choose, habitual, is_single, leading, linked
from reader.library.names import folded
from reader.library.offices import Office, office

PERSON = "person"
_RETIRED = "\n"  # which no folded word is

_BEARERS = 64
_OFFICES = 100
_ARTICLES = 30


def tie_person(
    connection: sqlite3.Connection, name: str, new: Evidence, before: Set[int], said: Said = NOTHING
) -> tuple[int, Tie]:
    """The person of the archive that an article names, made when there is none, and why it is this one.
    `before` are those that the article was tied to the last time."""
    if said.apart:
        return _said(connection, name, said), Tie.SAID
    if said.one:
        return _everyone(connection, name, new, before)
    lone = is_single(name) and not any(held.particular for held in new.offices)
    if lone and not said.known:
        return _add(connection, name, lone=True), Tie.FIRST
    bearers = _bearers(connection, name, new, before)
    number, tie = choose(name, new, bearers)
    if number is None:
        number, tie = choose(name, new, _bearers(connection, name, new, before, apart=True))
        if number is not None:
            return number, tie
        if said.known:
            return _said(connection, name, said), Tie.SAID
        return _add(connection, name, lone=False), tie
    if not is_single(name):
        for other in linked(new, bearers, number):
            _become_one(connection, number, other)
    return number, tie


def retire(connection: sqlite3.Connection, name: str, apart: str | None = None) -> None:
    """Let no article be tied any more to the people of a folded name, or to one that was split off: their
    articles are about to be tied anew."""
    connection.execute(
        "UPDATE entities SET apart = ?1 WHERE kind = ?2 AND name = ?3 AND apart = coalesce(?4, apart)",
        (_RETIRED, PERSON, name, apart),
    )


def _everyone(connection: sqlite3.Connection, name: str, new: Evidence, before: Set[int]) -> tuple[int, Tie]:
    """The only person of a name, by what the article tells where that fits, else because it was said."""
    known = bool(_bearers(connection, name, new, before))
    number = _said(connection, name, NOTHING)
    if not known:
        return number, Tie.FIRST
    found, tie = choose(name, new, _bearers(connection, name, new, before))
    return number, Tie.SAID if found is None else tie


def _said(connection: sqlite3.Connection, name: str, said: Said) -> int:
    """The one person of a name, or the one that was split off; made when there is none."""
    found = connection.execute(
        "SELECT id FROM entities WHERE kind = ? AND name = ? AND apart = ? AND lone = 0 ORDER BY id",
        (PERSON, folded(name), said.apart),
    ).fetchall()
    if not found:
        return _add(connection, name, lone=False, apart=said.apart)
    for (other,) in found[1:]:
        _become_one(connection, found[0][0], other)
    return int(found[0][0])


def _add(connection: sqlite3.Connection, name: str, *, lone: bool, apart: str = "") -> int:
    row = connection.execute(
        "INSERT INTO entities(kind, name, shown, lone, apart) VALUES (?, ?, ?, ?, ?) RETURNING id",
        (PERSON, folded(name), name, int(lone), apart),
    ).fetchone()
    return int(row[0])


def _become_one(connection: sqlite3.Connection, person: int, other: int) -> None:
    """Give a person all that is kept of another one, who is no more."""
    numbers = {"person": person, "other": other, "first": int(Tie.FIRST), "link": int(Tie.LINK)}
    for statement in (
        "UPDATE mentions SET tie = :link WHERE entity = :other AND tie = :first",
        "UPDATE OR IGNORE mentions SET entity = :person WHERE entity = :other",
        "UPDATE OR IGNORE held SET entity = :person WHERE entity = :other",
        "DELETE FROM mentions WHERE entity = :other",
        "DELETE FROM held WHERE entity = :other",
        "DELETE FROM entities WHERE id = :other",
    ):
        connection.execute(statement, numbers)


def _bearers(
    connection: sqlite3.Connection, name: str, new: Evidence, before: Set[int], *, apart: bool = False
) -> list[Known]:
    """The people of this name, the oldest first; their countries only where they may matter. With
    `apart` those that the person split off."""
    split = "apart NOT IN ('', ?)" if apart else "apart = '' AND apart != ?"
    found = connection.execute(
        f"SELECT id FROM entities WHERE kind = ? AND name = ? AND lone = 0 AND {split} ORDER BY id LIMIT ?",
        (PERSON, folded(name), _RETIRED, _BEARERS),
    ).fetchall()
    known = []
    for (number,) in found:
        offices = _offices(connection, number)
        doubtful = len(found) > 1 or not _is_certain(new.offices, offices)
        countries = _countries(connection, number) if offices and doubtful else frozenset()
        known.append(Known(number, Evidence(offices, countries), number in before))
    return known


def _is_certain(new: tuple[Office, ...], known: tuple[Office, ...]) -> bool:
    """Whether the offices of the only bearer of a name decide, whatever the countries are."""
    return not new or any(held.particular and held in known for held in new)


def _offices(connection: sqlite3.Connection, person: int) -> tuple[Office, ...]:
    """The offices of a person, hopping through the index instead of reading a row for each article."""
    found = connection.execute(
        "WITH RECURSIVE hop(office) AS ("
        " SELECT min(office) FROM held WHERE entity = ?1 UNION ALL"
        " SELECT (SELECT min(office) FROM held WHERE entity = ?1 AND office > hop.office)"
        " FROM hop WHERE hop.office IS NOT NULL LIMIT ?2)"
        " SELECT title, body FROM hop JOIN offices ON id = hop.office",
        (person, _OFFICES),
    )
    return tuple(dict.fromkeys(office(title, body) for title, body in found))


def _countries(connection: sqlite3.Connection, person: int) -> frozenset[str]:
    """Where a person holds office, by the newest articles that name one."""
    found = connection.execute(
        "SELECT n.article, e.country, sum(m.count) FROM"
        " (SELECT article FROM mentions WHERE entity = ? AND official = 1"
        "  ORDER BY published DESC, article DESC LIMIT ?) n"
        " JOIN mentions m ON m.article = n.article JOIN entities e ON e.id = m.entity"
        " WHERE e.country != '' GROUP BY n.article, e.country",
        (person, _ARTICLES),
    )
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for article, country, count in found:
        counts[article][country] += count
    return habitual(leading(one) for one in counts.values())
