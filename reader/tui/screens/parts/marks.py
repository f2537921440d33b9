"""The names of the article shown: walking them, saying who and where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.tui.marks import MarkLevel
from reader.tui.screens.parts.panes import MainPanes

if TYPE_CHECKING:
    from reader.model import Article
    from reader.settings import Settings
    from reader.tui.widgets.article_view import ArticleView
    from reader.tui.widgets.who_where import WhoWhere


class MarkKeys(MainPanes):
    """The marks of the article, the line at the foot, and the panel of who and where."""

    def show_names(self) -> None:
        """Show who and what is named in the article, from the beginning."""
        article = self.article.article
        marks = self.article.marks
        self.names.show(marks, _why_no_names(article))
        self.mark_line.entity = None
        self.mark_line.marked = bool(marks.spans)

    def action_next_mark(self) -> None:
        self.article.step_mark(1)

    def action_previous_mark(self) -> None:
        self.article.step_mark(-1)

    def action_cycle_marks(self) -> None:
        self._show_marks(self.article.level.next)
        self.status.say(_SHOWN[self.article.level])

    def _show_marks(self, level: MarkLevel) -> None:
        self.article.level = self.mark_line.level = level

    def apply(self, settings: Settings) -> None:
        if settings.marks != self.settings.marks:
            self._show_marks(MarkLevel(settings.marks))
        super().apply(settings)

    def on_article_view_mark_reached(self, message: ArticleView.MarkReached) -> None:
        self._explain(message.mark)
        if self.mark_line.entity is not None:
            self.names.follow(self.article.marks.spans[message.mark].entity)

    def on_article_view_mark_hovered(self, message: ArticleView.MarkHovered) -> None:
        self._explain(message.mark if message.mark >= 0 else self.article.mark)

    def _explain(self, number: int) -> None:
        """Say at the foot who or what a mark stands for."""
        marks = self.article.marks
        known = 0 <= number < len(marks.spans)
        self.mark_line.entity = marks.entities[marks.spans[number].entity] if known else None

    def on_who_where_chosen(self, message: WhoWhere.Chosen) -> None:
        self.article.step_entity(message.entity)

    def action_go_to_article(self) -> None:
        self.go_to(self.article)


_SHOWN = {
    MarkLevel.ALL: "marked: officials, other people and places",
    MarkLevel.OFFICIALS: "marked: officials and places",
    MarkLevel.NONE: "no marks; ] and [ still walk them",
}


def _why_no_names(article: Article | None) -> str:
    """What to say in place of names."""
    if article is None:
        return ""
    if article.annotations is None:
        return "looking for names …"
    return article.annotations.note or "nobody and no place is named"
