"""A made-up press with known truth: 200 short reports about 20 made-up officials, and a longer one.

Every sentence is plain news English of this project's own; the people do not exist, the places do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from reader.model import Status

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SOURCES = ("Morning Ledger", "Harbour Gazette")

Office = tuple[str, str, Status]  # title in small letters, body, status


@dataclass(frozen=True)
class Somebody:
    name: str
    title: str  # as it stands in a sentence
    capital: str  # as it stands before the name
    body: str
    country: str
    towns: tuple[str, str]
    short: str  # what later mentions say


@dataclass(frozen=True)
class Report:
    """What a report says: `people` with the office it gives each, None for a private person, and where."""

    title: str
    sentences: tuple[str, ...]
    people: dict[str, Office | None]
    places: frozenset[str]
    published: datetime
    source: str

    @property
    def text(self) -> str:
        return " ".join(self.sentences)

    def naming(self, name: str) -> str:
        """The first sentence that has a name."""
        return next(sentence for sentence in self.sentences if name in sentence)


PEOPLE = (
    Somebody("Adela Brandt", "mayor", "Mayor", "Innsbruck", "AT", ("Salzburg", "Linz"), "Brandt"),
    Somebody("Tomas Okello", "health minister", "Health Minister", "Kenya", "KE", ("Nakuru", "Eldoret"), "Okello"),
    Somebody("Liu Wenqing", "governor", "Governor", "Shanxi", "CN", ("Taiyuan", "Datong"), "Liu"),
    Somebody("Marisol Quintana", "health minister", "Health Minister", "Peru", "PE", ("Arequipa", "Trujillo"), "Quintana"),
    Somebody("Farid Benslimane", "transport minister", "Transport Minister", "Morocco", "MA", ("Rabat", "Agadir"), "Benslimane"),
    Somebody("Ingrid Solheim", "foreign minister", "Foreign Minister", "Norway", "NO", ("Bergen", "Trondheim"), "Solheim"),
    Somebody("Kwame Asante", "finance minister", "Finance Minister", "Ghana", "GH", ("Kumasi", "Accra"), "Asante"),
    Somebody("Lucia Ferrante", "mayor", "Mayor", "Bologna", "IT", ("Parma", "Modena"), "Ferrante"),
    Somebody("Rajesh Menon", "governor", "Governor", "Kerala", "IN", ("Kochi", "Kollam"), "Menon"),
    Somebody("Hana Kobayashi", "environment minister", "Environment Minister", "Japan", "JP", ("Osaka", "Sapporo"), "Kobayashi"),
    Somebody("Samuel Whitford", "governor", "Governor", "Ohio", "US", ("Cleveland", "Toledo"), "Whitford"),
    Somebody("Aisha Rahmani", "education minister", "Education Minister", "Tunisia", "TN", ("Sfax", "Sousse"), "Rahmani"),
    Somebody("Pavel Dvorak", "prime minister", "Prime Minister", "Slovakia", "SK", ("Nitra", "Bratislava"), "Dvorak"),
    Somebody("Nomvula Dube", "mayor", "Mayor", "Durban", "ZA", ("Pretoria", "Johannesburg"), "Dube"),
    Somebody("Carlos Iturbe", "governor", "Governor", "Oaxaca", "MX", ("Monterrey", "Tijuana"), "Iturbe"),
    Somebody("Elif Aydin", "justice minister", "Justice Minister", "Turkey", "TR", ("Ankara", "Bursa"), "Aydin"),
    Somebody("Petra Novakova", "president", "President", "Slovenia", "SI", ("Maribor", "Ljubljana"), "Novakova"),
    Somebody("Joaquim Teixeira", "interior minister", "Interior Minister", "Portugal", "PT", ("Porto", "Braga"), "Teixeira"),
    Somebody("Olena Hrytsenko", "energy minister", "Energy Minister", "Ukraine", "UA", ("Kharkiv", "Odesa"), "Hrytsenko"),
    Somebody("Fiona MacAskill", "first minister", "First Minister", "Scotland", "GB", ("Dundee", "Aberdeen"), "MacAskill"),
)  # fmt: skip

PRIVATE = ("Delia Carrick", "Jonas Petterson", "Miriam Okafor", "Rashid Karimov", "Helen Strand")

# What a report says: {p} the place, {n} the name, {t} the title, {T} the title before a name, {b} the
# body, {s} the short name; {x} a private person; {N}, {U}, {B} name, title and body of another official.
TEMPLATES = (
    ("{T} {n} of {b} opened a new water plant in {p} on Tuesday.", "Engineers had worked on it for two years.",
     "{s} thanked the workers and promised lower bills."),
    ("A flood warning was lifted in {p} after the rain stopped.", "{n}, the {t} of {b}, said most roads were open again.",
     "Schools will reopen next week, {s} added."),
    ("The budget was the subject of a long debate.", "{T} {n} of {b} told reporters in {p} that there was no money left.",
     "{s} will present a new plan in June."),
    ("Farmers in {p} have waited months for help.",
     "On Friday {n}, {t} of {b}, met some of them and listened to their complaints."),
    ("{n} was elected {t} of {b} in May.", "Since then {s} has travelled to {p} three times to talk about housing."),
    ("Doctors in {p} welcomed the decision.", "It was announced by {T} {n} of {b}, who had asked for it since last year."),
    ("{n}, the {t} of {b}, met {N}, the {U} of {B}, in {p} on Thursday.",
     "The two agreed to share figures on floods and droughts."),
    ("Shops in {p} stayed closed on Monday.", "\u201cNobody asked us,\u201d said {x}, who sells bread near the station.",
     "{n}, {t} of {b}, promised to talk to the owners."),
    ("A court in {p} heard the case against {n}, the former {t} of {b}.", "The trial will go on until autumn."),
    ("The old bridge in {p} will be repaired.", "\u201cWork starts in spring,\u201d {T} {n} of {b} said on Wednesday.",
     "{x}, a retired teacher, said that she had hoped for a tunnel."),
)  # fmt: skip
_TWO, _PRIVATE, _FORMER = 6, (7, 9), 8

PLENARY = Report(
    "Advisers look at flood works in Shanxi",
    (
        "Luo Wenbin, vice-chairperson of the National Committee of the Chinese People's Political Consultative"
        " Conference, on Monday began a visit to Shanxi province.",
        "In Datong she walked along a new dyke with Liu Wenqing, the governor of Shanxi.",
        "Luo said that villages below the dam should be warned earlier, and Liu agreed.",
        "Jia Lihong, a farmer, showed them where the water had stood in July.",
        "Luo travels to Taiyuan on Wednesday.",
    ),
    {
        "Luo Wenbin": (
            "vice-chairperson",
            "National Committee of the Chinese People's Political Consultative Conference",
            Status.CURRENT,
        ),
        "Liu Wenqing": ("governor", "Shanxi", Status.CURRENT),
        "Jia Lihong": None,
    },
    frozenset({"Shanxi", "Datong", "Taiyuan"}),
    START + timedelta(days=250),
    SOURCES[0],
)


def reports() -> Iterator[Report]:
    """All reports, oldest first."""
    for turn in range(len(TEMPLATES)):
        for number, somebody in enumerate(PEOPLE):
            template = (turn + number) % len(TEMPLATES)
            yield _report(turn * len(PEOPLE) + number, somebody, template, somebody.towns[turn % 2])
    yield PLENARY


def _report(number: int, one: Somebody, template: int, place: str) -> Report:
    other = PEOPLE[(PEOPLE.index(one) + 7) % len(PEOPLE)]
    private = PRIVATE[number % len(PRIVATE)]
    words = {
        "p": place, "n": one.name, "t": one.title, "T": one.capital, "b": one.body, "s": one.short,
        "x": private, "N": other.name, "U": other.title, "B": other.body,
    }  # fmt: skip
    status = Status.FORMER if template == _FORMER else Status.CURRENT
    people: dict[str, Office | None] = {one.name: (one.title, one.body, status)}
    places = {place, one.body}
    if template == _TWO:
        people[other.name] = (other.title, other.body, Status.CURRENT)
        places.add(other.body)
    if template in _PRIVATE:
        people[private] = None
    return Report(
        f"Report {number}",
        tuple(sentence.format(**words) for sentence in TEMPLATES[template]),
        people,
        frozenset(places),
        START + timedelta(days=number),
        SOURCES[number % 2],
    )
