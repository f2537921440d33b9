"""The line at the foot of a page: keys to know, and for a while what has been done or gone wrong."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.reactive import reactive
from textual.strip import Strip

from reader.text.clean import clean_line
from reader.tui.widgets.foot import Foot
from reader.tui.widgets.wrapping import cut


class PageFoot(Foot):
    """Keys at the right, where one is at the left."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"foot--hint", "foot--error"}
    DEFAULT_CSS = """
    PageFoot {
        height: 1;
        background: $panel;
        & > .foot--hint { color: $muted; }
        & > .foot--error { color: $error; text-style: bold; }
    }
    """

    place: reactive[str] = reactive("")
    """Where one is."""
    hints: reactive[tuple[str, ...]] = reactive(())
    """Keys to know, from many to few: as many are shown as there is room for."""

    def render_line(self, y: int) -> Strip:
        base, width = self.rich_style, self.size.width
        left = cut(f" {clean_line(self.place)}", width // 2)
        if self.is_error and cell_len(left) + cell_len(self.notice) + 3 > width:
            left = ""  # what went wrong matters more than where one is
        room = max(width - cell_len(left) - 3, 0)
        right = cut(clean_line(self.notice), room) if self.notice else self._hints(room)
        style = "foot--hint" if not self.notice else "foot--error" if self.is_error else ""
        own = base + self.get_component_rich_style(style, partial=True) if style else base
        gap = " " * (width - cell_len(left) - cell_len(right) - 1)
        return Strip([Segment(left + gap, base), Segment(right, own)]).adjust_cell_length(width, base)

    def _hints(self, room: int) -> str:
        """As many as fit; the fewest show how to learn the others."""
        fitting = (hints for hints in self.hints if cell_len(hints) <= room)
        return next(fitting, cut(self.hints[-1], room) if self.hints else "")
