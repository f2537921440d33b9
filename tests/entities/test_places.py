"""Places of a text: their spans, and which place of the world each one means.

In the sentences [a place], {a person}, <an organisation> and |another name| is what the tagger saw.
"""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.entities.names import Name
from reader.entities.places import place_spans, resolve_places
from reader.model import Place

LABELS = {"[": "place", "{": "person", "<": "organisation", "|": "other", "~": "nationality"}
MARKED = re.compile(r"\[([^\]]+)\]|\{([^}]+)\}|<([^>]+)>|\|([^|]+)\||~([^~]+)~")


def read(marked: str) -> tuple[str, list[Name]]:
    """The plain text of a marked sentence, and the names the tagger is taken to have seen in it."""
    text, names, at = "", [], 0
    for match in MARKED.finditer(marked):
        text += marked[at : match.start()]
        name = next(group for group in match.groups() if group)
        names.append(Name(len(text), len(text) + len(name), LABELS[match[0][0]], 0.95))
        text, at = text + name, match.end()
    return text + marked[at:], names


def spans_of(marked: str) -> list[str]:
    text, names = read(marked)
    return [text[start:end] for start, end in place_spans(text, names)]


def places_of(marked: str, country: str = "") -> tuple[Place, ...]:
    text, names = read(marked)
    return resolve_places(text, place_spans(text, names), country)


def place(marked: str, name: str, country: str = "") -> Place:
    """The one place of the sentence that is mentioned as `name`."""
    text, names = read(marked)
    found = [
        p
        for p in resolve_places(text, place_spans(text, names), country)
        if any(name in text[start:end] for start, end in p.mentions)
    ]
    assert len(found) == 1, found
    return found[0]


def where(found: Place) -> tuple[str, str, str]:
    return found.kind, found.country, found.admin1


# --- spans --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("Delegates from [the Netherlands] left [The Hague].", ["Netherlands", "The Hague"]),
        ("She praised [Ghana's] farmers and [Togo’s] ports.", ["Ghana", "Togo"]),
        ("Floods hit [North China's Shanxi] province.", ["North China", "Shanxi province"]),
        ("The quake shook northern [Chile] and eastern [Turkey].", ["northern Chile", "eastern Turkey"]),
        ("He moved from mainland [China] to central [London].", ["China", "London"]),
        ("Villages along the [Han] River and in [Meru] County.", ["Han River", "Meru County"]),
        ("Officials of [Datong] city met in [Taiyuan] city.", ["Datong", "Taiyuan"]),
        ("Born in [Nairobi], [Kenya], she teaches.", ["Nairobi, Kenya"]),
        ("Talks took place in [Kampala, Uganda] today.", ["Kampala, Uganda"]),
        ("Teams from [Kenya], [Uganda] and [Rwanda] came.", ["Kenya", "Uganda", "Rwanda"]),
        ("The [Russia-Ukraine] front and [anti-China] slogans.", ["Russia", "Ukraine", "China"]),
        ("Voters in [Guinea-Bissau] and [Timor-Leste].", ["Guinea-Bissau", "Timor-Leste"]),
        ("It cost [US]$2 million, or 3 million [US] dollars, in the [US].", ["US"]),
        ("An ~Omani~ trader and [South Korean] sailors.", []),
        ("See https://example.org/news/[kenya]-votes and news@kenya.example.", []),
        ("They landed at [Entebbe Airport] and slept at the [Nile Hotel].", []),
        ("Cases of [Covid] fell.", []),
        ("KIGALI, Rwanda - Leaders of East Africa met.", ["KIGALI, Rwanda", "East Africa"]),
        ("The <Bank of China> and {Paris Hilton} came to Rome.", ["Rome"]),
        ("The |Paris Agreement| and the |invasion of Ukraine|.", ["Ukraine"]),
        ("The |Tokyo Olympics| and the |Taiwan Strait crisis|.", ["Taiwan Strait"]),
    ],
)
def test_spans(marked: str, expected: list[str]) -> None:
    assert spans_of(marked) == expected


def test_an_unknown_name_is_a_place_only_when_the_tagger_is_sure() -> None:
    text = "They met near Qorvandale yesterday."
    at = text.index("Qorvandale")
    assert place_spans(text, [Name(at, at + 10, "place", 0.99)]) == [(at, at + 10)]
    assert place_spans(text, [Name(at, at + 10, "place", 0.4)]) == []


