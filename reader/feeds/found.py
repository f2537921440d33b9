"""What reading a source may be asked for, and may find besides a feed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SourceKind = Literal["any", "feed", "article"]
"""What a document is read as: whatever it is, a feed only, an article only."""


@dataclass(frozen=True, slots=True)
class FoundFeeds:
    """The feeds that a page names, best first, as absolute URLs."""

    urls: tuple[str, ...]
