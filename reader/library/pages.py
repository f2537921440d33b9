"""Everything stored about a person or a place.

Names are compared folded. What is counted for every article comes from the rows beside the texts;
only the newest articles are opened, for the sentences and the forms of the name.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from reader.countries import country_name
from reader.errors import NotStoredError
from reader.library import articles, contents
from reader.library.finding import Found, find, numbered
from reader.library.identity import REASONS, Tie
from reader.library.mentions import PLACE
from reader.library.names import folded
from reader.library.sentences import sentence_at
from reader.library.timeline import Count, Period, counted, dates_of
from reader.library.tying import PERSON
from reader.model import Article, ArticleRow, Person, Place, Status, Title

if TYPE_CHECKING:
    from reader.library.database import Database

TOGETHER = 1000  # newest articles in which those named together are counted
_MOST = 10  # of them that are given
_OPENED = 30  # newest articles that are opened for the forms of a name


@dataclass(frozen=True, slots=True)
class Held:
    """An office as reported: its commonest wording, the first and the last article that gives it."""

    title: Title
    first: datetime
    last: datetime
    articles: int


@dataclass(frozen=True, slots=True)
class Together:
    """Somebody or some place named in the same articles; `country` of a place, "" when unresolved;
    `official` of a person who holds a public office in one of them."""

    name: str
    country: str
    articles: int
    official: bool = False


@dataclass(frozen=True, slots=True)
class Naming:
    """An article that names a person or a place, the sentence of its first mention there, and why it
    is this person ("same name, same body"), "" for a place."""

    row: ArticleRow
    sentence: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reported:
    """What is counted of a person or a place, and the newest articles. `people`, those `officials` among
    them, and `places` are those most often named together with it in its newest `TOGETHER` articles;
    `months` is the number of articles in each month from the first to the last."""

    articles: int
    mentions: int
    first: datetime
    last: datetime
    people: tuple[Together, ...]
    officials: tuple[Together, ...]
    places: tuple[Together, ...]
    months: tuple[Count, ...]
    newest: tuple[Naming, ...]


@dataclass(frozen=True, slots=True)
class PersonPage:
    """A person; `offices` the latest first, `forms` what else the newest articles say for the name.
    `number` is local to one archive file; `country` is as in `indexes.ListedPerson`."""

    number: int
    name: str
    official: bool
    country: str
    forms: tuple[str, ...]
    offices: tuple[Held, ...]
    reported: Reported


@dataclass(frozen=True, slots=True)
class PlacePage:
    """A place as in `model.Place`; `inside` are the places most reported in a country or a province, with
    the number of all their articles. `number` is local to one archive file."""

    number: int
    place: Place
    country_name: str
    forms: tuple[str, ...]
    inside: tuple[Together, ...]
    reported: Reported


class Pages:
    """The pages of people and places. Every method may raise LibraryError or DamagedError."""

    def __init__(self, database: Database, make: articles.RowMaker) -> None:
        self._database = database
        self._make = make

    def people(self, name: str, limit: int) -> list[PersonPage]:
        """The people of a name, the most reported first, each with so many articles. NotStoredError."""
        with self._database.reading() as connection:
            return [self._person(connection, one, limit) for one in find(connection, PERSON, name)]

    def places(self, name: str, limit: int) -> list[PlacePage]:
        """The places of a name, the most reported first, each with so many articles. NotStoredError."""
        with self._database.reading() as connection:
            return [self._place(connection, one, limit) for one in find(connection, PLACE, name)]

    def person(self, number: int, limit: int) -> PersonPage:
        """The person of a number that an index or a page gave. NotStoredError."""
        with self._database.reading() as connection:
            return self._person(connection, numbered(connection, PERSON, number), limit)

    def place(self, number: int, limit: int) -> PlacePage:
        """The place of a number that an index or a page gave. NotStoredError."""
        with self._database.reading() as connection:
            return self._place(connection, numbered(connection, PLACE, number), limit)

    def unmarked(self) -> int:
        """How many articles have not been annotated yet."""
        with self._database.reading() as connection:
            found = connection.execute("SELECT count(*) FROM articles WHERE engine = ''").fetchone()
        return int(found[0])

    def _person(self, connection: sqlite3.Connection, found: Found, limit: int) -> PersonPage:
        def same(article: Article) -> Sequence[Person]:
            people = article.annotations.people if article.annotations else ()
            return [person for person in people if folded(person.name) == found.name]

        opened = self._opened(connection, found, limit, same)
        officially, home = connection.execute(
            "SELECT officially, home FROM entities WHERE id = ?", (found.number,)
        ).fetchone()
        return PersonPage(
            number=found.number,
            name=_commonest([one.name for one in opened], found.shown),
            official=officially > 0,
            country=home,
            forms=_forms(opened, found.shown),
            offices=_career(connection, found.number),
            reported=_reported(connection, found, opened[:limit]),
        )

    def _place(self, connection: sqlite3.Connection, found: Found, limit: int) -> PlacePage:
        known = (found.country, found.admin1, found.sort)

        def same(article: Article) -> Sequence[Place]:
            places = article.annotations.places if article.annotations else ()
            named = [place for place in places if folded(place.name) == found.name]
            return [place for place in named if (place.country, place.admin1, place.kind) == known]

        opened = self._opened(connection, found, limit, same)
        name = _commonest([one.name for one in opened], found.shown)
        return PlacePage(
            number=found.number,
            place=Place(name, (), found.sort, found.country, found.admin1, found.lat, found.lon),
            country_name=country_name(found.country),
            forms=_forms(opened, found.shown),
            inside=_inside(connection, found),
            reported=_reported(connection, found, opened[:limit]),
        )

    def _opened(
        self,
        connection: sqlite3.Connection,
        found: Found,
        limit: int,
        same: Callable[[Article], Sequence[Person | Place]],
    ) -> list[_Opened]:
        """The newest articles, opened."""
        rows = connection.execute(
            "SELECT a.key, m.tie FROM mentions m JOIN articles a ON a.id = m.article"
            " WHERE m.entity = ? ORDER BY m.published DESC, m.article DESC LIMIT ?",
            (found.number, max(limit, _OPENED)),
        ).fetchall()
        opened = []
        for key, tie in rows:
            try:
                article = contents.article(connection, key, self._make)
            except NotStoredError:
                continue  # removed meanwhile
            reason = REASONS.get(Tie(tie), "") if found.kind == PERSON else ""
            opened.append(_opened_article(article, same(article), found.shown, reason))
        return opened


@dataclass(frozen=True, slots=True)
class _Opened:
    """An article with its own full name for a person or place, and the texts of the mentions."""

    naming: Naming
    name: str
    forms: tuple[str, ...]


def _opened_article(article: Article, named: Sequence[Person | Place], shown: str, reason: str) -> _Opened:
    text = article.document.text
    spans = sorted(span for one in named for span in one.mentions)
    sentence = sentence_at(text, spans[0]) if spans else ""
    forms = tuple(" ".join(text[start:end].split()) for start, end in spans)
    name = named[0].name if named else shown
    return _Opened(Naming(article.row, sentence, reason), name, forms)


def _commonest(names: Sequence[str], shown: str) -> str:
    return Counter(names).most_common(1)[0][0] if names else shown


def _forms(opened: Sequence[_Opened], shown: str) -> tuple[str, ...]:
    """What the articles say for a name besides the name itself, the commonest first."""
    name = _commonest([one.name for one in opened], shown)
    counts = Counter(form for one in opened for form in one.forms if form and form != name)
    return tuple(form for form, _ in counts.most_common(_MOST))


def _career(connection: sqlite3.Connection, person: int) -> tuple[Held, ...]:
    """The offices of a person, wordings that differ in case alone taken together, the latest first."""
    found = connection.execute(
        "SELECT o.title, o.body, o.status, min(h.published), max(h.published), count(*)"
        " FROM held h JOIN offices o ON o.id = h.office WHERE h.entity = ? GROUP BY h.office",
        (person,),
    )
    same: dict[tuple[str, str, str], list[Held]] = defaultdict(list)
    for title, body, status, first, last, count in found:
        held = Held(Title(title, body, Status(status)), articles.moment(first), articles.moment(last), count)
        same[folded(title), folded(body), status].append(held)
    career = [_taken_together(wordings) for wordings in same.values()]
    return tuple(sorted(career, key=lambda held: (held.last, held.articles, held.first), reverse=True))


def _taken_together(wordings: Sequence[Held]) -> Held:
    return Held(
        max(wordings, key=lambda held: held.articles).title,
        min(held.first for held in wordings),
        max(held.last for held in wordings),
        sum(held.articles for held in wordings),
    )


def _reported(connection: sqlite3.Connection, found: Found, newest: Sequence[_Opened]) -> Reported:
    count, mentions, first, last = connection.execute(
        "SELECT articles, mentions, first, last FROM entities WHERE id = ?", (found.number,)
    ).fetchone()
    together = connection.execute(
        "SELECT e.kind, e.shown, e.country, n.articles, n.official > 0 FROM"
        " (SELECT m.entity, count(*) AS articles, max(m.official) AS official FROM"
        "   (SELECT article FROM mentions WHERE entity = ?1 ORDER BY published DESC, article DESC LIMIT ?2) t"
        "   CROSS JOIN mentions m ON m.article = t.article WHERE m.entity != ?1 GROUP BY m.entity) n"
        " JOIN entities e ON e.id = n.entity ORDER BY n.articles DESC, e.name",
        (found.number, TOGETHER),
    ).fetchall()

    def most(kind: str, *, officials: bool = False) -> tuple[Together, ...]:
        fit = (rest for other, *rest in together if other == kind and (rest[-1] or not officials))
        return tuple(
            Together(name, country, articles, bool(official))
            for name, country, articles, official in islice(fit, _MOST)
        )

    return Reported(
        articles=count,
        mentions=mentions,
        first=articles.moment(first or 0),
        last=articles.moment(last or 0),
        people=most(PERSON),
        officials=most(PERSON, officials=True),
        places=most(PLACE),
        months=counted(dates_of(connection, found.number), Period.MONTH),
        newest=tuple(one.naming for one in newest),
    )


def _inside(connection: sqlite3.Connection, found: Found) -> tuple[Together, ...]:
    """The places of most articles in a country or a province."""
    if not found.country or found.sort not in ("country", "admin1"):
        return ()
    province = found.admin1 or found.shown if found.sort == "admin1" else ""
    rows = connection.execute(
        "SELECT shown, country, articles FROM entities WHERE kind = ? AND country = ? AND ? IN ('', admin1)"
        " AND id != ? AND sort != 'country' ORDER BY articles DESC, name LIMIT ?",
        (PLACE, found.country, province, found.number, _MOST),
    )
    return tuple(Together(*row) for row in rows)
