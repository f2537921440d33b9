"""What the rest of an article says about a body that an office leaves short or unsaid."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from itertools import islice

from reader.entities.bodies import is_party
from reader.entities.lexicon import body_words, title_words
from reader.entities.offices import Office
from reader.entities.phrases import body_end
from reader.entities.reading import Reading

_GENERIC = frozenset({"municipality", "county", "province", "region", "territory", "island", "emirate"})
_NEAR = 60  # words
_FAR = 400  # words
_REMEMBERED = 50  # bodies
_TRIES = 5


class BodyContext:
    """Completes the bodies of offices from the text before them, told of each body in order."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._named: deque[str] = deque(maxlen=_REMEMBERED)
        self._acronyms = reading.acronyms
        lows = {word.low for word in reading.words}
        self.in_chamber = not lows.isdisjoint(body_words().chambers)
        self._chambers = _places_of(reading, body_words().chamber_names)

    def completed(self, office: Office) -> Office:
        """The office with "the committee" put back to the body last named so, an acronym spelt out,
        "party" to the party last named, and the chamber of a lawmaker who has no body."""
        body = office.body
        if body in self._acronyms:
            body = self._acronyms[body]
        elif body.lower() == "party":
            body = self._last_party(office.start) or body
        elif body.lower() in {"country", "nation", "republic"}:
            body = ""
        elif body and " " not in body and body.lower() in body_words().public:
            body = self._full_name(body, office.start)
            body = "" if body in _GENERIC else body
        elif not body and office.head.entry.key in title_words().lawmakers:
            body = self._chamber(office.start)
        elif not body and office.head.entry.key.split()[0] in title_words().forces:
            body = office.head.entry.key.split()[0]
        elif not body and office.head.entry.key in title_words().policing:
            body = self._force(office.start)
        if body in self._named:
            self._named.remove(body)
        if body:
            self._named.append(body)
        return replace(office, body=body, public=office.public or self._is_policing(office, body))

    def _is_policing(self, office: Office, body: str) -> bool:
        return office.head.entry.key in title_words().policing and bool(body) and not office.body

    def _full_name(self, body: str, before: int) -> str:
        """ "the committee", "Commission": the full name last given for it, else as it is."""
        noun = body.lower()
        for full in reversed(self._named):
            if noun in full.lower().split() and " " in full:
                return full
        words = self._reading.words
        near = range(before - 1, max(0, before - _FAR), -1)
        named = (at for at in near if words[at].low == noun and words[at].capital)
        for at in islice(named, _TRIES):
            first = at
            while first > 0 and self._named_word(first - 1, at):
                first -= 1
            end = body_end(self._reading, at)
            if end - first > 1:
                return self._reading.slice(first, end)
        return body

    def _named_word(self, at: int, noun: int) -> bool:
        word = self._reading.words[at]
        free = self._reading.person[at] < 0 and self._reading.together(at, noun)
        return free and word.capital and word.low not in title_words().breaks

    def _last_party(self, before: int) -> str:
        words = self._reading.words
        for at in range(before - 1, max(0, before - _FAR), -1):
            if words[at].capital and is_party(words[at].text):
                return words[at].text
            if words[at].text == "Party":
                first = at
                while first > 0 and words[first - 1].capital and self._reading.together(first - 1, at):
                    first -= 1
                return self._reading.slice(first, at + 1)
        return ""

    def _chamber(self, near: int) -> str:
        """The chamber named nearest to a word."""
        if not self._chambers:
            return ""
        first, end = min(self._chambers, key=lambda place: abs(place[0] - near))
        return self._reading.slice(first, end)

    def _force(self, near: int) -> str:
        """ "police" or "army" when it is named near a word."""
        words = self._reading.words[max(0, near - _NEAR) : near + _NEAR]
        return next((word.low for word in words if word.low in title_words().forces), "")


def _places_of(reading: Reading, names: frozenset[str]) -> list[tuple[int, int]]:
    """Where one of the names (one or two words) stands, as words [first, end)."""
    found: list[tuple[int, int]] = []
    for at, word in enumerate(reading.words):
        if not word.capital:
            continue
        for size in (3, 2, 1):
            if reading.together(at, at + size - 1) and reading.slice(at, at + size) in names:
                found.append((at, at + size))
                break
    return found
