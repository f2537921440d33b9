"""What stands on the pages of people and places, written into a layout."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from rich.cells import cell_len

from reader.countries import country_name
from reader.model import ArticleRow, Place, Status
from reader.text.clean import clean_line
from reader.tui.ages import MONTHS, age_in_words
from reader.tui.marks import title_in_words
from reader.tui.pages import Kind, Subject, Watching
from reader.tui.widgets.chart_picture import sparkline
from reader.tui.widgets.page_layout import Layout, Part
from reader.tui.widgets.wrapping import cut

if TYPE_CHECKING:
    from reader.library.pages import Held, Naming, PersonPage, PlacePage, Reported, Together
    from reader.library.timeline import Count

Target = Subject | ArticleRow
Facts = Layout[Target]

NOT_RESOLVED = "not resolved: nothing tells which place of this name it is"
SENTENCE = 3  # lines of a naming sentence
OFFICES = 12  # that a page lists
_LIFE = 24  # cells of the line that shows when an office was held
_CAREER_FROM = 96  # cells from which an office takes one line
_LEAST_SPARK, _MOST_SPARK = 10, 60  # cells of the months
_COMPANION = 34  # cells for somebody or some place named together


def person_facts(
    layout: Facts, page: PersonPage, others: Sequence[PersonPage] = (), watching: Watching = Watching.NOT
) -> None:
    """Who somebody is, as reported; `others` bear the same name."""
    reported = page.reported
    style = "official" if page.official else "person"
    country = country_name(page.country) if page.country else ""
    _title(layout, Part(page.name, style), (watching.value, country, _standing(page)))
    _also(layout, page.forms)
    _how_much(layout, reported)
    _bearers(layout, [told_apart(other) for other in others], "person")
    if page.offices:
        layout.heading("Offices", "as reported")
        for held in page.offices[:OFFICES]:
            _office(layout, held, reported)
        if len(page.offices) > OFFICES:
            layout.line(Part(f"and {len(page.offices) - OFFICES} more wordings", "about"))
    _named_with(layout, "Named together with", reported.people, Kind.PERSON)
    _named_with(layout, "Where reported", reported.places, Kind.PLACE)


def place_facts(
    layout: Facts, page: PlacePage, others: Sequence[PlacePage] = (), watching: Watching = Watching.NOT
) -> None:
    """Where a place lies and what is reported of it; `others` bear the same name."""
    place = page.place
    _title(layout, Part(place.name, "place"), (watching.value, position_in_words(place)))
    layout.paragraph(
        chain_in_words(place) or "not resolved: nothing tells which place of this name it is", "row"
    )
    _also(layout, page.forms)
    _how_much(layout, page.reported)
    _bearers(layout, [chain_in_words(other.place) or "not resolved" for other in others], "place")
    reported = page.reported
    others_named = [one for one in reported.people if one not in reported.officials]
    _named_with(layout, "Officials reported there", reported.officials, Kind.PERSON)
    _named_with(layout, "Other people", others_named, Kind.PERSON)
    _named_with(layout, "Places inside", page.inside, Kind.PLACE)
    _named_with(layout, "Named together with", reported.places, Kind.PLACE)


def articles(
    layout: Facts,
    newest: Sequence[Naming],
    count: int,
    names: Sequence[str],
    now: datetime,
    bookmarked: Mapping[str, bool],
    more: str,
) -> None:
    """The newest of so many articles with the sentence that names somebody or some place; `bookmarked`
    is what has changed since they were read, `more` says how to list all."""
    about = f"the newest {len(newest)} of {count:,}; {more}" if count > len(newest) else f"{count:,}"
    layout.heading("Articles", about)
    for number, naming in enumerate(newest):
        if number:
            layout.gap()
        _article(layout, naming, names, now, bookmarked)


def _article(
    layout: Facts, naming: Naming, names: Sequence[str], now: datetime, bookmarked: Mapping[str, bool]
) -> None:
    row = naming.row
    target = layout.leading_to(row)
    star = "★ " if bookmarked.get(row.key, row.bookmarked) else ""
    age = age_in_words(row.published, now)
    source = cut(clean_line(row.source), layout.width // 3)
    end = f"{source} · {age}" if source else age
    room = layout.width - 4 - cell_len(star + end)
    title = cut(clean_line(row.title), max(room - 2, 8))
    gap = max(layout.width - 2 - cell_len(title) - cell_len(star + end), 1)
    layout.line(
        Part("  " if row.read else "● ", "dot", target),
        Part(title, "about" if row.read else "unread", target),
        Part(" " * gap, "", target),
        Part(star, "star", target),
        Part(end, "about", target),
    )
    if naming.sentence:
        layout.paragraph(naming.sentence, "row", indent=2, most=SENTENCE, target=target, marked=names)
    if naming.reason:
        layout.line(Part("  "), Part(naming.reason, "about"))


# --- facts ------------------------------------------------------------------------------------


def told_apart(page: PersonPage) -> str:
    """What tells one bearer of a name from another, in a few words."""
    known = title_in_words(page.offices[0].title) if page.offices else "no office"
    return f"{known}, {_articles_in_words(page.reported.articles)}"


def _standing(page: PersonPage) -> str:
    """The status of the latest office."""
    if not page.official:
        return "no public office reported"
    latest = page.offices[0].title.status if page.offices else Status.CURRENT
    return {Status.CURRENT: "in office", Status.FORMER: "formerly in office", Status.ELECT: "elected"}[latest]


def _also(layout: Facts, forms: Sequence[str]) -> None:
    if forms:
        layout.paragraph("also " + ", ".join(forms), "about", most=2)


def _how_much(layout: Facts, reported: Reported) -> None:
    mentions = f", named {reported.mentions:,} times" if reported.mentions > 1 else ""
    first, last = day_in_words(reported.first), day_in_words(reported.last)
    when = first if first == last else f"{first} to {last}"
    layout.paragraph(f"{_articles_in_words(reported.articles)}{mentions}, {when}", "about")
    if len(reported.months) > 2:
        _months(layout, reported.months)


def _months(layout: Facts, months: Sequence[Count]) -> None:
    """Articles a month, from the first to the last."""
    begin, end = (f"{MONTHS[month.start.month - 1]} {month.start.year}" for month in (months[0], months[-1]))
    room = layout.width - len(begin) - len(end) - 2
    if room >= _LEAST_SPARK:
        line = sparkline([month.articles for month in months], min(room, _MOST_SPARK))
        layout.line(Part(f"{begin} ", "about"), Part(line, "bar"), Part(f" {end}", "about"))


def _title(layout: Facts, name: Part, about: Sequence[str]) -> None:
    layout.apart(name, Part(" · ".join(word for word in about if word), "about"))


def _bearers(layout: Facts, told: Sequence[str], what: str) -> None:
    if told:
        layout.paragraph(f"v: another {what} of this name ({told[0]})", "about", most=2)


def _articles_in_words(count: int) -> str:
    return f"{count:,} article{'' if count == 1 else 's'}"


def _office(layout: Facts, held: Held, reported: Reported) -> None:
    """An office, when it was held, and where in the time that is known of the person."""
    count = f"{held.articles:,}"
    first, last = month_in_words(held.first), month_in_words(held.last)
    when = first if first == last else f"{first} – {last}"
    name = title_in_words(held.title)
    cells = min(_LIFE, layout.width // 3)
    life = life_line(held.first, held.last, reported.first, reported.last, cells)
    if layout.width < _CAREER_FROM:
        layout.paragraph(name, "row", indent=2, most=2)
        layout.line(Part("  "), *life, Part(f"  {when} · {_articles_in_words(held.articles)}", "about"))
        return
    end = f"{when}  {count.rjust(6)}"
    room = layout.width - 2 - cells - 2 - 26
    text = cut(clean_line(name), room)
    layout.line(
        Part("  "),
        Part(text + " " * (room - cell_len(text) + 1), "row"),
        *life,
        Part(end.rjust(layout.width - 3 - room - cells), "about"),
    )


def life_line(first: datetime, last: datetime, begin: datetime, end: datetime, cells: int) -> list[Part]:
    """When an office was held, drawn within the time from `begin` to `end`."""
    whole = max((end - begin).total_seconds(), 1)
    start = round((first - begin).total_seconds() / whole * (cells - 1))
    stop = round((last - begin).total_seconds() / whole * (cells - 1))
    start, stop = max(start, 0), min(max(stop, start), cells - 1)
    parts = [Part("─" * start, "about"), Part("━" * (stop - start + 1), "bar")]
    return [*parts, Part("─" * (cells - 1 - stop), "about")]


def _named_with(layout: Facts, heading: str, named: Sequence[Together], kind: Kind) -> None:
    if not named:
        return
    layout.heading(heading)
    most = max(len(f"{one.articles:,}") for one in named)
    columns = max((layout.width - 2) // _COMPANION, 1)
    width = (layout.width - 2) // columns
    for at in range(0, len(named), columns):
        parts = [Part("  ")]
        for one in named[at : at + columns]:
            parts += _one_named(layout, one, kind, width, most)
        layout.line(*parts)


def _one_named(layout: Facts, one: Together, kind: Kind, width: int, digits: int) -> Iterable[Part]:
    target = layout.leading_to(Subject(kind, one.name, country=one.country))
    country = country_name(one.country) if one.country else ""
    beside = f", {country}" if country and country != one.name else ""
    count = f"{one.articles:,}".rjust(digits) + "  "
    name = cut(clean_line(one.name), width - len(count) - 2)
    style = "official" if one.official else kind.value
    beside = cut(beside, max(width - len(count) - cell_len(name) - 2, 0))
    yield Part(count, "about")
    yield Part(name, style, target)
    yield Part(beside, "about")
    yield Part(" " * max(width - len(count) - cell_len(name) - cell_len(beside), 0))


# --- words ------------------------------------------------------------------------------------


def day_in_words(moment: datetime) -> str:
    """ "4 Mar 2023" """
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def month_in_words(moment: datetime) -> str:
    """ "Mar 2023" """
    return f"{MONTHS[moment.month - 1]} {moment.year}"


def chain_in_words(place: Place) -> str:
    """What and where a place is, from near to far: "city, Shanxi, China"."""
    if not place.kind:
        return ""
    chain = [kind_in_words(place.kind)]
    if place.admin1 and place.admin1 != place.name:
        chain.append(place.admin1)
    if place.country and place.kind != "country":
        chain.append(country_name(place.country))
    return ", ".join(clean_line(part) for part in chain if part)


def kind_in_words(kind: str) -> str:
    """What sort of place this is, "" for one that goes without saying."""
    kinds = {"admin1": "province or state", "admin2": "district", "natural": "", "other": ""}
    return kinds.get(kind, kind)


def position_in_words(place: Place) -> str:
    """ "48.86° N, 2.35° E", "" when nothing is known."""
    if place.lat is None or place.lon is None:
        return ""
    north, east = ("N" if place.lat >= 0 else "S"), ("E" if place.lon >= 0 else "W")
    return f"{abs(place.lat):.2f}° {north}, {abs(place.lon):.2f}° {east}"
