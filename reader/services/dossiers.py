"""What is stored about a person or a place, for programs and for people to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from reader.annotations_json import place_to_json, title_to_json
from reader.countries import country_name
from reader.library.pages import Held, Naming, PersonPage, PlacePage, Reported, Together
from reader.model import Place, Status
from reader.services.exporting import iso_utc, row_json

if TYPE_CHECKING:
    from reader.annotations_json import Json

OFFICES = 12  # that a page for people lists
Fact = tuple[str, str]  # what it is, what it says


def page_json(page: PersonPage | PlacePage) -> Json:
    """One object, the newest articles first; times in ISO 8601, UTC."""
    return _place_json(page) if isinstance(page, PlacePage) else _person_json(page)


def page_text(page: PersonPage | PlacePage) -> str:
    """Facts, then the articles, for a terminal."""
    told = facts(page)
    width = max(len(what) for what, _ in told)
    lines = [name_of(page), *(f"  {what:<{width}}  {said}" for what, said in told)]
    return "\n".join([*lines, *_article_lines(page.reported.newest)]) + "\n"


def told_apart(page: PersonPage | PlacePage) -> str:
    """What tells one bearer of a name from another, in a few words."""
    if isinstance(page, PlacePage):
        name, known = page.place.name, ", ".join(_chain(page)) or "not resolved"
    else:
        name, known = page.name, _office(page.offices[0]) if page.offices else "no office"
    return f"{name}, {known}, {_articles(page.reported.articles)}"


def _person_json(page: PersonPage) -> Json:
    about = {
        "name": page.name,
        "forms": list(page.forms),
        "official": page.official,
        "country": page.country,
        "offices": [_held_json(held) for held in page.offices],
    }
    return about | _reported_json(page.reported)


def _place_json(page: PlacePage) -> Json:
    about = {"name": page.place.name, "forms": list(page.forms)} | place_to_json(page.place)
    more = {"officials": _named_json(page.reported.officials), "inside": _named_json(page.inside)}
    return about | more | _reported_json(page.reported)


def name_of(page: PersonPage | PlacePage) -> str:
    return page.name if isinstance(page, PersonPage) else page.place.name


def facts(page: PersonPage | PlacePage) -> list[Fact]:
    """What a page says besides the articles; a fact without a name goes on with the one before."""
    reported = page.reported
    if isinstance(page, PersonPage):
        about = _about_person(page)
        together = [("named with", reported.people), ("places", reported.places)]
    else:
        about = _about_place(page)
        together = [
            ("officials", reported.officials),
            ("people", tuple(one for one in reported.people if not one.official)),
            ("with", reported.places),
            ("inside", page.inside),
        ]
    named = f"in {_articles(reported.articles)}, {reported.mentions} times, {_period(reported)}"
    about.append(("named", named.replace(", 1 times", ", once")))
    about += [(what, _together(named)) for what, named in together]
    return [(what, said) for what, said in about if said]


def _about_person(page: PersonPage) -> list[Fact]:
    told = [("also", ", ".join(page.forms))]
    told += [("office" if number == 0 else "", line) for number, line in enumerate(_career(page.offices))]
    return [*told, ("country", country_name(page.country))]


def _about_place(page: PlacePage) -> list[Fact]:
    return [
        ("also", ", ".join(page.forms)),
        ("kind", page.place.kind or "not resolved"),
        ("lies in", ", ".join(_chain(page))),
        ("pin", _pin(page.place)),
    ]


def _held_json(held: Held) -> Json:
    return title_to_json(held.title) | {
        "first": iso_utc(held.first),
        "last": iso_utc(held.last),
        "articles": held.articles,
    }


def _reported_json(reported: Reported) -> Json:
    return {
        "article_count": reported.articles,
        "mention_count": reported.mentions,
        "first": iso_utc(reported.first),
        "last": iso_utc(reported.last),
        "months": {f"{month.start:%Y-%m}": month.articles for month in reported.months},
        "people": _named_json(reported.people),
        "places": [
            {"name": one.name, "country": one.country, "articles": one.articles} for one in reported.places
        ],
        "articles": [_naming_json(naming) for naming in reported.newest],
    }


def _named_json(named: Sequence[Together]) -> list[Json]:
    return [{"name": one.name, "articles": one.articles} for one in named]


def _naming_json(naming: Naming) -> Json:
    reason = {"reason": naming.reason} if naming.reason else {}
    return row_json(naming.row) | {"sentence": naming.sentence} | reason


def _article_lines(newest: Sequence[Naming]) -> Iterator[str]:
    for naming in newest:
        row = naming.row
        yield ""
        yield f"{row.key}  {row.published:%Y-%m-%d}  {row.title} ({row.source})"
        if naming.sentence:
            yield f"  {naming.sentence}"
        if naming.reason:
            yield f"  [{naming.reason}]"


def _career(offices: Sequence[Held]) -> Iterator[str]:
    for held in offices[:OFFICES]:
        yield f"{_office(held)}: {_period(held)}, {_articles(held.articles)}"
    if len(offices) > OFFICES:
        yield f"and {len(offices) - OFFICES} more wordings, all of them with --json"


def _office(held: Held) -> str:
    title = held.title
    said = ", ".join(part for part in (title.title, title.body) if part)
    return said if title.status is Status.CURRENT else f"{said} ({title.status.value})"


def _chain(page: PlacePage) -> list[str]:
    place = page.place
    country = f"{page.country_name} ({place.country})" if page.country_name else place.country
    inside = [] if place.kind == "admin1" else [place.admin1]
    return [part for part in (*inside, "" if place.kind == "country" else country) if part]


def _pin(place: Place) -> str:
    return "" if place.lat is None or place.lon is None else f"{place.lat:.2f}, {place.lon:.2f}"


def _together(named: Sequence[Together]) -> str:
    return ", ".join(f"{one.name} ({one.articles})" for one in named)


def _period(of: Held | Reported) -> str:
    first, last = _day(of.first), _day(of.last)
    return first if first == last else f"{first} to {last}"


def _day(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d}"


def _articles(count: int) -> str:
    return f"{count} article{'' if count == 1 else 's'}"
