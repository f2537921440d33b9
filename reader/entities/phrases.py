"""The parts of a noun phrase that words an office.

Such a phrase is read around a head of the lexicon ("vice chairperson"): the words before it
("Chinese", "the country's", "deputy") and the body after a preposition ("of the CPPCC National
Committee"). Indexes are of the words of a `Reading`, ends exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass

from reader.entities.bodies import is_nationality, is_place
from reader.entities.lexicon import HeadEntry, Kind, body_words, people_words, title_words
from reader.entities.reading import Reading

PREPOSITIONS = frozenset({"of", "for", "to", "in", "at", "on", "with", "from", "under", "representing"})
DETERMINERS = frozenset({"the", "a", "an", "his", "her", "its", "their", "our"})
_CONNECTORS = frozenset(
    {
        "of",
        "for",
        "on",
        "the",
        "de",
        "da",
        "do",
        "del",
        "la",
        "al",
        "du",
        "des",
        "in",
        "to",
        "at",
        "against",
        "y",
        "e",
    }
)
COMPASS = frozenset(
    {"north", "south", "east", "west", "northern", "southern", "eastern", "western", "central"}
    | {"northeast", "northwest", "southeast", "southwest"}
    | {"northeastern", "northwestern", "southeastern", "southwestern"}
)
_LONGEST_BODY = 30
_LONGEST_OWNER = 8


@dataclass(frozen=True, slots=True)
class Head:
    """A head of the lexicon at the words [start, end)."""

    start: int
    end: int
    entry: HeadEntry


# --- heads ------------------------------------------------------------------------------------


def head_at(reading: Reading, first: int) -> Head | None:
    """The longest head that starts at a word."""
    for size in range(min(title_words().longest, len(reading.words) - first), 0, -1):
        head = _head(reading, first, first + size)
        if head:
            return head
    return None


def head_before(reading: Reading, end: int) -> Head | None:
    """The longest head that ends just before a word."""
    for size in range(min(title_words().longest, end), 0, -1):
        head = _head(reading, end - size, end)
        if head:
            return head
    return None


def _head(reading: Reading, first: int, end: int) -> Head | None:
    words = reading.words[first:end]
    entry = title_words().heads.get(tuple(word.low for word in words))
    if not entry or not reading.together(first, end - 1) or any(p >= 0 for p in reading.person[first:end]):
        return None
    needs_capital = entry.kind is Kind.RANK or entry.key in title_words().capitalised
    if needs_capital and not words[0].capital:
        return None
    short = len(words) == 1 and len(entry.key) <= 3 and entry.kind is not Kind.RANK
    if short and needs_capital and entry.key not in {"gov", "sen", "rep"} and not words[0].text[:2].isupper():
        return None
    return Head(first, end, entry)


# --- what stands before a head ----------------------------------------------------------------


def phrase_start(reading: Reading, head: Head, floor: int = 0) -> int:
    """Where the office phrase of a head begins, not before `floor`; articles are left out."""
    if head.entry.kind is Kind.RANK:
        floor = max(floor, head.start - 1)
    at = head.start - 1
    while at >= floor and reading.together(at, head.start) and reading.person[at] < 0:
        word = reading.words[at]
        if word.low == "'s":
            return _owner_start(reading, at, floor)
        if word.low in {"and", "of", "&"} and reading.label[at] == "place":
            at -= 1  # inside the name of one place: "Jammu and Kashmir"
            continue
        if word.low in {"and", "&", ","}:
            if not (_joins_portfolios(reading, at, head, floor) or _joins_places(reading, at, head)):
                break
        elif word.low == "of":
            if at + 1 == head.start or not _inside_name(reading, at, floor):
                break
        elif word.text == ")":
            opening = _acronym_start(reading, at, floor)
            if opening is None:
                break
            at = opening
        elif not _premodifies(reading, at, head) and not _qualifies_owned(reading, at):
            break
        at -= 1
    return at + 1


def _premodifies(reading: Reading, at: int, head: Head) -> bool:
    lists, bodies, word = title_words(), body_words(), reading.words[at]
    if word.low in lists.modifiers or word.low in lists.jurisdictions or word.low in lists.former:
        return True
    if word.low in lists.elect or word.low in bodies.public:
        return True
    if head.entry.kind is Kind.GUARDED and word.lower and word.low in bodies.private | bodies.private_nouns:
        return True  # "club president": no public office
    if head_before(reading, at + 1) is not None:
        return False
    if word.text in bodies.known and word.text.isupper():
        return head.entry.kind is not Kind.RANK
    if word.low in lists.breaks or word.low in {"majesty", "highness", "highnesses", "excellency"}:
        return False
    if head.entry.kind is Kind.RANK or head.entry.key in lists.royal:
        return is_nationality(word)
    return word.capital or (word.text[0].isdigit() and word.text[-1].isalpha())


def _qualifies_owned(reading: Reading, at: int) -> bool:
    """Whether an unknown adjective stands between an owner and a head: "the UN's humanitarian chief"."""
    word = reading.words[at]
    return reading.low(at - 1) == "'s" and word.lower and word.low not in title_words().breaks


def _joins_places(reading: Reading, at: int, head: Head) -> bool:
    """Whether "and" stands inside the name of a body that begins with places: "Hong Kong and Macau
    Affairs Office"."""
    if reading.label[at - 1] != "place" or reading.label[at + 1 : at + 2] != ["place"]:
        return False
    nouns = body_words().public
    return any(reading.words[i].capital and reading.low(i) in nouns for i in range(at + 2, head.start))


