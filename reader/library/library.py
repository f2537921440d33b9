"""The library: everything stored, behind one door.

    <folder>/state/            what the person did, in TinyDB files (state.py)
    <folder>/articles.sqlite3  what the feeds gave (schema.py)

A Library may be used from several threads, and several programs may open the same folder. What has
been written is durable when the call returns, unless it says otherwise.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.errors import DamagedError, NotStoredError
from reader.library import articles, feeds, following
from reader.library.database import Database
from reader.library.files import private_folder
from reader.library.state import State
from reader.library.statefile import Json
from reader.library.texts import Texts
from reader.library.views import Views
from reader.model import (
    Annotations,
    Article,
    ArticleRow,
    Counts,
    Entry,
    Feed,
    Marking,
    ServerMemory,
    Stored,
    Subscription,
    View,
)

if TYPE_CHECKING:
    from reader.library.pages import Pages


class Library:
    """Articles and state of one data folder. Every method may raise LibraryError or DamagedError."""

    def __init__(self, folder: Path, state: State, database: Database) -> None:
        self.folder = folder
        self._state = state
        self._database = database
        self._texts = Texts(state.folder / "texts", state.lock)
        self._views = Views(database, state)
        self._seen = (state.taken_in, database.version())
        self._lost: list[DamagedError] = []

    @classmethod
    def open(cls, folder: Path) -> Library:
        """Open a library and create what is missing, private to its owner.

        A damaged state file does not keep the others from working: see `damaged`. A damaged archive
        raises DamagedError.
        """
        private_folder(folder)
        state = State(folder / "state")
        try:
            library = cls(folder, state, Database(folder / "articles.sqlite3", state.lock))
            if library._database.is_new:
                library.put_bookmarked_back()
            return library
        except BaseException:
            state.close()
            raise

    def close(self) -> None:
        self._database.close()
        self._state.close()

    @property
    def is_empty(self) -> bool:
        """No article is stored and no feed followed."""
        if self._state.feeds:
            return False
        with self._database.reading() as connection:
            return connection.execute("SELECT 1 FROM articles LIMIT 1").fetchone() is None

    @property
    def damaged(self) -> list[DamagedError]:
        """One line for each state file that cannot be read. What it held comes from its last good
        copy, and nothing is written to it until `restore`."""
        return [*self._state.damaged, *self._lost]

    def restore(self) -> list[Path]:
        """Put damaged state files aside and their last good copies in place; gives where they went."""
        aside = self._state.restore()
        self._views.outdate()
        return aside

    # --- reading

    def first_rows(self, view: View, limit: int) -> list[ArticleRow]:
        """The newest rows of a view, at once after opening. QueryError."""
        chosen = self._views.first(view, limit)
        return self.rows(chosen)

    def rowids(self, view: View) -> array[int]:
        """Every row of a view, newest first. QueryError."""
        return self._views.rowids(view)

    def rows(self, rowids: Sequence[int]) -> list[ArticleRow]:
        """These rows in the order given; those that have vanished are left out."""
        with self._database.reading() as connection:
            return articles.rows_by_id(connection, rowids, self._row)

    def article(self, key: str) -> Article:
        """One article by its key or a unique beginning of it, four digits or more. NotStoredError."""
        with self._database.reading() as connection:
            return articles.article(connection, articles.whole_key(connection, key), self._row)

    def counts(self) -> Counts:
        """How many articles are stored and unread, and how many bookmarks there are."""
        return self._views.counts()

    @property
    def pages(self) -> Pages:
        """What is stored about people and places."""
        from reader.library.pages import Pages

        return Pages(self._database, self._row)

    # --- writing

    def store(self, feed: Feed, entries: Sequence[Entry], arrived: datetime) -> Stored:
        """Store what a feed gave. An entry that is known and has changed keeps its read mark and its
        bookmark; its annotations go when its text is another one."""
        from reader.library import storing

        changes = storing.store(self._database, feed, entries, arrived)
        if changes.new or changes.updated:
            self._views.outdate()
        for key in changes.updated:
            if key in self._state.bookmarks:
                self._texts.keep(self.article(key))
        return Stored(len(changes.new), len(changes.updated))

    def mark(self, keys: Sequence[str], marking: Marking) -> dict[str, Marking]:
        """Change the state of articles; gives, for those that changed, what undoes it.

        NotStoredError names an article that is neither stored nor marked; nothing is changed then.
        """
        undo: dict[str, Marking] = {}
        with self._database.reading() as connection:
            rowids = articles.ids_of_keys(connection, keys)
        with self._state.changing():
            self._check_known(keys, rowids)
            if marking.bookmarked is not None:
                for key in self._bookmark(keys, marking.bookmarked):
                    undo[key] = Marking(bookmarked=not marking.bookmarked)
            if marking.read is not None:
                changed = self._mark_read(keys, marking.read)
                self._views.note_read([rowids[key] for key in changed if key in rowids], marking.read)
                for key in changed:
                    undo[key] = replace(undo.get(key, Marking()), read=not marking.read)
        return undo

    def annotate(self, key: str, text_hash: str, annotations: Annotations) -> bool:
        """Keep the annotations of a text (`articles.text_hash`); False when it is another one by now.

        Durable with the next change that is: annotations can be made again.
        """
        from reader.library import mentions

        with self._database.writing(durable=False) as connection:
            return mentions.annotate(connection, key, text_hash, annotations)

    def unannotated(self, engine: str, limit: int) -> list[str]:
        """Keys of articles whose annotations are missing or not this engine's, newest first."""
        from reader.library import mentions

        with self._database.reading() as connection:
            return mentions.unannotated(connection, engine, limit)

    def count_unannotated(self, engine: str) -> int:
        """How many articles have annotations that are missing or not this engine's."""
        from reader.library import mentions

        with self._database.reading() as connection:
            return mentions.count_unannotated(connection, engine)

    # --- feeds

    def feeds(self) -> list[Feed]:
        """Every feed that is followed or has articles stored."""
        with self._database.reading() as connection:
            known = {feed.id: feed for feed in feeds.all_feeds(connection)}
        for wanted in self._state.feeds:
            known.setdefault(wanted, Feed(wanted, "", ""))
        return [self._with_state(feed) for feed in known.values()]

    def feed_for(self, url: str, title: str = "") -> Feed:
        """The feed of this URL, which is made known, but not followed, when it is not yet."""
        for document in self._state.feeds.values():
            if document["url"] == url:
                return self._feed(document["id"])
        with self._database.reading() as connection:
            found = feeds.feed_by_url(connection, url)
        if found is None:
            found = Feed(articles.feed_id(url), url, title)
            with self._database.writing() as connection:
                feeds.add_feed(connection, found)
        return self._with_state(found)

    def follow(self, feed_id: str, *, name: str | None = None, folder: str | None = None) -> Feed:
        """Follow a feed, or change the person's own name for it or its folder. NotStoredError."""
        with self._state.changing():
            feed = self._feed(feed_id)
            known = self._state.feeds.get(feed_id, {})
            self._state.put_feed(
                following.document(
                    feed,
                    title=known.get("title", feed.title),
                    name=known.get("name", "") if name is None else name,
                    folder=feed.folder if folder is None else folder,
                    at=known.get("at") or _now().isoformat(),
                )
            )
            return self._feed(feed_id)

    def unfollow(self, feed_id: str) -> None:
        """Stop following a feed; its articles stay. NotStoredError when it was not followed."""
        if not self._state.remove_feed(feed_id):
            raise NotStoredError(f"no feed {feed_id!r} is followed")

    def remove(self, feed_id: str, *, bookmarked: bool = False) -> int:
        """Stop following a feed and delete its articles with their read marks; gives how many.

        Bookmarked ones stay unless `bookmarked`. What is deleted when it is interrupted stays deleted,
        and the feed is followed until all is done. NotStoredError.
        """
        from reader.library import removing

        self._feed(feed_id)
        with self._database.reading() as connection:
            batches = list(removing.batches_of_feed(connection, feed_id))
        gone: list[str] = []
        for batch in batches:
            with self._state.changing():
                if bookmarked:
                    self._bookmark(batch, False)
                keys = [key for key in batch if key not in self._state.bookmarks]
                with self._database.writing() as connection:
                    removing.remove_articles(connection, keys)
            gone += keys
        self._state.mark_unread(gone)
        self._state.remove_feed(feed_id)
        with self._database.writing() as connection:
            removing.forget_feed(connection, feed_id)
        self._views.outdate()
        return len(gone)

    def subscriptions(self) -> list[Subscription]:
        """The followed feeds, as other programs are told of them."""
        with self._database.reading() as connection:
            return list(following.subscriptions(self._state, connection))

    def subscribe(self, wanted: Iterable[Subscription]) -> list[Subscription]:
        """Follow many feeds at once, all or none; those that are followed already stay as they are.
        Gives the others."""
        return following.subscribe(self._state, self._database, wanted, _now())

    def feed_counts(self) -> dict[str, Counts]:
        """How many articles each feed has, by its id; feeds without articles are left out."""
        with self._database.reading() as connection:
            return following.counts_by_feed(connection, self._state.read, self._state.bookmarks)

    def remember(
        self, feed_id: str, memory: ServerMemory, *, title: str = "", home: str = "", url: str = ""
    ) -> None:
        """Write down what a feed's server said; `url` when it moved for good. NotStoredError."""
        feed = self._feed(feed_id)
        with self._database.writing() as connection:
            feeds.add_feed(connection, feed)
            feeds.remember(connection, feed_id, memory, title, home, url)
            known = feeds.feed_by_id(connection, feed_id)
        if known is not None:
            self._keep_up(known)

    # --- two programs

    def poll(self) -> bool:
        """Whether another program changed state or articles since the last call; to be asked often."""
        self._state.refresh()
        seen = (self._state.taken_in, self._database.version() or self._seen[1])
        if seen == self._seen:
            return False
        self._seen = seen
        self._views.outdate()
        return True

    # --- inside

    def _row(self, columns: tuple[Any, ...]) -> ArticleRow:
        rowid, key, title, url, feed_id, feed_url, source, feed_title, published = columns
        known = self._state.feeds.get(feed_id, {})
        return ArticleRow(
            rowid=rowid,
            key=key,
            title=title,
            url=url,
            feed_id=feed_id,
            feed_url=feed_url,
            source=source or known.get("name") or feed_title or feed_url,
            published=articles.from_seconds(published) or articles.EPOCH,
            read=key in self._state.read,
            bookmarked=key in self._state.bookmarks,
        )

    def _check_known(self, keys: Iterable[str], rowids: dict[str, int]) -> None:
        for key in keys:
            if key not in rowids and key not in self._state.read and key not in self._state.bookmarks:
                raise NotStoredError(f"no article {key!r} is stored")

    def _mark_read(self, keys: Sequence[str], read: bool) -> list[str]:
        return self._state.mark_read(keys, _now()) if read else self._state.mark_unread(keys)

    def _bookmark(self, keys: Sequence[str], bookmarked: bool) -> list[str]:
        """The copy of the text is there before the bookmark, and leaves after it."""
        if not bookmarked:
            gone = self._state.remove_bookmarks(keys)
            for key in gone:
                self._texts.drop(key)
            return gone
        new = [self.article(key) for key in dict.fromkeys(keys) if key not in self._state.bookmarks]
        for article in new:
            self._texts.keep(article)
        return self._state.add_bookmarks([_bookmark(article, _now()) for article in new])

    def put_bookmarked_back(self) -> None:
        """Store bookmarked articles that the archive does not have, from their copies."""
        from reader.library import storing

        with self._database.reading() as connection:
            stored = articles.ids_of_keys(connection, self._state.bookmarks)
        for key in self._state.bookmarks:
            if key in stored:
                continue
            try:
                kept = self._texts.entry(key)
            except DamagedError as error:
                self._lost.append(error)
                continue
            if kept is not None:
                feed, entry, added = kept
                storing.store(self._database, feed, [entry], added)

    def _feed(self, feed_id: str) -> Feed:
        with self._database.reading() as connection:
            found = feeds.feed_by_id(connection, feed_id)
        if found is None and feed_id not in self._state.feeds:
            raise NotStoredError(f"no feed {feed_id!r} is known")
        return self._with_state(found or Feed(feed_id, "", ""))

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
        )

    def _keep_up(self, feed: Feed) -> None:
        """Let the list of followed feeds stand without the archive."""
        said = {"url": feed.url, "title": feed.title, "home": feed.home}
        with self._state.changing():
            document = self._state.feeds.get(feed.id)
            if document is not None and document != document | said:
                self._state.put_feed(document | said)


def _now() -> datetime:
    return datetime.now(UTC)


def _bookmark(article: Article, at: datetime) -> Json:
    row = article.row
    return {
        "key": row.key,
        "url": row.url,
        "title": row.title,
        "feed": {"id": row.feed_id, "title": row.source},
        "at": at.isoformat(timespec="seconds"),
    }
