"""Which entry is which: ids of entries, repeated and missing ones included."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from reader.feeds.limits import MAX_ID
from reader.model import Entry
from reader.text.clean import tidy

UNTITLED = "Untitled"
_WORDS_OF_TITLE = 12


def entry_id(own: str, url: str, *rest: str) -> str:
    """The feed's own id, else the link, else a hash of what else there is (title, date, text)."""
    name = tidy(own).strip() or url
    if not name:
        return "sha256:" + _hash("\n".join(rest))
    return name if len(name) <= MAX_ID else f"{name[:MAX_ID]}:{_hash(name)}"


def title_or_words(title: str, text: str) -> str:
    """A title is never empty: else the first words of the text, else "Untitled"."""
    if title:
        return title
    words = text[:1000].split()
    if not words:
        return UNTITLED
    return " ".join(words[:_WORDS_OF_TITLE]) + ("…" if len(words) > _WORDS_OF_TITLE else "")


def distinct(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries under ids that tell them apart.

    Feeds that give one id to several articles exist; the articles differ in link or title then, and
    each of them gets its link (or title) added to its id: all of them, because which one comes first
    changes with every visit. Entries alike in id, link and title are one entry (RFC 4287, 4.1.1); the
    one updated last stays, at the first one's place.
    """
    kept: dict[tuple[str, str, str], Entry] = {}
    for entry in entries:
        key = (entry.entry_id, entry.url, entry.title)
        known = kept.get(key)
        if known is None or _is_newer(entry, known):
            kept[key] = entry
    times = Counter(entry.entry_id for entry in kept.values())
    if len(times) == len(kept):
        return tuple(kept.values())
    links = Counter((entry.entry_id, entry.url) for entry in kept.values())
    return tuple(
        entry if times[entry.entry_id] == 1 else _renamed(entry, links[entry.entry_id, entry.url] > 1)
        for entry in kept.values()
    )


def _is_newer(entry: Entry, known: Entry) -> bool:
    if entry.updated is None or known.updated is None:
        return False
    return entry.updated > known.updated


def _renamed(entry: Entry, by_title: bool) -> Entry:
    """Ids hold no blanks but those of the feed's own, so a blank parts the addition."""
    addition = entry.title if by_title or not entry.url else entry.url
    return replace(entry, entry_id=f"{entry.entry_id} {addition}")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]
