"""The word lists are data: each can be read, and is written in the form that the code compares."""

from __future__ import annotations

import pytest

from reader.entities import lexicon


@pytest.mark.parametrize(
    ("singular", "plural"),
    [
        ("secretary of state", "secretaries of state"),
        ("attorney general", "attorneys general"),
        ("vice chairman", "vice chairmen"),
        ("member of parliament", "members of parliament"),
        ("mayor", "mayors"),
    ],
)
def test_plurals_of_titles(singular: str, plural: str) -> None:
    assert lexicon.plural(tuple(singular.split())) == tuple(plural.split())


def test_titles_are_in_lower_case_without_hyphens() -> None:
    heads = lexicon.title_words().heads
    assert all(word == word.lower() and "-" not in word for phrase in heads for word in phrase)


def test_the_head_of_each_sub_list_is_a_title() -> None:
    words = lexicon.title_words()
    keys = {entry.key for entry in words.heads.values()}
    assert words.shared <= keys
    assert words.royal <= keys
    assert words.capitalised <= keys
    assert words.placed <= keys


def test_a_nationality_has_its_country() -> None:
    lists = lexicon.nationalities()
    assert lists.country["kenyan"] == "Kenya"
    assert "Kenyan" in lists.shown_by["Kenya"]
