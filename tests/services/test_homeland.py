"""The country that an address names."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reader.model import ArticleRow
from reader.services.homeland import home_country


@pytest.mark.parametrize(
    ("url", "feed_url", "country"),
    [
        ("https://news.example.co.ke/a", "", "KE"),
        ("https://www.example.uk/a", "", "GB"),
        ("https://example.com/a", "https://feeds.example.nz/rss", "NZ"),
        ("https://start.example.io/a", "", ""),
        ("http://127.0.0.1/a", "file:///tmp/a.xml", ""),
        ("", "saved:articles", ""),
        ("http://[broken", "", ""),
    ],
)
def test_home_country(url: str, feed_url: str, country: str) -> None:
    row = ArticleRow(1, "0" * 16, "t", url, "f", feed_url, "s", datetime(2024, 1, 1, tzinfo=UTC))
    assert home_country(row) == country
