"""The application: theme, window title, the one screen. Nothing here waits or reads."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from textual.app import App, SystemCommand
from textual.screen import Screen

from reader.model import ArticleRow, View
from reader.tui import themes
from reader.tui.pace import Pace
from reader.tui.palette import ActionCommands
from reader.tui.screens.main import MainScreen
from reader.tui.services import Services, services_for

if TYPE_CHECKING:
    from reader.library.library import Library

FIRST_ROWS = 100


class ReaderApp(App[None]):
    """Two panes over a shelf of articles."""

    CSS_PATH = "app.tcss"
    COMMANDS = App.COMMANDS | {ActionCommands}

    def __init__(
        self,
        services: Services,
        first_rows: list[ArticleRow],
        *,
        now: Callable[[], datetime],
        pace: Pace | None = None,
    ) -> None:
        no_color = "NO_COLOR" in os.environ
        super().__init__(ansi_color=True if no_color else None)
        self.title = "Reader"
        self._services = services
        self._first_rows = first_rows
        self._now = now
        self._pace = pace or Pace()
        for theme in themes.THEMES:
            self.register_theme(theme)
        # Not by assignment, which would read the style sheets twice.
        self.set_reactive(App.theme, themes.NO_COLOR if no_color else themes.DARK)
        self.stylesheet.set_variables(self.get_css_variables())
        self.animation_level = "none"

    def get_default_screen(self) -> Screen[None]:
        return MainScreen(self._services, self._first_rows, now=self._now, pace=self._pace)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return themes.colours_for(self.current_theme)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        yield SystemCommand("Theme", "Choose the colours", self.action_change_theme)
        yield SystemCommand(
            "Screenshot", "Save a picture of the screen as SVG", lambda: self.deliver_screenshot()
        )


def open_screen(library: Library) -> int:
    """Open the screen over a library; the starter edition stands in for an empty one. Returns the
    exit status."""
    services = services_for(library)
    shelf = services.edition or services.library
    app = ReaderApp(services, shelf.first_rows(View(), FIRST_ROWS), now=now)
    app.run()
    return app.return_code or 0


def now() -> datetime:
    """The time in the zone of the person's machine."""
    return datetime.now().astimezone()
