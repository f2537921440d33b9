"""Makes data/map/outlines.bin.xz: coasts and borders for the maps. Run it from the root of a checkout:

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    pip install "pycountry>=24"
    PYTHONPATH=. python data/build/outlines.py package/countries-10m.json

The package holds Natural Earth 4.1 (https://www.naturalearthdata.com, public domain), countries at
1:10 million, as TopoJSON: every line once, with the countries on its two sides. The lines are thinned
(Douglas and Peucker 1973), once for maps of a country or less and once for maps of the world.
`reader/tui/widgets/outlines.py` describes the file and reads it.
"""

from __future__ import annotations

import json
import lzma
import math
import struct
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import pycountry

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "data" / "map" / "outlines.bin.xz"

TOLERANCES = (0.25, 0.038)
"""How far a line may lie from where it was, in degrees of latitude: for the world, for a country."""
SMALLEST = 2.5
"""An island spans so many tolerances, or it is left out; a country keeps its largest."""
UNITS = 100  # of a degree
LONGEST = 127  # units from point to point in one coordinate, what a signed byte holds
RUN = 96  # points in a row at most, so that a map need look at little that lies outside it

WITHOUT_NUMBER = {
    "Kosovo": "XK",
    "Somaliland": "SO",
    "N. Cyprus": "CY",
    "Cyprus U.N. Buffer Zone": "CY",
    "Baikonur": "KZ",
    "USNB Guantanamo Bay": "CU",
}
"""Areas of Natural Earth that ISO 3166-1 does not number, by the codes of the gazetteer."""
NOBODYS = "ZZ"
"""Stands for what is land, but no country's that has a code."""

Point = tuple[float, float]  # longitude and latitude in degrees
Spot = tuple[int, int]  # the same in units


@dataclass
class Line:
    """A coast or border with the codes of the countries beside it, "" for the sea."""

    points: list[Point]
    beside: list[str] = field(default_factory=list)
    kept: bool = False  # the largest island of a country

    @property
    def is_ring(self) -> bool:
        return self.points[0] == self.points[-1]

    @property
    def span(self) -> float:
        """The larger of height and width, in degrees of latitude."""
        xs, ys = [x for x, _ in self.points], [y for _, y in self.points]
        squeeze = math.cos(math.radians((min(ys) + max(ys)) / 2))
        return max(max(ys) - min(ys), (max(xs) - min(xs)) * squeeze)


def main(source: Path) -> None:
    lines = read(json.loads(source.read_text(encoding="utf-8")))
    codes = sorted({code for line in lines for code in line.beside if code})
    parts = [b"Outlines 1\n", " ".join(codes).encode(), b"\n"]
    for tolerance in TOLERANCES:
        parts.append(packed(runs_of(lines, tolerance), ["", *codes]))
    TARGET.write_bytes(lzma.compress(b"".join(parts), format=lzma.FORMAT_XZ, preset=9 | lzma.PRESET_EXTREME))
    print(f"{TARGET.relative_to(ROOT)}: {TARGET.stat().st_size:,} bytes")


def read(topology: dict[str, Any]) -> list[Line]:
    """The lines of a TopoJSON file (https://github.com/topojson/topojson-specification)."""
    lines = [Line(list(_degrees(arc, topology["transform"]))) for arc in topology["arcs"]]
    for country in topology["objects"]["countries"]["geometries"]:
        code = _code(country)
        rings = [ring for polygon in _polygons(country) for ring in polygon]
        for ring in rings:
            for arc in ring:
                lines[arc if arc >= 0 else ~arc].beside.append(code)
        largest = max(
            (lines[arc if arc >= 0 else ~arc] for ring in rings for arc in ring), key=lambda a: a.span
        )
        largest.kept = True
    return lines


def _degrees(arc: Sequence[Sequence[int]], transform: dict[str, Any]) -> Iterator[Point]:
    (sx, sy), (tx, ty) = transform["scale"], transform["translate"]
    x = y = around = 0
    before = 0.0
    for number, (dx, dy) in enumerate(arc):
        x, y = x + dx, y + dy
        lon = x * sx + tx
        if number:  # on across the date line, not back around the world
            around += (lon - before < -180) - (lon - before > 180)
        before = lon
        yield lon + around * 360, y * sy + ty


