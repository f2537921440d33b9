"""Which place of the world each mention of a place means.

The same string means one place in one text. A name is looked up in the gazetteer, and its
candidates are weighed: how prominent each is, what stands beside the name ("Victoria, Australia",
"Punjab province", "Kenya's Meru"), which countries the text speaks of, and, faintly, where the
text comes from. Where the best is hardly better than the next, the place stays unresolved:
no pin is better than a wrong one.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from reader.entities.gazetteer import Candidate, gazetteer, search_key
from reader.entities.lexicon import nationalities
from reader.entities.place_names import PlaceName, head_of, is_direction, place_names
from reader.entities.place_spans import place_spans
from reader.model import Place, Span

__all__ = ["place_spans", "resolve_places"]

# How prominent a kind is before its population counts, in powers of ten of people.
_PROMINENCE = {
    "country": 12.0,
    "region": 10.0,
    "natural": 8.0,
    "other": 6.0,
    "admin1": 1.5,
    "admin2": -0.5,
    "city": 0.0,
}
_SEAT = {"K": 3.0, "S": 0.7, "": 0.0}
_UNCOUNTED = 3.3  # a town of unknown population counts as one of 2,000
_ALIAS = -1.0
_TOWN_OF_SAME_NAME = -3.0  # "Oaxaca" is the town rather than the province around it,
_SMALL_TOWN = 40_000  # unless the town is small
_COUNTRY_SHARE = 5.0  # the text speaks of nothing but this candidate's country
_RELATIVE_NAMED = 1.5  # its province, or a town in it, is named elsewhere in the text
_AT_HOME = 1.5  # the text comes from this country
_KIND_FITS, _KIND_DIFFERS = 4.0, -4.0
_PARENT_FITS, _PARENT_DIFFERS = 8.0, -4.0
_LEAST = 4.5  # what a candidate in a country that the text does not speak of must weigh
_MARGIN = 0.3
_SPOKEN_OF = 0.3  # a name that every country has is only looked for in countries with this share of the text
_SAME_SPOT = 1.5  # degrees; closer candidates are not worth a doubt
_HOME_SHARE = 0.6  # an unknown name lies in the country that has this share of the text's places

_DIVISIONS = frozenset({"admin1", "admin2"})
_AROUND = frozenset({"country", "region", "admin1", "admin2"})

_CAPITALISED = re.compile(r"\b[A-Z][a-zé]+(?:i|n|ns|is|ese|ish|sh|ch|ss|k|ks|s|e|es|o)\b")


def resolve_places(text: str, spans: Sequence[Span], country: str = "") -> tuple[Place, ...]:
    """The places behind the spans, each once however often and under whatever names it is mentioned,
    in the order of the first mention. `country` (ISO 3166-1 alpha-2) is where the text comes from."""
    names = place_names(text, sorted(spans))
    evidence = _adjectives(text)
    for _ in range(2):  # the first choices tell which countries the text speaks of
        context = _Context(names, evidence, country)
        for name in names:
            name.chosen = _choice(name, context)
    return _places(text, names, _Context(names, evidence, country))


def _adjectives(text: str) -> Counter[str]:
    """How often the text speaks of a country by its adjective."""
    found: Counter[str] = Counter()
    for match in _CAPITALISED.finditer(text):
        country = _country_of(match[0].lower())
        if country:
            found[country] += 1
    return found


@cache
def _country_of(adjective: str) -> str:
    name = nationalities().country.get(adjective, "")
    return next((place.country for place in gazetteer().lookup(name) if place.kind == "country"), "")


# --- weighing -----------------------------------------------------------------------------------


class _Context:
    """What the text as a whole speaks of."""

    def __init__(self, names: Iterable[PlaceName], adjectives: Mapping[str, int], home: str) -> None:
        self.home = home
        self._weights: defaultdict[str, float] = defaultdict(float)
        for country, count in adjectives.items():
            self._weights[country] += math.log2(1 + count) * 0.7
        self._provinces: Counter[tuple[str, str]] = Counter()
        self._chosen: dict[str, Candidate] = {}
        self._counted: dict[int, Candidate] = {}  # what each name, by identity, was counted as
        for name in names:
            if name.chosen:
                self._chosen[search_key(name.head)] = name.chosen
            place = name.chosen or _only(name.candidates)
            if place is not None and place.country:
                self._counted[id(name)] = place
                self._weights[place.country] += math.log2(1 + len(name.mentions))
                if place.admin1:
                    self._provinces[place.country, place.admin1] += 1
        self._total = sum(self._weights.values())

    def meanings(self, name: str) -> Sequence[Candidate]:
        """What this text means by a name; all it may mean where that is not yet settled."""
        chosen = self._chosen.get(search_key(name))
        return (chosen,) if chosen else gazetteer().lookup(name)

    def share(self, country: str, name: PlaceName) -> float:
        """How much of the text speaks of this country, the name itself left out; 0 to 1."""
        counted = self._counted.get(id(name))
        own = math.log2(1 + len(name.mentions)) if counted else 0.0
        total = self._total - own
        weight = self._weights.get(country, 0.0) - (own if counted and counted.country == country else 0.0)
        return max(0.0, weight) / total if total > 0.01 else 0.0

    def relatives(self, place: Candidate, name: PlaceName) -> int:
        """How many other names lie in the candidate's province."""
        counted = self._counted.get(id(name))
        own = counted is not None and (counted.country, counted.admin1) == (place.country, place.admin1)
        return self._provinces[place.country, place.admin1] - own if place.admin1 else 0

    def weight(self, place: Candidate, name: PlaceName) -> float:
        """What the rest of the text adds to a candidate for a name."""
        if not place.country:
            return 0.0
        related = self.relatives(place, name) > 0
        at_home = place.country == self.home
        return (
            _COUNTRY_SHARE * self.share(place.country, name) + _RELATIVE_NAMED * related + _AT_HOME * at_home
        )

    def least(self, place: Candidate, name: PlaceName) -> float:
        """What a candidate must weigh: more where the text speaks of other countries, never of its own."""
        abroad = (
            place.country and not self.share(place.country, name) and not gazetteer().is_certain(name.head)
        )
        return _LEAST + (min(1.0, self._total / 8) if abroad else 0.0)

    def main_country(self) -> str:
        """The country that most of the text speaks of; where it speaks of none, the one it comes from."""
        country, weight = max(self._weights.items(), key=lambda item: item[1], default=(self.home, 0.0))
        return country if weight >= _HOME_SHARE * self._total else ""


