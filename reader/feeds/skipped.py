"""When an RSS feed wants no visits: skipHours and skipDays (RSS 0.91, 2.0), which feedparser leaves out."""

from __future__ import annotations

import re

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MOST = 2000  # characters of such a list
_HOUR = re.compile(r"<hour>\s*(\d{1,2})\s*</hour>", re.IGNORECASE)
_DAY = re.compile(r"<day>\s*(\w{6,9})\s*</day>", re.IGNORECASE)


def skipped_hours(xml: str) -> tuple[int, ...]:
    """The hours of the day, 0 to 23 in UTC; 24, by which RSS 0.91 means midnight, is 0."""
    hours = {int(hour) % 24 for hour in _HOUR.findall(_list(xml, "skipHours")) if int(hour) <= 24}
    return tuple(sorted(hours))


def skipped_days(xml: str) -> tuple[int, ...]:
    """The days of the week, 0 for Monday."""
    days = {day.lower() for day in _DAY.findall(_list(xml, "skipDays"))}
    return tuple(number for number, day in enumerate(_DAYS) if day in days)


def _list(xml: str, name: str) -> str:
    start = xml.find(f"<{name}>")
    end = xml.find(f"</{name}>", start, start + _MOST) if start >= 0 else -1
    return xml[start:end] if end >= 0 else ""
