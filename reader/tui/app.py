"""The application: settings, theme, window title, the one screen. Nothing here waits or reads."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual import events
from textual.app import App, SystemCommand
from textual.screen import Screen

from reader.errors import ReaderError
from reader.tui import themes
from reader.tui.configured import Configured, SettingsFile
from reader.tui.pace import Pace
from reader.tui.screens.main import MainScreen
from reader.tui.screens.parts.panes import first_view
from reader.tui.services import services_for
from reader.tui.terminal import Terminal, terminal_of

if TYPE_CHECKING:
    from textual.command import Provider
    from textual.filter import LineFilter

    from reader.library.library import Library
    from reader.model import ArticleRow
    from reader.tui.services import Services

FIRST_ROWS = 100


def _action_commands() -> type[Provider]:
    from reader.tui.palette import ActionCommands

    return ActionCommands


def _stored_commands() -> type[Provider]:
    from reader.tui.palette import StoredCommands

    return StoredCommands


class ReaderApp(App[None]):
    """Two panes over a shelf of articles."""

    CSS_PATH = "app.tcss"
    COMMANDS = App.COMMANDS | {_action_commands, _stored_commands}

    def __init__(
        self,
        services: Services,
        first_rows: list[ArticleRow],
        *,
        now: Callable[[], datetime],
        pace: Pace | None = None,
        terminal: Terminal | None = None,
        settings_file: SettingsFile | None = None,
        configured: Configured | None = None,
    ) -> None:
        """`configured` is what `settings_file` said when it was read before the start."""
        self._terminal = terminal or Terminal(no_colour="NO_COLOR" in os.environ)
        self._settings_file = settings_file
        self.configured = configured or Configured(services.settings)
        settings = self.configured.settings
        theme = themes.theme_for(settings.theme, self._terminal)
        super().__init__(ansi_color=theme.ansi)
        self.title = "Reader"
        self.animation_level = "none"
        self._pace = pace or Pace()
        services = services._replace(settings=settings, open_url=services.open_url or self._browse)
        self._make_main = partial(MainScreen, services, first_rows, now=now, pace=self._pace)
        self._filters_of_signs = self._sign_filters()
        for own in themes.THEMES:
            self.register_theme(own)
        # Not by assignment, which would read the style sheets twice.
        self.set_reactive(App.theme, theme.name)
        self.stylesheet.set_variables(self.get_css_variables())

    @property
    def keymap(self) -> Mapping[str, str]:
        """The keys of the person's own, by the names of the actions."""
        return self.configured.keymap

    def get_default_screen(self) -> Screen[None]:
        self.main = self._make_main()
        return self.main

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return themes.colours_for(self.current_theme)

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), *self._filters_of_signs]

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        yield SystemCommand("Theme", "Choose the colours", self.action_change_theme)
        yield SystemCommand(
            "Screenshot", "Save a picture of the screen as SVG", lambda: self.deliver_screenshot()
        )

    def on_mount(self) -> None:
        if self.configured.keymap:
            self.set_keymap(dict(self.configured.keymap))
        if self._settings_file is not None:
            self.call_after_refresh(self._after_first_paint)

    def watch_app_focus(self, focus: bool) -> None:
        # In a browser the screen opens without the focus, and so without a pane that has it.
        if focus and self.screen.focused is None:
            self.screen.focus_next(self.screen.AUTO_FOCUS or "*")

    def on_key(self, event: events.Key) -> None:
        """Give an input the keys that were typed on another widget while it was being opened: they come
        back to the application, and an input lets no character through that is its own."""
        if self.focused is not None and self.focused.check_consume_key(event.key, event.character):
            event.prevent_default()
            self.focused.post_message(events.Key(event.key, event.character))

    def _after_first_paint(self) -> None:
        self._say_problems()
        self.set_interval(self._pace.polling, self._look_at_settings)

    # --- settings ----------------------------------------------------------------------------

    async def _look_at_settings(self) -> None:
        """Apply what the person has changed in the file; while it is wrong, all stays as it was."""
        assert self._settings_file is not None
        configured = await asyncio.to_thread(self._settings_file.reread)
        if configured is None:
            return
        if configured.problems:
            self.configured = replace(self.configured, problems=configured.problems)
            self._say_problems()
        else:
            self._apply(configured)

    def _apply(self, configured: Configured) -> None:
        before, self.configured = self.configured, configured
        settings = configured.settings
        if before.problems:
            self.main.status.say("the settings are in order again")
        self.theme = themes.theme_for(settings.theme, self._terminal).name
        self.set_keymap(dict(configured.keymap))
        if before.settings.ascii != settings.ascii:
            self._filters_of_signs = self._sign_filters()
            self.refresh_css(animate=False)
        self.main.apply(settings)
        self.main.show_keys_anew()

    def _say_problems(self) -> None:
        if problems := self.configured.problems:
            more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
            self.main.status.say(problems[0] + more, error=True)

    def _sign_filters(self) -> Sequence[LineFilter]:
        chosen = self.configured.settings.ascii
        if chosen == "off" or (chosen == "auto" and not self._terminal.ascii):
            return ()
        from reader.tui.ascii import AsciiFilter

        return (AsciiFilter(),)

    def _browse(self, url: str) -> bool:
        """Open an address as the person has chosen; in a browser, there. Runs in a thread."""
        if self.is_web:
            self.call_from_thread(self.open_url, url)
            return True
        from reader.tui.browsing import browse

        return browse(url, self.configured.settings.browser)

    # --- theme -------------------------------------------------------------------------------

    def search_themes(self) -> None:
        from textual.command import CommandPalette

        from reader.tui.palette import ThemeCommands

        self.push_screen(CommandPalette(providers=[ThemeCommands], placeholder="Search for themes…"))

    async def choose_theme(self, name: str) -> None:
        """Show a theme and remember it in the settings file."""
        self.theme = themes.theme_for(name, self._terminal).name
        if self.theme != name:
            self.main.status.say(f"this terminal shows {self.theme} in place of {name}")
        if self._settings_file is None:
            return
        try:
            await asyncio.to_thread(self._settings_file.change, "theme", name)
        except ReaderError as error:
            self.main.status.say(f"the theme is not remembered: {error}", error=True)

    def watch_theme(self) -> None:
        self.ansi_color = self.current_theme.ansi


def open_screen(library: Library, settings: Path) -> int:
    """Open the screen over a library; the starter edition stands in for an empty one. `settings` is the
    file of the settings. Returns the exit status."""
    settings_file = SettingsFile(settings)
    configured = settings_file.read()
    services = services_for(library)
    shelf = services.edition or services.library
    app = ReaderApp(
        services,
        shelf.first_rows(first_view(configured.settings), FIRST_ROWS),
        now=now,
        terminal=terminal_of(os.environ),
        settings_file=settings_file,
        configured=configured,
    )
    app.run(mouse=configured.settings.mouse)
    return app.return_code or 0


def now() -> datetime:
    """The time in the zone of the person's machine."""
    return datetime.now().astimezone()
