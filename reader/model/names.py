"""Who and where: the people and places of a text, and what a person says of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from reader.model.text import Span


class Status(StrEnum):
    CURRENT = "current"
    FORMER = "former"
    ELECT = "elect"


@dataclass(frozen=True, slots=True)
class Title:
    """An office as the article words it: "vice-chairperson" of the body "CPPCC National Committee"."""

    title: str
    body: str = ""
    status: Status = Status.CURRENT


@dataclass(frozen=True, slots=True)
class Person:
    """A person of one article, under the fullest name used there. An official holds, held or is about to
    hold a public office, in a state, a party or a body of states; `titles` may still be empty when the
    article does not word it."""

    name: str
    mentions: tuple[Span, ...]
    official: bool = False
    titles: tuple[Title, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A place of one article. `kind` is country, region, admin1, admin2, city, natural or other;
    `country` an ISO 3166-1 alpha-2 code; all of these are "" and lat/lon None when unresolved."""

    name: str
    mentions: tuple[Span, ...]
    kind: str = ""
    country: str = ""
    admin1: str = ""
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class Annotations:
    """Everyone and everywhere named in one text, in the order of the first mention.

    `engine` is the version of the engine that made them; `note` says why a text has no marks
    ("not in English"), else "".
    """

    people: tuple[Person, ...] = ()
    places: tuple[Place, ...] = ()
    engine: str = ""
    note: str = ""

    @property
    def officials(self) -> tuple[Person, ...]:
        return tuple(person for person in self.people if person.official)


class Wrong(StrEnum):
    """What the engine got wrong."""

    NAME = "not a name"
    OFFICIAL = "not an official"
    OFFICE = "office"
    SAME = "same person"
    TWO = "two people"
    PLACE = "place"
    SPAN = "boundaries"


@dataclass(frozen=True, slots=True)
class Correction:
    """What the person says about a name, in some articles or, with no keys in `articles`, in all.

    `other` is who it is (SAME), what tells the other person apart (TWO), or the words that should have
    been marked (SPAN), of which the first stands `shift` code points after that of `name`.
    """

    what: Wrong
    name: str
    articles: tuple[str, ...] = ()
    title: Title | None = None
    other: str = ""
    place: Place | None = None
    shift: int = 0
    at: datetime | None = None
    id: str = ""


class WatchedKind(StrEnum):
    PERSON = "person"
    OFFICE = "office"
    BODY = "body"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Watched:
    """A person, an office, a body or a place that is followed, or muted."""

    kind: WatchedKind
    name: str
    muted: bool
    at: datetime
