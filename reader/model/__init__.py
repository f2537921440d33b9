"""The nouns of the program as frozen dataclasses; standard library only.

Every offset is a code-point offset into `Document.text`, start inclusive, end exclusive.
Every datetime is aware and in UTC.

A part is imported when the first of its names is: making frozen dataclasses takes a tenth of the time
to the first paint, and what lists articles needs few of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.model.articles import Article, ArticleRow, Counts, Marking, Origin, Sort, Stored, View
    from reader.model.feeds import Cleaned, Feed, Retention, ServerMemory, Subscription
    from reader.model.names import (
        Annotations,
        Correction,
        Person,
        Place,
        Status,
        Title,
        Watched,
        WatchedKind,
        Wrong,
    )
    from reader.model.notes import Note, SavedSearch, Tagging
    from reader.model.sources import Enclosure, Entry, ParsedFeed
    from reader.model.text import Block, BlockKind, Document, Link, Span

_PARTS = {
    "articles": "Article ArticleRow Counts Marking Origin Sort Stored View",
    "feeds": "Cleaned Feed Retention ServerMemory Subscription",
    "names": "Annotations Correction Person Place Status Title Watched WatchedKind Wrong",
    "notes": "Note SavedSearch Tagging",
    "sources": "Enclosure Entry ParsedFeed",
    "text": "Block BlockKind Document Link Span",
}
_HOMES = {name: part for part, names in _PARTS.items() for name in names.split()}


def __getattr__(name: str) -> object:
    """A name of one of the parts (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found
