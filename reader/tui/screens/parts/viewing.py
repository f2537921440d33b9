"""Choosing a view and the order of its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.model import Sort, View
from reader.services.viewing import ALL, BOOKMARKED, FOLLOWED, PLAIN, TODAY, UNREAD, NamedView, ViewKind
from reader.tui.screens.parts.searching import Searching

if TYPE_CHECKING:
    from reader.tui.work import Tell

SORTS = (Sort.NEWEST, Sort.OLDEST, Sort.SOURCE, Sort.TITLE)


class Viewing(Searching):
    """The keys of the views."""

    async def action_views(self) -> None:
        from reader.tui.screens.views import ViewsScreen

        await self.app.push_screen(ViewsScreen(self.named.view, self._read_views), self.show_view)

    def _read_views(self, tell: Tell) -> None:
        """Answers with ViewsRead."""
        from reader.tui.screens.views import ViewsRead

        named_views = self.services.views
        if named_views is None or self.work.shows_edition:
            tell(ViewsRead(PLAIN[:3]))
        else:
            self.work.ask(lambda: ViewsRead(named_views()), tell)

    def show_view(self, named: NamedView | None) -> None:
        """Show another view, from its first row; what was typed to narrow the last one goes."""
        if named is None:
            return
        self.named = named
        if self.sort is Sort.BEST:
            self.sort = Sort.NEWEST
        self.close_bar()
        self.list.fold_all()
        self.look(anew=True)
        self.action_go_to_list()

    def action_view_all(self) -> None:
        self.show_view(ALL)

    def action_view_unread(self) -> None:
        self.show_view(UNREAD)

    def action_view_bookmarked(self) -> None:
        self.show_view(BOOKMARKED)

    def action_view_today(self) -> None:
        self.show_view(TODAY)

    def action_view_followed(self) -> None:
        self.show_view(FOLLOWED)

    def action_view_feed(self) -> None:
        """The articles of the feed of the article in hand."""
        if (row := self.target()) is not None:
            self.show_view(NamedView(row.source, View(feed_id=row.feed_id), ViewKind.FEED))

    def action_sort(self) -> None:
        """The next order; the best first only where something is searched for."""
        sorts = (Sort.NEWEST, Sort.BEST, *SORTS[1:]) if self.view.search else SORTS
        self.sort = sorts[(sorts.index(self.sort) + 1) % len(sorts)] if self.sort in sorts else sorts[0]
        self.look()
