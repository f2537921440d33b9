"""Styling the lines of an article: blocks, links, notes, matches, marks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from reader.model import BlockKind
from reader.tui.marks import MarkKind
from reader.tui.widgets.article_lines import NUMBER, SUPERSCRIPT

if TYPE_CHECKING:
    from reader.model import Block, Document
    from reader.tui.marks import Mark
    from reader.tui.widgets.article_lines import Line
    from reader.tui.widgets.wrapping import Insert

StyleOf = Callable[[str], Style]
"""The style of a part of the article, by its name."""

BLOCK_STYLES = {
    BlockKind.HEADING: "heading",
    BlockKind.QUOTE: "quote",
    BlockKind.CODE: "code",
    BlockKind.CAPTION: "caption",
}
SUBHEADING = "subheading"
MARK_STYLES = {MarkKind.OFFICIAL: "official", MarkKind.PERSON: "person", MarkKind.PLACE: "place"}
NOTED = "noted"
_LAYERS = ("link", NOTED, "match", "current")
_OTHERS = ("title", "about", "tag", "marker", NUMBER, "calling", "note")
STYLES = (*BLOCK_STYLES.values(), SUBHEADING, *MARK_STYLES.values(), *_LAYERS, *_OTHERS)
"""The names of all styles."""
DEEPEST_HEADING = 3  # of those that stand out; deeper ones are set back
_DIGITS = {raised: chr(plain) for plain, raised in SUPERSCRIPT.items()}


class Dress(NamedTuple):
    """A span of the text, the name of its style, and what its segments carry for the mouse."""

    start: int
    end: int
    style: str
    meta: tuple[str, object] | None = None


Layer = Sequence[Dress]
"""Spans in order that do not overlap; a later layer is painted over an earlier one."""


def links_layer(document: Document) -> Layer:
    """The links; of those that overlap, the first. {"url": address}"""
    layer: list[Dress] = []
    for link in sorted(document.links, key=lambda link: link.start):
        if not layer or link.start >= layer[-1].end:
            layer.append(Dress(link.start, link.end, "link", ("url", link.url)))
    return layer


def marks_layer(spans: Sequence[Mark], kinds: Sequence[MarkKind | None]) -> Layer:
    """The marks; `kinds` are those of their entities, None for one that is not shown. {"mark": number}"""
    return [
        Dress(mark.start, mark.end, MARK_STYLES[kind], ("mark", number))
        for number, mark in enumerate(spans)
        if (kind := kinds[mark.entity]) is not None
    ]


def current_dress(mark: Mark, number: int) -> Dress:
    """The mark under the cursor, over the marks. {"mark": number}"""
    return Dress(mark.start, mark.end, "current", ("mark", number))


@dataclass(frozen=True, slots=True)
class Painter:
    """Turns lines into segments; `calling` makes the numbers of the links stand out."""

    document: Document
    layers: Sequence[Layer]
    style: StyleOf
    calling: bool = False

    def line(self, line: Line, width: int) -> Iterator[Segment]:
        """The segments of one line; code stands on a ground `width` cells wide."""
        if line.block < 0:
            return
        block = self.document.blocks[line.block]
        base = self._base(block)
        on_ground = block.kind is BlockKind.CODE
        yield Segment(line.prefix, base + self.style("marker") if on_ground else self.style("marker"))
        dresses = list(self._dresses(line))
        for piece in line.pieces(self.document.text):
            if piece.style:
                yield self._inserted(piece, dresses)
            else:
                yield from self._styled(piece, base, dresses)
        if on_ground:
            drawn = cell_len(line.prefix) + cell_len(line.shown(self.document.text))
            yield Segment(" " * (width - drawn), base)

    def _base(self, block: Block) -> Style:
        if block.kind is BlockKind.HEADING and block.level > DEEPEST_HEADING:
            return self.style(SUBHEADING)
        name = BLOCK_STYLES.get(block.kind)
        return self.style(name) if name else Style()

    def _inserted(self, insert: Insert, dresses: Sequence[Dress]) -> Segment:
        if self.calling and insert.style == NUMBER:
            return Segment(insert.text.translate(_DIGITS), self.style("calling"))
        inside = any(one.style == NOTED and one.start < insert.offset < one.end for one in dresses)
        ground = self.style(NOTED) if inside else Style()
        return Segment(insert.text, ground + self.style(insert.style))

    def _dresses(self, line: Line) -> Iterator[Dress]:
        for layer in self.layers:
            for number in range(first_after(layer, line.start), len(layer)):
                if layer[number].start >= line.end:
                    break
                yield layer[number]

    def _styled(self, piece: Insert, base: Style, dresses: Sequence[Dress]) -> Iterator[Segment]:
        """A piece of the text divided where marks and links begin and end."""
        start, text, _ = piece
        end = start + len(text)
        cuts = {start, end}
        for dress in dresses:
            cuts.update(at for at in (dress.start, dress.end) if start < at < end)
        for low, high in pairwise(sorted(cuts)):
            style = base
            for dress in dresses:
                if dress.start <= low and high <= dress.end:
                    style += self.style(dress.style)
                    if dress.meta is not None:
                        style += Style(meta=dict([dress.meta]))
            yield Segment(text[low - start : high - start], style)


def first_after(layer: Layer | Sequence[Mark], offset: int) -> int:
    """The index of the first span that ends after `offset`."""
    return bisect_right(layer, offset, key=lambda dress: dress.end)
