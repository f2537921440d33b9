"""What the parts of a query select: of the whole archive, or of some articles that are looked at.

Each part that FTS5 cannot answer is one SELECT. Asked of a few articles it costs what they cost,
however many match in all; that is how the newest rows of a search are found without the others.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.library import articles, tree
from reader.library.names import folded

if TYPE_CHECKING:
    from reader.library.state import State

_AGES = 1 << 62  # seconds, beyond all dates


@dataclass(frozen=True, slots=True)
class Select:
    """The articles, `column` of `table`, where `condition` holds; `other` takes them away instead. `few`
    says the same in a way that is quicker for a few articles, "" when there is none; `reads` are the columns
    that it takes."""

    table: str
    column: str
    condition: str
    values: tuple[str | int, ...]
    other: bool = False
    few: str = ""
    reads: str = "*"

    def whole(self, connection: sqlite3.Connection) -> list[int]:
        """The row ids that the condition holds for, in no order."""
        query = f"SELECT json_group_array({self.column}) FROM {self.table} WHERE {self.condition}"
        return articles.one_list(connection, query, *self.values)

    def among(self, connection: sqlite3.Connection, rowids: Sequence[int]) -> set[int]:
        """Those of some row ids that the condition holds for."""
        # The limit keeps SQLite from taking the two conditions as one and reading what is not asked for.
        query = (
            f"SELECT json_group_array({self.column}) FROM (SELECT {self.reads} FROM {self.table}"
            f" WHERE {self.column} IN (SELECT value FROM json_each(?)) LIMIT -1)"
            f" WHERE {self.few or self.condition}"
        )
        return set(articles.one_list(connection, query, json.dumps(list(rowids)), *self.values))


def select(connection: sqlite3.Connection, state: State, node: tree.Leaf) -> Select:
    """What a part of a query selects that FTS5 cannot answer; not for read and unread."""
    match node:
        case tree.Dated(since, until):
            low = -_AGES if since is None else since
            high = _AGES if until is None else until
            return Select("articles", "id", "published >= ? AND published < ?", (low, high))
        case tree.Added(since):
            return Select("articles", "id", "added >= ?", (since,))
        case tree.Names(kind, name, prefix):
            named = _named(connection, kind, name, prefix)
            return Select("mentions", "article", _in("entity"), (named,), reads="article, entity")
        case tree.Office(text, prefix):
            offices = _offices(connection, text, prefix)
            return Select("held", "article", _in("office"), (offices,), reads="article, office")
        case tree.InFeed(text):
            return Select("articles", "id", _in("feed"), (_feeds_called(connection, state, text),))
        case tree.InFolder(path):
            return Select("articles", "id", _in("feed"), (_feeds_in(connection, state, path),))
        case tree.FromSource(text):
            feeds = _feeds_shown_as(connection, state, text)
            condition = f"CASE source WHEN '' THEN {_in('feed')} ELSE instr(lower(source), lower(?)) END"
            return Select("articles", "id", condition, (feeds, text))
        case tree.Is("followed" | "muted" as which):
            from reader.library.watching import matching

            everywhere, few, values = matching(connection, state, muted=which == "muted")
            return Select("articles", "id", everywhere, values, few=few)
        case tree.Is("full"):
            return Select("texts", "id", "summary_only = 1", (), other=True)
    return Select("articles", "id", _in("id"), (_kept(connection, state, node),))


def _in(column: str) -> str:
    return f"{column} IN (SELECT value FROM json_each(?))"


def _kept(connection: sqlite3.Connection, state: State, node: tree.Leaf) -> str:
    """What the person keeps beside the archive."""
    from reader.library.noting import noted_with
    from reader.library.tagging import tagged_with

    keys: Iterable[str]
    match node:
        case tree.Is("bookmarked"):
            keys = state.bookmarks
        case tree.Is("noted"):
            keys = {document.get("article", "") for document in state.notes.documents.values()}
        case tree.Is("tagged"):
            keys = state.tags.documents
        case tree.Noted(text, prefix):
            keys = noted_with(state, text, prefix=prefix)
        case tree.Tagged(text, prefix):
            keys = tagged_with(state, text, prefix=prefix)
        case _:
            raise AssertionError(f"{node} is answered elsewhere")
    return json.dumps(list(articles.ids_of_keys(connection, keys).values()))


# --- feeds ------------------------------------------------------------------------------------


def _feeds_called(connection: sqlite3.Connection, state: State, text: str) -> str:
    """The feeds whose title, name, folder or URL holds the text."""
    wanted = text.casefold()

    def called(feed: _Feed) -> bool:
        return any(wanted in words.casefold() for words in (feed.url, feed.title, feed.name, feed.folder))

    return _numbers(feed for feed in _feeds(connection, state) if called(feed))


def _feeds_shown_as(connection: sqlite3.Connection, state: State, text: str) -> str:
    """The feeds whose articles lists show under a name with this text, as `Library.rows` does."""
    wanted = text.casefold()
    feeds = _feeds(connection, state)
    return _numbers(feed for feed in feeds if wanted in (feed.name or feed.title or feed.url).casefold())


def _feeds_in(connection: sqlite3.Connection, state: State, path: str) -> str:
    wanted = f"{path.strip('/').casefold()}/"
    feeds = _feeds(connection, state)
    return _numbers(feed for feed in feeds if f"{feed.folder.casefold()}/".startswith(wanted))


@dataclass(frozen=True, slots=True)
class _Feed:
    number: int
    url: str
    title: str
    name: str
    folder: str


def _feeds(connection: sqlite3.Connection, state: State) -> list[_Feed]:
    known = []
    for number, feed, url, title in connection.execute("SELECT number, id, url, title FROM feeds"):
        kept = state.feeds.get(feed, {})
        known.append(_Feed(number, url, title, kept.get("name", ""), kept.get("folder", "")))
    return known


def _numbers(feeds: Iterable[_Feed]) -> str:
    return json.dumps([feed.number for feed in feeds])


# --- people, places, offices ------------------------------------------------------------------


def _named(connection: sqlite3.Connection, kind: str, name: str, prefix: bool) -> str:
    """The people or places whose name has these words, and those that lie in such a place."""
    from reader.library.in_force import also_called
    from reader.library.mentions import PLACE

    wanted = folded(name)
    words = f" {wanted}" + ("" if prefix else " ")
    numbers = articles.one_list(
        connection,
        "SELECT json_group_array(id) FROM entities WHERE kind = ? AND instr(' ' || name || ' ', ?) > 0",
        kind,
        words,
    )
    if kind == PLACE:
        numbers += _inside(connection, wanted, prefix)
    else:
        numbers += also_called(connection, words)
    return json.dumps(numbers)


def _inside(connection: sqlite3.Connection, wanted: str, prefix: bool) -> list[int]:
    """The places in the countries and provinces of this name."""
    from reader.countries import every_name

    def called(name: str) -> bool:
        return folded(name).startswith(wanted) if prefix else folded(name) == wanted

    countries = {code for name, code in every_name() if called(name)}
    provinces = connection.execute(
        "SELECT DISTINCT country, admin1 FROM entities WHERE kind = 'place' AND admin1 != ''"
    )
    inside = [[country, admin1] for country, admin1 in provinces if called(admin1)]
    return articles.one_list(
        connection,
        "SELECT json_group_array(id) FROM entities WHERE kind = 'place' AND lone = 0 AND country != ''"
        " AND (country IN (SELECT value FROM json_each(?))"
        "  OR (country, admin1) IN"
        "   (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?)))",
        json.dumps(list(countries)),
        json.dumps(inside),
    )


def _offices(connection: sqlite3.Connection, text: str, prefix: bool) -> str:
    """The offices that have these words in title or body. SQLite leaves only those that may; its
    `lower` knows ASCII alone."""
    words = _office_words(text).split()
    plain = [word for word in words if word.isascii()]
    may = " AND ".join(["instr(lower(title || ' ' || body), ?) > 0"] * len(plain)) or "1"
    found = connection.execute(
        f"SELECT id, title, body FROM offices WHERE ({may}) OR title || body GLOB '*[^ -~]*'", plain
    )
    last = words.pop() if prefix and words else ""

    def fits(title: str, body: str) -> bool:
        told = f" {_office_words(title)} {_office_words(body)} "
        return all(f" {word} " in told for word in words) and f" {last}" in told

    return json.dumps([number for number, title, body in found if fits(title, body)])


def _office_words(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in folded(text)).split())
