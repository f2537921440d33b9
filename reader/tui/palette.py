"""What the palette offers: the actions of the registry, and the themes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.command import DiscoveryHit, Hit, Hits, Provider

from reader.settings import THEMES
from reader.tui.keys import palette_actions

if TYPE_CHECKING:
    from reader.tui.app import ReaderApp


class ActionCommands(Provider):
    """Every action that the palette offers, run on the screen below it."""

    async def discover(self) -> Hits:
        for action in palette_actions():
            yield DiscoveryHit(action.title, partial(self.screen.run_action, action.name), help=action.help)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for action in palette_actions():
            score = matcher.match(f"{action.title} {action.help}")
            if score > 0:
                yield Hit(
                    score,
                    matcher.highlight(action.title),
                    partial(self.screen.run_action, action.name),
                    help=action.help,
                )


class ThemeCommands(Provider):
    """Every theme, Reader's own first; the one chosen is remembered."""

    @property
    def _reader(self) -> ReaderApp:
        from reader.tui.app import ReaderApp

        assert isinstance(self.app, ReaderApp)
        return self.app

    async def discover(self) -> Hits:
        for name in THEMES:
            yield DiscoveryHit(name, partial(self._reader.choose_theme, name))

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for name in THEMES:
            if (score := matcher.match(name)) > 0:
                yield Hit(score, matcher.highlight(name), partial(self._reader.choose_theme, name))
