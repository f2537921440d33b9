"""From the tagger's names to the spans of people: trimmed, voted on, propagated.

The rules after the tagger, each worth something over the tagger alone: titles and honorifics
stay outside a person; agencies, peoples, countries and doubtful single words are none; the same
string is the same thing throughout a text; the words of a full name are that person wherever else
they stand, whatever the tagger took them for there.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from reader.entities.gazetteer import gazetteer
from reader.entities.lexicon import body_words, nationalities, people_words, title_words
from reader.entities.names import Name
from reader.entities.naming import Parts, fold
from reader.entities.officeholders import given_names, known_people
from reader.entities.reading import LETTERS

_EDGES = " \t\r\n.,;:!?\"“”'‘’()[]«»–—-|/"
_WORD = re.compile(rf"{LETTERS}(?:[-'’‐‑]{LETTERS})*")
_POSSESSIVE = ("'s", "’s")
_BETWEEN = re.compile(r"\s+(?:[-–—&/]|and)\s+(?=[^\W\d_a-z])|\s*[;\n]\s*")
_BODY_NOUN = re.compile(
    r"(?:'s|’s)? (?:[Ss]pokes(?:person|man|woman)|CEO|[Cc]hief executive|employees|shares"
    r"|Group|Foundation|Inc|Ltd|University|Company|Corporation|Industries|Colloquium|Airbase)\b"
)
_OF_BODY = re.compile(
    r"(?:CEO|[Cc]hief executive|subsidiary|shareholders|employees|shares|brands?) (?:of|at|,) $"
)
_INITIALS = re.compile(r"(?<![^\s(“\"])(?:[^\W\d_a-z]\. ?){1,3}$")
_INITIAL_ONLY = re.compile(r"[^\W\d_a-z](?:\. ?[^\W\d_a-z])*\.?")
_AFTER_INITIALS = re.compile(rf"\.?(?: ?[^\W\d_a-z]\.)* ([^\W\d_a-z]{LETTERS}(?:[-'’]{LETTERS})*)")
_NO_INITIALS = frozenset({"U.S.", "U.K.", "U.N.", "D.C.", "A.", "I."})
_LAST_WORD = re.compile(rf"({LETTERS})[ \u00a0]$")
_WORD_END = re.compile(rf"['’]?{LETTERS}\b")
_STARTS = re.compile(r"(?:^|[.!?:;\n“\"])\s*[“\"]?$")
_DOUBTFUL = 0.7  # a single word that belongs to no full name and is tagged with less is no person
_SURE = 0.9
_CERTAIN = 0.99
_AFTER_ARTICLE = re.compile(
    rf"\b[Tt]he ({LETTERS}(?:[-'’]{LETTERS})*)"
    r"(?! (?:administration|government|campaign|family|era|years|brothers|sisters|camp|regime|case|team))"
)
_SURE_BODY = 0.85


def person_spans(text: str, names: Sequence[Name]) -> tuple[list[Name], list[Name]]:
    """The people among the names of a text, their spans put right, and the other names; both in
    order, none overlapping."""
    parts = [part for name in names for part in _apart(text, name)]
    voted = _voted(text, _disjoint(_trimmed(text, name) for name in parts))
    words = _name_words(text, [name for name in voted if name.label == "person"])
    people: list[Name] = []
    others: list[Name] = []
    for name in voted:
        person = _as_person(text, name, words)
        if person is not None:
            people.append(person)
        elif name.label != "person":
            others.append(name)
    people += _acronyms(text, people)
    others = [name for name in others if not any(p.start < name.end and name.start < p.end for p in people)]
    people += _propagated(text, people, others)
    return sorted(people, key=_start), sorted(others, key=_start)


def _start(name: Name) -> int:
    return name.start


# --- edges ------------------------------------------------------------------------------------


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
    start, end = _whole_words(text, start, end)
    while True:
        word = _WORD.match(text, start, end)
        rest = word.end() if word else end
        if not word or rest >= end or not _is_outside(word[0], text[rest:end]):
            break
        start, end = _edges(text, rest, end)
    start = _with_given_name(text, start, end)
    return replace(name, start=start, end=end) if end > start else None


def _with_given_name(text: str, start: int, end: int) -> int:
    """Before "Al Jaber" or "bin Said" a word such as Sultan is the given name: nobody is called by a
    title and the name of the family's house alone."""
    before = _LAST_WORD.search(text, max(0, start - 12), start)
    if before and before[1].lower() in people_words().given_titles and _is_family(text[start:end]):
        return before.start(1)
    if before and before[1][0].isupper() and fold(text[start:end]) not in known_people():
        whole = fold(text[before.start(1) : end])  # "Sri Mulyani Indrawati"
        if (
            before[1].lower() in people_words().trimmed | people_words().honorifics
            and whole in known_people()
        ):
            return before.start(1)
    return start


