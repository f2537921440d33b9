"""The article that is read: its names walked and explained, its links and its matches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.reactive import reactive

from reader.tui.actions import Where
from reader.tui.keys import bindings_for
from reader.tui.marks import MarkLevel, Marks, marks_of
from reader.tui.widgets.article_page import ArticlePage
from reader.tui.widgets.article_paint import current_dress, marks_layer

if TYPE_CHECKING:
    from reader.model import Annotations, Article, Note
    from reader.tui.marks import Entity, Mark
    from reader.tui.widgets.article_paint import Layer


class ArticleView(ArticlePage):
    """One article with its marks. Those of the kinds that `level` leaves out are not shown; where it
    leaves out all, walking goes through all."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for(Where.ARTICLE)]

    @dataclass
    class MarkReached(Message):
        """The person has gone to a mark."""

        mark: int

    @dataclass
    class MarkHovered(Message):
        """The mouse is over another mark; -1 for none."""

        mark: int

    @dataclass
    class MarkOpened(Message):
        """The person wants to know more about this person or place."""

        entity: Entity

    @dataclass
    class LinkOpened(Message):
        """The person wants to see this address in the browser."""

        url: str

    @dataclass
    class NoteOpened(Message):
        """The person wants to read on or change this note."""

        note: Note

    mark: reactive[int] = reactive(-1, repaint=False, init=False)

    def __init__(self, now: Callable[[], datetime], *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(now, id=id)
        self._marks = Marks()
        self._level = MarkLevel.ALL
        self._dressed: Layer = ()
        self._hovered = -1

    # --- what it shows -----------------------------------------------------------------------

    @property
    def marks(self) -> Marks:
        """The marks of the article shown."""
        return self._marks

    @property
    def level(self) -> MarkLevel:
        """Which marks are shown."""
        return self._level

    @level.setter
    def level(self, level: MarkLevel) -> None:
        self._level = level
        self._dress()
        self._paint_again()

    def show(
        self,
        article: Article | None,
        *,
        at: int = 0,
        notes: Sequence[Note] = (),
    ) -> None:
        """Show an article, from its beginning or with the text `at` an offset at the top."""
        self._put(article, notes)
        self._set_marks(article.annotations if article else None)
        self.screen.clear_selection()
        self._begin = at or None
        self._lay_out()
        self._scroll_to_row(self._row_of(at) if at > 0 else 0)

    def annotate(self, annotations: Annotations) -> None:
        """Mark the names of the article shown; nothing else moves."""
        if self._article is not None:
            self._article = replace(self._article, annotations=annotations)
        self._set_marks(annotations)
        self._paint_again()

    def _set_marks(self, annotations: Annotations | None) -> None:
        self._marks = marks_of(annotations)
        self.set_reactive(ArticleView.mark, -1)

        self._dress()

    def _dress(self) -> None:
        kinds = [one.kind if one.kind in self._level.kinds else None for one in self._marks.entities]
        self._dressed = marks_layer(self._marks.spans, kinds)

    def _marked(self) -> tuple[Layer, ...]:
        spans = self._marks.spans
        current = [current_dress(spans[self.mark], self.mark)] if 0 <= self.mark < len(spans) else []
        return self._dressed, current

    # --- walking the marks -------------------------------------------------------------------

    @property
    def entity(self) -> Entity | None:
        """Whom or what the current mark names."""
        return self._marks.entities[self._marks.spans[self.mark].entity] if self.mark >= 0 else None

    def step_mark(self, step: int) -> None:
        """To the next mark shown (1) or the one before (-1); the first step starts from what is in
        sight."""
        numbers = self._walked()
        if not numbers:
            return
        if self.mark >= 0:
            at = next((n for n, number in enumerate(numbers) if number >= self.mark), 0)
            beyond = numbers[at] > self.mark  # the current one is among those that are not walked
            self.go_to_mark(numbers[(at + (0 if beyond and step > 0 else step)) % len(numbers)])
            return
        top = self.offset_in_sight or 0
        after = next((n for n, number in enumerate(numbers) if self._marks.spans[number].start >= top), 0)
        self.go_to_mark(numbers[after if step > 0 else (after - 1) % len(numbers)])

    def _walked(self) -> Sequence[int]:
        spans, entities = self._marks.spans, self._marks.entities
        kinds = self._level.kinds
        if self._level is MarkLevel.OFFICIALS:
            return [n for n, mark in enumerate(spans) if entities[mark.entity].kind in kinds]
        return range(len(spans))

    def step_entity(self, entity: int) -> None:
        """To the next mark of one person or place, after its last one to its first."""
        own = [n for n, mark in enumerate(self._marks.spans) if mark.entity == entity]
        if own:
            self.go_to_mark(next((n for n in own if n > self.mark), own[0]))

    def go_to_mark(self, number: int) -> None:
        """Make a mark the current one and bring it into sight."""
        self.mark = number
        self.bring_into_sight(self._marks.spans[number].start)

    def watch_mark(self, old: int, new: int) -> None:
        self._painter = replace(self._painter, layers=(*self._under, *self._marked()))
        for number in (old, new):
            if 0 <= number < len(self._marks.spans):
                self._refresh_mark(self._marks.spans[number])
        self.call_after_refresh(self.tell, self.MarkReached(new))  # the mark itself is painted first

    def _refresh_mark(self, mark: Mark) -> None:
        for row in range(self._row_of(mark.start), self._row_of(mark.end - 1) + 1):
            self._strips.discard(row)
            self.refresh_line(row)

    def action_open_mark(self) -> None:
        if self.entity is not None:
            self.tell(self.MarkOpened(self.entity))

    # --- matches -----------------------------------------------------------------------------

    def step_match(self, step: int) -> bool:
        """To the next match out of sight below (1) or above (-1), round at the end; whether there are
        any."""
        if not self._matches:
            return False
        top = self.offset_in_sight or 0
        starts = [start for start, _ in self._matches]
        if step > 0:
            height = self.scrollable_content_region.height
            bottom = min(self.scroll_offset.y + height - len(self._head), len(self._lines)) - 1
            seen = self._lines[max(bottom, 0)].end if self._lines else 0
            to = next((start for start in starts if start >= seen), starts[0])
        else:
            to = next((start for start in reversed(starts) if start < top), starts[-1])
        self.bring_into_sight(to)
        self.tell(self.Touched())
        return True

    # --- the mouse ---------------------------------------------------------------------------

    def on_click(self, event: events.Click) -> None:
        meta = event.style.meta
        if "mark" in meta:
            self.go_to_mark(meta["mark"])
            self.action_open_mark()
        elif "url" in meta:
            self.tell(self.LinkOpened(meta["url"]))
        elif "note" in meta:
            self.tell(self.NoteOpened(self._notes[meta["note"]]))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self._hover(event.style.meta.get("mark", -1))

    def on_leave(self) -> None:
        self._hover(-1)

    def _hover(self, number: int) -> None:
        if number != self._hovered:
            self._hovered = number
            self.tell(self.MarkHovered(number))

    def on_mouse_scroll_down(self) -> None:
        self.tell(self.Touched())
