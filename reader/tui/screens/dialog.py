"""A screen that answers the one below it, once."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual.await_complete import AwaitComplete
from textual.binding import BindingType
from textual.screen import ModalScreen, Screen

from reader.tui.actions import Where
from reader.tui.keys import bindings_for

Answer = TypeVar("Answer")


class AnsweringScreen(Screen[Answer]):
    """Closes itself with an answer. Of two keys pressed quickly only the first does: Textual would
    close the screen below with the second."""

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        return super().dismiss(result) if self.is_active else AwaitComplete()


class Dialog(AnsweringScreen[Answer], ModalScreen[Answer]):
    """Lies on the screen that asks."""


class Question(Dialog[Answer | None]):
    """A box in the middle, answered with None when the person thinks better of it. `#how` says which keys
    answer it."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for(Where.PROMPT)]
    DEFAULT_CSS = """
    Question {
        align: center middle;
        background: $background 60%;
        &:ansi { background: ansi_default; }
        & > Vertical {
            width: 72;
            max-width: 100%;
            height: auto;
            padding: 1 2;
            background: $panel;
            border: round $primary;
        }
        & #how { color: $muted; margin-top: 1; }
    }
    """

    def action_close(self) -> None:
        self.dismiss(None)
