"""The blocks of an HTML text as its elements open and close."""

from __future__ import annotations

from collections.abc import Callable

from reader.model import BlockKind, Link
from reader.text.blocks import Piece
from reader.text.clean import clean_line
from reader.text.inline import Inline
from reader.text.tables import Table

_MAX_LEVEL = 20
_MAX_TABLES = 20
_BULLET = "•"

Ending = Callable[[], None]


class Layout:
    """Every method that opens something gives what closes it."""

    def __init__(self) -> None:
        self._done: list[Piece] = []
        self._tables: list[Table] = []
        self._inline = Inline()
        self._heading = 0
        self._quotes = 0
        self._codes = 0
        self._lists: list[_List] = []
        self._groups = 0
        self._figures: list[_Figure] = []
        self._captions = 0
        self._due: list[Piece] = []

    def finish(self) -> list[Piece]:
        while self._tables:
            self._end_table()
        self.flush()
        self._emit_due()
        return self._done

    # --- running text ---

    def text(self, data: str) -> None:
        if self._codes:
            self._inline.verbatim(data)
        else:
            self._inline.text(data)

    def link(self, url: str) -> Ending:
        self._inline.open_link(url)
        return self._inline.close_link

    def quoted(self) -> Ending:
        self.text("“")
        return lambda: self.text("”")

    def line_break(self) -> None:
        """A new line is a new block, except where a block holds one thing: a heading, caption or cell."""
        if self._codes:
            self._inline.verbatim("\n")
        elif self._heading or self._captions or self._tables:
            self._inline.text(" ")
        else:
            self.flush()

    def flush(self) -> None:
        """Ends the block that has grown so far, if any."""
        if self._codes:
            return
        text, links = self._inline.take()
        if text:
            self._emit(self._piece(text, links))
        self._emit_due()

    def _piece(self, text: str, links: tuple[Link, ...]) -> Piece:
        if self._captions:
            return Piece(BlockKind.CAPTION, text, links)
        if self._heading:
            return Piece(BlockKind.HEADING, text, links, self._heading)
        if self._lists:
            innermost = self._lists[-1]
            level = min(len(self._lists), _MAX_LEVEL)
            return Piece(BlockKind.ITEM, text, links, level, innermost.take_marker(), self._groups)
        if self._quotes:
            return Piece(BlockKind.QUOTE, text, links, min(self._quotes, _MAX_LEVEL))
        return Piece(BlockKind.PARAGRAPH, text, links)

    def _emit(self, piece: Piece) -> None:
        if self._figures and piece.kind is BlockKind.CAPTION:
            self._figures[-1].captions.append(piece)
        elif self._tables:
            self._tables[-1].add(piece)
        else:
            self._done.append(piece)

    def _emit_due(self) -> None:
        due, self._due = self._due, []
        for piece in due:
            self._emit(piece)

    # --- blocks of their own kind ---

    def heading(self, level: int) -> Ending:
        self.flush()
        before, self._heading = self._heading, level

        def end() -> None:
            self.flush()
            self._heading = before

        return end

    def quotation(self) -> Ending:
        self.flush()
        self._quotes += 1

        def end() -> None:
            self.flush()
            self._quotes -= 1

        return end

    def code(self) -> Ending:
        self.flush()
        self._codes += 1

        def end() -> None:
            self._codes -= 1
            if not self._codes:
                self._end_code()

        return end

    def _end_code(self) -> None:
        text, links = self._inline.take()
        start = len(text) - len(text.lstrip("\n"))
        body = text.strip("\n").rstrip()
        kept = (_clipped(link, start, len(body)) for link in links)
        if body.strip():
            self._emit(Piece(BlockKind.CODE, body, tuple(link for link in kept if link.start < link.end)))

    # --- lists ---

    def bullets(self) -> Ending:
        return self._list(_List())

    def numbers(self, start: str) -> Ending:
        first = int(start) if start.strip().isdecimal() and len(start) < 8 else 1
        return self._list(_List(first))

    def _list(self, new: _List) -> Ending:
        self.flush()
        if not self._lists:
            self._groups += 1
        self._lists.append(new)

        def end() -> None:
            self.flush()
            if self._lists:
                self._lists.pop()

        return end

    def item(self) -> Ending:
        """An item outside any list stands in one of its own."""
        self.flush()
        if not self._lists:
            end = self._list(_List())
            self._lists[-1].next_item()
            return end
        self._lists[-1].next_item()
        return self.flush

    # --- images ---

    def image(self, alt: str, url: str) -> None:
        """A described image becomes a caption that leads to it, behind the block it stands in."""
        text = clean_line(alt)
        if not text:
            if self._figures and url:
                self._figures[-1].url = self._figures[-1].url or url
            return
        piece = Piece(BlockKind.CAPTION, text, _whole(text, url))
        if self._figures:
            figure = self._figures[-1]
            figure.images.append(piece)
            figure.url = figure.url or url
        elif self._inline:
            self._due.append(piece)
        else:
            self._emit(piece)

    def figure(self) -> Ending:
        self.flush()
        self._figures.append(_Figure())

        def end() -> None:
            self.flush()
            figure = self._figures.pop()
            for piece in figure.pieces():
                self._emit(piece)

        return end

    def caption(self) -> Ending:
        self.flush()
        self._captions += 1

        def end() -> None:
            self.flush()
            self._captions -= 1

        return end

    # --- tables ---

    def table(self) -> Ending | None:
        if len(self._tables) >= _MAX_TABLES:
            self.flush()
            return self.flush
        self.flush()
        self._groups += 1
        self._tables.append(Table(self._groups))
        return self._end_table

    def _end_table(self) -> None:
        self.flush()
        if self._tables:
            for piece in self._tables.pop().pieces():
                self._emit(piece)

    def row(self) -> Ending:
        self.flush()
        if self._tables:
            self._tables[-1].next_row()
        return self.flush

    def cell(self) -> Ending:
        self.flush()
        if self._tables:
            self._tables[-1].next_cell()
        return self.flush


class _List:
    """A list that is open: bullets, or numbers from `first`."""

    def __init__(self, first: int | None = None) -> None:
        self._number = first
        self._marker = ""

    def next_item(self) -> None:
        self._marker = _BULLET if self._number is None else f"{self._number}."
        if self._number is not None:
            self._number += 1

    def take_marker(self) -> str:
        """The marker stands before the first block of its item only."""
        marker, self._marker = self._marker, ""
        return marker


class _Figure:
    """A figure that is open: its caption if it has one, else what describes its images."""

    def __init__(self) -> None:
        self.url = ""
        self.images: list[Piece] = []
        self.captions: list[Piece] = []

    def pieces(self) -> list[Piece]:
        if not self.captions:
            return self.images
        return [piece if piece.links else self._linked(piece) for piece in self.captions]

    def _linked(self, piece: Piece) -> Piece:
        return Piece(piece.kind, piece.text, _whole(piece.text, self.url))


def _whole(text: str, url: str) -> tuple[Link, ...]:
    return (Link(0, len(text), url),) if url else ()


def _clipped(link: Link, start: int, length: int) -> Link:
    return Link(max(0, link.start - start), max(0, min(length, link.end - start)), link.url)
