"""Import and refresh: what the keys set going in the background."""

from __future__ import annotations

from textual import on

from reader.tui import messages
from reader.tui.screens.parts.panes import MainPanes


class GatherKeys(MainPanes):
    """Import, refresh, stop."""

    async def action_import(self) -> None:
        from reader.tui.screens.prompt import ImportPrompt

        if self._is_gathering():
            return
        await self.app.push_screen(ImportPrompt(), self._import)

    def _import(self, typed: str | None) -> None:
        from reader.tui.screens.prompt import sources_in

        if typed:
            self.work.gathering.import_sources(sources_in(typed))

    def action_refresh_feed(self) -> None:
        if (row := self.target()) is not None and not self._is_gathering():
            self.work.gathering.refresh([row.feed_url])

    def action_refresh_all(self) -> None:
        if not self._is_gathering():
            self.work.gathering.refresh()

    def action_stop_gathering(self) -> None:
        self.work.gathering.stop()

    def _is_gathering(self) -> bool:
        if self.work.gathering.is_running:
            self.status.say("an import or a refresh is under way; Ctrl+X stops it")
        return self.work.gathering.is_running

    @on(messages.Gathered)
    def _gathered(self, message: messages.Gathered) -> None:
        if not self.work.shows_edition:
            self.work.annotating.all()
        self.status.say(message.in_words, error=bool(message.errors))
