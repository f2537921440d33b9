"""Articles as the library keeps them, views of them, and what is done to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from reader.model.names import Annotations
    from reader.model.sources import Enclosure
    from reader.model.text import Document


Origin = Literal["feed", "page"]
"""Where the text of an article came from: its feed, or the page that the feed names."""


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """What a list shows of an article. `rowid` is local to one archive file and never leaves the
    program; `key` (16 hexadecimal digits) is the article's name everywhere else; `others` is how many
    more stored articles tell the same story, at most 99."""

    rowid: int
    key: str
    title: str
    url: str
    feed_id: str
    feed_url: str
    source: str
    published: datetime
    read: bool = False
    bookmarked: bool = False
    noted: bool = False
    tags: tuple[str, ...] = ()
    watched: bool = False  # names somebody or something that the person follows
    others: int = 0


@dataclass(frozen=True, slots=True)
class Article:
    """One stored article, whole; `annotations` is None until it has been annotated. Where the texts
    of its feed and of its page are both kept, `other_text` names the one that `document` is not."""

    row: ArticleRow
    entry_id: str
    author: str
    added: datetime
    updated: datetime | None
    document: Document
    summary_only: bool = False
    enclosures: tuple[Enclosure, ...] = ()
    annotations: Annotations | None = None
    other_text: Origin | None = None


class Sort(StrEnum):
    """The order of a view. The best matches come first only among the newest, and only of a search;
    equal titles and sources are in the order of their dates, the newest first."""

    NEWEST = "newest"
    OLDEST = "oldest"
    TITLE = "title"
    SOURCE = "source"
    BEST = "best"


@dataclass(frozen=True, slots=True)
class View:
    """Which articles a list shows, in which order; the conditions add up. `search` is a query as
    the person typed it, "" for none; `folded` shows of each story only the newest article of those
    that the view would show."""

    unread: bool = False
    bookmarked: bool = False
    feed_id: str = ""
    search: str = ""
    folded: bool = False
    followed: bool = False
    sort: Sort = Sort.NEWEST


@dataclass(frozen=True, slots=True)
class Counts:
    """How many articles are stored, unread and bookmarked."""

    stored: int
    unread: int
    bookmarked: int


@dataclass(frozen=True, slots=True)
class Stored:
    """What storing entries did: how many were new, how many had changed."""

    new: int = 0
    updated: int = 0


@dataclass(frozen=True, slots=True)
class Marking:
    """A change of state to make or to undo: None leaves a property as it is."""

    read: bool | None = None
    bookmarked: bool | None = None
