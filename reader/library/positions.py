"""How far articles have been read, in state/positions.json: {"key", "offset", "at"}.

`offset` is the code point of the article's text that stood at the top. Only the newest are kept, so
that keeping one costs a small file however much is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.library.moments import now, written

if TYPE_CHECKING:
    from reader.library.state import State

KEPT = 500
_SPARE = 50  # more before the oldest are dropped, so that this is seldom done


class Positions:
    """The reading positions of a library. `keep` is durable on return, a millisecond or two; it may
    raise LibraryError or DamagedError."""

    def __init__(self, state: State) -> None:
        self._state = state

    def of(self, key: str) -> int:
        """The offset into the text to go on from, 0 for the beginning."""
        offset = self._state.positions.documents.get(key, {}).get("offset", 0)
        return offset if isinstance(offset, int) and offset > 0 else 0

    def keep(self, key: str, offset: int) -> None:
        """Remember how far an article has been read; the beginning needs no remembering."""
        if self.of(key) == max(offset, 0):
            return
        at = written(now())
        with self._state.changing():
            if offset > 0:
                self._state.positions.put([{"key": key, "offset": offset, "at": at}])
                self._forget_oldest()
            else:
                self._state.positions.remove([key])

    def _forget_oldest(self) -> None:
        known = self._state.positions.documents
        if len(known) > KEPT + _SPARE:
            oldest = sorted(known, key=lambda key: str(known[key].get("at", "")))
            self._state.positions.remove(oldest[: len(known) - KEPT])
