"""Styling the lines of an article: blocks, links, marks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rich.segment import Segment
from rich.style import Style

from reader.model import BlockKind, Document
from reader.tui.marks import Mark, MarkKind, Marks
from reader.tui.widgets.article_lines import Line

StyleOf = Callable[[str], Style]
"""The style of a part of the article, by its name."""

BLOCK_STYLES = {
    BlockKind.HEADING: "heading",
    BlockKind.QUOTE: "quote",
    BlockKind.CODE: "code",
    BlockKind.CAPTION: "caption",
}
MARK_STYLES = {MarkKind.OFFICIAL: "official", MarkKind.PERSON: "person", MarkKind.PLACE: "place"}
OTHER_STYLES = ("title", "about", "marker", "link", "current")

Styled = tuple[int, int, Style]


@dataclass(frozen=True, slots=True)
class Painter:
    """Turns lines into segments. Segments of marks carry {"mark": n}, of links {"url": address}."""

    document: Document
    marks: Marks
    style: StyleOf

    def line(self, line: Line, current: int) -> Iterator[Segment]:
        """The segments of one line; `current` is the mark under the cursor, -1 for none."""
        if line.block < 0:
            return
        yield Segment(line.prefix, self.style("marker"))
        name = BLOCK_STYLES.get(self.document.blocks[line.block].kind)
        base = self.style(name) if name else Style()
        spans = [*self._links(line), *self._marks(line, current)]
        for offset, piece in line.pieces(self.document.text):
            if offset < 0:
                yield Segment(piece, self.style("marker"))
            else:
                yield from _styled(piece, offset, base, spans)

    def _links(self, line: Line) -> Iterator[Styled]:
        for link in self.document.links:
            if link.start < line.end and link.end > line.start:
                yield link.start, link.end, self.style("link") + Style(meta={"url": link.url})

    def _marks(self, line: Line, current: int) -> Iterator[Styled]:
        spans = self.marks.spans
        for number in range(first_after(spans, line.start), len(spans)):
            mark = spans[number]
            if mark.start >= line.end:
                break
            kind = self.marks.entities[mark.entity].kind
            name = "current" if number == current else MARK_STYLES[kind]
            yield mark.start, mark.end, self.style(name) + Style(meta={"mark": number})


def first_after(spans: Sequence[Mark], offset: int) -> int:
    """The index of the first span that ends after `offset`."""
    return bisect_right(spans, offset, key=lambda mark: mark.end)


def _styled(piece: str, start: int, base: Style, spans: Sequence[Styled]) -> Iterator[Segment]:
    """A piece of the text divided where marks and links begin and end."""
    end = start + len(piece)
    cuts = {start, end}
    for low, high, _ in spans:
        cuts.update(at for at in (low, high) if start < at < end)
    for low, high in pairwise(sorted(cuts)):
        style = base
        for first, last, own in spans:
            if first <= low and high <= last:
                style += own
        yield Segment(piece[low - start : high - start], style)
