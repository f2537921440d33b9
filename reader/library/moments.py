"""Moments as the state writes them: ISO 8601."""

from __future__ import annotations

from datetime import UTC, datetime

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def now() -> datetime:
    """This moment, as exact as the state keeps it: to the millisecond."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def written(moment: datetime) -> str:
    """The moment as text, exact enough to tell which of two changes of one thing was the later."""
    return moment.isoformat(timespec="milliseconds")


def moment_of(text: object) -> datetime:
    """The moment; `LONG_AGO` for what is none, UTC where no zone is given."""
    if not isinstance(text, str):
        return LONG_AGO
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return LONG_AGO
