"""Text fitted to columns of a terminal, whatever script it is in."""

from __future__ import annotations

import unicodedata


def cells(text: str) -> int:
    """How many cells a terminal gives to a text: two to a wide sign, none to a mark on another."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def fitted(text: str, width: int) -> str:
    """Exactly `width` cells: padded with spaces, or cut with "…"."""
    spare = width - cells(text)
    if spare >= 0:
        return text + " " * spare
    kept, used = [], 0
    for sign in text:
        if used + _cells(sign) > width - 1:
            break
        kept.append(sign)
        used += _cells(sign)
    return "".join(kept) + "…" + " " * (width - 1 - used)


def _cells(sign: str) -> int:
    if unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1
