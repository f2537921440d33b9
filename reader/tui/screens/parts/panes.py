"""What the parts of the main screen share: its panes, the view it shows, the article in hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from textual.screen import Screen
from textual.widget import Widget

from reader.model import Sort, View
from reader.tui.actions import Where
from reader.tui.hints import HINTS
from reader.tui.keys import hints
from reader.tui.widgets.article_list import ArticleList
from reader.tui.widgets.status import StatusLine
from reader.tui.work import Work

if TYPE_CHECKING:
    from reader.model import ArticleRow
    from reader.settings import Settings
    from reader.tui.pace import Pace
    from reader.tui.services import Services
    from reader.tui.widgets.article_view import ArticleView
    from reader.tui.widgets.mark_line import MarkLine
    from reader.tui.widgets.who_where import WhoWhere


def first_view(settings: Settings) -> View:
    """What the list shows at the start."""
    return View(sort=Sort(settings.sort), folded=settings.fold_stories)


class MainPanes(Screen[None]):
    """The panes and the bridge to the workers. Each part of the screen is a subclass that handles
    one concern: its keys, and the messages that answer them."""

    def __init__(self, services: Services, *, now: Callable[[], datetime], pace: Pace) -> None:
        super().__init__()
        self.services = services
        self.now = now
        self.pace = pace
        self.settings = services.settings
        self.view = first_view(services.settings)
        """Which articles the list shows."""
        self.list = ArticleList(now, id="list")
        self.status = StatusLine(pace.notice)
        self.work = Work(services, self.post_message)

    # The panes of the article are made, and imported, after the first paint: the list needs none of them.

    @cached_property
    def article(self) -> ArticleView:
        """The article that is open."""
        from reader.tui.marks import MarkLevel
        from reader.tui.widgets.article_view import ArticleView

        view = ArticleView(self.now, id="article")
        view.measure = self.settings.width
        view.level = MarkLevel(self.settings.marks)
        return view

    @cached_property
    def names(self) -> WhoWhere:
        """Who and what is named in it."""
        from reader.tui.widgets.who_where import WhoWhere

        return WhoWhere(id="names")

    @cached_property
    def mark_line(self) -> MarkLine:
        """What the current mark stands for."""
        from reader.tui.widgets.mark_line import MarkLine

        line = MarkLine()
        line.level = self.article.level
        return line

    def apply(self, settings: Settings) -> None:
        """Take over settings that were changed while the screen is open. Each part applies its own."""
        self.settings = settings

    @property
    def here(self) -> Where | None:
        """The pane that has the focus."""
        places = {"list": Where.LIST, "article": Where.ARTICLE, "names": Where.NAMES, "query": Where.FILTER}
        return places.get(self.focused.id or "") if self.focused is not None else None

    def show_keys(self) -> None:
        """Say at the foot what to know in the pane that has the focus."""
        self.status.hints = hints(HINTS[self.here or Where.LIST], self.app)

    @property
    def is_narrow(self) -> bool:
        """Whether one pane shows at a time."""
        return self.has_class("-narrow")

    def go_to(self, pane: Widget) -> None:
        """Focus a pane: at once, so that the next key finds it, but where it is still hidden."""
        if self.is_narrow:
            self.call_after_refresh(pane.focus)
        else:
            self.set_focus(pane)

    def target(self) -> ArticleRow | None:
        """What a key means: the row under the cursor, or the article that is being read."""
        return self.list.selected_row if self.list.has_focus else self.shown_row

    @property
    def shown_row(self) -> ArticleRow | None:
        """The article in the reading pane, in its present state."""
        return None

    def show_position(self) -> None:
        """Say at the foot which row of how many is selected."""
        total = len(self.list.ids)
        self.status.position = (self.list.selected + 1 if total else 0, total)
