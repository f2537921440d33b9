"""Making the articles anew that a correction concerns: which they are, and what is done to each.

Taking a correction back also unties the people it names from everyone they were tied to, so that
they are tied anew as if nothing had been said.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from reader.library.articles import ids_of_keys, rowids_matching
from reader.library.correction_documents import from_line
from reader.library.in_force import known_as
from reader.library.mentions import correct
from reader.library.names import folded
from reader.library.tree import Words, to_fts
from reader.library.tying import retire
from reader.model import Correction, Wrong

_WHO = {Wrong.OFFICIAL, Wrong.OFFICE, Wrong.SAME, Wrong.TWO, Wrong.SPAN}
"""What may change who is tied to whom."""
_BY_WORDS = {Wrong.NAME, Wrong.SPAN}
"""What is said of words that stand in the text, under whatever name."""


Done = tuple[str, int]  # the id of a correction, and the number of the work


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be done: `articles` in order, `people` those of them whose people of the folded `names`
    are tied anew;
    `added` and `gone` the corrections that are done with when it is."""

    articles: tuple[int, ...]
    people: frozenset[int]
    names: frozenset[str]
    added: tuple[Done, ...]
    gone: tuple[Done, ...]


def begin(connection: sqlite3.Connection, first: str = "") -> Work:
    """What has to be done for the corrections that are not done; in the transaction that begins it."""
    rows = connection.execute("SELECT id, done, document, gone FROM corrections WHERE done != 1").fetchall()
    concerned: set[int] = set()
    people: set[int] = set()
    names: set[str] = set()
    for *_, line, gone in rows:
        one = from_line(line)
        if one is None:
            continue
        if gone:
            _untie(connection, one)
            concerned |= _corrected(connection)
        told = _told_of(connection, one)
        names |= _names(connection, one)
        naming = _naming(connection, one)
        people |= naming if gone or not one.articles else naming & told
        concerned |= people | told
    dated = _dated(connection, concerned)
    oldest_first = any(gone for *_, gone in rows)  # as they were tied before anything was said
    return Work(
        articles=_in_order(connection, sorted(dated, reverse=not oldest_first), first),
        people=frozenset(people),
        names=frozenset(names),
        added=tuple((one, work) for one, work, _, gone in rows if not gone),
        gone=tuple((one, work) for one, work, _, gone in rows if gone),
    )


def make_anew(connection: sqlite3.Connection, work: Work, number: int) -> None:
    """Let one article be as the corrections want it."""
    correct(connection, number, work.names if number in work.people else frozenset())


def end(connection: sqlite3.Connection, work: Work) -> None:
    """Everything has been done, unless another program has other work for it by now."""
    connection.executemany("UPDATE corrections SET done = 1 WHERE id = ? AND done = ?", work.added)
    connection.executemany("DELETE FROM corrections WHERE id = ? AND done = ?", work.gone)


def _untie(connection: sqlite3.Connection, one: Correction) -> None:
    if one.what is Wrong.TWO:
        retire(connection, folded(one.name), folded(one.other) or "another")
    elif one.what in _WHO:
        for name in {folded(one.name), folded(one.other)} - {""}:
            retire(connection, name)


def _naming(connection: sqlite3.Connection, one: Correction) -> set[int]:
    """The articles whose people may be others by it: those that the index gives to its names."""
    return _named(connection, _names(connection, one)) if one.what in _WHO else set()


def _told_of(connection: sqlite3.Connection, one: Correction) -> set[int]:
    """The articles whose marks may change: those it is for, else those that have the name as a mark or,
    where that matters, as words of the text."""
    if one.articles:
        return set(ids_of_keys(connection, one.articles).values())
    found = _named(connection, _names(connection, one))
    if one.what in _BY_WORDS and any(character.isalnum() for character in one.name):
        found.update(rowids_matching(connection, to_fts(Words(one.name)) or '""'))
    return found


def _names(connection: sqlite3.Connection, one: Correction) -> set[str]:
    """The folded names of a correction, and those under which the index knows them."""
    names = {folded(one.name), folded(one.other)} - {""}
    return names | {known_as(connection, name) for name in names}


def _named(connection: sqlite3.Connection, names: set[str]) -> set[int]:
    marks = ",".join("?" * len(names))
    bearers = f"SELECT id FROM entities WHERE kind IN ('person', 'place') AND name IN ({marks})"
    found = connection.execute(
        f"SELECT DISTINCT article FROM mentions WHERE entity IN ({bearers})", (*names,)
    )
    return {number for (number,) in found}


def _corrected(connection: sqlite3.Connection) -> set[int]:
    found = connection.execute("SELECT id FROM annotations WHERE raw IS NOT NULL")
    return {number for (number,) in found}


def _dated(connection: sqlite3.Connection, concerned: set[int]) -> list[tuple[int, int]]:
    """When each article was published, and its number; without those that have no marks."""
    query = "SELECT published, id FROM articles JOIN annotations USING(id) WHERE id = ?"
    found = (connection.execute(query, (number,)).fetchone() for number in concerned)
    return [row for row in found if row is not None]


def _in_order(
    connection: sqlite3.Connection, dated: Sequence[tuple[int, int]], first: str
) -> tuple[int, ...]:
    """The numbers as they come, but before them that of the article with the key `first`."""
    known = set(ids_of_keys(connection, [first]).values()) if first else set()
    numbers = [number for _, number in dated]
    return tuple(sorted(numbers, key=lambda number: number not in known))
