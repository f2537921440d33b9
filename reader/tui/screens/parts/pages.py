"""From names to pages: opening the page of a person or place, going on from there and coming back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from textual.message import Message
from textual.screen import Screen

from reader.model import Marking
from reader.tui.changes import Change
from reader.tui.keys import with_keys
from reader.tui.pages import (
    Among,
    CandidatesRead,
    Done,
    Kind,
    Matter,
    Subject,
    WatchingRead,
)
from reader.tui.screens.parts.listing import Listing

if TYPE_CHECKING:
    from reader.library.pages import PersonPage, PlacePage
    from reader.model import ArticleRow, Correction
    from reader.tui.marks import Entity
    from reader.tui.pace import Pace
    from reader.tui.pages import (
        IndexSource,
        PageSource,
        TimelineSource,
        Watching,
    )
    from reader.tui.screens.index import IndexScreen
    from reader.tui.screens.page import PageScreen
    from reader.tui.services import Services
    from reader.tui.widgets.article_view import ArticleView
    from reader.tui.widgets.who_where import WhoWhere

NOT_YET = "pages are made from your own articles; press {import} to add a feed"


class PageKeys(Listing):
    """Pages lie on the main screen as a stack. While an article of one is read in the panes they are
    set aside, whole, and Escape brings them back."""

    def __init__(self, services: Services, *, now: Callable[[], datetime], pace: Pace) -> None:
        super().__init__(services, now=now, pace=pace)
        self._aside: list[Screen[None]] = []
        self._read_from_page = ""

    # --- to a page ---------------------------------------------------------------------------

    def on_article_view_mark_opened(self, message: ArticleView.MarkOpened) -> None:
        self._open_entity(message.entity)

    def on_who_where_opened(self, message: WhoWhere.Opened) -> None:
        self._open_entity(self.article.marks.entities[message.entity])

    def _open_entity(self, entity: Entity) -> None:
        from reader.tui.marks import MarkKind

        article = self.article.article
        kind = Kind.PLACE if entity.kind is MarkKind.PLACE else Kind.PERSON
        self.open_page(Subject(kind, entity.name, article.row.key if article else ""))

    def open_page(self, subject: Subject) -> None:
        if self._has_pages():
            self.app.push_screen(_page_of(subject)(subject, self, self.pace.notice))

    def open_index(self, kind: Kind, *, among: Among | None = None, mapped: bool = False) -> None:
        if self._has_pages():
            self.app.push_screen(_index_of(kind)(self, self.pace.notice, among=among, mapped=mapped))

    def action_people(self) -> None:
        self.open_index(Kind.PERSON)

    def action_places(self) -> None:
        self.open_index(Kind.PLACE)

    def action_map(self) -> None:
        """The places of the article that a key means."""
        if (row := self.target()) is not None:
            self.open_index(Kind.PLACE, among=Among("the article", (row.rowid,)), mapped=True)

    def _has_pages(self) -> bool:
        if self.services.pages is None or self.work.shows_edition:
            self.status.say(with_keys(NOT_YET, self.app))
            return False
        return True

    # --- what pages ask for ------------------------------------------------------------------

    def ask(
        self,
        call: Callable[[PageSource], Message],
        tell: Callable[[Message], object],
        *,
        after_writing: bool = False,
    ) -> None:
        pages = self.services.pages
        if pages is not None:
            run = self.work.write if after_writing else self.work.ask
            run(lambda: call(pages()), tell)

    def ask_index(self, call: Callable[[IndexSource], Message], tell: Callable[[Message], object]) -> None:
        indexes = self.services.indexes
        if indexes is not None:
            self.work.ask(lambda: call(indexes()), tell)

    def listed(self) -> Among:
        return Among(self.typed or self.named.name, tuple(self.list.ids))

    def open_url(self, url: str) -> None:
        self.work.open_url(url)

    def bookmark(self, key: str, bookmarked: bool) -> None:
        words = "bookmarked" if bookmarked else "bookmark taken away"
        self.states.mark([key], Marking(bookmarked=bookmarked), words)

    def set_watching(self, subject: Subject, watching: Watching) -> None:
        from reader.tui.watching import watching_change

        watches = self.services.watching
        if watches is not None:
            self.states.change(watching_change(watches(), subject, watching))

    def ask_watching(self, subject: Subject, tell: Callable[[Message], object]) -> None:
        from reader.tui.watching import watching_now

        watches = self.services.watching
        if watches is not None:
            self.work.write(lambda: WatchingRead(watching_now(watches(), subject)), tell)

    def correct(self, correction: Correction, words: str) -> None:
        correct, take_back = self.services.correct, self.services.take_back
        if correct is not None and take_back is not None:
            self.states.change(Change(words, lambda: correct(correction), lambda said: take_back([said.id])))

    def ask_candidates(self, name: str, tell: Callable[[Message], object]) -> None:
        candidates = self.services.place_candidates
        if candidates is not None:
            self.work.ask(lambda: CandidatesRead(candidates(name)), tell)

    def open_timeline(self, matter: Matter) -> None:
        from reader.tui.screens.timeline import TimelineScreen

        if self._has_pages():
            self.app.push_screen(TimelineScreen(matter, self, self.pace.notice))

    def action_timeline(self) -> None:
        """When the articles of the list were published."""
        self.open_timeline(Matter(self.typed or self.named.name, self.typed, view=self.view))

    def ask_timeline(
        self, call: Callable[[TimelineSource], Message], tell: Callable[[Message], object]
    ) -> None:
        timelines = self.services.timelines
        if timelines is not None:
            self.work.ask(lambda: call(timelines()), tell)

    def export(self, page: PersonPage | PlacePage, tell: Callable[[Message], object]) -> None:
        export = self.services.export_page
        if export is not None:
            self.work.write(lambda: Done(f"written to {export(page).name}"), tell)

    def undo(self) -> None:
        self.states.undo()

    def redo(self) -> None:
        self.states.redo()

    # --- going and coming back ---------------------------------------------------------------

    @property
    def _pages(self) -> list[Screen[None]]:
        """The pages above this screen, the lowest first."""
        stack = self.app.screen_stack
        return stack[stack.index(self) + 1 :]

    def go_back(self) -> None:
        self.app.pop_screen()

    def leave_pages(self) -> None:
        for _ in self._pages:
            self.app.pop_screen()
        self._forget_pages()

    def open_article(self, row: ArticleRow) -> None:
        self._forget_pages()
        self._aside = self._pages
        for page in reversed(self._aside):
            self.app.install_screen(page, _name_of(page))  # else leaving the stack would end it
            self.app.pop_screen()
        self._read_from_page = row.key
        self.list.select(row.rowid)
        self.reading.open(row, by_hand=True)
        self.add_class("reading")
        self.go_to(self.article)

    def list_articles(self, query: str) -> None:
        self.leave_pages()
        self.remove_class("reading")
        self.call_later(self._search, query)

    async def _search(self, query: str) -> None:
        from reader.tui.widgets.filter_bar import SearchBar

        await self.action_filter()
        self.query_one(SearchBar).bar.value = query
        self.go_to(self.list)

    def action_go_to_list(self) -> None:
        """Back, to the page from which the article was opened if it is still that one."""
        row = self.reading.row
        if self._aside and row is not None and row.key == self._read_from_page and self.article.has_focus:
            pages, self._aside = self._aside, []
            for page in pages:
                self.app.uninstall_screen(_name_of(page))
                self.app.push_screen(page)
            return
        self._forget_pages()
        super().action_go_to_list()

    def _forget_pages(self) -> None:
        for page in self._aside:
            self.app.uninstall_screen(_name_of(page))
            page.remove()
        self._aside = []


def _index_of(kind: Kind) -> type[IndexScreen]:
    if kind is Kind.PERSON:
        from reader.tui.screens.people import PeopleScreen

        return PeopleScreen
    from reader.tui.screens.places import PlacesScreen

    return PlacesScreen


def _name_of(page: Screen[None]) -> str:
    return f"page-{id(page)}"


def _page_of(subject: Subject) -> type[PageScreen]:
    if subject.kind is Kind.PERSON:
        from reader.tui.screens.person import PersonScreen

        return PersonScreen
    from reader.tui.screens.place import PlaceScreen

    return PlaceScreen
