"""Units of text and their word pieces, as the name tagger was trained on them.

A unit is a run of letters and digits with their combining marks, or any other single character that
is not white space. Units never change the text: they are pairs of offsets into it. Word pieces are
BERT's (Devlin et al. 2019, uncased): lower case, no accents, greedy longest match.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_UNIT = re.compile(rf"(?:[^\W_][{_MARKS}]*)+|\S")
_PLAIN = str.maketrans("‘’‛`´ʼ“”„«»‐‑‒–—―", "''''''\"\"\"\"\"------")
_LONGEST_WORD = 48  # longer runs (addresses, base64) become one unknown piece
_CACHED_WORDS = 1 << 16

CASE_CLASSES = 8
_OTHER, _LOWER, _TITLE, _UPPER, _MIXED, _NUMBER, _INITIAL, _UNCASED = range(CASE_CLASSES)


def units(text: str) -> Iterator[tuple[int, int]]:
    """The units of `text` in order, as (start, end) code-point offsets."""
    return (match.span() for match in _UNIT.finditer(text))


def case_class(word: str) -> int:
    """What an uncased vocabulary forgets: how `word` was written, as a number below CASE_CLASSES."""
    if not word[0].isalnum():
        return _OTHER
    if word[0].isdigit():
        return _NUMBER
    if word.islower():
        return _LOWER
    if len(word) == 1 and word.isupper():
        return _INITIAL
    if word.isupper():
        return _UPPER
    if word[0].isupper() and word[1:].islower():
        return _TITLE
    return _MIXED if word.lower() != word or word.upper() != word else _UNCASED


class WordPiece:
    """Splits units into the ids of a vocabulary (its pieces in the order of their ids)."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._ids = {piece: number for number, piece in enumerate(vocabulary)}
        self.pad, self.unknown = self._ids["[PAD]"], self._ids["[UNK]"]
        self.start, self.separator = self._ids["[CLS]"], self._ids["[SEP]"]
        self.ids = lru_cache(maxsize=_CACHED_WORDS)(self._split)

    def _split(self, word: str) -> tuple[int, ...]:
        if len(word) > _LONGEST_WORD:
            return (self.unknown,)
        plain = _plain(word)
        found: list[int] = []
        start = 0
        while start < len(plain):
            prefix = "##" if start else ""
            for end in range(len(plain), start, -1):
                piece = self._ids.get(prefix + plain[start:end])
                if piece is not None:
                    found.append(piece)
                    start = end
                    break
            else:
                return (self.unknown,)
        return tuple(found) or (self.unknown,)


def _plain(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.translate(_PLAIN).lower())
    return "".join(c for c in decomposed if unicodedata.category(c) != "Mn")
