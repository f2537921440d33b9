"""How feeds are listed: in which order, under which folders, and what is said of each."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from rich.cells import cell_len
from textual.content import Content

from reader.feeds.folders import folder_names
from reader.services.subscriptions import FollowedFeed, moment_in_words
from reader.text.clean import clean_line
from reader.tui.widgets.wrapping import cut

STATE = 22  # cells of how a feed does
COUNT = 15  # cells of how many articles it has


class FeedOrder(StrEnum):
    """The value is what the head of the list says."""

    FOLDER = "by folder"
    FAILING = "failing first"
    SLOW = "slowest first"


def ordered(feeds: Sequence[FollowedFeed], order: FeedOrder) -> list[FollowedFeed]:
    """Feeds that come by folder and title, in another order."""
    if order is FeedOrder.FAILING:
        return sorted(feeds, key=lambda one: (not one.feed.memory.error, -one.feed.memory.failures))
    if order is FeedOrder.SLOW:
        return sorted(feeds, key=lambda one: -(one.feed.memory.seconds or 0))
    return list(feeds)


def folder_in_words(folder: str) -> str:
    """The folders from the outermost in."""
    return " › ".join(folder_names(folder))


def feed_line(one: FollowedFeed, width: int) -> Content:
    """A sign of how it does, the title, how it does in words, unread of all."""
    failing, slow = bool(one.feed.memory.error), one.is_slow
    sign, style = ("!", "$error") if failing else ("~", "$warning") if slow else (" ", "")
    state = cut(one.state, STATE)
    count = (
        f"{one.counts.unread:,} of {one.counts.stored:,}" if one.counts.unread else f"{one.counts.stored:,}"
    )
    room = max(width - COUNT - (STATE if width >= 60 else 0) - 5, 8)
    title = cut(clean_line(one.feed.title or one.feed.url), room)
    return Content.assemble(
        (f" {sign} ", style),
        (title + " " * (room - cell_len(title)), "bold" if one.counts.unread else ""),
        (state.ljust(STATE) if width >= 60 else "", style or "$muted"),
        (count.rjust(COUNT), "$muted"),
    )


def details(one: FollowedFeed, width: int) -> Content:
    """What is known of a feed, in lines."""
    feed, memory = one.feed, one.feed.memory
    visits = [
        f"last read {moment_in_words(memory.succeeded)}" if memory.succeeded else "never read yet",
        f"took {memory.seconds:.1f} s" if memory.seconds is not None else "",
        f"next try {moment_in_words(memory.next_try)}" if memory.next_try and not memory.error else "",
        "full texts are fetched" if feed.full_text else "",
    ]
    lines = [
        Content.assemble((cut(clean_line(feed.url), width), "$link")),
        Content.assemble((cut(" · ".join(visit for visit in visits if visit), width), "$muted")),
    ]
    if one.trouble:
        lines.append(Content.assemble((clean_line(one.trouble), "$error" if memory.error else "$warning")))
    return Content("\n").join(lines)
