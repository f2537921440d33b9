"""Which country a source is at home in, as its address says: a weak hint for what places it means."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from reader.model import ArticleRow

# Country codes sold to everyone; the rest of the two-letter domains are ISO 3166-1 codes, but one.
_FOR_EVERYONE = frozenset("ai cc co eu fm gg im io la ly me nu sh su tk to tv vc ws".split())
_OTHERWISE = {"uk": "GB"}


def home_country(row: ArticleRow) -> str:
    """ISO 3166-1 alpha-2, "" when neither the article's nor its feed's address tells."""
    return next(filter(None, map(_country, (row.url, row.feed_url))), "")


def _country(url: str) -> str:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    domain = host.rpartition(".")[2]
    if len(domain) != 2 or not domain.isalpha() or domain in _FOR_EVERYONE:
        return ""
    return _OTHERWISE.get(domain, domain.upper())
