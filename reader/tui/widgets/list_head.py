"""The line above the list: which view it shows, and in what order."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from reader.text.clean import clean_line
from reader.tui.widgets.wrapping import cut


class ListHead(Widget):
    """The name of the view, and at the right how its rows are sorted."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"head--name", "head--about"}
    DEFAULT_CSS = """
    ListHead {
        height: 1;
        & > .head--name { color: $heading; text-style: bold; }
        & > .head--about { color: $muted; }
    }
    """

    name_shown: reactive[str] = reactive("")
    about: reactive[str] = reactive("")

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        base = self.rich_style
        about = cut(clean_line(self.about), max(width // 2, 0))
        name = cut(clean_line(self.name_shown), max(width - cell_len(about) - 4, 1))
        gap = " " * max(width - cell_len(name) - cell_len(about) - 3, 1)
        return Strip(
            [
                Segment("  ", base),
                Segment(name, base + self.get_component_rich_style("head--name", partial=True)),
                Segment(gap, base),
                Segment(about, base + self.get_component_rich_style("head--about", partial=True)),
            ]
        ).adjust_cell_length(width, base)
