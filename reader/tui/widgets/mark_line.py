"""The line under the article: what the mark under the cursor stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from reader.text.clean import clean_line
from reader.tui.keys import with_keys
from reader.tui.marks import MarkKind, MarkLevel
from reader.tui.widgets.wrapping import cut

if TYPE_CHECKING:
    from reader.tui.marks import Entity


class MarkLine(Widget):
    """Who or what the current mark is; a legend of the styles while there is none."""

    DEFAULT_CSS = """
    MarkLine { height: 2; padding: 1 2 0 2; }
    """

    entity: reactive[Entity | None] = reactive(None)
    marked: reactive[bool] = reactive(False)
    """Whether the article has any marks."""
    level: reactive[MarkLevel] = reactive(MarkLevel.ALL)
    """Which of them are shown."""
    percent: reactive[int] = reactive(-1)
    """How much of the article has been in sight; -1 while there is none."""
    inset: reactive[int] = reactive(0)
    """Empty cells on both sides, so that it stands under the text."""

    def render(self) -> RenderResult:
        read = f"  {self.percent} %" if self.percent >= 0 else ""
        whole = self.content_size.width - 2 * self.inset
        read, room = (read, whole - len(read)) if whole > 24 else ("", whole)
        left = self._about(self.entity, room) if self.entity is not None else self._legend(room)
        gap = " " * (room - left.cell_length)
        return Content.assemble(" " * self.inset, left, gap, (read, "$muted"))

    def _about(self, entity: Entity, width: int) -> Content:
        name = cut(clean_line(entity.name), width)
        about = clean_line(entity.about) or _KINDS[entity.kind]
        room = width - cell_len(name) - 2
        words = "  " + cut(about, room) if room > 3 else ""
        return Content.assemble((name, _STYLES[entity.kind]), (words, "$muted"))

    def _legend(self, room: int) -> Content:
        """The styles, and the keys where there is room for them."""
        if not self.marked:
            return Content("")
        kinds = Content("  ").join(
            Content.assemble((words, _STYLES[kind]))
            for kind, words in _LEGEND.items()
            if kind in self.level.kinds
        )
        hidden = "   {cycle-marks} shows more" if self.level is not MarkLevel.ALL else ""
        walk = with_keys("   {next-mark} next  {previous-mark} back" + hidden, self.app)
        choices = (Content.assemble(kinds, (walk, "$muted")), kinds)
        return next((legend for legend in choices if legend.cell_length <= room), Content(""))


_LEGEND = {MarkKind.OFFICIAL: "Officials", MarkKind.PERSON: "People", MarkKind.PLACE: "Places"}
_STYLES = {
    MarkKind.OFFICIAL: "bold underline $official",
    MarkKind.PERSON: "underline $person",
    MarkKind.PLACE: "italic $place",
}
_KINDS = {
    MarkKind.OFFICIAL: "official; the article does not word the office",
    MarkKind.PERSON: "no public office in this article",
    MarkKind.PLACE: "not resolved",
}
