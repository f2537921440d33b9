"""Coasts and borders of the world, for maps.

`data/map/outlines.bin.xz` (made by `data/build/outlines.py` from Natural Earth, public domain) holds,
packed as XZ:

    "Outlines 1\\n", the codes of the countries (ISO 3166-1 alpha-2; "ZZ" for land without one)
    with spaces between, "\\n", then two levels, the coarse one first. A level is, little-endian,
    two uint32, the number of runs and of steps, and seven arrays, one after the other:
    for each run   uint8 number of steps; uint8, uint8 the countries on its two sides (0 for the sea,
                   else 1 and up into the codes); int16 longitude, int16 latitude of its first point
    for each step  int8, int8 how far the next point lies east and north of it
    all in hundredths of a degree. Lines go on across the date line, beyond 180 degrees.
"""

from __future__ import annotations

import struct
from array import array
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from reader.config import data_path

UNITS = 100  # of a degree


class Run(NamedTuple):  # four thousand frozen dataclasses would take three times as long to make
    """A few points of a coast or a border, in hundredths of a degree, and the codes of the countries
    on its two sides, "" for the sea. `west` to `north` are the bounds."""

    xs: tuple[int, ...]
    ys: tuple[int, ...]
    one: str
    other: str
    west: int
    east: int
    south: int
    north: int

    @property
    def is_coast(self) -> bool:
        return not (self.one and self.other)

    def bounds(self, country: str) -> bool:
        """Whether this country lies on one side only."""
        return (self.one == country) != (self.other == country)


@cache
def coarse() -> tuple[Run, ...]:
    """The lines thinned for a map of the world (0.25 degrees)."""
    return _level(*_packed(), 0)


@cache
def fine() -> tuple[Run, ...]:
    """The lines thinned for a map of a country (0.04 degrees)."""
    return _level(*_packed(), 1)


@cache
def _packed() -> tuple[bytes, tuple[str, ...]]:
    """The levels and the codes of the countries, the sea first."""
    import lzma

    name, codes, levels = lzma.decompress(data_path("map", "outlines.bin.xz").read_bytes()).split(b"\n", 2)
    if name != b"Outlines 1":
        raise ValueError("outlines.bin.xz is of another version")
    return levels, ("", *codes.decode().split())


def _level(data: bytes, sides: tuple[str, ...], number: int) -> tuple[Run, ...]:
    at = 0
    for _ in range(number):
        count, steps = struct.unpack_from("<II", data, at)
        at += 8 + 7 * count + 2 * steps
    count, steps = struct.unpack_from("<II", data, at)
    at += 8
    lengths, one, other = (data[at + n * count : at + (n + 1) * count] for n in range(3))
    at += 3 * count
    xs = struct.unpack_from(f"<{count}h", data, at)
    ys = struct.unpack_from(f"<{count}h", data, at + 2 * count)
    at += 4 * count
    dxs, dys = array("b", data[at : at + steps]), array("b", data[at + steps : at + 2 * steps])
    runs, first = [], 0
    for number, length in enumerate(lengths):
        last = first + length
        x = tuple(accumulate(dxs[first:last], initial=xs[number]))
        y = tuple(accumulate(dys[first:last], initial=ys[number]))
        runs.append(Run(x, y, sides[one[number]], sides[other[number]], min(x), max(x), min(y), max(y)))
        first = last
    return tuple(runs)
