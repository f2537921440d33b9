"""Where a text speaks of: from the tagger's names to the spans of places.

The rules after the tagger: places are trimmed, split and widened to the bounds that news corpora
give them ("northern Kenya", "Jilin province", "Nairobi, Kenya", but not "the" and not the
possessive); what only looks like a place goes (nationalities, amounts of money, parts of an
address); and names that the gazetteer is certain of come in where the tagger saw nothing.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from reader.config import data_path
from reader.entities.gazetteer import Candidate, gazetteer
from reader.entities.lexicon import body_words, nationalities, people_words
from reader.entities.names import Name
from reader.model import Span

_EDGES = " \t\r\n.,;:!?\"“”'‘’`()[]{}«»–—-|/*•@#"
_POSSESSIVE = re.compile(r"['’]s?$")
_APART = re.compile(r"['’]s?\s+|\s+[-–—]+\s+|\s*[\n|•/]\s*|, ")
_ADDRESS = re.compile(r"://|www\.|@|\.(?:com|org|net|html?)\b|^#")
_ABBREVIATION = re.compile(r"\b[A-Z]\.$")
_WORD_BEFORE = re.compile(r"([^\W\d_][\w-]*) $")
_WORD_AFTER = re.compile(r" ([^\W\d_]+)\b")
_LONGEST_COMPASS = 20
_LONGEST_NAME = 120
_UNKNOWN_FROM = 0.85  # a name that the gazetteer does not know must be tagged with this much trust


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """`places_words.toml`; `demonyms` are in lower case, `kinds` are those of place that a word may mean."""

    compass: frozenset[str]
    tails: frozenset[str]
    small_tails: frozenset[str]
    facilities: frozenset[str]
    money: frozenset[str]
    not_places: frozenset[str]
    demonyms: frozenset[str]
    kinds: Mapping[str, frozenset[str]]


@cache
def place_words() -> PlaceWords:
    data = tomllib.loads(data_path("lexicon", "places_words.toml").read_text(encoding="utf-8"))
    demonyms = {*data["peoples"].lower().split(), *nationalities().country}
    demonyms.update(word.lower() for word in people_words().ethnonyms)
    kinds: defaultdict[str, set[str]] = defaultdict(set)
    for kind, words in data["kinds"].items():
        for word in words.split():
            kinds[word].add(kind)
    return PlaceWords(
        compass=frozenset(data["compass"].split()),
        tails=frozenset(data["tails"].split()),
        small_tails=frozenset(data["small_tails"].split()),
        facilities=frozenset(data["facilities"].split()),
        money=frozenset(data["money"].split()),
        not_places=frozenset(item.strip() for item in data["not_places"].split(";")),
        demonyms=frozenset(demonyms),
        kinds={word: frozenset(of) for word, of in kinds.items()},
    )


class _Found:
    """Spans of a text, none overlapping; the first to claim a stretch keeps it."""

    def __init__(self, text: str, blocked: Sequence[Span]) -> None:
        self._taken = bytearray(len(text))
        self._spans: list[Span] = []
        for span in blocked:
            self.block(span)

    def block(self, span: Span) -> None:
        start, end = span
        self._taken[start:end] = b"\1" * (end - start)

    def add(self, span: Span) -> None:
        start, end = span
        if start < end and self._taken.find(1, start, end) < 0:
            self.block(span)
            self._spans.append(span)

    def spans(self) -> list[Span]:
        return sorted(self._spans)


def place_spans(text: str, names: Sequence[Name]) -> list[Span]:
    """The spans of places among the tagger's names of `text` and beside them; in order, none overlapping."""
    blocked = [run.span() for run in re.finditer(r"\S+", text) if _ADDRESS.search(run[0])]
    blocked += [(name.start, name.end) for name in names if _is_firm(text, name)]
    found = _Found(text, blocked)
    for span, score in _tagged(text, names):
        if _is_facility(text[slice(*span)]):
            found.block(span)
        elif _may_be_place(text, span, score):
            found.add(span)
    for span in gazetteer().find(text):
        if _may_be_place(text, span, 1.0):
            found.add(span)
    widened = _Found(text, blocked)
    spans = found.spans()
    starts = [start for start, _ in spans[1:]]
    for span, floor, ceiling in zip(
        spans, [0, *(end for _, end in spans)], [*starts, len(text)], strict=False
    ):
        widened.add(_widened(text, span, floor, ceiling))
    return list(_chained(text, widened.spans()))


def _tagged(text: str, names: Sequence[Name]) -> list[tuple[Span, float]]:
    """The parts of the names tagged as places, each with the trust in the surest mention of its string."""
    parts = [
        (part, name.score)
        for name in names
        if name.label == "place" and name.end - name.start <= _LONGEST_NAME
        for part in _parts(text, *_without_party(text, name.start, name.end))
    ]
    trust: dict[str, float] = {}
    for (start, end), score in parts:
        trust[text[start:end]] = max(score, trust.get(text[start:end], 0.0))
    return [((start, end), trust[text[start:end]]) for (start, end), _ in parts]


def _is_firm(text: str, name: Name) -> bool:
    """Is nothing in this name a place of its own? A body that is called just "Senegal" is one."""
    if name.label == "organisation":
        return not gazetteer().is_certain(text[name.start : name.end])
    return name.label in ("person", "nationality") or _is_event(text, name)


