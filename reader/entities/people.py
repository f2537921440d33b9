"""One person per article, however named.

Mentions of two words and more make the people of the article; shorter ones are bound to them:
surname first in Chinese, Korean and Hungarian names, in the middle in Hong Kong and Spanish double
names, last elsewhere, a first name, initials, an acronym in brackets. Where several people answer
to a short name, the title beside it decides, then who was named last in the paragraph; else the
mention stays apart.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from reader.entities.naming import Parts, fold, surname
from reader.entities.officeholders import known_people
from reader.entities.reading import Reading
from reader.model import Person, Status, Title

_LEADS_TO = re.compile(r"\s*[(（\[]\s*$|\s*[(（\[][^()]{0,20}[,;]\s*$")


@dataclass(slots=True)
class _Someone:
    """A person in the making. `parts` are the folded words of the fullest name."""

    parts: Parts
    mentions: list[int] = field(default_factory=list)


def people_of(reading: Reading, titles: Sequence[Sequence[Title]]) -> list[Person]:
    """The people of a text in the order of their first mention; `titles` are those stated at each
    mention. A title at one mention makes the whole person an official."""
    return [
        _person(reading, titles, someone)
        for someone in sorted(_Grouping(reading, titles).people(), key=lambda s: s.mentions[0])
    ]


class _Grouping:
    def __init__(self, reading: Reading, titles: Sequence[Sequence[Title]]) -> None:
        self._reading = reading
        self._titles = titles
        self._folded = [fold(reading.text[start:end]) for start, end in reading.people]
        covered = [reading.covering(start, end) for start, end in reading.people]
        self._paragraph = [reading.words[span.start].paragraph if span else -1 for span in covered]
        self._of: list[_Someone | None] = [None] * len(self._folded)
        self._full: list[_Someone] = []
        self._apart: dict[Parts, _Someone] = {}
        self._named: dict[Parts, _Someone] = {}
        self._called: dict[str, list[_Someone]] = defaultdict(list)  # full names by what they are called

    def people(self) -> list[_Someone]:
        self._gather_full_names()
        for mention in range(len(self._folded)):
            if self._of[mention] is None:
                self._join(mention, self._who(mention))
        everyone = self._full + list(self._apart.values())
        for someone in everyone:
            someone.mentions.sort()
        return [someone for someone in everyone if someone.mentions]

    def _gather_full_names(self) -> None:
        """Longest names first, so that "Chan Man-ki" finds "Maggie Chan Man-ki"."""
        full = [m for m, parts in enumerate(self._folded) if len(parts) > 1]
        for mention in sorted(full, key=lambda m: (-len(self._folded[m]), m)):
            parts = self._folded[mention]
            longer = [self._named[parts]] if parts in self._named else self._longer(parts)
            if len(longer) == 1:
                self._join(mention, longer[0])
            elif not longer:
                self._join(mention, self._newly_named(parts))

    def _longer(self, parts: Parts) -> list[_Someone]:
        """Those whose fuller name holds these words."""
        word = max(parts, key=len)
        return [s for s in self._called[word] if _within(parts, s.parts)]

    def _newly_named(self, parts: Parts) -> _Someone:
        someone = _Someone(parts)
        self._full.append(someone)
        self._named[parts] = someone
        known = (word for holder in known_people().get(parts, ()) for word in holder.called)
        for word in dict.fromkeys((*forms(parts), *known)):
            self._called[word].append(someone)
        return someone

    def _join(self, mention: int, someone: _Someone) -> None:
        someone.mentions.append(mention)
        self._of[mention] = someone

    def _who(self, mention: int) -> _Someone:
        in_bracket = self._bracketed(mention)
        if in_bracket is not None:
            return in_bracket
        parts = self._folded[mention]
        candidates = self._called[parts[0]] if len(parts) == 1 else self._longer(parts)
        if self._titles[mention] and len(parts) == 1:
            candidates = [s for s in candidates if self._may_hold(s, parts[0], self._titles[mention])]
        if len(candidates) > 1:
            by_surname = [s for s in candidates if surname(s.parts) == parts[-1]]
            candidates = by_surname or candidates
        if len(candidates) > 1:
            chosen = self._by_title(mention, candidates) or self._by_recency(mention, candidates)
            candidates = [chosen] if chosen else candidates
        if len(candidates) == 1:
            return candidates[0]
        return self._apart.setdefault(parts, _Someone(parts))

    def _bracketed(self, mention: int) -> _Someone | None:
        """The person just named whose acronym or native name this is: "Lopez (AMLO)"."""
        if mention == 0:
            return None
        start, end = self._reading.people[mention]
        before = self._reading.text[self._reading.people[mention - 1][1] : start]
        own = self._reading.text[start:end]
        native = not own.isascii() and not any("a" <= sign.lower() <= "z" for sign in own)
        if _LEADS_TO.fullmatch(before) and (native or (own.isupper() and len(own) > 1)):
            return self._of[mention - 1]
        return None

    def _by_title(self, mention: int, candidates: list[_Someone]) -> _Someone | None:
        """Whoever of them holds, or is known for, an office most like the one at the mention."""
        words = _title_words(self._titles[mention])
        likeness = [len(words & self._offices(someone)) for someone in candidates]
        best = max(likeness)
        return candidates[likeness.index(best)] if best and likeness.count(best) == 1 else None

    def _offices(self, someone: _Someone) -> set[str]:
        stated = [title for m in someone.mentions for title in self._titles[m]]
        known = [holder.title for holder in known_people().get(someone.parts, ())]
        return _title_words(stated or known)

    def _may_hold(self, someone: _Someone, word: str, titles: Sequence[Title]) -> bool:
        """Not "Emperor Theodore" for Theodore Roosevelt: who is called by another name than the
        surname beside an office holds that office elsewhere too."""
        held = [title for m in someone.mentions for title in self._titles[m]]
        given = someone.parts[0] == word and surname(someone.parts) != word
        return not given or not held or bool(_title_words(titles) & _title_words(held))

    def _by_recency(self, mention: int, candidates: list[_Someone]) -> _Someone | None:
        """Whoever of them was named last in this paragraph, or alone in the one before it."""
        here = self._paragraph[mention]
        earlier = [(m, s) for s in candidates for m in s.mentions if m < mention]
        near = [(m, s) for m, s in earlier if self._paragraph[m] == here]
        if near:
            return max(near, key=lambda pair: pair[0])[1]
        last = max((self._paragraph[m] for m, _ in earlier), default=-1)
        there = [s for m, s in earlier if self._paragraph[m] == last]
        return there[0] if there and all(s is there[0] for s in there) else None


def forms(full: Parts) -> Iterator[str]:
    """What someone of this full name may be called in one word: any word of it, with and without its
    hyphen, the initials, a part of a hyphenated last word."""
    for word in full:
        yield word
        yield word.replace("-", "")
    if len(full) > 2:
        yield "".join(word[0] for word in full)
    yield from (part for part in full[-1].split("-") if len(part) > 3)


def _within(short: Parts, full: Parts) -> bool:
    """Whether the words of `short` stand in `full` in this order, an initial for any of its words."""
    words = iter(full)
    return all(any(_same(part, word) for word in words) for part in short)


def _same(part: str, word: str) -> bool:
    return (
        part == word
        or (len(part) == 1 and word.startswith(part))
        or part.replace("-", "") == word.replace("-", "")
    )


def _title_words(titles: Sequence[Title]) -> set[str]:
    return {word for title in titles for word in title.title.lower().replace("-", " ").split()}


def _person(reading: Reading, titles: Sequence[Sequence[Title]], someone: _Someone) -> Person:
    mentions = tuple(reading.people[m] for m in someone.mentions)
    name = max(
        (reading.text[start:end] for start, end in mentions), key=lambda n: (len(fold(n)), n != n.upper())
    )
    stated = [title for m in someone.mentions for title in titles[m]]
    return Person(" ".join(name.split()), mentions, bool(stated), merged(stated))


def merged(titles: Sequence[Title]) -> tuple[Title, ...]:
    """Without repetitions: "President" goes into "President" of "Ghana", "minister" into "foreign
    minister"; the fuller wording comes first."""
    kept: list[Title] = []
    for title in titles:
        words, body = _words(title.title), _words(title.body)
        for at, other in enumerate(kept):
            if words <= _words(other.title) and (not body or body <= _words(other.body)):
                break
            if _words(other.title) <= words and (not other.body or _words(other.body) <= body):
                status = other.status if title.status is Status.CURRENT else title.status
                kept[at] = Title(title.title, title.body, status)
                break
        else:
            kept.append(title)
    return tuple(kept)


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.lower()))
