"""Title constructions: which offices the text states of each person mention.

Shapes, by how common they are in world news: the office before the name, in apposition after it
or before a comma, stated by a verb, by "of" a party, in brackets; and one office shared by
several names ("lawmakers A and B").
"""

from __future__ import annotations

import re
from dataclasses import replace

from reader.entities.bodies import Nature, is_party, nature
from reader.entities.context import BodyContext
from reader.entities.lexicon import Kind, people_words, title_words
from reader.entities.naming import fold
from reader.entities.office_phrases import phrase_before, phrases_at
from reader.entities.officeholders import known_people
from reader.entities.offices import Office
from reader.entities.phrases import DETERMINERS, body_end, head_before
from reader.entities.reading import Reading
from reader.entities.steps import (
    closes_apposition,
    closing_bracket,
    countries_before,
    floor_before,
    is_definite,
    leading_verb,
    over_age,
    over_courtesy,
    over_time,
    stating_verb,
)
from reader.model import Status, Title

_DASHES = frozenset("–—")
_MOST_BEFORE = 3
_RETIRED = frozenset({"retd", "rtd", "ret"})
_NOWHERE = (0, 0)
_SUCCEEDS = frozenset({"succeed", "succeeds", "succeeded", "replace", "replaces", "replaced", "succeeding"})
_BEFORE_VERB = frozenset({",", "who", "has", "had", "will", "would", "to", "is", "later", "recently", "then"})


def titles_of(reading: Reading) -> list[list[Title]]:
    """For each person mention of the reading the public offices stated there, ranks last."""
    return _Finder(reading).find()


