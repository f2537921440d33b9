"""What the person wrote: notes, tags, saved searches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.model.text import Span


@dataclass(frozen=True, slots=True)
class Note:
    """What the person wrote about an article, or about a passage of it: then `span` says where the
    passage stood and `quote` holds its words, so that it is found again in a text that has changed."""

    id: str
    article: str
    text: str
    at: datetime
    span: Span | None = None
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Tagging:
    """Tags to give to an article and to take from it."""

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query that the person gave a name."""

    name: str
    query: str
    at: datetime
