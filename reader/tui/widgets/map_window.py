"""Windows onto the world: what is seen at which size, and where in it a position lies.

The projection is equirectangular, true to scale at the middle of the window. A cell has two by four
dots, as braille patterns have, which on a usual terminal are square.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

DOTS_X, DOTS_Y = 2, 4
KM = 111.32  # to a degree of latitude
_LEAST_SQUEEZE = 0.1  # nearer to the poles a map grows no wider

ZOOMS = ("world", "continent", "region", "country", "province", "near")
_HEIGHTS = (142.0, 64.0, 28.0, 12.0, 5.0, 2.0)
"""Degrees of latitude that the smaller side of a window spans at each zoom."""
_WORLD_LAT = 13.0  # the middle of where people live
_FARTHEST = 84.0


@dataclass(frozen=True, slots=True)
class Spot:
    """Something to show on the map; the heavier of two in one cell is seen."""

    lat: float
    lon: float
    label: str = ""
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Window:
    """What is seen: the middle in degrees, how many degrees of latitude a dot is, and cells."""

    lat: float
    lon: float
    step: float
    width: int
    height: int

    @property
    def squeeze(self) -> float:
        """How long a degree of longitude is, in degrees of latitude."""
        return max(math.cos(math.radians(self.lat)), _LEAST_SQUEEZE)

    @property
    def reach(self) -> tuple[float, float]:
        """How far the window reaches from its middle, in degrees of latitude and of longitude; never
        more than once around the world."""
        across = self.width * DOTS_X / 2 * self.step / self.squeeze
        return self.height * DOTS_Y / 2 * self.step, min(across, 180.0)

    def dot(self, lat: float, lon: float) -> tuple[float, float]:
        """Where a position lies, in dots from the top left corner; the nearest way around the world."""
        east = (lon - self.lon + 180) % 360 - 180
        x = self.width * DOTS_X / 2 + east * self.squeeze / self.step
        return x, self.height * DOTS_Y / 2 - (lat - self.lat) / self.step

    def cell(self, lat: float, lon: float) -> tuple[int, int] | None:
        """The column and row of a position, None when it lies outside."""
        x, y = self.dot(lat, lon)
        column, row = math.floor(x / DOTS_X), math.floor(y / DOTS_Y)
        return (column, row) if 0 <= column < self.width and 0 <= row < self.height else None

    @property
    def km_a_cell(self) -> float:
        """How wide a cell is."""
        return DOTS_X * self.step * KM


def window_at(lat: float, lon: float, zoom: int, width: int, height: int) -> Window:
    """The window of this size at one of the `ZOOMS` around a position; the world is shown whole."""
    zoom = min(max(zoom, 0), len(ZOOMS) - 1)
    if zoom == 0:
        whole = 360 * Window(_WORLD_LAT, lon, 1, width, height).squeeze / max(width * DOTS_X, 1)
        return Window(_WORLD_LAT, lon, max(whole, _HEIGHTS[0] / max(height * DOTS_Y, 1)), width, height)
    step = _HEIGHTS[zoom] / max(min(width * DOTS_X, height * DOTS_Y), 1)
    half = min(height * DOTS_Y / 2 * step, _FARTHEST)
    return Window(min(max(lat, half - 90), 90 - half), _wrapped(lon), step, width, height)


def fitting(spots: Sequence[Spot], width: int, height: int) -> tuple[float, float, int]:
    """The middle and the nearest zoom at which every spot is in sight."""
    if not spots:
        return _WORLD_LAT, 0.0, 0
    lats = [spot.lat for spot in spots]
    lon, lat = _middle([spot.lon for spot in spots]), (min(lats) + max(lats)) / 2
    for zoom in range(len(ZOOMS) - 2, 0, -1):
        window = window_at(lat, lon, zoom, width, height)
        if all(_well_inside(window, spot) for spot in spots):
            return lat, lon, zoom
    return lat, lon, 0


def _well_inside(window: Window, spot: Spot) -> bool:
    x, y = window.dot(spot.lat, spot.lon)
    wide, high = window.width * DOTS_X, window.height * DOTS_Y
    return 0.08 * wide <= x <= 0.92 * wide and 0.08 * high <= y <= 0.92 * high


def _middle(lons: Sequence[float]) -> float:
    """The middle of the shortest arc that holds these longitudes: opposite their widest gap."""
    around = sorted(_wrapped(lon) for lon in lons)
    following = [*around[1:], around[0] + 360]
    gap, after = max((b - a, b) for a, b in zip(around, following, strict=True))
    return _wrapped(after + (360 - gap) / 2)


def _wrapped(lon: float) -> float:
    return (lon + 180) % 360 - 180


def scale_bar(window: Window, longest: int) -> str:
    """A bar of round length with its kilometres, at most so many cells."""
    room = longest - len(" 5,000 km")
    for km in _ROUND:
        cells = round(km / window.km_a_cell)
        if 2 <= cells <= room:
            return "╶" + "─" * (cells - 2) + "╴" + f" {km:,} km"
    return ""


_ROUND = (5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1)
