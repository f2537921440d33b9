"""Annotations in the archive, and who is named where.

The annotations of a text are kept whole as JSON; beside them one row for each person or place of
each article, with the number of mentions, and one for each office that an article gives a person, so
that the pages for people and places need no texts.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass
from heapq import merge
from itertools import islice
from typing import TYPE_CHECKING

from reader.annotations_json import to_json
from reader.library.articles import text_hash
from reader.library.contents import unpacked_annotations
from reader.library.corrected import concerning, corrected, for_article, said_of
from reader.library.counting import vote_for_home
from reader.library.identity import Evidence, Tie, leading
from reader.library.in_force import in_force
from reader.library.names import folded
from reader.library.offices import office
from reader.library.tying import tie_person

if TYPE_CHECKING:
    from reader.model import Annotations, Correction, Person, Place, Title

PLACE = "place"


@dataclass(frozen=True, slots=True)
class _Article:
    number: int
    key: str
    published: int
    text: str


def annotate(
    connection: sqlite3.Connection, key: str, hash_of_text: str, annotations: Annotations
) -> Annotations | None:
    """Keep what the engine found in an article; gives what the corrections make of it, None when the
    text is another one by now, or gone."""
    found = connection.execute(
        "SELECT a.id, a.key, a.published, t.text FROM articles a JOIN texts t USING(id) WHERE a.key = ?",
        (key,),
    ).fetchone()
    if found is None or text_hash(found[3]) != hash_of_text:
        return None
    article = _Article(*found)
    connection.execute("UPDATE articles SET engine = ? WHERE id = ?", (annotations.engine, article.number))
    meant = concerning(for_article(in_force(connection), key), annotations, article.text)
    after = corrected(annotations, meant, article.text)
    _keep(connection, article, annotations, after)
    _name(connection, article, annotations, after, meant)
    return after


def correct(connection: sqlite3.Connection, number: int, who: Set[str]) -> None:
    """Let an article be as the corrections in force make it. `who` are folded names of which who bears
    them may have changed though the annotations have not."""
    found = connection.execute(
        "SELECT a.id, a.key, a.published, t.text, a.engine, n.data, n.raw FROM articles a"
        " JOIN texts t USING(id) JOIN annotations n USING(id) WHERE a.id = ?",
        (number,),
    ).fetchone()
    if found is None:
        return
    article, (engine, data, raw) = _Article(*found[:4]), found[4:]
    before = unpacked_annotations(raw or data, engine)
    meant = concerning(for_article(in_force(connection), article.key), before, article.text)
    after = corrected(before, meant, article.text)
    stored = unpacked_annotations(data, engine) if raw else before
    if after != stored:
        _keep(connection, article, before, after)
    if after.places != stored.places:
        _name(connection, article, before, after, meant)
        return
    changed = {folded(person.name) for person in {*after.people} ^ {*stored.people}}
    named = {folded(person.name) for person in (*after.people, *stored.people)}
    if changed or named & who:
        _name(connection, article, before, after, meant, frozenset(changed | named & who))


def _keep(
    connection: sqlite3.Connection, article: _Article, annotations: Annotations, after: Annotations
) -> None:
    """The engine's own annotations stay beside the corrected ones, so that a correction can be taken back."""
    raw = _packed(annotations) if after != annotations else None
    connection.execute(
        "INSERT OR REPLACE INTO annotations(id, data, raw) VALUES (?, ?, ?)",
        (article.number, _packed(after), raw),
    )


def _packed(annotations: Annotations) -> bytes:
    return zlib.compress(json.dumps(to_json(annotations), separators=(",", ":")).encode())


def _name(
    connection: sqlite3.Connection,
    article: _Article,
    engine: Annotations,
    after: Annotations,
    meant: Sequence[Correction],
    only: frozenset[str] | None = None,
) -> None:
    """Tie those whom an article names; with `only`, no others than the people of these folded names."""
    before = named_in(connection, [article.number])
    if only is not None:
        before = _called(connection, before, only)
    first = _named_first(connection, article.number)
    _unname(connection, article.number, before)
    named = {folded(person.name) for person in engine.people}
    countries = _countries(after.places)
    for person in after.people:
        if only is not None and folded(person.name) not in only:
            continue
        said = said_of(person.name, meant, article.key)
        evidence = Evidence(tuple(office(one.title, one.body) for one in person.titles), countries)
        entity, tie = tie_person(connection, person.name, evidence, set(before), said)
        tie = Tie.SAID if folded(person.name) not in named else Tie.FIRST if entity in first else tie
        _name_person(connection, article, person, entity, tie)
        if person.titles and len(countries) == 1:
            vote_for_home(connection, entity, *countries)
    if only is None:
        _name_places(connection, article, after.places)
    forget_unnamed(connection, before)


