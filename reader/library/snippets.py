"""Where a search matches: marks in a text, and excerpts for a list."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

from reader.library import articles, tree
from reader.library.query import parse
from reader.library.textindex import text_index
from reader.model import Span

_LONGEST = 20_000  # code points of a text in which an excerpt is looked for
_BEGINNING = 200  # code points of a text in which nothing matches

Snippet = tuple[str, tuple[Span, ...]]


def matches(text: str, query: str, *, title: bool = False) -> tuple[Span, ...]:
    """Where the words and names of a query stand in a text, or in a title, as code-point spans in
    order. Words that must not be there and conditions on something else mark nothing. QueryError."""
    expression = _expression(query)
    if expression is None or not text:
        return ()
    with text_index() as index:
        index.add([(1, text, "") if title else (1, "", text)])
        return index.spans(expression, title=title).get(1, ())


def snippets(connection: sqlite3.Connection, rowids: Sequence[int], query: str) -> list[Snippet]:
    """`excerpts` from stored articles, by their row ids. QueryError."""
    texts: dict[int, str] = {}
    for marks, part in articles.chunks(rowids):
        asked = f"SELECT id, substr(text, 1, {_LONGEST}) FROM texts WHERE id IN ({marks})"
        texts.update(connection.execute(asked, tuple(part)))
    return excerpts(texts, rowids, query)


def excerpts(texts: Mapping[int, str], numbers: Sequence[int], query: str) -> list[Snippet]:
    """For each of some texts, by their numbers, the part with most matches, on one line, and where they
    are in it; the beginning where nothing matches, ("", ()) for a text that is not there. QueryError."""
    expression = _expression(query)
    found: dict[int, Snippet] = {}
    if expression is not None:
        with text_index() as index:
            index.add((number, "", text) for number, text in texts.items())
            found = index.excerpts(expression)
    return [found.get(number) or (_beginning(texts.get(number, "")), ()) for number in numbers]


def _expression(query: str) -> str | None:
    """An FTS5 expression for any of what a match may have in it."""
    words = [tree.to_fts(_as_words(item)) for item in tree.wanted(parse(query))]
    return " OR ".join(word for word in words if word) or None


def _as_words(item: tree.Words | tree.Names) -> tree.Words:
    return tree.Words(item.name, item.prefix) if isinstance(item, tree.Names) else item


def _beginning(text: str) -> str:
    start = " ".join(text[: _BEGINNING + 1].split())
    return f"{start[:_BEGINNING].rstrip()}…" if len(text) > _BEGINNING else start
