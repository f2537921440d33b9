"""The main text of ten pages of different shapes, word for word (tests/bench/extractors.py compares)."""

from __future__ import annotations

from statistics import mean

import pytest

from tests.bench.extractors import agreement, ours, pages

LEAST_PRECISION, LEAST_RECALL = 0.97, 0.98
HARD = {"tables": 0.7}  # a page laid out with tables alone: its menu stands beside the text in a cell


@pytest.fixture(scope="module")
def agreements() -> dict[str, tuple[float, float]]:
    return {name: agreement(ours(html, f"https://site.example/{name}"), text) for name, html, text in pages()}


def test_there_are_ten_pages(agreements: dict[str, tuple[float, float]]) -> None:
    assert len(agreements) == 10


def test_all_of_the_text_and_hardly_anything_else(agreements: dict[str, tuple[float, float]]) -> None:
    for name, (precision, recall) in agreements.items():
        assert recall >= LEAST_RECALL, name
        assert precision >= HARD.get(name, LEAST_PRECISION), name
    assert mean(precision for precision, _ in agreements.values()) >= LEAST_PRECISION


def test_the_measure_tells_texts_apart() -> None:
    assert agreement("one two two three", "two three three four") == (0.5, 0.5)
    assert agreement("水闸", "水闸") == (1.0, 1.0)
    assert agreement("", "one") == (0.0, 0.0)
