"""Whether a text is in English, by the share of small words (Grefenstette 1995) and the script."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache

from reader.config import data_path

_WORD = re.compile(r"[^\W\d_]+")
_LOOKED_AT = 20_000  # code points; enough to be sure of
_LATIN_SHARE = 0.5
_FEW_WORDS = 8
_LEAST_COUNT = 3
_LEAST_SHARE = 0.06  # names in a table or a list leave few small words


def is_english(text: str) -> bool:
    """Whether the text is in English. Short texts and lists of names count as English unless their
    script or their small words say otherwise."""
    words = _WORD.findall(text[:_LOOKED_AT])
    letters = "".join(words)
    if not letters:
        return True
    latin = sum(letter < "\u0250" or "\u1e00" <= letter <= "\u1eff" for letter in letters)
    if latin < _LATIN_SHARE * len(letters):
        return False
    counts = {language: sum(word in small for word in words) for language, small in _small_words().items()}
    english = counts.pop("english")
    foreign = max(counts.values())
    if foreign < _LEAST_COUNT or foreign <= max(english, _LEAST_SHARE * len(words)):
        return True
    return len(words) < _FEW_WORDS and english > 0


@cache
def _small_words() -> Mapping[str, frozenset[str]]:
    data = tomllib.loads(data_path("lexicon", "languages.toml").read_text(encoding="utf-8"))
    return {language: frozenset(words.split()) for language, words in data.items()}
