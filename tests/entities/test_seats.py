"""Places that only the office beside them shows."""

from __future__ import annotations

import re

import pytest

from reader.entities.names import Name
from reader.entities.seats import with_seats

LABELS = {"{": "person", "<": "organisation", "[": "place"}
MARKED = re.compile(r"\{([^}]+)\}|<([^>]+)>|\[([^\]]+)\]")


def places(marked: str) -> list[str]:
    """What is a place in a sentence in which {a person}, <an organisation> and [a place] were tagged."""
    text, at, names = "", 0, []
    for match in MARKED.finditer(marked):
        text += marked[at : match.start()]
        name = next(group for group in match.groups() if group)
        names.append(Name(len(text), len(text) + len(name), LABELS[match[0][0]], 0.9))
        text, at = text + name, match.end()
    text += marked[at:]
    people = [name for name in names if name.label == "person"]
    found = with_seats(text, people, [name for name in names if name.label != "person"])
    assert found == sorted(found, key=lambda name: name.start)
    return [text[name.start : name.end] for name in found if name.label == "place"]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("Mayor {Ada Roth} of Graz told reporters so.", ["Graz"]),
        ("Mayor {Ada Roth} of <Graz> told reporters in [Linz] so.", ["Graz", "Linz"]),
        ("Governor {Ada Roth} of Rio de Janeiro said so.", ["Rio de Janeiro"]),
        ("Prime Minister {Ada Roth} of the Solomon Islands said so.", ["Solomon Islands"]),
        ("Police Chief {Ada Roth} of <Suva> said so.", ["Suva"]),
        ("Hyogo Gov. {Ada Roth} said so.", ["Hyogo"]),
        ("Former Enugu Deputy Governor {Ada Roth} said so.", ["Enugu"]),
        # nothing of a place
        ("Mayor {Ada Roth} of <Graz University> said so.", []),
        ("Coach {Ada Roth} of Suva said so.", []),
        ("{Ada Roth} of Graz said so.", []),
        ("Former Governor {Ada Roth} said so.", []),
        ("On Monday Mayor {Ada Roth} said so.", []),
        ("Finance Minister {Ada Roth} said so.", []),
        ("Senator {Ada Roth} of the Green Party said so.", []),
    ],
)
def test_places_of_offices(marked: str, expected: list[str]) -> None:
    assert places(marked) == expected
