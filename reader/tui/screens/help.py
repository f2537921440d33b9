"""Shows the keys that work where the person is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from reader.tui.actions import Action, Where
from reader.tui.keys import actions_for, bindings_for, shown_keys

LEGEND = (
    "Officials are bold and underlined, other people underlined, places in italics. "
    "● is an unread article, ★ a bookmarked one."
)


class HelpScreen(ModalScreen[None]):
    """The keys of the pane that has the focus, then those that work everywhere."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for(Where.HELP)]
    DEFAULT_CSS = """
    HelpScreen {
        align: center middle;
        background: $background 60%;
        &:ansi { background: ansi_default; }
        & > VerticalScroll {
            width: 72;
            max-width: 100%;
            height: auto;
            max-height: 90%;
            padding: 1 2;
            background: $panel;
            border: round $primary;
            scrollbar-size-vertical: 1;
        }
    }
    """

    def __init__(self, here: Sequence[Where], *, anywhere: bool = True) -> None:
        super().__init__()
        self._wheres = [*here, Where.ANYWHERE] if anywhere else list(here)

    def compose(self) -> ComposeResult:
        with VerticalScroll() as box:
            box.border_title = Content("Keys")
            yield Static(keys_in_words(self._wheres))

    def action_line_down(self) -> None:
        self.query_one(VerticalScroll).scroll_down(animate=False)

    def action_line_up(self) -> None:
        self.query_one(VerticalScroll).scroll_up(animate=False)

    def action_close(self) -> None:
        self.dismiss()


def keys_in_words(wheres: Sequence[Where]) -> Content:
    """A table of keys and what they do, with a heading for each place."""
    parts: list[Content] = []
    for where in wheres:
        lines = [Content.assemble((where.value, "bold $heading"))]
        lines += [_line(action) for action in actions_for(where)]
        parts.append(Content("\n").join(lines))
    parts.append(Content.assemble((LEGEND, "$muted")))
    return Content("\n\n").join(parts)


def _line(action: Action) -> Content:
    return Content.assemble((f"  {shown_keys(action):<14}", "bold $primary"), action.help)
