"""Blocks on their way to a Document: text whose links are counted from the block's own start."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reader.model import Block, BlockKind, Document, Link
from reader.text.clean import clean

MAX_BLOCKS = MAX_LINKS = 20_000
"""More than any text for people has; the rest of such a text is left out."""

_CLOSE_TOGETHER = (BlockKind.ITEM, BlockKind.ROW)


@dataclass(frozen=True, slots=True)
class Piece:
    """One block before its place in the text is known. `group` tells one list or table from the next."""

    kind: BlockKind
    text: str
    links: tuple[Link, ...] = ()
    level: int = 0
    marker: str = ""
    group: int = 0


def assemble(pieces: Iterable[Piece]) -> Document:
    """The Document of these pieces in this order; empty ones are left out."""
    parts: list[str] = []
    blocks: list[Block] = []
    links: list[Link] = []
    length = 0
    previous: Piece | None = None
    for piece in pieces:
        if not piece.text:
            continue
        if len(blocks) == MAX_BLOCKS or len(links) + len(piece.links) > MAX_LINKS:
            break
        if previous is not None:
            gap = "\n" if _together(previous, piece) else "\n\n"
            parts.append(gap)
            length += len(gap)
        parts.append(piece.text)
        end = length + len(piece.text)
        blocks.append(Block(piece.kind, length, end, piece.level, piece.marker))
        links.extend(Link(length + link.start, length + link.end, link.url) for link in piece.links)
        length = end
        previous = piece
    return Document(clean("".join(parts)), tuple(blocks), tuple(links))


def _together(before: Piece, after: Piece) -> bool:
    return before.kind in _CLOSE_TOGETHER and before.kind == after.kind and before.group == after.group
