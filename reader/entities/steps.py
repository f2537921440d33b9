"""Small steps over the words around a name: courtesy, ages, brackets, verbs that state an office."""

from __future__ import annotations

from reader.entities.bodies import country_of
from reader.entities.lexicon import people_words, title_words
from reader.entities.phrases import DETERMINERS, head_before
from reader.entities.reading import Reading
from reader.model import Status

_QUOTES = frozenset("\"“”'‘’")
_IN_PASSING = frozenset(
    {"also", "then", "later", "currently", "recently", "once", "already", "now", "formerly", "previously"}
)
_LOWER_COURTESY = frozenset({"surnamed", "named", "retd", "the", "elect", "designate", "advocate"})
_CLOSERS = frozenset(",.);\"”('’")
_GOES_ON = frozenset(
    {
        "and",
        "'s",
        "who",
        "on",
        "in",
        "at",
        "has",
        "had",
        "have",
        "is",
        "was",
        "will",
        "would",
        "during",
        "after",
    }
)
_LONGEST_BRACKET = 14
_LONGEST_VERB = 5
_FAR = 40


def floor_before(reading: Reading, first: int) -> int:
    """Just after the last word of another person before a word."""
    at = first - 1
    while at >= 0 and reading.person[at] < 0 and first - at < _FAR:
        at -= 1
    return at + 1


def over_courtesy(reading: Reading, at: int, floor: int) -> int:
    """Back over one "Mr", "(retd)", "surnamed", "including" or quotation mark; `at` when there is none."""
    before = at - 1
    if before < floor:
        return at
    word, courtesy = reading.words[before], people_words().courtesy
    if word.low in {"including", "namely"}:
        head = head_before(reading, before)
        return before if head is not None and head.entry.plural else at
    if word.low == "named" and {reading.low(i) for i in range(before - 5, before)}.isdisjoint({"a", "an"}):
        return at  # "the president named X", not "an officer named X"
    if word.low in courtesy and (word.capital or word.low in _LOWER_COURTESY):
        return before
    if word.text == ")" and reading.low(before - 2) == "(":
        inside = reading.words[before - 1]
        return max(floor, before - 2) if inside.low in courtesy or inside.text.isupper() else at
    return before if word.text in _QUOTES or word.text == "(" else at


def over_age(reading: Reading, at: int) -> int:
    """Over "67," or "aged 67,"."""
    number = at + 1 if reading.low(at) in {"aged", "age"} else at
    if reading.low(number).isdigit() and reading.low(number + 1) in {",", ""}:
        return number + 2
    return at


def over_time(reading: Reading, at: int) -> tuple[int, bool]:
    """Over "at the time" or "until recently", and whether it stood there."""
    if reading.low(at) == "at" and reading.low(at + 2) == "time":
        return at + 3, True
    if reading.low(at) == "until" and reading.low(at + 1) == "recently":
        return at + 2, True
    return at, False


def closing_bracket(reading: Reading, opening: int) -> int:
    """The bracket that closes the one at `opening`, 0 when it is far."""
    for at in range(opening + 1, min(opening + _LONGEST_BRACKET, len(reading.words))):
        if reading.words[at].text in {")", "]"}:
            return at
    return 0


def closes_apposition(reading: Reading, at: int) -> bool:
    """Whether what follows a name may end an apposition before it ("the mayor, X, ...")."""
    if at >= len(reading.words) or not reading.together(at - 1, at):
        return True
    word = reading.words[at]
    return word.text in _CLOSERS or word.low in _GOES_ON


def stating_verb(reading: Reading, at: int) -> tuple[int, Status] | None:
    """The word after a verb that states an office ("who was elected"), and the status it gives."""
    if reading.low(at) == "," and reading.low(at + 1) == "who":
        at += 1
    words = [i for i in range(at, at + _LONGEST_VERB + 3) if reading.low(i) not in _IN_PASSING]
    for size in range(_LONGEST_VERB, 0, -1):
        run = words[:size]
        if len(run) < size or not reading.together(at, run[-1]) or not reading.together(at - 1, at):
            continue
        status = title_words().verbs.get(tuple(reading.low(i) for i in run))
        if status:
            return run[-1] + 1, Status(status)
    return None


def leading_verb(reading: Reading, at: int) -> tuple[int, Status] | None:
    """The word after "who heads", "leads", "chaired", and the status it gives."""
    if reading.low(at) == "," and reading.low(at + 1) == "who":
        at += 1
    verb = at + 1 if reading.low(at) == "who" else at
    if not reading.together(at - 1, verb):
        return None
    low = reading.low(verb)
    if low in {"heads", "leads", "chairs"}:
        return verb + 1, Status.CURRENT
    return (verb + 1, Status.FORMER) if low in {"headed", "chaired"} else None


def countries_before(reading: Reading, end: int) -> list[str]:
    """The countries of "Kenyan and South Korean" before a word, in order."""
    words, at = reading.words, end
    while at > 0 and reading.together(at - 1, end) and reading.person[at - 1] < 0:
        if not words[at - 1].capital and words[at - 1].low not in {"and", ","}:
            break
        at -= 1
    groups: list[list[int]] = [[]]
    for index in range(at, end):
        if words[index].capital:
            groups[-1].append(index)
        else:
            groups.append([])
    ranges = [(group[0], group[-1] + 1) for group in groups if group] or [(end, end)]
    return [country_of(reading, *words) or reading.slice(*words) for words in ranges]


def is_definite(reading: Reading, first: int, reach: int) -> bool:
    """Whether an article or "whose" stands up to `reach` words before the phrase that begins at `first`."""
    near = {reading.low(index) for index in range(first - reach, first + 1)}
    return not near.isdisjoint(DETERMINERS | {"whose"})
