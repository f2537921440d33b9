"""Showing each story once."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterator
from itertools import islice

from reader.library.articles import chunks

_PORTION = 60


def told_at(connection: sqlite3.Connection, places: array[int]) -> list[list[int]]:
    """For each story that several articles tell, their places in an order, first to last; `places` has
    the place of each row id, negative for none."""
    stories: dict[int, list[int]] = {}
    for rowid, story in connection.execute("SELECT id, story FROM articles WHERE story IS NOT NULL"):
        place = places[rowid] if rowid < len(places) else -1
        if place >= 0:
            stories.setdefault(story, []).append(place)
    return [sorted(told) for told in stories.values()]


def fold(flags: bytearray, stories: list[list[int]]) -> None:
    """Of the places that have a one, leave the first of each story."""
    for told in stories:
        is_shown = 0
        for place in told:
            if is_shown:
                flags[place] = 0
            else:
                is_shown = flags[place]


def folded(connection: sqlite3.Connection, rowids: Iterator[int]) -> Iterator[int]:
    """The first row id of each story, as they are asked for."""
    seen: set[int] = set()
    while portion := list(islice(rowids, _PORTION)):
        stories: dict[int, int] = {}
        for marks, part in chunks(portion):
            query = f"SELECT id, story FROM articles NOT INDEXED WHERE id IN ({marks})"
            stories.update(row for row in connection.execute(query, tuple(part)) if row[1] is not None)
        for rowid in portion:
            story = stories.get(rowid)
            if story is None:
                yield rowid
            elif story not in seen:
                seen.add(story)
                yield rowid