def _is_family(name: str) -> bool:
    return re.split(r"[\s‐‑-]", name, maxsplit=1)[0].lower() in people_words().family_particles


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """With the initials before and the rest of the last word: "R. Nair", "Ndung'u"; initials alone with
    the surname after them."""
    initials = _INITIALS.search(text, max(0, start - 12), start)
    if initials and initials[0].strip() not in _NO_INITIALS:
        start = initials.start()
    if _INITIAL_ONLY.fullmatch(text, start, end):
        surname = _AFTER_INITIALS.match(text, end)
        if surname and surname[1] not in people_words().common_words:
            return start, surname.end()
    rest = _WORD_END.match(text, end)
    if rest and rest[0].lower() not in {"'s", "’s"}:
        end = rest.end()
    return start, end


def _edges(text: str, start: int, end: int) -> tuple[int, int]:
    initial = end - start > 1 and text[end - 1] == "." and re.search(r"\b[^\W\d_]\.$", text[start:end])
    while end > start and text[end - 1] in _EDGES and not initial:
        end -= 1
    while start < end and text[start] in _EDGES:
        start += 1
    return start, end


def _is_outside(word: str, rest: str) -> bool:
    """Whether a word at the start of a span is a title or a nationality rather than a name."""
    low = word.lower().replace("’", "'")
    if not any(map(str.isalpha, rest)) or (low in people_words().given_titles and _is_family(rest.strip())):
        return False
    if low in nationalities().country and len(rest.split()) > 1:
        return True
    entry = title_words().heads.get((low,))
    return low in people_words().trimmed or low == "the" or (entry is not None and not entry.plural)


def _disjoint(names: Iterable[Name | None]) -> list[Name]:
    """Without those that run into the one before, as spans widened to whole words may."""
    kept: list[Name] = []
    for name in names:
        if name is not None and (not kept or name.start >= kept[-1].end):
            kept.append(name)
    return kept


# --- person or not ----------------------------------------------------------------------------


def _voted(text: str, names: Sequence[Name]) -> list[Name]:
    """The same string is the same thing wherever it stands: the label with the most score wins."""
    votes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for name in names:
        votes[text[name.start : name.end]][name.label] += name.score
    chosen = {string: max(labels, key=labels.__getitem__) for string, labels in votes.items()}
    bodies = {text[name.start : name.end] for name in names if _stands_as_body(text, name)}
    for string in bodies:
        if chosen[string] == "person" and fold(string) not in known_people():
            chosen[string] = "organisation"
    return [replace(name, label=chosen[text[name.start : name.end]]) for name in names]


def _stands_as_body(text: str, name: Name) -> bool:
    """Whether the words around a name are those around a company or another body."""
    if _BODY_NOUN.match(text, name.end) or _OF_BODY.search(text, max(0, name.start - 40), name.start):
        return True
    bracketed = text[name.start - 1 : name.start] == "(" and text[name.end : name.end + 1] == ")"
    before = re.search(r"([^\W\d_]+) \($", text[max(0, name.start - 30) : name.start]) if bracketed else None
    return before is not None and before[1][0].isupper() and before[1].lower() in body_words().nouns


def _as_person(text: str, name: Name, words: Counter[str]) -> Name | None:
    """The name as a person, None when it is none."""
    string = text[name.start : name.end]
    if name.label == "person":
        return name if _may_be_person(text, name, words) else None
    if string in words and _may_be_surname(string, name):
        return replace(name, label="person")
    if name.label in {"organisation", "other", "place"}:
        first, _, rest = string.partition(" ")
        if first in words and rest.islower() and not gazetteer().is_certain(first):
            return replace(name, end=name.start + len(first), label="person")
    parts = fold(string)
    if string.isupper() and len(string) > 3 and parts in known_people():
        return replace(name, label="person")  # "AMLO"
    if name.label == "nationality" or not 1 < len(parts) < 4 or string.isupper():
        return None
    known = parts in known_people() and not _is_sure_place(text, name)
    named = known or (name.label == "place" and _sounds_like_person(string, parts, name))
    return replace(name, label="person") if named else None


def _is_sure_place(text: str, name: Name) -> bool:
    """The borough of Benito Juárez: a place that has the name of someone known."""
    sure = name.label == "place" and name.score >= _SURE and not _is_titled(text, name.start)
    return sure and bool(gazetteer().lookup(text[name.start : name.end]))


def _sounds_like_person(string: str, parts: Parts, name: Name) -> bool:
    """A doubtful place that no gazetteer knows and that begins with a given name."""
    if name.score >= _SURE or parts[0] not in given_names() or parts[-1] in people_words().place_nouns:
        return False
    return "," not in string and not gazetteer().lookup(string)


