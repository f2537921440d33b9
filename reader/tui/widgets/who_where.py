"""Who and where: everyone and every place the article names, with offices and counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

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
from reader.tui.actions import Where
from reader.tui.keys import bindings_for
from reader.tui.marks import MarkKind, Marks
from reader.tui.widgets.wrapping import cut

if TYPE_CHECKING:
    from reader.tui.marks import Entity

_HEADINGS = {
    MarkKind.OFFICIAL: "Officials",
    MarkKind.PERSON: "People",
    MarkKind.PLACE: "Places",
}


TALL = 10
"""From this height on there is room for two lines each."""


class _Row(NamedTuple):
    """A line: the part ("whole", "name", "about") of an entity, or with entity -1 a heading."""

    entity: int
    part: str


class WhoWhere(ScrollView, can_focus=True, inherit_bindings=False):
    """A line for each person and place: officials, other people, places, each in reading order or by
    weight."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for(Where.NAMES)]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "names--official",
        "names--person",
        "names--place",
        "names--about",
        "names--heading",
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
        & > .names--heading { color: $heading; text-style: bold; }
        & > .names--selected { background: $row-resting; color: $primary; }
        &:focus > .names--selected { background: $row-selected; }
    }
    """

    @dataclass
    class Chosen(Message):
        """The person wants to see where this one is named."""

        entity: int

    @dataclass
    class Opened(Message):
        """The person wants the page of this one."""

        entity: int

    selected: reactive[int] = reactive(0)

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._marks = Marks()
        self._order: list[int] = []
        self._by_weight = False
        self._empty = ""
        self._lines: list[_Row] = []
        self._following = False

    def show(self, marks: Marks, empty: str = "") -> None:
        """Show these names; `empty` is what to say when there are none."""
        self._marks = marks
        self._empty = empty
        self._following = False
        self._order = self._ordered()
        self.set_reactive(WhoWhere.selected, self._order[0] if self._order else 0)
        self._lay_out()
        self.scroll_to(y=0, animate=False)

    def on_resize(self) -> None:
        self._lay_out()

    def _lay_out(self) -> None:
        """One line each below the article; beside it, two and headings."""
        if self.size.height < TALL:
            self._lines = [_Row(number, "whole") for number in self._order]
        else:
            self._lines = list(_tall_lines(self._marks.entities, self._order))
        self.virtual_size = Size(0, len(self._lines) or 1)
        self.refresh()

    def _ordered(self) -> list[int]:
        """The entities of each kind, in reading order or with the most named first."""
        entities, kinds = self._marks.entities, list(MarkKind)
        weight = -1 if self._by_weight else 0
        keys = [(kinds.index(one.kind), weight * one.count) for one in entities]
        return sorted(range(len(entities)), key=keys.__getitem__)

    def action_weigh(self) -> None:
        self._by_weight = not self._by_weight
        self._order = self._ordered()
        self._lay_out()
        self._into_sight()

    def follow(self, entity: int) -> None:
        """Show which one the current mark stands for."""
        self._following = True
        self.selected = entity
        self.refresh()
        self._into_sight()

    def action_cursor_down(self) -> None:
        self._move(1)

    def action_cursor_up(self) -> None:
        self._move(-1)

    def action_jump(self) -> None:
        if self._marks.entities:
            self.post_message(self.Chosen(self.selected))

    def action_open(self) -> None:
        if self._marks.entities:
            self.post_message(self.Opened(self.selected))

    def on_click(self, event: events.Click) -> None:
        entity = event.style.meta.get("entity")
        if entity is not None:
            self.selected = entity
            self.action_open() if event.chain == 2 else self.action_jump()

    def _move(self, step: int) -> None:
        if self._order:
            at = self._order.index(self.selected) + step
            self.selected = self._order[min(max(at, 0), len(self._order) - 1)]
            self._into_sight()

    def _into_sight(self) -> None:
        height = self.scrollable_content_region.height
        own = [number for number, row in enumerate(self._lines) if row.entity == self.selected]
        if own:
            first = 0 if self.selected == self._order[0] else own[0]
            top = min(max(self.scroll_offset.y, own[-1] - height + 1), first)
            self.scroll_to(y=top, animate=False)

    def render_line(self, y: int) -> Strip:
        width, base = self.size.width, self.rich_style
        number = y + self.scroll_offset.y
        if number >= len(self._lines):
            words = cut(f" {self._empty}", width) if number == 0 else ""
            return Strip([Segment(words, base + self._style("about"))]).adjust_cell_length(width, base)
        row = self._lines[number]
        chosen = row.entity == self.selected and (self.has_focus or self._following)
        if chosen:
            base += Style(bgcolor=self.get_component_rich_style("names--selected").bgcolor)
        segments = [Segment(text, base + (style or Style())) for text, style, _ in self._segments(row, width)]
        strip = Strip(segments).adjust_cell_length(width, base)
        return strip.apply_meta({"entity": row.entity}) if row.entity >= 0 else strip

    def _segments(self, row: _Row, width: int) -> Iterator[Segment]:
        if row.entity < 0:
            yield Segment(cut(f" {row.part}", width), self._style("heading"))
            return
        entity = self._marks.entities[row.entity]
        edge = "▌" if row.entity == self.selected and self.has_focus else " "
        yield Segment(edge, Style(color=self._style("selected").color))
        about = clean_line(entity.about)
        if row.part == "about":
            yield Segment(cut(f"  {about}", width - 2), self._style("about"))
            return
        count = f" ×{entity.count}" if entity.count > 1 else ""
        name = cut(clean_line(entity.name), max(width - 2 - cell_len(count), 1))
        yield Segment(name, self._style(entity.kind.value))
        yield Segment(count, self._style("about"))
        room = width - 4 - cell_len(name) - cell_len(count)
        if row.part == "whole" and about and room > 3:
            yield Segment("  " + cut(about, room), self._style("about"))

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"names--{name}", partial=True)


def _tall_lines(entities: Sequence[Entity], order: Sequence[int]) -> Iterator[_Row]:
    before: MarkKind | None = None
    for number in order:
        entity = entities[number]
        if entity.kind is not before:
            if before is not None:
                yield _Row(-1, "")
            yield _Row(-1, _HEADINGS[entity.kind])
        before = entity.kind
        yield _Row(number, "name")
        if entity.about:
            yield _Row(number, "about")