def _joins_portfolios(reading: Reading, at: int, head: Head, floor: int) -> bool:
    """Whether "and" stands inside a portfolio: "Trade and Industry Minister"."""
    if head.entry.key.split()[-1] not in title_words().portfolio_heads or at - 1 < floor:
        return False
    before, after = reading.words[at - 1], reading.words[at + 1]
    if reading.person[at - 1] >= 0 or not before.text[0].isalpha() or not after.text[0].isalpha():
        return False
    if before.low in title_words().breaks or is_nationality(before) or is_nationality(after):
        return False
    if reading.label[at - 1] == "place" or head_before(reading, at) is not None:
        return False
    portfolios = body_words().portfolios | title_words().jurisdictions
    return (before.capital and after.capital) or (before.low in portfolios and after.low in portfolios)


def _inside_name(reading: Reading, at: int, floor: int) -> bool:
    """Whether "of" stands inside the name of a body: "Ministry of Health spokesperson"."""
    if at - 1 < floor or reading.person[at - 1] >= 0 or head_before(reading, at) is not None:
        return False
    return reading.words[at - 1].capital and (
        reading.words[at + 1].capital or reading.low(at + 1) in DETERMINERS
    )


def _acronym_start(reading: Reading, closing: int, floor: int) -> int | None:
    for at in range(closing - 1, max(floor, closing - 5), -1):
        if reading.words[at].text == "(":
            inside = reading.words[at + 1 : closing]
            return (
                at
                if inside and all(word.capital for word in inside) and reading.words[at - 1].capital
                else None
            )
    return None


def _owner_start(reading: Reading, possessive: int, floor: int) -> int:
    """Where "the country" in "the country's minister" begins; just after the 's when it is a person."""
    at = possessive - 1
    if at < floor or reading.person[at] >= 0:
        return possessive + 1
    official = head_before(reading, possessive)
    if official is not None and official.start >= floor:
        return official.start
    lists, bodies = title_words(), body_words()
    nouns = bodies.nouns | lists.jurisdictions
    while at >= max(floor, possessive - _LONGEST_OWNER) and reading.together(at, possessive):
        word = reading.words[at]
        inside = word.capital and word.low not in lists.breaks
        joined = (
            word.low in {"of", "and", "de"}
            and at - 1 >= floor
            and reading.words[at - 1].capital
            and at < possessive - 1
        )
        if reading.person[at] >= 0 or not (
            inside or joined or word.low in nouns or word.low in lists.modifiers
        ):
            break
        at -= 1
    return at + 1


# --- what stands after a head -----------------------------------------------------------------


