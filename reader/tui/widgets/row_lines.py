"""How one row of the list looks: in one line where there is room, else in two."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from reader.text.clean import clean_line
from reader.tui.widgets.wrapping import cut, wrap_plain

if TYPE_CHECKING:
    from reader.model import ArticleRow, Marking, Span

MARGIN = 3
"""Cells before the title: edge, dot or star, space."""
LEAST_SOURCE = 4

Snippet = tuple[str, "Sequence[Span]"]
"""What a text says, on one line, and where in it a search matches."""
StyleOf = Callable[[str], Style]
"""The style of one of the parts: read, unread, dot, about, bookmark, selected."""


def narrow_line(
    row: ArticleRow, age: str, part: int, width: int, chosen: bool, picked: bool, style: StyleOf
) -> list[Segment]:
    """One of the two lines of a row: dot and title; star, the rest of the title, source and age."""
    title_style = style("read" if row.read else "unread")
    room = max(width - MARGIN - 1, 4)
    lines = wrap_plain(clean_line(row.title), room) or [""]
    if part == 0:
        return [_edge(chosen, style), _dot(row, style), _pick(picked, style), Segment(lines[0], title_style)]
    rest = " ".join(lines[1:])
    about = _about(row, age, max(room // 2, room - cell_len(rest) - 2))
    rest = cut(rest, room - cell_len(about) - 2)
    gap = " " * max(room - cell_len(rest) - cell_len(about), 1)
    return [
        _edge(chosen, style),
        _star(row, style),
        Segment(" "),
        Segment(rest, title_style),
        Segment(gap),
        Segment(about, style("about")),
    ]


def snippet_line(snippet: Snippet, width: int, chosen: bool, style: StyleOf) -> list[Segment]:
    """What the text says, as far as there is room, with what matches a search marked."""
    segments = [_edge(chosen, style), Segment(" " * (MARGIN - 1))]
    room = max(width - MARGIN - 1, 4)
    for text, part in _parts(*snippet):
        whole = clean_line(text) if part == "match" else _spaced(text)
        fitting = cut(whole, room)
        segments.append(Segment(fitting, style(part)))
        room -= cell_len(fitting)
        if room <= 0 or fitting != whole:
            break
    return segments


def _parts(text: str, spans: Sequence[Span]) -> Iterator[tuple[str, str]]:
    """The pieces of a text between and in the spans, each with its style."""
    at = 0
    for start, end in spans:
        if start > at:
            yield text[at:start], "about"
        yield text[start:end], "match"
        at = end
    yield text[at:], "about"


def _spaced(text: str) -> str:
    """Cleaned, with the spaces at its ends that part it from what is before and after."""
    clean = clean_line(text)
    return f"{' ' * text[:1].isspace()}{clean}{' ' * (bool(clean) and text[-1:].isspace())}"


def marked(row: ArticleRow, marking: Marking) -> ArticleRow:
    """The row with the state that the marking gives it."""
    return replace(
        row,
        read=row.read if marking.read is None else marking.read,
        bookmarked=row.bookmarked if marking.bookmarked is None else marking.bookmarked,
    )


def _edge(chosen: bool, style: StyleOf) -> Segment:
    return Segment("▌" if chosen else " ", style("selected"))


def _dot(row: ArticleRow, style: StyleOf) -> Segment:
    return Segment(" " if row.read else "●", style("dot"))


def _pick(picked: bool, style: StyleOf) -> Segment:
    return Segment("✓" if picked else " ", style("dot"))


def _star(row: ArticleRow, style: StyleOf) -> Segment:
    return Segment("★" if row.bookmarked else " ", style("bookmark"))


def _about(row: ArticleRow, age: str, room: int) -> str:
    """Source, how many others tell the same, and age; no source where hardly a word of it would fit."""
    others = f" +{row.others}" if row.others else ""
    room -= len(age) + 3 + len(others)
    source = clean_line(row.source) if room >= LEAST_SOURCE else ""
    return f"{cut(source, room)}{others} · {age}" if source else f"{others} {age}".strip()
