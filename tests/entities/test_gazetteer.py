"""The gazetteer: every entry of the hand list is in it, spellings meet, and a text is scanned exactly."""

import re
import tomllib
from itertools import chain, pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.config import data_path
from reader.entities.gazetteer import KINDS, Gazetteer, gazetteer, search_key

HAND_LIST: dict[str, Any] = tomllib.loads(data_path("lexicon", "places.toml").read_text(encoding="utf-8"))
HAND_LISTED = [
    (kind, re.sub(r" \(.*\)$", "", key), fact)
    for kind in dict.fromkeys(KINDS.values())
    for key, fact in HAND_LIST.get(kind, {}).items()
]
COUNTRIES = {fact.get("in", "") for fact in HAND_LIST["country"].values()}


@pytest.fixture(scope="module")
def places() -> Gazetteer:
    return gazetteer()


def test_every_entry_of_the_hand_list_is_found_under_all_its_names(places: Gazetteer) -> None:
    missing = [
        name
        for kind, first, fact in HAND_LISTED
        for name in chain([first], fact.get("also", ()), fact.get("short", ()))
        if not any(
            place.name == first and place.kind == kind and place.country == fact.get("in", "")
            for place in places.lookup(name)
        )
    ]
    assert not missing


def test_hand_listed_names_that_need_no_context_are_found_in_a_sentence(places: Gazetteer) -> None:
    uncertain = set(HAND_LIST["uncertain"])
    for _, name, fact in HAND_LISTED:
        if fact.get("certain", True) and name not in uncertain:
            text = f"They spoke about {name}, and left."
            assert [text[start:end] for start, end in places.find(text)] == [name]


def test_all_coordinates_countries_and_populations_make_sense(places: Gazetteer) -> None:
    """The whole table, not a sample."""
    wrong = []
    for line in places._table.split(b"\n"):
        key = line.split(b"\t", 1)[0].decode()
        place = places._candidate(key, line)
        if not (
            key == search_key(key)
            and (place.lat is None) == (place.lon is None)
            and -90 <= (place.lat or 0) <= 90
            and -180 <= (place.lon or 0) <= 180
            and (place.country == "" or re.fullmatch("[A-Z]{2}", place.country))
            and 0 <= place.population < 300_000_000
            and place.name
        ):
            wrong.append(line)
    assert not wrong


def test_the_table_is_sorted_as_the_search_needs_it(places: Gazetteer) -> None:
    lines = places._table.split(b"\n")
    assert all(a < b for a, b in pairwise(lines))


@pytest.mark.parametrize(
    ("name", "kind", "country", "admin1"),
    [
        ("Taiyuan", "city", "CN", "Shanxi"),
        ("Shanxi", "admin1", "CN", "Shanxi"),
        ("Shaanxi", "admin1", "CN", "Shaanxi"),
        ("Jiangsu", "admin1", "CN", "Jiangsu"),
        ("Xinjiang", "admin1", "CN", "Xinjiang"),
        ("Kyiv", "city", "UA", "Kyiv"),
        ("Kiev", "city", "UA", "Kyiv"),
        ("Bombay", "city", "IN", "Maharashtra"),
        ("Urumqi", "city", "CN", "Xinjiang"),
        ("Xi’an", "city", "CN", "Shaanxi"),
        ("Nara", "city", "JP", "Nara"),
        ("St. John's", "city", "CA", "Newfoundland and Labrador"),
        ("Sao Paulo", "city", "BR", "Sao Paulo"),
        ("UAE", "country", "AE", ""),
        ("U.S.", "country", "US", ""),
        ("DRC", "country", "CD", ""),
        ("SOUTH CHINA SEA", "natural", "", ""),
        ("Western Balkans", "region", "", ""),
        ("Orissa", "admin1", "IN", "Odisha"),
        ("Calif.", "admin1", "US", "California"),
        ("Harris County", "admin2", "US", "Texas"),
        ("Sheung Shui", "city", "HK", ""),
    ],
)
def test_a_name_leads_to_its_place(
    places: Gazetteer, name: str, kind: str, country: str, admin1: str
) -> None:
    assert (kind, country, admin1) in [(p.kind, p.country, p.admin1) for p in places.lookup(name)]


def test_capitals_and_seats_of_provinces_are_told_from_their_namesakes(places: Gazetteer) -> None:
    assert [p.country for p in places.lookup("Georgetown") if p.seat == "K"] == ["GY"]
    assert [p.admin1 for p in places.lookup("Taiyuan") if p.seat == "S"] == ["Shanxi"]


