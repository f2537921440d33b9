"""The whole chain with the real model, on texts in our own words."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.entities.annotate import ENGINE_VERSION, NOT_ENGLISH, Annotator
from reader.model import Annotations, Person, Span, Title

REPORT = """Delegation looks at water supply in southern towns

Updated: 2021-05-11

A delegation of CPPCC members went to South China's Hainan province from May 9 to 10 to see how towns and counties manage their water.

Wang Yulan, vice-chairperson of the CPPCC National Committee and executive vice chairwoman of the Central Committee of the China Democratic League, led the group through a pumping station of Haikou city, the provincial capital, and a village near Sanya city.

Clean water is a matter of trust, Wang said when she met residents. The work begins with the pipes, added Wang.

Wang said that the towns have learnt much, and called on members to share it.

Zhao Mingde, chairman of the Committee on Population, Resources and Environment of the CPPCC National Committee, Sun Peiyi, deputy chairwoman of the committee, and Guo Tao, chairman of the CPPCC Hainan Provincial Committee, also took part."""


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator()


def spans_of(annotations: Annotations) -> list[Span]:
    people = [span for person in annotations.people for span in person.mentions]
    return sorted(people + [span for place in annotations.places for span in place.mentions])


def person(annotations: Annotations, name: str) -> Person:
    return next(person for person in annotations.people if person.name == name)


def test_a_report_of_an_inspection_tour(annotator: Annotator) -> None:
    found = annotator.annotate(REPORT)
    assert [official.name for official in found.officials] == [
        "Wang Yulan",
        "Zhao Mingde",
        "Sun Peiyi",
        "Guo Tao",
    ]
    wang = person(found, "Wang Yulan")
    assert [REPORT[start:end] for start, end in wang.mentions] == ["Wang Yulan", "Wang", "Wang", "Wang"]
    assert wang.titles == (
        Title("vice-chairperson", "CPPCC National Committee"),
        Title("executive vice chairwoman", "Central Committee of the China Democratic League"),
    )
    committee = "Committee on Population, Resources and Environment of the CPPCC National Committee"
    assert person(found, "Zhao Mingde").titles == (Title("chairman", committee),)
    assert person(found, "Sun Peiyi").titles == (Title("deputy chairwoman", committee),)
    assert person(found, "Guo Tao").titles == (Title("chairman", "CPPCC Hainan Provincial Committee"),)
    places = {place.name: place for place in found.places}
    assert {"Hainan", "Haikou", "Sanya"} <= set(places)
    assert [REPORT[slice(*span)] for place in found.places for span in place.mentions].count("China") <= 1
    assert found.engine == ENGINE_VERSION


def test_no_place_inside_a_body(annotator: Annotator) -> None:
    found = annotator.annotate(REPORT)
    bodies = ["China Democratic League", "CPPCC Hainan Provincial Committee"]
    taken = [(at, at + len(body)) for body in bodies for at in [REPORT.index(body)]]
    marked = [span for place in found.places for span in place.mentions]
    assert not any(start < b and a < end for start, end in marked for a, b in taken)


def test_offsets_hold_with_odd_line_ends_and_characters(annotator: Annotator) -> None:
    text = "\ufeff😀 “Yes,” said Kenya’s Foreign Minister Jose\u0301 Otieno.\r\n\r\nMr. Otieno left\tNairobi.\r\n"
    found = annotator.annotate(text)
    (official,) = found.officials
    assert [text[start:end] for start, end in official.mentions] == ["Jose\u0301 Otieno", "Otieno"]


def test_a_text_in_another_language_has_no_marks(annotator: Annotator) -> None:
    found = annotator.annotate(
        "Le ministre Jean Petit a dit que la loi est dans les mains du parlement et des députés."
    )
    assert (found.people, found.places, found.note) == ((), (), NOT_ENGLISH)


@pytest.mark.parametrize("text", ["", " \n", "???", "a", "\u200b", "| A | B |\n| 1 | 2 |"])
def test_texts_with_nothing_in_them(annotator: Annotator, text: str) -> None:
    assert annotator.annotate(text).people == ()


def test_many_texts_come_in_order(annotator: Annotator) -> None:
    texts = [
        "President Ana Lima spoke.",
        "Le ministre est dans les mains de la loi et du parlement pour nous.",
        "Judge Rui Dias left.",
    ]
    many = list(annotator.annotate_many(iter(texts)))
    assert [[p.name for p in found.people] for found in many] == [["Ana Lima"], [], ["Rui Dias"]]
    assert many[0] == annotator.annotate(texts[0])


PIECES = ["President", "Ana Lima", "Lima", "Nairobi", "the mayor of", "Kenya’s", "minister", "said", "(", ")", ",", ".", "\r\n\r\n", "and", "KIM JONG UN", "Jose\u0301", "😀", "“", "”", "https://a.example/b-Lima", "who is the chairman of the committee", "von der Leyen", "\x00", "\u202e"]  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_marks_lie_in_the_text_apart_and_each_with_one_owner(annotator: Annotator, pieces: list[str]) -> None:
    text = " ".join(pieces)
    spans = spans_of(annotator.annotate(text))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_a_long_list_of_names_is_no_trap(annotator: Annotator) -> None:
    text = "\n".join(f"Minister Ana{n} Lima{n}, member of the Council of Town {n}" for n in range(300))
    assert len(annotator.annotate(text).people) > 100
