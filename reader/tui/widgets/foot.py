"""What every line at the foot of a screen does: say something for a while."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.reactive import reactive
from textual.widget import Widget

if TYPE_CHECKING:
    from textual.timer import Timer


class Foot(Widget):
    """The last thing done, or an error, until it is old or something else is said."""

    notice: reactive[str] = reactive("")
    is_error: reactive[bool] = reactive(False)

    def __init__(self, lasting: float) -> None:
        """`lasting` is how long a notice stays, in seconds."""
        super().__init__()
        self._lasting = lasting
        self._timer: Timer | None = None

    def say(self, words: str, error: bool = False) -> None:
        """Say something for a while; errors stay until something else is said."""
        self.is_error = error
        self.notice = words
        if self._timer is not None:
            self._timer.stop()
        if not error:
            self._timer = self.set_timer(self._lasting, self._fall_silent)

    def _fall_silent(self) -> None:
        self.notice = ""