CITIES = """
Geneva CH; Milan IT; Florence IT; Munich DE; Cologne DE; Prague CZ; Warsaw PL; Moscow RU; St. Petersburg RU; Lisbon PT; Seville ES; Athens GR; Brussels BE;
The Hague NL; Copenhagen DK; Gothenburg SE; Bucharest RO; Belgrade RS; Kharkov UA; Odessa UA; Sevastopol UA; Istanbul TR; Aleppo SY; Beirut LB; Jenin PS;
Hebron PS; Basra IQ; Isfahan IR; Mecca SA; Sanaa YE; Hodeidah YE; Alexandria EG; Benghazi LY; Marrakesh MA; N'Djamena TD; El Fasher SD; Mekelle ET;
Hargeisa SO; Goma CD; Lagos NG; Tamale GH; Abidjan CI; Freetown SL; Beira MZ; Port Elizabeth ZA; Herat AF; Peshawar PK; Varanasi IN; Surat IN; Leh IN;
Cox's Bazar BD; Kandy LK; Rangoon MM; Siem Reap KH; Saigon VN; Johor Bahru MY; Yogyakarta ID; Davao PH; Suva FJ; Perth AU; Wellington NZ; Kobe JP; Naha JP;
Incheon KR; Pyongyang KP; Ulan Bator MN; Kaohsiung TW; Xi'an CN; Urumqi CN; Kashgar CN; Almaty KZ; Samarkand UZ; Tbilisi GE; London GB; Birmingham GB;
Cambridge GB; Dublin IE; Marseilles FR; Nice FR; Washington US; New York US; Boston US; San Francisco US; Montreal CA; Quebec City CA; Guadalajara MX;
Acapulco MX; San Salvador SV; Havana CU; Kingston JM; Georgetown GY; Cartagena CO; Cusco PE; Santa Cruz BO; Santiago CL; Brasilia BR; Salvador BR
"""


@pytest.mark.parametrize("city", CITIES.replace("\n", " ").split(";"))
def test_the_most_populous_place_of_a_famous_name_is_the_famous_one(places: Gazetteer, city: str) -> None:
    name, country = city.strip().rsplit(" ", 1)
    towns = [place for place in places.lookup(name) if place.kind == "city"]
    assert max(towns, key=lambda place: place.population).country == country


def test_an_unknown_name_has_no_places(places: Gazetteer) -> None:
    for name in ("", "  ", "...", "Zzyzzxqq", "the", "\n\n", "Taiyuan\tx", "a" * 10_000):
        assert places.lookup(name) == ()


def test_every_country_has_an_entry_and_a_capital(places: Gazetteer) -> None:
    """Countries are those of the hand list; the capital may be missing for territories without one."""
    assert len(COUNTRIES) > 215
    for name, capital in {
        "France": "Paris",
        "Kenya": "Nairobi",
        "Peru": "Lima",
        "Nepal": "Kathmandu",
    }.items():
        country = next(p.country for p in places.lookup(name) if p.kind == "country")
        assert country in [p.country for p in places.lookup(capital) if p.seat == "K"]


def test_the_longest_name_wins_and_words_are_never_cut(places: Gazetteer) -> None:
    def found(text: str) -> list[str]:
        return [text[start:end] for start, end in places.find(text)]

    assert found("South Sudan borders Sudan; Guinea-Bissau is not Guinea.") == [
        "South Sudan",
        "Sudan",
        "Guinea-Bissau",
        "Guinea",
    ]
    assert found("Chinatown, Indiana Jones, Malice and Francesca") == ["Indiana"]
    assert found("NAIROBI, KENYA's capital") == ["NAIROBI", "KENYA"]
    assert found("the china shop and a turkey sandwich") == []
    assert found("Beijing-based, U.S.-led and the U.S. itself.") == ["Beijing", "U.S.", "U.S."]


@given(st.text(max_size=200))
def test_find_gives_ordered_spans_inside_the_text(text: str) -> None:
    places, at = gazetteer(), 0
    for start, end in places.find(text):
        assert at <= start < end <= len(text)
        assert places.lookup(text[start:end])
        at = end


@given(st.text(max_size=60))
def test_a_search_key_is_its_own_key_and_lookup_never_fails(name: str) -> None:
    key = search_key(name)
    assert search_key(key) in (key, search_key(search_key(key)))
    assert gazetteer().lookup(name) == gazetteer().lookup(name)
    assert "\t" not in key
    assert "\n" not in key


@given(st.sampled_from(["Córdoba", "Nzérékoré", "São Tomé", "Reykjavík", "Łódź", "Malmö", "Beijing"]))
def test_case_and_accents_do_not_matter(name: str) -> None:
    plain = search_key(name)
    assert gazetteer().lookup(name) == gazetteer().lookup(name.upper()) == gazetteer().lookup(plain) != ()
