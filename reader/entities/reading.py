"""A text as words and sentences, with the names that the tagger found laid over them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

from reader.entities.lexicon import people_words, title_words
from reader.model import Span

LETTERS = r"(?:[^\W_][\u0300-\u036f]*)+"  # letters and digits with their combining marks
_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S., H.E.
    r"|['’][sS]\b"
    r"|(?<=s)['’](?=\s)"
    rf"|{LETTERS}(?:(?:[&/]|['’](?![sS]\b)){LETTERS})*"
    r"|\n[ \t\r]*\n\s*|\r?\n"
    r"|[^\w\s]|_"
)
_ENDS = frozenset(".!?;:•|")
_CLOSERS = frozenset("\"'”’)]")
_LINKS = frozenset({"of", "for", "and", "the", "on", "'s"})
_HYPHENS = frozenset("-‐‑")
_LEAST_IN_CAPITALS = 5  # words
_HARD_WRAPPED = 50  # a line at least this long may go on in the next one


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a sign. `low` is the word in lower case, with a plain apostrophe and no final dot;
    `text` is as written but in sentences in capitals."""

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

    @cached_property
    def acronyms(self) -> dict[str, str]:
        """Acronyms that the text spells out: "Anti-Corruption Commission (ACC)" gives
        {"ACC": "Anti-Corruption Commission (ACC)"}."""
        found: dict[str, str] = {}
        for at in range(2, len(self.words) - 1):
            acronym = self.words[at].text
            signs = self.words[at - 1].text + self.words[at + 1].text
            if signs in {"()", ",,"} and acronym.isupper() and len(acronym) > 1 and acronym not in found:
                first = self._spelt_from(at - 2, acronym)
                if first < at - 2 and (signs == "()" or self._is_spelt(first, at - 1, acronym)):
                    found[acronym] = self.slice(first, at + 2) if signs == "()" else self.slice(first, at - 1)
        return found

    def _is_spelt(self, first: int, end: int, acronym: str) -> bool:
        return "".join(word.text[0] for word in self.words[first:end] if word.capital) == acronym

    def _spelt_from(self, last: int, acronym: str) -> int:
        """The first of the capitalised words up to `last`: where their initials are the acronym, or
        where they begin (the acronym of a foreign name)."""
        initials, first = "", last + 1
        heads, breaks = title_words().heads, title_words().breaks
        for at in range(last, max(-1, last - 2 * len(acronym) - 4), -1):
            word = self.words[at]
            named = word.capital and word.low not in breaks and (word.low,) not in heads
            if not self.together(at, last) or not (named or word.low in _LINKS) or self.person[at] >= 0:
                break
            if named:
                initials, first = word.text[0] + initials, at
            if initials == acronym:
                break
        return first

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
        if token == "." and _abbreviates(words, start):
            continue
        closes = ended and token in _CLOSERS
        if ended and not closes and not token[0].islower():
            sentence += 1
        low = _low(token, text[start - 1 : start] == "s")
        words.append(Word(token, start, end, low, paragraph, sentence))
        ended = closes or token in _ENDS
    return [word for _, sentence in groupby(words, _sentence) for word in _in_mixed_case(list(sentence))]


def _sentence(word: Word) -> int:
    return word.sentence


def _in_mixed_case(sentence: list[Word]) -> list[Word]:
    """A sentence in capitals as if it were written in the usual way: small words in lower case, all
    others with a capital, for what is a name cannot be told."""
    letters = [word for word in sentence if word.text[0].isalpha() and len(word.text) > 1]
    if len(letters) < _LEAST_IN_CAPITALS or any(word.text[1].islower() for word in letters):
        return sentence
    small = title_words().breaks
    return [
        replace(word, text=word.low if word.low in small else word.text.capitalize()) for word in sentence
    ]


def _low(token: str, follows_s: bool) -> str:
    low = token.lower().replace("’", "'").rstrip(".") or token
    return "'s" if low == "'" and follows_s else low


def _joins(text: str, start: int, end: int) -> bool:
    return start > 0 and end < len(text) and text[start - 1].isalnum() and text[end].isalnum()


def _abbreviates(words: list[Word], start: int) -> bool:
    """Whether the dot at `start` belongs to the word before it: "Mr.", an initial."""
    if not words or words[-1].end != start:
        return False
    word = words[-1]
    return word.low in people_words().abbreviations or (len(word.text) == 1 and word.capital)
