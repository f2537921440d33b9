"""Bars and sparklines: heights, widths, labels, and that the cursor is always in sight."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.tui.widgets.chart_picture import BLOCKS, Bar, draw_chart, frame_for, sparkline

COUNTS = st.lists(st.integers(0, 5000), max_size=60)
LABELS = st.sampled_from(["", "Jan", "12", "三月", "2026"])
BARS = st.lists(st.builds(Bar, st.integers(0, 5000), LABELS, LABELS), min_size=1, max_size=60)


@given(COUNTS, st.integers(0, 80), st.booleans())
def test_a_sparkline_fits_and_shows_its_highest_point(counts: list[int], width: int, plain: bool) -> None:
    line = sparkline(counts, width, ascii_only=plain)
    assert cell_len(line) == min(len(counts), width)
    if any(counts) and width:
        assert ("@" if plain else "█") in line
    assert line.isascii() == (plain or not line)


def test_one_is_more_than_none() -> None:
    assert sparkline([0, 1, 1000], 3) == "·▁█"
    assert sparkline([3, 0, 0, 3], 2) == "██"


@given(BARS, st.integers(8, 100), st.integers(3, 20), st.booleans(), st.data())
def test_a_chart_fits_and_its_cursor_is_in_sight(
    bars: list[Bar], width: int, height: int, plain: bool, data: st.DataObject
) -> None:
    cursor = data.draw(st.integers(0, len(bars) - 1))
    frame = frame_for(bars, width, cursor, data.draw(st.integers(0, len(bars))))
    rows = draw_chart(bars, frame, width, height, cursor, ascii_only=plain)
    assert frame.first <= cursor < frame.first + frame.shown
    assert len(rows) == height
    assert all(sum(cell_len(piece.text) for piece in row) <= width for row in rows)
    if bars[cursor].count:
        assert any(piece.bar == cursor and piece.text.strip() for row in rows for piece in row)


@given(BARS, st.integers(30, 100))
def test_the_highest_bar_is_the_highest_and_none_is_nothing(bars: list[Bar], width: int) -> None:
    height = 12
    frame = frame_for(bars, width, 0, 0)
    rows = draw_chart(bars, frame, width, height, 0)
    heights = {
        number: sum(
            BLOCKS.index(piece.text[0]) + 1
            for row in rows[:-2]
            for piece in row
            if piece.bar == number and piece.kind in ("bar", "chosen") and piece.text.strip()
        )
        for number in range(frame.shown)
    }
    for one, tall in heights.items():
        assert (tall == 0) == (bars[one].count == 0)
        for other, taller in heights.items():
            if bars[one].count >= bars[other].count:
                assert tall >= taller


def test_the_period_under_the_cursor_is_labelled() -> None:
    bars = [Bar(n % 4, f"{n}", "2026" if n == 0 else "") for n in range(40)]
    frame = frame_for(bars, 50, 33, 0)
    labels = draw_chart(bars, frame, 50, 8, 33)[-1]
    assert [piece.text for piece in labels if piece.kind == "chosen-label"] == ["33"]
