"""Whose office it is: public bodies, private ones, places and portfolios."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from reader.entities.lexicon import body_words, nationalities
from reader.entities.reading import Reading, Word

_SEGMENT_ENDS = frozenset({"of", "for", "on", "in", "to", "against", "at", "under", "with"})
_PRIVATE_BANKS = frozenset(
    {"china", "america", "india", "baroda", "scotland", "ireland", "maharashtra", "communications"}
)
_PREFIXES = frozenset(
    {"south", "north", "sri", "new", "costa", "sierra", "puerto", "east", "west", "cape", "saudi", "papua"}
)


class Nature(Enum):
    """What a body is, as far as its name tells."""

    NONE = "none"
    PUBLIC = "public"
    PORTFOLIO = "portfolio"
    PLACE = "place"
    PRIVATE = "private"
    UNKNOWN = "unknown"


def nature(words: Iterable[Word], labels: Iterable[str] = ()) -> Nature:
    """What the body worded by `words` is; `labels` are the tagger's for the same words."""
    lexicon = body_words()
    content = [word for word in _outside_brackets(words) if word.text[0].isalnum() or word.low == "'s"]
    if not content:
        return Nature.NONE
    labels = list(labels)
    lows = [word.low for word in content]
    phrases = _phrases(lows)
    if _is_known(content) or _is_central_bank(lows):
        return Nature.PUBLIC
    short = len([low for low in lows if low not in {"the", "'s"}]) <= 2
    if short and is_place(content, labels) and lows[-1] not in lexicon.public:
        return Nature.PLACE
    if not phrases.isdisjoint(lexicon.never):
        return Nature.PRIVATE
    segment = _head_segment(lows)
    if segment[-1] in lexicon.national and _is_national(content, labels):
        return Nature.PUBLIC
    for size in (3, 2, 1):
        tail = " ".join(segment[-size:])
        if tail in lexicon.public or (size == 1 and tail in lexicon.party_words and len(lows) > 1):
            return Nature.PUBLIC
        if tail in lexicon.private:
            return Nature.PRIVATE
    if all(_in_portfolio(word) for word in content):
        return Nature.PORTFOLIO
    if not phrases.isdisjoint(lexicon.public) or any(word.text in lexicon.known for word in content):
        return Nature.PUBLIC
    if not phrases.isdisjoint(lexicon.private):
        return Nature.PRIVATE
    return Nature.PLACE if is_place(content, labels) else Nature.UNKNOWN


def is_place(words: list[Word], labels: list[str]) -> bool:
    """Whether the words are a nationality, a country or what the tagger calls a place."""
    lists = nationalities()
    low = " ".join(word.low for word in words if word.low not in {"the", "'s"})
    if low in lists.countries or (low.count(" ") < 2 and low.split(" ")[-1] in lists.country):
        return True
    return bool(words) and words[-1].capital and labels[-1:] in (["place"], ["nationality"])


def _in_portfolio(word: Word) -> bool:
    return word.low in {"and", "of", "the"} or (word.capital and word.low in body_words().portfolios)


def is_nationality(word: Word) -> bool:
    """Whether the word is an adjective of nationality ("Kenyan")."""
    return word.capital and word.low in nationalities().country


def country_of(reading: Reading, first: int, end: int) -> str:
    """The words [first, end) of a body, an adjective of nationality put back to its country:
    "South Korean" is "South Korea". Empty when they are no nationality alone."""
    words = [word for word in reading.words[first:end] if word.text[0].isalnum()]
    if not words or not is_nationality(words[-1]) or len(words) > 2:
        return ""
    country = nationalities().country[words[-1].low]
    if len(words) == 1:
        return country
    before = words[0]
    if before.low not in _PREFIXES:
        return ""
    return country if country.lower().startswith(before.low + " ") else f"{before.text} {country}"


def is_party(body: str) -> bool:
    """Whether the body is a political party, as far as its name tells."""
    words = body_words()
    name = body.lower().split(" of ")[0].split()
    return body in words.parties or (len(name) > 1 and name[-1] in words.party_words)


def _outside_brackets(words: Iterable[Word]) -> list[Word]:
    kept: list[Word] = []
    inside = False
    for word in words:
        if word.text in {"(", ")"}:
            inside = word.text == "("
        elif not inside:
            kept.append(word)
    return kept


def _is_national(content: list[Word], labels: list[str]) -> bool:
    """Whether the name of the body begins with a country or the world: "Iran Small Industries
    Organization", "World Meteorological Organization"."""
    first = [word for word in content if word.low != "the"][:1]
    return bool(first) and (first[0].low == "world" or is_place(first, labels[:1]))


def _phrases(lows: list[str]) -> set[str]:
    return {" ".join(lows[i : i + size]) for size in (1, 2, 3) for i in range(len(lows) - size + 1)}


def _is_known(content: list[Word]) -> bool:
    known = body_words().known
    words = [word.text for word in content if word.low != "the"]
    return (
        " ".join(words) in known
        or "-".join(words) in known
        or any(word.isupper() and word in known for word in words)
    )


def _is_central_bank(lows: list[str]) -> bool:
    lows = [low for low in lows if low != "the"]
    if lows[:2] != ["bank", "of"] or len(lows) < 3:
        return False
    rest = " ".join(lows[2:])
    return rest not in _PRIVATE_BANKS and (rest in nationalities().countries or rest == "england")


def _head_segment(lows: list[str]) -> list[str]:
    """The words before the first preposition, with the possessive owner left out."""
    if "'s" in lows:
        lows = lows[len(lows) - lows[::-1].index("'s") :] or lows
    for at, low in enumerate(lows):
        if low in _SEGMENT_ENDS and at:
            return lows[:at]
    return lows
