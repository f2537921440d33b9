"""Cut a text into windows of whole sentences that the name tagger reads at once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from reader.entities.wordpiece import WordPiece, case_class, units

PIECES_PER_WINDOW = 128  # longer sentences are cut; training saw windows of up to 160
_LINE_END = re.compile(r"\r\n?|\n")
_SENTENCE_ENDS = frozenset(".!?…")
_WRAPPED_LINE = range(45, 101)  # characters of a line that goes on in the next, in a text of such lines
_PIECES_PER_UNIT = 24  # of a longer unit, no word of a language, only the first are read


@dataclass(slots=True)
class Window:
    """Word pieces with their case classes; unit i lies at text[spans[i]] and begins at ids[places[i]]."""

    ids: list[int] = field(default_factory=list)
    cases: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)

    def append(self, ids: tuple[int, ...], case: int) -> None:
        self.ids.extend(ids)
        self.cases.extend([case] * len(ids))

    def extend(self, other: "Window") -> None:
        shift = len(self.ids)
        self.ids.extend(other.ids)
        self.cases.extend(other.cases)
        self.places.extend(place + shift for place in other.places)
        self.spans.extend(other.spans)


def windows(text: str, pieces: WordPiece) -> Iterator[Window]:
    """Windows that cover every unit of `text` once, in order, of at most PIECES_PER_WINDOW pieces."""
    window = Window([pieces.start], [0])
    for sentence in _sentences(text, pieces):
        if window.spans and len(window.ids) + len(sentence.ids) >= PIECES_PER_WINDOW:
            yield _closed(window, pieces)
            window = Window([pieces.start], [0])
        window.extend(sentence)
    if window.spans:
        yield _closed(window, pieces)


def _closed(window: Window, pieces: WordPiece) -> Window:
    if window.ids[-1] != pieces.separator:
        window.append((pieces.separator,), 0)
    return window


def _sentences(text: str, pieces: WordPiece) -> Iterator[Window]:
    """Runs of units up to a sentence's or a paragraph's end; a paragraph ends with a separator."""
    sentence = Window()
    wrapped = all(len(line) < _WRAPPED_LINE.stop for line in text.splitlines())
    before, ended = 0, False
    for start, end in units(text):
        gap, word = text[before:start], text[start:end]
        ids = pieces.ids(word)[:_PIECES_PER_UNIT]
        paragraph_ends = bool(_LINE_END.search(gap)) and not (wrapped and _goes_on(text, before, gap))
        sentence_ends = ended and gap and not word[0].islower()
        too_long = len(sentence.ids) + len(ids) > PIECES_PER_WINDOW - 3
        if sentence.spans and (paragraph_ends or sentence_ends or too_long):
            if paragraph_ends:
                sentence.append((pieces.separator,), 0)
            yield sentence
            sentence = Window()
        sentence.places.append(len(sentence.ids))
        sentence.spans.append((start, end))
        sentence.append(ids, case_class(word))
        before, ended = end, word in _SENTENCE_ENDS
    if sentence.spans:
        sentence.append((pieces.separator,), 0)
        yield sentence


def _goes_on(text: str, end: int, gap: str) -> bool:
    """Whether a line that ends at `end`, with `gap` after it, was broken for its length alone."""
    start = max(text.rfind("\n", 0, end), text.rfind("\r", 0, end)) + 1
    return end - start in _WRAPPED_LINE and len(_LINE_END.findall(gap)) == 1
