"""What the palette offers: the actions of the registry, what is stored, and the themes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from reader.model import ArticleRow, Feed
from reader.settings import THEMES
from reader.tui.keymap import shown_keys
from reader.tui.keys import begin_words, keymap_in, palette_actions

if TYPE_CHECKING:
    from reader.tui.actions import Action
    from reader.tui.app import ReaderApp
    from reader.tui.finding import Found

TITLE, NAME, HELP, FITS, ALIKE = 1.0, 0.9, 0.8, 0.7, 0.3
"""Scores: words of an action's title begin as typed; a stored name does; words of an action's help do;
what is stored fits otherwise; an action's title has the letters typed, in their order."""


class ReaderProvider(Provider):
    """A provider of this application."""

    @property
    def reader(self) -> ReaderApp:
        from reader.tui.app import ReaderApp

        assert isinstance(self.app, ReaderApp)
        return self.app


class ActionCommands(Provider):
    """Every action of the registry that the screen below the palette has, with its key."""

    async def discover(self) -> Hits:
        for action in self._actions():
            yield DiscoveryHit(self._shown(Content(action.title), action), self._run(action), action.title)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for action in self._actions():
            score = _score(action, query) or (ALIKE if matcher.match(action.title) > 0 else 0)
            if score:
                shown = self._shown(matcher.highlight(action.title), action)
                yield Hit(score, shown, self._run(action), action.title)

    def _actions(self) -> list[Action]:
        return [action for action in palette_actions() if hasattr(self.screen, f"action_{action.name}")]

    def _run(self, action: Action) -> Callable[[], Awaitable[object]]:
        return partial(self.screen.run_action, action.name)

    def _shown(self, title: Content, action: Action) -> Content:
        keys = shown_keys(action, keymap_in(self.app))
        return Content.assemble(title, (f"  {keys}\n", "bold $primary"), (action.help, "$muted"))


class StoredCommands(ReaderProvider):
    """Feeds, people, places and articles; choosing one opens it."""

    async def search(self, query: str) -> Hits:
        from reader.tui.finding import find

        sources = self.reader.main.findable
        for found in await asyncio.to_thread(find, sources, query):
            shown = Content.assemble(found.name, "\n", (found.about, "$muted"))
            score = NAME if found.name.lower().startswith(query.lower()) else FITS
            yield Hit(score, shown, partial(self._open, found), found.name)

    def _open(self, found: Found) -> None:
        from reader.services.viewing import view_of_feed

        main = self.reader.main
        if isinstance(found.target, Feed):
            main.leave_pages()
            main.show_view(view_of_feed(found.target))
        elif isinstance(found.target, ArticleRow):
            main.open_article(found.target)
        else:
            main.open_page(found.target)


class ThemeCommands(ReaderProvider):
    """Every theme, Reader's own first; the one chosen is remembered."""

    async def discover(self) -> Hits:
        for name in THEMES:
            yield DiscoveryHit(name, partial(self.reader.choose_theme, name))

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for name in THEMES:
            if (score := matcher.match(name)) > 0:
                yield Hit(score, matcher.highlight(name), partial(self.reader.choose_theme, name))


def _score(action: Action, query: str) -> float:
    if begin_words(action.title, query):
        return TITLE
    return HELP if begin_words(f"{action.title} {action.help}", query) else 0
