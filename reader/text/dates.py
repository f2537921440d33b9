"""Dates as feeds and pages write them, to aware UTC.

Read: RFC 822 and its misspellings, ISO 8601 whole and in part, asctime, numbers with slashes or
dots, month names in a score of languages, Chinese, Japanese and Korean dates, seconds since 1970.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, datetime, timedelta, timezone

_LONGEST = 100
_FUTURE_ALLOWED = timedelta(days=1)

_MONTH_STEMS = {
    1: "jan gen ene янв sty led leden oca ιαν ιανουάριος ocak sij led",
    2: "feb fév fev fevr févr фев lut úno şub φεβ ubat vel",
    3: "mar mär maa mrt maer март bře kvě_ μαρ ožu márc mart",
    4: "apr avr abr апр kwi dub nis απρ tra ápr",
    5: "may mai mag maj mei mayo май мая kvě μαϊ μάι μαι svi máj",
    6: "jun jui_ giu juin июн cze čvn haz ιούν ιουν lip_ jún czerw",
    7: "jul juil lug июл lip čvc tem ιούλ ιουλ srp_ júl lipiec lipca",
    8: "aug aoû aou ago авг sie srp ağu αύγ αυγ kol",
    9: "sep set сен wrz zář eyl σεπ ruj szept",
    10: "oct okt ott out окт paź říj eki οκτ lis_",
    11: "nov ноя lis kas νοέ νοε stu",
    12: "dec dez déc dic дек gru pro ara δεκ",
}
_MONTHS = {stem: month for month, stems in _MONTH_STEMS.items() for stem in stems.split() if stem[-1] != "_"}
_LONGEST_STEM = max(map(len, _MONTHS))

_ZONES = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0,
    "bst": 1, "cet": 1, "met": 1, "mez": 1, "wat": 1, "west": 1, "ist": 5.5,
    "cest": 2, "mest": 2, "mesz": 2, "eet": 2, "cat": 2, "sast": 2, "eest": 3, "msk": 3, "eat": 3, "trt": 3,
    "irst": 3.5, "gst": 4, "pkt": 5, "npt": 5.75, "bdt": 6, "wib": 7, "ict": 7, "hkt": 8, "sgt": 8, "myt": 8,
    "pht": 8, "wita": 8, "awst": 8, "jst": 9, "kst": 9, "wit": 9, "acst": 9.5, "aest": 10, "aedt": 11,
    "nzst": 12, "nzdt": 13, "brt": -3, "art": -3, "clt": -4, "ast": -4, "adt": -3, "nst": -3.5,
    "est": -5, "edt": -4, "et": -5, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
    "pt": -8, "akst": -9, "akdt": -8, "hst": -10,
}  # fmt: skip

_MAIL = re.compile(  # RFC 822 as it should be, which most feeds have: no need to search it for all the others
    r"(?:[A-Za-z]{3}, )?(\d\d?) ([A-Za-z]{3}) (\d{4}) (\d\d):(\d\d):(\d\d) (GMT|[+-]\d{4})"
)
_ISO = re.compile(
    r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?|/(\d{1,2})(?:/(\d{1,2}))?|\.(\d{1,2})\.(\d{1,2}))?(?!\d)"
)
_ISO_INSIDE = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})()()()()(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:[T ]?(\d\d)(\d\d)(\d\d)?)?(?!\d)")
_EPOCH = re.compile(r"(\d{9,10})(?:\d{3})?(?:\.\d+)?")
_CJK = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]?")
_ORDINAL = re.compile(r"(\d{4})-?(\d{3})(?![\d-])")
_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_TIME = re.compile(
    r"(?<![\d:])(\d{1,2})\s*(?:[:.]|[时時시点點]\s*)(\d{2})(?:(?:[:.]|[分분]\s*)(\d{2}))?(?:[.,]\d+)?\s*[分分秒초]?"
    r"(?:\s*([ap])\.?m\b\.?)?",
    re.IGNORECASE,
)
_HALF_DAY = re.compile(r"(下午|午後|晚上|오후)|(上午|午前|오전)")
_OFFSET = re.compile(r"(?:(?:GMT|UTC?)\s*)?([+-])(\d{1,2}):?(\d{2})?(?!\d)", re.IGNORECASE)
_ZONE = re.compile(r"[A-Za-z]{1,4}")
_WORD = re.compile(r"[^\W\d_]+\.?")
_DAY_OR_YEAR = re.compile(r"(?<!\d)'?(\d{1,4})(?!\d)")


def parse_date(text: str) -> datetime | None:
    """The moment a date means, in UTC, to the second; None when it means none.

    Without a time: midnight; without a zone, or with an unknown or impossible one: UTC. Two-digit
    years are 1970 to 2069. Days past the end of a month are its last.
    """
    text = text.strip()[:_LONGEST]
    if not text:
        return None
    if text.isascii() and (epoch := _EPOCH.fullmatch(text)):
        return _from_epoch(int(epoch[1]))
    mail = _MAIL.fullmatch(text)
    if mail is not None and (month := _MONTHS.get(mail[2].lower())):
        clock = int(mail[4]), int(mail[5]), int(mail[6])
        return _moment(int(mail[3]), month, int(mail[1]), clock, _offset(mail[7]))
    for read in (_compact, _ordinal, _cjk, _iso, _numbers, _worded):
        moment = read(text)
        if moment is not None:
            return moment
    return None


def clamp(published: datetime | None, arrived: datetime) -> datetime:
    """When an article counts as published: no date, or one more than a day ahead, is its arrival."""
    if published is None or published > arrived + _FUTURE_ALLOWED:
        return arrived
    return published


def _from_epoch(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _compact(text: str) -> datetime | None:
    found = _COMPACT.match(text)
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(group or 0) for group in found.groups())
    return _moment(year, month, day, (hour, minute, second), _offset(text[found.end() :]))


def _ordinal(text: str) -> datetime | None:
    """ISO 8601 by the day of the year: 2003-335."""
    found = _ORDINAL.match(text)
    if found is None or not 1 <= int(found[2]) <= 366:
        return None
    start = _moment(int(found[1]), 1, 1, *_clock(text[found.end() :]))
    return start + timedelta(days=int(found[2]) - 1) if start else None


def _iso(text: str) -> datetime | None:
    found = _ISO.match(text) or _ISO_INSIDE.search(text)
    if found is None or (_WORD.match(text[found.end() :].strip("-")) and _month_in(text[found.end() :])):
        return None
    year = int(found[1])
    month = int(found[2] or found[4] or found[6] or 1)
    day = int(found[3] or found[5] or found[7] or 1)
    if month > 12 >= day:
        month, day = day, month
    return _moment(year, month, day, *_clock(text[found.end() :]))


def _cjk(text: str) -> datetime | None:
    found = _CJK.search(text)
    if found is None:
        return None
    return _moment(int(found[1]), int(found[2]), int(found[3]), *_clock(text[found.end() :]))


def _numbers(text: str) -> datetime | None:
    """12.9.2020 and 12-9-2020 begin with the day, 9/12/2020 with the month unless it cannot be one."""
    found = _NUMBERS.search(text)
    if found is None:
        return None
    first, second, year = int(found[1]), int(found[3]), _full_year(int(found[4]), len(found[4]))
    month_first = (found[2] == "/" and first <= 12) or second > 12
    month, day = (first, second) if month_first else (second, first)
    return _moment(year, month, day, *_clock(text[found.end() :]))


def _worded(text: str) -> datetime | None:
    """A date with a month's name, in whatever order: time and zone first, then day and year remain."""
    month = _month_in(text)
    if not month:
        return None
    time = _TIME.search(text)
    rest = text
    clock, zone = (0, 0, 0), timedelta()
    if time is not None:
        clock, zone = _clock(text[time.start() :])
        after = _OFFSET.match(text[time.end() :].lstrip())
        skipped = len(text) - len(text[time.end() :].lstrip()) + after.end() if after else time.end()
        rest = f"{text[: time.start()]} {text[skipped:]}"
    numbers = [found[1] for found in _DAY_OR_YEAR.finditer(rest)]
    if not numbers:
        return None
    day, year = _day_and_year(numbers)
    return _moment(year, month, day, clock, zone) if year else None