def _polygons(country: dict[str, Any]) -> list[list[list[int]]]:
    arcs: list[Any] = country.get("arcs", [])
    return [arcs] if country["type"] == "Polygon" else arcs


def _code(country: dict[str, Any]) -> str:
    known = pycountry.countries.get(numeric=country["id"]) if "id" in country else None
    return str(known.alpha_2) if known else WITHOUT_NUMBER.get(country["properties"]["name"], NOBODYS)


# --- thinning ---------------------------------------------------------------------------------

Run = tuple[list[Spot], str, str]


def runs_of(lines: Sequence[Line], tolerance: float) -> list[Run]:
    """What is left of the lines, in short runs of points with the codes on both sides."""
    runs: list[Run] = []
    for line in lines:
        if line.is_ring and line.span < SMALLEST * tolerance and not line.kept:
            continue
        own = min(tolerance, line.span / 4) if line.is_ring else tolerance
        spots = list(_in_steps([_spot(point) for point in thinned(line.points, own)]))
        if len(spots) > 1:
            one, other = sorted((*line.beside, "", "")[:2])
            runs += [(spots[at : at + RUN], one, other) for at in range(0, len(spots) - 1, RUN - 1)]
    return sorted(runs, key=lambda run: run[0][0])


def thinned(points: Sequence[Point], tolerance: float) -> list[Point]:
    """The fewest points that stay near the line, its ends among them (Douglas and Peucker)."""
    keep = {0, len(points) - 1}
    parts = [(0, len(points) - 1)]
    while parts:
        first, last = parts.pop()
        far, at = _farthest(points, first, last)
        if far > tolerance:
            keep.add(at)
            parts += [(first, at), (at, last)]
    return [points[at] for at in sorted(keep)]


def _farthest(points: Sequence[Point], first: int, last: int) -> tuple[float, int]:
    """The distance from the straight line, in degrees of latitude, of the point farthest from it."""
    squeeze = math.cos(math.radians((points[first][1] + points[last][1]) / 2))
    x0, y0 = points[first][0] * squeeze, points[first][1]
    dx, dy = points[last][0] * squeeze - x0, points[last][1] - y0
    length = dx * dx + dy * dy
    most, at = 0.0, first
    for number in range(first + 1, last):
        x, y = points[number][0] * squeeze - x0, points[number][1] - y0
        along = min(max((x * dx + y * dy) / length, 0), 1) if length else 0
        far = (x - along * dx) ** 2 + (y - along * dy) ** 2
        if far > most:
            most, at = far, number
    return math.sqrt(most), at


def _spot(point: Point) -> Spot:
    return round(point[0] * UNITS), round(point[1] * UNITS)


def _in_steps(spots: Sequence[Spot]) -> Iterator[Spot]:
    """Points in between where two are farther apart than a step may be, none twice in a row."""
    yield spots[0]
    for (x0, y0), (x1, y1) in pairwise(spots):
        steps = math.ceil(max(abs(x1 - x0), abs(y1 - y0)) / LONGEST)
        for step in range(1, steps + 1):
            yield x0 + round((x1 - x0) * step / steps), y0 + round((y1 - y0) * step / steps)


# --- packing ----------------------------------------------------------------------------------


def packed(runs: Sequence[Run], codes: Sequence[str]) -> bytes:
    """One level of the file."""
    planes: dict[str, bytearray] = defaultdict(bytearray)
    steps = 0
    for spots, one, other in runs:
        planes["steps"].append(len(spots) - 1)
        planes["one"].append(codes.index(one))
        planes["other"].append(codes.index(other))
        planes["x"] += struct.pack("<h", spots[0][0])
        planes["y"] += struct.pack("<h", spots[0][1])
        for (x0, y0), (x1, y1) in pairwise(spots):
            planes["dx"] += struct.pack("b", x1 - x0)
            planes["dy"] += struct.pack("b", y1 - y0)
            steps += 1
    print(f"{len(runs):,} runs, {steps:,} steps")
    order = ("steps", "one", "other", "x", "y", "dx", "dy")
    return struct.pack("<II", len(runs), steps) + b"".join(bytes(planes[name]) for name in order)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
