"""Names of people as words to compare: folded, with the surname found by custom."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

from reader.entities.lexicon import people_words

_PART = re.compile(r"[^\W_]+(?:[-'’‐‑.][^\W_]+)*")

Parts = tuple[str, ...]


@lru_cache(maxsize=1 << 14)
def fold(name: str) -> Parts:
    """The words of a name without case, accents and particles such as "Al-".

    >>> fold("Andrés Manuel López Obrador"), fold("Obaid Al-Wasmi"), fold("Maggie Chan Man-ki")
    (('andres', 'manuel', 'lopez', 'obrador'), ('obaid', 'wasmi'), ('maggie', 'chan', 'man-ki'))
    """
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()
    particles = people_words().particles
    words: list[str] = []
    for word in _PART.findall(plain.replace("’", "'").removesuffix("'s")):
        word = word.replace("‐", "-").replace("‑", "-").strip(".")
        head, _, tail = word.partition("-")
        words.append(tail if tail and head in {"al", "el"} else word)
    kept = [word for word in words if word not in particles]
    return tuple(kept or words)


def surname(parts: Parts) -> str:
    """The surname of a full name, folded: "chan" of "Maggie Chan Man-ki", "kim" of "Kim Jong Un"."""
    first_names_last = people_words().surnames_first
    if len(parts) < 2:
        return parts[-1]
    if parts[0] in first_names_last:
        return parts[0]
    for before, word in pairwise(parts):
        if "-" in word and before in first_names_last:
            return before
    return parts[-1]
