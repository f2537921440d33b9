"""The line above the list in which one types what the list is to show, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input, Static

from reader.text.clean import clean_line
from reader.tui.actions import Where
from reader.tui.keys import bindings_for

PLACEHOLDER = "words   who:name   where:place   is:unread   after:7d"


class FilterBar(Input):
    """Tells the query once the person stops typing. Up and down bring back earlier `queries`."""

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

    class Left(Message):
        """The person goes on to the list."""

    def __init__(self, pause: float, queries: Sequence[str]) -> None:
        super().__init__(placeholder=PLACEHOLDER, select_on_focus=False, id="query")
        self._pause = pause
        self._queries = queries
        self._earlier = 0
        """How many queries back the one shown is, 0 for one that is being typed."""
        self._timer: Timer | None = None

    @on(Input.Changed)
    def _typed(self, message: Input.Changed) -> None:
        message.stop()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(self._pause, self._tell)

    def _tell(self) -> None:
        self.post_message(self.Typed(self.value.strip()))

    def action_older(self) -> None:
        self._bring_back(self._earlier + 1)

    def action_newer(self) -> None:
        """A query later, and from the last one on to the list."""
        if self._earlier:
            self._bring_back(self._earlier - 1)
        else:
            self.post_message(self.Left())

    def _bring_back(self, earlier: int) -> None:
        if earlier <= len(self._queries):
            self._earlier = earlier
            self.value = self._queries[-earlier] if earlier else ""
            self.cursor_position = len(self.value)


class SearchBar(Vertical):
    """The bar, and below it what is wrong with the query, under the place where it is wrong."""

    DEFAULT_CSS = """
    SearchBar {
        height: auto;
        background: $panel;
        & > Static { display: none; padding: 0 1; color: $error; }
    }
    """

    def __init__(self, pause: float, queries: Sequence[str]) -> None:
        super().__init__()
        self.bar = FilterBar(pause, queries)
        self._mistake = Static()

    def compose(self) -> ComposeResult:
        yield self.bar
        yield self._mistake

    def say(self, reason: str, position: int) -> None:
        """Say what is wrong at a code point of the query; "" takes it away."""
        self._mistake.display = bool(reason)
        if reason:
            column = self.bar.value.find(self.bar.value.strip()) + position
            place = " " * column + "▲\n" if column < self.size.width - 2 else ""
            self._mistake.update(Content(place + clean_line(reason)))
