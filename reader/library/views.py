"""Which articles a view shows, and in what order.

The order of the whole archive is kept in memory: the row ids, newest first, and one byte for each
place in that order, 1 for a read article. A condition is one byte a place too, so that conditions
combine at the speed of memory and an unread or a searched view of 100,000 articles takes
milliseconds. SQLite is asked for what matches a condition, never for its order.
"""

from __future__ import annotations

import sqlite3
import threading
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import compress, islice
from operator import neg
from typing import TYPE_CHECKING, NamedTuple

from reader.library import articles
from reader.library.folding import fold, folded, told_at
from reader.model import Counts, Sort, View

if TYPE_CHECKING:
    from reader.library.database import Database
    from reader.library.state import State
    from reader.library.tree import Node

Flags = bytes | bytearray  # one byte for each place, 1 where a condition holds
_NOT = bytes([1]) + bytes(255)
_NOWHERE = -1


@dataclass(slots=True)
class _Order:
    """A snapshot: the row ids newest first with their dates, the place of each row id, which places are
    read."""

    rowids: array[int]
    published: array[int]
    places: array[int]
    read: bytearray
    generation: int
    stories: list[list[int]] | None = None  # the places of each, once they are asked for

    def chosen(self, conditions: Sequence[Flags]) -> array[int]:
        """The row ids where all conditions hold, newest first."""
        return array("q", compress(self.rowids, both(conditions))) if conditions else self.rowids[:]

    def flags(self, rowids: Iterable[int]) -> bytearray:
        """Ones at the places of these row ids; what was stored since the snapshot has none."""
        answer = bytearray(len(self.rowids) + 1)  # the last byte is the place of what has none
        places = self.places
        try:
            for rowid in rowids:
                answer[places[rowid]] = 1
        except IndexError:
            return self.flags([rowid for rowid in rowids if rowid < len(places)])
        del answer[-1]
        return answer

    def between(self, since: int | None, until: int | None) -> Flags:
        """Ones where the date is `since` or later and before `until`, seconds since 1970."""
        size = len(self.published)
        first = 0 if until is None else bisect_right(self.published, -until, key=neg)
        last = size if since is None else bisect_right(self.published, -since, key=neg)
        return bytes(first) + b"\1" * (last - first) + bytes(size - max(first, last))

    def mark(self, rowids: Iterable[int], read: bool) -> None:
        for rowid in rowids:
            if rowid < len(self.places) and self.places[rowid] != _NOWHERE:
                self.read[self.places[rowid]] = read


class _Sorted(NamedTuple):
    """The row ids of an order in another one, the place in the order of each, and the names that the
    person had given to feeds."""

    order: _Order
    names: dict[str, str]
    rowids: array[int]
    places: list[int]

    def chosen(self, conditions: Sequence[Flags]) -> array[int]:
        """The row ids where all conditions hold, in this order."""
        if not conditions:
            return self.rowids[:]
        flags = both(conditions)
        return array("q", compress(self.rowids, map(flags.__getitem__, self.places)))


