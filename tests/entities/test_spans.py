"""From the tagger's names to the people of a text; (0.6) after a mark is how sure the tagger was."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.entities.names import Name
from reader.entities.spans import person_spans

LABELS = {"{": "person", "[": "place", "<": "organisation", "|": "other"}
MARKED = re.compile(r"([{\[<|])([^}\]>|]+)[}\]>|](?:\((0\.\d+)\))?")


def found(marked: str) -> list[str]:
    text, names, at = "", [], 0
    for match in MARKED.finditer(marked):
        text += marked[at : match.start()]
        names.append(Name(len(text), len(text) + len(match[2]), LABELS[match[1]], float(match[3] or 0.95)))
        text, at = text + match[2], match.end()
    text += marked[at:]
    people, _ = person_spans(text, names)
    return [text[name.start : name.end] for name in people]


@pytest.mark.parametrize(
    ("marked", "people"),
    [
        ("{President Ana Lima} left.", ["Ana Lima"]),
        ("{Mr. Obi}'s hat, {the Sheikh Nasser}.", ["Obi", "Nasser"]),
        ("{Ana Lima’s} hat", ["Ana Lima"]),
        ("{“Ana Lima”} left", ["Ana Lima"]),
        ("{Kenyan Ana Lima} left", ["Ana Lima"]),
        ("{Ana Lima – Rui Dias} left", ["Ana Lima", "Rui Dias"]),
        ("{Ana Lima} spoke. Then Lima left, and <Lima>(0.6) came back. [Lima]'s", ["Ana Lima", "Lima", "Lima", "Lima"]),
        ("{Besi Roko} spoke. The <Roko campaign>(0.8) goes on.", ["Besi Roko", "Roko"]),
        ("{Ana María Paz Orrego} (AMPO) spoke; <AMPO> left.", ["Ana María Paz Orrego", "AMPO", "AMPO"]),
        ("{Rui Dias}(0.9) and <Rui Dias>(0.4)", ["Rui Dias", "Rui Dias"]),
        ("Judge {V}. Ramadorai and {K. P}. {Menon} left", ["V. Ramadorai", "K. P. Menon"]),
        ("They met Mr. {X}. The council did not", ["X"]),
    ],
)  # fmt: skip
def test_spans_put_right(marked: str, people: list[str]) -> None:
    assert found(marked) == people


@pytest.mark.parametrize(
    "marked",
    [
        "{Xinhua} reported",
        "The {Rohingya} fled",
        "{Kenya}(0.8) won",
        "{Lice}(0.5) were everywhere",
        "{Muscat}(0.8): The council met",
        "{Minerva} spokesperson Jo left; {Minerva} denied it",
        "the Rural Roads Foundation ({Ruroad}) paid",
        "the CEO of {Alma Brooks} said; {Alma Brooks} is listed",
        "({王惠玲})",
        "{I} went",
    ],
)
def test_no_people(marked: str) -> None:
    assert [name for name in found(marked) if name != "Jo"] == []


def test_an_everyday_word_at_the_start_of_a_sentence_is_nobody() -> None:
    assert found("{Ana Park} spoke. Park benches are dear, said Park.") == ["Ana Park", "Park"]


def test_a_word_of_an_address_is_nobody() -> None:
    assert found("{Ana Lima} wrote https://news.example/why-Lima-left and @Lima") == ["Ana Lima"]


def test_a_title_that_is_a_given_name_belongs_to_the_person() -> None:
    assert found("Sultan {Al Amri} met Amir {bin Nasser}.") == ["Sultan Al Amri", "Amir bin Nasser"]
    assert found("Sultan {Nasser bin Saud} met President {Al Hadi}.") == ["Nasser bin Saud", "Al Hadi"]


WORDS = st.sampled_from(["Ana", "Lima", "president", "of", "the", "Kenya", "(", ")", ",", ".", "’s", "and", "–", "A\u0301na", "\r\n", "😀", "Mr."])  # fmt: skip


@given(
    st.lists(WORDS, max_size=25),
    st.lists(st.tuples(st.integers(0, 80), st.integers(1, 12), st.sampled_from([*LABELS.values()]))),
)
def test_spans_lie_in_the_text_and_apart(words: list[str], raw: list[tuple[int, int, str]]) -> None:
    text = " ".join(words)
    names, done = [], 0
    for gap, length, label in raw:
        start = done + gap % 7
        if start + length > len(text):
            break
        names.append(Name(start, start + length, label, 0.8))
        done = start + length
    people, others = person_spans(text, names)
    spans = sorted((name.start, name.end) for name in (*people, *others))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert all(text[name.start : name.end].strip() for name in people)
