"""Import and refresh: what the keys and the clock set going in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.timer import Timer

from reader.tui import messages
from reader.tui.changes import Change
from reader.tui.keys import with_keys
from reader.tui.screens.parts.viewing import Viewing

if TYPE_CHECKING:
    from reader.services.subscribing import Subscribing
    from reader.services.subscriptions import ImportedList
    from reader.settings import Settings

MINUTE = 60.0  # seconds


class GatherKeys(Viewing):
    """Import, refresh, stop; the feeds screen."""

    _every: Timer | None = None

    def refresh_by_itself(self) -> None:
        """Look every few minutes, as the settings say, for feeds whose time has come."""
        if self._every is not None:
            self._every.stop()
            self._every = None
        if self.settings.refresh_minutes:
            pause = self.settings.refresh_minutes * self.pace.minute
            self._every = self.set_interval(pause, self.work.gathering.refresh_due)

    def apply(self, settings: Settings) -> None:
        changed = settings.refresh_minutes != self.settings.refresh_minutes
        super().apply(settings)
        if changed:
            self.refresh_by_itself()

    async def action_import(self) -> None:
        from reader.tui.screens.prompt import ImportPrompt

        if self.is_gathering():
            return
        await self.app.push_screen(ImportPrompt(), self.import_typed)

    def import_typed(self, typed: str | None) -> None:
        """Import the sources typed; a list of feeds is followed and then asked for news."""
        from reader.tui.screens.prompt import sources_in

        if not typed or self.is_gathering():
            return
        sources = sources_in(typed)
        subscriptions = self.services.subscriptions
        if subscriptions is None or "://" in typed:
            self.work.gathering.import_sources(sources)
        else:
            self._import_path(subscriptions(), sources[0])

    def _import_path(self, feeds: Subscribing, path: str) -> None:
        def look() -> messages.PathSeen:
            return messages.PathSeen(path, feeds.is_list(path))

        self.work.ask(look)

    @on(messages.PathSeen)
    def _path_seen(self, message: messages.PathSeen) -> None:
        if not message.is_list or self.services.subscriptions is None:
            self.work.gathering.import_sources([message.path])
            return
        feeds = self.services.subscriptions()

        def follow() -> list[str] | bool:
            found = feeds.import_list(message.path)
            self.post_message(messages.ListImported(found))
            return [one.url for one in found.taken if one.status == "followed"] or False

        def take_back(urls: list[str] | bool) -> None:
            feeds.unfollow_all(urls if isinstance(urls, list) else [])

        self.states.change(Change("followed a list of feeds", follow, take_back, quiet=True))

    @on(messages.ListImported)
    def _list_imported(self, message: messages.ListImported) -> None:
        new = [one.url for one in message.imported.taken if one.status == "followed"]
        words = _list_in_words(message.imported, with_keys(" · {undo} undoes", self.app))
        self.status.say(words, error=not message.imported.taken)
        if new and not self.work.gathering.is_running:
            self.work.gathering.refresh(new)

    def action_refresh_feed(self) -> None:
        if (row := self.target()) is not None and not self.is_gathering():
            self.work.gathering.refresh([row.feed_url])

    def action_refresh_all(self) -> None:
        if not self.is_gathering():
            self.work.gathering.refresh()

    def action_stop_gathering(self) -> None:
        self.work.gathering.stop()

    def is_gathering(self) -> bool:
        """Whether an import or a refresh is under way, which is said then."""
        if self.work.gathering.is_running:
            words = "an import or a refresh is under way; {stop-gathering} stops it"
            self.status.say(with_keys(words, self.app))
        return self.work.gathering.is_running

    @on(messages.Gathered)
    def _gathered(self, message: messages.Gathered) -> None:
        if not self.work.shows_edition:
            self.work.annotating.all()
        if not message.quiet:
            self.status.say(message.in_words, error=bool(message.errors))
        elif message.new:
            self.status.say(f"{message.new:,} new")
        self.work.count()

    async def action_feeds(self) -> None:
        from reader.tui.screens.feeds import FeedsScreen

        if self.services.subscriptions is None:
            self.status.say("there is no library here that could follow feeds")
            return
        await self.app.push_screen(FeedsScreen(self, self.services.subscriptions()), self.show_view)


def _list_in_words(found: ImportedList, undo: str) -> str:
    """What became of the feeds of a list; `undo` says how to take it back."""
    counts = {
        status: sum(one.status == status for one in found.taken)
        for status in ("followed", "known", "refused")
    }
    parts = [f"{counts['followed']} feeds followed{undo}" if counts["followed"] else "no new feed"]
    if counts["known"]:
        parts.append(f"{counts['known']} were followed already")
    if counts["refused"]:
        first = next(one for one in found.taken if one.status == "refused")
        parts.append(f"{counts['refused']} refused ({first.reason})")
    if found.problem:
        parts.append(found.problem)
    return "; ".join(parts)