def _is_event(text: str, name: Name) -> bool:
    """Is this the name of more than its places? "Paris Agreement" is, "invasion of Ukraine" is not."""
    if name.label != "other":
        return False
    at, rest = name.start, []
    for start, end in gazetteer().find(text[name.start : name.end]):
        rest.append(text[at : name.start + start])
        at = name.start + end
    rest.append(text[at : name.end])
    words = re.findall(r"[^\W_]+", " ".join(rest).removeprefix("The "))
    return any(
        word[0].isupper() or word[0].isdigit() for word in words if word.lower() not in place_words().demonyms
    )


def _parts(text: str, start: int, end: int) -> Iterator[Span]:
    """The places in one tagged name: "North China's Shanxi" is two, and so is "Russia-Ukraine"."""
    at = start
    if "'" in text[start:end] and gazetteer().lookup(text[start:end]):
        yield start, end  # "Cox's Bazar"
        return
    for gap in _APART.finditer(text, start, end):
        if gap[0] != ", " or _is_listed(text, at, gap, end):
            yield from _at_hyphens(text, _trimmed(text, at, gap.start()))
            at = gap.end()
    yield from _at_hyphens(text, _trimmed(text, at, end))


def _is_listed(text: str, start: int, comma: re.Match[str], end: int) -> bool:
    """Does this comma stand between two places rather than within "Nairobi, Kenya"?"""
    before, after = text[start : comma.start()], text[comma.end() : end].split(", ")[0]
    apart = gazetteer().is_certain(before) or before in place_words().not_places
    return apart and not lies_in(before, after)


def _without_party(text: str, start: int, end: int) -> Span:
    """ "Ohio" of "D-Ohio"."""
    return (start + 2 if text[start : start + 2] in {"D-", "R-"} else start), end


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in _EDGES:
        start += 1
    while start < end and text[end - 1] in _EDGES and not _ABBREVIATION.search(text, start, end):
        end -= 1
    possessive = _POSSESSIVE.search(text, start, end)
    if possessive:
        end = possessive.start()
    if text[start : start + 4].lower() == "the " and not _named_with_article(text[start:end]):
        return _trimmed(text, start + 4, end)
    return start, end


def _named_with_article(string: str) -> bool:
    return any(place.name.startswith("The ") for place in gazetteer().lookup(string))


def _at_hyphens(text: str, span: Span) -> Iterator[Span]:
    """ "US-China" is two places, "anti-China" one, "Guinea-Bissau" and "Baden-Baden" stay whole."""
    start, end = span
    parts = text[start:end].split("-")
    if len(parts) > 1 and not gazetteer().lookup(text[start:end]):
        known = [gazetteer().is_certain(part.strip()) for part in parts]
        if all(known) or (known[-1] and parts[0].islower()):
            for part, certain in zip(parts, known, strict=True):
                if certain:
                    yield _trimmed(text, start, start + len(part))
                start += len(part) + 1
            return
    yield span


def _may_be_place(text: str, span: Span, score: float) -> bool:
    start, end = span
    string, words = text[start:end], place_words()
    if not any(map(str.isupper, string)) or string in words.not_places:
        return False
    if _is_amount(text, end) or _is_demonym(string):
        return False
    if string in body_words().parties and not gazetteer().is_certain(string):
        return False
    return score >= _UNKNOWN_FROM or bool(gazetteer().lookup(string))


def _is_amount(text: str, end: int) -> bool:
    """ "US$2", "US dollars"."""
    if text[end : end + 2].strip()[:1] in ("$", "€", "£", "¥"):
        return True
    after = re.match(r"[ -]([a-z]+)", text[end : end + 12])
    return after is not None and after[1] in place_words().money


def _is_facility(string: str) -> bool:
    words = string.split()
    return len(words) > 1 and words[-1] in place_words().facilities and not gazetteer().is_certain(string)


def _is_demonym(string: str) -> bool:
    """ "Omani", "South Korean", "Central Americans"; but a place that has the name of its people is one."""
    last = string.rsplit(" ", 1)[-1].rsplit("-", 1)[-1].lower()
    return last in place_words().demonyms and not gazetteer().is_certain(string)


def _widened(text: str, span: Span, floor: int, ceiling: int) -> Span:
    """With the compass point before it and the word for its kind after it, where these are the name's."""
    start, end = span
    words = place_words()
    before = _WORD_BEFORE.search(text, max(floor, start - _LONGEST_COMPASS), start)
    if before and before[1] in words.compass:
        start = before.start()
    after = _WORD_AFTER.match(text, end, ceiling)
    if after and (after[1] in words.tails or after[1] in words.small_tails):
        end = after.end()
    return start, end


def _chained(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """ "Nairobi, Kenya" is one span, "Kenya, Uganda" two."""
    open_span: Span | None = None
    for span in spans:
        if (
            open_span
            and text[open_span[1] : span[0]] == ", "
            and lies_in(text[slice(*open_span)].split(", ")[-1], text[slice(*span)])
        ):
            open_span = (open_span[0], span[1])
            continue
        if open_span:
            yield open_span
        open_span = span
    if open_span:
        yield open_span


def lies_in(inner: str, outer: str) -> bool:
    """May a place called `inner` lie in one called `outer`, a country or a province?"""
    if any(place.kind == "country" for place in gazetteer().lookup(inner)):
        return False
    first, _, rest = outer.partition(" ")
    whole = rest if first in place_words().compass else outer
    parents = [place for place in _meanings(whole) if place.kind in ("country", "admin1")]
    return any(place.lies_in(parent) for parent in parents for place in _meanings(inner))


def _meanings(name: str) -> Sequence[Candidate]:
    """What a name may mean, by itself or without the word for its kind: "Hebei Province"."""
    body, _, kind = name.rpartition(" ")
    found = gazetteer().lookup(name)
    return gazetteer().lookup(body) if body and not found and kind.lower() in place_words().kinds else found
