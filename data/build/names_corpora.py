"""Read labelled text and bring it to the labels and the conventions of the name tagger.

A corpus is a CoNLL file: one `word<TAB>tag` a line with BIO tags PER, LOC, ORG, MISC, a blank line
between sentences. The tagger's units are finer than words ("Jong-un" is three), so tags are spread
over the units of each word. A unit that must not be learnt from carries the tag IGNORED.
"""

import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from reader.entities.wordpiece import units

LABELS = ("person", "place", "organisation", "nationality", "other")
TAGS = ("O", *(f"{prefix}-{label}" for label in LABELS for prefix in "BI"))
IGNORED = "?"

_LABEL_OF = {"PER": "person", "LOC": "place", "ORG": "organisation", "MISC": "other"}
_WORDS: dict[str, str] = tomllib.loads(
    Path(__file__).with_name("names_words.toml").read_text(encoding="utf-8")
)


def word_set(name: str) -> frozenset[str]:
    """One of the lists of names_words.toml."""
    return frozenset(_WORDS[name].split())


def countries_of_the_news() -> list[str]:
    return _WORDS["countries"].split("|")


_BUILDINGS, _SCHOOLS, _TITLES, _DIRECTIONS = map(word_set, ("buildings", "schools", "titles", "directions"))


class Span(NamedTuple):
    """Units [start, end) of a sentence carry one label."""

    start: int
    end: int
    label: str


class Sentence(NamedTuple):
    units: list[str]
    spans: list[Span]
    ignored: frozenset[int] = frozenset()

    def tags(self) -> list[str]:
        tags = [IGNORED if i in self.ignored else "O" for i in range(len(self.units))]
        for span in self.spans:
            tags[span.start : span.end] = [f"B-{span.label}"] + [f"I-{span.label}"] * (
                span.end - span.start - 1
            )
        return tags


def read_conll(path: Path) -> Iterator[Sentence]:
    """The sentences of a CoNLL file, spread over units, labels as in the file mapped to ours."""
    rows: list[tuple[str, str]] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.strip():
            word, _, tag = line.rpartition("\t")
            rows.append((word, tag.strip()))
        elif rows:
            yield _sentence(rows)
            rows = []


def _sentence(rows: list[tuple[str, str]]) -> Sentence:
    words: list[str] = []
    spans: list[Span] = []
    for word, tag in rows:
        start = len(words)
        words.extend(word[a:b] for a, b in units(word))
        if tag == "O" or start == len(words):
            continue
        prefix, _, name = tag.partition("-")
        label = _LABEL_OF[name]
        if prefix == "I" and spans and spans[-1].end == start and spans[-1].label == label:
            spans[-1] = spans[-1]._replace(end=len(words))
        else:
            spans.append(Span(start, len(words), label))
    return Sentence(words, spans)


def read_words(path: Path) -> frozenset[str]:
    """The words of a plain list; lines that start with # are remarks."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def normalise(sentence: Sentence, demonyms: frozenset[str], broad_misc: bool) -> Sentence:
    """Bring one sentence to the tagger's conventions.

    Demonyms are nationalities; titles stay outside persons, and "administration" after one; buildings
    are not places and schools are organisations; "Toyota, Japan" is one place. Common nouns that a source
    labels MISC must not be learnt; `broad_misc` says that it labels so many that no MISC of it is of use.
    """
    words = sentence.units
    spans: list[Span] = []
    ignored: set[int] = set()
    for span in sentence.spans:
        span = _without_article(words, _without_title(words, span))
        name = words[span.start : span.end]
        last = name[-1].lower()
        if span.label == "other" and all(
            word in demonyms or word in ("-", "North", "South") for word in name
        ):
            span = span._replace(label="nationality")
        elif span.label == "place" and len(name) > 1 and last in _SCHOOLS:
            span = span._replace(label="organisation")
        elif span.label == "place" and len(name) > 1 and last in _BUILDINGS and name[0] != "White":
            span = span._replace(label="other")
        elif span.label == "other" and (broad_misc or all(word.islower() for word in name)):
            ignored.update(range(span.start, span.end))
            continue
        spans.append(span)
    taken = {i for span in spans for i in range(span.start, span.end)} | ignored
    spans += [
        Span(i, i + 1, "nationality") for i, word in enumerate(words) if word in demonyms and i not in taken
    ]
    return Sentence(words, _join_chains(words, sorted(spans)), frozenset(ignored))


def _is_demonym(name: list[str], label: str, demonyms: frozenset[str]) -> bool:
    """Demonyms, bare or with a direction before them; a bare one that is labelled a place stays one."""
    if name[-1] not in demonyms or label not in ("other", "place") or (label == "place" and len(name) == 1):
        return False
    return all(word in demonyms or word.lower() in _DIRECTIONS for word in name[:-1])


def _without_title(words: list[str], span: Span) -> Span:
    start = span.start
    if span.label == "person":
        while start < span.end - 1 and words[start].lower() in _TITLES:
            start += 2 if words[start + 1] == "." and start < span.end - 2 else 1
    return span._replace(start=start)


def _without_article(words: list[str], span: Span) -> Span:
    article = words[span.start] == "the" or (words[span.start] == "The" and span.label == "place")
    return span._replace(start=span.start + 1) if article and span.end - span.start > 1 else span


def _join_chains(words: list[str], spans: list[Span]) -> list[Span]:
    """One span for exactly two places with a comma between them; longer rows are lists of places."""
    joined: list[Span] = []
    for position, span in enumerate(spans):
        chained = position > 0 and _chained(words, spans[position - 1], span)
        longer = (position > 1 and _chained(words, spans[position - 2], spans[position - 1])) or (
            position + 1 < len(spans) and _chained(words, span, spans[position + 1])
        )
        listed = words[span.end : span.end + 1] in (["and"], ["or"], ["&"]) or words[
            span.end : span.end + 2
        ] == [",", "and"]
        if chained and not longer and not listed:
            joined[-1] = joined[-1]._replace(end=span.end)
        else:
            joined.append(span)
    return joined


def _chained(words: list[str], first: Span, second: Span) -> bool:
    return first.label == second.label == "place" and words[first.end : second.start] == [","]


def load(
    folder: Path, demonyms: frozenset[str], names: Iterable[str], broad_misc: frozenset[str]
) -> list[list[Sentence]]:
    """One list of sentences, in document order, for each of the `names` of corpora in `folder`."""
    return [
        [normalise(s, demonyms, name in broad_misc) for s in read_conll(folder / f"{name}.conll")]
        for name in names
    ]
