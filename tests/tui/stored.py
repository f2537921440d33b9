"""A real library with articles of three feeds in two folders, for the tests of lists and searches."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from reader.library.library import Library
from reader.model import Block, BlockKind, Document, Entry

WORDS = ("harbour", "bridge", "ferry", "council", "budget", "tram")


def library_in(folder: Path, count: int = 30) -> Library:
    """`count` articles an hour apart, the newest of this minute, of three feeds in turn: Port News and
    Quay Times in the folder Coast, Town Crier in none."""
    library = Library.open(folder)
    now = datetime.now(UTC)
    feeds = []
    for name, at in (("Port News", "Coast"), ("Quay Times", "Coast"), ("Town Crier", "")):
        feed = library.feed_for(f"https://{name.split()[0].lower()}.example/feed", name)
        feeds.append(library.follow(feed.id, folder=at))
    for number, feed in enumerate(feeds):
        entries = [entry(at, now - timedelta(hours=at)) for at in range(number, count, len(feeds))]
        library.store(feed, entries, now)
    return library


def entry(number: int, published: datetime) -> Entry:
    word = WORDS[number % len(WORDS)]
    text = f"The {word} was talked about for the time number {number}, with patience."
    return Entry(
        entry_id=str(number),
        title=f"{word.capitalize()} {number}",
        url=f"https://news.example/{number}",
        published=published,
        document=Document(text, (Block(BlockKind.PARAGRAPH, 0, len(text)),)),
    )
