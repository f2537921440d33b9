"""Shows the keys that work where the person is; what is typed narrows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from reader.text.clean import clean_line
from reader.tui.actions import Action, Where
from reader.tui.keymap import shown_keys
from reader.tui.keys import actions_for, begin_words, bindings_for, keymap_in, with_keys
from reader.tui.screens.dialog import Dialog

LEGEND = (
    "Officials are bold and underlined, other people underlined, places in italics. "
    "● is an unread article, ★ a bookmarked one."
)
WIDTH = 78
"""As in the style sheet below."""
KEYS_WIDTH = 14
BESIDE = 6
"""Cells of frame, padding and scrollbar beside the words."""
ROWS_BESIDE = 4
"""Rows of frame, search and gap above and below them."""


class SearchInput(Input):
    """Takes every key that writes something, but the one that opened the help as the first."""

    def on_key(self, event: events.Key) -> None:
        if event.character == "?" and not self.value:
            event.stop()
            event.prevent_default()
            self.screen.dismiss()


class HelpScreen(Dialog[None]):
    """The keys of the pane that has the focus, then those that work everywhere."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for(Where.HELP)]
    AUTO_FOCUS = "Input"
    DEFAULT_CSS = """
    HelpScreen {
        align: center middle;
        background: $background 60%;
        &:ansi { background: ansi_default; }
        & > Vertical {
            width: 78;
            max-width: 100%;
            height: auto;
            padding: 0 1;
            background: $panel;
            border: round $primary;
        }
        Input, Input:focus { border: none; height: 1; padding: 0 1; background: $panel; }
        VerticalScroll { margin-top: 1; scrollbar-size-vertical: 1; }
    }
    """

    def __init__(self, here: Sequence[Where], *, anywhere: bool = True) -> None:
        super().__init__()
        self._wheres = [*here, Where.ANYWHERE] if anywhere else list(here)

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = Content("Keys")
            box.border_subtitle = Content(with_keys("type to search · {help-close} closes", self.app))
            yield SearchInput(placeholder="What do you want to do, or which key?", select_on_focus=False)
            shown = self._keys("")
            with VerticalScroll() as lines:
                lines.styles.height = self._height(shown)
                yield Static(shown)

    def on_resize(self) -> None:
        self._show()

    def on_input_changed(self) -> None:
        self._show()

    def _show(self) -> None:
        shown = self._keys(self.query_one(Input).value)
        self.query_one(Static).update(shown)
        lines = self.query_one(VerticalScroll)
        lines.styles.height = self._height(shown)
        lines.scroll_home(animate=False)

    def _keys(self, typed: str) -> Content:
        width = min(self.app.size.width, WIDTH) - BESIDE
        return keys_in_words(self._wheres, typed, keymap_in(self.app), width)

    def _height(self, shown: Content) -> int:
        return min(shown.plain.count("\n") + 1, max(self.app.size.height - ROWS_BESIDE, 1))

    def action_line_down(self) -> None:
        self.query_one(VerticalScroll).scroll_down(animate=False)

    def action_line_up(self) -> None:
        self.query_one(VerticalScroll).scroll_up(animate=False)

    def action_page_down(self) -> None:
        self.query_one(VerticalScroll).scroll_page_down(animate=False)

    def action_page_up(self) -> None:
        self.query_one(VerticalScroll).scroll_page_up(animate=False)

    def action_close(self) -> None:
        self.dismiss()


def keys_in_words(wheres: Sequence[Where], typed: str, keymap: Mapping[str, str], width: int) -> Content:
    """A table of keys and what they do, with a heading for each place: those that have a word beginning
    with each of the words typed, or the key that is typed. `width` is in cells."""
    parts: list[Content] = []
    for where in wheres:
        lines = [
            _line(action, keymap, width) for action in actions_for(where) if _is_meant(action, typed, keymap)
        ]
        if lines:
            heading = Content.assemble((where.value, "bold $heading"))
            parts.append(Content("\n").join([heading, *lines]))
    if not parts:
        parts.append(Content(f"No key here does “{clean_line(typed)}”."))
    parts.append(Content.assemble(("\n".join(wrap(LEGEND, max(width, 10))), "$muted")))
    return Content("\n\n").join(parts)


def _is_meant(action: Action, typed: str, keymap: Mapping[str, str]) -> bool:
    if typed.strip() in shown_keys(action, keymap).split():
        return True
    return begin_words(f"{action.title} {action.help}", typed)


def _line(action: Action, keymap: Mapping[str, str], width: int) -> Content:
    keys = shown_keys(action, keymap) or "none"
    words = f"\n{' ' * (KEYS_WIDTH + 2)}".join(wrap(action.help, max(width - KEYS_WIDTH - 2, 10)))
    return Content.assemble((f" {keys:<{KEYS_WIDTH}} ", "bold $primary"), words)
