"""Names in English text: a fine-tuned MiniLM encoder, run as an int8 ONNX file.

The encoder (Wang et al. 2020) reads windows of a few sentences as word pieces and gives every unit of
the text a BIO tag; how it was trained is told in data/model/README.md. The run-time libraries are
imported when the first text is tagged.
"""

from __future__ import annotations

import json
import os
import re
import unicodedata
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reader.config import data_path
from reader.entities.windows import Window, windows
from reader.entities.wordpiece import WordPiece

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import onnxruntime

    Scores = npt.NDArray[np.float32]
    Tags = npt.NDArray[np.int64]

_TEXTS_AHEAD = 4
_IMPOSSIBLE = -1e9
_PICTURES = frozenset(("So", "Sk", "Sm", "Cf"))
_EDGES = "\ufe0f \t\r\n,;:'’‘\"“”‐‑-–—/|•(["
_POSSESSIVE = re.compile("['’][sS]$")
_LETTER = re.compile("[A-Za-z]")
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|[\w.+-]{1,64}@[\w.-]+|(?<![\w.-])[\w-]{1,63}(?:\.[\w-]{2,63})+/\S*"
)


@dataclass(frozen=True, slots=True)
class Name:
    """Text [start, end), in code points, names a person, place, organisation, nationality or other thing."""

    start: int
    end: int
    label: str
    score: float  # mean probability of the tags of its units, 0 to 1


class NameTagger:
    """Tags English text. Making one is cheap; the model is loaded (0.2 s) when the first text is tagged.

    `threads` windows are read at once. One tagger may serve several threads of the caller.
    """

    def __init__(self, folder: Path | None = None, threads: int | None = None) -> None:
        self._folder = folder or data_path("model")
        self._threads = threads or min(2, os.cpu_count() or 1)

    @cached_property
    def version(self) -> str:
        """Changes whenever the same text may be tagged differently."""
        return str(self._settings["version"])

    def tag(self, text: str) -> list[Name]:
        """The names of `text`, in order, none overlapping."""
        return next(self.tag_many([text]))

    def tag_many(self, texts: Iterable[str]) -> Iterator[list[Name]]:
        """The names of each text, in the order of the texts, of which a few are in work at a time.

        A text's names do not depend on the texts beside it.
        """
        pending: deque[tuple[str, list[Future[list[Name]]]]] = deque()
        for text in texts:
            pending.append((text, self._submit(text)))
            if len(pending) > _TEXTS_AHEAD:
                yield _gather(*pending.popleft())
        while pending:
            yield _gather(*pending.popleft())

    def _submit(self, text: str) -> list[Future[list[Name]]]:
        return [self._executor.submit(self._tag_window, window) for window in windows(text, self._pieces)]

    def _tag_window(self, window: Window) -> list[Name]:
        import numpy as np

        feed = {"input_ids": np.array([window.ids]), "token_type_ids": np.array([window.cases])}
        logits = self._session.run(["logits"], feed)[0]
        return list(self._names(window, logits[0, window.places]))

    def _names(self, window: Window, logits: Scores) -> Iterator[Name]:
        tags, scores = self._decode(logits)
        run: list[int] = []
        for unit, tag in enumerate([*tags, 0]):
            if run and not (self._labels[tag].startswith("I-") and self._follows(window, unit)):
                start, end = window.spans[run[0]][0], window.spans[run[-1]][1]
                yield Name(start, end, self._labels[tags[run[0]]][2:], sum(scores[i] for i in run) / len(run))
                run = []
            if tag:
                run.append(unit)

    def _follows(self, window: Window, unit: int) -> bool:
        """Whether a unit stands in the same paragraph as the one before it."""
        return window.ids[window.places[unit] - 1] != self._pieces.separator

    def _decode(self, logits: Scores) -> tuple[list[int], list[float]]:
        """The best possible row of tags for the logits of each unit, and how probable each is."""
        import numpy as np

        high = logits.max(axis=1, keepdims=True)
        logs = logits - high - np.log(np.exp(logits - high).sum(axis=1, keepdims=True))
        tags = logs.argmax(axis=1)
        if self._allowed[tags[:-1], tags[1:]].any() or self._allowed[0, tags[0]]:
            tags = self._best_path(logs)
        return tags.tolist(), np.exp(logs[np.arange(len(logs)), tags]).tolist()

    def _best_path(self, logs: Scores) -> Tags:
        """The most probable row of tags in which inside tags continue their own label (Viterbi)."""
        import numpy as np

        best = logs[0] + self._allowed[0]
        back = np.empty(logs.shape, np.int64)
        for place in range(1, len(logs)):
            paths = best[:, None] + self._allowed
            back[place] = paths.argmax(axis=0)
            best = paths.max(axis=0) + logs[place]
        tags = np.empty(len(logs), np.int64)
        tags[-1] = best.argmax()
        for place in range(len(logs) - 1, 0, -1):
            tags[place - 1] = back[place, tags[place]]
        return tags

    @cached_property
    def _settings(self) -> dict[str, object]:
        settings: dict[str, object] = json.loads((self._folder / "names.json").read_text(encoding="utf-8"))
        return settings

    @cached_property
    def _labels(self) -> list[str]:
        """The tags by number: "O", "B-person", "I-person" and so on."""
        tags = self._settings["tags"]
        assert isinstance(tags, list)
        return tags

    @cached_property
    def _allowed(self) -> Scores:
        """The cost of a step from one tag (row) to the next (column): an inside tag continues its label."""
        import numpy as np

        costs = np.zeros((len(self._labels), len(self._labels)), np.float32)
        for column, tag in enumerate(self._labels):
            if tag.startswith("I-"):
                for row, before in enumerate(self._labels):
                    costs[row, column] = 0 if before[2:] == tag[2:] else _IMPOSSIBLE
        return costs

    @cached_property
    def _pieces(self) -> WordPiece:
        return WordPiece((self._folder / "vocab.txt").read_text(encoding="utf-8").splitlines())

    @cached_property
    def _executor(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self._threads, thread_name_prefix="names")

    @cached_property
    def _session(self) -> onnxruntime.InferenceSession:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # a thread for each window is faster than two for one
        options.log_severity_level = 3
        path = str(self._folder / "names.onnx")
        return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def _gather(text: str, parts: list[Future[list[Name]]]) -> list[Name]:
    """The names of a text's windows, but none in an address or in another script."""
    addresses = [match.span() for match in _ADDRESS.finditer(text)]

    def in_address(name: Name) -> bool:
        before = bisect_left(addresses, (name.end, 0))
        return before > 0 and addresses[before - 1][1] > name.start

    names = (_without_edges(text, name) for part in parts for name in part.result())
    return [name for name in names if _LETTER.search(text, name.start, name.end) and not in_address(name)]


def _without_edges(text: str, name: Name) -> Name:
    """The name without signs around it and without a possessive ending."""
    start, end = _inner(text, name.start, name.end)
    possessive = _POSSESSIVE.search(text[start:end])
    if possessive:
        start, end = _inner(text, start, start + possessive.start())
    return replace(name, start=start, end=end)


def _inner(text: str, start: int, end: int) -> tuple[int, int]:
    while end > start and _is_edge(text[end - 1]):
        end -= 1
    while start < end and _is_edge(text[start]):
        start += 1
    return start, end


def _is_edge(sign: str) -> bool:
    """Punctuation, and pictures with what joins and colours them."""
    return sign in _EDGES or (not sign.isalnum() and unicodedata.category(sign) in _PICTURES)
