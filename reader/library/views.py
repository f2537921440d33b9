"""Which articles a view shows, and in what order.

The order of the whole archive is kept in memory, newest first, with one byte an article for "read".
A condition is one byte an article too, so that conditions combine at the speed of memory and an
unread or a searched view of 100,000 articles takes milliseconds. SQLite is asked for what matches a
condition, never for its order.
"""

from __future__ import annotations

import sqlite3
import threading
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import compress, islice

from reader.library import articles
from reader.library.database import Database
from reader.library.query import All, Any, Node, Not, Words, parse, to_fts
from reader.library.state import State
from reader.model import Counts, View

Flags = bytes | bytearray  # one byte for each row id, 1 where a condition holds


@dataclass(slots=True)
class _Order:
    """A snapshot: the row ids newest first, and a byte for each row id that is 1 for a read article."""

    rowids: array[int]
    read: bytearray
    generation: int


class Views:
    """Answers views; safe to use from several threads."""

    def __init__(self, database: Database, state: State) -> None:
        self._database = database
        self._state = state
        self._building = threading.Lock()
        self._touching = threading.Lock()
        self._generation = 0
        self._order: _Order | None = None
        self._meanwhile: list[tuple[int, bool]] = []

    def outdate(self) -> None:
        """Articles or marks changed in a way that only reading everything again can tell."""
        with self._touching:
            self._generation += 1

    def note_read(self, rowids: Iterable[int], read: bool) -> None:
        """This program changed read marks, which are already in the state."""
        with self._touching:
            changes = [(rowid, read) for rowid in rowids]
            self._meanwhile += changes
            if self._order is not None:
                _apply(changes, self._order.read)

    def rowids(self, view: View) -> array[int]:
        """The row ids of a whole view, newest first; QueryError."""
        condition = parse(view.search)
        order = self._current_order()
        chosen = [chosen for chosen in self._conditions(view, condition, order) if chosen is not None]
        if not chosen:
            return order.rowids[:]
        return array("q", compress(order.rowids, map(_both(chosen).__getitem__, order.rowids)))

    def first(self, view: View, limit: int) -> array[int]:
        """The newest row ids of a view; without a search, the order of all need not be known."""
        if view.search:
            return self.rowids(view)[:limit]
        with self._database.reading() as connection:
            candidates: Iterable[tuple[int, str]]
            if view.bookmarked:
                found = articles.ids_of_keys(connection, list(self._state.bookmarks))
                candidates = articles.newest_of(connection, list(found.values()), view.feed_id)
            else:
                candidates = articles.newest_first(connection, view.feed_id)
            read = self._state.read if view.unread else frozenset()
            return array("q", islice((rowid for rowid, key in candidates if key not in read), limit))

    def counts(self) -> Counts:
        order = self._current_order()
        read = sum(map(order.read.__getitem__, order.rowids))
        return Counts(len(order.rowids), len(order.rowids) - read, len(self._state.bookmarks))

    # --- the order of all

    def _current_order(self) -> _Order:
        order = self._order
        if order is not None and order.generation == self._generation:
            return order
        with self._building:
            order = self._order
            if order is None or order.generation != self._generation:
                order = self._build()
            return order

    def _build(self) -> _Order:
        with self._touching:
            generation = self._generation
            self._meanwhile.clear()
        is_read = self._state.read
        rowids, read = array("q"), array("q")
        with self._database.reading() as connection:
            top = connection.execute("SELECT coalesce(max(id), 0) FROM articles").fetchone()[0]
            for rowid, key in articles.newest_first(connection):
                rowids.append(rowid)
                if key in is_read:
                    read.append(rowid)
        top = max(rowids, default=top)
        order = _Order(rowids, _marked(read, top), generation)
        with self._touching:
            _apply(self._meanwhile, order.read)
            self._order = order
        return order

    # --- conditions

    def _conditions(self, view: View, condition: Node, order: _Order) -> Iterable[Flags | None]:
        top = len(order.read) - 1
        yield _inverted(order.read) if view.unread else None
        with self._database.reading() as connection:
            if view.bookmarked:
                found = articles.ids_of_keys(connection, list(self._state.bookmarks)).values()
                yield _marked(found, top)
            if view.feed_id:
                yield _marked((row[0] for row in articles.rowids_of_feed(connection, view.feed_id)), top)
            if condition != All(()):
                yield _matching(connection, condition, top)


def _matching(connection: sqlite3.Connection, node: Node, top: int) -> Flags:
    """A byte for each row id up to `top`, 1 for what matches the query."""
    expression = to_fts(node)
    if expression is not None:
        hits = connection.execute("SELECT rowid FROM search WHERE search MATCH ?", (expression,))
        return _marked((row[0] for row in hits), top)
    match node:
        case All(items):
            return _both([_matching(connection, item, top) for item in items])
        case Any(items):
            return _either([_matching(connection, item, top) for item in items])
        case Not(item):
            return _inverted(_matching(connection, item, top))
        case Words():
            raise AssertionError("words always have an FTS5 expression")


def _marked(rowids: Iterable[int], top: int) -> bytearray:
    """Ones at these row ids; what was stored after the order was read is left out."""
    answer = bytearray(top + 1)
    for rowid in rowids:
        if rowid <= top:
            answer[rowid] = 1
    return answer


def _apply(changes: Iterable[tuple[int, bool]], flags: bytearray) -> None:
    for rowid, value in changes:
        if rowid < len(flags):
            flags[rowid] = value


def _both(parts: list[Flags]) -> Flags:
    answer = int.from_bytes(parts[0], "little")
    for part in parts[1:]:
        answer &= int.from_bytes(part, "little")
    return answer.to_bytes(len(parts[0]), "little")


def _either(parts: list[Flags]) -> Flags:
    answer = 0
    for part in parts:
        answer |= int.from_bytes(part, "little")
    return answer.to_bytes(len(parts[0]), "little")


def _inverted(flags: Flags) -> Flags:
    return flags.translate(bytes([1]) + bytes(255))
