"""What the pages of people and of places have in common: reading, keys, going on and coming back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import quote

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from reader.model import ArticleRow, Correction
from reader.tui import messages
from reader.tui.actions import Where
from reader.tui.keys import bindings_for, hints, with_keys
from reader.tui.page_facts import Facts, articles
from reader.tui.pages import (
    CandidatesRead,
    Done,
    Host,
    Kind,
    Matter,
    PagesRead,
    Subject,
    Watching,
    WatchingRead,
)
from reader.tui.screens.correcting import Correcting
from reader.tui.widgets.page_foot import PageFoot
from reader.tui.widgets.page_layout import Part
from reader.tui.widgets.page_lines import PageLines

if TYPE_CHECKING:
    from reader.library.pages import PersonPage, PlacePage

WIDE = 120  # columns from which the articles stand beside the facts
BREAKPOINTS = [(0, "-narrow"), (80, "-normal"), (WIDE, "-wide")]
ENCYCLOPEDIA = "https://en.wikipedia.org/w/index.php?search="
HINTS = (
    ("page-open", "open"),
    ("page-back", "back"),
    ("page-search", "list"),
    ("page-timeline", "timeline"),
    ("page-follow", "follow"),
    ("page-correct", "correct"),
    ("page-look-up", "look up"),
    ("page-help", "keys"),
)


class PageScreen(Screen[None]):
    """The page of somebody or of a place. A subclass reads it, writes its facts and may add a pane."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for(Where.PAGE)]
    AUTO_FOCUS = "#facts"
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    DEFAULT_CSS = """
    PageScreen {
        & #page { height: 1fr; }
        & #about { width: 1fr; }
        & PageLines { height: 1fr; padding: 1 0 0 0; }
        & #articles { display: none; }
        &.-wide #about { width: 62; border-right: solid $rule; }
        &.-wide #articles { display: block; width: 1fr; }
        & MapView { height: 9; }
        &.-wide MapView { height: 45%; }
        &.-large MapView { height: 1fr; }
        &.-large #facts { display: none; }
        &.-large.-wide #about { width: 2fr; }
    }
    """

    def __init__(self, subject: Subject, host: Host, notice: float) -> None:
        super().__init__()
        self.subject = subject
        self.host = host
        self._bookmarked: dict[str, bool] = {}
        self._pages: Sequence[PersonPage | PlacePage] = ()
        self._number = 0
        self._waiting = True
        self._wide = False
        self.watching = Watching.NOT
        self._correcting: Correcting | None = None
        self.facts = PageLines(self._fill_facts, id="facts")
        self.articles = PageLines(self._fill_articles, id="articles")
        self.foot = PageFoot(notice)

    def compose(self) -> ComposeResult:
        with Horizontal(id="page"):
            with Vertical(id="about"):
                yield from self.above()
                yield self.facts
            yield self.articles
        yield self.foot

    def above(self) -> Iterable[Widget]:
        """Panes above the facts."""
        return ()

    def on_mount(self) -> None:
        self.foot.hints = hints(HINTS, self.app)
        self.foot.place = self.subject.name
        self.watch(self.host.status, "notice", self._told, init=False)
        self.host.ask_watching(self.subject, self.tell)
        self.read()

    def _told(self) -> None:
        """Say what the main screen says: what has been done, undone, or went wrong."""
        status = self.host.status
        if status.notice:
            self.foot.say(status.notice, error=status.is_error)

    # --- what a subclass says ----------------------------------------------------------------

    def read(self, *, after_writing: bool = False) -> None:
        """Ask for the page; PagesRead answers. `after_writing`, after the changes asked for."""
        raise NotImplementedError

    def write(self, layout: Facts) -> None:
        """Write the facts of the page shown."""
        raise NotImplementedError

    def country_of(self, page: Any) -> str:
        """The country by which a link tells one place of a name from another."""
        return ""

    def shown(self) -> None:
        """Another page is shown."""

    # --- what is shown -----------------------------------------------------------------------

    @property
    def page(self) -> Any:
        """The page shown, None while it is being read."""
        return self._pages[self._number] if self._pages else None

    @property
    def others(self) -> list[Any]:
        """The pages of the other bearers of the name."""
        return [page for page in self._pages if page is not self.page]

    @property
    def names(self) -> list[str]:
        """What the articles call the one the page is about, the longest first."""
        page = self.page
        name = page.name if self.subject.kind is Kind.PERSON else page.place.name
        return sorted({name, *page.forms}, key=len, reverse=True)

    @on(WatchingRead)
    def _watching_read(self, message: WatchingRead) -> None:
        if message.watching is not self.watching:
            self.watching = message.watching
            self.facts.lay_out()

    @on(PagesRead)
    def _pages_read(self, message: PagesRead) -> None:
        self._waiting = False
        self._pages = [*message.pages]
        self._number = next((n for n, page in enumerate(self._pages) if self._is_meant(page)), 0)
        self._show()
        if self.page is not None and self._shown_name() != self.subject.name:
            self.host.ask_watching(self._whom(), self.tell)

    def _is_meant(self, page: PersonPage | PlacePage) -> bool:
        if self.subject.number:
            return page.number == self.subject.number
        if any(naming.row.key == self.subject.article for naming in page.reported.newest):
            return True
        return bool(self.subject.country) and self.country_of(page) == self.subject.country

    def _show(self) -> None:
        self.foot.place = self.names[0] if self.page else self.subject.name
        self.shown()
        self.facts.lay_out()
        self.articles.lay_out()

    def _fill_facts(self, layout: Facts) -> None:
        if self.page is None:
            layout.line()
            layout.line(Part("…" if self._waiting else f"Nothing is stored about {self.subject.name}."))
            return
        self.write(layout)
        if not self._wide:
            self._write_articles(layout)

    def _fill_articles(self, layout: Facts) -> None:
        if self.page is not None and self._wide:
            self._write_articles(layout)

    def _write_articles(self, layout: Facts) -> None:
        reported = self.page.reported
        more = with_keys("{page-search} lists all", self.app)
        articles(
            layout, reported.newest, reported.articles, self.names, self.host.now(), self._bookmarked, more
        )

    def on_resize(self, event: events.Resize) -> None:
        wide = event.size.width >= WIDE
        if wide is not self._wide:
            self._wide = wide
            self.call_after_refresh(self._show_again)

    def _show_again(self) -> None:
        """The articles have gone beside the facts, or below them."""
        if self.articles.has_focus and not self._wide:
            self.facts.focus()
        self.facts.lay_out()
        self.articles.lay_out()

    @on(Done)
    def _done(self, message: Done) -> None:
        self.foot.say(message.words)

    @on(messages.Failed)
    def _failed(self, message: messages.Failed) -> None:
        self._waiting = False
        self.foot.say(message.reason, error=True)
        self.facts.lay_out()

    # --- keys: moving ------------------------------------------------------------------------

    @property
    def lines(self) -> PageLines:
        """The lines that the keys move in."""
        return self.articles if self.articles.has_focus else self.facts

    def action_down(self) -> None:
        self.lines.go(1)

    def action_up(self) -> None:
        self.lines.go(-1)

    def action_next(self) -> None:
        self.lines.step(1)

    def action_previous(self) -> None:
        self.lines.step(-1)

    def action_page_down(self) -> None:
        self.lines.turn(1)

    def action_page_up(self) -> None:
        self.lines.turn(-1)

    def action_top(self) -> None:
        self.lines.top()

    def action_bottom(self) -> None:
        self.lines.bottom()

    def action_next_pane(self) -> None:
        self.focus_next()

    # --- keys: going on ----------------------------------------------------------------------

    def action_open(self) -> None:
        self._open(self.lines.target)

    @on(PageLines.Opened)
    def _opened(self, message: PageLines.Opened) -> None:
        self._open(message.target)

    def _open(self, target: object) -> None:
        if isinstance(target, Subject):
            self.host.open_page(target)
        elif isinstance(target, ArticleRow):
            self.host.open_article(target)

    def action_back(self) -> None:
        self.host.go_back()

    def action_leave(self) -> None:
        self.host.leave_pages()

    def action_other(self) -> None:
        if len(self._pages) > 1:
            self._number = (self._number + 1) % len(self._pages)
            self._show()
            self.facts.top()
            self.foot.say(f"{self._number + 1} of {len(self._pages)} of this name")
        else:
            self.foot.say("nobody else and no other place of this name is known")

    def action_search(self) -> None:
        if self.page is not None:
            self.host.list_articles(self._query())

    def action_timeline(self) -> None:
        if self.page is not None:
            self.host.open_timeline(Matter(self._shown_name(), self._query(), self.page.number))

    def action_people(self) -> None:
        self.host.open_index(Kind.PERSON)

    def action_places(self) -> None:
        self.host.open_index(Kind.PLACE)

    # --- keys: doing something ---------------------------------------------------------------

    def action_toggle_bookmark(self) -> None:
        row = self._article()
        if row is not None:
            bookmarked = not self._bookmarked.get(row.key, row.bookmarked)
            self.host.bookmark(row.key, bookmarked)
            self._bookmarked[row.key] = bookmarked
            self.lines.lay_out()

    def action_undo(self) -> None:
        self.host.undo()
        self._read_anew()

    def action_redo(self) -> None:
        self.host.redo()
        self._read_anew()

    def _read_anew(self) -> None:
        self._bookmarked.clear()
        self.host.ask_watching(self.subject, self.tell)
        self.read(after_writing=True)

    def action_follow(self) -> None:
        self._watch(Watching.FOLLOWED)

    def action_mute(self) -> None:
        self._watch(Watching.MUTED)

    def _watch(self, watching: Watching) -> None:
        if self.page is None:
            return
        wanted = Watching.NOT if self.watching is watching else watching
        self.host.set_watching(self._whom(), wanted)
        self.host.ask_watching(self._whom(), self.tell)

    def action_correct(self) -> None:
        if self.page is not None:
            self._correcting = Correcting(self, self.subject.kind, self._shown_name(), self.lines.target)
            self._correcting.ask()

    @on(CandidatesRead)
    def _candidates_read(self, message: CandidatesRead) -> None:
        if self._correcting is not None:
            self._correcting.choose(message.places)

    def corrected(self, correction: Correction, words: str) -> None:
        """Make a correction and show the page as it is then."""
        self.host.correct(correction, words)
        self.read(after_writing=True)

    def _whom(self) -> Subject:
        return Subject(self.subject.kind, self._shown_name(), number=self.page.number)

    def action_open_original(self) -> None:
        if (row := self._article()) is not None:
            self.host.open_url(row.url)

    def action_look_up(self) -> None:
        if self.page is not None:
            self.host.open_url(ENCYCLOPEDIA + quote(self._shown_name()))

    def action_export(self) -> None:
        if self.page is not None:
            self.host.export(self.page, self.tell)

    def action_zoom_in(self) -> None:
        """Only where there is a map."""

    def action_zoom_out(self) -> None:
        """Only where there is a map."""

    def action_enlarge(self) -> None:
        """Only where there is a map."""

    async def action_help(self) -> None:
        from reader.tui.screens.help import HelpScreen

        await self.app.push_screen(HelpScreen([Where.PAGE], anywhere=False))

    def tell(self, message: Message) -> None:
        """Take a message from a worker."""
        if self.is_running:
            self.post_message(message)

    def _article(self) -> ArticleRow | None:
        target = self.lines.target
        if isinstance(target, ArticleRow):
            return target
        self.foot.say("go to one of the articles first")
        return None

    def _query(self) -> str:
        """The search that finds the articles."""
        what = "who" if self.subject.kind is Kind.PERSON else "where"
        return f'{what}:"{self._shown_name()}"'

    def _shown_name(self) -> str:
        page = self.page
        return str(page.name if self.subject.kind is Kind.PERSON else page.place.name).replace('"', " ")
