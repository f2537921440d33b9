"""Asks for one line: a source to import, a name, a path."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from reader.tui.keys import with_keys
from reader.tui.screens.dialog import Question

SOURCES = (
    "The address of a feed or of a page (its feed is found), or the path of a feed, of an .html or .txt "
    "file, or of an .opml list of feeds."
)


class LinePrompt(Question[str]):
    """Answers with the line typed, without spaces around it; None when the person thinks better of it."""

    DEFAULT_CSS = """
    LinePrompt {
        & Input { margin-top: 1; }
    }
    """

    def __init__(
        self,
        title: str,
        explanation: str,
        value: str = "",
        *,
        placeholder: str = "",
        how: str = "Enter goes on   {prompt-close} closes",
    ) -> None:
        super().__init__()
        self._title = title
        self._explanation = explanation
        self._value = value
        self._placeholder = placeholder
        self._how = how

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = Content(self._title)
            yield Static(Content(self._explanation))
            yield Input(self._value, placeholder=self._placeholder)
            yield Static(Content(with_keys(self._how, self.app)), id="how")

    @on(Input.Submitted)
    def _submitted(self, message: Input.Submitted) -> None:
        self.dismiss(message.value.strip())


class ImportPrompt(LinePrompt):
    """Answers with the sources typed."""

    def __init__(self) -> None:
        super().__init__(
            "Import",
            SOURCES,
            placeholder="https://",
            how="Enter imports in the background   {prompt-close} closes",
        )


def sources_in(typed: str) -> tuple[str, ...]:
    """Several addresses may stand side by side; a path may hold spaces."""
    words = tuple(typed.split())
    if words and all("://" in word for word in words):
        return words
    return (typed.strip(),) if words else ()


class ChoicePrompt(Question[int]):
    """Answers with the number of the choice, from 0; None when the person thinks better of it."""

    DEFAULT_CSS = """
    ChoicePrompt {
        & OptionList {
            margin-top: 1;
            height: auto;
            border: none;
            padding: 0;
            background: $panel;
            &:focus { border: none; }
            & > .option-list--option-highlighted,
            &:focus > .option-list--option-highlighted { background: $row-selected; color: $heading; }
        }
        &:ansi OptionList > .option-list--option-highlighted,
        &:ansi OptionList:focus > .option-list--option-highlighted {
            background: ansi_default;
            color: ansi_default;
            text-style: bold underline;
        }
    }
    """

    def __init__(self, title: str, question: str, choices: Sequence[str]) -> None:
        super().__init__()
        self._title = title
        self._question = question
        self._choices = choices

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = Content(self._title)
            yield Static(Content(self._question))
            yield OptionList(*[Content(f"{n}  {words}") for n, words in enumerate(self._choices, 1)])
            how = with_keys("↑ ↓ choose   Enter goes on   {prompt-close} closes", self.app)
            yield Static(Content(how), id="how")

    @on(OptionList.OptionSelected)
    def _selected(self, message: OptionList.OptionSelected) -> None:
        self.dismiss(message.option_index)

    def on_key(self, event: events.Key) -> None:
        if event.character and event.character.isdigit() and 1 <= int(event.character) <= len(self._choices):
            event.stop()
            self.dismiss(int(event.character) - 1)
