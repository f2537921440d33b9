"""Asks which source to import."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from reader.tui.actions import Where
from reader.tui.keys import bindings_for

EXPLANATION = (
    "The address of a feed or of a page (its feed is found), or the path of a feed, .html or .txt file."
)


class ImportPrompt(ModalScreen[tuple[str, ...]]):
    """Answers with the sources typed, none when the person thinks better of it."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for(Where.PROMPT)]
    DEFAULT_CSS = """
    ImportPrompt {
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
        & Input { margin-top: 1; }
        & #how { color: $muted; margin-top: 1; }
    }
    """

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = Content("Import")
            yield Static(Content(EXPLANATION))
            yield Input(placeholder="https://")
            yield Static(Content("Enter imports in the background   Esc closes"), id="how")

    @on(Input.Submitted)
    def _submitted(self, message: Input.Submitted) -> None:
        self.dismiss(sources_in(message.value))

    def action_close(self) -> None:
        self.dismiss(())


def sources_in(typed: str) -> tuple[str, ...]:
    """Several addresses may stand side by side; a path may hold spaces."""
    words = tuple(typed.split())
    if words and all("://" in word for word in words):
        return words
    return (typed.strip(),) if words else ()
