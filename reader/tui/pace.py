"""How long the screen waits with what."""

from __future__ import annotations

from typing import NamedTuple


class Pace(NamedTuple):
    """How long the screen waits, in seconds: with opening an article while the cursor moves, with
    marking one read that is on the screen, with filtering while one types, between two looks for
    changes of other programs, with taking a notice away, and with keeping the place in an article;
    `minute` is how long a minute of the settings lasts."""

    opening: float = 0.06
    reading: float = 1.0
    typing: float = 0.01
    polling: float = 1.0
    notice: float = 5.0
    resting: float = 1.0
    minute: float = 60.0
