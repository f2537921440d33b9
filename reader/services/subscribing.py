"""What a screen does to the feeds that are followed; each change gives what takes it back."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reader.errors import LibraryError, NotStoredError
from reader.services.subscriptions import (
    FollowedFeed,
    ImportedList,
    change_feed,
    exported_list,
    followed_feeds,
    import_list,
    suggested_feeds,
)

if TYPE_CHECKING:
    from reader.library.library import Library
    from reader.model import Feed, Subscription

LIST_HEAD = 4096  # bytes of a file in which the root of a list of feeds stands


@dataclass(frozen=True, slots=True)
class FeedState:
    """What the person chose for a feed: enough to follow it again as it was."""

    id: str
    name: str
    folder: str
    full_text: bool


class Subscribing:
    """The feeds of a library. Changes are durable on return and raise LibraryError."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def followed(self) -> list[FollowedFeed]:
        """Every followed feed, by folder and title. A tenth of a second with 100,000 articles."""
        return followed_feeds(self._library)

    def suggested(self) -> list[Subscription]:
        """Feeds of public bodies that are not followed yet, by folder."""
        followed = {feed.url for feed in self._library.feeds() if feed.followed}
        return [one for one in suggested_feeds() if one.url not in followed]

    # --- changes -----------------------------------------------------------------------------

    def change(
        self,
        feed_id: str,
        *,
        name: str | None = None,
        folder: str | None = None,
        full_text: bool | None = None,
    ) -> FeedState:
        """Change what the person chose; gives what `put_back` takes it back with. NotStoredError."""
        before = self._state(feed_id)
        change_feed(self._library, feed_id, name=name, folder=folder, full_text=full_text)
        return before

    def unfollow(self, feed_id: str) -> FeedState:
        """Stop following a feed, whose articles stay; gives what `put_back` takes it back with."""
        before = self._state(feed_id)
        self._library.unfollow(feed_id)
        return before

    def put_back(self, state: FeedState) -> None:
        """Follow a feed as it was followed."""
        self._library.follow(state.id, name=state.name, folder=state.folder, full_text=state.full_text)

    def remove(self, feed_id: str) -> int:
        """Stop following a feed and delete its articles but those bookmarked, noted or tagged; gives how
        many. Nothing takes it back."""
        return self._library.remove(feed_id)

    # --- lists -------------------------------------------------------------------------------

    def is_list(self, source: str) -> bool:
        """Whether a path names an OPML file."""
        path = Path(source).expanduser()
        if path.suffix.lower() == ".opml":
            return True
        try:
            if not path.is_file():
                return False
            with path.open("rb") as file:
                return b"<opml" in file.read(LIST_HEAD)
        except (OSError, ValueError):
            return False

    def import_list(self, source: str) -> ImportedList:
        """Follow the feeds of an OPML file without fetching them. SourceError, ParseError."""
        return import_list(self._library, str(Path(source).expanduser()))

    def follow_all(self, wanted: Iterable[Subscription]) -> list[str]:
        """Follow feeds without fetching them; gives the addresses of those that were not followed."""
        return [one.url for one in self._library.subscribe(wanted)]

    def unfollow_all(self, urls: Collection[str]) -> None:
        """Stop following the feeds at these addresses; those that are not followed are passed over."""
        for feed in self._library.feeds():
            if feed.followed and feed.url in urls:
                self._library.unfollow(feed.id)

    def export_list(self, target: str) -> Path:
        """Write the followed feeds as OPML to a file that is not there yet; gives its path. LibraryError."""
        path = Path(target).expanduser()
        if path.is_dir():
            path /= "feeds.opml"
        try:
            with path.open("xb") as file:
                file.write(exported_list(self._library))
        except FileExistsError:
            raise LibraryError(f"{path} is there already; name another file") from None
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise LibraryError(f"{path} cannot be written: {reason}") from error
        return path

    def _state(self, feed_id: str) -> FeedState:
        feed = self._feed(feed_id)
        names = {one.url: one.name for one in self._library.subscriptions()}
        return FeedState(feed_id, names.get(feed.url, ""), feed.folder, feed.full_text)

    def _feed(self, feed_id: str) -> Feed:
        found = next((feed for feed in self._library.feeds() if feed.id == feed_id and feed.followed), None)
        if found is None:
            raise NotStoredError("this feed is not followed any more")
        return found
