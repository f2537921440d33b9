"""Feeds, people, places and articles by what is typed into the palette. Reads; not on the loop."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from reader.errors import ReaderError
from reader.model import ArticleRow, Feed, View
from reader.text.clean import clean_line
from reader.tui.marks import place_in_words, title_in_words
from reader.tui.pages import IndexSource, Kind, Subject

EACH = 6
"""Results of each kind."""


@dataclass(frozen=True, slots=True)
class Found:
    """Something that can be opened. Both texts come from outside, cleaned."""

    name: str
    about: str
    target: Feed | Subject | ArticleRow


@dataclass(frozen=True, slots=True)
class Sources:
    """Where to look: the rows of a view, the feeds, and the indexes where there are any."""

    rows: Callable[[View, int], Sequence[ArticleRow]]
    feeds: Callable[[], Sequence[Feed]] | None = None
    indexes: Callable[[], IndexSource] | None = None


def find(sources: Sources, typed: str) -> list[Found]:
    """What has words that begin with each of those typed: feeds, people, places, titles of articles."""
    words = re.findall(r"\w+", typed.lower())
    found: list[Found] = []
    if words:
        for look in (_feeds, _people, _places, _articles):
            with suppress(ReaderError):  # the other kinds may still be found
                found += look(sources, words)
    return found


def _feeds(sources: Sources, words: Sequence[str]) -> Iterator[Found]:
    feeds = sources.feeds() if sources.feeds is not None else ()
    fitting = (feed for feed in feeds if _fits(f"{feed.title} {feed.folder}", words))
    for feed, _ in zip(fitting, range(EACH), strict=False):
        yield Found(clean_line(feed.title or feed.url), f"Feed  {clean_line(feed.folder)}", feed)


def _people(sources: Sources, words: Sequence[str]) -> Iterator[Found]:
    if sources.indexes is None:
        return
    from reader.library.indexes import Wanted

    for person in sources.indexes().people(wanted=Wanted(" ".join(words)), limit=EACH):
        office = clean_line(title_in_words(person.office)) if person.office else ""
        subject = Subject(Kind.PERSON, person.name, number=person.listed.number)
        yield Found(clean_line(person.name), f"Person  {office}", subject)


def _places(sources: Sources, words: Sequence[str]) -> Iterator[Found]:
    if sources.indexes is None:
        return
    from reader.library.indexes import Wanted

    for listed in sources.indexes().places(wanted=Wanted(" ".join(words)), limit=EACH):
        place = listed.place
        subject = Subject(Kind.PLACE, place.name, country=place.country, number=listed.listed.number)
        yield Found(clean_line(place.name), f"Place  {clean_line(place_in_words(place))}", subject)


def _articles(sources: Sources, words: Sequence[str]) -> Iterator[Found]:
    query = " ".join(f"title:{word}" for word in words)
    for row in sources.rows(View(search=f"{query}*"), EACH):
        yield Found(clean_line(row.title), f"Article  {clean_line(row.source)}", row)


def _fits(name: str, words: Sequence[str]) -> bool:
    own = re.findall(r"\w+", name.lower())
    return all(any(word.startswith(start) for word in own) for start in words)
