"""A canonical text: its blocks and links."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Span = tuple[int, int]


class BlockKind(StrEnum):
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    QUOTE = "quote"
    CODE = "code"
    ROW = "row"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list item, quotation, code listing, table row or image caption.

    `level` is the heading level (1 to 6), the depth of a list item (1 and up) or of a quotation
    (1 and up), else 0. `marker` is what stands before a list item ("•", "3."), not in the text.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    marker: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the text; links are numbered from 1 in reading order. Only http, https, mailto."""

    start: int
    end: int
    url: str


@dataclass(frozen=True, slots=True)
class Document:
    """A canonical plain text with its blocks and links.

    Blocks are in order and do not overlap; two newlines lie between blocks, one between the items
    of a list and the rows of a table. Only code holds newlines inside a block.
    """

    text: str = ""
    blocks: tuple[Block, ...] = ()
    links: tuple[Link, ...] = ()
