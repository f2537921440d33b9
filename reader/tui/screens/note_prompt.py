"""Asks for a note."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static, TextArea

from reader.text.clean import clean, clean_line
from reader.tui.actions import Where
from reader.tui.keys import bindings_for, with_keys
from reader.tui.screens.dialog import Question

HOW = "{note-keep} keeps it   {note-new-line} new line   {prompt-close} closes"
HOW_FORMER = "{note-keep} keeps it   {note-new-line} new line   no words: removed   {prompt-close} closes"
LONGEST_PASSAGE = 300  # code points of it that are shown


class NoteArea(TextArea):
    """Its own keys do something with the note; every other key writes it."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for(Where.NOTE)]

    def on_mount(self) -> None:
        self.move_cursor(self.document.end)

    def on_key(self, event: events.Key) -> None:
        bound = self._bindings.key_to_bindings.get(event.key, ())
        if any(binding.action in ("keep", "new_line") for binding in bound):
            event.prevent_default()  # a TextArea would write a new line

    def action_keep(self) -> None:
        self.screen.dismiss(clean(self.text).strip())

    def action_new_line(self) -> None:
        self.insert("\n")


class NotePrompt(Question[str]):
    """Answers with the note, "" for none any more, None when the person thinks better of it."""

    DEFAULT_CSS = """
    NotePrompt {
        & #about { color: $muted; text-style: italic; max-height: 5; }
        & TextArea { height: 7; margin-top: 1; }
    }
    """

    def __init__(self, about: str, former: str) -> None:
        """`about` is the passage, or the title of the article; `former` the note to change."""
        super().__init__()
        self._about = about if len(about) <= LONGEST_PASSAGE else f"{about[:LONGEST_PASSAGE]}…"
        self._former = former

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = Content("Note")
            yield Static(Content(clean_line(self._about)), id="about")
            yield NoteArea(clean(self._former), compact=True)
            how = with_keys(HOW_FORMER if self._former else HOW, self.app)
            yield Static(Content(how), id="how")
