"""Chooses which articles the list shows: a drawer at the left with every view that has a name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from reader.services.viewing import NamedView, ViewKind
from reader.text.clean import clean_line
from reader.tui.actions import Where
from reader.tui.keys import bindings_for, with_keys
from reader.tui.screens.dialog import Dialog
from reader.tui.widgets.wrapping import cut

if TYPE_CHECKING:
    from reader.model import View

WIDTH = 46


class ViewsRead(Message):
    """Every view that has a name, counted."""

    def __init__(self, views: Sequence[NamedView]) -> None:
        super().__init__()
        self.views = views


class ViewsScreen(Dialog[NamedView | None]):
    """Answers with the view chosen, None when the person thinks better of it. `read` is asked for the
    views once the screen is there; `present` is the one shown."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for(Where.VIEWS)]
    DEFAULT_CSS = """
    ViewsScreen {
        align: left top;
        background: $background 60%;
        &:ansi { background: ansi_default; }
        & > Vertical {
            width: 48;
            max-width: 100%;
            height: 100%;
            background: $panel;
            border: round $primary;
        }
        & Input { height: 1; border: none; padding: 0 1; background: $panel; }
        & Input:focus { border: none; background-tint: $foreground 0%; }
        & OptionList {
            height: 1fr;
            border: none;
            padding: 0;
            background: $panel;
            scrollbar-size-vertical: 1;
            & > .option-list--option-highlighted { background: $row-selected; color: $heading; }
            & > .option-list--option-disabled { color: $muted; }
        }
        &:ansi OptionList > .option-list--option-highlighted,
        &:ansi OptionList:focus > .option-list--option-highlighted {
            background: ansi_default;
            color: ansi_default;
            text-style: bold underline;
        }
    }
    """

    def __init__(self, present: View, read: Callable[[Callable[[Message], object]], None]) -> None:
        super().__init__()
        self._present = present
        self._read = read
        self._views: Sequence[NamedView] = ()
        self._shown: list[NamedView] = []

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = Content("Show")
            box.border_subtitle = Content(with_keys("Enter shows · {views-close} closes", self.app))
            yield Input(placeholder="part of a name", select_on_focus=False)
            yield OptionList(markup=False)

    def on_mount(self) -> None:
        self.query_one(OptionList).can_focus = False
        self._read(self.post_message)

    @on(ViewsRead)
    def _views_read(self, message: ViewsRead) -> None:
        self._views = message.views
        self._list()

    @on(Input.Changed)
    def _typed(self) -> None:
        self._list()

    def _list(self) -> None:
        """Show the views whose names hold what has been typed, under the headings of their kinds."""
        typed = self.query_one(Input).value.casefold().split()
        self._shown = [named for named in self._views if all(word in named.name.casefold() for word in typed)]
        options: list[Option] = []
        chosen = first = None
        kind: ViewKind | None = None
        width = self.query_one(OptionList).size.width or WIDTH
        for number, named in enumerate(self._shown):
            if named.kind is not kind and named.kind is not ViewKind.PLAIN:
                options.append(Option(Content(f"\n {named.kind.value}"), disabled=True))
            kind = named.kind
            first = len(options) if first is None else first
            chosen = len(options) if named.view == self._present and not typed else chosen
            options.append(Option(_line(named, width), id=str(number)))
        rows = self.query_one(OptionList)
        rows.clear_options()
        rows.add_options(options)
        rows.highlighted = first if chosen is None else chosen

    def action_cursor_down(self) -> None:
        self.query_one(OptionList).action_cursor_down()

    def action_cursor_up(self) -> None:
        self.query_one(OptionList).action_cursor_up()

    def action_page_down(self) -> None:
        self.call_next(self.query_one(OptionList).run_action, "page_down")

    def action_page_up(self) -> None:
        self.call_next(self.query_one(OptionList).run_action, "page_up")

    @on(Input.Submitted)
    def _submitted(self) -> None:
        rows = self.query_one(OptionList)
        if rows.highlighted is not None:
            self._choose(rows.get_option_at_index(rows.highlighted))

    @on(OptionList.OptionSelected)
    def _selected(self, message: OptionList.OptionSelected) -> None:
        self._choose(message.option)

    def _choose(self, option: Option) -> None:
        if option.id is not None:
            self.dismiss(self._shown[int(option.id)])

    def action_close(self) -> None:
        self.dismiss(None)


def _line(named: NamedView, width: int) -> Content:
    """The name with its folders' indent, and at the right how many articles it has."""
    indent = " " + "  " * min(named.depth, 6)
    count = _count(named)
    name = cut(clean_line(named.name), max(width - len(indent) - len(count) - 2, 4))
    gap = " " * max(width - len(indent) - cell_len(name) - len(count) - 1, 1)
    return Content.assemble(indent, (name, "bold" if named.unread else ""), gap, (count, "$muted"))


def _count(named: NamedView) -> str:
    if named.total is None:
        return ""
    if named.unread is None or named.kind is ViewKind.PLAIN:
        return f"{named.total:,}"
    return f"{named.unread:,} of {named.total:,}" if named.unread else f"{named.total:,}"