def test_the_provincial_inspection() -> None:
    """Bodies keep their places to themselves; a province and the region around it are two places."""
    marked = (
        "Members of the <Hebei Provincial Committee> toured [North China's Hebei] province. In [Shijiazhuang] city, "
        "the capital, and in [Tangshan] they met ~Chinese~ engineers; the <China Democratic League> will report to [China]."
    )
    found = places_of(marked)
    assert [(p.name, p.kind, p.country, p.admin1) for p in found] == [
        ("North China", "region", "CN", ""),
        ("Hebei", "admin1", "CN", "Hebei"),
        ("Shijiazhuang", "city", "CN", "Hebei"),
        ("Tangshan", "city", "CN", "Hebei"),
        ("China", "country", "CN", ""),
    ]


# --- which place --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("marked", "name", "expected"),
    [
        ("[Georgia] and [Armenia] signed in [Tbilisi].", "Georgia", ("country", "GE", "")),
        ("Voters in [Atlanta] and across [Georgia] chose a senator for the [US].", "Georgia", ("admin1", "US", "Georgia")),
        ("The state of [Georgia] elects judges.", "Georgia", ("admin1", "US", "Georgia")),
        ("[Georgia] state television showed [Batumi].", "Georgia", ("country", "GE", "")),
        ("Trains left the capital of [Mexico] for a province of [Mexico].", "Mexico", ("country", "MX", "")),
        ("[Victoria], [Seychelles], saw rain.", "Victoria", ("city", "SC", "")),
        ("The market in [Victoria] feeds the islands of [Seychelles]; [Seychelles] imports rice.", "Victoria", ("city", "SC", "")),
        ("Premier of [Victoria] and the premier of [Queensland] met in [Melbourne].", "Victoria", ("admin1", "AU", "Victoria")),
        ("Ministers of [Guyana] gathered in [Georgetown].", "Georgetown", ("city", "GY", "Demerara-Mahaica")),
        ("A fire in [Georgetown, Texas] spread.", "Georgetown", ("city", "US", "Texas")),
        ("Cooks from [San Sebastian, Spain] won.", "San Sebastian", ("city", "ES", "Basque Country")),
        ("He studied in [Cambridge, Massachusetts].", "Cambridge", ("city", "US", "Massachusetts")),
        ("She studied in [Cambridge] before moving to [London] and [Leeds].", "Cambridge", ("city", "GB", "England")),
        ("Police in [Hyderabad] and [Karachi] said [Pakistan] was calm in [Sindh].", "Hyderabad", ("city", "PK", "Sindh")),
        ("[Hyderabad] in [Telangana] grows faster than [Chennai].", "Hyderabad", ("city", "IN", "Telangana")),
        ("Fighting reached [Tripoli] as [Libya] split; [Benghazi] was calm.", "Tripoli", ("city", "LY", "Tripoli")),
        ("Protesters in [Tripoli] and [Beirut] want [Lebanon] to reform; [Lebanon] waits.", "Tripoli", ("city", "LB", "North Lebanon")),
        ("[Bolivia] counts votes in [Santa Cruz] and [La Paz].", "Santa Cruz", ("city", "BO", "Santa Cruz")),
        ("[Argentina] built cars in [Córdoba] and [Rosario].", "Córdoba", ("city", "AR", "Cordoba")),
        ("[Spain] restored the bridge of [Córdoba] in [Andalusia].", "Córdoba", ("city", "ES", "Andalusia")),
        ("The president was in [Washington] and praised the [United States].", "Washington", ("city", "US", "Washington, D.C.")),
        ("Forests of [Washington state] and [Oregon] burned.", "Washington", ("admin1", "US", "Washington")),
        ("She left [New York] for [Chicago].", "New York", ("city", "US", "New York")),
        ("Upstate counties of [New York] state froze.", "New York", ("admin1", "US", "New York")),
        ("[Punjab] province of [Pakistan] and its capital [Lahore].", "Punjab", ("admin1", "PK", "Punjab")),
        ("[India] sent wheat from [Punjab] and [Haryana].", "Punjab", ("admin1", "IN", "Punjab")),
        ("Mines in [Shanxi] province and [Shaanxi] province reopened.", "Shaanxi", ("admin1", "CN", "Shaanxi")),
        ("The city of [Nara] in [Japan] has deer.", "Nara", ("city", "JP", "Nara")),
        ("Trains ran late across [Manchester, England].", "Manchester", ("city", "GB", "England")),
        ("Rebels in [Goma] crossed from [Rwanda] into [DR Congo].", "Goma", ("city", "CD", "North Kivu")),
        ("[Niger] and [Mali] left; [Niamey] was quiet.", "Niger", ("country", "NE", "")),
        ("Flooding in [Niger] state closed roads to [Minna].", "Niger", ("admin1", "NG", "Niger")),
        ("A storm crossed the [South China Sea].", "South China Sea", ("natural", "", "")),
        ("[Kashmir] saw snow and [India] sent aid.", "Kashmir", ("region", "IN", "")),
        ("The [UAE] and the [UK] agreed.", "UAE", ("country", "AE", "")),
        ("Shops in [Sheung Shui] and [Yuen Long] shut as [Hong Kong] braced.", "Sheung Shui", ("city", "HK", "")),
        ("Towns of the [Central Region] of [Ghana] near [Accra].", "Central Region", ("admin1", "GH", "Central")),
        ("Rivals of the [West] met in the [Northern Territory] and in [Darwin].", "Northern Territory", ("admin1", "AU", "Northern Territory")),
        ("Rain fell in [Multan] district and in [Sialkot], said [Pakistan].", "Multan", ("admin2", "PK", "Punjab")),
        # the word for its kind decides: the county, not its town
        ("The governor of [Nakuru County] met farmers in [Naivasha].", "Nakuru County", ("admin1", "KE", "Nakuru")),
        ("[Russia]'s [Belgorod] region was shelled.", "Belgorod", ("admin1", "RU", "Belgorod")),
        ("[Egypt] and the governor of [Minya Governorate].", "Minya", ("admin1", "EG", "Al Minya")),
        ("The [Cauca] department of [Colombia].", "Cauca", ("admin1", "CO", "Cauca")),
        ("The [Kyoto Prefecture] budget of [Japan].", "Kyoto", ("admin1", "JP", "Kyoto")),
        # never outside what the text says it lies in
        ("Officials in [Rongcheng County, Hebei Province], said so.", "Rongcheng", ("admin2", "CN", "Hebei")),
        ("Officials in [Rongcheng County], [Hebei Province], said so.", "Rongcheng", ("admin2", "CN", "Hebei")),
        ("Officials in [Rongcheng] county of [Hebei province] said so.", "Rongcheng", ("admin2", "CN", "Hebei")),
        ("Officials in [Pingyao County], [Shanxi Province], said so.", "Pingyao", ("other", "CN", "Shanxi")),
        ("Camps near [Cox's Bazar] in [Bangladesh] grew.", "Cox's Bazar", ("city", "BD", "Chittagong")),
        ("Growers in northern [Thailand] sold rice.", "northern Thailand", ("region", "TH", "")),
    ],
)  # fmt: skip
def test_a_name_is_resolved_by_what_stands_around_it(
    marked: str, name: str, expected: tuple[str, str, str]
) -> None:
    assert where(place(marked, name)) == expected


