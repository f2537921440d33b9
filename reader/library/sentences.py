"""The sentence around a place in a text, for people to read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.model import Span

LONGEST = 320  # code points; of a longer sentence the part around the name is given

_END = re.compile(r"""(?:[.…]["'”’)\]]*|[!?])\s+(?=["'“‘(\[]?[^\W_a-z])|\n+""")
_NO_END = re.compile(r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Col|Maj|Sgt|Prof|St|Jr|Sr|No|vs))\.$")
_REACH = 2000  # looked at on either side


def sentence_at(text: str, span: Span) -> str:
    """The sentence that holds a span, on one line, cut with "…" where it is long."""
    return _cut(text, sentence_span(text, span), span)


def sentence_span(text: str, span: Span) -> Span:
    """Where the sentence that holds a span begins and ends."""
    start, end = span
    first, last = max(0, start - _REACH), min(len(text), end + _REACH)
    begin, finish = first, last
    for found in _END.finditer(text, first, last):
        if _NO_END.search(text, max(first, found.start() - 5), found.start() + 1):
            continue
        if found.end() <= start:
            begin = found.end()
        elif found.start() >= end:
            finish = found.end()
            break
    return begin, finish


def _cut(text: str, sentence: Span, span: Span) -> str:
    begin, finish = sentence
    start, end = span
    if finish - begin > LONGEST:
        room = max(LONGEST - (end - start), 0) // 2
        begin, finish = max(begin, start - room), min(finish, end + room)
    shown = " ".join(text[begin:finish].split())
    before = "…" if begin > sentence[0] else ""
    return before + shown + ("…" if finish < sentence[1] else "")
