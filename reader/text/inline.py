"""One block's text while it grows: white space folded, links remembered by where they begin."""

from __future__ import annotations

from reader.model import Link
from reader.text.clean import tidy


class Inline:
    """Collects runs of text; `take` gives what has come together and starts anew."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._blank_due = False
        self._links: list[Link] = []
        self._link_url = ""
        self._link_start = -1

    def __bool__(self) -> bool:
        return self._length > 0

    def text(self, data: str) -> None:
        """Text whose white space means no more than a blank."""
        plain = data.isascii() and data.isprintable()
        data = data if plain else tidy(data)
        # Most text has single blanks only: trimming takes a third of the time of splitting and joining.
        text = data.strip() if plain and "  " not in data else " ".join(data.split())
        if not text:
            self._blank_due = self._blank_due or bool(data)
            return
        if self._length and (self._blank_due or data[0].isspace()):
            self._parts.append(" ")
            self._length += 1
        self._append(text)
        self._blank_due = data[-1].isspace()

    def verbatim(self, data: str) -> None:
        """Text whose white space counts."""
        data = tidy(data)
        if data:
            self._append(data)

    def _append(self, text: str) -> None:
        if self._link_url and self._link_start < 0:
            self._link_start = self._length
        self._parts.append(text)
        self._length += len(text)

    def open_link(self, url: str) -> None:
        """HTML has no links in links: a second one ends the first."""
        self.close_link()
        self._link_url = url

    def close_link(self) -> None:
        self._keep_link()
        self._link_url = ""

    def _keep_link(self) -> None:
        if 0 <= self._link_start < self._length:
            self._links.append(Link(self._link_start, self._length, self._link_url))
        self._link_start = -1

    def take(self) -> tuple[str, tuple[Link, ...]]:
        """The text and its links; an open link goes on in the next block."""
        self._keep_link()
        text, links = "".join(self._parts), tuple(self._links)
        self._parts.clear()
        self._links.clear()
        self._length = 0
        self._blank_due = False
        return text, links
