"""Showing each story once."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterator
from itertools import islice

from reader.library.articles import chunks

_PORTION = 200


def fold(connection: sqlite3.Connection, flags: bytearray, places: array[int]) -> None:
    """Of the places that have a one, leave the first of each story; as much work as there are articles
    that are not alone in telling theirs."""
    first: dict[int, int] = {}
    for rowid, story in connection.execute("SELECT id, story FROM articles WHERE story IS NOT NULL"):
        place = places[rowid] if rowid < len(places) else -1
        if place < 0 or not flags[place]:
            continue
        known = first.setdefault(story, place)
        if known != place:
            flags[max(known, place)] = 0
            first[story] = min(known, place)


def folded(connection: sqlite3.Connection, rowids: Iterator[int]) -> Iterator[int]:
    """The first row id of each story, as they are asked for."""
    seen: set[int] = set()
    while portion := list(islice(rowids, _PORTION)):
        stories: dict[int, int] = {}
        for marks, part in chunks(portion):
            query = f"SELECT id, story FROM articles WHERE story IS NOT NULL AND id IN ({marks})"
            stories.update(connection.execute(query, tuple(part)))
        for rowid in portion:
            story = stories.get(rowid)
            if story is None:
                yield rowid
            elif story not in seen:
                seen.add(story)
                yield rowid
