"""Tables: rows of aligned cells where a table holds data, plain blocks where it only does layout."""

from __future__ import annotations

from collections.abc import Iterator

from reader.model import BlockKind, Link
from reader.text.blocks import Piece

_LONGEST_CELL = 60
_WIDEST_ROW = 160
_GAP = "  "
_MAX_CELLS = 50_000

_Cell = list[Piece]
_Line = tuple[str, tuple[Link, ...]]


class Table:
    """Collects the blocks of each cell until the table ends and can be judged."""

    def __init__(self, group: int) -> None:
        self._group = group
        self._loose: list[Piece] = []  # what stands in the table but in no cell: its caption
        self._rows: list[list[_Cell]] = []
        self._in_cell = False
        self._cells = 0

    def next_row(self) -> None:
        self._rows.append([])
        self._in_cell = False

    def next_cell(self) -> None:
        if not self._rows:
            self._rows.append([])
        self._cells += 1
        if self._cells <= _MAX_CELLS:
            self._rows[-1].append([])
        self._in_cell = bool(self._rows[-1])

    def add(self, piece: Piece) -> None:
        (self._rows[-1][-1] if self._in_cell and self._rows[-1] else self._loose).append(piece)

    def pieces(self) -> list[Piece]:
        if not self._holds_data():
            return [*self._loose, *(piece for row in self._rows for cell in row for piece in cell)]
        return [*self._loose, *self._aligned()]

    def _holds_data(self) -> bool:
        cells = [cell for row in self._rows for cell in row]
        return (
            any(len(row) > 1 for row in self._rows)
            and all(piece.kind is BlockKind.PARAGRAPH for cell in cells for piece in cell)
            and all(sum(len(piece.text) for piece in cell) <= _LONGEST_CELL * 3 for cell in cells)
        )

    def _aligned(self) -> Iterator[Piece]:
        rows = [[_joined(cell) for cell in row] for row in self._rows]
        widths = _widths(rows)
        for row in rows:
            text, links = _row(row, widths)
            yield Piece(BlockKind.ROW, text, links, group=self._group)


def _joined(cell: _Cell) -> _Line:
    """The blocks of a cell on one line."""
    text = ""
    links: list[Link] = []
    for piece in cell:
        text += " " if text else ""
        links.extend(Link(len(text) + link.start, len(text) + link.end, link.url) for link in piece.links)
        text += piece.text
    return text, tuple(links)


def _widths(rows: list[list[_Line]]) -> list[int]:
    """How wide each column is drawn; all 0 where alignment would make rows too wide to read."""
    columns = max((len(row) for row in rows), default=0)
    if columns * len(rows) > _MAX_CELLS:
        return [0] * columns
    widths = [max((len(row[i][0]) for row in rows if i < len(row)), default=0) for i in range(columns)]
    fits = max(widths, default=0) <= _LONGEST_CELL and sum(widths) + len(_GAP) * columns <= _WIDEST_ROW
    return widths if fits else [0] * columns


def _row(cells: list[_Line], widths: list[int]) -> _Line:
    text = ""
    links: list[Link] = []
    for (cell, cell_links), width in zip(cells, widths, strict=False):
        links.extend(Link(len(text) + link.start, len(text) + link.end, link.url) for link in cell_links)
        text += cell.ljust(width) + (_GAP if width else " | ")
    return text.rstrip(" |" if not any(widths) else None), tuple(links)