def test_the_country_of_the_feed_is_a_weak_hint() -> None:
    assert place("A road in [Hamilton] was closed.", "Hamilton", "NZ").country == "NZ"
    assert place("A road in [Hamilton, Ontario] was closed.", "Hamilton", "NZ").country == "CA"


def test_other_names_of_a_place_are_one_place() -> None:
    found = places_of(
        "[Kyiv] was once spelled [Kiev]; [Burma] is [Myanmar]; the [US] and the [United States]."
    )
    assert [(p.name, len(p.mentions)) for p in found] == [("Kyiv", 2), ("Myanmar", 2), ("United States", 2)]


def test_a_string_means_one_place_throughout_a_text() -> None:
    found = places_of("In [Perth, Scotland], it snowed. [Perth] council met, and [Perth] slept.")
    assert [p.country for p in found] == ["GB"]
    assert len(found[0].mentions) == 3


def test_what_the_gazetteer_does_not_know_gets_no_pin() -> None:
    found = place(
        "A bus overturned near [Qorvandale] in [Nepal]; police of [Nepal] went from [Kathmandu].",
        "Qorvandale",
    )
    assert (found.name, found.country, found.lat, found.lon) == ("Qorvandale", "NP", None, None)
    alone = place("A bus overturned near [Qorvandale].", "Qorvandale")
    assert (alone.kind, alone.country, alone.lat) == ("", "", None)


