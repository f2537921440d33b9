"""Whole articles out of the archive, and how their parts are kept: text, layout, enclosures, marks."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Sequence
from typing import Any

from reader.annotations_json import from_json
from reader.errors import DamagedError, NotStoredError
from reader.library.articles import COLUMNS, FROM, RowMaker, from_seconds, moment
from reader.model import Annotations, Article, Block, BlockKind, Document, Enclosure, Link


def article(connection: sqlite3.Connection, key: str, make: RowMaker) -> Article:
    """One article by its whole key; NotStoredError."""
    row = connection.execute(
        f"SELECT {COLUMNS}, a.entry_id, a.author, a.added, a.updated, a.engine,"
        f" t.text, t.layout, t.enclosures, t.summary_only, n.data, s.origin"
        f" {FROM} JOIN texts t ON t.id = a.id LEFT JOIN annotations n ON n.id = a.id"
        " LEFT JOIN asides s ON s.id = a.id"
        " WHERE a.key = ?",
        (key,),
    ).fetchone()
    if row is None:
        raise NotStoredError(f"no article {key!r} is stored")
    entry_id, author, added, updated, engine = row[10:15]
    text, layout, enclosures, summary_only, data, other_text = row[15:]
    try:
        return Article(
            row=make(row[:10]),
            entry_id=entry_id,
            author=author,
            added=moment(added),
            updated=from_seconds(updated),
            document=unpacked_document(text, layout),
            summary_only=bool(summary_only),
            enclosures=unpacked_enclosures(enclosures),
            annotations=unpacked_annotations(data, engine) if data is not None else None,
            other_text=other_text,
        )
    except (zlib.error, ValueError, KeyError, TypeError) as error:
        raise DamagedError(f"article {key} is damaged ({error}), see reader check") from error


def packed_layout(document: Document) -> str:
    """Blocks and links as JSON; the text is kept beside it."""
    blocks = [[b.kind.value, b.start, b.end, b.level, b.marker] for b in document.blocks]
    links = [[link.start, link.end, link.url] for link in document.links]
    return json.dumps({"blocks": blocks, "links": links}, separators=(",", ":"))


def unpacked_document(text: str, layout: bytes) -> Document:
    return Document(text, *unpacked_layout(json.loads(zlib.decompress(layout))))


def unpacked_layout(data: dict[str, Any]) -> tuple[tuple[Block, ...], tuple[Link, ...]]:
    """Blocks and links from the JSON of `packed_layout`."""
    blocks = tuple(Block(BlockKind(kind), *rest) for kind, *rest in data["blocks"])
    return blocks, tuple(Link(*link) for link in data["links"])


def plain_layout(text: str) -> str:
    """A layout of paragraphs only, where the one that was stored is lost."""
    blocks, position = [], 0
    for part in text.split("\n\n"):
        if part:
            blocks.append(Block(BlockKind.PARAGRAPH, position, position + len(part)))
        position += len(part) + 2
    return packed_layout(Document(text, tuple(blocks)))


def packed_enclosures(enclosures: Sequence[Enclosure]) -> str:
    return json.dumps([[e.url, e.type, e.length] for e in enclosures])


def unpacked_enclosures(data: str) -> tuple[Enclosure, ...]:
    return tuple(Enclosure(*item) for item in json.loads(data))


def unpacked_annotations(data: bytes, engine: str) -> Annotations:
    return from_json(json.loads(zlib.decompress(data)), engine)