class Views:
    """Answers views; safe to use from several threads."""

    def __init__(self, database: Database, state: State) -> None:
        self._database = database
        self._state = state
        self._building = threading.Lock()
        self._touching = threading.Lock()
        self._generation = 0
        self._order: _Order | None = None
        self._others: dict[Sort, _Sorted] = {}
        self._meanwhile: list[tuple[list[int], bool]] = []

    def outdate(self) -> None:
        """Articles or marks changed in a way that only reading everything again can tell."""
        with self._touching:
            self._generation += 1

    def note_read(self, rowids: list[int], read: bool) -> None:
        """This program changed read marks, which are already in the state."""
        with self._touching:
            self._meanwhile.append((rowids, read))
            if self._order is not None:
                self._order.mark(rowids, read)

    def rowids(self, view: View) -> array[int]:
        """The row ids of a whole view, in its order; QueryError."""
        condition = self._condition(view)
        order = self._current_order()
        conditions = list(self._conditions(view, condition, order))
        if view.folded:
            conditions = [self._folded(conditions, order)]
        match view.sort:
            case Sort.NEWEST:
                return order.chosen(conditions)
            case Sort.OLDEST:
                return order.chosen(conditions)[::-1]
            case Sort.BEST:
                return self._best_first(order.chosen(conditions), _parsed(view.search))
        return self._sorted(view.sort, order).chosen(conditions)

    def dated(self, view: View) -> tuple[Sequence[int], Sequence[int]]:
        """Row ids of a whole view, newest first, and their dates (seconds since 1970); QueryError."""
        condition = _parsed(view.search)
        order = self._current_order()
        conditions = list(self._conditions(view, condition, order))
        if view.folded:
            conditions = [self._folded(conditions, order)]
        if not conditions:
            return order.rowids, order.published
        flags = both(conditions)
        return list(compress(order.rowids, flags)), list(compress(order.published, flags))

    def first(self, view: View, limit: int) -> array[int]:
        """The first row ids of a view. Of the newest first, neither the order of all nor all that match
        a search need be known. QueryError."""
        condition = self._condition(view)
        if view.sort is not Sort.NEWEST:
            return self.rowids(view)[:limit]
        with self._database.reading() as connection:
            candidates = self._newest_first(connection, _with_states(view, condition))
            if condition is None:
                if view.folded:
                    candidates = folded(connection, candidates)
                return array("q", islice(candidates, limit))
            from reader.library.newest import Newest

            found = Newest(connection, self._state, condition).find(candidates, limit)
            if found is not None and view.folded:
                found = _folded_whole(connection, found, limit)
        return self.rowids(view)[:limit] if found is None else found

    def _newest_first(self, connection: sqlite3.Connection, view: View) -> Iterator[int]:
        """The row ids of a view without its search."""
        order = self._order
        if order is not None and order.generation == self._generation:
            conditions = list(self._conditions(view, None, order))
            return compress(order.rowids, both(conditions)) if conditions else iter(order.rowids)
        candidates: Iterable[tuple[int, str, int]]
        if view.bookmarked:
            found = articles.ids_of_keys(connection, self._state.bookmarks)
            candidates = articles.newest_of(connection, list(found.values()), view.feed_id)
        else:
            candidates = articles.newest_first(connection, view.feed_id)
        read = self._state.read if view.unread else frozenset()
        return (rowid for rowid, key, _ in candidates if key not in read)

    def _folded(self, conditions: Sequence[Flags], order: _Order) -> Flags:
        """Where all conditions hold and no newer article tells the same story."""
        flags = bytearray(both(conditions)) if conditions else bytearray(b"\1") * len(order.rowids)
        if order.stories is None:
            with self._database.reading() as connection:
                order.stories = told_at(connection, order.places)
        fold(flags, order.stories)
        return flags

    def _best_first(self, rowids: array[int], condition: Node | None) -> array[int]:
        from reader.library.sorting import best_first

        if condition is None:
            return rowids
        with self._database.reading() as connection:
            return best_first(connection, rowids, condition)

    def _sorted(self, sort: Sort, order: _Order) -> _Sorted:
        """The whole archive in another order, which is kept until the archive or a name of a feed is
        another one."""
        from reader.library import sorting

        names = {feed: str(kept.get("name", "")) for feed, kept in self._state.feeds.items()}
        known = self._others.get(sort)
        if known is not None and known.order is order and known.names == names:
            return known
        with self._database.reading() as connection:
            if sort is Sort.TITLE:
                rowids = sorting.by_title(connection, order.rowids)
            else:
                rowids = sorting.by_source(connection, order.rowids, names)
        made = _Sorted(order, names, array("q", rowids), [order.places[rowid] for rowid in rowids])
        self._others[sort] = made
        return made

    def counts(self) -> Counts:
        order = self._current_order()
        hidden = self._condition(View())
        unread = inverted(order.read)
        if hidden is not None:
            with self._database.reading() as connection:
                unread = both([unread, _matching(connection, hidden, order, self._state)])
        return Counts(len(order.rowids), unread.count(1), len(self._state.bookmarks))

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
        """Read the order, and put in what was marked while it was being read."""
        with self._touching:
            generation = self._generation
            self._meanwhile.clear()
        is_read = self._state.read
        rowids, published, read = array("q"), array("q"), bytearray()
        with self._database.reading() as connection:
            for rowid, key, seconds in articles.newest_first(connection):
                rowids.append(rowid)
                published.append(seconds)
                read.append(key in is_read)
        places = array("i", [_NOWHERE]) * (max(rowids, default=0) + 1)
        for place, rowid in enumerate(rowids):
            places[rowid] = place
        order = _Order(rowids, published, places, read, generation)
        with self._touching:
            for marked, value in self._meanwhile:
                order.mark(marked, value)
            self._order = order
        return order

    # --- conditions

    def _condition(self, view: View) -> Node | None:
        """The search of a view, or what stands for it: what is muted is not shown unless it is searched
        for or bookmarked."""
        condition = _parsed(view.search)
        if view.followed:
            from reader.library.tree import All, Is

            asked = condition.items if isinstance(condition, All) else [condition] if condition else []
            return All((Is("followed"), *asked))
        if condition is None and not view.bookmarked and self._state.watched.documents:
            from reader.library.watching import mutes, unmuted

            return unmuted() if mutes(self._state) else None
        return condition

    def _conditions(self, view: View, condition: Node | None, order: _Order) -> Iterator[Flags]:
        if view.unread:
            yield inverted(order.read)
        with self._database.reading() as connection:
            if view.bookmarked:
                found = articles.ids_of_keys(connection, self._state.bookmarks)
                yield order.flags(list(found.values()))
            if view.feed_id:
                yield order.flags(articles.rowids_of_feed(connection, view.feed_id))
            if condition is not None:
                yield _matching(connection, condition, order, self._state)


