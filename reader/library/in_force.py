"""The corrections as the archive knows them: what its index has been made with.

The state is what counts; the archive follows it, so that every program that annotates an article
does it with the same corrections. `done` is 1 when every article has been made with one, else the
number of the work that is to be done: another one whenever the correction is said or taken back, so
that a program that ends its work late does not take the work of another one for done.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import TYPE_CHECKING

from reader.library.correction_documents import from_line
from reader.library.names import folded
from reader.model import Correction, Wrong

if TYPE_CHECKING:
    from reader.library.statefile import Json

_WORK = "-(random() & 0x7fffffffffffffff)"  # SQL


def in_force(connection: sqlite3.Connection) -> list[Correction]:
    """What is to be applied to every article."""
    found = connection.execute("SELECT document FROM corrections WHERE gone = 0")
    return [one for (line,) in found if (one := from_line(line))]


def is_followed(connection: sqlite3.Connection, documents: Mapping[str, Json]) -> bool:
    """Whether the index has been made with exactly these corrections."""
    found = connection.execute("SELECT id, document FROM corrections WHERE gone = 0 AND done = 1").fetchall()
    unfinished = connection.execute("SELECT 1 FROM corrections WHERE done != 1 LIMIT 1").fetchone()
    return not unfinished and dict(found) == lines(documents)


def follow(connection: sqlite3.Connection, documents: Mapping[str, Json]) -> None:
    """Put the corrections of the state in force, and those that it has no more out of force; what that
    makes of the articles is to be worked out afterwards."""
    known = dict(connection.execute("SELECT id, document FROM corrections WHERE gone = 0"))
    wanted = lines(documents)
    connection.executemany(
        f"UPDATE corrections SET gone = 1, done = {_WORK} WHERE id = ?",
        [(one,) for one in known if one not in wanted],
    )
    connection.executemany(
        "INSERT OR REPLACE INTO corrections(id, document, name, other, gone, done)"
        f" VALUES (?, ?, ?, ?, 0, {_WORK})",
        [(one, line, *_names(line)) for one, line in wanted.items() if known.get(one) != line],
    )


def lines(documents: Mapping[str, Json]) -> dict[str, str]:
    """The corrections of the state by their id, each as one line; without what is none."""
    found = {one: json.dumps(document, sort_keys=True) for one, document in documents.items()}
    return {one: line for one, line in found.items() if (known := from_line(line)) and known.id == one}


def known_as(connection: sqlite3.Connection, name: str) -> str:
    """Who a person of a folded name is, folded: another one where that was said for all articles."""
    seen = {name}
    while True:
        found = connection.execute(
            "SELECT other FROM corrections WHERE name = ? AND other != '' AND gone = 0 LIMIT 1", (name,)
        ).fetchone()
        if found is None or found[0] in seen:
            return name
        name = str(found[0])
        seen.add(name)


def also_called(connection: sqlite3.Connection, words: str) -> list[int]:
    """The people who, for another one of their names, are said to be somebody with these words in it."""
    found = connection.execute(
        "SELECT name FROM corrections WHERE other != '' AND gone = 0 AND instr(' ' || name || ' ', ?) > 0",
        (words,),
    ).fetchall()
    people: list[int] = []
    for name in {known_as(connection, name) for (name,) in found}:
        bearers = connection.execute("SELECT id FROM entities WHERE kind = 'person' AND name = ?", (name,))
        people += [number for (number,) in bearers]
    return people


def _names(line: str) -> tuple[str, str]:
    """The folded name, and the folded name of who it is in all articles, "" for nobody else."""
    one = from_line(line)
    assert one is not None
    alias = one.what is Wrong.SAME and not one.articles and folded(one.name) != folded(one.other)
    return folded(one.name), folded(one.other) if alias else ""