def drop_annotations(connection: sqlite3.Connection, number: int) -> None:
    """Forget the annotations of a text that has changed."""
    before = named_in(connection, [number])
    connection.execute("DELETE FROM annotations WHERE id = ?", (number,))
    _unname(connection, number, before)
    forget_unnamed(connection, before)
    connection.execute("UPDATE articles SET engine = '' WHERE id = ?", (number,))


def named_in(connection: sqlite3.Connection, articles: Sequence[int]) -> list[int]:
    """The people and places that some articles name."""
    marks = ",".join("?" * len(articles))
    found = connection.execute(f"SELECT DISTINCT entity FROM mentions WHERE article IN ({marks})", articles)
    return [entity for (entity,) in found]


def forget_unnamed(connection: sqlite3.Connection, entities: Sequence[int]) -> None:
    """Delete those that no article names any more."""
    connection.executemany(
        "DELETE FROM entities WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM mentions WHERE entity = ?1)",
        [(entity,) for entity in entities],
    )


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


def count_unannotated(connection: sqlite3.Connection, engine: str) -> int:
    """How many articles `unannotated` would give."""
    found = connection.execute("SELECT count(*) FROM articles WHERE engine < ?1 OR engine > ?1", (engine,))
    return int(found.fetchone()[0])


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


def _unname(connection: sqlite3.Connection, number: int, entities: Sequence[int]) -> None:
    tied = [(number, entity) for entity in entities]
    connection.executemany("DELETE FROM mentions WHERE article = ? AND +entity = ?", tied)
    connection.executemany("DELETE FROM held WHERE article = ? AND +entity = ?", tied)


def _called(connection: sqlite3.Connection, entities: Sequence[int], names: Set[str]) -> list[int]:
    """The people among some entities who bear one of these folded names."""
    query = "SELECT name FROM entities WHERE id = ? AND kind != ?"
    found = ((one, connection.execute(query, (one, PLACE)).fetchone()) for one in entities)
    return [one for one, row in found if row is not None and row[0] in names]


def _named_first(connection: sqlite3.Connection, number: int) -> set[int]:
    """The people of whom an article is the first."""
    found = connection.execute(
        "SELECT entity FROM mentions WHERE article = ? AND tie = ?", (number, int(Tie.FIRST))
    )
    return {entity for (entity,) in found}


def _name_person(
    connection: sqlite3.Connection, article: _Article, person: Person, entity: int, tie: Tie
) -> None:
    _mention(connection, entity, article, len(person.mentions), int(person.official), tie)
    connection.executemany(
        "INSERT OR IGNORE INTO held(entity, office, published, article) VALUES (?, ?, ?, ?)",
        [(entity, _office(connection, title), article.published, article.number) for title in person.titles],
    )


def _name_places(connection: sqlite3.Connection, article: _Article, places: Sequence[Place]) -> None:
    for place in places:
        _mention(connection, _place(connection, place), article, len(place.mentions), 0, Tie.FIRST)


def _mention(
    connection: sqlite3.Connection, entity: int, article: _Article, count: int, official: int, tie: Tie
) -> None:
    connection.execute(
        "INSERT INTO mentions(entity, published, article, count, official, tie) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE"
        " SET count = count + excluded.count, official = max(official, excluded.official)",
        (entity, article.published, article.number, count, official, int(tie)),
    )


def _countries(places: Sequence[Place]) -> frozenset[str]:
    counts: Counter[str] = Counter()
    for place in places:
        if place.country:
            counts[place.country] += len(place.mentions)
    return leading(counts)


def _place(connection: sqlite3.Connection, place: Place) -> int:
    known = (PLACE, folded(place.name), place.country, place.admin1, place.kind)
    found = connection.execute(
        "SELECT id, lat, lon FROM entities"
        " WHERE kind = ? AND name = ? AND lone = 0 AND country = ? AND admin1 = ? AND sort = ?",
        known,
    ).fetchone()
    if found is None:
        found = connection.execute(
            "INSERT INTO entities(kind, name, country, admin1, sort, shown, lat, lon)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id, lat, lon",
            (*known, place.name, place.lat, place.lon),
        ).fetchone()
    number, *pin = found
    if pin != [place.lat, place.lon]:
        connection.execute(
            "UPDATE entities SET lat = ?, lon = ? WHERE id = ?", (place.lat, place.lon, number)
        )
    return int(number)


def _office(connection: sqlite3.Connection, title: Title) -> int:
    known = (title.title, title.body, title.status.value)
    found = connection.execute(
        "SELECT id FROM offices WHERE title = ? AND body = ? AND status = ?", known
    ).fetchone()
    if found is None:
        found = connection.execute(
            "INSERT INTO offices(title, body, status) VALUES (?, ?, ?) RETURNING id", known
        ).fetchone()
    return int(found[0])
