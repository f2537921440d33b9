"""Who and where: everyone and every place the article names, with offices and counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reader.text.clean import clean_line
from reader.tui.keys import Where, bindings_for
from reader.tui.marks import Entity, MarkKind, Marks
from reader.tui.widgets.article_lines import cut

_HEADINGS = {
    MarkKind.OFFICIAL: "Officials",
    MarkKind.PERSON: "People",
    MarkKind.PLACE: "Places",
}


class WhoWhere(ScrollView, can_focus=True, inherit_bindings=False):
    """A line for each person and place: officials, other people, places, each in reading order."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for(Where.NAMES)]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "names--official",
        "names--person",
        "names--place",
        "names--about",
        "names--selected",
    }
    DEFAULT_CSS = """
    WhoWhere {
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        & > .names--official { color: $official; text-style: bold underline; }
        & > .names--person { color: $person; text-style: underline; }
        & > .names--place { color: $place; text-style: italic; }
        & > .names--about { color: $muted; }
        & > .names--selected { background: $row-resting; color: $primary; }
        &:focus > .names--selected { background: $row-selected; }
    }
    """

    @dataclass
    class Chosen(Message):
        """The person wants to see where this one is named."""

        entity: int

    class Left(Message):
        """The person goes back to the article."""

    selected: reactive[int] = reactive(0)

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._marks = Marks()
        self._empty = ""

    def show(self, marks: Marks, empty: str = "") -> None:
        """Show these names; `empty` is what to say when there are none."""
        self._marks = marks
        self._empty = empty
        self.selected = 0
        self.virtual_size = Size(0, len(marks.entities) or 1)
        self.border_title = None
        self.scroll_to(y=0, animate=False)
        self.refresh()

    def follow(self, entity: int) -> None:
        """Show which one the current mark stands for."""
        self.selected = entity
        self._into_sight()

    def action_cursor_down(self) -> None:
        self._move(1)

    def action_cursor_up(self) -> None:
        self._move(-1)

    def action_jump(self) -> None:
        if self._marks.entities:
            self.post_message(self.Chosen(self.selected))

    def action_leave(self) -> None:
        self.post_message(self.Left())

    def on_click(self, event: events.Click) -> None:
        entity = event.style.meta.get("entity")
        if entity is not None:
            self.selected = entity
            self.action_jump()

    def _move(self, step: int) -> None:
        self.selected = min(max(self.selected + step, 0), max(len(self._marks.entities) - 1, 0))
        self._into_sight()

    def _into_sight(self) -> None:
        height = self.scrollable_content_region.height
        top = min(max(self.scroll_offset.y, self.selected - height + 1), self.selected)
        self.scroll_to(y=top, animate=False)

    def render_line(self, y: int) -> Strip:
        number = y + self.scroll_offset.y
        base = self.rich_style
        width = self.size.width
        entities = self._marks.entities
        if not entities:
            text = cut(f" {self._empty}", width) if number == 0 else ""
            return Strip([Segment(text, base + self._style("about"))]).adjust_cell_length(width, base)
        if number >= len(entities):
            return Strip.blank(width, base)
        chosen = number == self.selected and self.mark_is_shown
        if chosen:
            base = base + Style(bgcolor=self.get_component_rich_style("names--selected").bgcolor)
        segments = [
            Segment(text, base + style if style else base)
            for text, style, _ in self._segments(entities[number], width, chosen)
        ]
        return Strip(segments).adjust_cell_length(width, base).apply_meta({"entity": number})

    @property
    def mark_is_shown(self) -> bool:
        """Whether one line is distinguished: in focus, or following the marks of the article."""
        return bool(self._marks.entities)

    def _segments(self, entity: Entity, width: int, chosen: bool) -> Iterator[Segment]:
        edge = "▌" if chosen and self.has_focus else " "
        count = f" ×{entity.count}" if entity.count > 1 else ""
        name = cut(clean_line(entity.name), max(width - 2 - cell_len(count), 1))
        yield Segment(edge, self._style("selected"))
        yield Segment(name, self._style(entity.kind.value))
        yield Segment(count, self._style("about"))
        room = width - 1 - cell_len(name) - cell_len(count) - 3
        if entity.about and room > 3:
            yield Segment("  " + cut(clean_line(entity.about), room), self._style("about"))

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"names--{name}", partial=True)
