"""Names as they are looked up."""

from __future__ import annotations

import unicodedata


def folded(name: str) -> str:
    """A name without case, accents and doubled spaces, as it is looked up."""
    parts = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(c for c in parts if not unicodedata.combining(c)).split())
