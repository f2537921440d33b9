"""What finding names costs: python -m tests.bench.annotating

The articles of the starter edition, cleaned text in and marks out. The baseline is the bare run of the
model over the same texts, without the rules around it.
"""

from __future__ import annotations

import statistics

from reader.entities.annotate import Annotator
from reader.entities.names import NameTagger
from reader.model import View
from reader.services.starter import StarterEdition
from tests.bench.library import timed
from tests.bench.report import figure, plain, start

ROUNDS = 5


def main() -> None:
    edition = StarterEdition()
    texts = [edition.article(row.key).document.text for row in edition.first_rows(View(), 100)]
    words = sum(len(text.split()) for text in texts)
    tagger, annotator = NameTagger(), Annotator()
    annotator.annotate(texts[0])

    def tag() -> None:
        for text in texts:
            tagger.tag(text)

    def annotate() -> None:
        for text in texts:
            annotator.annotate(text)

    bare, whole = (statistics.median(timed(work, ROUNDS)) for work in (tag, annotate))
    figure(f"names of {len(texts)} articles", whole, bare, "the model alone")
    plain("names found", words / whole * 1000, "words/s", words / bare * 1000, "the model alone")


if __name__ == "__main__":
    start()
    main()
