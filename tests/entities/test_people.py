"""One person per text, however named."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reader.model import Person, Title

People = Callable[[str], dict[str, Person]]

SAME = [
    ("{Wei Lan} spoke. Later {Wei} left.", "Wei Lan"),  # Chinese: surname first
    ("{Kim Bo-ra} spoke. {Kim} and later {Bo-ra} left.", "Kim Bo-ra"),
    ("{Nagy Ferenc} spoke. {Nagy} left.", "Nagy Ferenc"),
    ("{Amara Obi} spoke. {Obi} left.", "Amara Obi"),
    ("{Maggie Ho Man-kit} spoke. {Ho} left, and {Ho Man-kit} wept.", "Maggie Ho Man-kit"),
    ("{José Ruiz Ortega} spoke. {Ruiz Ortega} left, {Ruiz} too.", "José Ruiz Ortega"),
    ("{Somchai Srisuk} spoke. Mr {Somchai} left.", "Somchai Srisuk"),
    ("{Ana María Paz Orrego} ({AMPO}) spoke. {AMPO} left.", "Ana María Paz Orrego"),
    ("{Wang Hui-ling} ({王惠玲}) spoke. {Wang} left.", "Wang Hui-ling"),
    ("{John Q. Public} spoke. {J. Public} left.", "John Q. Public"),
    ("{Obeid Al-Wasim} spoke. {Al-Wasim} left, then {Wasim}.", "Obeid Al-Wasim"),
    ("{Núñez} spoke first. {Rosa Nunez} left.", "Rosa Nunez"),
    ("{Amara Obi} spoke. {Obi}'s aide left.", "Amara Obi"),
]


@pytest.mark.parametrize(("marked", "name"), SAME)
def test_all_mentions_are_one_person(people: People, marked: str, name: str) -> None:
    found = people(marked)
    assert list(found) == [name]
    assert len(found[name].mentions) == marked.count("{")


def test_a_title_at_one_mention_makes_every_mention_official(people: People) -> None:
    found = people("{Ana Lima} spoke. {Lima} left. The crowd cheered President {Lima}.")
    assert found["Ana Lima"].titles == (Title("President"),)
    assert len(found["Ana Lima"].mentions) == 3


def test_the_fuller_wording_of_an_office_is_kept(people: People) -> None:
    found = people("Minister {Lima} spoke. Peruvian Health Minister {Ana Lima} left.")
    assert found["Ana Lima"].titles == (Title("Health Minister", "Peru"),)


def test_brothers_of_one_surname_are_told_apart_by_paragraph(people: People) -> None:
    found = people(
        "{Lee Do-yun}, an official of the Ministry of Fisheries, vanished. {Lee} was 47.\n\n"
        "His brother {Lee Ho-jin} sued. “I want the truth,” {Lee} said."
    )
    assert found["Lee Do-yun"].official
    assert not found["Lee Ho-jin"].official
    assert [len(person.mentions) for person in found.values()] == [2, 2]


def test_a_short_name_of_two_people_far_away_stays_apart(people: People) -> None:
    found = people(
        "Finance Minister {Paul Chan} and singer {Maggie Chan} came.\n\nNobody else did.\n\nThen {Chan} left."
    )
    assert found["Chan"].mentions != ()
    assert not found["Chan"].official


def test_the_title_beside_a_shared_surname_decides(people: People) -> None:
    found = people(
        "President {Yun Suk-ho} came with Minister {Yun Sang-mi}.\n\nIt rained.\n\n“No,” said President {Yun}."
    )
    assert len(found["Yun Suk-ho"].mentions) == 2


def test_father_and_son_in_office(people: People) -> None:
    found = people("Former President {Hugo Paz} is the father of Foreign Minister {Raúl Paz}.")
    assert found["Hugo Paz"].titles[0].title == "President"
    assert found["Raúl Paz"].titles[0].title == "Foreign Minister"


def test_an_emperor_is_not_the_president_of_the_same_given_name(people: People) -> None:
    found = people("President {Theo Roos} wrote. Years before, Emperor {Theo} had died.")
    assert set(found) == {"Theo Roos", "Theo"}


def test_people_stand_in_the_order_of_their_first_mention(people: People) -> None:
    assert list(people("{Obi} met {Ana Lima}; {Amara Obi} stayed.")) == ["Amara Obi", "Ana Lima"]
