"""Places that the office beside them shows, whatever the tagger took them for.

Whose name stands between a territorial office and "of" comes from that place ("Mayor X of Graz"), and what
stands right before such an office and its holder is its place ("Hyogo Gov. X").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.entities.gazetteer import gazetteer
from reader.entities.lexicon import title_words
from reader.entities.names import Name
from reader.entities.place_names import head_of
from reader.entities.reading import LETTERS
from reader.model import Span

_CAPITAL = rf"(?=[^\W\d_a-z]){LETTERS}(?:['’-]{LETTERS})*"
_OF = re.compile(rf" of (?:the )?({_CAPITAL}(?: (?:d[aeo]l? |la |el )?{_CAPITAL}){{0,3}})")
_BEFORE = re.compile(rf"({_CAPITAL}(?: {_CAPITAL}){{0,2}}) ((?:{LETTERS}\.? ){{1,3}})$")
_WORD = re.compile(LETTERS)
_LONGEST_BEFORE = 60
_TRUST = 0.9


def with_seats(text: str, people: Sequence[Name], others: Sequence[Name]) -> list[Name]:
    """The other names of a text with the places of offices among them, in order, none overlapping."""
    found = list(others)
    for person in people:
        for start, end in (_after(text, person), _before(text, person)):
            if start < end and _is_free(start, end, people, found):
                found = [name for name in found if not (name.start < end and start < name.end)]
                found.append(Name(start, end, "place", _TRUST))
    return sorted(found, key=_start)


def _start(name: Name) -> int:
    return name.start


def _is_free(start: int, end: int, people: Sequence[Name], others: Sequence[Name]) -> bool:
    """Whether no person stands there, nor a place or a longer name."""
    if any(name.start < end and start < name.end for name in people):
        return False
    near = [name for name in others if name.start < end and start < name.end]
    return all(start <= name.start and name.end <= end and name.label != "place" for name in near)


def _after(text: str, person: Name) -> Span:
    """ "Graz" of "Mayor X of Graz"."""
    match = _OF.match(text, person.end)
    if match is None or not _is_territorial(_words_before(text, person.start)):
        return 0, 0
    start, end = match.span(1)
    while end > start and not _is_known(text[start:end]):
        end = start + max(text[start:end].rfind(" "), 0)
    return start, end


def _before(text: str, person: Name) -> Span:
    """ "Hyogo" of "Hyogo Gov. X"."""
    floor = max(0, person.start - _LONGEST_BEFORE)
    match = _BEFORE.search(text, floor, person.start)
    if match is None:
        return 0, 0
    office = _WORD.findall(match[0].lower())
    words = list(_WORD.finditer(text, match.start(), person.start))
    lists = title_words()
    for size in range(min(lists.longest, len(words) - 1), 0, -1):
        if _is_territorial(office[-size:]) and tuple(office[-size:]) in lists.heads:
            end = words[-size - 1].end()
            return _longest_known(text, match.start(), end)
    return 0, 0


def _longest_known(text: str, start: int, end: int) -> Span:
    """The longest name of a place that ends there."""
    lists = title_words()
    while start < end:
        first = _WORD.match(text, start)
        low = first[0].lower() if first else ""
        if low not in lists.modifiers | lists.former | lists.breaks and _is_known(text[start:end]):
            return start, end
        space = text.find(" ", start, end)
        if space < 0:
            break
        start = space + 1
    return 0, 0


def _is_known(string: str) -> bool:
    """Whether the gazetteer lists it as a place that may have an office: no people, no month."""
    low = string.lower()
    lists = title_words()
    if (low,) in lists.heads or low in lists.jurisdictions or low in lists.times:
        return False
    return bool(gazetteer().lookup(head_of(string)[0]))


def _words_before(text: str, end: int) -> list[str]:
    return [word.lower() for word in _WORD.findall(text[max(0, end - _LONGEST_BEFORE) : end])]


def _is_territorial(words: Sequence[str]) -> bool:
    """Whether the words end with an office that a place has."""
    territorial = title_words().territorial
    return any(" ".join(words[-size:]) in territorial for size in (1, 2, 3) if len(words) >= size)
