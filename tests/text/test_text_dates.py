"""Dates as the world writes them."""

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.dates import clamp, parse_date

NOON = datetime(2020, 9, 12, 7, 3, 4, tzinfo=UTC)
DAY = datetime(2020, 9, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Sat, 12 Sep 2020 07:03:04 GMT",
        "Sat, 12 Sep 2020 15:03:04 +0800",
        "Sat, 12 Sep 2020 15:03:04 +08:00",
        "12 Sep 20 03:03:04 EDT",
        "Sat, 12 Sept 2020 7:03:04 am",
        "Saturday, 12-Sep-20 07:03:04 GMT",
        "Sat,, 12 Sep 2020 07:03:04 Z",
        "Sep 12, 2020 07:03:04",
        "Sat Sep 12 07:03:04 2020",
        "Sat Sep 12 03:03:04 EDT 2020",
        "Sat Sep 12 09:03:04 +0200 2020",
        "2020-09-12T07:03:04Z",
        "2020-09-12T09:03:04.123456+02:00",
        "2020-09-12 07:03:04",
        "2020-09-12T07:03:04+9900",
        "2020/09/12 07:03:04",
        "20200912T070304Z",
        "20200912070304",
        "2020-256T07:03:04Z",
        "2020年9月12日 上午7:03:04",
        "2020년 9월 12일 오전 7:03:04",
        "12/Sep/2020 07:03:04 +0000",
        "1599894184",
        "1599894184000",
    ],
)
def test_one_moment_in_many_shapes(text: str) -> None:
    assert parse_date(text) == NOON


@pytest.mark.parametrize(
    "text",
    [
        "2020-09-12",
        "2020-9-12",
        "20200912",
        "2020-09-12example.org",
        "Sat, 2020-09-12",
        "September 12th, 2020",
        "12. September 2020",
        "12 septembre 2020",
        "12 de septiembre de 2020",
        "12. září 2020",
        "12 сентября 2020",
        "12 Σεπ 2020",
        "12.9.2020",
        "9/12/2020",
        "12-09-2020",
        "2020年09月12日",
        "Sat, 12 Sep 120",
    ],
)
def test_one_day_in_many_shapes(text: str) -> None:
    assert parse_date(text) == DAY


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020", datetime(2020, 1, 1, tzinfo=UTC)),
        ("2020-09", datetime(2020, 9, 1, tzinfo=UTC)),
        ("September 2020", datetime(2020, 9, 1, tzinfo=UTC)),
        ("25/12/2020", datetime(2020, 12, 25, tzinfo=UTC)),
        ("Thu, 01 Jan 04 19:48:21 GMT", datetime(2004, 1, 1, 19, 48, 21, tzinfo=UTC)),
        ("1 Jan 99", datetime(1999, 1, 1, tzinfo=UTC)),
        ("Wed, 31 Jun 2004 10:00:00 GMT", datetime(2004, 6, 30, 10, tzinfo=UTC)),
        ("2020-09-12T24:00:00Z", datetime(2020, 9, 13, tzinfo=UTC)),
        ("2020-09-12T23:59:60Z", datetime(2020, 9, 12, 23, 59, 59, tzinfo=UTC)),
        ("Oct 5 2021, 12:30 AM", datetime(2021, 10, 5, 0, 30, tzinfo=UTC)),
        ("Oct 5 2021, 12:30 PM", datetime(2021, 10, 5, 12, 30, tzinfo=UTC)),
        ("2020年9月12日 下午3:04", datetime(2020, 9, 12, 15, 4, tzinfo=UTC)),
    ],
)
def test_dates_in_part_and_slightly_wrong(text: str, expected: datetime) -> None:
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "yesterday",
        "may",
        "5/6",
        "0001-01-01",
        "99999999999999999999",
        "12:30",
        "31 of never 2020x",
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_date(text) is None


moments = st.datetimes(datetime(1900, 1, 2), datetime(8999, 12, 30)).map(
    lambda moment: moment.replace(microsecond=0)
)
zones = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(moments, zones)
def test_iso_and_mail_dates_come_back(moment: datetime, zone: timezone) -> None:
    there = moment.replace(tzinfo=zone)
    assert parse_date(there.isoformat()) == there
    assert parse_date(format_datetime(there)) == there


@given(st.text(st.one_of(st.characters(), st.sampled_from("0123456789-:/. TZ+年月日SepAMpm,")), max_size=40))
def test_any_text_gives_a_date_in_utc_or_none(text: str) -> None:
    moment = parse_date(text)
    assert moment is None or moment.tzinfo is UTC


def test_the_future_is_clamped_to_the_arrival() -> None:
    assert clamp(None, NOON) == NOON
    assert clamp(NOON + timedelta(days=2), NOON) == NOON
    assert clamp(NOON + timedelta(hours=20), NOON) == NOON + timedelta(hours=20)
    assert clamp(DAY, NOON) == DAY
