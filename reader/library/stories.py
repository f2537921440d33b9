"""Articles that tell the same story.

Two articles do when they have the same canonical link, or, in different feeds, the same headline and
nearly the same text, and were published within days of one another; what follows from several such
pairs is one story too. A link with which one feed tells two different things (a page that changes, a
list of news) ties only articles that agree in headline or text.

"Nearly the same" is the containment of word shingles (A. Z. Broder, On the resemblance and
containment of documents, 1997): the share of the shorter text's shingles that the other one has.
Containment, because a feed may give the beginning of what another one gives whole.

`articles.story` is the lowest row id of a story when it was last put together, NULL for an article that
is alone in telling it.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations

from reader.library.canonical import headline_number, link_number, words

DAY = 86400
LINK_DAYS = 14
HEADLINE_DAYS = 3
NEAR = 0.5
"""Of the shingles. Reports of one event by one agency have .7 and more in common; two of different
events with one headline ("Markets close higher") rarely a fifth."""

SHINGLE = 3  # words
_LEAST_SHINGLES = 6
_CHARACTERS = 3000
_MOST = 16  # articles that a new one is compared with, by link and by headline
_MOST_REBUILT = 64
_SCANNED = 48
_SIMILAR_TITLES = 0.5

# Few articles have any: the one question that all of them cost.
_HAS_COMPANY = """
SELECT a.story IS NOT NULL
  OR EXISTS (SELECT 1 FROM articles o WHERE o.link = a.link AND o.id != a.id)
  OR EXISTS (SELECT 1 FROM articles o WHERE o.headline = a.headline AND o.id != a.id)
