"""Plain text to a Document: paragraphs, hard-wrapped or not, and the addresses in them as links."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.model import BlockKind, Document, Link
from reader.text.blocks import Piece, assemble
from reader.text.clean import tidy
from reader.text.links import web_url

_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_ADDRESS = re.compile(r"https?://[^\s<>\"“”]{3,2000}", re.IGNORECASE)
_ENDS = ".,;:!?'’\"*_~"
_SHORTEST_WRAPPED, _LONGEST_WRAPPED = 45, 100


def text_to_document(text: str) -> Document:
    """Paragraphs are parted by blank lines; a single line break parts them too, unless the lines look
    wrapped at one width, as mail and old text files are."""
    return assemble(_paragraph(lines) for lines in paragraphs(text))


def paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a plain text, each on one line with its white space folded."""
    for chunk in _BLANK_LINES.split(tidy(text)):
        lines = [" ".join(line.split()) for line in chunk.split("\n")]
        lines = [line for line in lines if line]
        if looks_wrapped(lines):
            yield " ".join(lines)
        else:
            yield from lines


def looks_wrapped(lines: list[str]) -> bool:
    """Whether these lines are one paragraph broken at a fixed width."""
    return (
        len(lines) > 1
        and all(len(line) <= _LONGEST_WRAPPED for line in lines)
        and all(len(line) >= _SHORTEST_WRAPPED for line in lines[:-1])
    )


def _paragraph(text: str) -> Piece:
    return Piece(BlockKind.PARAGRAPH, text, tuple(_addresses(text)))


def _addresses(text: str) -> Iterator[Link]:
    for found in _ADDRESS.finditer(text):
        address = found[0].rstrip(_ENDS)
        if address.endswith(")") and "(" not in address:
            address = address[:-1].rstrip(_ENDS)
        url = web_url(address)
        if url:
            yield Link(found.start(), found.start() + len(address), url)
