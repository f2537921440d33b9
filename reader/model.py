"""The nouns of the program as frozen dataclasses; standard library only.

Every offset is a code-point offset into `Document.text`, start inclusive, end exclusive.
Every datetime is aware and in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

Span = tuple[int, int]


# --- text -------------------------------------------------------------------------------------


class BlockKind(StrEnum):
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    QUOTE = "quote"
    CODE = "code"
    ROW = "row"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list item, quotation, code listing, table row or image caption.

    `level` is the heading level (1 to 6), the depth of a list item (1 and up) or of a quotation
    (1 and up), else 0. `marker` is what stands before a list item ("•", "3."), not in the text.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    marker: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the text; links are numbered from 1 in reading order. Only http, https, mailto."""

    start: int
    end: int
    url: str


@dataclass(frozen=True, slots=True)
class Document:
    """A canonical plain text with its blocks and links.

    Blocks are in order and do not overlap; two newlines lie between blocks, one between the items
    of a list and the rows of a table. Only code holds newlines inside a block.
    """

    text: str = ""
    blocks: tuple[Block, ...] = ()
    links: tuple[Link, ...] = ()


# --- what a source gave -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that comes with an entry; `length` is in bytes, 0 when unknown."""

    url: str
    type: str = ""
    length: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as a source gave it, cleaned. `entry_id` is never empty: the feed's own id, else
    the link, else title and date. `published` is None when the source gives no date."""

    entry_id: str
    title: str
    url: str = ""
    author: str = ""
    source: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    document: Document = field(default_factory=Document)
    summary_only: bool = False
    enclosures: tuple[Enclosure, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """What a feed file or an article page holds.

    `problem` says in words what was wrong with a file of which something could still be read (a
    feed cut in the middle), "" when nothing was. `interval` is what the feed asks for between two
    visits (ttl, sy:updatePeriod), in seconds, 0 when it does not say; `skipped_hours` (0 to 23, UTC)
    and `skipped_days` (0 is Monday) are when it wants none. `article` says that the source was no
    feed but one article, the only entry.
    """

    title: str
    home: str = ""
    language: str = ""
    entries: tuple[Entry, ...] = ()
    problem: str = ""
    interval: int = 0
    skipped_hours: tuple[int, ...] = ()
    skipped_days: tuple[int, ...] = ()
    article: bool = False


@dataclass(frozen=True, slots=True)
class ServerMemory:
    """What a feed's server said last, for conditional requests and patience. `seconds` is what the server
    took at the last visit, None before the first, and `requests` how many there were: redirects and the
    pages of articles count;
    `interval`, `skipped_hours` and `skipped_days` are what the feed itself asks for (ParsedFeed)."""

    etag: str = ""
    modified: str = ""
    fetched: datetime | None = None
    succeeded: datetime | None = None
    next_try: datetime | None = None
    failures: int = 0
    error: str = ""
    seconds: float | None = None
    requests: int = 0
    interval: int = 0
    skipped_hours: tuple[int, ...] = ()
    skipped_days: tuple[int, ...] = ()


# --- the library ------------------------------------------------------------------------------

Origin = Literal["feed", "page"]
"""Where the text of an article came from: its feed, or the page that the feed names."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed the library knows. `id` is stable when the URL moves; `followed` says that the
    person subscribed to it (else it is only where some stored articles came from); `full_text` that
    the pages of its articles are fetched too."""

    id: str
    url: str
    title: str
    home: str = ""
    folder: str = ""
    followed: bool = False
    memory: ServerMemory = field(default_factory=ServerMemory)
    full_text: bool = False


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed that somebody follows, as programs pass it on to one another.

    `title` is what the feed calls itself, `name` what the person calls it, "" for the same; `folder`
    is a path of folders (`feeds.folders`).
    """

    url: str
    title: str = ""
    name: str = ""
    home: str = ""
    folder: str = ""


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


@dataclass(frozen=True, slots=True)
class Retention:
    """How long the articles of a feed are kept: so many days, and so many of the newest; 0 is no limit."""

    days: int = 0
    count: int = 0

    def __bool__(self) -> bool:
        return bool(self.days or self.count)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What a cleaning deleted, or would delete: keys, oldest first; and how many old articles stay
    because the person keeps them (`kept`) or has not read them (`unread`)."""

    deleted: tuple[str, ...] = ()
    kept: int = 0
    unread: int = 0


# --- what the person wrote --------------------------------------------------------------------


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


# --- who and where ----------------------------------------------------------------------------


class Status(StrEnum):
    CURRENT = "current"
    FORMER = "former"
    ELECT = "elect"


@dataclass(frozen=True, slots=True)
class Title:
    """An office as the article words it: "vice-chairperson" of the body "CPPCC National Committee"."""

    title: str
    body: str = ""
    status: Status = Status.CURRENT


@dataclass(frozen=True, slots=True)
class Person:
    """A person of one article, under the fullest name used there. An official has a public office
    (gold guidelines); `titles` may still be empty when the article does not word it."""

    name: str
    mentions: tuple[Span, ...]
    official: bool = False
    titles: tuple[Title, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A place of one article. `kind` is country, region, admin1, admin2, city, natural or other;
    `country` an ISO 3166-1 alpha-2 code; all of these are "" and lat/lon None when unresolved."""

    name: str
    mentions: tuple[Span, ...]
    kind: str = ""
    country: str = ""
    admin1: str = ""
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class Annotations:
    """Everyone and everywhere named in one text, in the order of the first mention.

    `engine` is the version of the engine that made them; `note` says why a text has no marks
    ("not in English"), else "".
    """

    people: tuple[Person, ...] = ()
    places: tuple[Place, ...] = ()
    engine: str = ""
    note: str = ""

    @property
    def officials(self) -> tuple[Person, ...]:
        return tuple(person for person in self.people if person.official)


# --- what the person corrects -----------------------------------------------------------------


class Wrong(StrEnum):
    """What the engine got wrong."""

    NAME = "not a name"
    OFFICIAL = "not an official"
    OFFICE = "office"
    SAME = "same person"
    TWO = "two people"
    PLACE = "place"
    SPAN = "boundaries"


@dataclass(frozen=True, slots=True)
class Correction:
    """What the person says about a name, in some articles or, with no keys in `articles`, in all.

    `other` is who it is (SAME), what tells the other person apart (TWO), or the words that should have
    been marked (SPAN), of which the first stands `shift` code points after that of `name`.
    """

    what: Wrong
    name: str
    articles: tuple[str, ...] = ()
    title: Title | None = None
    other: str = ""
    place: Place | None = None
    shift: int = 0
    at: datetime | None = None
    id: str = ""


# --- what the person watches ------------------------------------------------------------------


class WatchedKind(StrEnum):
    PERSON = "person"
    OFFICE = "office"
    BODY = "body"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Watched:
    """A person, an office, a body or a place that is followed, or muted."""

    kind: WatchedKind
    name: str
    muted: bool
    at: datetime
