"""The actions of the registry as commands of the palette."""

from __future__ import annotations

from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider

from reader.tui.keys import palette_actions


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
