"""What the tagger runs together or takes apart: a party and its leader, a town and its mayor, a ship."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from reader.entities.gazetteer import gazetteer
from reader.entities.lexicon import title_words
from reader.entities.names import Name
from reader.entities.naming import fold
from reader.entities.officeholders import given_names

_OF_SOMEONE = re.compile(
    r".*\b(?:Party|Movement|Alliance|Coalition|Front|[Gg]overnment|[Aa]dministration)( of )(?=[^\W\d_a-z])"
)
_SHIP = re.compile(
    r"(?:USS|USNS|USCGC|HMS|HMAS|HMCS|HMNZS|INS|PNS|ROKS|KRI|BRP|RMS|MV|M/V|MT|SS|FV|RV|CNS|TCG|RFA|NNS) "
)
_REST = re.compile(r"(?:[ ]?(?=[^\W\d_a-z])[\w'’-]+(?:(?<=\b\w)\.)?)+")
_DATELINE = re.compile(
    r"^((?:[A-Z\u00c0-\u00de]['’.A-Z\u00c0-\u00de-]+ ?){1,3}(?<! ))"
    r"(?:, [A-Z][\w.]+)?(?:, [A-Z][a-z]{2,8}\.? \d{1,2})?(?: \([\w /]{2,30}\))? ?(?:[–—]|--?) ",
    re.MULTILINE,
)
_AFTER_SIGNS = re.compile(r"[^\w(]*")
_LONGEST_PREFIX = 6


def repaired(text: str, names: Iterable[Name]) -> list[Name]:
    """The names in order, each of them one thing."""
    parts = [part for name in names for part in _apart(text, _as_ship(text, name))]
    return _with_datelines(text, list(_together(text, parts)))


def _with_datelines(text: str, names: list[Name]) -> list[Name]:
    """ "SUVA, Oct. 3 (Agency) -" is where a report was written."""
    for match in _DATELINE.finditer(text):
        start, end = match.span(1)
        if gazetteer().lookup(match[1]):
            names = [_behind(text, name, start, end) for name in names]
            names = [name for name in names if name.start < name.end]
            names.append(Name(start, end, "place", 1.0))
    return sorted(names, key=_start)


def _behind(text: str, name: Name, start: int, end: int) -> Name:
    """What of a name does not stand in the dateline [start, end)."""
    if name.end <= start or end <= name.start:
        return name
    rest = _AFTER_SIGNS.match(text, end)
    return replace(name, start=max(name.start, rest.end() if rest else end))


def _start(name: Name) -> int:
    return name.start


def _as_ship(text: str, name: Name) -> Name:
    """ "HMAS Perth" is neither a person nor a town."""
    if name.label not in {"person", "place"}:
        return name
    prefix = _SHIP.match(text, name.start, name.end)
    if prefix is None:
        for start in range(max(0, name.start - _LONGEST_PREFIX), name.start):
            before = _SHIP.match(text, start, name.start)
            if before and before.end() == name.start and not text[start - 1 : start].isalnum():
                prefix = before
    if prefix is None:
        return name
    rest = _REST.match(text, prefix.end())
    return Name(prefix.start(), max(name.end, rest.end() if rest else 0), "other", name.score)


def _apart(text: str, name: Name) -> Iterator[Name]:
    if name.label == "organisation":
        of_someone = _OF_SOMEONE.match(text, name.start, name.end)
        if of_someone and _is_given(text[of_someone.end() : name.end]):
            yield replace(name, end=of_someone.start(1))
            yield replace(name, start=of_someone.end(), label="person")
            return
    comma = text.find(", ", name.start, name.end) if name.label == "place" else -1
    if comma >= 0 and _is_full_name(text[comma + 2 : name.end], _is_of_office(text, name.start)):
        yield replace(name, end=comma)
        yield replace(name, start=comma + 2, label="person")
        return
    yield name


def _together(text: str, names: Sequence[Name]) -> Iterator[Name]:
    """A given name put back before the rest of its name: "José" and "Antonio Kast"."""
    held: Name | None = None
    for name in names:
        if held is not None and _go_together(text, held, name):
            held = replace(held, end=name.end, score=max(held.score, name.score))
            continue
        if held is not None:
            yield held
        held = name
    if held is not None:
        yield held


def _go_together(text: str, one: Name, other: Name) -> bool:
    both = one.label == other.label == "person" and text[one.end : other.start] == " "
    return both and _is_given(text[one.start : one.end])


def _is_given(string: str) -> bool:
    return fold(string)[:1] != () and fold(string)[0] in given_names()


def _is_of_office(text: str, start: int) -> bool:
    """Whether "the mayor of" or the like stands before."""
    before = re.search(r"\b([a-z]+) of (?:the )?$", text[max(0, start - 30) : start])
    return before is not None and (before[1],) in title_words().heads


def _is_full_name(string: str, expected: bool) -> bool:
    """Two or three words that are no place and begin with a given name, or a name is `expected` there."""
    words = string.split(" ")
    named = 1 < len(words) < 4 and all(word[:1].isupper() for word in words)
    return named and (expected or _is_given(string)) and not gazetteer().lookup(string)
