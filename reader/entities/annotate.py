"""The engine: who and where in a text.

Tagger, then people, titles and places; all that is large is loaded when the first text comes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import tee
from typing import TYPE_CHECKING

from reader.entities.names import NameTagger
from reader.model import Annotations, Place, Span

if TYPE_CHECKING:
    from reader.entities.names import Name

_RULES_VERSION = 3  # goes up when the rules or the lexicon mark the same text differently
ENGINE_VERSION = f"{_RULES_VERSION}.{NameTagger().version}"
NOT_ENGLISH = "not in English"


class Annotator:
    """Marks English texts. Making one is cheap; the model is loaded with the first text."""

    @cached_property
    def _tagger(self) -> NameTagger:
        return NameTagger()

    def annotate(self, text: str, *, country: str = "") -> Annotations:
        """The marks of one text; offsets are code points of `text` as given. `country` (ISO 3166-1
        alpha-2) is where the text comes from, a weak hint for its places. A text in another language
        has no marks and says so in `note`."""
        return next(self.annotate_many([text], country=country))

    def annotate_many(self, texts: Iterable[str], *, country: str = "") -> Iterator[Annotations]:
        """The marks of each text, in order, read little further ahead than the tagger needs."""
        from reader.entities.language import is_english

        own, tagged = tee((text, is_english(text)) for text in texts)
        all_names = self._tagger.tag_many(text for text, english in tagged if english)
        for text, english in own:
            if english:
                yield _annotations(text, next(all_names), country)
            else:
                yield Annotations(engine=ENGINE_VERSION, note=NOT_ENGLISH)


def _annotations(text: str, names: Sequence[Name], country: str) -> Annotations:
    from reader.entities.officeholders import with_known
    from reader.entities.people import people_of
    from reader.entities.reading import Reading
    from reader.entities.repairs import repaired
    from reader.entities.seats import with_seats
    from reader.entities.spans import person_spans
    from reader.entities.titles import titles_of

    found, others = person_spans(text, repaired(text, names))
    others = with_seats(text, found, others)
    spans = [(name.start, name.end) for name in found]
    reading = Reading(text, spans, [(name.start, name.end, name.label) for name in others])
    people = with_known(text, people_of(reading, titles_of(reading)))
    return Annotations(
        tuple(people), _places(text, sorted([*found, *others], key=_start), spans, country), ENGINE_VERSION
    )


def _start(name: Name) -> int:
    return name.start


def _places(text: str, names: Sequence[Name], people: Sequence[Span], country: str) -> tuple[Place, ...]:
    """The places that do not overlap a person."""
    from reader.entities.places import place_spans, resolve_places

    taken = bytearray(len(text) + 1)
    for start, end in people:
        taken[start:end] = b"\1" * (end - start)
    spans = [(start, end) for start, end in place_spans(text, names) if not any(taken[start:end])]
    return resolve_places(text, spans, country)