def _folded_whole(connection: sqlite3.Connection, found: array[int], limit: int) -> array[int] | None:
    """The first of each story among as many as were asked for; None when some of them are not the first,
    so that others have to come after them."""
    kept = array("q", folded(connection, iter(found)))
    return kept if len(kept) == len(found) or len(found) < limit else None


def _parsed(search: str) -> Node | None:
    """The tree of a search, None when it asks for nothing."""
    if not search:
        return None
    from reader.library.query import parse
    from reader.library.tree import All

    node = parse(search)
    return None if node == All(()) else node


def _with_states(view: View, condition: Node | None) -> View:
    """The view with those states asked for by it that a search demands of every article."""
    if condition is None:
        return view
    from reader.library import tree

    demanded = condition.items if isinstance(condition, tree.All) else (condition,)
    return replace(
        view,
        unread=view.unread or tree.Is("unread") in demanded,
        bookmarked=view.bookmarked or tree.Is("bookmarked") in demanded,
    )


def _matching(connection: sqlite3.Connection, node: Node, order: _Order, state: State) -> Flags:
    """What matches a query. FTS5 answers whatever it can say as a whole."""
    from reader.library import tree
    from reader.library.conditions import select

    def flags(node: Node) -> Flags:
        expression = tree.to_fts(node)
        if expression is not None:
            return order.flags(articles.rowids_matching(connection, expression))
        match node:
            case tree.All(items):
                words, rest = tree.split(node)
                return both([flags(item) for item in ([words, *rest] if words.items else items)])
            case tree.Any(items):
                return either([flags(item) for item in items])
            case tree.Not(item):
                return inverted(flags(item))
            case tree.Is("read" | "unread" as name):
                return order.read if name == "read" else inverted(order.read)
            case tree.Dated(since, until):
                return order.between(since, until)
        selected = select(connection, state, node)
        found = order.flags(selected.whole(connection))
        return inverted(found) if selected.other else found

    return flags(node)


def both(parts: Sequence[Flags]) -> Flags:
    """Where every condition holds."""
    answer = int.from_bytes(parts[0], "little")
    for part in parts[1:]:
        answer &= int.from_bytes(part, "little")
    return answer.to_bytes(len(parts[0]), "little")


def either(parts: Sequence[Flags]) -> Flags:
    """Where at least one condition holds."""
    answer = 0
    for part in parts:
        answer |= int.from_bytes(part, "little")
    return answer.to_bytes(len(parts[0]), "little")


def inverted(flags: Flags) -> Flags:
    """Where the condition does not hold."""
    return flags.translate(_NOT)
