"""What a person types into the search line, as a tree.

Words must all be there; "several words" stand together; -word must not be there; word* begins
like this; OR and brackets work as one expects. The last word, while it is being typed, also finds
longer words. Fields narrow it down:

    title:budget  who:"Ann Lee"  where:Lund  office:minister  feed:times  source:times  folder:World
    is:unread  is:read  is:bookmarked  is:full  is:noted  is:tagged  tag:budget  note:ask
    after:2026-09  before:2026-09-15  added:today
        (a year, a month, a day, today, yesterday, 7d; `after` and `added` include it)

Nothing typed reaches the syntax of FTS5: every word becomes a quoted string.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from reader.errors import QueryError
from reader.library.fields import FIELDS, Value, field
from reader.library.tree import All, Any, Node, Not, Words

SHORTEST_PREFIX = 4  # letters; shorter beginnings take FTS5 too long without an index for them
MOST_TERMS = 64
DEEPEST = 16


def parse(query: str, now: datetime | None = None) -> Node:
    """The tree of a query; QueryError with the position of the mistake.

    `now` says what today is, and days begin in its zone; else it is the clock of the system.
    """
    return _Parser(query, now or datetime.now()).parse()  # naive: the days of the system's zone


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # ( ) - word quoted field
    text: str
    position: int
    ends_query: bool = False
    name: str = ""  # of a field


class _Parser:
    """Recursive descent: any = all ("OR" all)*; all = item*; item = "-" item | "(" any ")" | words."""

    def __init__(self, query: str, now: datetime) -> None:
        self._tokens = list(_tokens(_cleaned(query)))
        self._now = now
        self._next = 0
        self._terms = 0

    def parse(self) -> Node:
        node = self._any(0)
        if self._next < len(self._tokens):
            raise QueryError("this bracket closes nothing", self._tokens[self._next].position)
        return node

    def _any(self, depth: int) -> Node:
        items = [self._all(depth)]
        while (token := self._peek()) is not None and token.kind == "word" and token.text == "OR":
            self._next += 1
            items.append(self._all(depth))
        stated = [item for item in items if item != All(())]
        return stated[0] if len(stated) == 1 else Any(tuple(stated)) if stated else All(())

    def _all(self, depth: int) -> Node:
        items: list[Node] = []
        while (token := self._peek()) is not None and token.kind != ")":
            if token.kind == "word" and token.text == "OR":
                break
            item = self._item(depth)
            if item is not None:
                items.append(item)
        return items[0] if len(items) == 1 and not isinstance(items[0], Not) else All(tuple(items))

    def _item(self, depth: int) -> Node | None:
        token = self._tokens[self._next]
        self._next += 1
        if token.kind == "-":
            follower = self._peek()
            if follower is None or follower.kind == ")":
                return None
            item = self._item(depth + 1)
            return None if item is None else item.item if isinstance(item, Not) else Not(item)
        if token.kind == "(":
            return self._bracket(token, depth + 1)
        return self._words(token)

    def _bracket(self, opening: _Token, depth: int) -> Node | None:
        if depth > DEEPEST:
            raise QueryError(f"more than {DEEPEST} brackets inside one another", opening.position)
        node = self._any(depth)
        if self._peek() is None:
            raise QueryError("this bracket is not closed", opening.position)
        self._next += 1
        return None if node == All(()) else node

    def _words(self, token: _Token) -> Node | None:
        starred = token.kind != "quoted" and token.text.endswith("*")
        text = token.text.rstrip("*") if starred else token.text
        if not any(_in_word(character) for character in text):
            if token.kind == "field":
                raise QueryError(f"{token.name}: wants something after it", token.position)
            return None
        self._terms += 1
        if self._terms > MOST_TERMS:
            raise QueryError(f"more than {MOST_TERMS} words", token.position)
        typing = token.ends_query and _last_word_length(text) >= SHORTEST_PREFIX
        if token.kind == "field":
            value = Value(text, token.position, prefix=starred or typing, now=self._now)
            return field(token.name, value)
        return Words(text, prefix=starred or typing)

    def _peek(self) -> _Token | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None


def _tokens(query: str) -> Iterator[_Token]:
    """The parts of a query."""
    position = 0
    while position < len(query):
        character = query[position]
        if character.isspace():
            position += 1
        elif character in "()" or (character == "-" and _starts_item(query, position + 1)):
            yield _Token(character, character, position)
            position += 1
        elif character == '"':
            token, position = _quotation(query, position)
            yield token
        else:
            token, position = _word(query, position)
            yield token


def _quotation(query: str, start: int) -> tuple[_Token, int]:
    """What stands in quotes, and where it ends; one that is not closed yet goes on to the end."""
    end = query.find('"', start + 1)
    closed = end >= 0
    end = end if closed else len(query)
    return _Token("quoted", query[start + 1 : end], start, ends_query=not closed), end + 1


def _word(query: str, start: int) -> tuple[_Token, int]:
    """A word, or a field with its value."""
    end = start
    while end < len(query) and not query[end].isspace() and query[end] not in '()"':
        end += 1
    text = query[start:end]
    name, colon, value = text.partition(":")
    if not (colon and name.isascii() and name.isalpha()) or value.startswith("//"):
        return _Token("word", text, start, ends_query=end == len(query)), end
    if not value and query[end : end + 1] not in ('"', "") and name not in FIELDS:
        return _Token("word", text, start), end  # a colon as in "Budget: what next"
    if name not in FIELDS:
        known = ", ".join(f"{one}:" for one in FIELDS)
        raise QueryError(f"no field {name}: (there are {known}); put it in quotes to find it as words", start)
    if not value and query[end : end + 1] == '"':
        quoted, after = _quotation(query, end)
        return _Token("field", quoted.text, start, quoted.ends_query, name), after
    return _Token("field", value, start, end == len(query), name), end


def _starts_item(query: str, position: int) -> bool:
    return position < len(query) and not query[position].isspace() and query[position] not in "-)"


def _cleaned(query: str) -> str:
    """The query, one for one, without what SQLite cannot take: controls and lone surrogates."""
    return "".join(" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in query)


def _in_word(character: str) -> bool:
    """What the tokenizer unicode61 keeps: letters, numbers, private use (sqlite.org/fts5.html, 4.3.1)."""
    category = unicodedata.category(character)
    return category[0] in "LN" or category == "Co"


def _last_word_length(text: str) -> int:
    length = 0
    for character in reversed(text):
        if not _in_word(character):
            break
        length += 1
    return length
