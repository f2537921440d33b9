"""The search bar above the list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from reader.model import Sort
from reader.tui.changes import Change
from reader.tui.keys import with_keys
from reader.tui.screens.parts.looking import Looking

if TYPE_CHECKING:
    from reader.library.searches import Searches
    from reader.model import SavedSearch
    from reader.tui.pace import Pace
    from reader.tui.services import Services
    from reader.tui.widgets.filter_bar import FilterBar

NAME_ASKED = "A name for this search, under which {views} lists it:"
REMEMBERED = 50  # queries that Up brings back


class Searching(Looking):
    """What is typed narrows the view; a mistake in it leaves the list as it is."""

    def __init__(self, services: Services, *, now: Callable[[], datetime], pace: Pace) -> None:
        super().__init__(services, now=now, pace=pace)
        self._queries: list[str] = []

    async def action_filter(self) -> None:
        from reader.tui.widgets.filter_bar import SearchBar

        if not self.query(SearchBar):
            # Keys typed meanwhile wait until the bar is there to take them.
            await self.query_one("#left").mount(SearchBar(self.pace.typing, self._queries), before=self.list)
        self.set_focus(self.query_one(SearchBar).bar)

    def on_filter_bar_typed(self, message: FilterBar.Typed) -> None:
        if not self.query("SearchBar"):
            return  # typed before it was closed
        self.typed = message.query
        if not message.query and self.sort is Sort.BEST:
            self.sort = Sort.NEWEST
        self.look(to_top=bool(message.query))
        if self._wanted == self.view:
            self.mistake("", 0)

    def action_clear_filter(self) -> None:
        """Away with the bar; without one, back to all articles."""
        if self.list.drop_picks():
            return
        self.close_bar()
        self.look(to_top=False)
        self.list.focus()

    def close_bar(self) -> None:
        """Take the bar and what it says away; the query is remembered."""
        self._remember()
        self.query("SearchBar").remove()
        self.typed = ""
        if self.sort is Sort.BEST:
            self.sort = Sort.NEWEST

    def mistake(self, reason: str, position: int) -> None:
        from reader.tui.widgets.filter_bar import SearchBar

        for bar in self.query(SearchBar):
            bar.say(reason, position)

    def action_go_to_list(self) -> None:
        self._remember()
        super().action_go_to_list()

    def on_filter_bar_left(self) -> None:
        self.action_go_to_list()

    def _remember(self) -> None:
        if self.typed and self.typed not in self._queries[-1:]:
            self._queries.append(self.typed)
            del self._queries[:-REMEMBERED]

    # --- saved searches ----------------------------------------------------------------------

    async def action_save_search(self) -> None:
        from reader.tui.screens.prompt import LinePrompt

        query, searches = self.view.search, self.services.searches
        if searches is None or self.work.shows_edition:
            self.status.say("there is no library yet that a search could be kept in")
        elif not query:
            self.status.say("type first what to search for")
        else:
            name = query.replace('"', "")
            prompt = LinePrompt("Save the search", with_keys(NAME_ASKED, self.app), name)
            await self.app.push_screen(prompt, partial(self._save_search, searches(), query))

    def _save_search(self, searches: Searches, query: str, name: str | None) -> None:
        if not name:
            return

        def take_back(before: SavedSearch | None) -> None:
            searches.remove(name)
            if before is not None:
                searches.put_back(before)

        self.states.change(Change(f"saved as “{name}”", lambda: searches.save(name, query), take_back))
