"""Other orders of a view than the newest first."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Sequence

from reader.library import articles, tree
from reader.library.names import folded

RANKED = 2000  # newest matches of which the best come first; ranking all of a common word takes too long
_TITLE_WEIGHT = 6.0  # of a word in the title against one in the text


def by_title(connection: sqlite3.Connection, rowids: Sequence[int]) -> list[int]:
    """Row ids that come newest first by the alphabet of their titles."""
    titles = {rowid: _plain(title) for rowid, title in connection.execute("SELECT id, title FROM articles")}
    return sorted(rowids, key=lambda rowid: titles.get(rowid, ""))


def by_source(connection: sqlite3.Connection, rowids: Sequence[int], names: dict[str, str]) -> list[int]:
    """Row ids that come newest first by their source as lists show it; `names` are what the person
    calls feeds, by their ids."""
    feeds = {
        number: _plain(names.get(feed) or title or url)
        for number, feed, title, url in connection.execute("SELECT number, id, title, url FROM feeds")
    }
    found = connection.execute("SELECT id, source, feed FROM articles")
    sources = {rowid: _plain(source) if source else feeds[feed] for rowid, source, feed in found}
    return sorted(rowids, key=lambda rowid: sources.get(rowid, ""))


def best_first(connection: sqlite3.Connection, rowids: array[int], node: tree.Node) -> array[int]:
    """Matches that come newest first, the best of the newest `RANKED` (bm25) before all others."""
    words = [tree.to_fts(item) for item in tree.wanted(node) if isinstance(item, tree.Words)]
    expression = " OR ".join(word for word in words if word is not None)
    head, rest = rowids[:RANKED], rowids[RANKED:]
    if not expression or not head:
        return rowids
    ranked = articles.one_list(
        connection,
        "SELECT json_group_array(rowid) FROM (SELECT rowid FROM search WHERE search MATCH ? AND rowid >= ?"
        " AND +rowid IN (SELECT value FROM json_each(?))"
        f" ORDER BY bm25(search, {_TITLE_WEIGHT}, 1.0), rowid DESC)",
        expression,
        min(head),
        json.dumps(head.tolist()),
    )
    matched = set(ranked)
    return array("q", [*ranked, *(rowid for rowid in head if rowid not in matched), *rest])


def _plain(text: str) -> str:
    """For sorting: no case, accents or signs before the first letter."""
    plain = text.lower() if text.isascii() else folded(text)
    return plain if plain[:1].isalnum() else plain.lstrip("\"'“”‘’«»‹›([{-–—… ")
