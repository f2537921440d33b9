"""A library of articles in which it is known who and what is named where, as an engine would say it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from reader.library.articles import text_hash
from reader.library.library import Library
from reader.library.pages import PersonPage, PlacePage
from reader.model import Annotations, Block, BlockKind, Document, Entry, Person, Place, Title, View

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SWEDEN = Place("Sweden", (), "country", "SE", "", 62.0, 15.0)
LUND = Place("Lund", (), "city", "SE", "Skåne", 55.7, 13.19)


class Named(NamedTuple):
    """A person as the engine takes it: a name of the text, and offices."""

    name: str
    titles: tuple[Title, ...] = ()


class Shelf:
    """Stores articles and annotates them; the keys of `put` name them from then on."""

    def __init__(self, library: Library, engine: str = "one") -> None:
        self.library = library
        self.engine = engine
        self.feed = library.feed_for("https://news.example/feed.xml", "The Example")
        self.said: dict[str, Annotations] = {}

    def put(self, text: str, people: list[Named] = [], places: list[Place] = []) -> str:  # noqa: B006
        """Store and annotate an article a day later than the last; every place where a name stands in
        the text is a mention."""
        number = len(self.said)
        entry = Entry(
            f"{number}",
            f"Article {number}",
            published=NOON + timedelta(days=number),
            document=Document(text, (Block(BlockKind.PARAGRAPH, 0, len(text)),)),
        )
        self.library.store(self.feed, [entry], NOON + timedelta(days=number))
        key = self.library.first_rows(View(), 1)[0].key
        self.said[key] = Annotations(
            tuple(Person(one.name, spans(text, one.name), bool(one.titles), one.titles) for one in people),
            tuple(
                Place(p.name, spans(text, p.name), p.kind, p.country, p.admin1, p.lat, p.lon) for p in places
            ),
            "one",
        )
        self.annotate(key)
        return key

    def annotate(self, key: str, engine: str = "") -> None:
        """Annotate an article as the engine does, once more perhaps."""
        said = self.said[key]
        made = Annotations(said.people, said.places, engine or self.engine)
        assert self.library.annotate(key, text_hash(self.library.article(key).document.text), made)

    def apply(self) -> None:
        """Let the corrections be applied everywhere."""
        for _ in self.library.corrections.apply():
            pass
        assert not self.library.corrections.unfinished()

    def marks(self, key: str) -> Annotations:
        annotations = self.library.article(key).annotations
        assert annotations is not None
        return annotations

    def who(self, name: str) -> list[PersonPage]:
        return self.library.pages.people(name, 50)

    def where(self, name: str) -> list[PlacePage]:
        return self.library.pages.places(name, 50)


def spans(text: str, name: str) -> tuple[tuple[int, int], ...]:
    """Everywhere a name stands."""
    found, at = [], text.find(name)
    while at >= 0:
        found.append((at, at + len(name)))
        at = text.find(name, at + 1)
    return tuple(found)
