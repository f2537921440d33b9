"""The main screen: its panes, put together from the parts that handle what happens in them."""

from __future__ import annotations

import gc
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from reader.tui import messages
from reader.tui.actions import Where
from reader.tui.keys import bindings_for, with_keys
from reader.tui.screens.parts.gathering import GatherKeys
from reader.tui.screens.parts.looking import SORTED
from reader.tui.screens.parts.pages import PageKeys
from reader.tui.widgets.still import StillColumn, StillRow

if TYPE_CHECKING:
    from reader.model import ArticleRow
    from reader.tui.finding import Sources
    from reader.tui.pace import Pace
    from reader.tui.services import Services

BREAKPOINTS = [(0, "-narrow"), (80, "-normal"), (140, "-wide")]


class MainScreen(PageKeys, GatherKeys):
    """List, article, who and where, and the foot."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for(Where.ANYWHERE)]
    AUTO_FOCUS = "ArticleList"
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS

    def __init__(
        self,
        services: Services,
        first_rows: list[ArticleRow],
        *,
        now: Callable[[], datetime],
        pace: Pace,
    ) -> None:
        super().__init__(services, now=now, pace=pace)
        self._first_rows = first_rows

    def compose(self) -> ComposeResult:
        with StillRow(id="panes"):
            with StillColumn(id="left"):
                yield self.head
                yield self.list
            yield StillColumn(id="reading")
        yield self.status

    def on_mount(self) -> None:
        rows = self._first_rows
        self.list.show_first(rows)
        self.head.name_shown, self.head.about = self.named.name, SORTED[self.sort]
        self.show_hints()
        self.show_position()
        self.call_after_refresh(self._after_first_paint)

    async def _after_first_paint(self) -> None:
        await self._mount_reading()
        if not self.is_narrow:
            self.open_selected(by_hand=False)
        # What start-up made lives as long as the program: no collection need look at it again.
        gc.freeze()
        gc.enable()
        self.read_again()
        if not self.work.shows_edition:
            self.work.annotating.all()
        self.set_interval(self.pace.polling, self.work.poll)
        self.refresh_by_itself()

    async def _mount_reading(self) -> None:
        """The panes that have nothing to show before an article has been read."""
        text = StillColumn(self.article, self.mark_line, id="text")
        await self.query_one("#reading").mount(text, self.names)

    async def on_unmount(self) -> None:
        self.keep_place()
        await self.full_texts.close()
        await self.work.close()

    # --- elsewhere ---------------------------------------------------------------------------

    def action_open_original(self) -> None:
        if (row := self.target()) is not None:
            self.work.open_url(row.url)

    def action_next_pane(self) -> None:
        self.focus_next()

    def action_previous_pane(self) -> None:
        self.focus_previous()

    async def action_help(self) -> None:
        from reader.tui.screens.help import HelpScreen

        await self.app.push_screen(HelpScreen([self.here] if self.here else []))

    @property
    def findable(self) -> Sources:
        """Where the palette finds what is stored."""
        from reader.tui.finding import Sources

        if self.work.shows_edition:
            return Sources(self.work.shelf.first_rows)
        return Sources(self.work.shelf.first_rows, self.services.feeds, self.services.indexes)

    def on_descendant_focus(self) -> None:
        self.show_keys()

    def action_palette(self) -> None:
        self.app.action_command_palette()

    def action_quit(self) -> None:
        self.app.exit()

    def show_keys_anew(self) -> None:
        """Say everywhere which keys to press, after they have changed."""
        self.show_hints()
        self.mark_line.refresh(layout=True)

    # --- the foot ----------------------------------------------------------------------------

    @on(messages.Progress)
    def _progress(self, message: messages.Progress) -> None:
        self.status.progress = message.words + with_keys(message.offer, self.app)

    @on(messages.Failed)
    def _failed(self, message: messages.Failed) -> None:
        self.status.say(message.reason, error=True)

    @on(messages.Broken)
    def _broken(self, message: messages.Broken) -> None:
        raise message.error
