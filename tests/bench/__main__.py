"""Every figure in one run, each beside its baseline: python -m tests.bench [COUNT | FOLDER]

COUNT articles (100,000 when nothing is given, which takes some minutes) are made up and stored in a
folder that goes again; FOLDER holds a library that corpus.py has built before.
"""

from __future__ import annotations

import compileall
import sys
import tempfile
from pathlib import Path

from tests.bench import corpus, library, names, paint


def main(given: str) -> None:
    # What is installed has its bytecode at hand.
    for room in ("reader", "tests"):
        compileall.compile_dir(room, quiet=2)
    if not given.isdecimal():
        measure(Path(given))
        return
    with tempfile.TemporaryDirectory() as folder:
        corpus.build(Path(folder), int(given))
        measure(Path(folder))


def measure(folder: Path) -> None:
    """All benchmarks over one library."""
    paint.main(folder)
    for part in (library, names):
        print()
        part.main(folder)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "100000")
