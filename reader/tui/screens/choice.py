"""Asks to choose one of a few things."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content

from reader.tui.actions import Where
from reader.tui.keys import bindings_for, with_keys
from reader.tui.screens.dialog import Dialog
from reader.tui.widgets.page_lines import PageLines

if TYPE_CHECKING:
    from reader.tui.widgets.page_layout import Layout

_TALLEST = 14  # lines


class Choice(Dialog[int | None]):
    """Answers with the number of what was chosen, None when the person thinks better of it."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for(Where.CHOICE)]
    AUTO_FOCUS = "PageLines"
    DEFAULT_CSS = """
    Choice {
        align: center middle;
        background: $background 60%;
        &:ansi { background: ansi_default; }
        & > Vertical {
            width: 72;
            max-width: 100%;
            height: auto;
            padding: 1 1;
            background: $panel;
            border: round $primary;
        }
        & PageLines { background: $panel; }
    }
    """

    def __init__(self, title: str, choices: Sequence[str]) -> None:
        super().__init__()
        self._title = title
        self._choices = choices
        self._lines = PageLines(self._fill)

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = Content(self._title)
            box.border_subtitle = Content(
                with_keys("{choice-choose} chooses · {choice-close} closes", self.app)
            )
            self._lines.styles.height = min(len(self._choices), _TALLEST)
            yield self._lines

    def _fill(self, layout: Layout[Any]) -> None:
        for number, choice in enumerate(self._choices):
            layout.paragraph(choice, "row", most=1, target=layout.leading_to(number))

    def action_down(self) -> None:
        self._lines.step(1)

    def action_up(self) -> None:
        self._lines.step(-1)

    def action_choose(self) -> None:
        self.dismiss(self._lines.target)

    @on(PageLines.Opened)
    def _clicked(self, message: PageLines.Opened) -> None:
        self.dismiss(message.target)

    def action_close(self) -> None:
        self.dismiss(None)
