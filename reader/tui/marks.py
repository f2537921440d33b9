"""The marks of an article: who and what each marked span of its text stands for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from reader import model
from reader.countries import country_name

if TYPE_CHECKING:
    from reader.model import Annotations, Person, Place, Title


class MarkKind(StrEnum):
    OFFICIAL = "official"
    PERSON = "person"
    PLACE = "place"


class MarkLevel(StrEnum):
    """Which marks are shown; the values are those of the setting."""

    ALL = "all"
    OFFICIALS = "officials"
    NONE = "none"

    @property
    def kinds(self) -> tuple[MarkKind, ...]:
        return _SHOWN[self]

    @property
    def next(self) -> MarkLevel:
        """The one after it, in turn."""
        levels = list(MarkLevel)
        return levels[(levels.index(self) + 1) % len(levels)]


_SHOWN = {
    MarkLevel.ALL: tuple(MarkKind),
    MarkLevel.OFFICIALS: (MarkKind.OFFICIAL, MarkKind.PLACE),
    MarkLevel.NONE: (),
}


@dataclass(frozen=True, slots=True)
class Entity:
    """A person or a place of an article, ready to be shown: `about` is one line in words."""

    kind: MarkKind
    name: str
    about: str
    count: int


class Mark(NamedTuple):
    """A marked span of the text; `entity` is an index into the entities of the article."""

    start: int
    end: int
    entity: int


@dataclass(frozen=True, slots=True)
class Marks:
    """Every entity of an article (officials, other people, places) and every span, in order."""

    entities: tuple[Entity, ...] = ()
    spans: tuple[Mark, ...] = ()


def marks_of(annotations: Annotations | None) -> Marks:
    """What the panes show of the annotations; of overlapping spans the first and longest stays."""
    if annotations is None:
        return Marks()
    others = [person for person in annotations.people if not person.official]
    named: list[Person | Place] = [*annotations.officials, *others, *annotations.places]
    candidates = sorted(
        (start, -end, number) for number, one in enumerate(named) for start, end in one.mentions
    )
    spans: list[Mark] = []
    for start, minus_end, number in candidates:
        if not spans or start >= spans[-1].end:
            spans.append(Mark(start, -minus_end, number))
    return Marks(tuple(_entity(one) for one in named), tuple(spans))


def _entity(one: Person | Place) -> Entity:
    count = len(one.mentions)
    if isinstance(one, model.Place):
        return Entity(MarkKind.PLACE, one.name, place_in_words(one), count)
    kind = MarkKind.OFFICIAL if one.official else MarkKind.PERSON
    return Entity(kind, one.name, "; ".join(title_in_words(title) for title in one.titles), count)


def title_in_words(title: Title) -> str:
    """The office as one would say it: "former vice-chairperson, CPPCC National Committee"."""
    words = ", ".join(part for part in (title.title, title.body) if part)
    if title.status is model.Status.FORMER and not words.lower().startswith(("former", "ex-")):
        return f"former {words}"
    if title.status is model.Status.ELECT and "elect" not in words.lower():
        return f"{words} (elect)"
    return words


def place_in_words(place: Place) -> str:
    """What and where a place is, from near to far: "city, Shanxi, China"."""
    if not place.kind:
        return ""
    kinds = {"admin1": "province or state", "admin2": "district", "natural": "", "other": ""}
    chain = [kinds.get(place.kind, place.kind)]
    if place.admin1 and place.admin1 != place.name:
        chain.append(place.admin1)
    if place.country and place.kind != "country":
        chain.append(country_name(place.country))
    return ", ".join(part for part in chain if part)
