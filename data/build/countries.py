"""Makes data/gazetteer/countries.txt, the names of countries, from the gazetteer beside it.

python data/build/countries.py
"""

from __future__ import annotations

import lzma

from reader.config import data_path
from reader.entities.gazetteer import Gazetteer, search_key

# Names that the gazetteer gives besides the country of today.
_NOT_TODAY = {
    "Biafra",
    "Northern Cyprus",
    "East Germany",
    "South Ossetia",
    "Korea",
    "Transnistria",
    "Somaliland",
}


def main() -> None:
    packed = (data_path("gazetteer") / "places.txt.xz").read_bytes()
    gazetteer = Gazetteer(packed)
    names: dict[str, tuple[str, set[str]]] = {}
    for line in lzma.decompress(packed).split(b"\n\n")[3].decode().splitlines():
        key = line.split("\t", 1)[0]
        for place in gazetteer.lookup(key) if "\tC\t" in line else ():
            if place.kind == "country" and place.country and place.name not in _NOT_TODAY:
                names.setdefault(place.country, (place.name, set()))[1].add(key)
    rows = [
        "\t".join([code, name, *sorted(keys - {search_key(name)})]) for code, (name, keys) in names.items()
    ]
    target = data_path("gazetteer") / "countries.txt"
    target.write_text("\n".join(sorted(rows)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
