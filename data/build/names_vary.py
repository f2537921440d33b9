"""Vary labelled text: other people, other places, other peoples, capitals and headlines."""

from random import Random

from names_corpora import Sentence, Span, word_set
from names_fill import Newsroom, Person

from reader.entities.wordpiece import units

_SWAP_PEOPLE, _SWAP_PLACES, _SWAP_PEOPLES = 0.5, 0.35, 0.4  # shares of runs
_CAPITALS, _HEADLINE = 0.03, 0.04
_GENERIC = word_set("generic")


class Variety:
    """Called with a run of sentences, gives another with the same names in other words."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom
        self._countries = frozenset(newsroom.places.countries)

    def __call__(self, run: list[Sentence], rng: Random) -> list[Sentence]:
        changes: dict[tuple[str, str], str] = {}
        if rng.random() < _SWAP_PEOPLE:
            changes |= self._people(run, rng)
        if rng.random() < _SWAP_PLACES:
            changes |= self._places(run, rng)
        if rng.random() < _SWAP_PEOPLES:
            changes |= {
                ("nationality", name): self._newsroom.demonym(rng)
                for name in _names(run, "nationality")
                if " " not in name
            }
        run = [_replace(sentence, changes) for sentence in run]
        chance = rng.random()
        if chance < _CAPITALS:
            return [s._replace(units=[word.upper() for word in s.units]) for s in run]
        if chance < _CAPITALS + _HEADLINE:
            return [s._replace(units=[_headline(word) for word in s.units]) for s in run]
        return run

    def _people(self, run: list[Sentence], rng: Random) -> dict[tuple[str, str], str]:
        """New people; a short name that belongs to a longer one of the run keeps belonging to it."""
        changes: dict[tuple[str, str], str] = {}
        known: list[tuple[set[str], Person]] = []
        for name in sorted(_names(run, "person"), key=lambda name: (-len(name.split()), name)):
            words = {word for word in name.split() if word.isalnum()}
            owner = next((person for full, person in known if words <= full), None)
            if owner:
                changes["person", name] = owner.short
                continue
            person = self._newsroom.people.draw(rng)
            changes["person", name] = person.full if len(words) > 1 or rng.random() < 0.3 else person.short
            known.append((words, person))
        return changes

    def _places(self, run: list[Sentence], rng: Random) -> dict[tuple[str, str], str]:
        return {("place", name): self._place(name.split(), rng) for name in sorted(_names(run, "place"))}

    def _place(self, words: list[str], rng: Random) -> str:
        places = self._newsroom.places
        if "," in words:
            return f"{places.city(rng)}, {rng.choice((places.country, places.province))(rng)}"
        if " ".join(words) in self._countries:
            return places.country(rng)
        if len(words) > 1 and words[-1].lower() in _GENERIC:
            return f"{rng.choice((places.city, places.province))(rng)} {words[-1]}"
        if len(words) > 1 and rng.random() < 0.4:
            return self._newsroom.natural(rng)
        return rng.choice((places.city, places.city, places.province))(rng)


def _names(run: list[Sentence], label: str) -> set[str]:
    return {" ".join(s.units[a:b]) for s in run for a, b, of in s.spans if of == label}


def _replace(sentence: Sentence, changes: dict[tuple[str, str], str]) -> Sentence:
    words: list[str] = []
    spans: list[Span] = []
    ignored: set[int] = set()
    at = 0
    for start, end, label in [*sentence.spans, Span(len(sentence.units), len(sentence.units), "")]:
        ignored.update(len(words) + i - at for i in range(at, start) if i in sentence.ignored)
        words.extend(sentence.units[at:start])
        new = changes.get((label, " ".join(sentence.units[start:end])))
        name = [new[a:b] for a, b in units(new)] if new else sentence.units[start:end]
        if label:
            spans.append(Span(len(words), len(words) + len(name), label))
        words.extend(name)
        at = end
    return Sentence(words, spans, frozenset(ignored))


def _headline(word: str) -> str:
    return word[0].upper() + word[1:] if len(word) > 3 else word