def _only(candidates: Sequence[Candidate]) -> Candidate | None:
    """The candidate that needs no context: a country, or the only prominent one."""
    if not candidates:
        return None
    ranked = sorted(candidates, key=_prominence, reverse=True)
    if len(ranked) == 1 or _prominence(ranked[0]) - _prominence(ranked[1]) > 1.5:
        return ranked[0] if _prominence(ranked[0]) > _LEAST else None
    return None


def _prominence(place: Candidate) -> float:
    people = math.log10(place.population) if place.population else _UNCOUNTED if place.kind == "city" else 0.0
    if place.kind not in ("city", "admin1", "admin2"):
        people = 0.0
    return _PROMINENCE[place.kind] + people + _SEAT[place.seat] + (_ALIAS if place.alias else 0.0)


def _choice(name: PlaceName, context: _Context) -> Candidate | None:
    """The candidate that weighs most; None when it weighs too little, or hardly more than another."""
    candidates = name.candidates
    if is_direction(name.head):
        candidates = tuple(place for place in candidates if context.share(place.country, name) >= _SPOKEN_OF)
    if not candidates:
        return None
    parents = _parents(name, context)
    inside = [place for place in candidates if _is_in_any(place, parents)]
    if (name.inside or _is_division(name)) and parents and not inside:
        return None  # the text says where it lies, and the gazetteer knows no such place there
    towns = [place for place in candidates if place.kind == "city" and place.population > _SMALL_TOWN]

    fitting = any(place.kind in name.kinds for place in candidates)  # else the town stands for its province

    def weight(place: Candidate) -> float:
        result = _prominence(place) + context.weight(place, name)
        if place.kind == "admin1" and any(town.lies_in(place) or _same_spot(town, place) for town in towns):
            result += _TOWN_OF_SAME_NAME
        if fitting:
            result += _KIND_FITS if place.kind in name.kinds else _KIND_DIFFERS
        if inside and place.kind != "country":
            result += _PARENT_FITS if place in inside else _PARENT_DIFFERS
        return result

    ranked = sorted(((weight(place), place) for place in candidates), key=lambda pair: -pair[0])
    best, place = ranked[0]
    rival = next((value for value, other in ranked[1:] if not _same_spot(place, other)), -math.inf)
    return place if best >= context.least(place, name) and best - rival >= _MARGIN else None


