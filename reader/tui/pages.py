"""What the pages of people and places need of others: where their facts come from, and who leads on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol

from textual.message import Message

if TYPE_CHECKING:
    from reader.library.indexes import ListedPerson, ListedPlace, Order, Wanted
    from reader.library.pages import PersonPage, PlacePage
    from reader.library.timeline import Bar, Period
    from reader.model import ArticleRow, Correction, Place, View
    from reader.tui.widgets.status import StatusLine

NEWEST = 30  # articles that a page gives with the naming sentence


class Kind(StrEnum):
    """What pages are about."""

    PERSON = "person"
    PLACE = "place"


class Subject(NamedTuple):
    """Whom or what a page is about. Of several bearers of a name it is the one of this number, the one
    named in the article with this key, or the place in this country; 0 and "" where that is not known."""

    kind: Kind
    name: str
    article: str = ""
    country: str = ""
    number: int = 0


class Watching(StrEnum):
    """What the person thinks of somebody or some place, as a page words it."""

    NOT = ""
    FOLLOWED = "followed"
    MUTED = "muted"


class PageSource(Protocol):
    """What is stored about people and places (`reader.library.pages`). Safe to call from any thread."""

    def person(self, number: int, limit: int) -> PersonPage:
        """The person of a number. NotStoredError."""
        ...

    def place(self, number: int, limit: int) -> PlacePage:
        """The place of a number. NotStoredError."""
        ...

    def people(self, name: str, limit: int) -> list[PersonPage]:
        """The people of a name, the most reported first, each with so many articles. NotStoredError."""
        ...

    def places(self, name: str, limit: int) -> list[PlacePage]:
        """The places of a name, the most reported first, each with so many articles. NotStoredError."""
        ...


class IndexLine(NamedTuple):
    """Somebody or some place in an index; `about` is the latest office or the kind and province in
    words, `country` a name, `code` its ISO code; "" where it is not known. `number` is the library's."""

    number: int
    name: str
    articles: int
    last: datetime
    about: str = ""
    country: str = ""
    code: str = ""
    official: bool = False
    new: bool = False
    lat: float | None = None
    lon: float | None = None


class Among(NamedTuple):
    """Some of the articles: what they are, in words, and their row ids."""

    words: str
    rowids: tuple[int, ...]


class IndexSource(Protocol):
    """Everybody and every place (`reader.library.indexes`). Safe to call from any thread."""

    def people(
        self, order: Order = ..., wanted: Wanted | None = None, limit: int = -1, start: int = 0
    ) -> list[ListedPerson]:
        """So many of those wanted in this order, from one on."""
        ...

    def places(
        self, order: Order = ..., wanted: Wanted | None = None, limit: int = -1, start: int = 0
    ) -> list[ListedPlace]:
        """So many of those wanted in this order, from one on."""
        ...

    def count(self, kind: str, wanted: Wanted | None = None) -> int:
        """How many those wanted are."""
        ...


class Matter(NamedTuple):
    """What a timeline is about, in words and as a search: the person or place of a number, else the
    articles of a view."""

    words: str
    query: str
    number: int = 0
    view: View | None = None


class TimelineSource(Protocol):
    """Articles period by period (`reader.library.timeline`). Safe to call from any thread."""

    def of_view(self, view: View, by: Period) -> list[Bar]:
        """The articles of a view, oldest period first, without gaps. QueryError."""
        ...

    def of_entity(self, number: int, by: Period) -> list[Bar]:
        """The articles that name a person or a place."""
        ...


