"""The person's notes in an article: a letter behind each noted passage, the notes themselves at the end.

The `span` of a note is where its passage stands in the text that is shown, None for a note on the whole
article (and for one whose passage is gone).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len

from reader.text.clean import clean_line
from reader.tui.widgets.article_lines import after_grapheme
from reader.tui.widgets.article_paint import NOTED, Dress
from reader.tui.widgets.wrapping import Insert, wrap_plain

if TYPE_CHECKING:
    from reader.model import Note

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def noted_layer(notes: Sequence[Note]) -> list[Dress]:
    """The passages, cut where they overlap; {"note": n} is the index of the note."""
    layer: list[Dress] = []
    spans = [(note.span, number) for number, note in enumerate(notes) if note.span is not None]
    for (start, end), number in sorted(spans):
        start = max(start, layer[-1].end) if layer else start
        if start < end:
            layer.append(Dress(start, end, NOTED, ("note", number)))
    return layer


def note_letters(notes: Sequence[Note], text: str) -> Iterator[Insert]:
    """ "[a]" behind the first passage, and so on."""
    for letter, note in _lettered(notes):
        if note.span is not None:
            yield Insert(after_grapheme(text, note.span[1]), f"[{letter}]", "note")


def note_lines(notes: Sequence[Note], width: int) -> Iterator[tuple[str, int]]:
    """The notes, wrapped, each line with the index of its note."""
    for number, (letter, note) in enumerate(_lettered(notes)):
        label = f"[{letter}] " if letter else "• "
        indent = " " * cell_len(label)
        lines = [
            line
            for paragraph in note.text.split("\n")
            for line in wrap_plain(clean_line(paragraph), max(width - len(indent), 1)) or [""]
        ]
        for line in lines:
            yield label + line, number
            label = indent


def _lettered(notes: Sequence[Note]) -> Iterator[tuple[str, Note]]:
    """Every note with the letter of its passage, "" where it has none."""
    count = 0
    for note in notes:
        letter = ""
        if note.span is not None:
            letter = _LETTERS[count % len(_LETTERS)] * (count // len(_LETTERS) + 1)
            count += 1
        yield letter, note
