"""A screen that answers the one below it, once."""

from __future__ import annotations

from typing import TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, Screen

Answer = TypeVar("Answer")


class AnsweringScreen(Screen[Answer]):
    """Closes itself with an answer. Of two keys pressed quickly only the first does: Textual would
    close the screen below with the second."""

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        return super().dismiss(result) if self.is_active else AwaitComplete()


class Dialog(AnsweringScreen[Answer], ModalScreen[Answer]):
    """Lies on the screen that asks."""
