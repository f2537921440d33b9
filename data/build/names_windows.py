"""Windows of consecutive sentences, as ids for the tagger, in batches of like length."""

from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import NamedTuple

from names_corpora import IGNORED, TAGS, Sentence

from reader.entities.wordpiece import WordPiece, case_class

PIECES_PER_WINDOW = 160
PIECES_PER_BATCH = 2048  # padding included
NOT_LEARNT = -100  # the index that the loss skips
_TARGET_PIECES = (24, 48, 96, 128, 150)
_PARAGRAPH_BREAK = 0.4  # share of sentence ends that are shown as the end of a paragraph

_TAG_IDS = {tag: number for number, tag in enumerate(TAGS)} | {IGNORED: NOT_LEARNT}


class Window(NamedTuple):
    ids: list[int]
    cases: list[int]
    tags: list[int]


def group(sentences: Sequence[Sentence], rng: Random) -> Iterator[list[Sentence]]:
    """Cut a corpus, in order, into runs of sentences of varied length."""
    run: list[Sentence] = []
    size, target = 0, rng.choice(_TARGET_PIECES)
    for sentence in sentences:
        length = int(len(sentence.units) * 1.3) + 1
        if run and size + length > target:
            yield run
            run, size, target = [], 0, rng.choice(_TARGET_PIECES)
        run.append(sentence)
        size += length
    if run:
        yield run


def encode(run: Sequence[Sentence], pieces: WordPiece, rng: Random) -> Window:
    """The ids of a run of sentences; only the first piece of each unit carries its tag."""
    window = Window([pieces.start], [0], [NOT_LEARNT])
    for sentence in run:
        for word, tag in zip(sentence.units, sentence.tags(), strict=True):
            ids = pieces.ids(word)
            window.ids.extend(ids)
            window.cases.extend([case_class(word)] * len(ids))
            window.tags.extend([_TAG_IDS[tag]] + [NOT_LEARNT] * (len(ids) - 1))
        if rng.random() < _PARAGRAPH_BREAK:
            _separate(window, pieces)
    for column in window:
        del column[PIECES_PER_WINDOW - 1 :]
    if window.ids[-1] != pieces.separator:
        _separate(window, pieces)
    return window


def _separate(window: Window, pieces: WordPiece) -> None:
    window.ids.append(pieces.separator)
    window.cases.append(0)
    window.tags.append(NOT_LEARNT)


def batches(windows: list[Window], rng: Random) -> list[list[Window]]:
    """Batches of windows of like length in random order, each about PIECES_PER_BATCH with its padding."""
    found: list[list[Window]] = []
    batch: list[Window] = []
    for window in sorted(windows, key=lambda w: len(w.ids) + rng.random()):
        if batch and (len(batch) + 1) * len(window.ids) > PIECES_PER_BATCH:
            found.append(batch)
            batch = []
        batch.append(window)
    if batch:
        found.append(batch)
    rng.shuffle(found)
    return found


def epoch(
    corpora: Sequence[Sequence[Sentence]],
    pieces: WordPiece,
    rng: Random,
    vary: Callable[[list[Sentence], Random], list[Sentence]] | None = None,
    extra: Sequence[list[Sentence]] = (),
) -> list[list[Window]]:
    """The batches of one pass over `corpora`, each run of sentences given to `vary`, and over `extra`."""
    windows = []
    for sentences in corpora:
        for run in group(sentences, rng):
            windows.append(encode(vary(run, rng) if vary else run, pieces, rng))
    windows.extend(encode(run, pieces, rng) for run in extra)
    return batches(windows, rng)
