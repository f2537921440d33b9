"""The word lists behind the marking of officials and people, read once from `data/lexicon`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any

from reader.config import data_path

Words = frozenset[str]
Phrase = tuple[str, ...]


class Kind(Enum):
    """How much a head noun says by itself; the lists in `titles.toml` say what each means."""

    STRONG = "strong"
    GUARDED = "guarded"
    WEAK = "weak"
    RANK = "ranks"


@dataclass(frozen=True, slots=True)
class HeadEntry:
    """A head noun of the lexicon; `key` is its singular in lower case."""

    key: str
    kind: Kind
    plural: bool = False


@dataclass(frozen=True, slots=True)
class TitleWords:
    """`titles.toml`: heads by their words, and the words that may stand around them."""

    heads: Mapping[Phrase, HeadEntry]
    longest: int
    placed: Words
    shared: Words
    royal: Words
    lawmakers: Words
    territorial: Words
    policing: Words
    forces: Words
    modifiers: Words
    jurisdictions: Words
    former: Words
    elect: Words
    spoilers: Words
    capitalised: Words
    portfolio_heads: Words
    breaks: Words
    times: Words
    verbs: Mapping[Phrase, str]
    verbs_before: Words


@dataclass(frozen=True, slots=True)
class BodyWords:
    """`bodies.toml`: what tells a public body from a private one; `known` keeps its capitals."""

    public: Words
    private: Words
    never: Words
    known: Words
    parties: Words
    national: Words
    portfolios: Words
    private_nouns: Words
    chambers: Words
    party_words: Words
    chamber_names: Words
    nouns: Words  # every lower-case word that may be the noun of a body


@dataclass(frozen=True, slots=True)
class PeopleWords:
    """`people.toml`: what stands around the names of people, and what is taken for one."""

    honorifics: Words
    courtesy: Words
    relatives: Words
    not_people: Words
    ethnonyms: Words
    common_words: Words
    name_like: Words
    particles: Words
    surnames_first: Words
    place_nouns: Words
    abbreviations: Words
    trimmed: Words
    given_titles: Words
    family_particles: Words


@dataclass(frozen=True, slots=True)
class Nationalities:
    """`nationalities.toml`: the country of an adjective, names of countries (in lower case), and the
    words that show that a text speaks of a country or body."""

    country: Mapping[str, str]
    countries: Words
    shown_by: Mapping[str, Words]


@cache
def title_words() -> TitleWords:
    data = _load("titles")
    heads: dict[Phrase, HeadEntry] = {}
    for kind in (Kind.WEAK, Kind.RANK, Kind.GUARDED, Kind.STRONG):
        for name in _items(data[kind.value]):
            phrase = tuple(name.split())
            for form in (plural(phrase), (*phrase[:-1], phrase[-1] + "s")):
                heads[form] = HeadEntry(name, kind, plural=True)
            heads[phrase] = HeadEntry(name, kind)
    verbs = {
        tuple(verb.split()): status
        for status in ("current", "former", "elect")
        for verb in data["verbs"][status]
    }
    return TitleWords(
        heads=heads,
        longest=max(map(len, heads)),
        placed=_words(data["placed"]),
        shared=_words(data["shared"]),
        royal=_words(data["royal"]),
        lawmakers=_words(data["lawmakers"]),
        territorial=_words(data["territorial"]),
        policing=_words(data["policing"]),
        forces=_words(data["forces"]),
        modifiers=_words(data["modifiers"]),
        jurisdictions=_words(data["jurisdictions"]),
        former=_words(data["former"]),
        elect=_words(data["elect"]),
        spoilers=_words(data["spoilers"]),
        capitalised=_words(data["capitalised"]),
        portfolio_heads=_words(data["portfolio_heads"]),
        breaks=_words(data["breaks"]),
        times=_words(data["times"]),
        verbs=verbs,
        verbs_before=frozenset(data["verbs"]["before"]),
    )


@cache
def body_words() -> BodyWords:
    data = _load("bodies")
    lists = {name: _words(value) for name, value in data.items()}
    lists["known"] |= lists["parties"]
    nouns = lists["public"] | lists["private"] | lists["private_nouns"] | lists["portfolios"] | lists["never"]
    return BodyWords(**lists, nouns=nouns)


@cache
def people_words() -> PeopleWords:
    data = _load("people")
    split = {"surnames_first": frozenset(word.lower() for word in data["surnames_first"].split())}
    return PeopleWords(**{name: _words(value) for name, value in data.items() if name not in split}, **split)


@cache
def nationalities() -> Nationalities:
    data = _load("nationalities")
    country = {
        adjective.lower(): place
        for place, adjectives in data["places"].items()
        for adjective in adjectives.split()
    }
    names = _items(data["names"]["countries"]) + list(data["places"])
    shown_by = {
        place: frozenset({place, *adjectives.split()}) for place, adjectives in data["places"].items()
    }
    for place, words in data["shown_by"].items():
        shown_by[place] = shown_by.get(place, frozenset({place})) | _words(words)
    return Nationalities(country, frozenset(name.lower().strip(".") for name in names), shown_by)


def plural(phrase: Phrase) -> Phrase:
    """The plural of a title: "secretaries of state", "attorneys general", "spokesmen".

    >>> plural(("secretary", "of", "state")), plural(("vice", "chairman"))
    (('secretaries', 'of', 'state'), ('vice', 'chairmen'))
    """
    at = (
        next((i for i, word in enumerate(phrase) if word in ("of", "to", "in", "for") and i), len(phrase)) - 1
    )
    if phrase[at] == "general" and at:
        at -= 1
    word = phrase[at]
    if word.endswith("man"):
        word = word[:-3] + "men"
    elif word.endswith("y") and word[-2:-1] not in "aeo":
        word = word[:-1] + "ies"
    else:
        word += "s"
    return (*phrase[:at], word, *phrase[at + 1 :])


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads(data_path("lexicon", f"{name}.toml").read_text(encoding="utf-8"))


def _items(text: str) -> list[str]:
    return [item.strip() for item in text.replace("\n", " ").split(";") if item.strip()]


def _words(text: str) -> Words:
    return frozenset(_items(text))
