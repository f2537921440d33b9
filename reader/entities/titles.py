"""Title constructions: which offices the text states of each person mention.

Shapes, by how common they are in world news: the office before the name, in apposition after it
or before a comma, stated by a verb, by "of" a party, in brackets; and one office shared by
several names ("lawmakers A and B").
"""

from __future__ import annotations

from dataclasses import replace

from reader.entities.bodies import Nature, country_of, is_party, nature
from reader.entities.context import BodyContext
from reader.entities.lexicon import Kind, people_words, title_words
from reader.entities.office_phrases import phrase_before, phrases_at
from reader.entities.offices import Office
from reader.entities.phrases import DETERMINERS, body_end, head_before
from reader.entities.reading import Reading
from reader.model import Status, Title

_QUOTES = frozenset("\"“”'‘’")
_DASHES = frozenset("–—")
_LONGEST_BRACKET = 14
_LONGEST_VERB = 5


def titles_of(reading: Reading) -> list[list[Title]]:
    """For each person mention of the reading the public offices stated there, the most telling first."""
    return _Finder(reading).find()


class _Finder:
    """One pass over the mentions of a text, in order; later ones may lean on earlier ones."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._words = reading.words
        self._spans = [reading.covering(start, end) for start, end in reading.people]
        self._offices: list[list[Office]] = [[] for _ in reading.people]
        self._plain: list[list[Title]] = [[] for _ in reading.people]
        self._context = BodyContext(reading)
        self._taken = -1

    def find(self) -> list[list[Title]]:
        for mention, span in enumerate(self._spans):
            if not span:
                continue
            self._before(mention, span.start)
            self._after(mention, span.stop)
        self._share()
        return [self._titles(mention) for mention in range(len(self._spans))]

    # --- before the name -----------------------------------------------------------------------

    def _before(self, mention: int, first: int) -> None:
        reading, at, found, retired = self._reading, first, 0, False
        floor = self._floor(first)
        while found < 3:
            office = phrase_before(reading, at, floor) if at > floor else None
            if office is not None and office.start >= floor:
                if not found and self._owned_by_trailing_body(mention, office):
                    return
                self._add(mention, office.with_status(Status.FORMER) if retired else office)
                found += 1
                at = self._before_and(office)
            else:
                step = self._over_courtesy(at, floor)
                if step == at:
                    break
                retired = retired or any(
                    self._words[i].low in {"retd", "rtd", "ret"} for i in range(step, at)
                )
                at = step
        if not found:
            self._counterpart(mention, at) or self._reversed(mention, at, floor) or self._party_owner(
                mention, at
            )

    def _floor(self, first: int) -> int:
        """Just after the last word of another person before this one."""
        at = first - 1
        while at >= 0 and self._reading.person[at] < 0 and first - at < 40:
            at -= 1
        return at + 1

    def _before_and(self, office: Office) -> int:
        """Where to look for one more office before this one: "prime minister and foreign minister X"."""
        reading, at = self._reading, office.start
        if reading.low(at - 1) == "and" and reading.together(at - 1, at):
            head = head_before(reading, at - 1)
            if head and not head.entry.plural and reading.low(head.start - 1) not in DETERMINERS:
                return at - 1
        return at

    def _over_courtesy(self, at: int, floor: int) -> int:
        """Over one "Mr.", "Dr", "(retd)", "surnamed" or quotation mark before `at`."""
        before = at - 1
        if before < floor:
            return at
        word = self._words[before]
        courtesy = people_words().courtesy
        if word.low in {"including", "namely"}:
            head = head_before(self._reading, before)
            return before if head is not None and head.entry.plural else at
        if word.low in courtesy and (
            word.capital or word.low in {"surnamed", "named", "retd", "the", "elect", "designate", "advocate"}
        ):
            return before
        if word.text == ")" and self._reading.low(before - 2) == "(":
            inside = self._words[before - 1]
            aside = inside.low in courtesy or inside.text.isupper()
            return max(floor, before - 2) if aside else at
        return before if word.text in _QUOTES or word.text == "(" else at

    def _owned_by_trailing_body(self, mention: int, office: Office) -> bool:
        """ "Vice President X of Acme Ltd": the body after the name says that the office is private."""
        end = self._spans[mention].stop
        reading = self._reading
        at = end
        while reading.low(at) in {"[", "("}:
            at += 1
        if (
            office.head.entry.kind in {Kind.RANK}
            or reading.low(at) not in {"of", "from"}
            or not reading.together(end - 1, at)
        ):
            return False
        stop = body_end(reading, at + 1)
        return stop > at + 1 and nature(self._words[at + 1 : stop]) is Nature.PRIVATE and not office.body

    def _counterpart(self, mention: int, at: int) -> bool:
        """ "her Kenyan counterpart X" holds the office last named, for another country; so does each
        of "his Kenyan and Omani counterparts, X and Y"."""
        reading = self._reading
        comma = reading.low(at - 1) in {",", ":"}
        noun = at - 2 if comma else at - 1
        if reading.low(noun) not in {"counterpart", "counterparts"}:
            return False
        previous = next((o for offices in reversed(self._offices[:mention]) for o in offices), None)
        if previous is None:
            return False
        holders = (
            range(mention, mention + 3)
            if reading.low(noun) == "counterparts"
            else range(mention, mention + 1)
        )
        for holder, body in zip(holders, self._countries_before(noun), strict=False):
            if holder < len(self._plain) and reading.together(noun, self._spans[holder].start):
                self._plain[holder].append(Title(previous.title, body))
        return True

    def _countries_before(self, end: int) -> list[str]:
        """The countries of "Kenyan and South Korean" before a word, in order."""
        reading, at = self._reading, end
        while (
            at > 0
            and reading.together(at - 1, end)
            and reading.person[at - 1] < 0
            and (self._words[at - 1].capital or reading.low(at - 1) in {"and", ","})
        ):
            at -= 1
        groups: list[list[int]] = [[]]
        for index in range(at, end):
            if self._words[index].capital:
                groups[-1].append(index)
            else:
                groups.append([])
        ranges = [(group[0], group[-1] + 1) for group in groups if group] or [(end, end)]
        return [country_of(reading, *words) or reading.slice(*words) for words in ranges]

    def _reversed(self, mention: int, at: int, floor: int) -> bool:
        """ "the governor of Nayarit, X,": the office before a comma."""
        reading = self._reading
        copula = reading.low(at - 1) in {"is", "was"}
        apposed = reading.low(at - 1) in {",", ":"} and self._closes(self._spans[mention].stop)
        if not (copula or apposed):
            return False
        office = phrase_before(reading, at - 1, floor)
        if office is None or office.start < floor or office.start <= self._taken:
            return False
        article = office.start - 1 if reading.low(office.start - 1) in DETERMINERS else office.start
        if reading.low(article - 1) == "of" and reading.low(article - 2) in people_words().relatives:
            return False
        if (
            reading.low(office.start - 1) == ","
            and office.start - 1 > 0
            and reading.person[office.start - 2] >= 0
        ):
            return False
        definite = reading.low(office.start - 1) in DETERMINERS or reading.low(office.start) in DETERMINERS
        owned = any(self._words[i].low == "'s" for i in range(office.start, office.head.start))
        if copula:
            near = {reading.low(i) for i in range(office.start - 3, office.start)}
            definite = definite or not near.isdisjoint(DETERMINERS | {"whose"})
        if not (definite or owned or office.body or self._words[office.start].capital):
            return False
        self._add(mention, office)
        return True

    def _closes(self, at: int) -> bool:
        if at >= len(self._words) or not self._reading.together(at - 1, at):
            return True
        return self._words[at].text in {",", ".", ")", ";", '"', "”", "(", "'", "’"} or self._words[
            at
        ].low in {"and", "'s", "who"}

    def _party_owner(self, mention: int, at: int) -> bool:
        """ "the BJP's X" in a report from a chamber."""
        if self._reading.low(at - 1) != "'s":
            return False
        body = self._words[at - 2 : at - 1]
        if not self._context.in_chamber or not body or not is_party(self._reading.slice(at - 2, at - 1)):
            return False
        self._plain[mention].append(Title("", body[0].text))
        return True

    # --- after the name ------------------------------------------------------------------------

    def _after(self, mention: int, at: int) -> None:
        reading = self._reading
        start = at
        while reading.low(at) in {"(", "["} and reading.together(start - 1, at):
            closing = self._closing(at)
            if not closing:
                break
            self._bracket(mention, at + 1, closing)
            at = closing + 1
        if not reading.together(start - 1, at):
            return
        if reading.low(at) in {"of", "from", "at", "for"}:
            at = self._trailing_body(mention, at + 1)
        comma = reading.low(at) == "," or reading.low(at) in _DASHES
        if comma:
            at = self._over_age(at + 1)
        verb = self._verb(at)
        if verb:
            self._stated(mention, *verb)
        elif comma and reading.together(start - 1, at):
            self._apposition(mention, at)
        self._made(mention, start)

    def _closing(self, opening: int) -> int:
        for at in range(opening + 1, min(opening + _LONGEST_BRACKET, len(self._words))):
            if self._words[at].text in {")", "]"}:
                return at
        return 0

    def _bracket(self, mention: int, first: int, end: int) -> None:
        """ "X (KMT)", "X (Governor of Nayarit)"."""
        inside = self._reading.slice(first, end)
        party = inside.split(",")[0].split("-")[0].strip()
        if self._offices[mention] and is_party(party):
            office = self._offices[mention][0]
            if not office.body:
                self._offices[mention][0] = replace(office, body=party)
            return
        for office in phrases_at(self._reading, first):
            if office.end <= end:
                self._add(mention, office)

    def _over_age(self, at: int) -> int:
        """Over ", 67," or ", aged 67,"."""
        reading = self._reading
        number = at + 1 if reading.low(at) in {"aged", "age"} else at
        if reading.low(number).isdigit() and reading.low(number + 1) in {",", ""}:
            return number + 2
        return at

    def _apposition(self, mention: int, at: int) -> None:
        for office in phrases_at(self._reading, at):
            self._add(mention, office)
            self._taken = max(self._taken, office.end)

    def _trailing_body(self, mention: int, at: int) -> int:
        """ "Senator X of Ohio", "magistrate X at the Lagos High Court": the body of an office that names
        none; "X of the BJP" in a report from a chamber makes a member. Gives where the body ends."""
        reading = self._reading
        stop = body_end(reading, at)
        if stop == at:
            return at - 1
        body = reading.slice(at + (reading.low(at) in DETERMINERS), stop)
        offices, preposition = self._offices[mention], reading.low(at - 1)
        found = nature(self._words[at:stop], reading.label[at:stop])
        if offices and offices[0].body_at == (0, 0):
            near = found is Nature.PUBLIC or (preposition in {"of", "from"} and found is Nature.PLACE)
            offices[0] = replace(offices[0], body=body) if near else offices[0]
        elif not offices and preposition in {"of", "from"}:
            member = self._context.in_chamber and is_party(body)
            staff = preposition == "of" and found is Nature.PUBLIC and reading.low(at) == "the"
            if member or staff:
                self._plain[mention].append(Title("", body))
        return stop

    def _verb(self, at: int) -> tuple[int, str] | None:
        """Where the office after a stating verb begins, and its status."""
        reading, verbs = self._reading, title_words().verbs
        if reading.low(at) == "," and reading.low(at + 1) == "who":
            at += 1
        skipped = [
            i
            for i in range(at, at + _LONGEST_VERB + 3)
            if reading.low(i)
            not in {
                "also",
                "then",
                "later",
                "currently",
                "recently",
                "once",
                "already",
                "now",
                "formerly",
                "previously",
            }
        ]
        for size in range(_LONGEST_VERB, 0, -1):
            run = skipped[:size]
            if len(run) < size or not reading.together(at, run[-1]) or not reading.together(at - 1, at):
                continue
            status = verbs.get(tuple(reading.low(i) for i in run))
            if status:
                return run[-1] + 1, status
        return None

    def _stated(self, mention: int, at: int, status: str) -> None:
        for office in phrases_at(self._reading, at):
            if office.status is Status.CURRENT:
                office = office.with_status(Status(status))
            self._add(mention, office)

    def _made(self, mention: int, end: int) -> None:
        """ "elected X as president", "appointed X chairman of the commission"."""
        reading = self._reading
        before = self._spans[mention].start - 1
        while before > 0 and reading.low(before) in people_words().courtesy:
            before -= 1
        if (
            before < 0
            or reading.low(before) not in title_words().verbs_before
            or not reading.together(before, end)
        ):
            return
        at = end + 1 if reading.low(end) in {"as", "to"} else end
        if reading.low(at) in {"be"}:
            at += 1
        self._apposition(mention, at)

    # --- together --------------------------------------------------------------------------------

    def _add(self, mention: int, office: Office) -> None:
        completed = self._context.completed(office)
        if completed.public:
            self._offices[mention].append(completed)

    def _share(self) -> None:
        """Gives the office of one name to those coordinated with it: of the first to the next, and the
        party after the last to the one before ("A and B of the Green Party")."""
        reading, shared = self._reading, title_words().shared
        for mention in range(1, len(self._spans)):
            before, span = self._spans[mention - 1], self._spans[mention]
            between = [word.low for word in self._words[before.stop : span.start]]
            joined = [low for low in between if low not in people_words().courtesy]
            if joined == ["and"] and not self._titles(mention - 1):
                self._plain[mention - 1] += self._plain[mention]
            if not before or not span or self._offices[mention] or not self._offices[mention - 1]:
                continue
            office = self._offices[mention - 1][0]
            plural = office.head.entry.plural and joined in (["and"], [","], [",", "and"], ["&"])
            singular = office.head.entry.key in shared and joined in (["and"], ["&"])
            precedes = office.end <= before.start
            if precedes and (plural or singular) and reading.together(before.start, span.start):
                self._offices[mention].append(office)

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
