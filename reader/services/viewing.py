"""The views that have a name: plain ones, folders and feeds, saved searches, tags."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from reader.errors import QueryError
from reader.feeds.folders import folder_names, folder_path
from reader.model import Counts, View

if TYPE_CHECKING:
    from reader.library.library import Library
    from reader.model import Feed

NOTHING = Counts(0, 0, 0)


class ViewKind(StrEnum):
    """The value is the heading of such views in a list of them."""

    PLAIN = "Articles"
    FEED = "Feeds"
    SEARCH = "Saved searches"
    TAG = "Tags"


@dataclass(frozen=True, slots=True)
class NamedView:
    """A view and what it is called. `unread` of its `total` articles are unread; None is not counted.
    `depth` says how many folders a folder or a feed lies in."""

    name: str
    view: View
    kind: ViewKind = ViewKind.PLAIN
    total: int | None = None
    unread: int | None = None
    depth: int = 0


ALL = NamedView("All articles", View())
UNREAD = NamedView("Unread", View(unread=True))
BOOKMARKED = NamedView("Bookmarked", View(bookmarked=True))
TODAY = NamedView("Today", View(search="after:today"))
FOLLOWED = NamedView("Followed", View(followed=True))
PLAIN = (ALL, UNREAD, BOOKMARKED, TODAY, FOLLOWED)


def view_of_feed(feed: Feed) -> NamedView:
    """The articles of one feed."""
    return NamedView(feed.title or feed.url, View(feed_id=feed.id), ViewKind.FEED)


def view_of_folder(folder: str) -> NamedView:
    """The articles of the feeds in a folder and in those inside it."""
    return NamedView(folder_names(folder)[-1], View(search=f"folder:{_quoted(folder)}"), ViewKind.FEED)


def named_views(library: Library) -> list[NamedView]:
    """Every view that has a name, counted. A second or so in a big library with many searches."""
    return [*_plain(library), *_feeds(library), *_searches(library), *_tags(library)]


def narrowed(view: View, typed: str) -> View:
    """The articles of a view that answer a query too, as it was typed."""
    if not view.search or not typed:
        search = typed or view.search
    else:
        # Brackets only where they are needed: the last word, while it is typed, finds longer words.
        search = f"({view.search}) {f'({typed})' if 'OR' in typed.split() else typed}"
    return replace(view, search=search)


def _plain(library: Library) -> Iterator[NamedView]:
    counts = library.counts()
    yield _counted(ALL, counts.stored, counts.unread)
    yield _counted(UNREAD, counts.unread, counts.unread)
    yield _counted(BOOKMARKED, counts.bookmarked)
    yield _counted_by_reading(library, TODAY)
    yield _counted_by_reading(library, FOLLOWED)


def _feeds(library: Library) -> Iterator[NamedView]:
    """Folders, each before what lies in it, then the feeds that lie in none."""
    counts = library.feed_counts()
    feeds = [feed for feed in library.feeds() if feed.followed or counts.get(feed.id, NOTHING).stored]
    feeds.sort(key=_place)
    said: set[tuple[str, ...]] = set()
    for feed in feeds:
        names = folder_names(feed.folder)
        for depth in range(len(names)):
            path = names[: depth + 1]
            if path not in said:
                said.add(path)
                inside = [counts.get(one.id, NOTHING) for one in feeds if _lies_in(one, path)]
                yield _counted(
                    view_of_folder(folder_path(path)),
                    sum(one.stored for one in inside),
                    sum(one.unread for one in inside),
                    depth,
                )
        own = counts.get(feed.id, NOTHING)
        yield _counted(view_of_feed(feed), own.stored, own.unread, len(names))


def _place(feed: Feed) -> tuple[bool, list[str], str]:
    names = [name.casefold() for name in folder_names(feed.folder)]
    return not names, names, feed.title.casefold()


def _lies_in(feed: Feed, path: tuple[str, ...]) -> bool:
    return folder_names(feed.folder)[: len(path)] == path


def _searches(library: Library) -> Iterator[NamedView]:
    for search in library.searches.all():
        yield _counted_by_reading(library, NamedView(search.name, View(search=search.query), ViewKind.SEARCH))


def _tags(library: Library) -> Iterator[NamedView]:
    for tag, count in library.tags.all().items():
        yield _counted(NamedView(f"#{tag}", View(search=f"tag:{_quoted(tag)}"), ViewKind.TAG), count)


def _counted(named: NamedView, total: int, unread: int | None = None, depth: int = 0) -> NamedView:
    return NamedView(named.name, named.view, named.kind, total, unread, depth)


def _counted_by_reading(library: Library, named: NamedView) -> NamedView:
    try:
        total = len(library.rowids(named.view))
    except QueryError:  # a search that another version saved
        return named
    return _counted(named, total)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', " ") + '"'
