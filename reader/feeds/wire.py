"""How a parsed source travels from the parsing process: frames of JSON, entries in small batches.

A frame is its length as four bytes, big end first, and that many bytes. JSON, because a process that
has read hostile input may send anything, and JSON can only ever become plain values.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from reader.model import Block, BlockKind, Document, Enclosure, Entry, Link

BATCH_CHARACTERS = 60_000
"""Characters of text in one batch: unpacking it holds the screen up for one or two milliseconds."""

_LENGTH = 4


def frame(payload: bytes) -> bytes:
    return len(payload).to_bytes(_LENGTH, "big") + payload


def frame_length(head: bytes) -> int:
    return int.from_bytes(head, "big")


def dump(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode("ascii")


def batches(entries: Sequence[Entry]) -> Iterator[list[list[Any]]]:
    """The entries as plain lists, in batches that are quickly unpacked."""
    batch: list[list[Any]] = []
    size = 0
    for entry in entries:
        batch.append(_packed(entry))
        size += len(entry.document.text) + 1000
        if size >= BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _packed(entry: Entry) -> list[Any]:
    document = entry.document
    return [
        entry.entry_id, entry.title, entry.url, entry.author, entry.source,
        _seconds(entry.published), _seconds(entry.updated), document.text,
        [[block.kind.value, block.start, block.end, block.level, block.marker] for block in document.blocks],
        [[link.start, link.end, link.url] for link in document.links],
        entry.summary_only,
        [[enclosure.url, enclosure.type, enclosure.length] for enclosure in entry.enclosures],
    ]  # fmt: skip


def unpacked(packed: list[Any]) -> Entry:
    """The entry that `batches` packed."""
    entry_id, title, url, author, source = packed[:5]
    published, updated, text, blocks, links, summary_only, enclosures = packed[5:]
    return Entry(
        entry_id=entry_id,
        title=title,
        url=url,
        author=author,
        source=source,
        published=_moment(published),
        updated=_moment(updated),
        document=Document(
            text,
            tuple(Block(BlockKind(kind), *rest) for kind, *rest in blocks),
            tuple(Link(*link) for link in links),
        ),
        summary_only=summary_only,
        enclosures=tuple(Enclosure(*enclosure) for enclosure in enclosures),
    )


def _seconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
