"""Writing entries into the archive.

A batch is one transaction of at most 30 entries, so that another program that writes waits for
milliseconds only.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from reader.library import feeds
from reader.library.articles import article_key, to_seconds
from reader.library.canonical import headline_number, link_number
from reader.library.contents import packed_enclosures, packed_layout
from reader.library.mentions import drop_annotations
from reader.library.stories import place

if TYPE_CHECKING:
    from reader.library.database import Database
    from reader.model import Entry, Feed

BATCH = 30
FUTURE = timedelta(days=1)  # what a wrong clock or time zone may be ahead


@dataclass(frozen=True, slots=True)
class Changes:
    """The keys of the articles that were new and of those that had changed."""

    new: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Packed:
    """An entry ready to be written: all that can be computed outside the transaction."""

    key: str
    entry: Entry
    layout: str
    compressed: bytes
    given: int | None
    link: int | None
    headline: int | None


def store(
    database: Database,
    feed: Feed,
    entries: Sequence[Entry],
    arrived: datetime,
    answer: feeds.Answer | None = None,
) -> Changes:
    """Store entries and with the last of them the answer they came with, durably on return. Of entries
    with the same id the first counts."""
    first = {article_key(feed.id, entry.entry_id): entry for entry in reversed(entries)}
    ready = [packed(key, entry) for key, entry in reversed(first.items())]
    new: list[str] = []
    updated: list[str] = []
    if not ready and answer is None:
        return Changes()
    for start in range(0, len(ready) or 1, BATCH):
        with database.writing() as connection:
            number = feed_number(connection, feed)
            for item in ready[start : start + BATCH]:
                outcome = store_one(connection, number, item, arrived)
                if outcome is not None:
                    (new if outcome else updated).append(item.key)
            if answer is not None and start + BATCH >= len(ready):
                feeds.remember(connection, feed.id, answer)
    return Changes(tuple(new), tuple(updated))


def feed_number(connection: sqlite3.Connection, feed: Feed) -> int:
    """The archive's own number of a feed, which is written down when it is not known yet."""
    found = connection.execute("SELECT number FROM feeds WHERE id = ?", (feed.id,)).fetchone()
    if found is None:
        found = connection.execute(
            "INSERT INTO feeds(id, url, title, home) VALUES (?, ?, ?, ?) RETURNING number",
            (feed.id, feed.url, feed.title, feed.home),
        ).fetchone()
    return int(found[0])


def packed(key: str, entry: Entry) -> Packed:
    layout = packed_layout(entry.document)
    return Packed(
        key,
        entry,
        layout,
        zlib.compress(layout.encode()),
        to_seconds(entry.published),
        link_number(entry.url),
        headline_number(entry.title),
    )


def listed_under(given: datetime | None, arrived: datetime) -> datetime:
    """The date an article is listed under: its arrival when the source gives none, or a future one."""
    return arrived if given is None or given > arrived + FUTURE else given


def store_one(connection: sqlite3.Connection, feed: int, item: Packed, arrived: datetime) -> bool | None:
    """True when it was new, False when it had changed, None when nothing had to be written."""
    known = connection.execute(
        "SELECT a.id, a.title, a.url, a.author, a.given, s.id IS NOT NULL,"
        " coalesce(s.text, t.text), coalesce(s.layout, t.layout)"
        " FROM articles a JOIN texts t USING(id) LEFT JOIN asides s ON s.id = a.id AND s.origin = 'feed'"
        " WHERE a.key = ?",
        (item.key,),
    ).fetchone()
    if known is None:
        _insert(connection, feed, item, arrived)
        return True
    number, title, url, author, given, is_aside, text, layout = known
    entry = item.entry
    same_text = text == entry.document.text
    same_layout = zlib.decompress(layout).decode() == item.layout
    same_date = given == item.given
    if (
        same_text
        and same_layout
        and same_date
        and (title, url, author) == (entry.title, entry.url, entry.author)
    ):
        return None
    _update(connection, number, item, table="asides" if is_aside else "texts", keep_text=same_text)
    if not same_date:
        _redate(connection, number, item, arrived)
    if not same_text and not is_aside:
        drop_annotations(connection, number)
    if not (same_text and same_date and (title, url) == (entry.title, entry.url)):
        place(connection, number)
    return False


def _insert(connection: sqlite3.Connection, feed: int, item: Packed, arrived: datetime) -> None:
    entry = item.entry
    number = connection.execute(
        "INSERT INTO articles"
        "(key, feed, entry_id, title, url, author, source, given, published, updated, added, link, headline)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            item.key,
            feed,
            entry.entry_id,
            entry.title,
            entry.url,
            entry.author,
            entry.source,
            item.given,
            to_seconds(listed_under(entry.published, arrived)),
            to_seconds(entry.updated),
            to_seconds(arrived),
            item.link,
            item.headline,
        ),
    ).lastrowid
    assert number is not None
    connection.execute(
        "INSERT INTO texts(id, text, layout, enclosures, summary_only) VALUES (?, ?, ?, ?, ?)",
        (
            number,
            entry.document.text,
            item.compressed,
            packed_enclosures(entry.enclosures),
            entry.summary_only,
        ),
    )
    connection.execute(
        "INSERT INTO search(rowid, title, text) VALUES (?, ?, ?)",
        (number, entry.title, entry.document.text),
    )
    place(connection, number)


def _update(
    connection: sqlite3.Connection, number: int, item: Packed, *, table: str, keep_text: bool
) -> None:
    """Write what the source gives now, its text to the table that holds the feed's; the search index is
    touched only for what has changed."""
    entry = item.entry
    connection.execute(
        "UPDATE articles SET url = ?, author = ?, source = ?, updated = ?, link = ?, headline = ?"
        " WHERE id = ?",
        (
            entry.url,
            entry.author,
            entry.source,
            to_seconds(entry.updated),
            item.link,
            item.headline,
            number,
        ),
    )
    connection.execute(
        "UPDATE articles SET title = ? WHERE id = ? AND title != ?", (entry.title, number, entry.title)
    )
    connection.execute(
        "UPDATE texts SET enclosures = ? WHERE id = ?", (packed_enclosures(entry.enclosures), number)
    )
    connection.execute(
        f"UPDATE {table} SET layout = ?, summary_only = ? WHERE id = ?",
        (item.compressed, entry.summary_only, number),
    )
    if not keep_text:
        connection.execute(f"UPDATE {table} SET text = ? WHERE id = ?", (entry.document.text, number))


def _redate(connection: sqlite3.Connection, number: int, item: Packed, arrived: datetime) -> None:
    """An undated entry, and one dated in the future, stays under the day it first arrived."""
    published = item.entry.published
    if published is None or published > arrived + FUTURE:
        connection.execute(
            "UPDATE articles SET given = ?, published = added WHERE id = ?", (item.given, number)
        )
    else:
        connection.execute(
            "UPDATE articles SET given = ?, published = ? WHERE id = ?", (item.given, item.given, number)
        )
