"""People known for their office without a word of it in the text (`data/lexicon/officeholders.toml`)."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from reader.config import data_path
from reader.entities.lexicon import body_words, nationalities
from reader.entities.naming import Parts, fold, surname
from reader.model import Person, Status, Title

_ENTRY = re.compile(
    r"(?P<names>.+?)(?P<bare> \*)?(?P<common> \?)? (?P<years>-?\d+-(?:-?\d+)?(?:, \d+-(?:\d+)?)*)"
)
_MOST_TITLES = 2


@dataclass(frozen=True, slots=True)
class Holder:
    """An office someone holds or held. `needs_body`: the text must speak of the body, because others
    bear the name, or because it is a surname or one name alone. `called`: such names, folded."""

    title: Title
    needs_body: bool = False
    called: tuple[str, ...] = ()


def with_known(text: str, people: Sequence[Person]) -> list[Person]:
    """The people, those known for an office marked as officials; a title stated without its body
    gets the body that the person is known for when the text names that."""
    bearers: dict[str, list[int]] = defaultdict(list)  # people of several names by each of these
    for index, person in enumerate(people):
        parts = fold(person.name)
        for word in parts if len(parts) > 1 else ():
            bearers[word].append(index)
    known = [_with_known(text, person, bearers) for person in people]
    return [
        _with_namesakes(person, [known[index] for index in _bearers(person, bearers)]) for person in known
    ]


def _bearers(person: Person, bearers: Mapping[str, list[int]]) -> list[int]:
    """Who else is called what this person is called by one word alone."""
    parts = fold(person.name)
    return bearers.get(parts[0], []) if len(parts) == 1 else []


def _with_known(text: str, person: Person, bearers: Mapping[str, list[int]]) -> Person:
    holders = [] if _bearers(person, bearers) else _holders(text, person)
    if not person.official:
        if not holders:
            return person
        titles = [replace(h.title, body=_as_worded(text, h.title.body)) for h in holders[:_MOST_TITLES]]
        return replace(person, official=True, titles=tuple(titles))
    return replace(person, titles=tuple(_with_body(text, title, holders) for title in person.titles))


def _with_body(text: str, title: Title, holders: Iterable[Holder]) -> Title:
    if title.body or not title.title:
        return title
    words = set(title.title.lower().replace("-", " ").split())
    for holder in holders:
        known = set(holder.title.title.lower().split())
        if words & known and _speaks_of(text, holder.title.body):
            return replace(title, body=_as_worded(text, holder.title.body))
    return title


def _with_namesakes(person: Person, bearers: Sequence[Person]) -> Person:
    """A short name that may be one of several people is an official when all of them are."""
    if person.official or not bearers or not all(bearer.official for bearer in bearers):
        return person
    return replace(person, official=True)


def _holders(text: str, person: Person) -> list[Holder]:
    found = known_people().get(fold(person.name), ())
    fitting = [h for h in found if not h.needs_body or _speaks_of(text, h.title.body)]
    named = [h for h in fitting if _speaks_of(text, h.title.body)] or fitting
    return sorted(dict.fromkeys(named), key=lambda holder: holder.title.status is not Status.CURRENT)


@cache
def known_people() -> Mapping[Parts, tuple[Holder, ...]]:
    """Office holders by folded name: full names, other forms, and surnames that are enough."""
    data = tomllib.loads(data_path("lexicon", "officeholders.toml").read_text(encoding="utf-8"))
    found: dict[Parts, list[Holder]] = defaultdict(list)
    for body, offices in data.items():
        for office, lines in offices.items():
            for line in filter(None, map(str.strip, lines.splitlines())):
                for parts, holder in _entry(line, office, body):
                    found[parts].append(holder)
    return {parts: tuple(holders) for parts, holders in found.items()}


def _entry(line: str, office: str, body: str) -> Iterable[tuple[Parts, Holder]]:
    match = _ENTRY.fullmatch(line)
    if match is None:
        raise ValueError(f"officeholders.toml: {line!r} is not NAME [| NAME]... [*] [?] FROM-TO")
    status = Status.CURRENT if match["years"].endswith("-") else Status.FORMER
    title = Title(office, body, status)
    names = [fold(name) for name in match["names"].split("|")]
    called = tuple(parts[0] for parts in names if len(parts) == 1)
    for parts in names:
        yield parts, Holder(title, bool(match["common"]) or len(parts) == 1, called)
    if match["bare"]:
        for word in {surname(parts) for parts in names if len(parts) > 1}:
            yield (word,), Holder(title, needs_body=True)


def _speaks_of(text: str, body: str) -> bool:
    """Whether the text names the body, its people or what else shows that it speaks of it."""
    if body in text:
        return True
    shown = nationalities().shown_by.get(body, frozenset())
    return any(re.search(rf"\b{re.escape(word)}\b", text) for word in shown if word in text)


def _as_worded(text: str, body: str) -> str:
    """The body by the abbreviation that the text uses instead of its name: "US"."""
    if body in text:
        return body
    shown = sorted(nationalities().shown_by.get(body, frozenset()))
    own = (word for word in shown if word.isupper() and word not in body_words().parties)
    return next((word for word in own if re.search(rf"\b{re.escape(word)}\b", text)), body)


@cache
def given_names() -> frozenset[str]:
    """First words of the known names, folded: mostly given names."""
    return frozenset(parts[0] for parts in known_people() if len(parts) > 1 and len(parts[0]) > 2)
