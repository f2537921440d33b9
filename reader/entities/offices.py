"""Offices as an article words them: title, body, status, and whether the office is a public one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reader.entities.bodies import Nature, country_of, is_place, nature
from reader.entities.lexicon import Kind, body_words, title_words
from reader.entities.phrases import (
    COMPASS,
    DETERMINERS,
    Head,
    head_before,
    phrase_start,
)
from reader.entities.reading import Reading, split
from reader.model import Status, Title

_POSTED = frozenset(
    {
        "ambassador",
        "envoy",
        "consul",
        "commissioner",
        "representative",
        "adviser",
        "advisor",
        "aide",
        "secretary",
        "delegate",
        "rapporteur",
    }
)
_PUBLIC = frozenset({Nature.PUBLIC, Nature.PORTFOLIO, Nature.PLACE})

Range = tuple[int, int]
_NOTHING = (0, 0)


@dataclass(frozen=True, slots=True)
class Office:
    """An office phrase at the words [start, end) of a reading. `body` is "" when none is worded;
    `body_at` are its words. `public`: an office of public authority by the guidelines."""

    start: int
    end: int
    head: Head
    title: str
    body: str
    status: Status
    public: bool
    body_at: Range = _NOTHING

    @property
    def as_title(self) -> Title:
        return Title(self.title, self.body, self.status)

    def with_status(self, status: Status) -> Office:
        return replace(self, status=status)


def build(reading: Reading, head: Head, floor: int, end: int) -> Office:
    """The office around a head whose phrase begins at `floor` or later and ends at `end`: nothing,
    or a preposition and a body, stand between the head and `end`."""
    start = phrase_start(reading, head, floor)
    body, title_start = _body_before(reading, start, head)
    title_end = head.end
    while reading.low(title_end) in title_words().elect and title_end < end:
        title_end += 1
    preposition = title_end
    if reading.low(title_end) == "(" and reading.low(title_end + 2) == ")":
        preposition += 3
    after = (preposition + 1, end) if end > preposition else _NOTHING
    worded = after if after != _NOTHING else body
    if after != _NOTHING and _belongs_to_title(reading, head, after, preposition):
        title_end, seat = _seat(reading, preposition, end)
        worded = seat if body == _NOTHING else body
    elif _NOTHING not in (body, after) and reading.low(preposition) == "for" and _is_field(reading, after):
        title_end, worded = end, body  # "WHO regional director for Africa"
    where = _where(reading, worded)
    return Office(
        start=start,
        end=end,
        head=head,
        title=_title(reading, title_start, title_end),
        body=where,
        status=_status(reading, start, title_end),
        public=_is_public(reading, head, start, body, after),
        body_at=worded,
    )


def _is_field(reading: Reading, part: Range) -> bool:
    """ "for Africa", "for humanitarian affairs": what an office deals with, beside its body."""
    words = [word for word in reading.words[part[0] : part[1]] if word.low not in DETERMINERS]
    return bool(words) and (words[0].lower or _is_placed(reading, part))


def _is_placed(reading: Reading, part: Range) -> bool:
    return is_place(reading.words[part[0] : part[1]], reading.label[part[0] : part[1]])


def _seat(reading: Reading, named_after: int, end: int) -> tuple[int, Range]:
    """ "Minister of Works in Tonga": where the title ends and whose it is."""
    for at in range(named_after + 2, end - 1):
        if reading.low(at) in {"in", "of"} and is_place(
            reading.words[at + 1 : end], reading.label[at + 1 : end]
        ):
            return at, (at + 1, end)
    return end, _NOTHING


def _body_before(reading: Reading, start: int, head: Head) -> tuple[Range, int]:
    """The words of the body before the head, and where the title begins."""
    lists = title_words()
    words = reading.words
    for at in range(head.start - 1, start - 1, -1):
        if words[at].low == "'s":
            return _trim(reading, start, at), at + 1
    first = start
    leading = lists.modifiers | lists.former | lists.elect
    while first < head.start and words[first].low in leading:
        first += 1
    last = first
    portfolio = head.entry.key.split()[-1] in lists.portfolio_heads
    for index in range(first, head.start):
        if _names_body(reading, index, head):
            last = index + 1
        elif index == first or words[index].low not in {"of", "the", "and", "&", "(", ")"}:
            break
    last = _to_public_noun(reading, first, last, head)
    if last > first and reading.low(last) == ")":
        last += 1
    if _is_level(reading, first, last):
        return _NOTHING, start
    if first == last or _only_modifiers(reading, first, last):
        return (_NOTHING if portfolio else _public_run(reading, first, head)), start
    return (first, last), last


def _to_public_noun(reading: Reading, first: int, last: int, head: Head) -> int:
    """Where the body ends when its noun stands behind words of a portfolio: "Macau Affairs Office"."""
    if head.entry.key.split()[-1] in {"minister", "secretary"} or last == first:
        return last
    for index in range(head.start - 1, last - 1, -1):
        if reading.words[index].capital and reading.low(index) in body_words().public:
            return index + 1
    return last


def _only_modifiers(reading: Reading, first: int, end: int) -> bool:
    """ "Political" in "Political Adviser" is no body, "Supreme Court" is."""
    lists, public = title_words(), body_words().public
    lows = {reading.low(index) for index in range(first, end)}
    known = reading.slice(first, end) in body_words().known or any(
        word.text in body_words().parties for word in reading.words[first:end]
    )
    return lows <= lists.modifiers | lists.jurisdictions and lows.isdisjoint(public) and not known


def _is_level(reading: Reading, first: int, end: int) -> bool:
    """ "State" in "State Senator" says of which level the office is, not of which state."""
    return end == first + 1 and reading.low(first) in {"state", "county", "city", "district", "federal"}


def _names_body(reading: Reading, index: int, head: Head) -> bool:
    """Whether a word before a head names its body; before a minister it may be a portfolio."""
    word, label = reading.words[index], reading.label[index]
    if not word.capital:
        return False
    words = head.entry.key.split()
    if words[-1] not in title_words().portfolio_heads or word.text in body_words().known:
        return True
    if is_place([word], [label]):
        return True
    if word.low in body_words().portfolios or word.low in title_words().jurisdictions:
        return False
    following = index + 1 < head.start and reading.low(index + 1) in body_words().portfolios
    return label == "organisation" or following or len(words) > 1


def _public_run(reading: Reading, first: int, head: Head) -> Range:
    """Lower-case words of a body before a head: "police superintendent", "election commission chief"."""
    public = body_words().public
    run = [i for i in range(first, head.start) if reading.words[i].low in public]
    return (first, run[-1] + 1) if run else _NOTHING


def _trim(reading: Reading, start: int, end: int) -> Range:
    lists = title_words()
    while start < end and (reading.low(start) in DETERMINERS or reading.low(start) in lists.former):
        start += 1
    return start, end


def _title(reading: Reading, start: int, end: int) -> str:
    """The words of the title without those that `status` says, and without the owner."""
    lists = title_words()
    for index in range(start, end - 1):
        if reading.low(index) in lists.former:
            start = index + 1
    while start < end - 1 and reading.low(start) in {
        "the",
        ",",
        "and",
        "current",
        "incumbent",
        "sitting",
        "lifetime",
    }:
        start += 1
    return reading.slice(start, end)


def _where(reading: Reading, body: Range) -> str:
    first, end = body
    while first < end and reading.low(first) in DETERMINERS | {","}:
        first += 1
    if reading.low(end - 1) == "'s":
        end -= 1
    first = _own_place(reading, first, end)
    return country_of(reading, first, end) or reading.slice(first, end)


def _own_place(reading: Reading, first: int, end: int) -> int:
    """ "Shanxi Province" of "north China's Shanxi Province"."""
    for at in range(end - 2, first, -1):
        if reading.low(at) == "'s" and _is_all_placed(reading, (first, at)):
            return at + 1 if _is_all_placed(reading, (at + 1, end)) else first
    return first


def _status(reading: Reading, start: int, end: int) -> Status:
    lists = title_words()
    lows = {reading.low(index) for index in range(start, end)}
    if lows & lists.elect:
        return Status.ELECT
    return Status.FORMER if lows & lists.former else Status.CURRENT


def _posting(head: Head) -> bool:
    return any(word in _POSTED for word in head.entry.key.split())


def _belongs_to_title(reading: Reading, head: Head, after: Range, preposition: int) -> bool:
    """Whether what follows the preposition words the office itself: "Minister of Health",
    "ambassador to Kenya", "Director of Health"."""
    first, end = after
    if reading.low(preposition) == "to" and _posting(head):
        return True
    last = head.entry.key.split()[-1]
    if last == "minister" or head.entry.key == "minister of state":
        if head.entry.key.endswith(("prime minister", "chief minister", "first minister")):
            return False
        placed = is_place(reading.words[first:end], []) or _is_all_placed(reading, after)
        return not placed or nature(reading.words[first:end]) is Nature.PUBLIC
    if head.entry.key.endswith("secretary general") and reading.low(preposition) == "for":
        return _is_field(reading, after) and not _is_placed(reading, after)
    if _posting(head) and reading.low(preposition) == "for" and _words_portfolio(reading, after):
        return True
    found = nature(reading.words[first:end], reading.label[first:end])
    if last == "secretary" and reading.low(preposition) == "for" and found is Nature.UNKNOWN:
        return reading.words[first].capital
    return last in title_words().portfolio_heads and found is Nature.PORTFOLIO


def _is_all_placed(reading: Reading, part: Range) -> bool:
    """Whether the tagger takes every name in it for a place: "minister of Tuvalu"."""
    linking = DETERMINERS | COMPASS | {"of", "and", "'s"}
    words = [i for i in range(*part) if reading.low(i) not in linking]
    return bool(words) and all(reading.label[i] == "place" for i in words)


def _is_public(reading: Reading, head: Head, start: int, before: Range, after: Range) -> bool:
    parts = (after, before if before != _NOTHING else (start, head.start))
    natures = [_nature(reading, part) for part in parts if part[1] > part[0]]
    kind, key = head.entry.kind, head.entry.key
    if kind is Kind.RANK or key.endswith("minister"):
        return True
    if key in title_words().royal and head_before(reading, start) is not None:
        return False  # "chief executive Sultan X": a given name
    decisive = next((n for n in natures if n not in {Nature.NONE, Nature.PLACE}), None) or (
        natures[0] if natures else Nature.NONE
    )
    if _posting(head) and after != _NOTHING and reading.low(after[0] - 1) == "to":
        master = head_before(reading, after[1])
        if master is not None and master.entry.kind in {Kind.STRONG, Kind.GUARDED}:
            return True
    corporate = after != _NOTHING and reading.low(after[0] - 1) == "for" and "president" in key
    if decisive is Nature.PRIVATE or corporate:
        return False
    if head.start > start and _is_ministerial(reading, head):
        return True
    if kind is Kind.STRONG or (kind is Kind.GUARDED and _words_portfolio(reading, after)):
        return True
    if kind is Kind.GUARDED:
        return (
            decisive in _PUBLIC
            or decisive is Nature.NONE
            or (decisive is Nature.UNKNOWN and _plain(reading, start, head))
        )
    if decisive in {Nature.PUBLIC, Nature.PORTFOLIO} or _is_of_official(reading, before):
        return True
    owner = before if before != _NOTHING else after
    return key in title_words().placed and is_place(reading.words[owner[0] : owner[1]], [])


def _is_ministerial(reading: Reading, head: Head) -> bool:
    """ "the security secretary": a portfolio in lower case before a secretary."""
    low = reading.low(head.start - 1)
    portfolio = low in body_words().portfolios and not low.endswith(("al", "ic"))
    return head.entry.key == "secretary" and portfolio


def _is_of_official(reading: Reading, before: Range) -> bool:
    """ "the minister's spokesman", "the president's spokesman" but not "the club president's"."""
    owner = head_before(reading, before[1]) if before[1] > before[0] else None
    if owner is None or reading.low(before[1]) != "'s":
        return False
    alone = owner.entry.kind is Kind.GUARDED and reading.low(owner.start - 1) in DETERMINERS
    return alone or owner.entry.kind is Kind.STRONG


def _words_portfolio(reading: Reading, after: Range) -> bool:
    """ "commissioner for the environment", "envoy for climate": a portfolio in lower case."""
    lows = {reading.low(index) for index in range(*after)} - DETERMINERS - {"and", "of", ","}
    return bool(lows) and lows <= body_words().portfolios


def _nature(reading: Reading, body: Range) -> Nature:
    """What a body is, by its full name where the text spells its acronym out."""
    first, end = body
    spelt = reading.acronyms.get(reading.slice(first, end).removeprefix("the "))
    if spelt:
        return nature(split(spelt))
    return nature(reading.words[first:end], reading.label[first:end])


def _plain(reading: Reading, start: int, head: Head) -> bool:
    """Whether only modifiers stand before the head, so that it names no body."""
    lists = title_words()
    return head.start > start and all(
        reading.low(i) in lists.modifiers | lists.former | lists.elect | lists.jurisdictions
        for i in range(start, head.start)
    )
