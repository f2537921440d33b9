"""Portfolios in lower case: what "minister of ecology and environment" is minister of."""

from __future__ import annotations

from reader.entities.lexicon import body_words, title_words
from reader.entities.phrases import DETERMINERS, Head, head_at
from reader.entities.reading import Reading

_ADJECTIVE = ("al", "ic", "ive", "ary", "ous", "ed", "able", "ible")
_NO_PORTFOLIO = frozenset(
    """
    years months weeks days decades life nearly almost more less most several two three four five six
    many some part only long another both every each all much just now good example comment himself herself
    """.split()
)


def portfolio_end(reading: Reading, first: int, head: Head) -> int:
    """Where a portfolio in lower case that begins at a word ends; `first` when none begins there."""
    at = first + 1 if reading.low(first) in DETERMINERS else first
    end, may_be_new = first, head.entry.key.endswith(("minister", "ministers"))
    while True:
        stop = _portfolio_item(reading, at, may_be_new)
        if stop == at:
            return end
        end = stop
        comma = reading.low(end) == ","
        at = end + 1 if comma or reading.low(end) in {"and", "&"} else 0
        if not at:
            return end
        if comma and reading.low(at) == "and":
            at += 1
            comma = False
        may_be_new = may_be_new and not comma


def _portfolio_item(reading: Reading, first: int, may_be_new: bool) -> int:
    """Where one noun of a portfolio with what stands before it ends. `may_be_new`: its first word need not
    be one of the lexicon; a word after an adjective need not either ("regional revitalisation")."""
    known = body_words().portfolios | title_words().jurisdictions
    at = first
    while reading.together(first - 1, at) and reading.person[at] < 0:
        word = reading.words[at]
        if word.low == "'s" and at > first and reading.words[at - 1].lower:
            at += 1  # "women's affairs"
            continue
        if not word.lower or word.low in title_words().breaks | _NO_PORTFOLIO:
            break
        new = (
            may_be_new
            and (at == first or reading.low(at - 1).endswith(_ADJECTIVE))
            and not word.low.endswith(("ing", "ly"))
        )
        if head_at(reading, at) is not None or not (word.low in known or new):
            break
        at += 1
    return at
