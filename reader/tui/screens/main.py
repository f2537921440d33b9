"""The main screen: what keys do, and what becomes of the answers of the workers."""

from __future__ import annotations

import gc
from array import array
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget

from reader.model import Article, ArticleRow, Marking, View
from reader.tui import messages
from reader.tui.keys import Where, bindings_for
from reader.tui.pace import Pace
from reader.tui.reading import Reading
from reader.tui.states import States
from reader.tui.widgets.article_list import ArticleList
from reader.tui.widgets.article_view import ArticleView
from reader.tui.widgets.status import MarkLine, StatusLine
from reader.tui.widgets.who_where import WhoWhere
from reader.tui.work import Services, Work

if TYPE_CHECKING:
    from reader.tui.widgets.filter_bar import FilterBar

BREAKPOINTS = [(0, "-narrow"), (80, "-normal"), (140, "-wide")]
HINTS = (
    "Enter read   n next unread   b bookmark   / filter   i import   ? help",
    "Enter read   n next   i import   ? help",
    "? help",
)
NOTHING = "No articles yet. Press i and give the address of a feed."
EDITION = "Starter edition: press i to add a feed of your own"


class MainScreen(Screen[None]):
    """List, article, who and where, and the foot."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for(Where.ANYWHERE)]
    AUTO_FOCUS = "ArticleList"
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS

    def __init__(
        self,
        services: Services,
        first_rows: list[ArticleRow],
        *,
        now: Callable[[], datetime],
        pace: Pace,
    ) -> None:
        super().__init__()
        self._first_rows = first_rows
        self._pace = pace
        self._view = View()
        self._opening: Timer | None = None
        self.list = ArticleList(now, id="list")
        self.article = ArticleView(now, id="article")
        self.names = WhoWhere(id="names")
        self.mark_line = MarkLine()
        self.status = StatusLine(pace.notice)
        self.work = Work(services, self.post_message)
        self.reading = Reading(self.work, self.set_timer, pace.reading, self._mark_read)
        self.states = States(self.work, self._show_states, self.status.say)

    def compose(self) -> ComposeResult:
        with Horizontal(id="panes"):
            with Vertical(id="left"):
                yield self.list
            yield Vertical(id="reading")
        yield self.status

    def on_mount(self) -> None:
        rows = self._first_rows
        self.list.show(array("q", (row.rowid for row in rows)), rows)
        self._show_hints()
        self._update_position()
        self.call_after_refresh(self._after_first_paint)

    async def _after_first_paint(self) -> None:
        await self._mount_reading()
        if not self.is_narrow:
            self._open_selected(by_hand=False)
        # What start-up made lives as long as the program: no collection need look at it again.
        gc.freeze()
        gc.enable()
        self._read_again()
        self.work.annotate_all()
        self.set_interval(self._pace.polling, self.work.poll)

    async def _mount_reading(self) -> None:
        """The panes that have nothing to show before an article has been read."""
        text = Vertical(self.article, self.mark_line, id="text")
        await self.query_one("#reading").mount(text, self.names)

    async def on_unmount(self) -> None:
        await self.work.close()

    # --- the list ----------------------------------------------------------------------------

    def _read_again(self) -> None:
        self.work.read_ids(self._view)
        self.work.count()

    @on(ArticleList.RowsWanted)
    def _rows_wanted(self, message: ArticleList.RowsWanted) -> None:
        self.work.read_rows(message.rowids)

    @on(messages.RowsRead)
    def _rows_read(self, message: messages.RowsRead) -> None:
        self.list.take(message.wanted, message.rows)

    @on(messages.IdsRead)
    def _ids_read(self, message: messages.IdsRead) -> None:
        if message.view != self._view:
            return
        self.list.show(message.rowids)
        self.status.filtered = bool(self._view.search)
        self._show_hints()
        self._update_position()

    @on(messages.ShelfChanged)
    def _shelf_changed(self) -> None:
        self.list.clear()
        self.states.forget()

    @on(messages.Changed)
    def _changed(self) -> None:
        self.list.forget_rows()
        self._read_again()

    @on(messages.CountsRead)
    def _counts_read(self, message: messages.CountsRead) -> None:
        self.status.counts = message.counts
        self.status.failing = message.failing

    def _show_hints(self) -> None:
        self.status.hints = HINTS
        self.status.edition = EDITION if self.work.shows_edition else ""
        filtered = bool(self._view.search)
        self.list.say_when_empty("Nothing matches." if filtered else NOTHING)

    def _update_position(self) -> None:
        total = len(self.list.ids)
        self.status.position = (self.list.selected + 1 if total else 0, total)

    # --- the filter --------------------------------------------------------------------------

    async def action_filter(self) -> None:
        from reader.tui.widgets.filter_bar import FilterBar

        if not self.query(FilterBar):
            # Keys typed meanwhile wait until the bar is there to take them.
            await self.query_one("#left").mount(FilterBar(self._pace.typing), before=0)
        self.set_focus(self.query_one(FilterBar))

    def on_filter_bar_typed(self, message: FilterBar.Typed) -> None:
        self._look_for(message.query)

    def action_clear_filter(self) -> None:
        self.query("FilterBar").remove()
        self._look_for("")
        self.list.focus()

    def _look_for(self, query: str) -> None:
        view = replace(self._view, search=query)
        if view != self._view:
            self._view = view
            self.work.read_ids(view)

    # --- opening -----------------------------------------------------------------------------

    @property
    def is_narrow(self) -> bool:
        """Whether one pane shows at a time."""
        return self.has_class("-narrow")

    @on(ArticleList.Selected)
    def _selected(self, message: ArticleList.Selected) -> None:
        self._update_position()
        if self.article.has_focus and not message.by_hand:
            return  # what is being read stays, whatever becomes of the list
        if self._opening is not None:
            self._opening.stop()
        if not self.is_narrow or self.has_class("reading"):
            by_hand = message.by_hand
            self._opening = self.set_timer(self._pace.opening, lambda: self._open_selected(by_hand))

    @on(ArticleList.Opened)
    def action_open(self) -> None:
        if not self.article.is_attached:
            return
        self._open_selected(by_hand=True)
        self.add_class("reading")
        self._go_to(self.article)

    def action_go_to_list(self) -> None:
        self.remove_class("reading")
        self._go_to(self.list)

    def _go_to(self, pane: Widget) -> None:
        """Focus a pane: at once, so that the next key finds it, but where it is still hidden."""
        if self.is_narrow:
            self.call_after_refresh(pane.focus)
        else:
            self.set_focus(pane)

    def _open_selected(self, by_hand: bool) -> None:
        row = self.list.selected_row
        if row is not None and self.article.is_attached:
            self.reading.open(row, by_hand=by_hand)

    @on(messages.ArticleRead)
    def _article_read(self, message: messages.ArticleRead) -> None:
        article = message.article
        if not self.reading.wants(article):
            return
        self.article.show(article)
        self._show_names()
        self.work.annotate(article)

    @on(messages.Annotated)
    def _annotated(self, message: messages.Annotated) -> None:
        article = self.article.article
        if article is None or message.key != article.row.key or message.annotations == article.annotations:
            return
        self.article.annotate(message.annotations)
        self._show_names()

    @on(ArticleView.Touched)
    def _touched(self) -> None:
        self.reading.touch()

    # --- marks of state ----------------------------------------------------------------------

    def _target(self) -> ArticleRow | None:
        """What a key means: the row under the cursor, or the article that is being read."""
        return self.list.selected_row if self.list.has_focus else self.reading.row

    def action_toggle_read(self) -> None:
        if (row := self._target()) is not None:
            self.reading.leave_alone()
            self.states.mark(
                row.key, Marking(read=not row.read), "marked unread" if row.read else "marked read"
            )

    def action_toggle_bookmark(self) -> None:
        if (row := self._target()) is not None:
            words = "bookmark taken away" if row.bookmarked else "bookmarked"
            self.states.mark(row.key, Marking(bookmarked=not row.bookmarked), words)

    def action_undo(self) -> None:
        self.reading.leave_alone()
        self.states.undo()

    def _mark_read(self, key: str) -> None:
        self.states.mark(key, Marking(read=True))

    def _show_states(self, markings: Mapping[str, Marking]) -> dict[str, Marking]:
        self.reading.change(markings)
        return self.list.change(markings)

    @on(messages.Marked)
    def _written(self, message: messages.Marked) -> None:
        self.states.written(message)

    @on(messages.MarkFailed)
    def _not_written(self, message: messages.MarkFailed) -> None:
        self.states.not_written(message)

    # --- the next unread ---------------------------------------------------------------------

    def action_next_unread(self) -> None:
        self._go_to_unread(1)

    def action_previous_unread(self) -> None:
        self._go_to_unread(-1)

    def action_read_on(self) -> None:
        if self.is_narrow and not self.has_class("reading"):
            self.action_open()
        elif self.article.article is not None and not self.article.at_end:
            self.article.page_down()
        else:
            self._go_to_unread(1)

    def _go_to_unread(self, step: int) -> None:
        index = self.list.selected + step
        while (row := self.list.row_at(index)) is not None:
            if not row.read:
                self._go_to_row(row.rowid)
                return
            index += step
        self.work.find_unread(self._view, self.list.ids, index, step)

    @on(messages.UnreadFound)
    def _unread_found(self, message: messages.UnreadFound) -> None:
        if message.rowid is None:
            self.status.say("no unread article below" if message.step > 0 else "no unread article above")
        else:
            self._go_to_row(message.rowid)

    def _go_to_row(self, rowid: int) -> None:
        if self.list.select(rowid) and self.is_narrow and not self.has_class("reading"):
            self.action_open()

    # --- names -------------------------------------------------------------------------------

    def _show_names(self) -> None:
        article = self.article.article
        marks = self.article.marks
        self.names.show(marks, _why_no_names(article))
        self.mark_line.entity = None
        self.mark_line.marked = bool(marks.spans)

    def action_next_mark(self) -> None:
        self.article.step_mark(1)

    def action_previous_mark(self) -> None:
        self.article.step_mark(-1)

    @on(ArticleView.MarkReached)
    def _mark_reached(self, message: ArticleView.MarkReached) -> None:
        self._explain(message.mark)
        if self.mark_line.entity is not None:
            self.names.follow(self.article.marks.spans[message.mark].entity)

    @on(ArticleView.MarkHovered)
    def _mark_hovered(self, message: ArticleView.MarkHovered) -> None:
        self._explain(message.mark if message.mark >= 0 else self.article.mark)

    def _explain(self, number: int) -> None:
        """Say at the foot who or what a mark stands for."""
        marks = self.article.marks
        known = 0 <= number < len(marks.spans)
        self.mark_line.entity = marks.entities[marks.spans[number].entity] if known else None

    @on(WhoWhere.Chosen)
    def _name_chosen(self, message: WhoWhere.Chosen) -> None:
        self.article.step_entity(message.entity)

    def action_go_to_article(self) -> None:
        self._go_to(self.article)

    # --- gathering ---------------------------------------------------------------------------

    async def action_import(self) -> None:
        from reader.tui.screens.prompt import ImportPrompt

        if self._is_gathering():
            return
        await self.app.push_screen(ImportPrompt(), self._import)

    def _import(self, sources: tuple[str, ...] | None) -> None:
        if sources:
            self.work.import_sources(sources)

    def action_refresh_feed(self) -> None:
        if (row := self._target()) is not None and not self._is_gathering():
            self.work.refresh([row.feed_url])

    def action_refresh_all(self) -> None:
        if not self._is_gathering():
            self.work.refresh()

    def action_stop_gathering(self) -> None:
        self.work.stop_gathering()

    def _is_gathering(self) -> bool:
        if self.work.is_gathering:
            self.status.say("an import or a refresh is under way; Ctrl+X stops it")
        return self.work.is_gathering

    @on(messages.Gathered)
    def _gathered(self, message: messages.Gathered) -> None:
        self.work.annotate_all()
        self.status.say(message.in_words, error=bool(message.errors))

    # --- elsewhere ---------------------------------------------------------------------------

    def action_open_original(self) -> None:
        if (row := self._target()) is not None:
            self.work.open_url(row.url)

    @on(ArticleView.LinkOpened)
    def _link_opened(self, message: ArticleView.LinkOpened) -> None:
        self.work.open_url(message.url)

    def action_next_pane(self) -> None:
        self.focus_next()

    def action_previous_pane(self) -> None:
        self.focus_previous()

    async def action_help(self) -> None:
        from reader.tui.screens.help import HelpScreen

        await self.app.push_screen(HelpScreen(self._here()))

    def _here(self) -> list[Where]:
        """Which pane's keys work now."""
        places = {"list": Where.LIST, "article": Where.ARTICLE, "names": Where.NAMES}
        focused = self.focused.id if self.focused is not None else None
        return [places[focused]] if focused in places else []

    def action_palette(self) -> None:
        self.app.action_command_palette()

    def action_quit(self) -> None:
        self.app.exit()

    # --- the foot ----------------------------------------------------------------------------

    @on(messages.Progress)
    def _progress(self, message: messages.Progress) -> None:
        self.status.progress = message.words

    @on(messages.Failed)
    def _failed(self, message: messages.Failed) -> None:
        self.status.say(message.reason, error=True)

    @on(messages.Broken)
    def _broken(self, message: messages.Broken) -> None:
        raise message.error


def _why_no_names(article: Article | None) -> str:
    """What to say in place of names."""
    if article is None:
        return ""
    if article.annotations is None:
        return "looking for names …"
    return article.annotations.note or "nobody and no place is named"
