"""Cleaning: nothing dangerous survives, and nothing moves."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.clean import MAX_MARKS, clean, clean_line, tidy

DANGEROUS = {
    *range(0x09), 0x0B, 0x0C, 0x0D, *range(0x0E, 0x20), *range(0x7F, 0xA0), 0xAD, 0x61C, 0x200B, 0x200E, 0x200F,
    0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF, *range(0xFFF9, 0xFFFC),
    *range(0xFDD0, 0xFDF0), *range(0xE0000, 0xE0080), *range(0xD800, 0xE000),
    *(plane << 16 | low for plane in range(17) for low in (0xFFFE, 0xFFFF)),
}  # fmt: skip

hostile = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(sorted(DANGEROUS)).map(chr),
        st.sampled_from("\u0301\u0327\u20dd\u200d\u200c\ufe0f\U000e0101"),
        st.sampled_from("ab \n\t\r"),
    ),
    max_size=60,
)


def longest_stack(text: str) -> int:
    longest = run = 0
    for char in text:
        run = run + 1 if unicodedata.category(char) in ("Mn", "Me") or char in "\u200c\u200d" else 0
        longest = max(longest, run)
    return longest


@given(hostile)
def test_cleaning_keeps_length_and_is_done_once_for_all(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned) == len(text)
    assert clean(cleaned) == cleaned
    assert not DANGEROUS & set(map(ord, cleaned))
    assert longest_stack(cleaned) <= MAX_MARKS


@given(hostile)
def test_what_is_not_dangerous_stays_where_it_was(text: str) -> None:
    for before, after in zip(text, clean(text), strict=True):
        kept = before == after
        excess_mark = unicodedata.category(before) in ("Mn", "Me") or before in "\u200c\u200d"
        assert kept or ord(before) in DANGEROUS or excess_mark


@given(hostile)
def test_tidied_text_is_clean_and_stays_as_it_is(text: str) -> None:
    tidied = tidy(text)
    assert clean(tidied) == tidied
    assert tidy(tidied) == tidied


@given(hostile, st.integers(2, 40))
def test_a_line_is_one_line_of_bounded_length(text: str, limit: int) -> None:
    line = clean_line(text, limit)
    assert len(line) <= limit
    assert "\n" not in line
    assert "\t" not in line
    assert line == line.strip()
    assert clean(line) == line


def test_every_dangerous_character_is_replaced_one_for_one() -> None:
    for code in DANGEROUS:
        assert clean(f"a{chr(code)}b") == ("a b" if code == 13 else "a\ufffdb"), hex(code)


@pytest.mark.parametrize(
    "text",
    [
        "plain, with\nlines\tand tabs",
        "naïve café – “quoted”",
        "क्षेत्र में सरकार",
        "می‌خواهم",
        "👩‍👩‍👧‍👦 ✈️",
        "한국어 日本語 中文",
        "שָׁלוֹם עֲלֵיכֶם",
        "ཨོཾ་མ་ཎི་པདྨེ་ཧཱུྃ",
        "e\u0301\u0327\u0323",
    ],
)
def test_the_scripts_of_the_world_pass_unchanged(text: str) -> None:
    assert clean(text) == text
    assert tidy(text) == text


def test_stacked_marks_end_after_a_few() -> None:
    stacked = "Z" + "\u0301" * 50 + "!"
    assert clean(stacked) == "Z" + "\u0301" * MAX_MARKS + "\ufffd" * (50 - MAX_MARKS) + "!"
    assert tidy(stacked) == "Z" + "\u0301" * MAX_MARKS + "!"


def test_tidy_mends_what_has_no_offsets_yet() -> None:
    assert tidy("one\r\ntwo\rthree\u2028four") == "one\ntwo\nthree\nfour"
    assert tidy("it\x92s \x93quoted\x94") == "it’s “quoted”"
    assert tidy("in\u00advis\u200bible\u202e\ufeff") == "invisible"
    assert tidy("\x1b]52;c;aGk=\x07") == "\ufffd]52;c;aGk=\ufffd"


def test_a_long_line_ends_in_an_ellipsis() -> None:
    assert clean_line("  one\n two \t three ") == "one two three"
    assert clean_line("word " * 100, 12) == "word word w…"
