"""A library of synthetic articles, for benchmarks: `python -m tests.bench.corpus N FOLDER`.

The texts are made of invented sentences over a vocabulary with Zipf's frequencies, about 3.4 KB each;
nine tenths are read, one in fifty is bookmarked, each names ten people and places. The same N gives
the same library.
"""

from __future__ import annotations

import random
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

from reader.entities.annotate import ENGINE_VERSION
from reader.library import articles, mentions, storing
from reader.library.database import Database
from reader.library.files import private_folder
from reader.library.library import Library
from reader.library.state import State
from reader.library.statefile import Json, StateFile
from reader.library.texts import encoded_copy
from reader.model import (
    Annotations,
    Block,
    BlockKind,
    Document,
    Entry,
    Feed,
    Link,
    Person,
    Place,
    Title,
    View,
)

NEWEST = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SPACING = timedelta(minutes=10)
FEEDS = 300
SENTENCES = 20_000
AT_ONCE = 2_000

_SYLLABLES = [
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "ha",
    "je",
    "ki",
    "lo",
    "mu",
    "na",
    "pe",
    "qui",
    "ro",
    "su",
    "ta",
    "ve",
    "wi",
    "xa",
    "yo",
    "zu",
    "bran",
    "clo",
    "dres",
    "flin",
    "gor",
]
_FIRST = ["Ada", "Bo", "Chidi", "Dana", "Emre", "Fatou", "Goran", "Hana", "Ivo", "Jia", "Kofi", "Lena"]
_OFFICES = ["mayor", "minister", "governor", "ambassador", "senator", "commissioner", "auditor", "chancellor"]
_TEMPLATES = [
    "The {office} {name} told the {w} council in {place} that the {w} {w} would not be {w} before the {w}.",
    "In {place}, a {w} of {w} and {w} was opened after the {w} had asked for more {w} and less {w}.",
    "{name} said the budget of the {w} would rise, but the {w} of {place} called it a {w} without {w}.",
    "Nobody in the {w} had expected that {w}, {w} and the {w} of the {w} would agree on the {w}.",
    "According to the {w}, the government of {place} has spent the {w} on {w} since the last {w}.",
    "A court in {place} heard the {w} of {name}, who denied the {w} and spoke of a {w} {w}.",
    "The {w} minister, {name}, will travel to {place} next week to sign the {w} on {w} and {w}.",
]


class Words:
    """A vocabulary of invented words, drawn with the frequencies of Zipf's law."""

    def __init__(self, chance: random.Random, size: int = 30_000) -> None:
        self._chance = chance
        made = ("".join(chance.choices(_SYLLABLES, k=chance.randint(2, 5))) for _ in iter(int, 1))
        self.words = list(dict.fromkeys(word for word, _ in zip(made, range(2 * size), strict=False)))[:size]
        self._weights = list(accumulate(1 / rank for rank in range(1, len(self.words) + 1)))
        self.people = [f"{chance.choice(_FIRST)} {word.capitalize()}" for word in self.words[1000:3000]]
        self.places = [word.capitalize() for word in self.words[3000:5000]]
        self._named = list(accumulate(1 / rank for rank in range(1, 2001)))

    def word(self) -> str:
        return self._chance.choices(self.words, cum_weights=self._weights)[0]

    def person(self) -> str:
        return self._chance.choices(self.people, cum_weights=self._named)[0]

    def place(self) -> str:
        return self._chance.choices(self.places, cum_weights=self._named)[0]

    def sentence(self) -> str:
        template = self._chance.choice(_TEMPLATES)
        while "{w}" in template:
            template = template.replace("{w}", self.word(), 1)
        return template.format(office=self._chance.choice(_OFFICES), name=self.person(), place=self.place())


def entries(count: int, chance: random.Random, words: Words) -> Iterator[Entry]:
    """Entries, oldest first."""
    pool = [words.sentence() for _ in range(min(SENTENCES, 40 * count))]
    for number in range(count):
        paragraphs = [" ".join(chance.choices(pool, k=5)) for _ in range(chance.randint(4, 10))]
        yield Entry(
            entry_id=f"article {number}",
            title=" ".join(chance.choice(pool).split()[:9]).rstrip(",."),
            url=f"https://news.example/articles/{number}",
            author=words.person(),
            published=NEWEST - SPACING * (count - number),
            document=_document(paragraphs, number),
        )


