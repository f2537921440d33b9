"""How long a server asks to be left alone: Retry-After, Cache-Control, Expires."""

from __future__ import annotations

import re
from collections.abc import Mapping

from reader.text.dates import parse_date

LONGEST = 30 * 86400
"""Seconds. No server may silence a feed for longer."""

_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,12})", re.IGNORECASE)
_NO_STORE = re.compile(r"(?:^|[\s,])no-(?:store|cache)(?:$|[\s,=])", re.IGNORECASE)


def retry_after(value: str, now: float) -> int:
    """Seconds to wait by a Retry-After header, in seconds or as a date; 0 when it says nothing."""
    value = value.strip()
    if value.isdecimal():
        return min(int(value[:12]), LONGEST)
    return _until(value, now)


def wait_asked_for(headers: Mapping[str, str], now: float) -> int:
    """Seconds for which an answer stays fresh (RFC 9111, 4.2.1), 0 when the server does not say."""
    control = headers.get("cache-control", "")
    if _NO_STORE.search(control):
        return 0
    age = _MAX_AGE.search(control)
    if age is not None:
        return min(int(age[1]), LONGEST)
    return _until(headers.get("expires", ""), now)


def _until(date: str, now: float) -> int:
    moment = parse_date(date) if date and not date.isdecimal() else None
    if moment is None:
        return 0
    return min(max(0, round(moment.timestamp() - now)), LONGEST)
