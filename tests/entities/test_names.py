"""The name tagger: exact offsets on any text, and the names that a reader would expect."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.config import data_path
from reader.entities.names import Name, NameTagger
from reader.entities.windows import PIECES_PER_WINDOW, windows
from reader.entities.wordpiece import WordPiece, case_class, units

TALKS = (
    "NAIROBI, March 3 (Xinhua) -- Foreign Minister Wang Yi met Kenyan President William Ruto in Nairobi "
    "on Monday.\n\nWang said the Ministry of Health had thanked Kenya. Mr Ruto will visit Hunan province."
)


@pytest.fixture(scope="module")
def tagger() -> NameTagger:
    return NameTagger()


@pytest.fixture(scope="module")
def pieces() -> WordPiece:
    return WordPiece(data_path("model", "vocab.txt").read_text(encoding="utf-8").splitlines())


def called(names: list[Name], text: str, label: str) -> list[str]:
    return [text[name.start : name.end] for name in names if name.label == label]


def assert_sound(names: list[Name], text: str) -> None:
    before = 0
    for name in names:
        assert before <= name.start < name.end <= len(text)
        span = text[name.start : name.end]
        assert span == span.strip()
        assert any(c.isalnum() for c in span)
        assert "\n\n" not in span
        assert 0.0 < name.score <= 1.0
        before = name.end


def test_people_places_and_bodies_of_a_news_text(tagger: NameTagger) -> None:
    names = tagger.tag(TALKS)
    assert called(names, TALKS, "person") == ["Wang Yi", "William Ruto", "Wang", "Ruto"]
    assert called(names, TALKS, "place") == ["NAIROBI", "Nairobi", "Kenya", "Hunan province"]
    assert called(names, TALKS, "organisation") == ["Xinhua", "Ministry of Health"]
    assert called(names, TALKS, "nationality") == ["Kenyan"]


def test_offsets_count_code_points_of_the_text_as_given(tagger: NameTagger) -> None:
    text = "\ufeff🗳️\r\n\r\nMayor Ana Lucía Go\u0301mez\r\n🇲🇽 spoke in Guadalajara."
    names = tagger.tag(text)
    assert called(names, text, "person") == ["Ana Lucía Go\u0301mez"]
    assert called(names, text, "place") == ["Guadalajara"]


def test_line_ends_do_not_change_what_is_found(tagger: NameTagger) -> None:
    windows_style = TALKS.replace("\n", "\r\n")
    plain, carriage = tagger.tag(TALKS), tagger.tag(windows_style)
    assert [TALKS[n.start : n.end] for n in plain] == [windows_style[n.start : n.end] for n in carriage]


def test_lines_broken_for_their_length_are_read_as_one_paragraph(tagger: NameTagger) -> None:
    text = (
        "The two sides agreed on trade and transport when Premier Li\nQiang met the governor of the "
        "northern region in the port of\nSan Pedro, where the talks went on until late in the evening.\n"
    )
    names = tagger.tag(text)
    assert called(names, text, "person") == ["Li\nQiang"]
    assert called(names, text, "place") == ["San Pedro"]


def test_a_name_ends_with_its_paragraph(tagger: NameTagger) -> None:
    text = "Present were:\nMaria Lopez\nJohn Stone\nAli Hassan\n"
    assert called(tagger.tag(text), text, "person") == ["Maria Lopez", "John Stone", "Ali Hassan"]


def test_addresses_hold_no_names(tagger: NameTagger) -> None:
    text = (
        "See https://news.example/world/angela-brandt-visits-peru or write to maria.lopez@peru.example now."
    )
    assert tagger.tag(text) == []


def test_signs_and_possessives_are_no_part_of_a_name(tagger: NameTagger) -> None:
    text = "“Brazil’s farmers” trust Paulo Reis’s word; “Angela Brandt” (of Peru) does not."
    names = tagger.tag(text)
    assert called(names, text, "place") == ["Brazil", "Peru"]
    assert called(names, text, "person") == ["Paulo Reis", "Angela Brandt"]


def test_capitals(tagger: NameTagger) -> None:
    text = "PRESIDENT LUIS PEREIRA ARRIVES IN LISBON FOR TALKS WITH ANGELA BRANDT"
    names = tagger.tag(text)
    assert_sound(names, text)
    assert "LISBON" in called(names, text, "place")
    assert called(names, text, "person") == ["LUIS PEREIRA", "ANGELA BRANDT"]


@pytest.mark.parametrize(
    "text", ["", " ", "\r\n\t", "...", "\u200b", "🙂", "42", "http://example.org/a_b?c=d"]
)
def test_texts_without_names(tagger: NameTagger, text: str) -> None:
    assert tagger.tag(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "a" * 50_000,
        "Lima, " * 3_000,
        "1\t2\t3\n" * 3_000,
        "習近平" * 2_000,
        "e\u0301" * 5_000,
        ("word " * 60 + "\n") * 40,
    ],
    ids=["one word", "list", "table", "no spaces", "marks", "no full stops"],
)
def test_long_and_odd_texts_are_cut_into_bounded_windows(pieces: WordPiece, text: str) -> None:
    found = list(windows(text, pieces))
    assert max(len(window.ids) for window in found) <= PIECES_PER_WINDOW
    assert [span for window in found for span in window.spans] == list(units(text))


def test_a_text_of_many_windows(tagger: NameTagger) -> None:
    text = "\n\n".join([TALKS] * 20)
    names = tagger.tag(text)
    assert_sound(names, text)
    assert called(names, text, "person").count("William Ruto") == 20


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.text(max_size=30),
            st.sampled_from(
                [
                    "Wang Yi",
                    "in Nairobi",
                    "Mr.",
                    "\r\n",
                    "\n\n",
                    " ",
                    "U.S.",
                    "’s",
                    "👩‍⚖️",
                    "e\u0301",
                    "\x00",
                    "\u2028",
                ]
            ),
        ),
        max_size=25,
    ).map("".join)
)
def test_spans_of_any_text_are_sound(tagger: NameTagger, text: str) -> None:
    assert_sound(tagger.tag(text), text)


def test_many_texts_come_in_order_and_as_if_alone(tagger: NameTagger) -> None:
    texts = [TALKS, "", "Premier Li Qiang flew to Minsk.", TALKS[:90], "Nothing here."] * 3
    assert list(tagger.tag_many(texts)) == [tagger.tag(text) for text in texts]


def test_many_texts_are_read_as_they_are_needed(tagger: NameTagger) -> None:
    taken = 0

    def endless() -> Iterator[str]:
        nonlocal taken
        while True:
            taken += 1
            yield "Premier Li Qiang flew to Minsk."

    names = tagger.tag_many(endless())
    for _ in range(3):
        next(names)
    assert taken < 20


def test_nothing_heavy_is_imported_before_the_first_text() -> None:
    program = (
        "import sys; from reader.entities.names import NameTagger; NameTagger().version;"
        "sys.exit(any(m in sys.modules for m in ('numpy', 'onnxruntime')))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_units_keep_marks_with_their_letters() -> None:
    text = "Jong-un’s e\u0301te\u0301, U.S."
    assert [text[a:b] for a, b in units(text)] == [
        "Jong",
        "-",
        "un",
        "’",
        "s",
        "e\u0301te\u0301",
        ",",
        "U",
        ".",
        "S",
        ".",
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Éric", "eric"),
        ("e\u0301te", "ete"),
        ("’", "'"),
        ("—", "-"),
        ("İstanbul", "istanbul"),
        ("NAIROBI", "nairobi"),
    ],
)
def test_spelling_does_not_change_the_pieces(pieces: WordPiece, one: str, other: str) -> None:
    assert pieces.ids(one) == pieces.ids(other)


def test_a_word_is_split_into_the_longest_pieces(pieces: WordPiece) -> None:
    words = data_path("model", "vocab.txt").read_text(encoding="utf-8").splitlines()
    assert [words[i] for i in pieces.ids("president")] == ["president"]
    assert [words[i] for i in pieces.ids("embeddings")] == ["em", "##bed", "##ding", "##s"]
    assert pieces.ids("北京") == (pieces.unknown,)
    assert pieces.ids("x" * 500) == (pieces.unknown,)


def test_case_classes_tell_how_a_word_is_written() -> None:
    written = ["ministry", "Ministry", "NATO", "McConnell", "19th", "U", "習", "-"]
    assert len({case_class(word) for word in written}) == len(written)
