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
from pathlib import Path
from typing import TYPE_CHECKING

from reader.errors import NotStoredError
from reader.library import articles
from reader.library.database import Database
from reader.library.doors import Doors
from reader.library.feeds import Answer
from reader.library.files import private_folder
from reader.library.following import Following
from reader.library.moments import now
from reader.library.state import State
from reader.model import Marking, Stored

if TYPE_CHECKING:
    from datetime import datetime

    from reader.errors import DamagedError
    from reader.model import (
        Annotations,
        ArticleRow,
        Counts,
        Entry,
        Feed,
        ServerMemory,
        Span,
        Subscription,
        View,
    )


class Library(Doors):
    """Articles and state of one data folder. Every method may raise LibraryError or DamagedError."""

    def __init__(self, folder: Path, state: State, database: Database) -> None:
        super().__init__(state, database)
        self.folder = folder
        self._following = Following(state, database)
        self._seen = (state.taken_in, database.version())

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
        except BaseException:
            state.close()
            raise
        if library._database.is_new:
            try:
                library.put_back()
            except BaseException:
                library.close()
                raise
        return library

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
        return [*self._state.damaged, *self._keeping.lost]

    @property
    def notices(self) -> list[str]:
        """What was done on its own since opening, or could not be, one line each: conflicting copies that
        were merged (conflicts.py)."""
        return [*self._state.merged, *map(str, self._state.unmerged.values())]

    @property
    def troubles(self) -> list[str]:
        """Everything that the person should know of what is stored, one line each."""
        return [*map(str, self.damaged), *self.notices]

    def restore(self) -> list[Path]:
        """Put damaged state files aside and their last good copies in place; gives where they went."""
        aside = self._state.restore()
        self._views.outdate()
        return aside

    def put_back(self) -> None:
        """Store bookmarked, noted and tagged articles that the archive does not have, from their copies."""
        self._keeping.put_back()

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
            rows = articles.rows_by_id(connection, rowids, self._row)
            if self._state.watched.documents:
                from reader.library.watching import flagged

                rows = flagged(connection, self._state, rows)
            return rows

    def snippets(self, rowids: Sequence[int], query: str) -> list[tuple[str, tuple[Span, ...]]]:
        """For each of these rows what its text says about a search, and the spans to be marked in it;
        `snippets.matches` marks whole texts. QueryError."""
        from reader.library import snippets

        with self._database.reading() as connection:
            return snippets.snippets(connection, rowids, query)

    def keys(self, rowids: Sequence[int], *, stories: bool = False) -> list[str]:
        """The keys of these rows, in no order; those that have vanished are left out. With `stories` also
        those of all other articles that tell the same stories."""
        with self._database.reading() as connection:
            return articles.keys_of_ids(connection, rowids, stories=stories)

    def story(self, key: str) -> list[ArticleRow]:
        """Every stored article that tells the same story as this one, newest first, it among them.
        NotStoredError."""
        with self._database.reading() as connection:
            rowids = articles.rowids_of_story(connection, articles.whole_key(connection, key))
            return articles.rows_by_id(connection, rowids, self._row)

    def counts(self) -> Counts:
        """How many articles are stored and unread, and how many bookmarks there are."""
        return self._views.counts()

    # --- writing

    def store(
        self, feed: Feed, entries: Sequence[Entry], arrived: datetime, answer: Answer | None = None
    ) -> Stored:
        """Store what a feed gave, and in one transaction with the last entries what its server said. An
        entry that is known and has changed keeps its read mark and its bookmark; its annotations go when
        its text is another one. What was deleted from a followed feed does not come back."""
        from reader.library import storing

        if feed.id in self._state.feeds:  # what nobody follows is only stored when it is asked for
            from reader.library import forgetting

            entries = forgetting.wanted(self._database, feed, entries, arrived)
        changes = storing.store(self._database, feed, entries, arrived, answer)
        if answer is not None:
            self._following.keep_up(feed.id)
        if changes.new or changes.updated:
            self._changed(changes.updated)
        return Stored(len(changes.new), len(changes.updated))

    def take_over(self, other: Library) -> int:
        """Store the articles that only the other library has, with their annotations; gives how many."""
        from reader.library.taking_over import add_articles

        try:
            return add_articles(self, self._database, other)
        finally:
            self._views.outdate()

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

    def annotate(self, key: str, text_hash: str, annotations: Annotations) -> Annotations | None:
        """Keep the engine's annotations of a text (`articles.text_hash`); gives what the corrections make
        of them, None when the text is another one by now.

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
        return self._following.feeds()

    def feed_for(self, url: str, title: str = "") -> Feed:
        """The feed of this URL, which is made known, but not followed, when it is not yet."""
        return self._following.feed_for(url, title)

    def feed_at(self, url: str, title: str = "") -> Feed:
        """As `feed_for`, but a feed that is not known yet becomes so with the first that is stored of it."""
        return self._following.feed_at(url, title)

    def follow(
        self,
        feed_id: str,
        *,
        name: str | None = None,
        folder: str | None = None,
        full_text: bool | None = None,
    ) -> Feed:
        """Follow a feed, or change the person's own name for it, its folder, or whether the pages of its
        articles are fetched. NotStoredError."""
        return self._following.follow(feed_id, name=name, folder=folder, full_text=full_text, at=now())

    def unfollow(self, feed_id: str) -> None:
        """Stop following a feed; its articles stay. NotStoredError when it was not followed."""
        self._following.unfollow(feed_id)

    def remove(self, feed_id: str, *, bookmarked: bool = False) -> int:
        """Stop following a feed and delete its articles with their read marks; gives how many.

        Those with a note or a tag stay, and bookmarked ones unless `bookmarked`. What is deleted when it
        is interrupted stays deleted, and the feed is followed until all is done. NotStoredError.
        """
        from reader.library import removing

        self._following.feed(feed_id)
        gone = removing.remove_feed(self._state, self._database, self._keeping, feed_id, bookmarked)
        self._views.outdate()
        return gone

    def subscriptions(self) -> list[Subscription]:
        """The followed feeds, as other programs are told of them."""
        return self._following.subscriptions()

    def subscribe(self, wanted: Iterable[Subscription]) -> list[Subscription]:
        """Follow many feeds at once, all or none; those that are followed already stay as they are.
        Gives the others."""
        return self._following.subscribe(wanted, now())

    def feed_counts(self) -> dict[str, Counts]:
        """How many articles each feed has, by its id; feeds without articles are left out."""
        return self._following.counts()

    def remember(
        self, feed_id: str, memory: ServerMemory, *, title: str = "", home: str = "", url: str = ""
    ) -> None:
        """Write down what a feed's server said; `url` when it moved for good. NotStoredError.

        Durable with the next change that is: the server will say it again.
        """
        self._following.remember(feed_id, Answer(memory, title, home, url))

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

    def _check_known(self, keys: Iterable[str], rowids: dict[str, int]) -> None:
        for key in keys:
            if key not in rowids and key not in self._state.read and key not in self._state.bookmarks:
                raise NotStoredError(f"no article {key!r} is stored")

    def _mark_read(self, keys: Sequence[str], read: bool) -> list[str]:
        return self._state.mark_read(keys, now()) if read else self._state.mark_unread(keys)

    def _bookmark(self, keys: Sequence[str], bookmarked: bool) -> list[str]:
        return self._keeping.add(keys, now()) if bookmarked else self._keeping.drop(keys)
