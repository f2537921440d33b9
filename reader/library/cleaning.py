"""Deleting old articles: how long a feed's articles are kept, and what goes when that is over.

Never deleted are articles that are bookmarked or have a note or a tag, and unread ones unless the
person asks. A read mark outlives its article: the state may be shared with a computer that still has
it, and the entry would come back unread if the archive were lost. `prune` removes those that are of
no use any more.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from reader.errors import NotStoredError
from reader.library import forgetting, moments
from reader.library.articles import ids_of_keys, to_seconds
from reader.model import Cleaned, Retention

if TYPE_CHECKING:
    from reader.library.database import Database
    from reader.library.state import State

GRACE = timedelta(days=1)  # what was read since then stays when nobody asked for the cleaning
USELESS_AFTER = timedelta(days=365)  # the age from which on read marks may be pruned


class Cleaning:
    """The retention of a library. Changes are durable on return."""

    def __init__(self, state: State, database: Database, changed: Callable[[], None]) -> None:
        self._state = state
        self._database = database
        self._changed = changed

    def retention(self, feed_id: str) -> Retention:
        """How long the articles of a feed are kept; for ever when nothing else was said."""
        document = self._state.feeds.get(feed_id, {})
        return Retention(_natural(document.get("keep_days")), _natural(document.get("keep_count")))

    def retain(self, feed_id: str, retention: Retention) -> None:
        """Set how long the articles of a followed feed are kept. NotStoredError."""
        with self._state.changing():
            if feed_id not in self._state.feeds:
                raise NotStoredError(f"no feed {feed_id!r} is followed")
            kept = {"keep_days": retention.days, "keep_count": retention.count}
            self._state.put_feed({"id": feed_id, **kept, "changed": moments.written(moments.now())})

    def plan(self, feed_id: str, retention: Retention, now: datetime, *, unread: bool = False) -> Cleaned:
        """What `clean` would delete."""
        return self._sorted(self._old(feed_id, retention, now), unread)

    def clean(self, feed_id: str, retention: Retention, now: datetime, *, unread: bool = False) -> Cleaned:
        """Delete the articles of a feed that are older, or more, than are kept; unread ones only with
        `unread`. What is deleted when it is interrupted stays deleted."""
        old = self._old(feed_id, retention, now)
        return self._delete(old, unread)

    def keep_within_limits(self, feed_id: str, now: datetime) -> Cleaned:
        """Clean a feed as its retention says, but nothing that was read a moment ago: it may be on a
        screen."""
        retention = self.retention(feed_id)
        if not retention:
            return Cleaned()
        fresh = self._state.read_since(now - GRACE)
        return self._delete([key for key in self._old(feed_id, retention, now) if key not in fresh], False)

    def give_back_space(self) -> int:
        """Give what deleting left free in the archive back to the disk; gives how many bytes."""
        return self._database.shrink()

    def useless_marks(self, now: datetime) -> list[str]:
        """The read marks that are older than a year and whose articles are neither stored nor served by
        their feeds any more."""
        old = self._state.read - self._state.read_since(now - USELESS_AFTER)
        with self._database.reading() as connection:
            served = forgetting.all_forgotten(connection)
            stored = ids_of_keys(connection, old)
        return sorted(old - served - stored.keys() - self._state.kept)

    def prune(self, now: datetime) -> int:
        """Remove the read marks that are of no use any more; gives how many."""
        return len(self._state.mark_unread(self.useless_marks(now)))

    # --- inside

    def _old(self, feed_id: str, retention: Retention, now: datetime) -> list[str]:
        """The keys of articles beyond the retention, oldest first. The age counts from the date or from
        the arrival, whichever was later, so that nothing goes that has only just come."""
        since = to_seconds(now - timedelta(days=retention.days)) if retention.days else None
        with self._database.reading() as connection:
            found = connection.execute(
                "SELECT json_group_array(key) FROM (SELECT key FROM ("
                " SELECT key, published, id, max(published, added) AS latest,"
                " row_number() OVER (ORDER BY published DESC, id DESC) AS place"
                " FROM articles WHERE feed = (SELECT number FROM feeds WHERE id = ?))"
                " WHERE latest < ? OR place > ? ORDER BY published, id)",
                (feed_id, since, retention.count or None),
            ).fetchone()
        keys: list[str] = json.loads(found[0])
        return keys

    def _sorted(self, keys: Sequence[str], unread: bool) -> Cleaned:
        """Divide old articles into those that go and those that stay, as the state is now."""
        kept, read = self._state.kept, self._state.read
        gone = tuple(key for key in keys if key not in kept and (unread or key in read))
        return Cleaned(
            deleted=gone,
            kept=sum(key in kept for key in keys),
            unread=0 if unread else sum(key not in read and key not in kept for key in keys),
        )

    def _delete(self, keys: list[str], unread: bool) -> Cleaned:
        """A batch is looked at anew under the lock: another program may have bookmarked one meanwhile."""
        from reader.library.removing import batches, remove_articles  # most visits delete nothing

        gone: list[str] = []
        for batch in batches(keys):
            with self._state.changing():
                going = self._sorted(batch, unread).deleted
                if going:
                    with self._database.writing() as connection:
                        forgetting.forget(connection, going)
                        remove_articles(connection, going)
            gone += going
        if gone:
            self._changed()
        left = self._sorted([key for key in keys if key not in set(gone)], unread)
        return Cleaned(tuple(gone), left.kept, left.unread)


def _natural(value: object) -> int:
    """A limit from a file that other programs may have written; 0 is none."""
    return value if isinstance(value, int) and value > 0 else 0