def build(folder: Path, count: int, *, named: bool = True) -> None:
    """Fill an empty folder with a library of so many articles; `named` adds people and places."""
    chance = random.Random(count)
    words = Words(chance)
    private_folder(folder)
    state = State(folder / "state")
    database = Database(folder / "articles.sqlite3", state.lock)
    library = Library(folder, state, database)
    try:
        feeds = [library.feed_for(f"https://news.example/{n}.xml", f"Paper {n}") for n in range(FEEDS)]
        batches: dict[int, list[Entry]] = defaultdict(list)
        for number, entry in enumerate(entries(count, chance, words)):
            batches[number // AT_ONCE].append(entry)
            if len(batches[number // AT_ONCE]) == AT_ONCE or number == count - 1:
                _store(database, feeds, batches.pop(number // AT_ONCE))
        if named:
            _annotate(library, database, chance, words)
        _mark(library, state, chance)
    finally:
        library.close()


def _document(paragraphs: list[str], number: int) -> Document:
    blocks, position = [], 0
    for paragraph in paragraphs:
        blocks.append(Block(BlockKind.PARAGRAPH, position, position + len(paragraph)))
        position += len(paragraph) + 2
    link = Link(4, 20, f"https://elsewhere.example/{number}")
    return Document("\n\n".join(paragraphs), tuple(blocks), (link,))


def _store(database: Database, feeds: list[Feed], batch: list[Entry]) -> None:
    """One transaction over all feeds: row ids follow the dates, as when feeds are read day by day."""
    with database.writing() as connection:
        for number, entry in enumerate(batch):
            feed = feeds[number * 7 % FEEDS]
            ready = storing.packed(articles.article_key(feed.id, entry.entry_id), entry)
            storing.store_one(connection, storing.feed_number(connection, feed), ready, NEWEST)


def _annotate(library: Library, database: Database, chance: random.Random, words: Words) -> None:
    while keys := library.unannotated(ENGINE_VERSION, AT_ONCE):
        with database.writing(durable=False) as connection:
            for key in keys:
                text = library.article(key).document.text
                mentions.annotate(connection, key, articles.text_hash(text), _annotations(chance, words))


def _annotations(chance: random.Random, words: Words) -> Annotations:
    people = {words.person(): None for _ in range(5)}
    places = {words.place(): None for _ in range(5)}
    return Annotations(
        people=tuple(
            Person(name, _spans(chance), n < 2, (Title("minister", "the ministry"),) if n < 2 else ())
            for n, name in enumerate(people)
        ),
        places=tuple(Place(name, _spans(chance), "city", "XX") for name in places),
        engine=ENGINE_VERSION,  # or the screen would mark everything while it is measured
    )


def _spans(chance: random.Random) -> tuple[tuple[int, int], ...]:
    starts = sorted(chance.sample(range(1000), k=2))
    return tuple((start, start + 9) for start in starts)


def _mark(library: Library, state: State, chance: random.Random) -> None:
    """Read marks on the day of publication and bookmarks, written a file at a time."""
    days: dict[str, list[str]] = defaultdict(list)
    bookmarks: dict[str, Json] = {}
    for row in library.rows(library.rowids(View())):
        if chance.random() < 0.9:
            days[f"{row.published:%Y-%m-%d}"].append(row.key)
        if chance.random() < 0.02:
            article = library.article(row.key)
            copy = state.folder / "texts" / f"{row.key}.json"
            copy.parent.mkdir(exist_ok=True)
            copy.write_bytes(encoded_copy(article))
            bookmarks[str(len(bookmarks) + 1)] = {
                "key": row.key,
                "url": row.url,
                "title": row.title,
                "feed": {"id": row.feed_id, "title": row.source},
                "at": row.published.isoformat(),
            }
    months: dict[str, dict[str, Json]] = defaultdict(dict)
    for day, keys in sorted(days.items()):
        months[day[:7]][day.replace("-", "")] = {"day": day, "ids": keys}
    for month, documents in months.items():
        _write(state, f"read/{month}.json", "read", documents)
    _write(state, "bookmarks.json", "bookmarks", bookmarks)


def _write(state: State, name: str, table: str, documents: dict[str, Json]) -> None:
    file = StateFile(state.folder / name, state.lock)
    file.write_all({table: documents})
    file.close()


if __name__ == "__main__":
    build(Path(sys.argv[2]), int(sys.argv[1]))
