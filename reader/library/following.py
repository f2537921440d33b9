"""The feeds that are followed: what the person said about them, joined with what servers said."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from reader import model
from reader.errors import NotStoredError
from reader.library import feeds
from reader.library.articles import feed_id
from reader.library.moments import written

if TYPE_CHECKING:
    from reader.library.database import Database
    from reader.library.feeds import Answer
    from reader.library.state import State
    from reader.library.statefile import Json
    from reader.model import Counts, Feed, Subscription


class Following:
    """The followed feeds of a library. Changes are durable on return."""

    def __init__(self, state: State, database: Database) -> None:
        self._state = state
        self._database = database

    def feed(self, wanted: str) -> Feed:
        """A feed that is followed or has articles stored, by its id. NotStoredError."""
        with self._database.reading() as connection:
            found = feeds.feed_by_id(connection, wanted)
        if found is None and wanted not in self._state.feeds:
            raise NotStoredError(f"no feed {wanted!r} is known")
        return self._with_state(found or model.Feed(wanted, "", ""))

    def feeds(self) -> list[Feed]:
        """Every feed that is followed or has articles stored."""
        with self._database.reading() as connection:
            known = {feed.id: feed for feed in feeds.all_feeds(connection)}
        for wanted in self._state.feeds:
            known.setdefault(wanted, model.Feed(wanted, "", ""))
        return [self._with_state(feed) for feed in known.values()]

    def feed_for(self, url: str, title: str) -> Feed:
        """The feed of this URL, which is made known, but not followed, when it is not yet."""
        found = self._find(url)
        if found is None:
            found = model.Feed(feed_id(url), url, title)
            with self._database.writing() as connection:
                feeds.add_feed(connection, found)
        return self._with_state(found)

    def feed_at(self, url: str, title: str) -> Feed:
        """As `feed_for`, but a feed that is not known yet becomes so with the first that is stored of it."""
        return self._with_state(self._find(url) or model.Feed(feed_id(url), url, title))

    def follow(
        self,
        wanted: str,
        *,
        name: str | None,
        folder: str | None,
        full_text: bool | None = None,
        at: datetime,
    ) -> Feed:
        """Follow a feed, or change the person's own name for it, its folder, or whether the pages of its
        articles are fetched. NotStoredError."""
        with self._state.changing():
            feed = self.feed(wanted)
            known = self._state.feeds.get(wanted, {})
            self._state.put_feed(
                _document(
                    feed,
                    title=known.get("title", feed.title),
                    name=known.get("name", "") if name is None else name,
                    folder=feed.folder if folder is None else folder,
                    at=known.get("at") or written(at),
                )
                | ({} if full_text is None else {"full_text": full_text})
                | ({"changed": written(at)} if known else {})
            )
            return self.feed(wanted)

    def unfollow(self, wanted: str) -> None:
        """Stop following a feed. NotStoredError when it was not followed."""
        if not self._state.remove_feed(wanted):
            raise NotStoredError(f"no feed {wanted!r} is followed")

    def subscriptions(self) -> list[Subscription]:
        """The followed feeds, in the order in which they were followed."""
        with self._database.reading() as connection:
            known = {feed.id: feed for feed in feeds.all_feeds(connection)}
        return list(self._subscriptions(known))

    def subscribe(self, wanted: Iterable[Subscription], at: datetime) -> list[Subscription]:
        """Follow feeds in one change of the state; gives those that were not followed."""
        new: dict[str, tuple[Feed, Subscription]] = {}
        with self._state.changing():
            followed = {kept["url"] for kept in self._state.feeds.values()}
            with self._database.writing() as connection:
                for one in wanted:
                    if one.url in followed:
                        continue
                    feed = _known(connection, one)
                    if feed.id not in self._state.feeds:
                        new.setdefault(feed.id, (feed, one))
            self._state.add_feeds(
                _document(feed, title=feed.title, name=one.name, folder=one.folder, at=written(at))
                for feed, one in new.values()
            )
        return [one for _, one in new.values()]

    def counts(self) -> dict[str, Counts]:
        """How many articles each feed has stored, unread and bookmarked, by the feed's id; feeds without
        articles are left out. One pass over the rows, which takes a quarter of the way over an index."""
        read, bookmarks = self._state.read, self._state.bookmarks
        with self._database.reading() as connection:
            connection.create_function("is_unread", 1, lambda key: key not in read)
            connection.create_function("is_bookmarked", 1, lambda key: key in bookmarks)
            found = connection.execute(
                "SELECT f.id, counted.stored, counted.unread, counted.bookmarked FROM ("
                " SELECT feed, count(*) AS stored, sum(is_unread(key)) AS unread,"
                " sum(is_bookmarked(key)) AS bookmarked FROM articles NOT INDEXED GROUP BY feed"
                ") AS counted JOIN feeds f ON f.number = counted.feed"
            )
            return {name: model.Counts(*counted) for name, *counted in found}

    def remember(self, wanted: str, answer: Answer) -> None:
        """Write down what a feed's server said; a power cut may take it back, and the next visit brings it
        again. NotStoredError."""
        feed = self.feed(wanted)
        with self._database.writing(durable=False) as connection:
            feeds.add_feed(connection, feed)
            feeds.remember(connection, wanted, answer)
        self.keep_up(wanted)

    def keep_up(self, wanted: str) -> None:
        """Let the list of followed feeds stand without the archive."""
        if wanted not in self._state.feeds:
            return
        with self._database.reading() as connection:
            feed = feeds.feed_by_id(connection, wanted)
        if feed is None or self._is_kept_up(feed):
            return
        with self._state.changing():
            if wanted in self._state.feeds and not self._is_kept_up(feed):
                self._state.put_feed(self._state.feeds[wanted] | _said(feed))

    # --- inside

    def _find(self, url: str) -> Feed | None:
        for document in self._state.feeds.values():
            if document["url"] == url:
                return self.feed(document["id"])
        with self._database.reading() as connection:
            return feeds.feed_by_url(connection, url)

    def _subscriptions(self, known: dict[str, Feed]) -> Iterator[Subscription]:
        for wanted, kept in self._state.feeds.items():
            feed = known.get(wanted, model.Feed(wanted, "", ""))
            yield model.Subscription(
                url=feed.url or kept["url"],
                title=feed.title or kept.get("title", ""),
                name=kept.get("name", ""),
                home=feed.home or kept.get("home", ""),
                folder=kept.get("folder", ""),
            )

    def _with_state(self, feed: Feed) -> Feed:
        """A feed as the archive knows it, with what the person said about it."""
        document = self._state.feeds.get(feed.id)
        if document is None:
            return feed
        return replace(
            feed,
            url=feed.url or document["url"],
            title=document.get("name") or feed.title or document.get("title", ""),
            home=feed.home or document.get("home", ""),
            folder=document.get("folder", ""),
            followed=True,
            full_text=document.get("full_text") is True,
        )

    def _is_kept_up(self, feed: Feed) -> bool:
        document = self._state.feeds[feed.id]
        return document == document | _said(feed)


def _said(feed: Feed) -> Json:
    """What the state keeps of a feed that its server may change."""
    return {"url": feed.url, "title": feed.title, "home": feed.home}


def _document(feed: Feed, *, title: str, name: str, folder: str, at: str) -> Json:
    """What the state keeps of a feed that is followed; `title` is the feed's own."""
    return {
        "id": feed.id,
        "url": feed.url,
        "title": title,
        "name": name,
        "home": feed.home,
        "folder": folder,
        "at": at,
    }


def _known(connection: sqlite3.Connection, wanted: Subscription) -> Feed:
    """The feed of a subscription, which is made known when it is not yet."""
    feed = feeds.feed_by_url(connection, wanted.url)
    if feed is None:
        feed = model.Feed(feed_id(wanted.url), wanted.url, wanted.title, wanted.home)
        feeds.add_feed(connection, feed)
    return feed
