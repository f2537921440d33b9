"""A program in a real pseudo-terminal whose screen is read as a person reads it: as rows of characters."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Self

import pyte

from tests.bench.terminal import Terminal

KEYS = {
    "Enter": "\r",
    "Esc": "\x1b",
    "Space": " ",
    "Tab": "\t",
    "↓": "\x1b[B",
    "↑": "\x1b[A",
    "→": "\x1b[C",
    "←": "\x1b[D",
    "PgDn": "\x1b[6~",
    "PgUp": "\x1b[5~",
}
"""What a keyboard sends for the keys by the names that the screen uses."""
FRAME = re.compile(r"[─-╿▀-▟]+")
"""What boxes, scrollbars and dividers are drawn with."""

STILL = 0.25  # seconds in which nothing moves on a screen that is done


def keystroke(name: str) -> str:
    """The characters of a key as the screen names it."""
    if name.startswith("Ctrl+"):
        return chr(ord(name[-1].upper()) - 64)
    if name in KEYS:
        return KEYS[name]
    assert len(name) == 1, f"no key is called {name!r}"
    return name


class Watched:
    """A screen of `columns` by `lines`; a context manager, leaving it ends the program."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], columns: int = 120, lines: int = 36
    ) -> None:
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self._painted = 0
        self._terminal = Terminal(command, columns=columns, lines=lines, environment=environment)

    def __enter__(self) -> Self:
        self._terminal.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._terminal.__exit__()

    @property
    def frame(self) -> str:
        """The rows, without spaces at their ends."""
        new = bytes(self._terminal.seen[self._painted :])
        self._painted += len(new)
        self._stream.feed(new)
        return "\n".join(row.rstrip() for row in self._screen.display)

    @property
    def words(self) -> str:
        """All words of the screen in one line, whatever they are framed with."""
        return " ".join(FRAME.sub(" ", self.frame).split())

    def until(self, holds: Callable[[str], object], what: str, seconds: float = 60.0) -> str:
        """Look on until `holds` of the words and nothing moves any more; the frame then."""
        end, before, still_since = time.monotonic() + seconds, "", time.monotonic()
        while True:
            frame, now = self.frame, time.monotonic()
            if frame != before:
                before, still_since = frame, now
            if now - still_since >= STILL and holds(self.words):
                return frame
            assert now < end, f"{what} did not come to be seen:\n{frame}"
            self._terminal.read_for(0.05)

    def shows(self, *wanted: str) -> str:
        """Look on until all of these words are seen; the frame in which they are."""
        return self.until(lambda words: all(part in words for part in wanted), repr(wanted))

    def lacks(self, unwanted: str) -> str:
        """Look on until these words are not seen any more."""
        return self.until(lambda words: unwanted not in words, f"a screen without {unwanted!r}")

    def press(self, key: str) -> None:
        """Press a key by the name that the screen gives it."""
        self._terminal.send(keystroke(key))

    def type(self, text: str) -> None:
        self._terminal.send(text)

    def quit(self, key: str) -> int:
        """Press this key until the program ends; its exit status."""
        return self._terminal.quit(keystroke(key))
