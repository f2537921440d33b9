"""Text from outside made safe to store and to show.

`clean` keeps length and offsets; `tidy` is for text that has no offsets yet, and may drop what a
person cannot see; `clean_line` makes a title out of anything.

What counts as dangerous: controls that a terminal obeys (C0 but newline and tab, DEL, C1), the
bidirectional controls of "Trojan Source" (CVE-2021-42574), line and paragraph separators, invisible
characters that hide text or upset column counts, surrogates, tags and non-characters. The joiners
U+200C and U+200D stay: Indic scripts, Persian and emoji need them.
"""

from __future__ import annotations

import re
import unicodedata

REPLACEMENT = "\ufffd"
MAX_MARKS = 8
"""Combining marks kept in a row. Hebrew and Tibetan need about five; each one more is stacked on
its neighbours' lines by a terminal. (Unicode's stream-safe limit of 30 is about buffers, not lines.)"""

_INVISIBLE = (
    "\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
)
_NON_CHARACTERS = "\ufdd0-\ufdef" + "".join(
    chr(plane << 16 | 0xFFFE) + "-" + chr(plane << 16 | 0xFFFF) for plane in range(17)
)
DANGEROUS = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff{_INVISIBLE}{_NON_CHARACTERS}]")
_ASCII = dict.fromkeys((*range(32), 127), REPLACEMENT) | {9: "\t", 10: "\n", 13: " "}  # 30 times faster
_UNSEEN = re.compile(f"[{_INVISIBLE}]+")
_C1 = re.compile("[\x80-\x9f]")
_LINE_BREAK = re.compile("\r\n?|[\x0b\x0c\u2028\u2029]")
# Marks are neither letters nor digits, so only runs of other signs beyond Latin can hold too many.
_RUN_OF_SIGNS = re.compile(rf"[^\w\x00-\u02ff]{{{MAX_MARKS + 1},}}")


def clean(text: str) -> str:
    """Dangerous characters to U+FFFD (a carriage return to a space), one for one.

    Same length, same offsets; cleaning twice changes nothing. Combining marks past `MAX_MARKS` in a
    row become U+FFFD too: dropping them would move offsets.
    """
    if text.isascii():
        return text.translate(_ASCII)
    return _RUN_OF_SIGNS.sub(_cap_marks, DANGEROUS.sub(_replacement, text))


def tidy(text: str) -> str:
    """Text that has no offsets yet, repaired before it gets some: line breaks become newlines, C1 what
    windows-1252 means by them, invisible characters and excess marks vanish, the rest is `clean`."""
    if text.isascii() and text.isprintable():
        return text
    text = _LINE_BREAK.sub("\n", text)
    text = _C1.sub(_from_windows, text)
    text = _RUN_OF_SIGNS.sub(_drop_marks, _UNSEEN.sub("", text))
    return clean(text)


def clean_line(text: str, limit: int = 500) -> str:
    """One line of at most `limit` characters: tidied, white space folded, trimmed; longer ones end in "…"."""
    line = " ".join(tidy(text[: limit * 20]).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def _replacement(found: re.Match[str]) -> str:
    return " " if found[0] == "\r" else REPLACEMENT


def _from_windows(found: re.Match[str]) -> str:
    return found[0].encode("latin-1").decode("cp1252", "replace")


def _cap_marks(found: re.Match[str]) -> str:
    return _limit_marks(found[0], REPLACEMENT)


def _drop_marks(found: re.Match[str]) -> str:
    return _limit_marks(found[0], "")


def _limit_marks(run: str, instead: str) -> str:
    kept = []
    marks = 0
    for char in run:
        # A joiner between two marks does not start a new stack.
        stacked = char in "\u200c\u200d" or unicodedata.category(char) in ("Mn", "Me")
        marks = marks + 1 if stacked else 0
        kept.append(char if marks <= MAX_MARKS else instead)
    return "".join(kept)
