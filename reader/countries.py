"""What countries are called in English: `data/gazetteer/countries.txt`, code, name, other names."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from reader.config import data_path


def country_name(code: str) -> str:
    """The English name of an ISO 3166-1 alpha-2 code; the code itself when it is none."""
    return _names().get(code, code)


def every_name() -> Iterator[tuple[str, str]]:
    """Each name of each country with its code: the usual one as it is written, others in lower case."""
    for code, *names in _rows():
        for name in names:
            yield name, code


@cache
def _rows() -> list[list[str]]:
    lines = (data_path("gazetteer") / "countries.txt").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines]


@cache
def _names() -> dict[str, str]:
    return {code: name for code, name, *_ in _rows()}
