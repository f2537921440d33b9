"""Names that the tagger ran together or took apart, put right."""

from __future__ import annotations

import re

import pytest

from reader.entities.names import Name
from reader.entities.repairs import repaired

LABELS = {"{": "person", "<": "organisation", "[": "place"}
MARKED = re.compile(r"\{([^}]+)\}|<([^>]+)>|\[([^\]]+)\]")


def names_of(marked: str) -> list[tuple[str, str]]:
    text, at, names = "", 0, []
    for match in MARKED.finditer(marked):
        text += marked[at : match.start()]
        name = next(group for group in match.groups() if group)
        names.append(Name(len(text), len(text) + len(name), LABELS[match[0][0]], 0.9))
        text, at = text + name, match.end()
    text += marked[at:]
    return [(text[name.start : name.end], name.label) for name in repaired(text, names)]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (
            "lost to the <National Party of Petteri Lund> then",
            [("National Party", "organisation"), ("Petteri Lund", "person")],
        ),
        (
            "the <Republican Party of José> {Antonio Ruiz} won",
            [("Republican Party", "organisation"), ("José Antonio Ruiz", "person")],
        ),
        ("the <Communist Party of India> won", [("Communist Party of India", "organisation")]),
        ("the mayor of [Quito, Vela Ruiz], left", [("Quito", "place"), ("Vela Ruiz", "person")]),
        ("the mayor of [Quito, Ecuador], left", [("Quito, Ecuador", "place")]),
        ("in [Montego Bay, Jamaica], it rained", [("Montego Bay, Jamaica", "place")]),
        ("the {HMAS Perth} left", [("HMAS Perth", "other")]),
        ("the USS Gerald R. {Ford} left", [("Ford", "person")]),
        ("{SUVA - Ana Rabo}, a nurse, left", [("SUVA", "place"), ("Ana Rabo", "person")]),
        ("SUVA, Oct. 3 (Agency) -- {Ana Rabo} left", [("SUVA", "place"), ("Ana Rabo", "person")]),
        ("ADDIS ABABA, Ethiopia (AP) — {Ana Rabo} left", [("ADDIS ABABA", "place"), ("Ana Rabo", "person")]),
        ("WATCHERS - {Ana Rabo} left", [("Ana Rabo", "person")]),
        ("the INS [Delhi] left [Delhi]", [("INS Delhi", "other"), ("Delhi", "place")]),
    ],
)
def test_each_name_is_one_thing(marked: str, expected: list[tuple[str, str]]) -> None:
    assert names_of(marked) == expected