def _is_division(name: PlaceName) -> bool:
    """Whether the text calls it a county, a province or the like."""
    return bool(name.kinds) and name.kinds <= _DIVISIONS


def _parents(name: PlaceName, context: _Context) -> list[Candidate]:
    """What the text says the place lies in, or belongs to."""
    found = (place for parent in name.parents for place in context.meanings(head_of(parent)[0]))
    return [
        place for place in found if place.country and (place.kind in _AROUND or _prominence(place) > _LEAST)
    ]


def _is_in_any(place: Candidate, parents: Sequence[Candidate]) -> bool:
    return any(place.lies_in(parent) for parent in parents)


def _same_spot(one: Candidate, other: Candidate) -> bool:
    if one.country != other.country or one.lat is None or other.lat is None:
        return False
    return abs(one.lat - other.lat) < _SAME_SPOT and abs((one.lon or 0.0) - (other.lon or 0.0)) < _SAME_SPOT


# --- the answer ---------------------------------------------------------------------------------


def _places(text: str, names: Sequence[PlaceName], context: _Context) -> tuple[Place, ...]:
    merged: dict[object, Place] = {}
    for name in names:
        place = _place(name, context)
        key = (place.name, place.kind, place.country, place.admin1)
        known = merged.get(key)
        mentions = tuple(sorted((*(known.mentions if known else ()), *place.mentions)))
        merged[key] = Place(
            place.name, mentions, place.kind, place.country, place.admin1, place.lat, place.lon
        )
    return tuple(sorted(merged.values(), key=lambda place: place.mentions[0]))


def _place(name: PlaceName, context: _Context) -> Place:
    mentions, chosen = tuple(name.mentions), name.chosen
    if chosen is None:
        return _unresolved(name, context)
    if name.partial and chosen.kind == "country":
        return Place(name.string, mentions, "region", chosen.country)
    admin1 = chosen.admin1 or (chosen.name if chosen.kind == "admin1" else "")
    if chosen.kind == "city" and _is_division(name):  # by its town
        kind = "admin2" if "admin2" in name.kinds else "admin1"
        string = name.string.split(", ")[0]
        return Place(string, mentions, kind, chosen.country, admin1, chosen.lat, chosen.lon)
    shown = name.string.split(", ")[0] if name.partial else chosen.name
    return Place(shown, mentions, chosen.kind, chosen.country, admin1, chosen.lat, chosen.lon)


def _unresolved(name: PlaceName, context: _Context) -> Place:
    """A place that the gazetteer does not know, or cannot tell from others. What the text says around it
    still gives a country, and near a town a pin."""
    around = max(_parents(name, context), key=_prominence, default=None)
    if around is None and not name.candidates:
        around = _prefix(name.head)
        if around is not None and around.country != context.main_country():
            around = None
    if around is None:
        country = context.main_country()
        if name.candidates and country not in {place.country for place in name.candidates}:
            country = ""
        return Place(name.head, tuple(name.mentions), "other" if country else "", country)
    lat, lon = (around.lat, around.lon) if around.kind == "city" else (None, None)
    admin1 = around.admin1 or (around.name if around.kind == "admin1" else "")
    return Place(name.head, tuple(name.mentions), "other", around.country, admin1, lat, lon)


def _prefix(head: str) -> Candidate | None:
    """The town that an unknown name begins with: "Zhengzhou Airport Economy Zone"."""
    words = head.split()
    for count in range(len(words) - 1, 0, -1):
        places = [p for p in gazetteer().lookup(" ".join(words[:count])) if p.kind == "city" and not p.alias]
        if places:
            return max(places, key=_prominence)
    return None
