"""A real library of made-up articles about known people and places, for the pages about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from reader.library.articles import text_hash
from reader.library.library import Library
from reader.model import Annotations, Block, BlockKind, Document, Entry, Person, Place, Status, Title, View
from tests.tui.shelf import NOW

START = NOW - timedelta(days=540)


@dataclass(frozen=True)
class Known:
    """Somebody with the offices held, each from an article on, as a share of all articles."""

    name: str
    short: str
    offices: tuple[tuple[float, Title], ...] = ()


KNOWN = (
    Known(
        "Amina Odhiambo",
        "Odhiambo",
        (
            (0.0, Title("deputy governor", "Kisumu County")),
            (0.4, Title("governor", "Kisumu County", Status.ELECT)),
            (0.55, Title("governor", "Kisumu County")),
        ),
    ),
    Known(
        "Pierre Lacombe",
        "Lacombe",
        ((0.0, Title("mayor", "Lyon")), (0.7, Title("mayor", "Lyon", Status.FORMER))),
    ),
    Known("陳美玲", "陳美玲", ((0.0, Title("minister of transport", "行政院")),)),
    Known("Sefa Tuilagi", "Tuilagi", ((0.0, Title("ambassador for oceans", "Pacific Islands Forum")),)),
    Known("Nora Whitfield", "Whitfield"),
)
PLACES = (
    Place("Kisumu", (), "city", "KE", "Kisumu", -0.1, 34.75),
    Place("Lyon", (), "city", "FR", "Auvergne-Rhône-Alpes", 45.75, 4.85),
    Place("高雄", (), "city", "TW", "Kaohsiung", 22.62, 120.31),
    Place("Suva", (), "city", "FJ", "Central", -18.14, 178.44),
    Place("Kenya", (), "country", "KE", "", 0.5, 37.9),
    Place("Springfield", (), "city", "US", "Illinois", 39.8, -89.64),
)
SENTENCES = (
    "{person}, {office}, told the assembly in {place} that the new ferry would sail before the rains.",
    "In {place}, {person} opened the archive of land titles, which had been shut for eleven years.",
    "The committee heard {person} on the price of water; {place} had asked for the meeting in March.",
)
TITLES = (
    "Ferry to sail before the rains",
    "Land archive opens its doors again",
    "Committee asks who pays for water",
    "Road budget passes at the third reading",
)


def gazette(folder: Path, count: int = 60) -> Library:
    """A library with so many articles, about one of `KNOWN` in turn and sometimes the next one too."""
    library = Library.open(folder)
    feed = library.feed_for("https://news.example/feed", "Lake Gazette")
    entries = [_entry(number, count) for number in range(count)]
    library.store(feed, [entry for entry, _ in entries], NOW)
    annotations = {entry.title: named for entry, named in entries}
    for row in library.rows(library.rowids(View())):
        text = library.article(row.key).document.text
        library.annotate(row.key, text_hash(text), annotations[row.title])
    return library


def _entry(number: int, count: int) -> tuple[Entry, Annotations]:
    chosen = [number % len(KNOWN)]
    if number % 3 == 0:
        chosen.append((number + 1) % len(KNOWN))
    text, people, places = "", [], []
    for at in chosen:
        sentence, person, place = _sentence(len(text), at, number, number / count)
        text += sentence + " "
        people.append(person)
        places.append(place)
    text = text.strip()
    document = Document(text, (Block(BlockKind.PARAGRAPH, 0, len(text)),))
    entry = Entry(
        f"entry-{number}",
        f"{TITLES[number % len(TITLES)]} ({number})",
        url=f"https://news.example/{number}",
        source=("Lake Gazette", "Le Courrier du Rhône", "港都時報", "Pacific Wire")[number % 4],
        published=_moment(number, count),
        document=document,
    )
    return entry, Annotations(tuple(people), tuple(_merged(places)), "test")


def _moment(number: int, count: int) -> datetime:
    return START + (NOW - START) * (number / count) + timedelta(hours=number % 7)


def _sentence(at: int, chosen: int, number: int, when: float) -> tuple[str, Person, Place]:
    known, place = KNOWN[chosen], PLACES[chosen if number % 4 else 4]
    held = [title for start, title in known.offices if start <= when]
    office = f"{held[-1].title}, {held[-1].body}" if held else "a farmer"
    text = SENTENCES[number % len(SENTENCES)].format(person=known.name, office=office, place=place.name)
    start, where = text.index(known.name), text.index(place.name)
    mention = ((at + start, at + start + len(known.name)),)
    person = Person(known.name, mention, bool(held), tuple(held[-1:]))
    spot = Place(
        place.name,
        ((at + where, at + where + len(place.name)),),
        place.kind,
        place.country,
        place.admin1,
        place.lat,
        place.lon,
    )
    return text, person, spot


def _merged(places: Sequence[Place]) -> list[Place]:
    kept: dict[str, Place] = {}
    for place in places:
        kept.setdefault(place.name, place)
    return list(kept.values())
