"""Which article is open, and when it counts as read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Protocol

from textual.timer import Timer

from reader.tui.widgets.row_lines import marked

if TYPE_CHECKING:
    from reader.model import Article, ArticleRow, Marking
    from reader.tui.work import Work


class SetTimer(Protocol):
    """How a screen sets a timer, in seconds."""

    def __call__(self, delay: float, callback: Callable[[], None]) -> Timer: ...


class Reading:
    """The article that is open or about to be. An article that the person asked for is read once it
    has been open for `moment` seconds; one that was merely there at the start is not."""

    def __init__(
        self, work: Work, set_timer: SetTimer, moment: float, mark_read: Callable[[ArticleRow], None]
    ) -> None:
        self._work = work
        self._set_timer = set_timer
        self._moment = moment
        self._mark_read = mark_read
        self._wanted = ""
        self._timer: Timer | None = None
        self._left_alone = False
        self.row: ArticleRow | None = None
        """The article shown, in its present state."""

    def open(self, row: ArticleRow, *, by_hand: bool) -> None:
        """Ask for an article unless it is the one open; only the last one asked for is shown."""
        if row.key != self._wanted:
            self._wanted = row.key
            self._left_alone = False
            self._stop()
            self._work.read_article(row.key)
        if by_hand:
            self._start(row)

    def read_again(self, key: str) -> None:
        """The text of an article has changed."""
        if key == self._wanted:
            self._work.read_article(key)

    def close(self) -> None:
        """Show none."""
        self._wanted = ""
        self.row = None
        self._stop()

    def wants(self, article: Article) -> bool:
        """Whether this is the article to show; if so, it is now the one shown."""
        if article.row.key != self._wanted:
            return False
        self.row = article.row
        return True

    def touch(self) -> None:
        """The person does something with the article shown."""
        if self.row is not None and self._timer is None and self.row.key == self._wanted:
            self._start(self.row)

    def leave_alone(self) -> None:
        """The person has decided on its state: it does not become read by itself any more."""
        self._left_alone = True
        self._stop()

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def change(self, markings: Mapping[str, Marking]) -> None:
        """The state of articles has changed."""
        if self.row is not None and (own := markings.get(self.row.key)) is not None:
            self.row = marked(self.row, own)

    def renew(self, rows: Iterable[ArticleRow]) -> None:
        """Rows have been read again, the one of the article shown perhaps among them."""
        if self.row is not None:
            key = self.row.key
            self.row = next((row for row in rows if row.key == key), self.row)

    def _start(self, row: ArticleRow) -> None:
        self._stop()
        if not row.read and not self._left_alone:
            self._timer = self._set_timer(self._moment, lambda: self._mark_read(row))
