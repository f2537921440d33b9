"""Whether two people of one name in different articles are one person.

What is known of a person is the offices as worded and the countries that the articles are about.
Nothing else is guessed: an office that fits makes one person of two, offices that contradict one
another keep two apart, and the reason is kept with every tie.

In a set of mentions of which each fits each, any order of arrival makes one person: what is known of
a person only grows, and one office that fits is enough. For the countries this holds because an
article has at most `LEADING` of them: among n articles that each share a country with a new one, one
of its countries leads in n / LEADING of them or more, so a share of a quarter keeps it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from reader.library.names import folded

if TYPE_CHECKING:
    from reader.library.offices import Office

LEADING = 3  # countries an article may be about
_SHARE = 4  # a country counts for a person when it leads in a quarter as many articles as the first


class Tie(IntEnum):
    """Why a mention is tied to a person of the library, the weaker reasons first."""

    APART = -1
    FIRST = 0
    NAME = 1
    COUNTRY = 2
    OFFICE = 3
    BODY = 4
    LINK = 5
    SAID = 6


REASONS = {
    Tie.FIRST: "first article with this person",
    Tie.NAME: "same name, nothing against it",
    Tie.COUNTRY: "same name, same country",
    Tie.OFFICE: "same name, same office",
    Tie.BODY: "same name, same body",
    Tie.LINK: "same name, an article gives the offices of both",
    Tie.SAID: "you said so",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a bearer of a name: offices held, ISO countries of the articles."""

    offices: tuple[Office, ...] = ()
    countries: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Known:
    """A person of the library; `before` says that this article was tied to it the last time."""

    number: int
    evidence: Evidence
    before: bool = False


def is_single(name: str) -> bool:
    """Whether a name is a single word, such as a surname alone, that many people bear."""
    return len(folded(name).split()) < 2


def leading(counts: Mapping[str, int]) -> frozenset[str]:
    """The countries an article is about, by the number of mentions of each with its places."""
    most = max(counts.values(), default=0)
    ordered = sorted(counts, key=lambda country: (-counts[country], country))
    return frozenset(country for country in ordered[:LEADING] if counts[country] * 2 >= most)


def habitual(articles: Iterable[frozenset[str]]) -> frozenset[str]:
    """The countries of a person, from those that lead in the articles."""
    counts = Counter(country for countries in articles for country in countries)
    most = max(counts.values(), default=0)
    return frozenset(country for country, count in counts.items() if count * _SHARE >= most)


def compared(new: Evidence, known: Evidence) -> Tie:
    """How one bearer of a name fits another; APART when they contradict one another."""
    if not new.offices or not known.offices:
        return Tie.NAME
    here = _Countries(new.countries, known.countries)
    return max(_offices_compared(a, b, here) for a in new.offices for b in known.offices)


def choose(name: str, new: Evidence, candidates: Sequence[Known]) -> tuple[int | None, Tie]:
    """The person of the library that a mention is tied to, and why; None for somebody new."""
    fitting = [(_fit(name, new, known.evidence), known) for known in candidates]
    strongest = max((tie for tie, _ in fitting), default=Tie.APART)
    if strongest is Tie.APART:
        return None, Tie.FIRST
    best = [known for tie, known in fitting if tie is strongest]
    if strongest is Tie.NAME and len(best) > 1:
        return _by_country(new, best)
    first = max(best, key=lambda known: (_shared(new, known), known.before, -known.number))
    return first.number, strongest


def linked(new: Evidence, candidates: Sequence[Known], chosen: int) -> list[int]:
    """People who turn out to be the chosen one: the article gives one person an office of the one body
    and another office of the other. Without this an order of arrival could keep them two."""
    bodies = {known.number: _same_bodies(new, known.evidence) for known in candidates}
    mine = bodies.get(chosen, set())
    return [
        number
        for number, theirs in bodies.items()
        if number != chosen and theirs and mine and not theirs & mine
    ]


def _same_bodies(new: Evidence, known: Evidence) -> set[Office]:
    """The offices of the article that are of a body of the known person."""
    return {
        office
        for office in new.offices
        if office.particular and compared(Evidence((office,), new.countries), known) is Tie.BODY
    }


def _fit(name: str, new: Evidence, known: Evidence) -> Tie:
    """As `compared`; a single name needs the very same office of the very same body."""
    tie = compared(new, known)
    if not is_single(name):
        return tie
    named = {office for office in new.offices if office.particular}
    return tie if tie is Tie.BODY and named & set(known.offices) else Tie.APART


def _by_country(new: Evidence, best: Sequence[Known]) -> tuple[int | None, Tie]:
    """Without an office, one of several bearers of a name: who belongs to the country of the article,
    else who has no office either, else somebody new."""
    shared = max(_shared(new, known) for known in best)
    near = [known for known in best if shared and _shared(new, known) == shared]
    if len(near) == 1:
        return near[0].number, Tie.COUNTRY
    plain = [known for known in best if not known.evidence.offices]
    if plain:
        return max(plain, key=lambda known: (known.before, -known.number)).number, Tie.NAME
    return None, Tie.FIRST


def _shared(new: Evidence, known: Known) -> int:
    return len(new.countries & known.evidence.countries)


# --- offices ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Countries:
    """What the countries of two bearers of a name say: neither when one of them has none."""

    new: frozenset[str]
    known: frozenset[str]

    @property
    def agree(self) -> bool:
        return bool(self.new & self.known)

    @property
    def differ(self) -> bool:
        return bool(self.new and self.known) and not self.agree


def _offices_compared(a: Office, b: Office, here: _Countries) -> Tie:
    if a.particular and b.particular:
        return _bodies_compared(a.particular, b.particular, here)
    if a.common and b.common:
        if here.differ:
            return Tie.APART  # each state has a ministry of health
        return Tie.BODY if a.common & b.common else _careers_compared(here)
    if a.head == b.head and (a.head in _RARE or not here.differ):
        return Tie.OFFICE
    return _careers_compared(here)


def _bodies_compared(a: frozenset[str], b: frozenset[str], here: _Countries) -> Tie:
    in_b = {word for word in a if any(_same_word(word, other) for other in b)}
    in_a = {word for word in b if any(_same_word(word, other) for other in a)}
    if not in_b:
        return Tie.COUNTRY if here.agree else Tie.APART
    within = len(in_b) == len(a) or len(in_a) == len(b)
    return Tie.BODY if within or not here.differ else Tie.APART


def _careers_compared(here: _Countries) -> Tie:
    """Different offices of which one has no body: nothing speaks against it but the countries."""
    return Tie.COUNTRY if here.agree else Tie.APART if here.differ else Tie.NAME


def _same_word(one: str, other: str) -> bool:
    """Equal, or a country and its adjective: Kenya and Kenyan, Japan and Japanese."""
    short, long = sorted((one, other), key=len)
    return long == short or (len(short) > 3 and long.startswith(short) and long[len(short) :] in _ENDINGS)


_ENDINGS = {"n", "an", "ian", "i", "ese", "s", "ish"}
_RARE = {"president", "chancellor", "king", "queen", "emperor", "sultan", "emir", "pope"}
_RARE |= {"prime minister", "secretary general", "director general"}
"""Offices that few hold at a time: with the same full name, the same person wherever it is reported."""
