"""The followed feeds as lines for a person and for a program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import Any

from reader.cli.columns import cells, fitted
from reader.services.exporting import iso_utc
from reader.services.subscriptions import FollowedFeed

NUMBER = 6
STATE = 17
LEAST_TITLE = 12
MOST_FOLDER = 24


def feed_json(followed: FollowedFeed) -> dict[str, Any]:
    """What `feeds list --json` says of a feed; times are ISO 8601 in UTC or null."""
    feed, counts = followed.feed, followed.counts
    memory = feed.memory
    moments = {"succeeded": memory.succeeded, "next_try": memory.next_try}
    return {
        "url": feed.url,
        "title": feed.title,
        "folder": feed.folder,
        "home": feed.home,
        "articles": counts.stored,
        "unread": counts.unread,
        "error": memory.error or None,
        "failures": memory.failures,
        "seconds": memory.seconds and round(memory.seconds, 3),
        "requests": memory.requests,
        "full_text": feed.full_text,
    } | {name: moment and iso_utc(moment) for name, moment in moments.items()}


def table(feeds: Sequence[FollowedFeed], width: int) -> Iterator[str]:
    """A line for each feed below a heading, and the words about its trouble below each that has one;
    none wider than `width` cells, of which there should be 60 or more."""
    longest = max((cells(one.feed.folder) for one in feeds), default=0)
    folder = min(max(longest, len("Folder")), MOST_FOLDER, width // 5) if longest else 0
    title = max(LEAST_TITLE, width - (folder + 2 if folder else 0) - 2 * (NUMBER + 1) - 2 - STATE)

    def line(texts: Sequence[str]) -> str:
        name, place, unread, stored, state = texts
        shown = fitted(name, title) + (f"  {fitted(place, folder)}" if folder else "")
        return f"{shown} {unread:>{NUMBER}} {stored:>{NUMBER}}  {state}".rstrip()

    yield line(("Feed", "Folder", "Unread", "All", "State"))
    for one in feeds:
        feed, counts = one.feed, one.counts
        numbers = (str(counts.unread), str(counts.stored))
        yield line((feed.title or feed.url, feed.folder, *numbers, one.state))
        if one.trouble:
            indent = " " * 4
            yield from wrap(one.trouble, width, initial_indent=indent, subsequent_indent=indent)
