"""Some texts in an index like the archive's, in memory: which of them match, and where.

FTS5 itself answers, so that words begin and end, and accents fold, as they do in a search.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.model import Span

_OPEN, _CLOSE = "\x01", "\x02"  # around a match; in no cleaned text
_MARK = re.compile(f"[{_OPEN}{_CLOSE}]")
_NOT_KEPT = re.compile(f"[\0{_OPEN}{_CLOSE}\ud800-\udfff]")
_EXCERPT = 24  # words


class TextIndex:
    """Titles and texts by a number."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        connection.execute(
            "CREATE VIRTUAL TABLE search USING fts5(title, text, tokenize='unicode61 remove_diacritics 2')"
        )

    def add(self, texts: Iterable[tuple[int, str, str]]) -> None:
        """Add texts: number, title, text."""
        self._connection.executemany(
            "INSERT INTO search(rowid, title, text) VALUES (?, ?, ?)",
            ((number, _kept(title), _kept(text)) for number, title, text in texts),
        )

    def matching(self, expression: str) -> set[int]:
        """The numbers of the texts that match an FTS5 expression."""
        found = self._connection.execute("SELECT rowid FROM search WHERE search MATCH ?", (expression,))
        return {number for (number,) in found}

    def spans(self, expression: str, *, title: bool = False) -> dict[int, tuple[Span, ...]]:
        """Where the texts, or titles, match, as code points; matches that overlap are one."""
        found = self._connection.execute(
            f"SELECT rowid, highlight(search, {0 if title else 1}, '{_OPEN}', '{_CLOSE}')"
            " FROM search WHERE search MATCH ?",
            (expression,),
        )
        return {number: _unmarked(marked)[1] for number, marked in found}

    def excerpts(self, expression: str) -> dict[int, tuple[str, tuple[Span, ...]]]:
        """The part of each matching text with most matches in it, on one line, and where they stand."""
        found = self._connection.execute(
            f"SELECT rowid, snippet(search, 1, '{_OPEN}', '{_CLOSE}', '…', {_EXCERPT})"
            " FROM search WHERE search MATCH ?",
            (expression,),
        )
        return {number: _unmarked(" ".join(marked.split())) for number, marked in found}


@contextmanager
def text_index() -> Iterator[TextIndex]:
    """An index that goes again."""
    connection = sqlite3.connect(":memory:")
    try:
        yield TextIndex(connection)
    finally:
        connection.close()


def _kept(text: str) -> str:
    """A text, one for one, without what SQLite cannot keep and what marks a match."""
    return _NOT_KEPT.sub("\ufffd", text)


def _unmarked(marked: str) -> tuple[str, tuple[Span, ...]]:
    """A text without the marks, and what stood between them."""
    parts = _MARK.split(marked)
    spans, position = [], 0
    for number, part in enumerate(parts):
        if number % 2:
            spans.append((position, position + len(part)))
        position += len(part)
    return "".join(parts), tuple(spans)