def test_a_name_that_every_country_has_is_not_looked_for_abroad() -> None:
    found = place("The governor of [Northwest] came to [Kano], [Nigeria]; [Nigeria] votes.", "Northwest")
    assert found.country in ("", "NG")
    assert found.lat is None


def test_a_small_namesake_in_a_country_the_text_never_speaks_of_is_not_meant() -> None:
    text = "[Chile] and [Peru] voted; [Lima] and [Santiago] were calm, [Cusco] and [Valparaíso] were not. [Livingstone] agreed."
    assert place(text, "Livingstone").lat is None


def test_an_unknown_quarter_of_a_town_lies_where_the_town_lies() -> None:
    found = place("Fire broke out in [Delhi's] [Qorvan Nagar] on Friday.", "Qorvan Nagar")
    assert found.country == "IN"
    assert found.lat == pytest.approx(28.65, abs=0.3)


def test_a_tie_is_left_open() -> None:
    """Two towns of one size in two countries, and nothing that speaks for either."""
    found = place("They stopped in [Santa Rosa].", "Santa Rosa")
    assert found.lat is None or found.country


def test_the_places_of_a_part_carry_no_pin_of_the_whole_country() -> None:
    found = place("Farms in southern [Chad] flooded.", "southern Chad")
    assert (found.name, found.country, found.lat) == ("southern Chad", "TD", None)


WORDS = st.sampled_from(
    [
        "[Georgia]",
        "[China]",
        "the",
        "US",
        "$",
        "{Wang",
        "Yi}",
        "<Bank",
        "of",
        "China>",
        "northern",
        "province",
        ",",
        "'s",
        "[Kenya]",
        "-",
        "[Kiev]",
        "in",
        "River",
        "(",
        ")",
        "\n",
        "•",
        "New",
        "York",
        "[Springfield]",
        "~Omani~",
        "|Paris",
        "Agreement|",
        "[Russia-Ukraine]",
        "É",
        "中国",
        "́",
        "😀",
        "www.kenya.org",
        "County",
        "[Lake",
        "Victoria]",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, max_size=25).map(" ".join))
def test_any_text_gives_ordered_spans_and_each_mention_once(marked: str) -> None:
    text, names = read(marked)
    spans = place_spans(text, names)
    at = 0
    for start, end in spans:
        assert at <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        at = end
    found = resolve_places(text, spans)
    assert sorted(mention for p in found for mention in p.mentions) == spans
    assert [p.mentions[0] for p in found] == sorted(p.mentions[0] for p in found)
    assert found == resolve_places(text, spans)
    for p in found:
        assert (p.lat is None) == (p.lon is None)
        assert p.kind or (p.country, p.admin1, p.lat) == ("", "", None)
        assert p.lat is None or (-90 <= p.lat <= 90 and -180 <= (p.lon or 0) <= 180)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80), st.data())
def test_names_anywhere_in_any_text_do_no_harm(text: str, data: st.DataObject) -> None:
    at, names = 0, []
    for _ in range(data.draw(st.integers(0, 4))):
        start = data.draw(st.integers(at, len(text)))
        end = data.draw(st.integers(start, len(text)))
        if end > start:
            names.append(Name(start, end, data.draw(st.sampled_from(sorted(LABELS.values()))), 0.9))
        at = end
    for start, end in place_spans(text, names):
        assert 0 <= start < end <= len(text)
        assert all(end <= n.start or start >= n.end for n in names if n.label in ("person", "organisation"))
    resolve_places(text, place_spans(text, names), "XX")


def test_a_run_of_words_longer_than_any_name_is_no_place() -> None:
    text = "the " * 5_000
    assert place_spans(text, [Name(0, len(text), "place", 0.9)]) == []