FROM articles a WHERE a.id = ?
"""

_COLUMNS = "a.id, a.feed, a.title, a.published, a.link, a.headline, a.story"


@dataclass
class _Told:
    """An article as far as it matters here; its text is read when it is asked for."""

    connection: sqlite3.Connection
    id: int
    feed: int
    title: str
    published: int
    link: int | None
    headline: int | None
    story: int | None

    @cached_property
    def title_words(self) -> frozenset[str]:
        return frozenset(words(self.title))

    @cached_property
    def shingles(self) -> frozenset[int]:
        found = self.connection.execute(
            "SELECT substr(text, 1, ?) FROM texts WHERE id = ?", (_CHARACTERS, self.id)
        ).fetchone()
        return _shingles(found[0] if found else "")


@lru_cache(maxsize=2 * _MOST)  # the same candidates meet one new article after another
def _shingles(text: str) -> frozenset[int]:
    found = words(text)
    return frozenset(map(hash, zip(*(found[start:] for start in range(SHINGLE)), strict=False)))


def place(connection: sqlite3.Connection, number: int) -> None:
    """Put a new article into the story it tells, or one that has changed into another one."""
    if not connection.execute(_HAS_COMPANY, (number,)).fetchone()[0]:
        return
    article = _told(connection, "a.id = ?", (number,))[0]
    linked = [] if article.link is None else _linked(connection, article)
    titled = [] if article.headline is None else _titled(connection, article)
    if article.story is not None:
        _rebuild(connection, [article, *linked, *titled])
        return
    is_telling = _is_telling([article, *linked])
    if not is_telling and _is_telling(linked) and any(one.story for one in linked):
        _rebuild(connection, [article, *linked, *titled])
        return
    others = [one for one in linked if _same_link(article, one, is_telling)]
    others += [one for one in titled if _same_headline(article, one)]
    if others:
        _join(connection, [article, *others])


def group_stored(connection: sqlite3.Connection) -> None:
    """Number the links and headlines of all articles and find their stories."""
    connection.create_function("link_number", 1, link_number, deterministic=True)
    connection.create_function("headline_number", 1, headline_number, deterministic=True)
    connection.execute("UPDATE articles SET link = link_number(url), headline = headline_number(title)")
    repeated = connection.execute(
        "SELECT id FROM articles WHERE link IN"
        " (SELECT link FROM articles WHERE link IS NOT NULL GROUP BY link HAVING count(*) > 1)"
        " UNION SELECT id FROM articles WHERE headline IN"
        " (SELECT headline FROM articles WHERE headline IS NOT NULL"
        "  GROUP BY headline HAVING count(DISTINCT feed) > 1) ORDER BY id"
    ).fetchall()
    for (number,) in repeated:
        if connection.execute("SELECT story FROM articles WHERE id = ?", (number,)).fetchone() == (None,):
            place(connection, number)


# --- candidates -------------------------------------------------------------------------------


def _told(connection: sqlite3.Connection, where: str, values: Sequence[int]) -> list[_Told]:
    found = connection.execute(f"SELECT {_COLUMNS} FROM articles a WHERE {where}", values)
    return [_Told(connection, *row) for row in found]


def _linked(connection: sqlite3.Connection, article: _Told) -> list[_Told]:
    where = f"a.link = ? AND a.id != ? ORDER BY a.id DESC LIMIT {_MOST}"
    return _told(connection, where, (article.link or 0, article.id))


def _titled(connection: sqlite3.Connection, article: _Told) -> list[_Told]:
    """Those of other feeds with the same headline, published within days."""
    span = HEADLINE_DAYS * DAY
    where = f"a.headline = ? AND a.published BETWEEN ? AND ? ORDER BY a.published DESC LIMIT {_SCANNED}"
    values = (article.headline or 0, article.published - span, article.published + span)
    return [one for one in _told(connection, where, values) if one.feed != article.feed][:_MOST]


def _members(connection: sqlite3.Connection, story: int) -> list[_Told]:
    return _told(connection, "a.story = ?", (story,))


# --- pairs ------------------------------------------------------------------------------------


def _is_telling(linked: Collection[_Told]) -> bool:
    """Whether a link is that of one story: no feed tells two things with it."""
    return all(one.feed != other.feed or _agree(one, other) for one, other in combinations(linked, 2))


def _same_link(one: _Told, other: _Told, is_telling: bool) -> bool:
    if one.link is None or one.link != other.link or abs(one.published - other.published) > LINK_DAYS * DAY:
        return False
    return is_telling or _agree(one, other)


def _same_headline(one: _Told, other: _Told) -> bool:
    return (
        one.feed != other.feed
        and one.headline is not None
        and one.headline == other.headline
        and abs(one.published - other.published) <= HEADLINE_DAYS * DAY
        and _near(one, other)
    )


def _agree(one: _Told, other: _Told) -> bool:
    """Whether headlines or texts have much in common."""
    fewer = min(len(one.title_words), len(other.title_words))
    common = len(one.title_words & other.title_words)
    return (fewer > 0 and common / fewer >= _SIMILAR_TITLES) or _near(one, other)


def _near(one: _Told, other: _Told) -> bool:
    """Whether half of the shorter text, but for its order, is in the longer one."""
    fewer = min(len(one.shingles), len(other.shingles))
    return fewer >= _LEAST_SHINGLES and len(one.shingles & other.shingles) / fewer >= NEAR


# --- stories ----------------------------------------------------------------------------------


def _join(connection: sqlite3.Connection, articles: Iterable[_Told]) -> None:
    """Make one story of articles and of the stories that they tell already."""
    alone = {one.id for one in articles if one.story is None}
    stories = {one.story for one in articles if one.story is not None}
    name = min(alone | stories)
    for number in alone:
        connection.execute("UPDATE articles SET story = ? WHERE id = ?", (name, number))
    for story in stories - {name}:
        connection.execute("UPDATE articles SET story = ? WHERE story = ?", (name, story))


def _rebuild(connection: sqlite3.Connection, articles: Iterable[_Told]) -> None:
    """Take apart the stories that articles tell and put together what still belongs together."""
    known = {one.id: one for one in articles}
    for story in {one.story for one in known.values() if one.story is not None}:
        known |= {one.id: one for one in _members(connection, story) if one.id not in known}
    if len(known) > _MOST_REBUILT:
        return
    by_link: defaultdict[int | None, list[_Told]] = defaultdict(list)
    for one in known.values():
        by_link[one.link].append(one)
    telling = {link for link, linked in by_link.items() if _is_telling(linked)}
    parts = {number: {number} for number in known}
    for one, other in combinations(known.values(), 2):
        if parts[one.id] is not parts[other.id] and (
            _same_link(one, other, one.link in telling) or _same_headline(one, other)
        ):
            parts[one.id] |= parts[other.id]
            for number in parts[other.id]:
                parts[number] = parts[one.id]
    for number, part in parts.items():
        name = min(part) if len(part) > 1 else None
        connection.execute("UPDATE articles SET story = ? WHERE id = ?", (name, number))
