"""Finding the phrases that word an office, from a word on or up to a word."""

from __future__ import annotations

from dataclasses import replace

from reader.entities.lexicon import Kind, body_words, people_words, title_words
from reader.entities.offices import Office, build
from reader.entities.phrases import (
    DETERMINERS,
    PREPOSITIONS,
    Head,
    body_end,
    head_at,
    head_before,
    phrase_start,
)
from reader.entities.portfolios import portfolio_end
from reader.entities.reading import Reading

_MAX_BEFORE_HEAD = 14
_MAX_UNKNOWN = 3
_MAX_COORDINATED = 5
_LONGEST_PHRASE = 26

# --- phrases that begin at a word -------------------------------------------------------------


def phrases_at(reading: Reading, first: int) -> list[Office]:
    """The offices worded from a word on, coordinated ones included: "a former judge and the mayor
    of Tonga". Empty when no office phrase begins there, or a person's name ends it."""
    offices: list[Office] = []
    at = first
    while len(offices) < _MAX_COORDINATED:
        office = phrase_at(reading, at, _MAX_UNKNOWN if not offices else 0)
        if office is None or _runs_into_name(reading, office.end):
            break
        offices.append(office)
        at = office.end
        if reading.low(at) == "," and reading.low(at + 1) == "and":
            at += 1
        if reading.low(at) not in {"and", ",", "&"} or not reading.together(at - 1, at + 1):
            break
        at += 1
    return offices


def phrase_at(reading: Reading, first: int, most_unknown: int = _MAX_UNKNOWN) -> Office | None:
    """The office phrase that begins at a word, articles and a few adjectives allowed before its
    head; None when another noun, a verb or a person comes first."""
    lists, people = title_words(), people_words()
    unknown = 0
    at = first
    while at < first + _MAX_BEFORE_HEAD and reading.together(first, at):
        head = head_at(reading, at)
        if head is not None:
            return _complete(reading, first, _last_of_run(reading, head))
        word = reading.words[at]
        if word.low in people.relatives or word.low in lists.spoilers:
            return None
        if reading.person[at] >= 0:
            if reading.low(at + 1) != "'s" and reading.person[at + 1 : at + 2] != [reading.person[at]]:
                return None
        elif not _may_precede(reading, at, first):
            if not (word.text[0].isalpha() and word.low not in lists.breaks and not word.low.endswith("ly")):
                return None
            unknown += 1
            if unknown > most_unknown:
                return None
        at += 1
    return None


def _may_precede(reading: Reading, at: int, first: int) -> bool:
    lists, word = title_words(), reading.words[at]
    if word.text.isupper() and word.text in body_words().known:
        return True  # "WHO"
    if word.low in lists.breaks:
        if word.low in DETERMINERS or word.low in {"also", "now", "then"}:
            return True
        return word.low in {"of", "and", "for"} and at > first and reading.words[at - 1].capital
    if word.text in {"(", ")", "&", "'s", "’s", '"', "“", "”"}:
        return True
    if word.text == ",":
        return False
    return (
        word.capital
        or word.text[0].isdigit()
        or word.low in lists.modifiers
        or word.low in lists.jurisdictions
    )


def _last_of_run(reading: Reading, head: Head) -> Head:
    """The last head of a compound: "deputy chief" goes on to "prosecutor", "chief" to "chief sports
    officer"."""
    lists, bodies = title_words(), body_words()
    at = head.end
    while at < head.end + 3 and reading.together(head.start, at):
        following = head_at(reading, at)
        if following is not None:
            return _last_of_run(reading, following)
        low = reading.low(at)
        if low not in bodies.portfolios and low not in lists.jurisdictions and low not in bodies.public:
            break
        at += 1
    return head


def _complete(reading: Reading, first: int, head: Head) -> Office | None:
    lists = title_words()
    end = head.end
    if reading.together(head.start, end) and reading.low(end) in lists.spoilers:
        return None
    while reading.together(head.start, end) and reading.low(end) in lists.elect:
        end += 1
    if reading.together(head.start, end + 1) and reading.low(end) in PREPOSITIONS:
        stop = _body_end(reading, head, end + 1) if not reading.words[end + 1].text[0].isdigit() else end
        if stop > end + 1:
            return build(reading, head, first, stop)
    return build(reading, head, first, end)


