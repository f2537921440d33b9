"""Everything that is known about an article besides its text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from reader.text.clean import clean_line
from reader.tui.actions import Where
from reader.tui.keys import bindings_for
from reader.tui.screens.dialog import Dialog

if TYPE_CHECKING:
    from reader.model import Article

MOST_FILES = 20


class DetailsScreen(Dialog[None]):
    """Feed, ids, dates, where the text and the marks come from, files."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for(Where.DETAILS)]
    DEFAULT_CSS = """
    DetailsScreen {
        align: center middle;
        background: $background 60%;
        &:ansi { background: ansi_default; }
        & > VerticalScroll {
            width: 84;
            max-width: 100%;
            height: auto;
            max-height: 90%;
            padding: 1 2;
            background: $panel;
            border: round $primary;
            scrollbar-size-vertical: 1;
        }
        & Horizontal { height: auto; }
        & .label { width: 13; color: $muted; }
        & .value { width: 1fr; }
    }
    """

    def __init__(self, article: Article) -> None:
        super().__init__()
        self._article = article

    def compose(self) -> ComposeResult:
        with VerticalScroll() as box:
            box.border_title = Content("Details")
            for label, value in details_of(self._article):
                with Horizontal():
                    yield Static(Content(label), classes="label")
                    yield Static(Content(clean_line(value) or "–"), classes="value")

    def action_line_down(self) -> None:
        self.query_one(VerticalScroll).scroll_down(animate=False)

    def action_line_up(self) -> None:
        self.query_one(VerticalScroll).scroll_up(animate=False)

    def action_close(self) -> None:
        self.dismiss()


def details_of(article: Article) -> Iterator[tuple[str, str]]:
    """Label and value, in order; "" as a label goes on with the one before."""
    row = article.row
    yield "Title", row.title
    yield "Address", row.url
    yield "Source", row.source
    yield "Author", article.author
    yield "Feed", row.feed_url
    yield "Entry id", article.entry_id
    yield "Article id", row.key
    yield "Published", _moment(row.published)
    yield "Updated", _moment(article.updated)
    yield "Stored", _moment(article.added)
    yield "Text", ", ".join(_about_text(article))
    yield "Marks", _about_marks(article)
    label = "Files"
    for file in article.enclosures[:MOST_FILES]:
        facts = [fact for fact in (file.type, f"{file.length:,} bytes" if file.length else "") if fact]
        yield label, f"{file.url} ({', '.join(facts)})" if facts else file.url
        label = ""


def _about_text(article: Article) -> Iterator[str]:
    origins = {"feed": "from its page", "page": "from its feed", None: ""}
    yield f"{len(article.document.text.split()):,} words"
    if article.other_text is not None:
        yield origins[article.other_text]
        yield f"that of its {article.other_text} is kept too"
    if article.summary_only:
        yield "only a summary"


def _about_marks(article: Article) -> str:
    marks = article.annotations
    if marks is None:
        return "not made yet"
    people, places = len(marks.people), len(marks.places)
    counts = (
        f"{people:,} {'person' if people == 1 else 'people'}, {places:,} place{'' if places == 1 else 's'}"
    )
    return ", ".join(part for part in (counts, marks.note, f"engine {marks.engine}") if part)


def _moment(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat(sep=" ", timespec="seconds") if moment is not None else ""
