"""The article: wrapped once for each width, drawn line by line, its names marked.

The text is never copied or changed: a line is a span of it, so an offset of a mark leads to its line
by bisection, and a column on the screen leads back to an offset.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.cache import LRUCache
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip

from reader.model import Annotations, Article, BlockKind, Document
from reader.tui.actions import Where
from reader.tui.keys import bindings_for
from reader.tui.marks import Mark, Marks, marks_of
from reader.tui.widgets.article_frame import Plain, foot_of, head_of
from reader.tui.widgets.article_lines import Line, displayable, lay_out, line_of
from reader.tui.widgets.article_paint import BLOCK_STYLES, MARK_STYLES, OTHER_STYLES, Painter

MEASURE = 74
"""Cells of text in a line at most: about what printers use."""
SIDE = 2
"""Empty cells beside the text."""


class ArticleView(ScrollView, can_focus=True, inherit_bindings=False):
    """One article with its head, its marks and its links."""

    ALLOW_SELECT = True
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for(Where.ARTICLE)]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"article--{name}" for name in (*BLOCK_STYLES.values(), *MARK_STYLES.values(), *OTHER_STYLES)
    }
    DEFAULT_CSS = """
    ArticleView {
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        & > .article--title { color: $heading; text-style: bold; }
        & > .article--about { color: $muted; }
        & > .article--heading { color: $heading; text-style: bold; }
        & > .article--quote { text-style: italic; }
        & > .article--code { color: $secondary; }
        & > .article--caption { color: $muted; text-style: italic; }
        & > .article--marker { color: $muted; }
        & > .article--link { color: $link; }
        & > .article--official { color: $official; text-style: bold underline; }
        & > .article--person { color: $person; text-style: underline; }
        & > .article--place { color: $place; text-style: italic; }
        & > .article--current { background: $mark-current; color: $mark-current-text; text-style: bold; }
        &:ansi > .article--current { text-style: bold reverse; }
    }
    """

    @dataclass
    class MarkReached(Message):
        """Another mark is current; -1 for none."""

        mark: int

    @dataclass
    class MarkHovered(Message):
        """The mouse is over another mark; -1 for none."""

        mark: int

    @dataclass
    class LinkOpened(Message):
        """The person wants to see this address in the browser."""

        url: str

    class Touched(Message):
        """The person has scrolled or walked the marks: the article is being read."""

    mark: reactive[int] = reactive(-1, repaint=False)

    def __init__(self, now: Callable[[], datetime], *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._now = now
        self._article: Article | None = None
        self._document = Document()
        self._marks = Marks()
        self._painter = Painter(self._document, self._marks, self._style)
        self._head: list[Plain] = []
        self._lines: Sequence[Line] = ()
        self._foot: list[Plain] = []
        self._strips: LRUCache[int, Strip] = LRUCache(256)
        self._laid_out_for = 0
        self._hovered = -1

    # --- what it shows -----------------------------------------------------------------------

    @property
    def article(self) -> Article | None:
        """The article shown."""
        return self._article

    @property
    def marks(self) -> Marks:
        """The marks of the article shown."""
        return self._marks

    def show(self, article: Article | None) -> None:
        """Show an article from its beginning."""
        self._article = article
        self._document = displayable(article.document) if article else Document()
        self._set_marks(article.annotations if article else None)
        self.screen.clear_selection()
        self._lay_out()
        self.scroll_to(y=0, animate=False)

    def annotate(self, annotations: Annotations) -> None:
        """Mark the names of the article shown; nothing else moves."""
        if self._article is not None:
            self._article = replace(self._article, annotations=annotations)
        self._set_marks(annotations)
        self._strips.clear()
        self.refresh()

    def _set_marks(self, annotations: Annotations | None) -> None:
        self._marks = marks_of(annotations)
        self._painter = Painter(self._document, self._marks, self._style)
        self.set_reactive(ArticleView.mark, -1)

    def on_resize(self) -> None:
        if self._laid_out_for == self.size.width or self._article is None:
            return
        top = self._offset_in_sight()
        self._lay_out()
        if top is not None:
            self.scroll_to(y=self._row_of(top), animate=False)

    def _lay_out(self) -> None:
        self._laid_out_for = self.size.width
        width = self._text_width()
        self._lines = lay_out(self._document, width)
        self._head = head_of(self._article, width, self._now()) if self._article else []
        self._foot = foot_of(self._article, width) if self._article else []
        self._strips.clear()
        self.virtual_size = Size(0, len(self._head) + len(self._lines) + len(self._foot))
        self.refresh()

    def _text_width(self) -> int:
        return max(min(self.size.width - 2 * SIDE, MEASURE), 1)

    def _margin(self) -> int:
        return max((self.size.width - self._text_width()) // 2, 0)

    def _offset_in_sight(self) -> int | None:
        """The offset of the first code point in sight, None in the head."""
        at = self.scroll_offset.y - len(self._head)
        return self._lines[at].start if 0 <= at < len(self._lines) else None

    def _row_of(self, offset: int) -> int:
        return len(self._head) + line_of(self._lines, offset)

    # --- moving ------------------------------------------------------------------------------

    @property
    def at_end(self) -> bool:
        """Whether the last line is in sight."""
        return self.scroll_offset.y >= self.max_scroll_y

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
        self.scroll_to(y=self.scroll_offset.y + lines, animate=False)
        self.post_message(self.Touched())

    # --- marks -------------------------------------------------------------------------------

    def step_mark(self, step: int) -> None:
        """To the next mark (1) or the one before (-1); the first step starts from what is in sight."""
        spans = self._marks.spans
        if not spans:
            return
        if self.mark >= 0:
            self.go_to_mark((self.mark + step) % len(spans))
            return
        top = self._offset_in_sight() or 0
        after = next((n for n, mark in enumerate(spans) if mark.start >= top), 0)
        self.go_to_mark(after if step > 0 else (after - 1) % len(spans))

    def step_entity(self, entity: int) -> None:
        """To the next mark of one person or place, after its last one to its first."""
        own = [n for n, mark in enumerate(self._marks.spans) if mark.entity == entity]
        if own:
            self.go_to_mark(next((n for n in own if n > self.mark), own[0]))

    def go_to_mark(self, number: int) -> None:
        """Make a mark the current one and bring it into sight."""
        self.mark = number
        row = self._row_of(self._marks.spans[number].start)
        height = self.scrollable_content_region.height
        if not self.scroll_offset.y <= row < self.scroll_offset.y + height - 1:
            self.scroll_to(y=row - height // 3, animate=False)
        self.post_message(self.Touched())

    def watch_mark(self, old: int, new: int) -> None:
        for number in (old, new):
            if 0 <= number < len(self._marks.spans):
                self._refresh_mark(self._marks.spans[number])
        self.post_message(self.MarkReached(new))

    def _refresh_mark(self, mark: Mark) -> None:
        for row in range(self._row_of(mark.start), self._row_of(mark.end - 1) + 1):
            self._strips.discard(row)
            self.refresh_line(row)

    def on_click(self, event: events.Click) -> None:
        meta = event.style.meta
        if "mark" in meta:
            self.go_to_mark(meta["mark"])
        elif "url" in meta:
            self.post_message(self.LinkOpened(meta["url"]))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self._hover(event.style.meta.get("mark", -1))

    def on_leave(self) -> None:
        self._hover(-1)

    def _hover(self, number: int) -> None:
        if number != self._hovered:
            self._hovered = number
            self.post_message(self.MarkHovered(number))

    def on_mouse_scroll_down(self) -> None:
        self.post_message(self.Touched())

    # --- drawing -----------------------------------------------------------------------------

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strips.clear()

    def render_line(self, y: int) -> Strip:
        row = y + self.scroll_offset.y
        strip = self._strips.get(row)
        if strip is None:
            strip = self._strips[row] = self._draw(row)
        return strip

    def _draw(self, row: int) -> Strip:
        margin = " " * self._margin()
        segments = [Segment(margin), *self._segments(row)]
        text = "".join(segment.text for segment in segments)
        base = self.rich_style
        painted = Strip([Segment(t, base + s if s else base) for t, s, _ in segments])
        painted = self._selected(painted, row, len(text))
        width = self.size.width
        return painted.adjust_cell_length(width, base).apply_offsets(0, row)

    def _segments(self, row: int) -> Iterator[Segment]:
        at = row - len(self._head)
        if at < 0:
            yield from self._plain_segments(self._head[row])
        elif at < len(self._lines):
            yield from self._painter.line(self._lines[at], self.mark)
        elif at - len(self._lines) < len(self._foot):
            yield from self._plain_segments(self._foot[at - len(self._lines)])

    def _plain_segments(self, plain: Plain) -> Iterator[Segment]:
        style = self._style(plain.style)
        if plain.url:
            style += Style(meta={"url": plain.url})
        yield Segment(plain.text, style)

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"article--{name}", partial=name != "current")

    # --- selecting text ----------------------------------------------------------------------

    def selection_updated(self, selection: Selection | None) -> None:
        self._strips.clear()
        self.refresh()

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected text as it was before wrapping: lines of one paragraph are joined again."""
        head = len(self._head)
        parts: list[str] = []
        block = -2
        for row in range(self.virtual_size.height):
            span = selection.get_span(row)
            if span is None:
                continue
            text, own = self._row_text(row)
            start, stop = (max(span[0] - self._margin(), 0), len(text))
            if span[1] >= 0:
                stop = max(span[1] - self._margin(), 0)
            if parts:
                wrapped = own >= 0 and own == block and self._document.blocks[own].kind is not BlockKind.CODE
                parts.append(self._between(row - head) if wrapped else "\n")
            parts.append(text[start:stop])
            block = own
        return "".join(parts), "\n"

    def _row_text(self, row: int) -> tuple[str, int]:
        """The text of a row as drawn, without the margin, and the block it belongs to."""
        at = row - len(self._head)
        if 0 <= at < len(self._lines):
            line = self._lines[at]
            return line.prefix + line.shown(self._document.text), line.block
        plain = self._head[row] if at < 0 else self._foot[at - len(self._lines)]
        return plain.text, -1

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
