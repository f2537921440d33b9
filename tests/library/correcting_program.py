"""A program to be killed: it corrects, applies and takes back without pause.

`python -m tests.library.correcting_program FOLDER`: one line on standard output for each correction that
is kept from then on.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from reader.library.library import Library
from reader.model import Correction, Title, Wrong

NAMES = ("Tove Lind", "Bo Ek", "Ann Lee")


def main(folder: Path) -> None:
    library = Library.open(folder)
    chance = random.Random()
    while True:
        name = chance.choice(NAMES)
        said = library.corrections.add(
            chance.choice(
                [
                    Correction(Wrong.OFFICIAL, name),
                    Correction(Wrong.OFFICE, name, title=Title(f"Judge {chance.randrange(4)}")),
                    Correction(Wrong.SAME, name, other=chance.choice(NAMES)),
                ]
            )
        )
        print(f"+ {said.id}", flush=True)
        for step in library.corrections.apply():
            if step.done and not chance.randrange(6):
                break  # somebody closed the program
        if not chance.randrange(3):
            print(f"- {said.id}", flush=True)
            library.corrections.remove([said.id])
            print(f"0 {said.id}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