def body_end(reading: Reading, first: int) -> int:
    """Where the body that begins at a word ends; `first` when none begins there."""
    at = first + 1 if reading.low(first) in DETERMINERS else first
    last = first
    lists, bodies = title_words(), body_words()
    nouns = bodies.nouns | lists.jurisdictions
    while at < len(reading.words) and at - first < _LONGEST_BODY and reading.together(first, at):
        word = reading.words[at]
        if _person_follows(reading, at):
            break
        named = (word.capital or word.text[0].isdigit()) and word.low not in title_words().times
        if named or word.low == "'s":
            at = last = at + 1
        elif word.low in {"and", "&", ","}:
            following = _after_and(reading, at, first, last)
            if not following:
                break
            at = following
        elif word.low in _CONNECTORS:
            following = _after_connector(reading, at)
            if not following or last == first:
                break
            at = following
        elif word.text == "(":
            closing = _acronym_end(reading, at)
            if not closing:
                break
            at = last = closing
        elif word.low in COMPASS and word.lower and last == first and _capital_at(reading, at + 1):
            at += 1  # "of north China's Shanxi"
        elif word.low in nouns and word.lower:
            at = last = at + 1
        elif word.text[0].isalpha() and _noun_follows(reading, at, nouns):
            at += 1
        else:
            break
    return last


def _capital_at(reading: Reading, at: int) -> bool:
    return reading.together(at - 1, at) and reading.words[at].capital


def _after_and(reading: Reading, at: int, first: int, last: int) -> int:
    """The word that goes on with a list inside a body after "and" or a comma, 0 when none does."""
    if last == first:
        return 0
    comma = reading.words[at].text == ","
    after = at + 2 if comma and reading.low(at + 1) == "and" else at + 1
    if not reading.together(at, after) or _office_follows(reading, after) or _person_follows(reading, after):
        return 0
    word = reading.words[after]
    if comma and after == at + 1:
        ahead = [reading.words[i] for i in range(after, min(after + 6, len(reading.words)))]
        lows = [w.low for w in ahead]
        if "and" not in lows or not all(
            w.capital or w.low in {"and", ",", "of"} for w in ahead[: lows.index("and") + 2]
        ):
            return 0
    if word.capital and word.low not in title_words().times and not is_place([word], [reading.label[after]]):
        return after
    portfolios = body_words().portfolios
    return after if word.lower and word.low in portfolios and reading.low(at - 1) in portfolios else 0


def _person_follows(reading: Reading, at: int) -> bool:
    """Whether a person's name begins here, courtesy words such as "Sheikh" allowed before it."""
    while reading.together(at, at + 1) and reading.low(at) in people_words().courtesy:
        at += 1
    return reading.person[at] >= 0


def _office_follows(reading: Reading, at: int) -> bool:
    """Whether a new office phrase begins here, within a few words."""
    lists = title_words()
    for index in range(at, min(at + 6, len(reading.words))):
        if reading.person[index] >= 0:
            return False
        if head_at(reading, index) is not None:
            return True
        word = reading.words[index]
        inside = word.capital or (index > at and word.low in {"of", "the", "for"})
        if not inside and word.low not in lists.modifiers and word.low not in lists.jurisdictions:
            return False
    return False


def _after_connector(reading: Reading, at: int) -> int:
    lists, bodies = title_words(), body_words()
    nouns = bodies.nouns | lists.jurisdictions
    connector = reading.low(at)
    at += 1
    while reading.together(at - 1, at) and reading.low(at) in _CONNECTORS | DETERMINERS:
        at += 1
    if not reading.together(at - 1, at) or reading.person[at] >= 0:
        return 0
    word = reading.words[at]
    if word.low in title_words().times or (connector in {"in", "on", "at"} and word.text[0].isdigit()):
        return 0
    if word.capital or word.text[0].isdigit() or word.low in nouns:
        return at
    return at if word.text[0].isalpha() and _noun_follows(reading, at, nouns) else 0


def _noun_follows(reading: Reading, at: int, nouns: frozenset[str]) -> bool:
    """Whether an unknown lower-case word leads to a noun of a body within two words."""
    breaks = title_words().breaks
    for index in range(at, at + 3):
        if not reading.together(at, index) or reading.person[index] >= 0:
            return False
        word = reading.words[index]
        if f"{word.low} {reading.low(index + 1)}" in nouns:
            return True
        if index > at and (word.low in nouns or (word.capital and index == at + 1)):
            return word.low in nouns
        if word.low in breaks or not word.text[0].isalpha() or word.low.endswith(("ed", "ing", "ly")):
            return False
    return False


def _acronym_end(reading: Reading, opening: int) -> int:
    for at in range(opening + 1, min(opening + 5, len(reading.words))):
        if reading.words[at].text == ")":
            inside = reading.words[opening + 1 : at]
            return at + 1 if inside and all(word.capital for word in inside) else 0
        if reading.person[at] >= 0:
            return 0
    return 0
