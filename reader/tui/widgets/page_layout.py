"""Laying out a page of facts: lines of styled parts, some of which lead elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from rich.cells import cell_len

from reader.text.clean import clean_line
from reader.tui.widgets.wrapping import cut, wrap_plain

T = TypeVar("T")

NOWHERE = -1
_NARROWEST = 12


@dataclass(frozen=True, slots=True)
class Part:
    """Text in one style; `target` is the number of what it leads to, `NOWHERE` for plain text."""

    text: str
    style: str = ""
    target: int = NOWHERE


Line = tuple[Part, ...]


class Layout(Generic[T]):
    """Lines of a page of so many cells, made from top to bottom. Text from outside is cleaned here."""

    def __init__(self, width: int) -> None:
        self.width = max(width, _NARROWEST)
        self.lines: list[Line] = []
        self.targets: list[T] = []

    def leading_to(self, target: T) -> int:
        """The number under which parts lead to this."""
        self.targets.append(target)
        return len(self.targets) - 1

    def gap(self) -> None:
        """An empty line, but neither at the top nor after another."""
        if self.lines and self.lines[-1]:
            self.lines.append(())

    def line(self, *parts: Part) -> None:
        """One line; what does not fit is cut off."""
        room = self.width
        kept = []
        for part in parts:
            text = cut(part.text, room)
            room -= cell_len(text)
            if text:
                kept.append(Part(text, part.style, part.target))
        self.lines.append(tuple(kept))

    def heading(self, text: str, about: str = "") -> None:
        """A heading with an empty line before it."""
        self.gap()
        self.line(Part(text, "heading"), Part(f"  {about}" if about else "", "about"))

    def apart(self, left: Part, right: Part, *, indent: int = 0, target: int = NOWHERE) -> None:
        """One line with a text at either end; the left one gives way."""
        end = cut(clean_line(right.text), self.width // 2)
        room = self.width - indent - cell_len(end) - 2
        start = cut(clean_line(left.text), max(room, 1))
        space = " " * max(self.width - indent - cell_len(start) - cell_len(end), 1)
        self.line(
            Part(" " * indent, "", target),
            Part(start, left.style, target),
            Part(space, "", target),
            Part(end, right.style, target),
        )

    def paragraph(
        self,
        text: str,
        style: str = "",
        *,
        indent: int = 0,
        target: int = NOWHERE,
        most: int = 0,
        marked: Sequence[str] = (),
    ) -> None:
        """A wrapped text of at most `most` lines (0 for all); the first of `marked` that occurs in it
        stands out wherever it occurs."""
        words = clean_line(text)
        lines = wrap_plain(words, self.width - indent)
        if most and len(lines) > most:
            lines = [*lines[: most - 1], cut(" ".join(lines[most - 1 :]), self.width - indent)]
        name = next((one for one in marked if one and one in words), "")
        for line in lines:
            pieces = _marked(line, name, style, target) if name else [Part(line, style, target)]
            self.lines.append((Part(" " * indent, "", target), *pieces))

    def flow(self, items: Iterable[tuple[Part, ...]], *, indent: int = 0, between: str = "   ") -> None:
        """Short things side by side, in as many lines as it takes."""
        row: list[Part] = []
        room = self.width - indent
        for item in items:
            length = sum(cell_len(part.text) for part in item)
            if row and length + len(between) > room:
                self.line(Part(" " * indent), *row)
                row, room = [], self.width - indent
            if row:
                row.append(Part(between))
                room -= len(between)
            row += item
            room -= length
        if row:
            self.line(Part(" " * indent), *row)


def _marked(line: str, name: str, style: str, target: int) -> list[Part]:
    parts: list[Part] = []
    at = 0
    while (found := line.find(name, at)) >= 0:
        parts += [Part(line[at:found], style, target), Part(name, "marked", target)]
        at = found + len(name)
    return [part for part in (*parts, Part(line[at:], style, target)) if part.text]
