"""Containers that paint nothing but their background and border, and that once."""

from __future__ import annotations

from textual.containers import Horizontal, Vertical
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class Still(Widget):
    """Keeps the lines it has painted: Textual asks every container for all of them whenever one line
    of what it holds changes, which is a third of the wait from a key to the paint."""

    _painted: tuple[Region, list[Strip]] | None = None

    def render_lines(self, crop: Region) -> list[Strip]:
        if self._painted is None or self._painted[0] != crop:
            self._painted = (crop, super().render_lines(crop))
        return self._painted[1]

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._painted = None


class StillRow(Horizontal, Still):
    """Side by side."""


class StillColumn(Vertical, Still):
    """One below the other."""
