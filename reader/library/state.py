"""What the person did, in TinyDB files: one table each, named like the file.

    state/read/2026-11.json    table "read", one document a day: {"day": "2026-11-23", "ids": [keys]}
    state/bookmarks.json       {"key", "url", "title", "feed": {"id", "title"}, "at"}
    state/texts/KEY.json       table "articles": the bookmarked, noted or tagged article itself, see texts.py
    state/feeds.json           {"id", "url", "title", "name", "home", "folder", "at"}, and where the person
                               said so "changed", "full_text", "keep_days", "keep_count"
    state/notes.json           {"id", "article", "text", "start", "end", "quote", "at"}, see noting.py
    state/tags.json            {"key", "tags": [...], "at"}
    state/searches.json        {"name", "query", "at"}
    state/corrections.json     what the engine got wrong about names
    state/watched.json         people, offices, bodies and places that are followed or muted
    state/positions.json       {"key", "offset", "at"}: how far an article has been read

An article is read when any month names it, so a clock that goes back does no harm. Copies that tools
which sync folders make of conflicting versions are merged and put into `merged` beside the file
(conflicts.py, merging.py). One lock serves
the whole folder; all changes are durable on return.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.errors import LibraryError
from reader.library.faults import reason, told
from reader.library.files import FolderLock, private_folder, signature, sync_folder
from reader.library.records import Records
from reader.library.statefile import StateFile

if TYPE_CHECKING:
    from tinydb.table import Table as TinyTable

    from reader.errors import DamagedError
    from reader.library.files import Signature
    from reader.library.statefile import Json

RESTORED = "state.restored"  # beside the state folder, for the moment in which a restore exchanges them
_OTHERS = {"read", "texts", "merged", ".lock"}
_MONTH_LENGTH = len("2026-11")


class State:
    """The state folder; safe to use from several threads and by several programs at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._months_folder = folder / "read"
        _finish_restoring(folder)
        for made in (folder, self._months_folder):
            private_folder(made)
        self.lock = FolderLock(folder / ".lock")
        self._memory = threading.RLock()
        self._changing = False
        self._months: dict[str, StateFile] = {}
        self.read: set[str] = set()
        self._records: list[Records] = []
        self._own = set(_OTHERS)
        self._feeds = self._recorded("feeds", "id", "url")
        self._bookmarks = self._recorded("bookmarks", "key")
        self.notes = self._recorded("notes", "id", "article", "text")
        self.tags = self._recorded("tags", "key")
        self.searches = self._recorded("searches", "name")
        self.corrections = self._recorded("corrections", "id")
        self.watched = self._recorded("watched", "id")
        self.positions = self._recorded("positions", "key")
        self._noted: tuple[Mapping[str, Json], frozenset[str]] = ({}, frozenset())
        self.taken_in = 0
        self.merged: list[str] = []
        self._unmerged: dict[Path, tuple[Signature, LibraryError]] = {}
        self.refresh()

    # --- reading

    def refresh(self) -> None:
        """Take in what another program wrote, and count in `taken_in` when there was something.

        Conflicting copies are merged; `merged` has a line for each.
        """
        with self._memory:
            strange = self._find_files()
            if [month for month in self._months.values() if month.refresh()]:
                self._take_months()
                self.taken_in += 1
            for records in self._records:
                if records.file.refresh():
                    records.take()
                    self.taken_in += 1
            if strange and self._merge_copies(strange):
                self._take_all()
                self.taken_in += 1

    @property
    def bookmarks(self) -> Mapping[str, Json]:
        """The bookmarks by the key of their article."""
        return self._bookmarks.documents

    @property
    def kept(self) -> set[str]:
        """The articles that outlive the archive: bookmarked ones, and those with a note or a tag."""
        return {*self.bookmarks, *self.tags.documents, *self.noted}

    @property
    def noted(self) -> frozenset[str]:
        """The articles that have a note."""
        notes = self.notes.documents
        if self._noted[0] is not notes:
            articles = (note.get("article") for note in notes.values())
            self._noted = (notes, frozenset(key for key in articles if isinstance(key, str)))
        return self._noted[1]

    def tags_of(self, key: str) -> tuple[str, ...]:
        """The tags of an article, in the order in which they were given."""
        found = self.tags.documents.get(key, {}).get("tags")
        return tuple(tag for tag in found if isinstance(tag, str)) if isinstance(found, list) else ()

    @property
    def feeds(self) -> Mapping[str, Json]:
        """The followed feeds by their id."""
        return self._feeds.documents

    @property
    def damaged(self) -> list[DamagedError]:
        """What is wrong with files that cannot be read; their last good copies serve meanwhile."""
        with self._memory:
            return [file.damage for file in self.files() if file.damage is not None]

    @property
    def unmerged(self) -> dict[Path, LibraryError]:
        """Conflicting copies that could not be merged, and why."""
        with self._memory:
            return {path: error for path, (_, error) in self._unmerged.items() if path.exists()}

    @property
    def ignored(self) -> dict[Path, int]:
        """How many documents of which files are of no use as they are, and left alone."""
        with self._memory:
            return {one.file.path: one.ignored for one in self._records if one.ignored}

    def restore(self) -> list[Path]:
        """Put every damaged file aside and its last good copy in place; gives where they went."""
        with self._memory:
            aside = [path for file in self.files() if (path := file.restore())]
            self._take_all()
            return aside

    # --- read marks

    def mark_read(self, keys: Iterable[str], at: datetime) -> list[str]:
        """Mark articles as read under the day of `at`; gives those that were not."""
        with self.changing():
            new = [key for key in dict.fromkeys(keys) if key not in self.read]
            if new:
                self._add_to_day(new, at)
                self.read.update(new)
            return new

    def mark_unread(self, keys: Iterable[str]) -> list[str]:
        """Take articles out of whatever months name them; gives those that were read.

        Each month is one commit; after an error the months done so far stay done.
        """
        with self.changing():
            gone = [key for key in dict.fromkeys(keys) if key in self.read]
            wanted = set(gone)
            if wanted:
                try:
                    for month in self._months.values():
                        _take_out(month, wanted)
                except BaseException:
                    self._take_months()
                    raise
                self.read -= wanted
            return gone

    def read_since(self, moment: datetime) -> set[str]:
        """The articles that were marked as read on the day of `moment` or later."""
        first = f"{moment:%Y-%m-%d}"
        with self._memory:
            days = [day for month in self._months.values() for day in _days(month)]
        return set().union(*(ids for day, ids in days if day >= first))

    # --- bookmarks

    def add_bookmarks(self, documents: Iterable[Json]) -> list[str]:
        """Add bookmarks, one commit for all; gives the keys that were not bookmarked before."""
        return self._bookmarks.add(documents)

    def remove_bookmarks(self, keys: Iterable[str]) -> list[str]:
        """Remove bookmarks, one commit for all; gives the keys that were bookmarked."""
        return [document["key"] for document in self._bookmarks.remove(keys)]

    # --- feeds

    def put_feed(self, document: Json) -> None:
        """Follow a feed, or change what is kept of one that is followed."""
        with self.changing():
            self._feeds.put([{**self.feeds.get(document["id"], {}), **document}])

    def add_feeds(self, documents: Iterable[Json]) -> None:
        """Follow feeds that are not followed yet, one commit for all."""
        self._feeds.add(documents)

    def remove_feed(self, feed_id: str) -> bool:
        """Stop following a feed; False when it was not followed."""
        return bool(self._feeds.remove([feed_id]))

    def close(self) -> None:
        for file in self.files():
            file.close()
        self.lock.close()

    # --- inside

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Hold the lock, with what other programs wrote before it taken in; re-entrant."""
        with self._memory:
            if self._changing:
                yield
                return
            self._find_files()  # before a lock file is made in a folder that is gone
            with self.lock():
                self.refresh()
                self._changing = True
                try:
                    yield
                finally:
                    self._changing = False

    def files(self) -> list[StateFile]:
        """Every file of the state but the copies of texts."""
        return [*(records.file for records in self._records), *self._months.values()]

    def _recorded(self, name: str, key: str, *needs: str) -> Records:
        file = StateFile(self.folder / f"{name}.json", self.lock)
        records = Records(file, name, key, self.changing, needs)
        self._own.update((file.path.name, file.previous.name))
        self._records.append(records)
        return records

    def _find_files(self) -> list[Path]:
        """Find the months; gives the files that are none of the state's own."""
        try:
            months, others = _names(self._months_folder), _names(self.folder)
        except FileNotFoundError:
            raise LibraryError(f"the folder {self.folder} is gone; is the disk still there?") from None
        except OSError as error:
            raise LibraryError(f"cannot read {self._months_folder}: {reason(error)}") from error
        strange = [self.folder / name for name in others if name not in self._own]
        for name in months:
            stem, _, ending = name.partition(".")
            if ending == "json" and _is_month(stem):
                self._month(stem)
            elif name not in _OTHERS and not name.endswith(".previous"):
                strange.append(self._months_folder / name)
        return strange

    def _merge_copies(self, strange: Iterable[Path]) -> bool:
        """Merge the conflicting copies among these files; True when that changed anything. What cannot be
        merged is left alone until it is another one."""
        from reader.library import conflicts

        changed = False
        documents = {records.file.path.stem: records for records in self._records}
        for path in strange:
            stem = conflicts.original_of(path.name, [*documents, path.name[:_MONTH_LENGTH]])
            if stem in documents:
                changed |= self._merge(path, documents[stem].file, documents[stem].key)
            elif stem is not None and _is_month(stem) and path.parent == self._months_folder:
                changed |= self._merge(path, self._month(stem), "")
        return changed

    def _merge(self, copy: Path, file: StateFile, key: str) -> bool:
        from reader.library import conflicts

        try:
            there = signature(copy.stat())
        except FileNotFoundError:
            return False  # another program was quicker
        if copy in self._unmerged and self._unmerged[copy][0] == there:
            return False
        changed = False
        try:
            with self.lock():
                changed = file.refresh()
                if copy.exists() and file.damage is None:
                    self.merged.append(conflicts.merge_copy(file, copy, key))
                    changed = True
        except LibraryError as error:
            self._unmerged[copy] = (there, error)
        return changed

    def _month(self, name: str) -> StateFile:
        if name not in self._months:
            self._months[name] = StateFile(self._months_folder / f"{name}.json", self.lock)
        return self._months[name]

    def _take_all(self) -> None:
        self._take_months()
        for records in self._records:
            records.take()

    def _take_months(self) -> None:
        self.read = set().union(*(ids for month in self._months.values() for _, ids in _days(month)))

    def _add_to_day(self, keys: list[str], at: datetime) -> None:
        month = self._month(f"{at:%Y-%m}")
        table, day = _table(month, "read"), int(f"{at:%Y%m%d}")

        def add(document: Any) -> None:
            document["ids"] = [*document["ids"], *keys]

        if str(day) in month.tables.get("read", {}):
            table.update(add, doc_ids=[day])
        else:
            table.insert(_document({"day": f"{at:%Y-%m-%d}", "ids": keys}, day))


