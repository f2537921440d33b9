"""What a library opens to: pages, notes, tags, searches, ..., each in a class of its own.

They are made when they are asked for, and their modules imported then: most commands need one of them,
the first paint none.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from reader.library import articles
from reader.library.keeping import Keeping
from reader.library.moments import now
from reader.library.views import Views
from reader.model import ArticleRow

if TYPE_CHECKING:
    from reader.library.cleaning import Cleaning
    from reader.library.corrections import Corrections
    from reader.library.database import Database
    from reader.library.indexes import Indexes
    from reader.library.noting import Notes
    from reader.library.pages import Pages
    from reader.library.positions import Positions
    from reader.library.searches import Searches
    from reader.library.state import State
    from reader.library.tagging import Tags
    from reader.library.timeline import Timelines
    from reader.library.versions import Versions
    from reader.library.watching import Watching
    from reader.model import Article


class Doors:
    """The state and the archive of a library, and what else is made of the two."""

    def __init__(self, state: State, database: Database) -> None:
        self._state = state
        self._database = database
        self._keeping = Keeping(state, database, self.article)
        self._views = Views(database, state)

    def article(self, key: str) -> Article:
        """One article by its key or a unique beginning of it, four digits or more. NotStoredError."""
        from reader.library import contents

        with self._database.reading() as connection:
            return contents.article(connection, articles.whole_key(connection, key), self._row)

    @property
    def pages(self) -> Pages:
        """What is stored about people and places."""
        from reader.library.pages import Pages

        return Pages(self._database, self._row)

    @property
    def versions(self) -> Versions:
        """The texts of the articles that have two: the feed's and the page's."""
        from reader.library.versions import Versions

        return Versions(self._database, self._changed)

    @property
    def notes(self) -> Notes:
        """Notes on articles and passages."""
        from reader.library.noting import Notes

        return Notes(self._state, self._keeping, self.article)

    @property
    def tags(self) -> Tags:
        """Tags of articles."""
        from reader.library.tagging import Tags

        return Tags(self._state, self._keeping)

    @property
    def searches(self) -> Searches:
        """Saved searches."""
        from reader.library.searches import Searches

        return Searches(self._state)

    @property
    def positions(self) -> Positions:
        """How far articles have been read."""
        from reader.library.positions import Positions

        return Positions(self._state)

    @property
    def cleaning(self) -> Cleaning:
        """How long articles are kept, and deleting the old ones."""
        from reader.library.cleaning import Cleaning

        return Cleaning(self._state, self._database, self._views.outdate)

    @property
    def is_watching(self) -> bool:
        """Whether anybody or anything is followed or muted; cheap."""
        return bool(self._state.watched.documents)

    @property
    def watching(self) -> Watching:
        """Who and what is followed or muted."""
        from reader.library.watching import Watching

        return Watching(self._state, self._database)

    @property
    def awaits_corrections(self) -> bool:
        """Whether some articles may not be yet as the corrections want them; cheap."""
        if not self._state.corrections.documents:
            with self._database.reading() as connection:
                if connection.execute("SELECT 1 FROM corrections LIMIT 1").fetchone() is None:
                    return False
        return self.corrections.unfinished()

    @property
    def corrections(self) -> Corrections:
        """What the person says that the engine got wrong."""
        from reader.library.corrections import Corrections

        return Corrections(self._state, self._database)

    @property
    def indexes(self) -> Indexes:
        """Everyone, everywhere and every office named."""
        from reader.library.indexes import Indexes

        return Indexes(self._database, now())

    @property
    def timelines(self) -> Timelines:
        """How many articles there were, and who and where most, period by period."""
        from reader.library.timeline import Timelines

        return Timelines(self._database, self._views)

    # --- inside

    def _changed(self, keys: Sequence[str]) -> None:
        """What is stored has changed; of these articles, what is to be read."""
        self._views.outdate()
        self._keeping.renew(keys)

    def _row(self, columns: tuple[Any, ...]) -> ArticleRow:
        rowid, key, title, url, feed_id, feed_url, source, feed_title, published, members = columns
        known = self._state.feeds.get(feed_id, {})
        return ArticleRow(
            rowid=rowid,
            key=key,
            title=title,
            url=url,
            feed_id=feed_id,
            feed_url=feed_url,
            source=source or known.get("name") or feed_title or feed_url,
            published=articles.moment(published),
            read=key in self._state.read,
            bookmarked=key in self._state.bookmarks,
            noted=key in self._state.noted,
            tags=self._state.tags_of(key),
            others=max(0, members - 1),
        )