def _day_and_year(numbers: list[str]) -> tuple[int, int]:
    """ "12 ... 2020", "2020 ... 12", "12 ... 20"; a single number of four digits is a year."""
    first = numbers[0]
    if len(numbers) == 1:
        return (1, int(first)) if len(first) == 4 else (1, 0)
    if len(first) == 4:
        return int(numbers[1]) if len(numbers[1]) < 3 else 1, int(first)
    return int(first), _full_year(int(numbers[1]), len(numbers[1]))


def _full_year(year: int, digits: int) -> int:
    if digits <= 2:
        return year + (2000 if year < 70 else 1900)
    return year + 1900 if digits == 3 else year  # C's tm_year counts from 1900


def _month_in(text: str) -> int:
    for found in _WORD.finditer(text):
        word = found[0].lower().rstrip(".")
        for length in range(min(len(word), _LONGEST_STEM), 2, -1):
            month = _MONTHS.get(word[:length])
            if month:
                return month
    return 0


def _clock(text: str) -> tuple[tuple[int, int, int], timedelta]:
    """The time of day in a text that holds no date, and how far its zone is from UTC."""
    found = _TIME.search(text)
    if found is None:
        return (0, 0, 0), timedelta()
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    half = _HALF_DAY.search(text[: found.start()])
    afternoon = (found[4] or "").lower() == "p" or bool(half and half[1])
    morning = (found[4] or "").lower() == "a" or bool(half and half[2])
    if afternoon and hour < 12:
        hour += 12
    elif morning and hour == 12:
        hour = 0
    return (hour, minute, second), _offset(text[found.end() :])


def _offset(text: str) -> timedelta:
    text = text.strip(" \t()[]")
    found = _OFFSET.match(text)
    if found is not None:
        hours, minutes = int(found[2]), int(found[3] or 0)
        distance = timedelta(hours=hours, minutes=minutes)
        if distance > timedelta(hours=14) or minutes > 59:
            return timedelta()
        return -distance if found[1] == "-" else distance
    name = _ZONE.match(text)
    return timedelta(hours=_ZONES.get(name[0].lower(), 0)) if name else timedelta()


def _moment(
    year: int, month: int, day: int, clock: tuple[int, int, int], offset: timedelta
) -> datetime | None:
    if not (1900 <= year <= 9000 and 1 <= month <= 12 and 1 <= day <= 31):
        return None
    hour, minute, second = clock
    if hour > 24 or minute > 59:
        hour = minute = second = 0
    day = min(day, monthrange(year, month)[1])
    start = datetime(year, month, day, tzinfo=timezone(offset))
    return (start + timedelta(hours=hour, minutes=minute, seconds=min(second, 59))).astimezone(UTC)