def _finish_restoring(folder: Path) -> None:
    """Take up the state that a restore, interrupted between its two renames, had ready."""
    ready = folder.with_name(RESTORED)
    if not folder.exists() and ready.exists():
        with told("restore", folder):
            ready.rename(folder)
            sync_folder(folder.parent)


def _names(folder: Path) -> list[str]:
    with os.scandir(folder) as inside:
        return [entry.name for entry in inside]


def _is_month(name: str) -> bool:
    return len(name) == _MONTH_LENGTH and name[4] == "-" and (name[:4] + name[5:]).isdecimal()


def _table(file: StateFile, name: str) -> TinyTable:
    from reader.library.tables import StateDB

    return StateDB(file).table(name)


def _document(content: Json, doc_id: int) -> Json:
    from tinydb.table import Document

    return Document(content, doc_id)


def _days(month: StateFile) -> Iterator[tuple[str, list[str]]]:
    for document in month.tables.get("read", {}).values():
        ids = document.get("ids")
        if isinstance(ids, list):
            yield str(document.get("day")), ids


def _take_out(month: StateFile, keys: set[str]) -> None:
    days = month.tables.get("read", {})
    touched = [int(day) for day, document in days.items() if not keys.isdisjoint(document["ids"])]
    if touched:

        def take_out(document: Any) -> None:
            document["ids"] = [key for key in document["ids"] if key not in keys]

        _table(month, "read").update(take_out, doc_ids=touched)
