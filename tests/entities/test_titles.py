"""Offices stated in a sentence: who holds which, of what body, and who holds none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reader.model import Person, Status, Title

People = Callable[[str], dict[str, Person]]

CURRENT, FORMER, ELECT = Status.CURRENT, Status.FORMER, Status.ELECT

STATED = [
    # before the name
    ("Foreign Minister {Ana Lima} left.", "Ana Lima", Title("Foreign Minister")),
    ("Kenyan Foreign Minister {Ali Noor} left.", "Ali Noor", Title("Foreign Minister", "Kenya")),
    ("South Korean President {Han Min-su} spoke.", "Han Min-su", Title("President", "South Korea")),
    ("[Norway]'s Minister of Fisheries and Oceans {Kari Moen} spoke.", "Kari Moen", Title("Minister of Fisheries and Oceans", "Norway")),
    ("Director of Health {Lo Wai-man} is ill.", "Lo Wai-man", Title("Director of Health")),
    ("Secretary for Transport {Lo Wai-man} is ill.", "Lo Wai-man", Title("Secretary for Transport")),
    ("Legco president {Lo Wai-man} rang the bell.", "Lo Wai-man", Title("president", "Legco")),
    ("Supreme Court Justice {Ida Berg} dissented.", "Ida Berg", Title("Justice", "Supreme Court")),
    ("police superintendent {Ida Berg} dissented.", "Ida Berg", Title("police superintendent", "police")),
    ("Head of [Peru]'s Small Farms and Rural Roads Development Organization (PEFARO) {Luis Paz} met them.", "Luis Paz", Title("Head", "Peru's Small Farms and Rural Roads Development Organization (PEFARO)")),
    ("the Governor of the Tongan Reserve Bank (TRB), Dr. {Sione Vea}, agreed.", "Sione Vea", Title("Governor", "Tongan Reserve Bank (TRB)")),
    ("The Minister of Labour, Social Affairs and Youth, Mrs {Awa Sow}, opened it.", "Awa Sow", Title("Minister of Labour, Social Affairs and Youth")),
    ("She asked speaker provincial assembly {Omar Gul} to wait.", "Omar Gul", Title("speaker", "provincial assembly")),
    ("An adviser to the president {Jon Ek} resigned.", "Jon Ek", Title("adviser to the president")),
    # honorifics, ranks, brackets between
    ("former prime minister HH Sheikh {Nasser Al-Amin} was acquitted.", "Nasser Al-Amin", Title("prime minister", "", FORMER)),
    ("Maj. Gen. (retd) {Abdul Karim} commented.", "Abdul Karim", Title("Maj. Gen", "", FORMER)),
    ("Chief Election Commissioner (CEC) {Abdul Karim} refused.", "Abdul Karim", Title("Chief Election Commissioner")),
    ("The officer surnamed {Wu} left the police station.", "Wu", Title("officer", "police")),
    # after the name
    ("{Mia Holm}, [Sweden]'s ambassador to [Chad], agreed.", "Mia Holm", Title("ambassador to Chad", "Sweden")),
    ("{Mia Holm}, 52, a spokesperson for the Ministry of Justice, agreed.", "Mia Holm", Title("spokesperson", "Ministry of Justice")),
    ("{Mia Holm} (Governor of [Sonora]) agreed.", "Mia Holm", Title("Governor", "Sonora")),
    ("Senator {Mia Holm} of [Ohio] agreed.", "Mia Holm", Title("Senator", "Ohio")),
    ("“No,” said {Mia Holm}, the mayor of [Turku].", "Mia Holm", Title("mayor", "Turku")),
    ("{Mia Holm}, once the Finnish ambassador to [Chad], agreed.", "Mia Holm", Title("ambassador to Chad", "Finland")),
    # stated by a verb
    ("{Eva Roos} was elected mayor of [Turku] on Sunday.", "Eva Roos", Title("mayor", "Turku")),
    ("{Eva Roos} took office as president of the constitutional court.", "Eva Roos", Title("president", "constitutional court")),
    ("{Eva Roos} became the youngest mayor of [Turku].", "Eva Roos", Title("youngest mayor", "Turku")),
    ("{Eva Roos} has been president of [Malta] since May.", "Eva Roos", Title("president", "Malta")),
    ("{Eva Roos} served as finance minister until 2010.", "Eva Roos", Title("finance minister", "", FORMER)),
    ("{Eva Roos} will become chairwoman of the Audit Commission in July.", "Eva Roos", Title("chairwoman", "Audit Commission", ELECT)),
    ("Lawmakers elected {Eva Roos} as prime minister.", "Eva Roos", Title("prime minister")),
    ("The king appointed {Eva Roos} governor of [Luapula].", "Eva Roos", Title("governor", "Luapula")),
    # status
    ("ex-minister {Eva Roos} fled.", "Eva Roos", Title("minister", "", FORMER)),
    ("then-Foreign Minister {Eva Roos} signed.", "Eva Roos", Title("Foreign Minister", "", FORMER)),
    ("the late president {Eva Roos} signed.", "Eva Roos", Title("president", "", FORMER)),
    ("President-elect {Eva Roos} waved.", "Eva Roos", Title("President-elect", "", ELECT)),
    ("acting mayor {Eva Roos} waved.", "Eva Roos", Title("acting mayor")),
    # party
    ("{Eva Roos}, leader of the Liberal Democratic Party, lost.", "Eva Roos", Title("leader", "Liberal Democratic Party")),
    ("In parliament, {Ravi Rao} of the BJP objected.", "Ravi Rao", Title("", "BJP")),
    ("In parliament, the BJP's {Ravi Rao} objected.", "Ravi Rao", Title("", "BJP")),
    ("{Eva Roos}, who heads the National Police, lost.", "Eva Roos", Title("", "National Police")),
    ("{Eva Roos}, at the time foreign minister, lost.", "Eva Roos", Title("foreign minister", "", FORMER)),
    ("{Eva Roos} has resigned as health minister.", "Eva Roos", Title("health minister", "", FORMER)),
    ("The tribunal, whose presiding judge is {Eva Roos}, sat.", "Eva Roos", Title("judge")),
    ("spokesman {Rui Dias} of the Ministry of Justice agreed.", "Rui Dias", Title("spokesman", "Ministry of Justice")),
    ("Officer-in-Charge (OC) of Kandi Police Station {Rui Dias} agreed.", "Rui Dias", Title("Officer-in-Charge", "Kandi Police Station")),
    ("The Inspector-General of Police, IGP {Rui Dias}, agreed.", "Rui Dias", Title("Inspector-General of Police")),
    ("Chairman of the Senate Committee on Ports, Senator {Rui Dias}, agreed.", "Rui Dias", Title("Chairman", "Senate Committee on Ports")),
    ("The European commissioner for the environment, {Rui Dias}, agreed.", "Rui Dias", Title("commissioner for the environment", "Europe")),
    ("[Kiso] and [Mino] Affairs Office director {Rui Dias} agreed.", "Rui Dias", Title("director", "Kiso and Mino Affairs Office")),
    ("the prime minister's spokesman {Rui Dias} agreed", "Rui Dias", Title("spokesman", "prime minister")),
    ("World Bank president {Rui Dias} agreed.", "Rui Dias", Title("president", "World Bank")),
    # in capitals
    ("THE MAYOR OF TURKU {EVA ROOS} SAID THAT SHE AGREED.", "EVA ROOS", Title("MAYOR", "TURKU")),
    # royals in office
    ("King {Olu III} opened parliament.", "Olu III", Title("King")),
    ("Crown Prince {Olu} opened parliament.", "Olu", Title("Crown Prince")),
]  # fmt: skip

NOT_OFFICIALS = [
    "{Sun Il-ho}, president of the Church of Morning Light, prayed.",
    "“President {Sun Il-ho} [of the church] was there,” she said.",
    "Mars Society president {Tom Reed} cheered.",
    "{Tom Reed}, chairman and chief executive of Acme Steel Ltd, cheered.",
    "Vice President {Tom Reed} of Acme Airlines cheered.",
    "Film director {Tom Reed} cheered.",
    "The club's president, {Tom Reed}, cheered.",
    "{Tom Reed}, secretary of the Rotary Club, cheered.",
    "{Tom Reed}, head of the Teachers Union, cheered.",
    "Professor {Tom Reed} of Lund University cheered.",
    "Mayoral candidate {Tom Reed} cheered.",
    "{Tom Reed}, a candidate for mayor of [Turku], cheered.",
    "Presidential hopeful {Tom Reed} cheered.",
    "Sheikh {Hamad Noor} and Prince {Hashem} arrived.",
    "Company spokesperson {Tom Reed} cheered.",
    "By {TOM REED}\n\nThe minister went home.",
    "Head coach {Tom Reed} cheered.",
    "Former club president {Tom Reed} cheered.",
    "University of [Nairobi] Vice Chancellor {Tom Reed} cheered.",
    "Team leader {Tom Reed} and union leader {Ida Berg} cheered.",
    "{Tom Reed}, who ran for president, lost.",
]


@pytest.mark.parametrize(("marked", "name", "title"), STATED)
def test_an_office_as_it_is_worded(people: People, marked: str, name: str, title: Title) -> None:
    person = people(marked)[name]
    assert person.official
    assert title in person.titles


@pytest.mark.parametrize("marked", NOT_OFFICIALS)
def test_no_public_office(people: People, marked: str) -> None:
    assert [person.name for person in people(marked).values() if person.official] == []


def test_the_title_belongs_to_the_husband(people: People) -> None:
    found = people("The court heard {Ida Berg}, the wife of prosecutor {Olaf Berg}.")
    assert not found["Ida Berg"].official
    assert found["Olaf Berg"].titles == (Title("prosecutor"),)


def test_each_conjunct_has_the_title_before_it(people: People) -> None:
    found = people(
        "with Financial Secretary {Ho Lai-ping} and Secretary for Security {Ip Kwok-him} on Monday"
    )
    assert found["Ho Lai-ping"].titles == (Title("Financial Secretary"),)
    assert found["Ip Kwok-him"].titles == (Title("Secretary for Security"),)


@pytest.mark.parametrize("head", ["lawmaker", "lawmakers", "MPs", "judges"])
def test_one_head_for_both_conjuncts(people: People, head: str) -> None:
    found = people(f"It was read by {head} {{Ana Lima}} and {{Rui Dias}} today.")
    assert [person.official for person in found.values()] == [True, True]
    assert found["Ana Lima"].titles == found["Rui Dias"].titles


def test_counterparts_take_the_office_of_their_host(people: People) -> None:
    found = people(
        "Malian President {Bo Keita} met his Togolese and Ghanaian counterparts, {Yao Ama} and {Kofi Asare}."
    )
    assert found["Yao Ama"].titles == (Title("President", "Togo"),)
    assert found["Kofi Asare"].titles == (Title("President", "Ghana"),)


def test_the_committee_is_the_one_last_named(people: People) -> None:
    found = people(
        "{Wei Lan}, chairman of the Committee on Rural Roads of the People's Assembly, {Gu Bo}, deputy "
        "chairwoman of the committee, and {Tan Yu}, director of the Lake Town Council, took part."
    )
    body = "Committee on Rural Roads of the People's Assembly"
    assert found["Wei Lan"].titles == (Title("chairman", body),)
    assert found["Gu Bo"].titles == (Title("deputy chairwoman", body),)
    assert found["Tan Yu"].titles == (Title("director", "Lake Town Council"),)


def test_several_offices_of_one_person(people: People) -> None:
    found = people(
        "{Wei Lan}, vice-chairperson of the CPPCC National Committee and executive vice chairman of the "
        "Central Committee of the Farmers' Democratic Party, led a group."
    )
    assert found["Wei Lan"].titles == (
        Title("vice-chairperson", "CPPCC National Committee"),
        Title("executive vice chairman", "Central Committee of the Farmers' Democratic Party"),
    )


def test_an_acronym_is_spelt_out_from_the_text(people: People) -> None:
    found = people(
        "The Land Claims Commission (LCC) met. Secretary of the LCC {Ana Lima} spoke; LCC member {Rui Dias} left."
    )
    assert found["Ana Lima"].titles == (Title("Secretary", "Land Claims Commission (LCC)"),)
    assert found["Rui Dias"].titles == (Title("member", "Land Claims Commission (LCC)"),)


def test_a_sentence_break_after_mr_breaks_nothing(people: People) -> None:
    found = people("the Chairman of the Roads Authority (RA), Mr. {Adel Noor}, and the mayor")
    assert found["Adel Noor"].titles == (Title("Chairman", "Roads Authority (RA)"),)


def test_a_lawmaker_sits_in_the_chamber_that_the_text_names(people: People) -> None:
    found = people("Lawmaker {Ana Lima} rose in the National Assembly.")
    assert found["Ana Lima"].titles == (Title("Lawmaker", "National Assembly"),)


PLACED = [
    # who is of the place, and what is not the place
    ("Mayor {Mia Holm} of Unheardton told reporters in [Linz] so.", "Mia Holm", Title("Mayor", "Unheardton")),
    ("{Mia Holm}, chief minister of [Kerala], agreed.", "Mia Holm", Title("chief minister", "Kerala")),
    ("{Mia Holm}, prime minister of the [Cook Islands], agreed.", "Mia Holm", Title("prime minister", "Cook Islands")),
    ("The first minister of [Gwynedd], {Mia Holm}, agreed.", "Mia Holm", Title("first minister", "Gwynedd")),
    ("{Mia Holm}, governor of north [China]'s [Shanxi Province], agreed.", "Mia Holm", Title("governor", "Shanxi Province")),
    ("{Mia Holm}, prime minister of [Tonga], met the president of [Palau], {Rui Dias}, there.", "Mia Holm", Title("prime minister", "Tonga")),
    # portfolios in lower case
    ("{Mia Holm}, [Chad]'s minister of ecology and environment, agreed.", "Mia Holm", Title("minister of ecology and environment", "Chad")),
    ("{Mia Holm}, the minister of industry and advanced technology of [Oman], agreed.", "Mia Holm", Title("minister of industry and advanced technology", "Oman")),
    ("{Mia Holm} was then the minister for regional revitalisation.", "Mia Holm", Title("minister for regional revitalisation", "", FORMER)),
    ("{Mia Holm}, the minister of health, welcomed it.", "Mia Holm", Title("minister of health")),
    ("{Mia Holm}, UN under-secretary-general for humanitarian affairs, agreed.", "Mia Holm", Title("under-secretary-general for humanitarian affairs", "UN")),
    ("{Mia Holm}, the security secretary, agreed.", "Mia Holm", Title("security secretary")),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "name", "title"), PLACED)
def test_an_office_and_its_place_or_portfolio(people: People, marked: str, name: str, title: Title) -> None:
    assert people(marked)[name].titles == (title,)


def test_a_party_is_no_abbreviation_of_its_country(people: People) -> None:
    found = people("Home Minister {Amit Shah} spoke, the BJP said.")
    assert found["Amit Shah"].titles == (Title("Home Minister", "India"),)


SHARED = [
    ("{Ali Noor} and {Ana Lima}, ministers of finance and foreign affairs, left.", [Title("minister of finance"), Title("minister of foreign affairs")]),
    ("{Ali Noor}, {Ana Lima} and {Rui Dias}, members of parliament, left.", [Title("member of parliament")] * 3),
    ("{Ali Noor}, who succeeded {Ana Lima} as mayor of [Turku], left.", [Title("mayor", "Turku"), Title("mayor", "Turku", FORMER)]),
    ("{Ali Noor} was replaced by {Ana Lima} as mayor of [Turku].", [None, Title("mayor", "Turku")]),
    ("{Ali Noor} replaced {Ana Lima} as coach.", [None, None]),
    ("The <National Intelligence Service> erred and its director general, {Ali Noor}, left.", [Title("director general", "National Intelligence Service")]),
    ("The <Acme Corporation> erred and its director general, {Ali Noor}, left.", [None]),
    ("The president's spokesman, {Ali Noor}, left.", [Title("spokesman", "president")]),
    ("Lawmakers named {Ana Lima} finance minister.", [Title("finance minister")]),
    ("State Sen. {Ana Lima} voted no.", [Title("State Sen")]),
    ("{Ana Lima}, the municipality's mayor, voted no.", [Title("mayor")]),
    ("The club president's spokesman, {Ali Noor}, left.", [None]),
    ("Mayor {Ana Lima} left, and {Lima}'s spokesman {Ali Noor} spoke.", [Title("Mayor"), Title("spokesman", "Lima")]),
    ("Singer {Ana Lima} left, and {Lima}'s spokesman {Ali Noor} spoke.", [None, None]),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "titles"), SHARED)
def test_an_office_that_stands_beside_several_names(
    people: People, marked: str, titles: list[Title | None]
) -> None:
    assert [next(iter(person.titles), None) for person in people(marked).values()] == titles
