"""Chooses a link of the article by its number: to open it, or to copy its address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import RenderResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from reader.text.clean import clean_line
from reader.tui.actions import Where
from reader.tui.keys import bindings_for, with_keys
from reader.tui.widgets.wrapping import cut

if TYPE_CHECKING:
    from reader.model import Link

OPENS = "{links-copy} opens it instead"
COPIES = "{links-copy} copies it instead"


class LinkLine(Widget, can_focus=True, inherit_bindings=False):
    """Takes digits until only one link can be meant. It closes when the focus goes elsewhere."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for(Where.LINKS)]
    DEFAULT_CSS = """
    LinkLine { height: 2; padding: 1 2 0 2; }
    """

    @dataclass
    class Chosen(Message):
        """The person wants this address opened, or copied."""

        url: str
        copying: bool

    class Closed(Message):
        """The person has chosen, or thought better of it."""

    typed: reactive[str] = reactive("")
    copying: reactive[bool] = reactive(False)

    def __init__(self, links: Sequence[Link], inset: int = 0) -> None:
        """`inset` is how many more cells are empty on both sides."""
        super().__init__()
        self._links = links
        self._inset = inset

    def render(self) -> RenderResult:
        width = self.content_size.width - 2 * self._inset
        verb = "Copy link" if self.copying else "Open link"
        start = f"{verb} 1–{len(self._links)}: {self.typed}▏"
        address = clean_line(self._links[int(self.typed) - 1].url) if self._is_number(self.typed) else ""
        other = with_keys(OPENS if self.copying else COPIES, self.app)
        closes = with_keys("{links-close} closes", self.app)
        end = next(
            (
                words
                for words in (f"{other}   {closes}", closes)
                if cell_len(start) + 2 + cell_len(address) + 2 + cell_len(words) <= width
            ),
            "",
        )
        room = width - cell_len(start) - cell_len(end) - 2
        address = cut(address, max(room - 2, 0))
        gap = " " * max(room - cell_len(address), 1)
        return Content.assemble(
            " " * self._inset, start, ("  " + address, "$link"), gap[: max(room, 0)], (end, "$muted")
        )

    def on_key(self, event: events.Key) -> None:
        if event.character is not None and event.character.isascii() and event.character.isdigit():
            event.stop()
            self._type(event.character)
        elif event.is_printable and not self._is_bound(event.key):
            event.stop()  # it would do something with the article, unseen

    def on_blur(self) -> None:
        self.post_message(self.Closed())

    def action_rub_out(self) -> None:
        self.typed = self.typed[:-1]

    def action_copy(self) -> None:
        self.copying = not self.copying

    def action_choose(self) -> None:
        if self._is_number(self.typed):
            self.post_message(self.Chosen(self._links[int(self.typed) - 1].url, self.copying))
            self.post_message(self.Closed())

    def action_close(self) -> None:
        self.post_message(self.Closed())

    def _type(self, digit: str) -> None:
        meant = [number for number in self._numbers() if number.startswith(self.typed + digit)]
        if meant:
            self.typed += digit
        if meant == [self.typed]:
            self.action_choose()

    def _numbers(self) -> list[str]:
        return [str(number) for number in range(1, len(self._links) + 1)]

    def _is_number(self, typed: str) -> bool:
        return typed in self._numbers()

    def _is_bound(self, key: str) -> bool:
        return key in self._bindings.key_to_bindings
