"""Annotations as the JSON that `annotate`, `show` and the archive share, and back.

The shape is fixed: officials and people are `{"name", "titles": [{"title", "body", "status"}],
"mentions": [[start, end], ...]}`, places `{"name", "kind", "country", "admin1", "lat", "lon",
"mentions"}`; a person stands in exactly one of the two lists.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from reader.model import Annotations, Person, Place, Span, Status, Title

Json = dict[str, Any]


def to_json(annotations: Annotations) -> Json:
    """The three lists; `note` only when there is one."""
    people = [_person_to_json(person) for person in annotations.people if not person.official]
    answer: Json = {
        "officials": [_person_to_json(person) for person in annotations.officials],
        "people": people,
        "places": [_named_place(place) for place in annotations.places],
    }
    return answer | ({"note": annotations.note} if annotations.note else {})


def from_json(data: Json, engine: str) -> Annotations:
    """The inverse of `to_json`; everyone is put back in the order of the first mention."""
    people = [_person_from_json(item, official=True) for item in data["officials"]]
    people += [_person_from_json(item, official=False) for item in data["people"]]
    return Annotations(
        people=tuple(sorted(people, key=lambda person: person.mentions[:1])),
        places=tuple(_place_from_json(item) for item in data["places"]),
        engine=engine,
        note=data.get("note", ""),
    )


def _person_to_json(person: Person) -> Json:
    titles = [title_to_json(title) for title in person.titles]
    return {"name": person.name, "titles": titles, "mentions": _spans_to_json(person.mentions)}


def _person_from_json(data: Json, *, official: bool) -> Person:
    titles = tuple(Title(t["title"], t["body"], Status(t["status"])) for t in data["titles"])
    return Person(data["name"], _spans(data["mentions"]), official, titles)


def title_to_json(title: Title) -> Json:
    """{"title", "body", "status"}."""
    return {"title": title.title, "body": title.body, "status": title.status.value}


def place_to_json(place: Place) -> Json:
    """What is known of a place, without its mentions; a pin is null where there is none."""
    return {
        "name": place.name,
        "kind": place.kind,
        "country": place.country,
        "admin1": place.admin1,
        "lat": place.lat,
        "lon": place.lon,
    }


def _named_place(place: Place) -> Json:
    return place_to_json(place) | {"mentions": _spans_to_json(place.mentions)}


def _place_from_json(data: Json) -> Place:
    return Place(
        name=data["name"],
        mentions=_spans(data["mentions"]),
        kind=data["kind"],
        country=data["country"],
        admin1=data["admin1"],
        lat=data["lat"],
        lon=data["lon"],
    )


def _spans_to_json(spans: Iterable[Span]) -> list[list[int]]:
    return [list(span) for span in spans]


def _spans(pairs: list[list[int]]) -> tuple[Span, ...]:
    return tuple((start, end) for start, end in pairs)
