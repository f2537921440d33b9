"""Every figure in one run, each beside its baseline: python -m tests.bench [FOLDER...]

Without folders, libraries of 1,000, 10,000 and 100,000 articles are made up first, which takes some
minutes; FOLDER holds a library that corpus.py has built before, the smallest first. The last figures
kept are in RESULTS.md.
"""

from __future__ import annotations

import compileall
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench import annotating, corpus, gathering, growth, library, names, paint, report

SIZES = (1_000, 10_000, 100_000)


def main(given: Sequence[str]) -> None:
    # What is installed has its bytecode at hand.
    for room in ("reader", "tests"):
        compileall.compile_dir(room, quiet=2)
    if given:
        measure([Path(folder) for folder in given])
        return
    with tempfile.TemporaryDirectory() as folder:
        folders = [Path(folder) / str(size) for size in SIZES]
        for size, path in zip(SIZES, folders, strict=True):
            corpus.build(path, size)
        measure(folders)


def measure(folders: Sequence[Path]) -> None:
    """All benchmarks; what is measured once is measured over the largest library."""
    report.start()
    paint.main(folders[-1])
    library.main(folders[-1])
    names.main(folders[-1])
    gathering.main()
    annotating.main()
    print()
    growth.main(folders)


if __name__ == "__main__":
    main(sys.argv[1:])
