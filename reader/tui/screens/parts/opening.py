"""Opening articles: from the list, by hand or in passing, and going back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from textual import on
from textual.timer import Timer

from reader.tui import messages
from reader.tui.screens.parts.links import LinkKeys
from reader.tui.screens.parts.marks import MarkKeys
from reader.tui.screens.parts.matches import MatchKeys
from reader.tui.screens.parts.notes import NoteKeys
from reader.tui.screens.parts.resuming import Resuming
from reader.tui.screens.parts.turning import FullTextKeys
from reader.tui.widgets.article_list import ArticleList

if TYPE_CHECKING:
    from reader.settings import Settings
    from reader.tui.pace import Pace
    from reader.tui.services import Services
    from reader.tui.widgets.article_view import ArticleView


class Opening(NoteKeys, FullTextKeys, Resuming, MatchKeys, LinkKeys, MarkKeys):
    """What the reading pane shows."""

    def __init__(self, services: Services, *, now: Callable[[], datetime], pace: Pace) -> None:
        super().__init__(services, now=now, pace=pace)
        self._opening: Timer | None = None

    @on(ArticleList.Selected)
    def _selected(self, message: ArticleList.Selected) -> None:
        self.show_position()
        if self.article.has_focus and not message.by_hand:
            return  # what is being read stays, whatever becomes of the list
        if self._opening is not None:
            self._opening.stop()
        if not self.is_narrow or self.has_class("reading"):
            by_hand = message.by_hand
            self._opening = self.set_timer(self.pace.opening, lambda: self.open_selected(by_hand))

    @on(ArticleList.Opened)
    def action_open(self) -> None:
        if not self.article.is_attached:
            return
        self.open_selected(by_hand=True)
        self._show_article_alone()
        self.go_to(self.article)

    def on_resize(self) -> None:
        if self.article.has_focus:
            self.call_after_refresh(self._show_article_alone)

    def _show_article_alone(self) -> None:
        """Where only one pane shows; elsewhere a class would cost every style of the screen."""
        if self.is_narrow:
            self.add_class("reading")

    def action_go_to_list(self) -> None:
        if self.has_class("zen"):
            self.action_zen()
            return
        self.remove_class("reading")
        self.go_to(self.list)

    def open_selected(self, by_hand: bool) -> None:
        """Show the article under the cursor; it becomes read only when that was asked for."""
        row = self.list.selected_row
        if row is not None and self.article.is_attached:
            self.reading.open(row, by_hand=by_hand)

    def open_nothing(self) -> None:
        """Show no article: none of the list is selected."""
        if self._opening is not None:
            self._opening.stop()
        self.keep_place()
        self.reading.close()
        if self.article.article is not None:
            self.article.show(None)
            self.show_names()

    @on(messages.ArticleRead)
    def _article_read(self, message: messages.ArticleRead) -> None:
        article = message.article
        if not self.reading.wants(article):
            return
        self.keep_place()
        self.article.show(article, at=message.at, notes=message.notes)
        self.note_place()
        self.show_names()
        self.find_matches()
        self.work.annotating.article(article)

    @on(messages.Annotated)
    def _annotated(self, message: messages.Annotated) -> None:
        article = self.article.article
        if article is None or message.key != article.row.key or message.annotations == article.annotations:
            return
        self.article.annotate(message.annotations)
        self.show_names()

    # --- without leaving the article ---------------------------------------------------------

    def action_next_article(self) -> None:
        self._go_to_neighbour(1)

    def action_previous_article(self) -> None:
        self._go_to_neighbour(-1)

    def _go_to_neighbour(self, step: int) -> None:
        row = self.list.row_at(self.list.selected + step)
        if row is None:
            self.status.say("this is the last article" if step > 0 else "this is the first article")
        else:
            self.list.select(row.rowid)

    def action_zen(self) -> None:
        """The article alone, or beside the list again."""
        if not self.has_class("zen") and self.article.article is not None:
            self.action_open()
            self.add_class("zen")
        else:
            self.remove_class("zen")

    def action_details(self) -> None:
        from reader.tui.screens.details import DetailsScreen

        if (article := self.article.article) is not None:
            self.app.push_screen(DetailsScreen(article))

    def apply(self, settings: Settings) -> None:
        super().apply(settings)
        self.article.measure = settings.width

    def on_article_page_touched(self) -> None:
        self.reading.touch()

    def on_article_view_mark_reached(self, message: ArticleView.MarkReached) -> None:
        # Textual calls the handler of every class: that of the marks is not replaced.
        self.reading.touch()
