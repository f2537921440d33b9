"""The newest rows of a search, found among the newest articles without finding the others.

Articles are looked at newest first in growing portions, until enough of them match; a search that
matches little is given up, and answered as a whole, which is then quick.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from array import array
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from reader.library import articles, tree
from reader.library.conditions import select

if TYPE_CHECKING:
    from reader.library.state import State

_PORTIONS = (128, 512)
_PORTIONS_READ = (64, 64, 128)  # where texts are read for a beginning of a word: 40 us each
_GAP = 200  # row ids between two that are looked for at once
_MOST_RANGES = 40

_ACCENTS = re.compile("[\u0300-\u036f]")
_WORD = re.compile(r"[^\W_]+")


class Newest:
    """Finds the newest matches of one query."""

    def __init__(self, connection: sqlite3.Connection, state: State, node: tree.Node) -> None:
        self._connection = connection
        self._state = state
        self._node = node
        self._selects = cache(lambda leaf: select(connection, state, leaf))

    def find(self, candidates: Iterator[int], limit: int) -> array[int] | None:
        """So many matches among row ids that come newest first; None when they are too far apart."""
        found = array("q")
        for size in _PORTIONS_READ if tree.opens_words(self._node) else _PORTIONS:
            portion = list(islice(candidates, size))
            matching = self._among(self._node, portion)
            found.extend(rowid for rowid in portion if rowid in matching)
            if len(found) >= limit or len(portion) < size:
                return found[:limit]
        return None

    def _among(self, node: tree.Node, rowids: Sequence[int]) -> set[int]:
        if not rowids:
            return set()
        expression = tree.to_fts(node)
        if expression is not None and not tree.opens_words(node):
            return self._with_words(expression, rowids)
        match node:
            case tree.All(items):
                left = list(rowids)
                for item in sorted(items, key=tree.opens_words):
                    matching = self._among(item, left)
                    left = [rowid for rowid in left if rowid in matching]
                return set(left)
            case tree.Any(items):
                return set[int]().union(*(self._among(item, rowids) for item in items))
            case tree.Not(item):
                return set(rowids) - self._among(item, rowids)
            case tree.Words(text, _, title):
                return self._beginning(text, rowids, title=title)
            case tree.Is("read" | "unread" as state):
                keys = self._keys(rowids)
                return {
                    rowid for rowid in rowids if (keys.get(rowid) in self._state.read) == (state == "read")
                }
        selected = self._selects(node)
        matching = selected.among(self._connection, rowids)
        return set(rowids) - matching if selected.other else matching

    def _with_words(self, expression: str, rowids: Sequence[int]) -> set[int]:
        """FTS5 is quick between two row ids, slow for a list of them."""
        ranges = _ranges(sorted(rowids))
        if len(ranges) > _MOST_RANGES:
            return set(articles.rowids_matching(self._connection, expression))
        query = "SELECT json_group_array(rowid) FROM search WHERE search MATCH ? AND rowid BETWEEN ? AND ?"
        matching: set[int] = set()
        for first, last in ranges:
            matching.update(articles.one_list(self._connection, query, expression, first, last))
        return matching

    def _beginning(self, text: str, rowids: Sequence[int], *, title: bool) -> set[int]:
        """Where these words stand, the last maybe going on; told by the texts themselves, because FTS5
        would read everything about every word that begins like it."""
        words = r"[\W_]+".join(map(re.escape, _WORD.findall(_plain(text))))
        pattern = re.compile(rf"(?<![^\W_]){words}")
        columns = "title, ''" if title else "title, text"
        found = self._connection.execute(
            f"SELECT id, {columns} FROM search_source WHERE id IN ({','.join('?' * len(rowids))})",
            tuple(rowids),
        )
        return {rowid for rowid, *parts in found if any(pattern.search(_plain(part)) for part in parts)}

    def _keys(self, rowids: Sequence[int]) -> dict[int, str]:
        found: dict[int, str] = {}
        for marks, part in articles.chunks(rowids):
            found.update(
                self._connection.execute(f"SELECT id, key FROM articles WHERE id IN ({marks})", tuple(part))
            )
        return found


def _ranges(rowids: Sequence[int]) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    for rowid in rowids:
        if ranges and rowid - ranges[-1][1] <= _GAP:
            ranges[-1] = ranges[-1][0], rowid
        else:
            ranges.append((rowid, rowid))
    return ranges


def _plain(text: str) -> str:
    """A text as the index folds it: small letters, no accents."""
    if text.isascii():
        return text.lower()
    return _ACCENTS.sub("", unicodedata.normalize("NFD", text.lower()))
