"""Dates in the few cells that a list has for them."""

from __future__ import annotations

from datetime import datetime, timedelta

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def age_in_words(then: datetime, now: datetime) -> str:
    """ "now", "5m", "3h", "2d", then "12 Sep", in another year "Sep 2020": at most 8 cells."""
    age = now - then
    if age < timedelta(minutes=1):
        return "now"
    if age < timedelta(hours=1):
        return f"{int(age.total_seconds()) // 60}m"
    if age < timedelta(days=1):
        return f"{int(age.total_seconds()) // 3600}h"
    if age < timedelta(days=7):
        return f"{age.days}d"
    local = then.astimezone(now.tzinfo)
    month = MONTHS[local.month - 1]
    return f"{local.day} {month}" if local.year == now.year else f"{month} {local.year}"


def date_in_words(then: datetime, now: datetime) -> str:
    """ "12 September 2020, 14:05" in the time zone of `now`; without the time at midnight UTC, which
    is what sources give that know only the day."""
    if (then.hour, then.minute, then.second) == (0, 0, 0):
        return f"{then.day} {then:%B %Y}"
    local = then.astimezone(now.tzinfo)
    return f"{local.day} {local:%B %Y}, {local:%H:%M}"
