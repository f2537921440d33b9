"""Feeds of public bodies that the program comes with, to choose some and follow them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from reader.model import Subscription
from reader.text.clean import clean_line
from reader.tui.actions import Where
from reader.tui.feed_lines import folder_in_words
from reader.tui.keys import bindings_for, hints
from reader.tui.screens.dialog import Dialog

HINTS = (
    ("suggested-pick", "pick"),
    ("suggested-follow", "follow those picked, or this one"),
    ("suggested-close", "back"),
)


class SuggestedScreen(Dialog[Sequence[Subscription] | None]):
    """Answers with the feeds to follow, None when the person thinks better of it."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for(Where.SUGGESTED)]
    DEFAULT_CSS = """
    SuggestedScreen {
        align: center middle;
        background: $background 60%;
        &:ansi { background: ansi_default; }
        & > Vertical {
            width: 76;
            max-width: 100%;
            height: 90%;
            background: $panel;
            border: round $primary;
        }
        & OptionList {
            height: 1fr;
            border: none;
            padding: 0;
            background: $panel;
            scrollbar-size-vertical: 1;
            &:focus { border: none; }
            & > .option-list--option-highlighted,
            &:focus > .option-list--option-highlighted { background: $row-selected; color: $heading; }
            & > .option-list--option-disabled { color: $heading; text-style: bold; }
        }
        &:ansi OptionList > .option-list--option-highlighted,
        &:ansi OptionList:focus > .option-list--option-highlighted {
            background: ansi_default;
            color: ansi_default;
            text-style: bold underline;
        }
        & Static { color: $muted; padding: 0 1; }
    }
    """

    def __init__(self, suggestions: Sequence[Subscription]) -> None:
        super().__init__()
        self._suggestions = suggestions
        self._picked: dict[int, None] = {}
        self._rows = OptionList(markup=False)

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = Content("Suggested feeds")
            yield self._rows
            yield Static(Content(hints(HINTS, self.app)[0]))

    def on_mount(self) -> None:
        folder = ""
        for number, one in enumerate(self._suggestions):
            if one.folder != folder:
                folder = one.folder
                self._rows.add_option(Option(Content(f" {folder_in_words(folder)}"), disabled=True))
            self._rows.add_option(Option(self._line(number), id=str(number)))
        self._rows.action_first()

    def _line(self, number: int) -> Content:
        one = self._suggestions[number]
        sign = "✓" if number in self._picked else " "
        return Content.assemble((f" {sign} ", "$primary"), clean_line(one.name or one.title or one.url))

    def _selected(self) -> int | None:
        at = self._rows.highlighted
        number = self._rows.get_option_at_index(at).id if at is not None else None
        return None if number is None else int(number)

    def action_cursor_down(self) -> None:
        self._rows.action_cursor_down()

    def action_cursor_up(self) -> None:
        self._rows.action_cursor_up()

    def action_pick(self) -> None:
        if (number := self._selected()) is not None:
            if number in self._picked:
                del self._picked[number]
            else:
                self._picked[number] = None
            self._rows.replace_option_prompt(str(number), self._line(number))
            self._rows.action_cursor_down()

    @on(OptionList.OptionSelected)
    def action_follow(self) -> None:
        selected = self._selected()
        numbers = list(self._picked) or ([] if selected is None else [selected])
        self.dismiss([self._suggestions[number] for number in numbers])

    def action_close(self) -> None:
        self.dismiss(None)
