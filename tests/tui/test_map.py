"""The map: where positions and outlines are drawn, and what the keys of a map do."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult

from reader.tui import themes
from reader.tui.widgets import outlines
from reader.tui.widgets.map import MapView, signs_for
from reader.tui.widgets.map_picture import Ground, Ink, Row, Signs, draw
from reader.tui.widgets.map_window import DOTS_X, DOTS_Y, ZOOMS, Spot, Window, fitting, scale_bar, window_at

LATS = st.floats(-84, 84)
LONS = st.floats(-180, 180)
SIZES = st.tuples(st.integers(1, 70), st.integers(1, 20))
WINDOWS = st.builds(
    lambda lat, lon, zoom, size: window_at(lat, lon, zoom, *size),
    LATS,
    LONS,
    st.integers(0, len(ZOOMS) - 1),
    SIZES,
)
PLACES = {
    "Paris": (48.86, 2.35),
    "Thaba-Tseka": (-29.6, 28.3),
    "Bloemfontein": (-29.12, 26.21),
    "the Atlantic": (30.0, -40.0),
    "the Caspian Sea": (41.5, 51.0),
    "Viti Levu": (-17.8, 178.0),
    "Chukotka": (67.0, -178.5),
    "the north pole": (89.5, 10.0),
    "Antarctica": (-80.0, 100.0),
}


def width_of(row: Row) -> int:
    return sum(cell_len(piece.text) for piece in row)


def piece_at(rows: tuple[Row, ...], column: int, row: int) -> tuple[str, Ink, Ground]:
    at = 0
    for piece in rows[row]:
        for char in piece.text:
            if at <= column < at + max(cell_len(char), 1):
                return char, piece.ink, piece.ground
            at += cell_len(char)
    raise AssertionError("the row is too short")


# --- positions --------------------------------------------------------------------------------


@given(WINDOWS, LATS, LONS)
@settings(max_examples=60, deadline=None)
def test_a_spot_is_seen_in_the_cell_of_its_position_and_nowhere_else(
    window: Window, lat: float, lon: float
) -> None:
    rows = draw(window, [Spot(lat, lon)], chosen=0)
    seen = [
        (column, number)
        for number, row in enumerate(rows)
        for column, char in enumerate("".join(piece.text for piece in row))
        if char == "◆"
    ]
    place = window.cell(lat, lon)
    assert seen == ([place] if place else [])


@given(WINDOWS, LATS, LONS)
def test_the_cell_of_a_position_covers_it(window: Window, lat: float, lon: float) -> None:
    place = window.cell(lat, lon)
    if place is None:
        return
    middle_x, middle_y = (place[0] + 0.5) * DOTS_X, (place[1] + 0.5) * DOTS_Y
    north = window.lat + (window.height * DOTS_Y / 2 - middle_y) * window.step
    east = window.lon + (middle_x - window.width * DOTS_X / 2) * window.step / window.squeeze
    apart = abs((lon - east + 180) % 360 - 180)
    assert abs(north - lat) <= DOTS_Y / 2 * window.step + 1e-6
    assert apart <= DOTS_X / 2 * window.step / window.squeeze + 1e-6


@given(st.lists(st.builds(Spot, LATS, LONS, st.text(max_size=8)), max_size=12), SIZES)
@settings(max_examples=40, deadline=None)
def test_every_spot_is_in_sight_where_the_map_fits_them(spots: list[Spot], size: tuple[int, int]) -> None:
    lat, lon, zoom = fitting(spots, *size)
    window = window_at(lat, lon, zoom, *size)
    if zoom:
        assert all(window.cell(spot.lat, spot.lon) for spot in spots)
    rows = draw(window, spots, chosen=0 if spots else -1)
    assert all(width_of(row) == size[0] for row in rows)


def test_spots_around_the_date_line_are_shown_from_near() -> None:
    lat, lon, zoom = fitting([Spot(-18.1, 178.4), Spot(-13.8, -171.8)], 60, 20)
    assert ZOOMS[zoom] == "country"
    assert abs(abs(lon) - 176.7) < 1
    assert lat == pytest.approx(-15.95)


# --- outlines ---------------------------------------------------------------------------------


@given(WINDOWS, st.sampled_from(list(Signs)))
@settings(max_examples=60, deadline=None)
def test_a_map_is_as_large_as_its_window(window: Window, signs: Signs) -> None:
    rows = draw(window, signs=signs)
    assert len(rows) == window.height
    assert all(width_of(row) == window.width for row in rows)


def test_nothing_is_drawn_beyond_the_world() -> None:
    rows = draw(Window(0, 0, 4.0, 120, 30))  # 960 by 480 degrees
    for number, row in enumerate(rows):
        lat = (30 * DOTS_Y / 2 - (number + 0.5) * DOTS_Y) * 4
        for piece in row if abs(lat) > 92 else ():
            assert (piece.ink, piece.ground) == (Ink.NONE, Ground.SEA)
        line = "".join(piece.text for piece in row)
        assert not line[:37].strip()
        assert not line[-37:].strip()


@pytest.mark.parametrize(
    ("name", "home", "ground"),
    [
        ("Paris", "FR", Ground.HOME),
        ("Paris", "ES", Ground.LAND),
        ("Thaba-Tseka", "LS", Ground.HOME),
        ("Thaba-Tseka", "ZA", Ground.LAND),
        ("Bloemfontein", "ZA", Ground.HOME),
        ("the Atlantic", "", Ground.SEA),
        ("the Caspian Sea", "", Ground.SEA),
        ("Viti Levu", "FJ", Ground.HOME),
        ("Chukotka", "RU", Ground.HOME),
        ("the north pole", "", Ground.SEA),
        ("Antarctica", "AQ", Ground.HOME),
    ],
)
@pytest.mark.parametrize("zoom", [3, 4])
def test_land_sea_and_the_country_are_told_apart(name: str, home: str, ground: Ground, zoom: int) -> None:
    lat, lon = PLACES[name]
    window = window_at(lat, lon, zoom, 80, 24)
    place = window.cell(lat, lon)
    assert place is not None
    assert piece_at(draw(window, home=home), *place)[2] is ground


def test_the_world_goes_on_across_the_date_line() -> None:
    west, east = window_at(0, 179.999, 1, 60, 20), window_at(0, -180, 1, 60, 20)
    plain = ["".join(piece.text for piece in row) for row in draw(east)]
    assert plain == ["".join(piece.text for piece in row) for row in draw(Window(*astuple(west, 180.0)))]
    assert any(line.strip() for line in plain)


def astuple(window: Window, lon: float) -> tuple[float, float, float, int, int]:
    return window.lat, lon, window.step, window.width, window.height


def test_borders_are_told_from_coasts() -> None:
    rows = draw(window_at(*PLACES["Paris"], 2, 80, 24))
    inks = {piece.ink for row in rows for piece in row}
    assert {Ink.COAST, Ink.BORDER} <= inks


@pytest.mark.parametrize("runs", [outlines.coarse(), outlines.fine()])
def test_outlines_are_whole(runs: tuple[outlines.Run, ...]) -> None:
    ends: dict[tuple[int, int], int] = {}
    for run in runs:
        assert len(run.xs) == len(run.ys) > 1
        assert all(-9000 <= y <= 9000 for y in run.ys)
        for at in (0, -1):
            end = (run.xs[at] % 36000, run.ys[at])
            ends[end] = ends.get(end, 0) + 1
    assert all(count > 1 for count in ends.values()), "a line ends where no other begins"


# --- signs and labels -------------------------------------------------------------------------


def test_ascii_is_ascii_and_blocks_are_no_braille() -> None:
    window = window_at(*PLACES["Paris"], 2, 60, 20)
    spots = [Spot(*PLACES["Paris"], "Paris")]
    plain = "".join(piece.text for row in draw(window, spots, chosen=0, signs=Signs.ASCII) for piece in row)
    assert plain.isascii()
    assert "@ Paris" in plain
    blocks = "".join(piece.text for row in draw(window, spots, signs=Signs.BLOCKS) for piece in row)
    assert set("▀▄█") & set(blocks)
    assert not any(0x2800 <= ord(char) < 0x2900 for char in blocks)


def test_labels_never_cover_pins_and_the_chosen_one_comes_first() -> None:
    spots = [Spot(0, lon, f"Town {number}", number) for number, lon in enumerate((10.0, 10.4, 10.8, 11.2))]
    rows = draw(window_at(0, 10.5, 2, 60, 9), spots, chosen=0)
    line = "".join(piece.text for piece in rows[4])
    assert "Town 0" in line
    assert line.count("●") + line.count("◆") == len(
        {window_at(0, 10.5, 2, 60, 9).cell(0, s.lon) for s in spots}
    )


def test_a_wide_label_keeps_the_row_aligned() -> None:
    window = window_at(35.7, 139.7, 3, 30, 9)
    for row in draw(window, [Spot(35.7, 139.7, "東京都千代田区永田町")], chosen=0):
        assert width_of(row) == 30


@given(WINDOWS)
def test_the_scale_is_as_long_as_it_says(window: Window) -> None:
    bar = scale_bar(window, 26)
    if bar:
        kilometres = float(bar.split()[1].replace(",", ""))
        assert abs(len(bar.split()[0]) * window.km_a_cell - kilometres) <= window.km_a_cell
    assert cell_len(bar) <= 26


def test_signs_follow_the_terminal() -> None:
    assert signs_for({"LANG": "en_GB.UTF-8", "TERM": "xterm-256color"}) is Signs.BRAILLE
    assert signs_for({"LANG": "en_GB.UTF-8", "TERM": "linux"}) is Signs.BLOCKS
    assert signs_for({"LC_ALL": "C", "TERM": "xterm"}) is Signs.ASCII


# --- keys -------------------------------------------------------------------------------------


class OneMap(App[None]):
    def get_theme_variable_defaults(self) -> dict[str, str]:
        return themes.colours_for(self.current_theme)

    def compose(self) -> ComposeResult:
        yield MapView(environment={"LANG": "C.UTF-8"})


async def test_the_map_moves_nearer_and_back() -> None:
    async with OneMap().run_test(size=(60, 20)) as pilot:
        view = pilot.app.query_one(MapView)
        view.focus()
        view.show([Spot(*PLACES["Paris"], "Paris"), Spot(45.75, 4.85, "Lyon")], chosen=0, zoom=3, home="FR")
        await pilot.pause()
        start = view.window
        view.zoom_by(1)
        assert view.window.step < start.step
        assert view.window.cell(*PLACES["Paris"]) is not None
        await pilot.press("right", "up")
        assert view.window.lon > start.lon
        assert view.window.lat > start.lat
        await pilot.press("n")
        assert view.chosen == 1
        assert view.window.cell(45.75, 4.85) is not None
        await pilot.press("0")
        assert view.window == start
        for _ in range(9):
            view.zoom_by(-1)
        assert view.zoom == 0
        assert math.isclose(view.window.lat, 13)