class _Finder:
    """One pass over the mentions of a text, in order; later ones may lean on earlier ones."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._words = reading.words
        self._spans = [reading.covering(start, end) for start, end in reading.people]
        self._offices: list[list[Office]] = [[] for _ in reading.people]
        self._bodiless: dict[int, Office] = {}  # weak offices that a body after the name may make public
        self._plain: list[list[Title]] = [[] for _ in reading.people]
        self._context = BodyContext(reading)
        self._taken = -1  # the last word of an apposition, which belongs to no later name

    def find(self) -> list[list[Title]]:
        for mention, span in enumerate(self._spans):
            if span:
                self._before(mention, span.start)
                self._after(mention, span.stop)
        self._share()
        return [self._titles(mention) for mention in range(len(self._spans))]

    # --- before the name -----------------------------------------------------------------------

    def _before(self, mention: int, first: int) -> None:
        reading, at, retired = self._reading, first, False
        floor = floor_before(reading, first)
        found: list[Office] = []
        while len(found) < _MOST_BEFORE:
            office = phrase_before(reading, at, floor) if at > floor else None
            if office is not None and office.start >= floor:
                if not found and self._owned_by_trailing_body(mention, office):
                    return
                found.append(office.with_status(Status.FORMER) if retired else office)
                self._add(mention, found[-1])
                at = self._before_and(office)
            else:
                step = over_courtesy(reading, at, floor)
                if step == at:
                    break
                retired = retired or any(reading.low(i) in _RETIRED for i in range(step, at))
                at = step
        if found and reading.low(at - 1) == "," and all(_is_short(office) for office in found):
            self._reversed(mention, at, floor)
        if not found and not self._counterpart(mention, at) and not self._reversed(mention, at, floor):
            self._party_owner(mention, at)

    def _before_and(self, office: Office) -> int:
        """Where to look for one more office before this one: "prime minister and foreign minister X"."""
        reading, at = self._reading, office.start
        if reading.low(at - 1) == "and" and reading.together(at - 1, at):
            head = head_before(reading, at - 1)
            if head and not head.entry.plural and reading.low(head.start - 1) not in DETERMINERS:
                return at - 1
        return at

    def _owned_by_trailing_body(self, mention: int, office: Office) -> bool:
        """ "Vice President X of Acme Ltd": the body after the name says that the office is private."""
        reading = self._reading
        end = at = self._spans[mention].stop
        while reading.low(at) in {"[", "("}:
            at += 1
        if office.head.entry.kind is Kind.RANK or office.body or reading.low(at) not in {"of", "from"}:
            return False
        stop = body_end(reading, at + 1) if reading.together(end - 1, at) else 0
        return stop > at + 1 and nature(self._words[at + 1 : stop]) is Nature.PRIVATE

    def _counterpart(self, mention: int, at: int) -> bool:
        """ "her Kenyan counterpart X" holds the office last named, for another country; so does each
        of "his Kenyan and Omani counterparts, X and Y"."""
        reading = self._reading
        noun = at - 2 if reading.low(at - 1) in {",", ":"} else at - 1
        previous = next((o for offices in reversed(self._offices[:mention]) for o in offices), None)
        if previous is None or reading.low(noun) not in {"counterpart", "counterparts"}:
            return False
        most = 3 if reading.low(noun) == "counterparts" else 1
        for holder, body in zip(
            range(mention, mention + most), countries_before(reading, noun), strict=False
        ):
            if holder < len(self._plain) and reading.together(noun, self._spans[holder].start):
                self._plain[holder].append(Title(previous.title, body))
        return True

    def _reversed(self, mention: int, at: int, floor: int) -> bool:
        """ "the governor of Nayarit, X,": the office before a comma; "the mayor is X"."""
        reading = self._reading
        copula = reading.low(at - 1) in {"is", "was"}
        apposed = reading.low(at - 1) in {",", ":"} and closes_apposition(reading, self._spans[mention].stop)
        if not (copula or apposed):
            return False
        acronym = reading.low(at - 3) == "," and self._words[at - 2].text in reading.acronyms
        office = phrase_before(reading, at - 3 if acronym else at - 1, floor)
        if office is None or office.start < floor or office.start <= self._taken:
            return False
        if self._is_relative(office) or self._follows_person(office):
            return False
        owned = any(self._words[i].low == "'s" for i in range(office.start, office.head.start))
        definite = is_definite(reading, office.start, 3 if copula else 1) or owned
        if not (definite or office.body or self._words[office.start].capital):
            return False
        self._add(mention, office)
        second = self._before_and(office)
        more = phrase_before(reading, second, floor) if second < office.start else None
        if more is not None:
            self._add(mention, more)
        return True

    def _is_relative(self, office: Office) -> bool:
        """ "the son of the late Amir, X"."""
        reading = self._reading
        article = office.start - 1 if reading.low(office.start - 1) in DETERMINERS else office.start
        return reading.low(article - 1) == "of" and reading.low(article - 2) in people_words().relatives

    def _follows_person(self, office: Office) -> bool:
        """ "Y, chairman of the committee, X": the office is that of Y."""
        at = office.start - 1
        return at > 0 and self._reading.low(at) == "," and self._reading.person[at - 1] >= 0

    def _party_owner(self, mention: int, at: int) -> None:
        """ "the BJP's X" in a report from a chamber."""
        owner = self._reading.slice(at - 2, at - 1) if at > 1 else ""
        if self._reading.low(at - 1) == "'s" and self._context.in_chamber and is_party(owner):
            self._plain[mention].append(Title("", owner))

    # --- after the name ------------------------------------------------------------------------

    def _after(self, mention: int, at: int) -> None:
        reading, end = self._reading, at
        while reading.low(at) in {"(", "["} and reading.together(end - 1, at):
            closing = closing_bracket(reading, at)
            if not closing:
                break
            self._bracket(mention, at + 1, closing)
            at = closing + 1
        if not reading.together(end - 1, at):
            return
        if reading.low(at) in {"of", "from", "at", "for"}:
            at = self._trailing_body(mention, at + 1)
        comma = reading.low(at) == "," or reading.low(at) in _DASHES
        if comma:
            at = over_age(reading, at + 1)
        stated, leading = stating_verb(reading, at), leading_verb(reading, at)
        if stated:
            self._stated(mention, *stated)
        elif leading:
            self._leads(mention, *leading)
        elif comma and reading.together(end - 1, at):
            at, past = over_time(reading, at)
            self._apposition(mention, at, Status.FORMER if past else Status.CURRENT)
        self._made(mention, end)

    def _bracket(self, mention: int, first: int, end: int) -> None:
        """ "X (KMT)", "X (Green, Ohio)", "X (Governor of Nayarit)"."""
        inside = self._reading.slice(first, end)
        party = inside.split(",")[0].split("-")[0].strip()
        offices = self._offices[mention]
        if offices and is_party(party):
            offices[0] = offices[0] if offices[0].body else replace(offices[0], body=party)
        elif self._context.in_chamber and (is_party(party) or inside[:2] in {"D-", "R-"}):
            self._plain[mention].append(Title("", inside))
        else:
            for office in phrases_at(self._reading, first):
                if office.end <= end:
                    self._add(mention, office)

    def _apposition(self, mention: int, at: int, status: Status = Status.CURRENT) -> None:
        for office in phrases_at(self._reading, at):
            current = office.status is Status.CURRENT
            self._add(mention, office.with_status(status) if current else office)
            self._taken = max(self._taken, office.end)

    def _stated(self, mention: int, at: int, status: Status) -> None:
        for office in phrases_at(self._reading, at):
            current = office.status is Status.CURRENT
            self._add(mention, office.with_status(status) if current else office)

    def _leads(self, mention: int, at: int, status: Status) -> None:
        """ "X, who heads the National Police"."""
        stop = body_end(self._reading, at)
        body = self._reading.slice(at + (self._reading.low(at) in DETERMINERS), stop)
        if stop > at and nature(self._words[at:stop]) is Nature.PUBLIC and self._words[stop - 1].capital:
            self._plain[mention].append(Title("", body, status))

    def _trailing_body(self, mention: int, at: int) -> int:
        """ "Senator X of Ohio", "spokesman X of the Ministry of Health": the body of an office that names
        none; "X of the BJP" in a report from a chamber makes a member. Gives where the body ends."""
        reading = self._reading
        stop = body_end(reading, at)
        if stop == at:
            return at - 1
        body = reading.slice(at + (reading.low(at) in DETERMINERS), stop)
        offices, preposition = self._offices[mention], reading.low(at - 1)
        found = nature(self._words[at:stop], reading.label[at:stop])
        of_it = preposition in {"of", "from"}
        if offices and offices[0].body_at == _NOWHERE:
            near = (
                found is Nature.PUBLIC or (of_it and found is Nature.PLACE) or self._is_seat(offices[0], at)
            )
            offices[0] = replace(offices[0], body=body) if near else offices[0]
        elif not offices and found is Nature.PUBLIC and mention in self._bodiless:
            offices.append(replace(self._bodiless[mention], body=body, public=True))
        elif not offices and of_it:
            member = self._context.in_chamber and is_party(body)
            staff = preposition == "of" and found is Nature.PUBLIC and reading.low(at) == "the"
            if member or staff:
                self._plain[mention].append(Title("", body))
        return stop

    def _is_seat(self, office: Office, at: int) -> bool:
        """ "Mayor X of Unheardton": such an office is that of a place."""
        of_place = office.head.entry.key in title_words().territorial
        return of_place and self._reading.low(at - 1) == "of" and self._words[at].capital

    def _made(self, mention: int, end: int) -> None:
        """ "elected X as president", "appointed X chairman of the commission"."""
        reading = self._reading
        before = self._spans[mention].start - 1
        verbs = title_words().verbs_before
        while before > 0 and reading.low(before) in people_words().courtesy - verbs:
            before -= 1
        if before < 0 or not reading.together(before, end):
            return
        if reading.low(before) in _SUCCEEDS:
            self._succeeded(mention, before, end)
        elif reading.low(before) in verbs:
            at = end + 1 if reading.low(end) in {"as", "to"} else end
            self._apposition(mention, at + (reading.low(at) == "be"))

    def _succeeded(self, mention: int, verb: int, end: int) -> None:
        """ "Y, who succeeded X as mayor": X was mayor and Y is; "Y was succeeded by X as mayor"."""
        if self._reading.low(end) != "as":
            return
        self._offices[mention] = [
            office.with_status(Status.FORMER) if office.start > end else office
            for office in self._offices[mention]
        ]
        other = next((m for m in range(mention - 1, -1, -1) if self._spans[m]), None)
        if other is None or self._offices[other] or not self._offices[mention]:
            return
        between = {self._reading.low(at) for at in range(self._spans[other].stop, verb)}
        if self._reading.together(self._spans[other].start, verb) and between <= _BEFORE_VERB:
            office = self._offices[mention][-1]
            self._offices[other].append(office.with_status(Status.CURRENT))

    # --- together --------------------------------------------------------------------------------

    def _add(self, mention: int, office: Office) -> None:
        completed = self._context.completed(self._with_owner(office))
        if completed.public:
            self._offices[mention].append(completed)
        elif office.head.entry.kind is Kind.WEAK and office.body_at == _NOWHERE:
            self._bodiless[mention] = office

    def _with_owner(self, office: Office) -> Office:
        """The office with the body that "its" or the official whose spokesman it is stands for."""
        reading, at = self._reading, office.start - 1
        if office.public or office.body_at != _NOWHERE or office.head.entry.kind is not Kind.WEAK:
            return office
        if reading.low(at) == "its":
            body = self._body_in_sentence(at)
            return replace(office, body=body, public=True) if body else office
        owner = reading.person[at - 1] if reading.low(at) == "'s" else -1
        if owner >= 0 and "spokes" in office.head.entry.key and self._is_official(owner):
            start, end = reading.people[owner]
            return replace(office, body=reading.text[start:end], public=True)
        return office

    def _body_in_sentence(self, end: int) -> str:
        """The last public body that the tagger saw in the sentence before a word."""
        reading, last = self._reading, end
        while reading.together(last - 1, end) and reading.label[last - 1] != "organisation":
            last -= 1
        first = last
        while reading.together(first - 1, end) and reading.label[first - 1] == "organisation":
            first -= 1
        body = reading.words[first:last]
        public = bool(body) and nature(body) in {Nature.PUBLIC, Nature.PORTFOLIO}
        return reading.slice(first, last) if public else ""

    def _is_official(self, mention: int) -> bool:
        """Whether the text has given an office to someone of this name, or everyone knows it."""
        names = [fold(self._reading.text[start:end]) for start, end in self._reading.people]
        name = names[mention]
        stated = any(offices and names[m][-1] == name[-1] for m, offices in enumerate(self._offices))
        return stated or (len(name) > 1 and name in known_people())

    def _share_portfolios(self, mention: int) -> None:
        """ "A and B, ministers of finance and defence": to each his own, or to each the whole."""
        office = next(iter(self._offices[mention]), None)
        if office is None or not office.head.entry.plural or office.start < self._spans[mention].stop:
            return
        chain = [mention]
        while chain[0] > 0 and not self._offices[chain[0] - 1] and self._joins(chain[0] - 1):
            chain.insert(0, chain[0] - 1)
        head, of, portfolios = office.title.partition(" of ")
        own = re.split(r", and |, | and ", portfolios)
        for index, holder in enumerate(chain):
            title = head + of + own[index] if of and len(own) == len(chain) else office.title
            self._offices[holder] = [replace(office, title=title), *self._offices[holder][1:]]

    def _joins(self, mention: int) -> bool:
        """Whether only "and" or a comma stands between a name and the next."""
        before, span = self._spans[mention], self._spans[mention + 1]
        if not before or not span or not self._reading.together(before.start, span.start):
            return False
        between = [word.low for word in self._words[before.stop : span.start]]
        joined = [low for low in between if low not in people_words().courtesy]
        return joined in (["and"], [","], [",", "and"], ["&"])

    def _share(self) -> None:
        """Gives the office of one name to those coordinated with it: of the first to the next, and the
        party after the last to the one before ("A and B of the Green Party")."""
        for mention in range(1, len(self._spans)):
            self._share_portfolios(mention)
            before, span = self._spans[mention - 1], self._spans[mention]
            if not before or not span or not self._reading.together(before.start, span.start):
                continue
            between = [word.low for word in self._words[before.stop : span.start]]
            joined = [low for low in between if low not in people_words().courtesy]
            if joined == ["and"] and not self._titles(mention - 1):
                self._plain[mention - 1] += self._plain[mention]
            if self._offices[mention - 1] and not self._offices[mention]:
                office = self._offices[mention - 1][0]
                if office.end <= before.start and _is_shared(office, joined):
                    self._offices[mention].append(office)
                elif office.head.entry.plural and joined[:1] == ["of"] and joined[-1:] == ["and"]:
                    self._offices[mention].append(replace(office, body=""))
                    self._trailing_body(mention, span.stop + 1)

    def _titles(self, mention: int) -> list[Title]:
        ranked = sorted(self._offices[mention], key=lambda office: office.head.entry.kind is Kind.RANK)
        return [self._singular(office) for office in ranked] + self._plain[mention]

    def _singular(self, office: Office) -> Title:
        title = office.as_title
        if not office.head.entry.plural:
            return title
        plural = self._reading.slice(office.head.start, office.head.end)
        key = office.head.entry.key
        single = plural[:-1] if plural[:-1].lower().endswith(key.split()[-1]) else key
        return replace(title, title=title.title.replace(plural, single))


def _is_short(office: Office) -> bool:
    """A rank or a lawmaker's "Senator", beside which a fuller office may stand before a comma."""
    entry = office.head.entry
    words = title_words()
    return entry.kind is Kind.RANK or entry.key in words.capitalised or entry.key in words.lawmakers


def _is_shared(office: Office, joined: list[str]) -> bool:
    plural = office.head.entry.plural and joined in (["and"], [","], [",", "and"], ["&"])
    return plural or (office.head.entry.key in title_words().shared and joined in (["and"], ["&"]))
