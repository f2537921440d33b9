"""A query as a tree, and what of it the search index can answer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Words that stand together, in the title only with `title`; with `prefix` the last may go on."""

    text: str
    prefix: bool = False
    title: bool = False


@dataclass(frozen=True, slots=True)
class InFeed:
    """Articles of feeds whose title, folder or URL holds this, whatever the case."""

    text: str


@dataclass(frozen=True, slots=True)
class FromSource:
    """Articles whose source, as lists show it, holds this, whatever the case."""

    text: str


@dataclass(frozen=True, slots=True)
class InFolder:
    """Articles of feeds that lie in this folder or in one inside it."""

    path: str


@dataclass(frozen=True, slots=True)
class Names:
    """Articles that name a person or a place (`mentions.PERSON`, `PLACE`) whose name has these words;
    with `prefix` the last one may go on. A country or a province stands for the places inside it too."""

    kind: str
    name: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Office:
    """Articles that give somebody an office whose title and body have these words between them; with
    `prefix` the last one may go on."""

    text: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Noted:
    """Articles with a note that has these words one after the other, in it or in what it quotes; with
    `prefix` the last one may go on."""

    text: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Tagged:
    """Articles with this tag, whatever the case; with `prefix` one that begins like this."""

    text: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Is:
    """Articles in a state (`fields.STATES`)."""

    state: str


@dataclass(frozen=True, slots=True)
class Dated:
    """Articles listed under a date from `since` on and before `until`, in seconds since 1970."""

    since: int | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """Articles stored at `since` or later, in seconds since 1970."""

    since: int


@dataclass(frozen=True, slots=True)
class Not:
    item: Node


@dataclass(frozen=True, slots=True)
class All:
    """Every item holds; no item at all means everything."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one item holds."""

    items: tuple[Node, ...]


Leaf = Words | InFeed | FromSource | InFolder | Names | Office | Noted | Tagged | Is | Dated | Added
Node = Leaf | Not | All | Any


def to_fts(node: Node) -> str | None:
    """An FTS5 expression for the node, None when FTS5 cannot say it."""
    match node:
        case Words(text, prefix, title):
            return ("title : " if title else "") + _quoted(text) + (" *" if prefix else "")
        case Any(items):
            return _joined(" OR ", [to_fts(item) for item in items])
        case All(items):
            wanted = _joined(" AND ", [to_fts(item) for item in items if not isinstance(item, Not)])
            barred = [to_fts(item.item) for item in items if isinstance(item, Not)]
            return _joined(" NOT ", [wanted, *barred])
    return None


def split(node: All) -> tuple[All, list[Node]]:
    """What of a conjunction FTS5 can answer as one, and the rest."""
    words = [item for item in node.items if to_fts(item) is not None]
    barred = [item for item in node.items if isinstance(item, Not) and to_fts(item.item) is not None]
    together = [*words, *barred] if words else []
    return All(tuple(together)), [item for item in node.items if item not in together]


def wanted(node: Node) -> list[Words | Names]:
    """The words and names that a match may have in it, for marking; not what must not be there."""
    match node:
        case Words() | Names():
            return [node]
        case All(items) | Any(items):
            return [found for item in items for found in wanted(item)]
    return []


def opens_words(node: Node) -> bool:
    """Whether a word in it may go on, for which FTS5 first reads all words that begin like it."""
    match node:
        case Words(prefix=prefix):
            return prefix
        case All(items) | Any(items):
            return any(map(opens_words, items))
        case Not(item):
            return opens_words(item)
    return False


def _joined(operator: str, parts: list[str | None]) -> str | None:
    known = [part for part in parts if part is not None]
    if not parts or len(known) < len(parts):
        return None
    return known[0] if len(known) == 1 else "(" + operator.join(known) + ")"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
