"""The gazetteer: what places are called, where they lie, what they belong to.

`data/gazetteer/places.txt.xz` is text in four sections, made by `data/build/gazetteer.py` (the facts
are GeoNames', CC BY 4.0, and those of `data/lexicon/places.toml`). The large section is a table
sorted by search key and is searched in place by bisection, so that opening the gazetteer costs
one decompression (about 0.1 s) and no object per place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from reader.config import data_path
from reader.model import Span

KINDS = {
    "C": "country",
    "R": "region",
    "1": "admin1",
    "2": "admin2",
    "P": "city",
    "S": "city",  # seat of a province
    "K": "city",  # capital of a country
    "N": "natural",
    "O": "other",
}
_SEATS = "SK"

_SPELT_OUT = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i"}
)
_DROPPED = re.compile("[.'’‘ʼʻ`´\u0300-\u036f]")
_APART = re.compile(r"[^0-9a-z&]+")
_IN_FULL = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
_WORD = re.compile(r"[^\W_]+")


def search_key(name: str) -> str:
    """What the spellings of a name have in common: no case, accents, apostrophes or dots, "St" in full.

    >>> search_key("St. John’s"), search_key("Nzérékoré"), search_key("U.S.")
    ('saint johns', 'nzerekore', 'us')
    """
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_SPELT_OUT))
    words = _APART.sub(" ", _DROPPED.sub("", plain)).split()
    if len(words) > 1:
        words[0] = _IN_FULL.get(words[0], words[0])
    return " ".join("and" if word == "&" else word for word in words)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place that a name may mean.

    `kind` is as in `reader.model.Place`; `country` an ISO 3166-1 alpha-2 code, "" for what spans
    several; `admin1` and `admin2` are names; `lat` and `lon` are None for what has no spot on a map
    ("the West"); `population` is rounded to a tenth of a decade, 0 when unknown; `seat` is "K" for the
    capital of a country, "S" for that of a province, else ""; `alias` says that the place is listed
    under another name than the one looked up.
    """

    name: str
    kind: str
    country: str
    admin1: str
    admin2: str
    lat: float | None
    lon: float | None
    population: int
    seat: str
    alias: bool

    def lies_in(self, other: Candidate) -> bool:
        """Is this place a part of that country, region, province or county?"""
        if self.country != other.country or not other.country or self.kind == "country":
            return False
        if other.kind == "admin1":
            return self.admin1 == other.admin1 != "" and self.kind != "admin1"
        if other.kind == "admin2":
            return self.admin2 == other.name
        return other.kind in ("country", "region")


class Gazetteer:
    """Read-only, safe to share between threads."""

    def __init__(self, packed: bytes) -> None:
        """`packed` is the content of the file. `lzma.LZMAError`, ValueError: it is damaged."""
        import lzma

        provinces, counties, certain, self._table = lzma.decompress(packed).split(b"\n\n")
        self._provinces = dict(line.split("\t") for line in provinces.decode().split("\n"))
        self._counties = counties.decode().split("\n")
        self._certain = _by_first_word(certain.decode().split("\n"))
        self._known: dict[str, tuple[Candidate, ...]] = {}

    def lookup(self, name: str) -> tuple[Candidate, ...]:
        """Every place of this name, however spelled; none when the name is unknown."""
        key = search_key(name)
        found = self._known.get(key)
        if found is None:
            found = tuple(self._candidate(key, line) for line in self._lines(key)) if key else ()
            if len(self._known) < _REMEMBERED:
                self._known[key] = found
        return found

    def is_certain(self, name: str) -> bool:
        """Is this exact string one that `find` marks?"""
        first = _WORD.match(name)
        return first is not None and name in self._certain.get(first[0], ())

    def find(self, text: str) -> Iterator[Span]:
        """Names that hardly mean anything but a place: countries, large cities, world regions, well-known
        provinces, seas and mountains. As spans of `text`, the longest first; only as they are listed, or
        in capitals."""
        done = 0
        for word in _WORD.finditer(text):
            names = self._certain.get(word[0])
            if names is None or word.start() < done:
                continue
            start = word.start()
            for name in names:
                end = start + len(name)
                if text.startswith(name, start) and not text[end : end + 1].isalnum():
                    done = end
                    yield start, end
                    break

    def _lines(self, key: str) -> Iterator[bytes]:
        """The lines of the table whose first field is `key`, by bisection over its bytes."""
        table, wanted = self._table, key.encode() + b"\t"
        low, high = 0, len(table)
        while low < high:
            middle = (low + high) // 2
            start = table.rfind(b"\n", low, middle) + 1 or low
            if table[start : start + len(wanted)] < wanted:
                low = self._line_end(middle) + 1
            else:
                high = start
        while table.startswith(wanted, low):
            end = self._line_end(low)
            yield table[low:end]
            low = end + 1

    def _line_end(self, position: int) -> int:
        end = self._table.find(b"\n", position)
        return end if end >= 0 else len(self._table)

    def _candidate(self, key: str, line: bytes) -> Candidate:
        _, name, kind, area, lat, lon, rank, county = line.decode().split("\t")
        return Candidate(
            name=name or key.title(),
            kind=KINDS[kind],
            country=area[:2],
            admin1=self._provinces.get(area, ""),
            admin2=self._counties[int(county)] if county else "",
            lat=int(lat) / 100 if lat else None,
            lon=int(lon) / 100 if lon else None,
            population=round(10 ** (int(rank) / 10)) if rank else 0,
            seat=kind if kind in _SEATS else "",
            alias=bool(name) and search_key(name) != key,
        )


_REMEMBERED = 20_000


def _by_first_word(names: list[str]) -> dict[str, tuple[str, ...]]:
    """The names and their forms in capitals by their first word, the longest first."""
    table: dict[str, set[str]] = {}
    for name in names:
        for form in (name, name.upper()):
            first = _WORD.match(form)
            if first:
                table.setdefault(first[0], set()).add(form)
    return {first: tuple(sorted(forms, key=len, reverse=True)) for first, forms in table.items()}


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer that ships with the program, opened at the first call."""
    return Gazetteer(data_path("gazetteer", "places.txt.xz").read_bytes())
