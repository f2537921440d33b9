"""Offices taken apart, so that two wordings of them can be compared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reader.library.names import folded


@dataclass(frozen=True, slots=True)
class Office:
    """An office for comparing: its head ("minister"), the words that tell which state, place or body
    it belongs to ("kenya"), and those that any state has one of ("health")."""

    head: str
    particular: frozenset[str] = frozenset()
    common: frozenset[str] = frozenset()


def office(title: str, body: str) -> Office:
    """An office as an article words it, taken apart."""
    words = [word for word in _words(title) if word not in _BESIDES]
    place = words.index("of") if "of" in words else words.index("for") if "for" in words else len(words)
    head, length = _head(words[:place])
    rest = {*words[: place - length], *words[place:], *_words(body)} - _EMPTY
    particular = rest - _COMMON
    if particular:  # of what each state has one, each state has the initials too
        particular |= _initials(body)
    return Office(head, frozenset(particular), frozenset(rest & _COMMON))


def _initials(body: str) -> set[str]:
    """The acronym a body may go by elsewhere, of three letters or more."""
    letters = [word[0] for word in _words(body) if word not in _SMALL]
    return {"".join(letters)} if len(letters) >= _LEAST_INITIALS else set()


def _head(words: Sequence[str]) -> tuple[str, int]:
    """The head of an office in the form all its wordings share, and how many words it takes."""
    pair = " ".join(words[-2:])
    if pair in _PAIRS:
        return _PAIRS[pair], 2
    return (_SAME_HEAD.get(words[-1], words[-1]), 1) if words else ("", 0)


def _words(text: str) -> list[str]:
    plain = _DOTS.sub("", folded(text.replace("\u2019", "'")))
    for name, short in _SHORT.items():
        plain = plain.replace(name, short)
    return [word.removesuffix("'s") for word in _WORD.findall(plain)]


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_WORD = re.compile(r"[^\W_]+(?:'s\b)?")
_DOTS = re.compile(r"(?<=\b\w)\.(?=\w?(?:\W|$))")  # of U.S. and U.N.
_LEAST_INITIALS = 3
_SHORT = {
    "united states of america": "us",
    "united states": "us",
    "united kingdom": "uk",
    "great britain": "uk",
    "britain": "uk",
    "united nations": "un",
    "european union": "eu",
    "united arab emirates": "uae",
}
_PAIRS = {
    "prime minister": "prime minister",
    "attorney general": "attorney general",
    "high commissioner": "high commissioner",
    "secretary general": "secretary general",
    "general secretary": "secretary general",
    "director general": "director general",
    "general director": "director general",
}
_SAME_HEAD = {
    "chairman": "chair",
    "chairwoman": "chair",
    "chairperson": "chair",
    "spokesman": "spokesperson",
    "spokeswoman": "spokesperson",
    "mp": "lawmaker",
    "legislator": "lawmaker",
    "parliamentarian": "lawmaker",
    "congressman": "lawmaker",
    "congresswoman": "lawmaker",
    "premier": "prime minister",
    "pm": "prime minister",
    "gov": "governor",
    "sen": "senator",
    "rep": "lawmaker",
    "gen": "general",
    "justice": "judge",
}
# Words beside an office that do not make another one of it.
_BESIDES = _set("acting assistant deputy vice interim former ex elect first second senior the then late")
_SMALL = _set("the of for and to in on at a an s")
# Words that say nothing about which body it is.
_EMPTY = _SMALL | _set("""
    ministry minister department office secretariat secretary state
    government national federal republic united people body member head chief
""")
# Words for what every state, province or town has one of.
_COMMON = _set("""
    affairs agency agriculture air army assembly authority aviation bank border budget bureau cabinet
    capital central chamber city civil climate commerce commission committee communications conference
    congress council county court culture customs defence defense deputies development district economic
    economy education election electoral emergency employment energy environment exchequer external
    finance financial fisheries food force forces foreign general health high home house housing human
    immigration industry information infrastructure interior internal international investment justice
    labor labour land law legal legislative legislature local lower military mines mining municipal
    natural navy parliament party planning police political power presidency presidential prison province
    provincial prosecution public region regional representatives reserve resources rights rural science
    security senate service services social sport sports standing supreme tax technology tourism town
    trade transport transportation treasury upper urban village war water welfare women works youth
""")
