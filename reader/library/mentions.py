"""Annotations in the archive, and who is named where.

The annotations of a text are kept whole as JSON; beside them one row for each person or place of
each article, with the number of mentions, so that the pages for people and places need no texts.
"""

from __future__ import annotations

import json
import sqlite3
import unicodedata
import zlib
from collections.abc import Iterator
from heapq import merge
from itertools import islice

from reader.annotations_json import to_json
from reader.library.articles import text_hash
from reader.model import Annotations

PERSON, PLACE = "person", "place"


def folded(name: str) -> str:
    """A name without case, accents and doubled spaces, as it is looked up."""
    parts = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(c for c in parts if not unicodedata.combining(c)).split())


def annotate(connection: sqlite3.Connection, key: str, hash_of_text: str, annotations: Annotations) -> bool:
    """Keep the annotations of an article; False when its text is another one by now, or gone."""
    found = connection.execute(
        "SELECT a.id, t.text FROM articles a JOIN texts t USING(id) WHERE a.key = ?", (key,)
    ).fetchone()
    if found is None or text_hash(found[1]) != hash_of_text:
        return False
    number = found[0]
    data = zlib.compress(json.dumps(to_json(annotations), separators=(",", ":")).encode())
    connection.execute("INSERT OR REPLACE INTO annotations(id, data) VALUES (?, ?)", (number, data))
    connection.execute("UPDATE articles SET engine = ? WHERE id = ?", (annotations.engine, number))
    connection.execute("DELETE FROM mentions WHERE article = ?", (number,))
    connection.executemany(
        "INSERT INTO mentions(entity, article, count, official) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE"
        " SET count = count + excluded.count, official = max(official, excluded.official)",
        [
            (_entity(connection, *named), number, count, official)
            for *named, count, official in _named(annotations)
        ],
    )
    return True


def drop_annotations(connection: sqlite3.Connection, number: int) -> None:
    """Forget the annotations of a text that has changed."""
    connection.execute("DELETE FROM annotations WHERE id = ?", (number,))
    connection.execute("DELETE FROM mentions WHERE article = ?", (number,))
    connection.execute("UPDATE articles SET engine = '' WHERE id = ?", (number,))


def unannotated(connection: sqlite3.Connection, engine: str, limit: int) -> list[str]:
    """Keys of articles with no annotations or with another engine's, newest first."""
    parts = [
        connection.execute(
            "SELECT published, id FROM articles WHERE engine = ? ORDER BY published DESC, id DESC LIMIT ?",
            (other, limit),
        )
        for other in _engines(connection)
        if other != engine
    ]
    newest = islice(merge(*parts, reverse=True), limit)
    return [
        connection.execute("SELECT key FROM articles WHERE id = ?", (number,)).fetchone()[0]
        for _, number in list(newest)
    ]


def _engines(connection: sqlite3.Connection) -> list[str]:
    """The few engine versions in use, hopping through the index instead of reading it."""
    engines: list[str] = []
    found = connection.execute("SELECT min(engine) FROM articles").fetchone()[0]
    while found is not None:
        engines.append(found)
        found = connection.execute("SELECT min(engine) FROM articles WHERE engine > ?", (found,)).fetchone()[
            0
        ]
    return engines


def _named(annotations: Annotations) -> Iterator[tuple[str, str, str, int, int]]:
    """Kind, name, country, number of mentions, official or not."""
    for person in annotations.people:
        yield PERSON, person.name, "", len(person.mentions), int(person.official)
    for place in annotations.places:
        yield PLACE, place.name, place.country, len(place.mentions), 0


def _entity(connection: sqlite3.Connection, kind: str, name: str, country: str) -> int:
    known = (kind, folded(name), country)
    found = connection.execute(
        "SELECT id FROM entities WHERE kind = ? AND name = ? AND country = ?", known
    ).fetchone()
    if found is None:
        found = connection.execute(
            "INSERT INTO entities(kind, name, country, shown) VALUES (?, ?, ?, ?) RETURNING id",
            (*known, name),
        ).fetchone()
    return int(found[0])