def _body_end(reading: Reading, head: Head, first: int) -> int:
    """Where the body or the portfolio that begins at a word ends: "minister of ecology and environment"."""
    stop = body_end(reading, first)
    if head.entry.key.split()[-1] not in title_words().portfolio_heads:
        return stop
    portfolio = portfolio_end(reading, first, head)
    if portfolio <= stop:
        return stop
    if reading.low(portfolio) == "of" and reading.together(first, portfolio):
        return max(portfolio, body_end(reading, portfolio + 1))
    return portfolio


def _runs_into_name(reading: Reading, end: int) -> bool:
    """Whether a person's name follows, so that the office is that person's."""
    courtesy = people_words().courtesy
    at = end
    while reading.together(end - 1, at) and (
        reading.low(at) in courtesy or reading.words[at].text in {".", '"', "“"}
    ):
        at += 1
    return reading.together(end - 1, at) and reading.person[at] >= 0


# --- phrases that end before a word -----------------------------------------------------------


def phrase_before(reading: Reading, end: int, floor: int) -> Office | None:
    """The office phrase that ends just before a word: its head right there, or a head with a
    preposition and a body that reaches there. None when a person or another sentence comes first."""
    named = end - 1 if reading.low(end - 1) in title_words().elect else end
    adjacent = head_before(reading, named)
    if adjacent is not None and not _is_whose(reading, adjacent):
        return _outer(reading, adjacent, end, floor) or build(reading, adjacent, floor, end)
    inverted = _inverted(reading, end, floor)
    if inverted is not None:
        return inverted
    for at in range(end - 2, max(floor, end - _LONGEST_PHRASE), -1):
        if not reading.together(at, end - 1) or reading.person[at] >= 0:
            return None
        if reading.low(at) in PREPOSITIONS:
            head = head_before(reading, _before_acronym(reading, at))
            if head is not None and head.start >= floor:
                reached = _body_end(reading, head, at + 1)
                return build(reading, head, floor, end) if reached >= end else None
    return None


def _before_acronym(reading: Reading, end: int) -> int:
    """Where "(OC)" before a word begins: "Officer in Charge (OC) of"."""
    bracketed = reading.low(end - 1) == ")" and reading.low(end - 3) == "("
    return end - 3 if bracketed and reading.words[end - 2].text.isupper() else end


def _inverted(reading: Reading, end: int, floor: int) -> Office | None:
    """ "speaker provincial assembly X", "Central Secretary Information X"."""
    bodies, at = body_words(), end
    nouns = bodies.public | bodies.portfolios | title_words().jurisdictions
    while at > max(floor, end - 3) and reading.low(at - 1) in nouns and reading.together(at - 1, end - 1):
        at -= 1
    head = head_before(reading, at) if at < end else None
    if (
        head is None
        or head.start < floor
        or head.entry.kind is Kind.RANK
        or not reading.together(head.start, at)
    ):
        return None
    office = build(reading, head, floor, head.end)
    body = reading.slice(at, end)
    return replace(
        office, end=end, body=office.body or body, public=True, body_at=office.body_at or (at, end)
    )


def _is_whose(reading: Reading, head: Head) -> bool:
    """ "chairman of the Joint Chiefs of Staff X": a plural after "of" is a body here."""
    start = phrase_start(reading, head)
    article = start - 1 if reading.low(start - 1) == "the" else start
    if not head.entry.plural or reading.low(article - 1) != "of":
        return False
    return head_before(reading, article - 1) is not None


def _outer(reading: Reading, inner: Head, end: int, floor: int) -> Office | None:
    """ "adviser to the president X": the adviser is X, because no article stands before a title that
    belongs to a name."""
    if reading.low(inner.start - 1) != "the" or reading.low(inner.start - 2) != "to":
        return None
    head = head_before(reading, inner.start - 2)
    return build(reading, head, floor, end) if head is not None and head.start >= floor else None
