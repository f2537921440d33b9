"""People known for an office that the text does not state."""

from __future__ import annotations

from collections.abc import Callable

from reader.entities.officeholders import known_people
from reader.model import Person, Status

People = Callable[[str], dict[str, Person]]


def test_a_full_name_is_enough(people: People) -> None:
    found = people("{Angela Merkel} wrote a book. {Merkel} reads it aloud.")
    (title,) = found["Angela Merkel"].titles
    assert found["Angela Merkel"].official
    assert (title.title, title.body, title.status) == ("chancellor", "Germany", Status.FORMER)


def test_a_bare_surname_needs_the_country(people: People) -> None:
    assert people("The German papers like {Merkel}.")["Merkel"].official
    assert not people("The chess club likes {Merkel}.")["Merkel"].official


def test_a_bare_surname_is_nobody_known_beside_a_namesake(people: People) -> None:
    found = people("{Petra Merkel} paints in [Germany].")
    assert not found["Petra Merkel"].official


def test_a_name_that_others_bear_needs_the_country(people: People) -> None:
    assert not people("{Paul Martin} won the race.")["Paul Martin"].official
    assert people("{Paul Martin} once led [Canada].")["Paul Martin"].official


def test_another_form_of_a_known_name_is_the_same_person(people: People) -> None:
    found = people("{López Obrador} spoke in [Mexico]. {AMLO} left.")
    assert [len(person.mentions) for person in found.values()] == [2]


def test_a_stated_title_gets_the_body_that_the_text_names(people: People) -> None:
    found = people("President {Macky Sall} came home to [Senegal].")
    assert found["Macky Sall"].titles[0].body == "Senegal"


def test_there_are_many_and_every_line_can_be_read() -> None:
    assert len(known_people()) > 2500
