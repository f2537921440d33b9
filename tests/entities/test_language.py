"""Which texts are English."""

import pytest

from reader.entities.language import is_english

OTHERS = {
    "fr": "Le ministre a dit que la loi est dans les mains du parlement et que les députés ne sont pas pour elle.",
    "es": "El ministro dijo que la ley está en manos del congreso y que los diputados no la quieren para este año.",
    "de": "Der Minister sagte, dass das Gesetz nicht in der Hand des Parlaments ist und die Abgeordneten es wollen.",
    "pt": "O ministro disse que a lei está nas mãos do congresso e que os deputados não a querem para este ano.",
    "id": "Menteri itu mengatakan bahwa undang-undang ini tidak akan dibahas oleh parlemen dan untuk itu pada dari.",
    "ru": "Министр сказал, что закон находится в руках парламента.",
    "zh": "部长说，法律掌握在议会手中。",
    "ar": "قال الوزير إن القانون في يد البرلمان.",
}


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_other_languages(text: str) -> None:
    assert not is_english(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2020 – 2021",
        "Ministers meet in Nairobi",
        "THE MINISTER SAID THAT THE LAW IS IN THE HANDS OF PARLIAMENT.",
        "Ana Lima\nRui Dias\nJosé Cruz\nMaría del Carmen Vega\nOla Berg\nPeru\nChile",
        "Emir Nasser bin Saud Al Amri received President Al Hadi in Al Ain.",
        "President Tsai (蔡英文) met the mayor of Taipei (台北), who said that the bridge is old.",
    ],
)
def test_english(text: str) -> None:
    assert is_english(text)
