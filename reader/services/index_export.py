"""The index of people, offices and places as a table and as data."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from reader.annotations_json import place_to_json, title_to_json
from reader.library.indexes import Indexes, Listed, ListedOffice, ListedPerson, ListedPlace, Wanted
from reader.services.exporting import iso_utc
from reader.services.geojson import collection, feature

if TYPE_CHECKING:
    from reader.annotations_json import Json

KINDS = ("people", "offices", "places")
_COLUMNS = (
    "kind", "name", "official", "title", "body", "status", "holders", "country", "admin1", "type",
    "lat", "lon", "articles", "mentions", "first", "last",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def index_json(indexes: Indexes, among: Sequence[int] | None = None, kinds: Sequence[str] = KINDS) -> Json:
    """People, offices and places, those of most articles first; `among` are the row ids of the articles
    whose index it is, of all when None."""
    wanted = Wanted(among=among)
    told: Json = {}
    if "people" in kinds:
        told["people"] = [_person(one) for one in indexes.people(wanted=wanted)]
    if "offices" in kinds:
        told["offices"] = [_office(one) for one in indexes.offices(among)]
    if "places" in kinds:
        told["places"] = [_place(one) for one in indexes.places(wanted=wanted)]
    return told


def index_csv(indexes: Indexes, among: Sequence[int] | None = None, kinds: Sequence[str] = KINDS) -> str:
    """One table (RFC 4180) of all kinds. What a spreadsheet would take for a formula has an apostrophe
    before it (OWASP, CSV injection)."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for row in _rows(index_json(indexes, among, kinds)):
        writer.writerow([_defused(row.get(column, "")) for column in _COLUMNS])
    return written.getvalue()


def index_geojson(indexes: Indexes, among: Sequence[int] | None = None) -> Json:
    """A FeatureCollection of the places that have a pin."""
    places = indexes.places(wanted=Wanted(among=among))
    return collection(feature(one.place, _counted(one.listed)) for one in places)


def _rows(told: Json) -> Iterator[Json]:
    for person in told.get("people", ()):
        office = (
            {key: person["office"][key] for key in ("title", "body", "status")} if person["office"] else {}
        )
        yield {"kind": "person", **person, **office}
    for office in told.get("offices", ()):
        yield {"kind": "office", **office, "holders": "; ".join(office["holders"])}
    for place in told.get("places", ()):
        yield {**place, "type": place["kind"], "kind": "place"}


def _defused(value: object) -> str:
    text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text


def _person(one: ListedPerson) -> Json:
    office = one.office
    told = title_to_json(office) if office else None
    about = {"name": one.name, "official": one.official, "office": told, "country": one.country}
    return about | _counted(one.listed)


def _place(one: ListedPlace) -> Json:
    return place_to_json(one.place) | _counted(one.listed)


def _office(one: ListedOffice) -> Json:
    return title_to_json(one.title) | {
        "holders": list(one.holders),
        "articles": one.articles,
        "first": iso_utc(one.first),
        "last": iso_utc(one.last),
    }


def _counted(listed: Listed) -> Json:
    return {
        "articles": listed.articles,
        "mentions": listed.mentions,
        "first": iso_utc(listed.first),
        "last": iso_utc(listed.last),
    }