class Host(Protocol):
    """The main screen, as pages see it."""

    @property
    def now(self) -> Callable[[], datetime]: ...

    def ask(
        self,
        call: Callable[[PageSource], Message],
        tell: Callable[[Message], object],
        *,
        after_writing: bool = False,
    ) -> None:
        """Read something in a thread and tell of it; Failed when that is impossible. `after_writing`,
        after all changes that have been asked for."""
        ...

    def set_watching(self, subject: Subject, watching: Watching) -> None:
        """Follow or mute somebody or some place, or neither any more."""
        ...

    def ask_watching(self, subject: Subject, tell: Callable[[Message], object]) -> None:
        """WatchingRead answers, after all changes that have been asked for."""
        ...

    def correct(self, correction: Correction, words: str) -> None:
        """Say what is wrong; it counts everywhere. `words` say what has been done."""
        ...

    def ask_candidates(self, name: str, tell: Callable[[Message], object]) -> None:
        """CandidatesRead answers with the places that a name may mean."""
        ...

    def ask_index(self, call: Callable[[IndexSource], Message], tell: Callable[[Message], object]) -> None:
        """Read something of the indexes in a thread and tell of it."""
        ...

    def listed(self) -> Among:
        """The articles that the list shows."""
        ...

    def open_page(self, subject: Subject) -> None:
        """Show a page above what is shown."""
        ...

    def open_article(self, row: ArticleRow) -> None:
        """Show an article in the panes; Escape there comes back."""
        ...

    def list_articles(self, query: str) -> None:
        """Put the pages away and show what a search finds."""
        ...

    def go_back(self) -> None:
        """Leave the page for the one below it."""
        ...

    def leave_pages(self) -> None:
        """Leave all pages."""
        ...

    def open_index(self, kind: Kind, *, among: Among | None = None, mapped: bool = False) -> None:
        """Show everybody, or every place; of these articles only, on a map."""
        ...

    def open_timeline(self, matter: Matter) -> None:
        """Show when somebody, some place or what a search finds was reported."""
        ...

    def ask_timeline(
        self, call: Callable[[TimelineSource], Message], tell: Callable[[Message], object]
    ) -> None:
        """Count articles in a thread and tell of it."""
        ...

    def bookmark(self, key: str, bookmarked: bool) -> None:
        """Set or take away the bookmark of an article."""
        ...

    @property
    def status(self) -> StatusLine:
        """The line that says what has been done and what went wrong."""
        ...

    def undo(self) -> None:
        """Take back the last change of state."""
        ...

    def redo(self) -> None:
        """Make again what was taken back last."""
        ...

    def export(self, page: PersonPage | PlacePage, tell: Callable[[Message], object]) -> None:
        """Write a dossier into the current folder; Done or Failed tells of it."""
        ...

    def open_url(self, url: str) -> None:
        """Open an address in the browser."""
        ...


class PagesRead(Message):
    """The pages of everybody or every place of the name that was asked for."""

    def __init__(self, pages: Sequence[PersonPage] | Sequence[PlacePage]) -> None:
        super().__init__()
        self.pages = pages


class WatchingRead(Message):
    """Whether somebody or some place is followed or muted."""

    def __init__(self, watching: Watching) -> None:
        super().__init__()
        self.watching = watching


class CandidatesRead(Message):
    """The places that a name may mean, the largest first."""

    def __init__(self, places: Sequence[Place]) -> None:
        super().__init__()
        self.places = places


class IndexRead(Message):
    """Lines of an index from one on, and how many there are; `asked` is the number of the question."""

    def __init__(self, asked: int, start: int, lines: Sequence[IndexLine], total: int) -> None:
        super().__init__()
        self.asked = asked
        self.start = start
        self.lines = lines
        self.total = total


class SpotsRead(Message):
    """The places of an index that lie somewhere, those of most articles first."""

    def __init__(self, asked: int, lines: Sequence[IndexLine]) -> None:
        super().__init__()
        self.asked = asked
        self.lines = lines


class TimelineRead(Message):
    """The periods from the first article to the last, without gaps: days, weeks or months, as `by` says.
    `asked` is the number of the question."""

    def __init__(self, asked: int, by: str, periods: Sequence[Bar]) -> None:
        super().__init__()
        self.asked = asked
        self.by = by
        self.periods = periods


class Done(Message):
    """Something that was asked for on a page has been done, in words."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words
