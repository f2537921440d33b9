"""An article on the page: wrapped once for each width, drawn line by line, selected, scrolled.

The text is never copied or changed: a line is a span of it, so an offset of a mark leads to its line
by bisection, and a column on the screen leads back to an offset.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip

from reader.model import BlockKind, Document
from reader.tui.widgets.article_frame import foot_of, head_of
from reader.tui.widgets.article_lines import displayable, lay_out, line_of
from reader.tui.widgets.article_notes import note_letters, noted_layer
from reader.tui.widgets.article_paint import STYLES, Dress, Painter, links_layer

if TYPE_CHECKING:
    from reader.model import Article, ArticleRow, Note, Span
    from reader.tui.widgets.article_frame import Plain
    from reader.tui.widgets.article_lines import Line
    from reader.tui.widgets.article_paint import Layer

MEASURE = 74
"""Cells of text in a line at most: about what printers use."""
SIDE = 2
"""Empty cells beside the text."""
_OPAQUE = ("current", "calling")  # styles that take nothing from what is under them


class ArticlePage(ScrollView, can_focus=True, inherit_bindings=False):
    """One article with its head, its links and its notes. Segments of links carry {"url": address}, of
    notes {"note": number}; what else is marked is told by `_marked`."""

    ALLOW_SELECT = True
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"article--{name}" for name in STYLES}
    DEFAULT_CSS = """
    ArticlePage {
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        scrollbar-gutter: stable;
        & > .article--title { color: $heading; text-style: bold; }
        & > .article--about { color: $muted; }
        & > .article--tag { color: $accent; }
        & > .article--heading { color: $heading; text-style: bold; }
        & > .article--subheading { color: $muted; text-style: bold; }
        & > .article--quote { text-style: italic; }
        & > .article--code { background: $panel; }
        & > .article--caption { color: $muted; text-style: italic; }
        & > .article--marker { color: $muted; }
        & > .article--number { color: $muted; }
        & > .article--calling { color: $mark-current-text; background: $link; text-style: bold; }
        & > .article--link { color: $link; }
        & > .article--official { color: $official; text-style: bold underline; }
        & > .article--person { color: $person; text-style: underline; }
        & > .article--place { color: $place; text-style: italic; }
        & > .article--noted { background: $row-selected; }
        & > .article--note { color: $accent; }
        & > .article--match { background: $row-selected; text-style: bold; }
        & > .article--current { background: $mark-current; color: $mark-current-text; text-style: bold; }
        &:ansi > .article--noted { text-style: underline; }
        &:ansi > .article--current { text-style: bold reverse; }
        &:ansi > .article--calling { text-style: bold reverse; }
        &:ansi > .article--match { text-style: reverse; }
    }
    """

    class Touched(Message):
        """The person has scrolled or walked the marks: the article is being read."""

    class Moved(Message):
        """Other lines are in sight."""

    def __init__(self, now: Callable[[], datetime], *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._now = now
        self._measure = MEASURE
        self._article: Article | None = None
        self._document = Document()
        self._notes: Sequence[Note] = ()
        self._matches: Sequence[Span] = ()
        self._under: tuple[Layer, ...] = ()
        self._calling = False
        self._painter = Painter(self._document, (), self._style)
        self._head: list[Plain] = []
        self._lines: Sequence[Line] = ()
        self._foot: list[Plain] = []
        self._strips: LRUCache[int, Strip] = LRUCache(256)
        self._styles: dict[str, Style] = {}
        self._looks: tuple[Style, ...] = ()
        self._looks_checked = False
        self._laid_out_for = 0
        self._begin: int | None = None
        """Where to begin once there is a size to lay out for."""

    def tell(self, message: Message) -> None:
        """Tell the screen, which is quicker than from container to container."""
        if self.is_attached:
            self.screen.post_message(message)

    # --- what it shows -----------------------------------------------------------------------

    @property
    def article(self) -> Article | None:
        """The article shown."""
        return self._article

    @property
    def notes(self) -> Sequence[Note]:
        """The notes shown with it."""
        return self._notes

    @property
    def matches(self) -> Sequence[Span]:
        """What a search found in it."""
        return self._matches

    @property
    def measure(self) -> int:
        """Cells of text in a line at most."""
        return self._measure

    @measure.setter
    def measure(self, cells: int) -> None:
        if cells != self._measure:
            self._measure = cells
            self._lay_out_again()

    def call_links(self, calling: bool) -> None:
        """Let the numbers of the links stand out, or no more."""
        self._calling = calling
        self._paint_again()

    def show_matches(self, matches: Sequence[Span]) -> None:
        """Show where a search matches; nothing moves."""
        self._matches = matches
        self._put_notes(self._notes)
        self._paint_again()

    def show_row(self, row: ArticleRow) -> None:
        """Show the article's state as it is now; what is in sight stays."""
        if self._article is not None and row != self._article.row:
            changed = row.tags != self._article.row.tags
            self._article = replace(self._article, row=row)
            if changed:
                self._lay_out_again()

    def show_notes(self, notes: Sequence[Note]) -> None:
        """Show these notes with the article; what is in sight stays."""
        if list(notes) != list(self._notes):
            self._put_notes(notes)
            self._lay_out_again()

    def _put(self, article: Article | None, notes: Sequence[Note]) -> None:
        self._article = article
        self._document = displayable(article.document) if article else Document()
        self._matches = ()
        self._put_notes(notes)

    def _put_notes(self, notes: Sequence[Note]) -> None:
        self._notes = notes
        matches = [Dress(*span, "match") for span in self._matches]
        self._under = (links_layer(self._document), noted_layer(notes), matches)

    def on_resize(self) -> None:
        if self._laid_out_for != self.size.width:
            self._lay_out_again()

    def _lay_out_again(self) -> None:
        """Lay out anew, with the same text in sight."""
        if self._article is None:
            return
        top, row = self.offset_in_sight if self._laid_out_for else self._begin, self.scroll_offset.y
        self._lay_out()
        self._scroll_to_row(row if top is None else self._row_of(top))

    def _lay_out(self) -> None:
        self._laid_out_for = self.size.width
        width = self._text_width()
        letters = note_letters(self._notes, self._document.text)
        widest = self.size.width - self.margin - SIDE
        self._lines = lay_out(self._document, width, widest=widest, more=letters)
        self._head = head_of(self._article, width, self._now(), self.app) if self._article else []
        self._foot = foot_of(self._article, self._notes, width) if self._article else []
        self._paint_again()
        self.virtual_size = Size(0, len(self._head) + len(self._lines) + len(self._foot))
        self.tell(self.Moved())

    def _paint_again(self) -> None:
        """Something looks different; every line stays where it is."""
        self._painter = Painter(self._document, (*self._under, *self._marked()), self._style, self._calling)
        self._strips.clear()
        self.refresh()

    def _marked(self) -> tuple[Layer, ...]:
        """What is painted over all else."""
        return ()

    def _text_width(self) -> int:
        return max(min(self.size.width - 2 * SIDE, self._measure), 1)

    @property
    def margin(self) -> int:
        """Empty cells beside the text."""
        return max((self.size.width - self._text_width()) // 2, 0)

    @property
    def inset(self) -> int:
        """How much wider than SIDE the margin is."""
        return max(self.margin - SIDE, 0)

    # --- where it is -------------------------------------------------------------------------

    @property
    def offset_in_sight(self) -> int | None:
        """The offset of the first code point in sight, None in the head."""
        at = self.scroll_offset.y - len(self._head)
        if at < 0 or not self._lines:
            return None
        return self._lines[min(at, len(self._lines) - 1)].start

    @property
    def percent(self) -> int:
        """How much of the text has been in sight, from its beginning to the last line in sight."""
        seen = self.scroll_offset.y + self.scrollable_content_region.height - len(self._head)
        return min(max(seen, 0) * 100 // max(len(self._lines), 1), 100)

    @property
    def at_end(self) -> bool:
        """Whether the last line is in sight."""
        return self.scroll_offset.y >= self.max_scroll_y

    def _row_of(self, offset: int) -> int:
        return len(self._head) + line_of(self._lines, offset)

    def bring_into_sight(self, offset: int) -> None:
        """Scroll, but only when this place of the text is out of sight."""
        row = self._row_of(offset)
        height = self.scrollable_content_region.height
        if not self.scroll_offset.y <= row < self.scroll_offset.y + height - 1:
            self._scroll_to_row(row - height // 3)

    def _scroll_to_row(self, row: int) -> None:
        """At once, though there may be no scroll bar yet."""
        self.scroll_to(y=row, animate=False, force=True)

    def page_down(self) -> None:
        """A page down, with two lines of the former page in sight."""
        self._scroll_by(max(self.scrollable_content_region.height - 2, 1))

    def action_line_down(self) -> None:
        self._scroll_by(1)

    def action_line_up(self) -> None:
        self._scroll_by(-1)

    def action_page_down(self) -> None:
        self.page_down()

    def action_page_up(self) -> None:
        self._scroll_by(-max(self.scrollable_content_region.height - 2, 1))

    def action_top(self) -> None:
        self._scroll_by(-self.virtual_size.height)

    def action_bottom(self) -> None:
        self._scroll_by(self.virtual_size.height)

    def _scroll_by(self, lines: int) -> None:
        self._scroll_to_row(self.scroll_offset.y + lines)
        self.tell(self.Touched())

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self.tell(self.Moved())

    # --- drawing -----------------------------------------------------------------------------

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._looks_checked = False

    def _check_looks(self) -> None:
        """Every change of the focus updates styles; most of the time they are as they were. The first
        is that of the page, which takes too long to be asked for with every line."""
        self._styles = {name: self._component(name) for name in STYLES}
        looks = (self.rich_style, *self._styles.values())
        if looks != self._looks:
            self._looks = looks
            self._strips.clear()
        self._looks_checked = True

    def render_line(self, y: int) -> Strip:
        if not self._looks_checked:
            self._check_looks()
        row = y + self.scroll_offset.y
        strip = self._strips.get(row)
        if strip is None:
            strip = self._strips[row] = self._draw(row)
        return strip

    def _draw(self, row: int) -> Strip:
        segments = [Segment(" " * self.margin), *self._segments(row)]
        text = "".join(segment.text for segment in segments)
        base = self._looks[0]
        painted = Strip([Segment(t, base + s if s else base) for t, s, _ in segments])
        painted = self._selected(painted, row, len(text))
        width = self.size.width
        return painted.adjust_cell_length(width, base).apply_offsets(0, row)

    def _segments(self, row: int) -> Iterator[Segment]:
        at = row - len(self._head)
        if at < 0:
            yield from self._plain_segments(self._head[row])
        elif at < len(self._lines):
            yield from self._painter.line(self._lines[at], self._text_width())
        elif at - len(self._lines) < len(self._foot):
            yield from self._plain_segments(self._foot[at - len(self._lines)])

    def _plain_segments(self, plain: Plain) -> Iterator[Segment]:
        style = self._style(plain.style)
        if plain.meta:
            style += Style(meta=dict([plain.meta]))
        yield Segment(plain.text, style)

    def _style(self, name: str) -> Style:
        return self._styles[name]

    def _component(self, name: str) -> Style:
        return self.get_component_rich_style(f"article--{name}", partial=name not in _OPAQUE)

    # --- selecting text ----------------------------------------------------------------------

    def selection_updated(self, selection: Selection | None) -> None:
        self._strips.clear()
        self.refresh()

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected text as it was before wrapping: lines of one paragraph are joined again, and
        what is inserted stays behind."""
        parts: list[str] = []
        block = -2
        for row in range(self.virtual_size.height):
            span = selection.get_span(row)
            if span is None:
                continue
            at = row - len(self._head)
            own = self._lines[at].block if 0 <= at < len(self._lines) else -1
            if parts:
                wrapped = own >= 0 and own == block and self._document.blocks[own].kind is not BlockKind.CODE
                parts.append(self._between(at) if wrapped else "\n")
            parts.append(self._copied(at, span))
            block = own
        return "".join(parts), "\n"

    def _copied(self, at: int, columns: tuple[int, int]) -> str:
        """What is selected of a line, `at` counted from the first line of the text."""
        start = max(columns[0] - self.margin, 0)
        stop = max(columns[1] - self.margin, 0) if columns[1] >= 0 else None
        if 0 <= at < len(self._lines):
            line = self._lines[at]
            low, high = self._span_in_row(line, columns)
            return line.prefix[start:stop] + self._document.text[low:high]
        plain = self._head[at] if at < 0 else self._foot[at - len(self._lines)]
        return plain.text[start:stop]

    @property
    def selected_span(self) -> Span | None:
        """The selected part of the text, None when there is none."""
        selection = self.text_selection
        if selection is None:
            return None
        inside = [
            self._span_in_row(line, span)
            for at, line in enumerate(self._lines)
            if line.block >= 0 and (span := selection.get_span(len(self._head) + at)) is not None
        ]
        full = [(start, end) for start, end in inside if start < end]
        return (full[0][0], full[-1][1]) if full else None

    def _span_in_row(self, line: Line, columns: tuple[int, int]) -> Span:
        before = self.margin + len(line.prefix)
        end = line.end if columns[1] < 0 else line.offset_at(max(columns[1] - before, 0))
        return line.offset_at(max(columns[0] - before, 0)), end

    def _between(self, at: int) -> str:
        """The white space at which the line before this one was broken."""
        return self._document.text[self._lines[at - 1].end : self._lines[at].start]

    def _selected(self, strip: Strip, row: int, length: int) -> Strip:
        selection = self.text_selection
        span = selection.get_span(row) if selection is not None else None
        if span is None:
            return strip
        start, end = span[0], length if span[1] < 0 else min(span[1], length)
        if start >= end:
            return strip
        style = self.screen.get_component_rich_style("screen--selection")
        text = strip.text
        cells = [cell_len(text[:start]), cell_len(text[:end]), strip.cell_length]
        before, inside, after = strip.divide(cells) if start else (Strip([]), *strip.divide(cells[1:]))
        return Strip.join([before, inside.apply_style(style), after])
