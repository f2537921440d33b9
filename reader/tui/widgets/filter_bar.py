"""The line above the list in which one types what the list is to show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input

from reader.tui.actions import Where
from reader.tui.keys import bindings_for


class FilterBar(Input):
    """Tells the query once the person stops typing."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for(Where.FILTER)]
    DEFAULT_CSS = """
    FilterBar {
        height: 1;
        border: none;
        padding: 0 1;
        background: $panel;
        &:focus { border: none; background-tint: $foreground 0%; }
    }
    """

    @dataclass
    class Typed(Message):
        """What to look for; "" for everything."""

        query: str

    def __init__(self, pause: float, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(placeholder="words to look for", id=id)
        self._pause = pause
        self._timer: Timer | None = None

    @on(Input.Changed)
    def _typed(self, message: Input.Changed) -> None:
        message.stop()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(self._pause, self._tell)

    def _tell(self) -> None:
        self.post_message(self.Typed(self.value.strip()))