def _may_be_surname(string: str, name: Name) -> bool:
    if name.label == "organisation":
        return name.score < _SURE_BODY
    return name.label in {"place", "other"} and not gazetteer().is_certain(string)


def _may_be_person(text: str, name: Name, words: Counter[str]) -> bool:
    people, string = people_words(), text[name.start : name.end]
    if not any("a" <= sign.lower() <= "z" or sign > "\u00bf" for sign in string) or _is_native(string):
        return False
    if gazetteer().is_certain(string) and string not in words and not _is_titled(text, name.start):
        return name.score >= _CERTAIN
    if string in people.not_people or string in people.ethnonyms or string in body_words().known:
        return False
    part = string in words
    if part or len(fold(string)) > 1:
        return True
    low = string.lower()
    lists = nationalities()
    if low in lists.country or (low,) in title_words().heads or string == "I":
        return False
    titled = _is_titled(text, name.start)
    if not titled and string in _after_articles(text):
        return False
    if not titled and name.score < _SURE:
        doubtful = low in people.honorifics or low in title_words().times or low in lists.countries
        if doubtful or name.score < _DOUBTFUL or string.islower():
            return False
    return True


@lru_cache(maxsize=4)
def _after_articles(text: str) -> frozenset[str]:
    """Words that stand after "the" somewhere: "the Jingulu language", "the Imam"."""
    return frozenset(_AFTER_ARTICLE.findall(text))


def _is_native(string: str) -> bool:
    """A name in a script other than Latin, which news English only adds in brackets."""
    return all(sign >= "\u2e80" or not sign.isalpha() for sign in string)


def _is_titled(text: str, start: int) -> bool:
    """Whether a title or an honorific stands right before."""
    before = re.search(r"([^\W\d_]+)\.? $", text[max(0, start - 30) : start])
    low = before[1].lower() if before else ""
    return low in people_words().honorifics or (low,) in title_words().heads


# --- propagation ------------------------------------------------------------------------------


def _name_words(text: str, people: Iterable[Name]) -> Counter[str]:
    """Words of the full names of a text that may stand for their bearer, and how often they do."""
    lists, words = people_words(), Counter[str]()
    outside = lists.particles | lists.honorifics
    never = lists.common_words | lists.ethnonyms | lists.not_people | body_words().known
    for name in people:
        string = text[name.start : name.end]
        if len(fold(string)) < 2 or name.score < _DOUBTFUL or name.label != "person":
            continue
        for word in _WORD.findall(string):
            named = len(word) > 1 and word[0].isupper() and not word.isupper()
            if named and word not in never and word.lower() not in outside:
                words[word] += 1
    return words


def _acronyms(text: str, people: Sequence[Name]) -> list[Name]:
    """An acronym in brackets after a name whose initials it is, and wherever else it stands."""
    found: set[str] = set()
    for name in people:
        bracket = re.match(r" \(([A-Z]{3,5})\)", text[name.end : name.end + 9])
        initials = "".join(word[0] for word in fold(text[name.start : name.end])).upper()
        if bracket and bracket[1] in initials:
            found.add(bracket[1])
    return [
        Name(match.start(), match.end(), "person", 0.5)
        for acronym in sorted(found)
        for match in re.finditer(rf"\b{acronym}\b", text)
        if not any(name.start < match.end() and match.start() < name.end for name in people)
    ]


def _propagated(text: str, people: list[Name], others: list[Name]) -> list[Name]:
    """Capitalised words outside every name that are part of a full name found elsewhere."""
    words = _name_words(text, people)
    strings = {text[name.start : name.end] for name in people}
    taken = bytearray(len(text) + 1)
    for name in (*people, *others):
        taken[name.start : name.end] = b"\1" * (name.end - name.start)
    found: list[Name] = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        if text[start:end].endswith(_POSSESSIVE):
            end -= 2
        string = text[start:end]
        known = (string in words or string in strings) and not any(taken[start:end])
        if string in people_words().name_like and _STARTS.search(text, max(0, start - 4), start):
            continue
        if known and not _in_longer_name(text, start, end):
            found.append(Name(start, end, "person", 0.5))
    return _joined(text, found)


def _in_longer_name(text: str, start: int, end: int) -> bool:
    """Whether a capitalised word stands right beside it, or it stands in an address, which makes it
    part of some other name."""
    after = re.match(r" ([^\W\d_]\S*)|[-/_.]\w", text[end : end + 30])
    before = re.search(r"([^\W\d_][^\s]*) $|[-/_@#]$", text[max(0, start - 30) : start])
    lists = title_words()
    if after and (not after[1] or after[1][0].isupper()):
        return True
    if before and not before[1]:
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
