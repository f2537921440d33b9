"""The last line: where one is, and how things are."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.reactive import reactive
from textual.strip import Strip

from reader.text.clean import clean_line
from reader.tui.keys import with_keys
from reader.tui.widgets.foot import Foot
from reader.tui.widgets.wrapping import cut

if TYPE_CHECKING:
    from reader.model import Counts


class StatusLine(Foot):
    """Where one is, what is going on, what went wrong, and the keys to know first."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"status--hint", "status--error"}
    DEFAULT_CSS = """
    StatusLine {
        height: 1;
        background: $panel;
        & > .status--hint { color: $muted; }
        & > .status--error { color: $error; text-style: bold; }
    }
    """

    position: reactive[tuple[int, int]] = reactive((0, 0))
    """The selected row, from 1, and how many rows there are."""
    counts: reactive[Counts | None] = reactive(None)
    filtered: reactive[bool] = reactive(False)
    stories: reactive[bool] = reactive(False)
    """Whether each row stands for all articles that tell its story, and the rows for all articles."""
    picked: reactive[int] = reactive(0)
    failing: reactive[int] = reactive(0)
    progress: reactive[str] = reactive("")
    hints: reactive[tuple[str, ...]] = reactive(())
    """Keys to know, from many to few: as many are shown as there is room for."""
    edition: reactive[str] = reactive("")
    """What to say while the starter edition is shown."""

    def render_line(self, y: int) -> Strip:
        base = self.rich_style
        width = self.size.width
        left = cut(f" {self._left()}", width)
        room = max(width - cell_len(left) - 3, 0)
        words, style = self._right(room)
        if self.notice and self.is_error and cell_len(words) > room:
            left, room = "", max(width - 2, 0)  # what went wrong matters more than the counts
        words = cut(words, room)
        gap = " " * (width - cell_len(left) - cell_len(words) - 1)
        own = base + self.get_component_rich_style(style, partial=True) if style else base
        return Strip([Segment(left + gap, base), Segment(words, own)]).adjust_cell_length(width, base)

    def _right(self, room: int) -> tuple[str, str]:
        """What to say at the right, and its style."""
        if self.notice:
            return clean_line(self.notice), "status--error" if self.is_error else ""
        if self.progress:
            progress = clean_line(self.progress)
            with_help = f"{progress}   {self._help}"
            return with_help if cell_len(with_help) <= room else progress, ""
        choices = (f"{self.edition}   {self._help}", self.edition) if self.edition else self.hints
        fitting = (words for words in choices if cell_len(words) <= room)
        return next(fitting, choices[-1] if choices else ""), "status--hint"

    @property
    def _help(self) -> str:
        return with_keys("{help} help", self.app)

    def _left(self) -> str:
        index, total = self.position
        fewer = self.stories and self.counts is not None and 0 < total < self.counts.stored
        parts = [f"{index:,} of {total:,}{' stories' if fewer else ''}" if total else "no articles"]
        if self.picked:
            parts.append(f"{self.picked:,} picked")
        elif self.filtered:
            parts.append("filtered")
        elif self.counts is not None:
            parts.append(f"{self.counts.unread:,} unread")
            if self.counts.bookmarked:
                parts.append(f"★ {self.counts.bookmarked:,}")
        if self.failing:
            parts.append(f"{self.failing} feed{'s' if self.failing > 1 else ''} failing")
        return " · ".join(parts)
