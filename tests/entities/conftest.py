"""Sentences with the names in them marked: {a person}, [a place], <an organisation>."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from reader.entities.officeholders import with_known
from reader.entities.people import people_of
from reader.entities.reading import Reading
from reader.entities.titles import titles_of
from reader.model import Person

People = Callable[[str], dict[str, Person]]

_MARKED = re.compile(r"\{([^}]+)\}|\[([^\]]+)\]|<([^>]+)>")


@pytest.fixture
def people() -> People:
    """The people of a marked text by name."""

    def find(marked: str) -> dict[str, Person]:
        text, at, spans, others = "", 0, [], []
        for match in _MARKED.finditer(marked):
            text += marked[at : match.start()]
            name = next(group for group in match.groups() if group)
            span = (len(text), len(text) + len(name))
            if match[1]:
                spans.append(span)
            else:
                others.append((*span, "place" if match[2] else "organisation"))
            text, at = text + name, match.end()
        text += marked[at:]
        reading = Reading(text, spans, others)
        found = with_known(text, people_of(reading, titles_of(reading)))
        return {person.name: person for person in found}

    return find
