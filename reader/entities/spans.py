"""From the tagger's names to the spans of people: trimmed, voted on, propagated.

The rules after the tagger, each worth something over the tagger alone: titles and honorifics
stay outside a person, agencies, peoples and countries are none, the same string is the same
thing throughout a text, and words of a full name found elsewhere are that person again.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from reader.entities.lexicon import body_words, nationalities, people_words, title_words
from reader.entities.names import Name
from reader.entities.naming import fold
from reader.entities.reading import LETTERS

_EDGES = " \t\r\n.,;:!?\"“”'‘’()[]«»–—-|/"
_WORD = re.compile(rf"{LETTERS}(?:[-'’‐‑]{LETTERS})*")
_BETWEEN = re.compile(r"\s+(?:[-–—&/]|and)\s+(?=[^\W\d_a-z])|\s*[;\n]\s*")
_BODY_NOUN = re.compile(
    r"(?:'s|’s)? (?:[Ss]pokes(?:person|man|woman)|CEO|[Cc]hief executive|employees|shares"
    r"|Group|Foundation|Inc|Ltd|University|Company|Corporation|Industries)\b"
)
_POSSESSIVE = ("'s", "’s")


def person_spans(text: str, names: Sequence[Name]) -> tuple[list[Name], list[Name]]:
    """The people among the names of a text, their spans put right, and the other names; both in
    order, none overlapping."""
    parts = [part for name in names for part in _apart(text, name)]
    trimmed = [name for name in (_trimmed(text, name) for name in parts) if name is not None]
    voted = _voted(text, trimmed)
    people = [name for name in voted if name.label == "person" and _may_be_person(text, name)]
    others = [name for name in voted if name.label != "person"]
    others = _without_surnames(text, people, others)
    people += _propagated(text, people, others)
    return sorted(people, key=_start), sorted(others, key=_start)


def _start(name: Name) -> int:
    return name.start


def _apart(text: str, name: Name) -> Iterator[Name]:
    """Two people in one span: "A – B", "A and B"."""
    start = name.start
    if name.label == "person":
        for gap in _BETWEEN.finditer(text, name.start, name.end):
            yield replace(name, start=start, end=gap.start())
            start = gap.end()
    yield replace(name, start=start)


def _trimmed(text: str, name: Name) -> Name | None:
    """Without quotes, possessive, honorifics and titles at its edges; None when nothing is left."""
    start, end = _edges(text, name.start, name.end)
    if name.label != "person":
        return replace(name, start=start, end=end) if end > start else None
    if text[start:end].endswith(_POSSESSIVE):
        start, end = _edges(text, start, end - 2)
    while True:
        word = _WORD.match(text, start, end)
        rest = word.end() if word else end
        if not word or rest >= end or not _is_outside(word[0], text[rest:end]):
            break
        start, end = _edges(text, rest, end)
    return replace(name, start=start, end=end) if end > start else None


def _edges(text: str, start: int, end: int) -> tuple[int, int]:
    initial = end - start > 1 and text[end - 1] == "." and re.search(r"\b[^\W\d_]\.$", text[start:end])
    while end > start and text[end - 1] in _EDGES and not initial:
        end -= 1
    while start < end and text[start] in _EDGES:
        start += 1
    return start, end


def _is_outside(word: str, rest: str) -> bool:
    low = word.lower().replace("’", "'")
    if not any(map(str.isalpha, rest)):
        return False
    if low in nationalities().country and len(rest.split()) > 1:
        return True
    lists = title_words()
    entry = lists.heads.get((low,))
    return low in people_words().trimmed or low == "the" or (entry is not None and not entry.plural)


def _may_be_person(text: str, name: Name) -> bool:
    words, string = people_words(), text[name.start : name.end]
    if (
        not any(map(str.isalpha, string))
        or string in words.not_people
        or string in words.ethnonyms
        or string in body_words().known
    ):
        return False
    low = string.lower()
    lists = nationalities()
    if low in lists.country or low in lists.countries or low in title_words().times:
        return False
    if " " not in string and ((low,) in title_words().heads or low in words.honorifics):
        return False
    return not (" " not in string and string.islower() and name.score < 0.9)


def _voted(text: str, names: Iterable[Name]) -> list[Name]:
    """The same string is the same thing wherever it stands: the label with the most score wins."""
    names = list(names)
    votes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for name in names:
        string = text[name.start : name.end]
        votes[string][name.label] += name.score
        if " " not in string and _BODY_NOUN.match(text, name.end):
            votes[string]["organisation"] += 1
    return [
        replace(name, label=max(votes[text[name.start : name.end]].items(), key=lambda item: item[1])[0])
        for name in names
    ]


def _without_surnames(text: str, people: list[Name], others: list[Name]) -> list[Name]:
    """Others without single words that are a surname of the text; these are added to `people`."""
    words = _name_words(text, people)
    kept: list[Name] = []
    for name in others:
        string = text[name.start : name.end]
        if " " not in string and string in words and name.label in {"place", "other"} and words[string] > 1:
            people.append(replace(name, label="person"))
        else:
            kept.append(name)
    return kept


def _name_words(text: str, people: Iterable[Name]) -> Counter[str]:
    """Words of the full names of a text that may stand for their bearer, with how often they were seen."""
    lists, words = people_words(), Counter[str]()
    for name in people:
        string = text[name.start : name.end]
        if len(fold(string)) < 2:
            continue
        for word in _WORD.findall(string):
            usable = len(word) > 1 and word[0].isupper() and word.lower() not in lists.particles
            if usable and word not in lists.common_words and not word.isupper():
                words[word] += 1
    return words


def _propagated(text: str, people: list[Name], others: list[Name]) -> list[Name]:
    """Capitalised words outside every name that are part of a full name found elsewhere."""
    words = _name_words(text, people)
    strings = {text[name.start : name.end] for name in people}
    taken = [False] * (len(text) + 1)
    for name in (*people, *others):
        taken[name.start : name.end] = [True] * (name.end - name.start)
    found: list[Name] = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        if text[start:end].endswith(_POSSESSIVE):
            end -= 2
        string = text[start:end]
        if (
            (string in words or string in strings)
            and not taken[start]
            and not _in_longer_name(text, start, end)
        ):
            found.append(Name(start, end, "person", 0.5))
    return _joined(text, found)


def _in_longer_name(text: str, start: int, end: int) -> bool:
    """Whether a capitalised word stands right beside it, which makes it part of some other name."""
    after = re.match(r" ([^\W\d_]\S*)", text[end : end + 30])
    before = re.search(r"([^\W\d_][^\s]*) $", text[max(0, start - 30) : start])
    lists = title_words()
    if after and after[1][0].isupper():
        return True
    if before and before[1][0].isupper() and before[1][-1].isalpha():
        low = before[1].lower()
        titled = (low,) in lists.heads or low in people_words().honorifics or low in lists.breaks
        return not titled
    return False


def _joined(text: str, found: list[Name]) -> list[Name]:
    """Neighbouring words as one name."""
    joined: list[Name] = []
    for name in found:
        if joined and text[joined[-1].end : name.start] == " ":
            joined[-1] = replace(joined[-1], end=name.end)
        else:
            joined.append(name)
    return joined
