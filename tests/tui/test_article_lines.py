"""Wrapping: nothing of a text is lost, doubled or out of order, and no line is too wide."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len, split_graphemes

from reader.model import Block, BlockKind, Document, Link
from reader.text.clean import clean
from reader.tui.widgets.article_lines import NARROWEST, lay_out, line_of
from reader.tui.widgets.wrapping import SIMPLE, Insert, cut, wrap_plain

SIGNS = st.one_of(
    st.sampled_from("aB.,- éñ  \u3000中文字。，「」ｱ한국שלוםअर्थ\u0301\u200d👩🏽‍🔬🇺🇾️—…"),
    st.characters(codec="utf-8", exclude_characters="\n"),
)
PLAIN = st.text(st.sampled_from("abc deé’ "), max_size=120)
TEXTS = (st.text(SIGNS, max_size=120) | PLAIN).map(lambda text: clean(text).replace("\n", " "))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    text, blocks = "", []
    for _ in range(draw(st.integers(0, 5))):
        kind = draw(st.sampled_from(BlockKind))
        words = draw(TEXTS)
        if kind is BlockKind.CODE:
            words += "\n" + draw(TEXTS)
        if text:
            text += "\n\n"
        level = draw(st.integers(1, 9)) if kind in (BlockKind.ITEM, BlockKind.QUOTE) else 0
        marker = draw(st.sampled_from(["•", "12.", "viii)"])) if kind is BlockKind.ITEM else ""
        blocks.append(Block(kind, len(text), len(text) + len(words), level, marker))
        text += words
    links = []
    for block in blocks:
        if block.end - block.start > 2 and draw(st.booleans()):
            start = draw(st.integers(block.start, block.end - 1))
            links.append(Link(start, draw(st.integers(start + 1, block.end)), "https://a.example"))
    return Document(text, tuple(blocks), tuple(links))


@given(documents(), st.integers(1, 100))
@settings(max_examples=300, deadline=None)
def test_every_sign_is_shown_once_and_in_order(document: Document, width: int) -> None:
    shown: list[int] = []
    for line in lay_out(document, width):
        shown.extend(range(line.start, line.end))
    assert shown == sorted(set(shown))
    missing = set(range(len(document.text))) - set(shown)
    assert all(document.text[at].isspace() for at in missing)


@given(documents(), st.integers(NARROWEST, 100))
@settings(max_examples=300, deadline=None)
def test_no_line_is_wider_than_the_pane(document: Document, width: int) -> None:
    for line in lay_out(document, width):
        shown = line.shown(document.text)
        if cell_len(line.prefix + shown) > width:
            text = document.text[line.start : line.end]
            assert len(split_graphemes(text)[0]) == 1, (line, shown)


@given(documents(), st.integers(1, 100))
@settings(max_examples=300, deadline=None)
def test_columns_lead_back_to_offsets_and_offsets_to_lines(document: Document, width: int) -> None:
    lines = lay_out(document, width)
    for number, line in enumerate(lines):
        drawn = line.shown(document.text)
        back = [line.offset_at(index) for index in range(len(drawn) + 1)]
        assert back == sorted(back)
        noted = {insert.offset for insert in line.inserts}
        for index, sign in enumerate(drawn):
            if back[index] not in noted and back[index] < line.end:
                assert document.text[back[index]] == sign
        for offset in range(line.start, line.end):
            assert line_of(lines, offset) == number


@given(documents(), st.integers(1, 100))
@settings(max_examples=200, deadline=None)
def test_every_link_is_numbered_once(document: Document, width: int) -> None:
    numbers = [insert for line in lay_out(document, width) for insert in line.inserts]
    visible = [link for link in document.links if document.text[link.start : link.end].strip()]
    assert len(numbers) == len(visible)


@given(documents(), st.integers(1, 60))
@settings(max_examples=300, deadline=None)
def test_simple_text_is_wrapped_as_any_other(document: Document, width: int) -> None:
    """An insertion without a sign in every block makes the wrapping measure each word."""
    document = replace(document, links=())
    nothing = [Insert(block.start + 1, "", "") for block in document.blocks]
    quick = [(line.start, line.end) for line in lay_out(document, width)]
    assert quick == [(line.start, line.end) for line in lay_out(document, width, more=nothing)]


def test_simple_signs_take_one_cell() -> None:
    signs = [chr(code) for code in range(0x3000) if SIMPLE.fullmatch(chr(code))]
    assert len(signs) > 700
    assert {cell_len(sign) for sign in signs} == {1}
    assert [sign for sign in signs if sign.isspace()] == [" "]


def test_a_row_that_fits_keeps_its_columns_and_a_wide_one_stands_further_in() -> None:
    text = "   River     Metres\nSalto   a long name for it   4.25 m"
    rows = (Block(BlockKind.ROW, 0, 19), Block(BlockKind.ROW, 20, len(text)))
    document = Document(text, rows)
    drawn = [line.prefix + line.shown(text) for line in lay_out(document, 24)]
    assert drawn == ["   River     Metres", "Salto", "  a long name for it", "  4.25 m"]
    assert [line.shown(text) for line in lay_out(document, 24, widest=40)] == text.split("\n")


@given(TEXTS, st.integers(0, 40))
@settings(max_examples=200, deadline=None)
def test_cutting_fits(text: str, width: int) -> None:
    short = cut(text, width)
    assert cell_len(short) <= width
    if cell_len(text) <= width:
        assert short == text


def test_blocks_as_they_should_look() -> None:
    text = "First of all\nSecond, which is longer\n\nSaid so\n\nif x:\n    y()"
    document = Document(
        text,
        (
            Block(BlockKind.ITEM, 0, 12, 1, "1."),
            Block(BlockKind.ITEM, 13, 36, 2, "–"),
            Block(BlockKind.QUOTE, 38, 45, 1),
            Block(BlockKind.CODE, 47, len(text)),
        ),
        (Link(0, 5, "https://a.example"),),
    )
    drawn = [line.prefix + line.shown(text) for line in lay_out(document, 18)]
    assert drawn == [
        "1. First¹ of all",
        "  – Second, which",
        "    is longer",
        "",
        "│ Said so",
        "",
        "  if x:",
        "      y()",
    ]


def test_chinese_breaks_anywhere_but_before_a_full_stop() -> None:
    assert wrap_plain("水利部门公布监测。结果", 10) == ["水利部门公", "布监测。结", "果"]
    assert wrap_plain("水利部门。公布", 8) == ["水利部", "门。公布"]


def test_long_words_are_folded() -> None:
    assert wrap_plain("see https://a.example/very/long", 10) == ["see", "https://a.", "example/ve", "ry/long"]


def test_empty_documents_have_no_lines() -> None:
    assert lay_out(Document(), 40) == ()
