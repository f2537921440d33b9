"""Names of places as they stand in a text, with what stands beside them.

"the state of Georgia", "Taiyuan city", "Meru County" say what kind of place is meant; "Nairobi, Kenya",
"Kenya's Meru" and "Meru in Kenya" say where it lies; "northern Kenya" is only a part of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from reader.entities.gazetteer import Candidate, gazetteer, search_key
from reader.entities.place_spans import place_words
from reader.model import Span

_LEADING = re.compile(
    r"(?i)(?:the )?(city|town|village|province|state|county|district|island|republic|kingdom) of "
)
_BEFORE = re.compile(r"\b[Tt]he ([a-z]+) of (?:the )?$")
_AFTER = re.compile(
    r" ([a-z]+)\b(?!-)(?!(?<=state) (?:media|tele|TV|news|radio|broadcast|agenc|bank|visit|secur|council))"
)
_OWNED = re.compile(r"['’]s?(?: [a-z]+){0,3} ")
_INSIDE = re.compile(
    r"(?: (?:city|town|village|township|county|district|municipality|prefecture|department|province|state))?"
    r",? (?:in|of) (?:the )?| \("
)


@dataclass(slots=True)
class PlaceName:
    """A name of a place in one text, and all its mentions. `head` is what to look up of the `string` as
    first written, `kinds` what the words beside it call it, `parents` the names of what it lies in."""

    string: str
    head: str
    kinds: frozenset[str]
    partial: bool  # "northern Kenya": a part of the place
    inside: bool = False  # a place it lies in stands after a comma
    parents: list[str] = field(default_factory=list)
    mentions: list[Span] = field(default_factory=list)
    candidates: tuple[Candidate, ...] = ()
    chosen: Candidate | None = None


def place_names(text: str, spans: Sequence[Span]) -> list[PlaceName]:
    """The names at the spans, which are in order; what is called the same is one name."""
    found: dict[tuple[str, frozenset[str], bool], PlaceName] = {}
    for i, (start, end) in enumerate(spans):
        head, *parents = text[start:end].split(", ")
        head, kinds, partial = head_of(head)
        if not kinds:
            head, kinds = _beside(text, start, end, head)
        name = found.setdefault(
            (search_key(head), kinds, partial), PlaceName(text[start:end], head, kinds, partial)
        )
        name.mentions.append((start, end))
        name.parents += parents
        name.inside |= bool(parents)
        if i and _OWNED.fullmatch(text, spans[i - 1][1], start):
            name.parents.append(text[slice(*spans[i - 1])])
        if i + 1 < len(spans) and not parents and _is_around(text, end, spans[i + 1]):
            name.parents.append(text[slice(*spans[i + 1])])
    for name in found.values():
        name.candidates = gazetteer().lookup(name.head)
        if is_direction(name.head):
            name.candidates += gazetteer().lookup(name.head.rpartition(" ")[0])
    return list(found.values())


def _is_around(text: str, end: int, following: Span) -> bool:
    """Does the place that follows lie around the one that ends there, "in" or "of" before it, or as the
    province after the comma of a county?"""
    gap = text[end : following[0]]
    if gap == ", " and _kinds(text[max(0, end - 20) : end].rpartition(" ")[2]):
        around = gazetteer().lookup(head_of(text[slice(*following)])[0])
        return any(place.kind in ("country", "admin1") for place in around)
    return _INSIDE.fullmatch(gap) is not None


def is_direction(head: str) -> bool:
    """ "Northwest", "Central Region", "Eastern Province": every country has one."""
    words = head.lower().split()
    general = all(word in place_words().compass or word == "central" or _kinds(word) for word in words)
    return general and not gazetteer().is_certain(head)


def head_of(string: str) -> tuple[str, frozenset[str], bool]:
    """The name to look up, what its own words call it, and whether only a part is meant."""
    known = gazetteer().lookup
    first, _, rest = string.partition(" ")
    if first in place_words().compass and rest and not known(string):
        head, kinds, _ = head_of(rest)
        return head, kinds, True
    leading = _LEADING.match(string)
    if leading and not known(string):
        return string[leading.end() :], _kinds(leading[1]), False
    body, _, last = string.rpartition(" ")
    kinds = _kinds(last)
    if body and kinds and "natural" not in kinds and not known(string) and known(body):
        return body, kinds, False
    return string, kinds if known(string) else frozenset(), False


def _beside(text: str, start: int, end: int, head: str) -> tuple[str, frozenset[str]]:
    """What the words beside a name call it ("Taiyuan city", "the state of Georgia"); and the name to look up,
    which takes the word in where it tells namesakes apart ("New York state")."""
    after, before = _AFTER.match(text, end), _BEFORE.search(text, max(0, start - 20), start)
    for match in (after, before):
        if match and _kinds(match[1]):
            longer = f"{head} {match[1]}"
            return longer if gazetteer().lookup(longer) else head, _kinds(match[1])
    return head, frozenset()


def _kinds(word: str) -> frozenset[str]:
    return place_words().kinds.get(word.lower(), frozenset())
