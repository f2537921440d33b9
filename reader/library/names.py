"""Names as they are looked up."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=20_000)
def folded(name: str) -> str:
    """A name without case, accents and doubled spaces, as it is looked up."""
    return folded_text(name)


def folded_text(text: str) -> str:
    """As `folded`, of a text that is too long to be remembered."""
    plain = text.casefold()
    if not plain.isascii():
        parts = unicodedata.normalize("NFKD", plain)
        plain = "".join(c for c in parts if not unicodedata.combining(c))
    return " ".join(plain.split())
