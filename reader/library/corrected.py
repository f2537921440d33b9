"""What corrections make of the engine's annotations: pure, the same however often it is done.

Corrections for all articles come before those for one, and older before newer, so that the narrower
and the newer ones win.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from reader.library.names import folded, folded_text
from reader.model import Annotations, Correction, Person, Place, Span, Title, Wrong

Named = TypeVar("Named", Person, Place)


@dataclass(frozen=True, slots=True)
class Said:
    """What was said about who a person is: the mark of a person split off ("" for nothing); that
    everyone of the name is one; that it is one of those who bear the name already."""

    apart: str = ""
    one: bool = False
    known: bool = False


NOTHING = Said()


def for_article(corrections: Iterable[Correction], key: str) -> list[Correction]:
    """Those that say something about an article, in the order in which they are applied."""
    meant = [one for one in corrections if not one.articles or key in one.articles]
    return sorted(meant, key=lambda one: (bool(one.articles), one.at.timestamp() if one.at else 0, one.id))


def concerning(corrections: Sequence[Correction], annotations: Annotations, text: str) -> list[Correction]:
    """Those that may say something about these annotations, in the same order: a newsroom has thousands,
    of which an article needs few."""
    names = {folded(person.name) for person in annotations.people}
    names |= {folded(place.name) for place in annotations.places}
    words = folded_text(text) if any(one.what is Wrong.NAME for one in corrections) else ""
    needed: set[str] = set()
    while True:  # who is renamed may be renamed once more
        found = [one for one in corrections if one.id not in needed and _touches(one, names, text, words)]
        if not found:
            return [one for one in corrections if one.id in needed]
        needed.update(one.id for one in found)
        names.update(folded(name) for one in found for name in (one.name, one.other))


def corrected(annotations: Annotations, corrections: Sequence[Correction], text: str) -> Annotations:
    """The annotations as they should have been; `corrections` are those of `for_article`."""
    if not corrections:
        return annotations
    people, places = list(annotations.people), list(annotations.places)
    for one in _of(corrections, Wrong.SPAN):
        people, places = _marked_instead(people, places, one, text)
    for one in _of(corrections, Wrong.NAME):
        people, places = _without(people, one, text), _without(places, one, text)
    people = _renamed(people, aliases(corrections))
    people = _in_office(people, corrections)
    for one in _of(corrections, Wrong.PLACE):
        places = [_resolved(place, one) for place in places]
    if people == list(annotations.people) and places == list(annotations.places):
        return annotations
    return replace(annotations, people=_in_order(people), places=_in_order(places))


def aliases(corrections: Iterable[Correction]) -> dict[str, str]:
    """Who somebody is, by the folded name; whoever is somebody who is somebody else, is that one."""
    direct = {
        folded(one.name): one.other
        for one in corrections
        if one.what is Wrong.SAME and folded(one.name) != folded(one.other)
    }
    return {name: _last(direct, name) for name in direct}


def said_of(name: str, corrections: Sequence[Correction], key: str) -> Said:
    """What the corrections of an article say about which person of a name it is."""
    wanted, known = folded(name), aliases(corrections)
    for one in reversed(corrections):
        bearer = folded(known.get(folded(one.name), one.name))
        if one.what is Wrong.TWO and key in one.articles and bearer == wanted:
            return Said(apart=folded(one.other) or "another")
    same = [one for one in corrections if one.what is Wrong.SAME and folded(one.other) == wanted]
    return Said(one=any(not one.articles for one in same), known=bool(same))


def _touches(one: Correction, names: set[str], text: str, words: str) -> bool:
    name = folded(one.name)
    if name in names or (one.what is Wrong.SAME and folded(one.other) in names):
        return True
    return (one.what is Wrong.SPAN and one.name in text) or (one.what is Wrong.NAME and name in words)


def _last(direct: dict[str, str], name: str) -> str:
    seen, at = {name}, direct[name]
    while folded(at) in direct and folded(at) not in seen:
        seen.add(folded(at))
        at = direct[folded(at)]
    return at


def _of(corrections: Iterable[Correction], what: Wrong) -> list[Correction]:
    return [one for one in corrections if one.what is what]


# --- spans ------------------------------------------------------------------------------------


def _marked_instead(
    people: list[Person], places: list[Place], one: Correction, text: str
) -> tuple[list[Person], list[Place]]:
    def instead(span: Span) -> Span:
        start = span[0] + one.shift
        end = start + len(one.other)
        meant = text[span[0] : span[1]] == one.name and start >= 0 and text[start:end] == one.other
        return (start, end) if meant else span

    spans = [span for person in people for span in person.mentions]
    spans += [span for place in places for span in place.mentions]
    new = [instead(span) for span in spans if instead(span) != span]
    if not new:
        return people, places

    def stands(span: Span) -> bool:
        return span in new or not any(span[0] < end and start < span[1] for start, end in new)

    def moved(named: Named, renamed: Callable[[Named], Named]) -> Named:
        mentions = [instead(span) for span in named.mentions]
        if tuple(mentions) != named.mentions and folded(named.name) == folded(one.name):
            named = renamed(named)
        return replace(named, mentions=tuple(sorted({span for span in mentions if stands(span)})))

    people = [moved(person, lambda person: replace(person, name=one.other)) for person in people]
    places = [moved(place, lambda place: _another_place(place, one)) for place in places]
    left = [person for person in people if person.mentions]
    return _merged(left), _one_place([place for place in places if place.mentions])


def _another_place(place: Place, one: Correction) -> Place:
    """A place of another name is another place; which one is not known unless the correction says so."""
    there = one.place or Place("", ())
    return replace(there, name=one.other, mentions=place.mentions)


def _without(named: Sequence[Named], one: Correction, text: str) -> list[Named]:
    """Without those of a name; where nobody has it as a name, without the mentions that read like it."""
    wanted = folded(one.name)
    if any(folded(each.name) == wanted for each in named):
        return [each for each in named if folded(each.name) != wanted]
    left = []
    for each in named:
        spans = tuple(span for span in each.mentions if folded(text[span[0] : span[1]]) != wanted)
        if spans:
            left.append(replace(each, mentions=spans) if spans != each.mentions else each)
    return left


# --- people -----------------------------------------------------------------------------------


def _renamed(people: list[Person], known: dict[str, str]) -> list[Person]:
    if not any(folded(person.name) in known for person in people):
        return people
    return _merged([replace(person, name=known.get(folded(person.name), person.name)) for person in people])


def _merged(people: Sequence[Person]) -> list[Person]:
    """Those of one name as one person."""
    by_name: dict[str, Person] = {}
    for person in people:
        known = by_name.get(folded(person.name))
        by_name[folded(person.name)] = person if known is None else _both(known, person)
    return list(by_name.values())


def _both(one: Person, other: Person) -> Person:
    return Person(
        one.name,
        tuple(sorted({*one.mentions, *other.mentions})),
        one.official or other.official,
        tuple(dict.fromkeys((*one.titles, *other.titles))),
    )


def _in_office(people: list[Person], corrections: Sequence[Correction]) -> list[Person]:
    known = aliases(corrections)
    said = [one for one in corrections if one.what in (Wrong.OFFICIAL, Wrong.OFFICE)]
    answer = []
    for person in people:
        about = [one for one in said if folded(known.get(folded(one.name), one.name)) == folded(person.name)]
        answer.append(_with_offices(person, about))
    return answer


def _with_offices(person: Person, about: Sequence[Correction]) -> Person:
    """An office said for one article takes the place of what the article was understood to say; one
    said for all is added, because people hold several in the course of the years."""
    given = False
    for one in about:
        if one.title is None:
            person, given = replace(person, official=False, titles=()), False
        elif one.articles and not given:
            person, given = replace(person, official=True, titles=(one.title,)), True
        elif _is_new(one.title, person.titles):
            person = replace(person, official=True, titles=(*person.titles, one.title))
        else:
            person = replace(person, official=True)
    return person


def _is_new(title: Title, titles: Iterable[Title]) -> bool:
    def same(one: Title) -> tuple[str, str, str]:
        return folded(one.title), folded(one.body), one.status.value

    return same(title) not in map(same, titles)


# --- places -----------------------------------------------------------------------------------


def _resolved(place: Place, one: Correction) -> Place:
    if one.place is None or folded(place.name) != folded(one.name):
        return place
    return replace(one.place, name=place.name, mentions=place.mentions)


def _one_place(places: Sequence[Place]) -> list[Place]:
    """Those of one name as one place: the resolved one."""
    by_name: dict[str, Place] = {}
    for place in places:
        known = by_name.get(folded(place.name))
        if known is not None:
            mentions = tuple(sorted({*known.mentions, *place.mentions}))
            place = replace(known if known.kind else place, mentions=mentions)
        by_name[folded(place.name)] = place
    return list(by_name.values())


def _in_order(named: Iterable[Named]) -> tuple[Named, ...]:
    return tuple(sorted(named, key=lambda each: each.mentions[:1]))
