"""How far an article has been read: shown at its foot, kept, and gone on from the next time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from textual.timer import Timer

from reader.tui.screens.parts.panes import MainPanes

if TYPE_CHECKING:
    from reader.tui.pace import Pace
    from reader.tui.services import Services


class Resuming(MainPanes):
    """The place is kept when the text has rested for a moment and when the article is left. What has
    been read to its end begins again at its beginning."""

    def __init__(self, services: Services, *, now: Callable[[], datetime], pace: Pace) -> None:
        super().__init__(services, now=now, pace=pace)
        self._at = self._kept = ("", 0)
        self._resting: Timer | None = None

    def on_article_page_moved(self) -> None:
        self._at = self._place()
        self.mark_line.percent = self.article.percent if self.article.article is not None else -1
        self.mark_line.inset = self.article.inset
        if self._resting is not None:
            self._resting.stop()
        self._resting = self.set_timer(self.pace.resting, self.keep_place)

    def note_place(self) -> None:
        """An article has just been shown: what is in sight needs no keeping."""
        self._at = self._kept = self._place()

    def keep_place(self) -> None:
        """Keep the place, if it is another one than before."""
        place, positions = self._at, self.services.positions
        if place == self._kept or not place[0] or positions is None or self.work.shows_edition:
            return
        self._kept = place
        self.work.write(lambda: positions().keep(*place))

    def _place(self) -> tuple[str, int]:
        view = self.article
        if view.article is None:
            return "", 0
        return view.article.row.key, 0 if view.at_end else view.offset_in_sight or 0
