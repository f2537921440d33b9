"""A text as words and sentences, with the names that the tagger found laid over them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reader.entities.lexicon import people_words
from reader.model import Span

_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S., H.E.
    r"|['’]s\b"
    r"|(?<=s)['’](?=\s)"
    r"|[^\W_]+(?:(?:[&/]|['’](?!s\b))[^\W_]+)*"
    r"|\n[ \t\r]*\n\s*|\r?\n"
    r"|[^\w\s]|_"
)
_ENDS = frozenset(".!?;:•|")
_CLOSERS = frozenset("\"'”’)]")
_HYPHENS = frozenset("-‐‑")
_HARD_WRAPPED = 50  # a line at least this long may go on in the next one


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a sign. `low` is the word in lower case, with a plain apostrophe and no final dot."""

    text: str
    start: int
    end: int
    low: str
    paragraph: int
    sentence: int

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def lower(self) -> bool:
        return self.text[0].islower()


class Reading:
    """The words of a text and, for each, the person mention it belongs to (-1: none) and the label
    of another name it belongs to ("")."""

    def __init__(
        self, text: str, people: Sequence[Span] = (), others: Iterable[tuple[int, int, str]] = ()
    ) -> None:
        """`people` are the spans of person mentions in order, `others` (start, end, label)."""
        self.text = text
        self.words = split(text)
        self.people = people
        self._starts = [word.start for word in self.words]
        self._ends = [word.end for word in self.words]
        self.person = [-1] * len(self.words)
        self.label = [""] * len(self.words)
        for start, end, label in others:
            for index in self.covering(start, end):
                self.label[index] = label
        for number, (start, end) in enumerate(people):
            for index in self.covering(start, end):
                self.person[index] = number

    def covering(self, start: int, end: int) -> range:
        """The indexes of the words that overlap [start, end)."""
        first = bisect_right(self._ends, start)
        return range(first, max(first, bisect_left(self._starts, end)))

    def slice(self, first: int, end: int) -> str:
        """The text of the words [first, end), white space folded."""
        if end <= first:
            return ""
        return " ".join(self.text[self.words[first].start : self.words[end - 1].end].split())

    def together(self, a: int, b: int) -> bool:
        """Whether both words exist and stand in one sentence."""
        count = len(self.words)
        return 0 <= a < count and 0 <= b < count and self.words[a].sentence == self.words[b].sentence

    def low(self, index: int) -> str:
        """The word in lower case, "" outside the text."""
        return self.words[index].low if 0 <= index < len(self.words) else ""


def split(text: str) -> list[Word]:
    """The words and signs of a text. Hyphens divide words and are left out; a possessive 's is a
    word of its own; line breaks are left out too."""
    words: list[Word] = []
    paragraph = sentence = 0
    line_start = 0
    ended = False
    for match in _WORD.finditer(text):
        token, start, end = match[0], match.start(), match.end()
        if "\n" in token:
            blank = token.count("\n") > 1
            if blank or ended or start - line_start < _HARD_WRAPPED:
                sentence += 1
                paragraph += 1
                ended = False
            line_start = end
            continue
        if token in _HYPHENS and _joins(text, start, end):
            continue
        if ended and token not in _CLOSERS:
            if not token[0].islower():
                sentence += 1
            ended = False
        words.append(
            Word(token, start, end, _low(token, text[start - 1 : start] == "s"), paragraph, sentence)
        )
        if token in _ENDS and not (token == "." and _abbreviates(words, start)):
            ended = True
    return words


def _low(token: str, follows_s: bool) -> str:
    low = token.lower().replace("’", "'").rstrip(".") or token
    return "'s" if low == "'" and follows_s else low


def _joins(text: str, start: int, end: int) -> bool:
    return start > 0 and end < len(text) and text[start - 1].isalnum() and text[end].isalnum()


def _abbreviates(words: list[Word], start: int) -> bool:
    """Whether the dot at `start` belongs to the word before it: "Mr.", an initial."""
    if len(words) < 2 or words[-2].end != start:
        return False
    word = words[-2]
    return word.low in people_words().abbreviations or (len(word.text) == 1 and word.capital)
