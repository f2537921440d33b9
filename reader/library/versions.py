"""The two texts that an article may have: its feed's, and that of its page.

One of them is the article's text, which is searched and annotated; the other is kept aside. What the
feed gives later goes to the feed's text, wherever that is.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.errors import DamagedError, NotStoredError
from reader.library import articles, contents
from reader.library.mentions import drop_annotations

if TYPE_CHECKING:
    from reader.library.database import Database
    from reader.model import Article, Document, Origin

SHORT = 1000
"""Characters. A text below is not taken for whole even if its feed calls it so."""


class Versions:
    """The texts of a library's articles; `changed` is told the keys of those that show another one."""

    def __init__(self, database: Database, changed: Callable[[Sequence[str]], None]) -> None:
        self._database = database
        self._changed = changed

    def use_page(self, key: str, document: Document) -> None:
        """Show the text of the article's page and keep the feed's aside. NotStoredError."""
        packed = zlib.compress(contents.packed_layout(document).encode())
        with self._database.writing() as connection:
            number, origin = _numbered(connection, key)
            if origin != "feed":  # else it is there, and another page is shown
                _set_aside(connection, number, "feed")
            _show(connection, number, document.text, packed, 0)
        self._changed([key])

    def turn(self, key: str) -> Origin:
        """Show the other text of an article; gives where that one came from. NotStoredError when there
        is no other."""
        with self._database.writing() as connection:
            number, origin = _numbered(connection, key)
            if origin is None:
                raise NotStoredError(f"article {key!r} has only one text")
            other = connection.execute(
                "SELECT text, layout, summary_only FROM asides WHERE id = ?", (number,)
            ).fetchone()
            _set_aside(connection, number, "feed" if origin == "page" else "page")
            _show(connection, number, *other)
        self._changed([key])
        return origin

    def of_feed(self, article: Article) -> Article:
        """The article with the text that its feed gave; without annotations if that is another text."""
        if article.other_text != "feed":
            return article
        with self._database.reading() as connection:
            found = connection.execute(
                "SELECT s.text, s.layout, s.summary_only FROM asides s JOIN articles a USING(id)"
                " WHERE a.key = ? AND s.origin = 'feed'",
                (article.row.key,),
            ).fetchone()
        if found is None:  # another program turned it meanwhile
            return article
        text, layout, summary_only = found
        try:
            document = contents.unpacked_document(text, layout)
        except (zlib.error, ValueError, KeyError, TypeError) as error:
            raise DamagedError(f"article {article.row.key} is damaged ({error}), see reader check") from error
        return replace(
            article,
            document=document,
            summary_only=bool(summary_only),
            annotations=None,
            other_text="page",
        )

    def lacking(self, keys: Sequence[str]) -> list[tuple[str, str]]:
        """Keys and addresses of those articles, newest first, that hold a summary or little text only
        and whose page has not been read, nor read in vain."""
        found: list[tuple[int, str, str]] = []
        with self._database.reading() as connection:
            for marks, part in articles.chunks(keys):
                found += connection.execute(
                    "SELECT a.published, a.key, a.url FROM articles a JOIN texts t USING(id)"
                    f" WHERE a.key IN ({marks}) AND a.url LIKE 'http%'"
                    f" AND (t.summary_only OR length(t.text) < {SHORT})"
                    " AND NOT EXISTS (SELECT 1 FROM asides WHERE id = a.id)"
                    " AND NOT EXISTS (SELECT 1 FROM pages_in_vain WHERE id = a.id)",
                    tuple(part),
                )
        return [(key, url) for _, key, url in sorted(found, reverse=True)]

    def note_in_vain(self, key: str) -> None:
        """Remember that the page of an article gives no more than its feed."""
        with self._database.writing() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO pages_in_vain(id) SELECT id FROM articles WHERE key = ?", (key,)
            )


def _numbered(connection: sqlite3.Connection, key: str) -> tuple[int, Origin | None]:
    """The row id of an article, and where its other text came from. NotStoredError."""
    found = connection.execute(
        "SELECT a.id, s.origin FROM articles a LEFT JOIN asides s USING(id) WHERE a.key = ?", (key,)
    ).fetchone()
    if found is None:
        raise NotStoredError(f"no article {key!r} is stored")
    return found[0], found[1]


def _set_aside(connection: sqlite3.Connection, number: int, origin: Origin) -> None:
    """Copy the text that is shown, which came from `origin`, to where the other one is kept."""
    connection.execute(
        "INSERT OR REPLACE INTO asides(id, origin, text, layout, summary_only)"
        " SELECT id, ?, text, layout, summary_only FROM texts WHERE id = ?",
        (origin, number),
    )


def _show(connection: sqlite3.Connection, number: int, text: str, layout: bytes, summary_only: int) -> None:
    connection.execute(
        "UPDATE texts SET text = ?, layout = ?, summary_only = ? WHERE id = ?",
        (text, layout, summary_only, number),
    )
    drop_annotations(connection, number)
