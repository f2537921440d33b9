"""TinyDB over a StateFile: the whole-file work of its Storage and Table, without the copies.

Imported at the first write: reading the state needs only the standard library.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from typing import TYPE_CHECKING, Any

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

if TYPE_CHECKING:
    from reader.library.statefile import Json, StateFile


class AtomicStorage(Storage):
    """A TinyDB storage that replaces its file durably; to be written under the folder's lock."""

    def __init__(self, file: StateFile) -> None:
        super().__init__()
        self.file = file

    def read(self) -> dict[str, dict[str, Any]] | None:
        return self.file.tables

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        self.file.write_all(data)


class _Changes(MutableMapping[int, Any]):
    """A table as an updater sees it: what it touches is copied, the stored documents stay as they are."""

    def __init__(self, stored: Mapping[str, Json]) -> None:
        self._stored = stored
        self.changed: dict[str, Json | None] = {}

    def __getitem__(self, doc_id: int) -> Json:
        key = str(doc_id)
        if key not in self.changed:
            self.changed[key] = dict(self._stored[key])
        document = self.changed[key]
        if document is None:
            raise KeyError(doc_id)
        return document

    def __contains__(self, doc_id: object) -> bool:
        key = str(doc_id)
        return self.changed[key] is not None if key in self.changed else key in self._stored

    def __setitem__(self, doc_id: int, document: Json) -> None:
        self.changed[str(doc_id)] = document

    def __delitem__(self, doc_id: int) -> None:
        if doc_id not in self:
            raise KeyError(doc_id)
        self.changed[str(doc_id)] = None

    def __iter__(self) -> Iterator[int]:
        kept = (key for key in self._stored if self.changed.get(key, True) is not None)
        added = (key for key, doc in self.changed.items() if doc is not None and key not in self._stored)
        return iter([*map(int, kept), *map(int, added)])

    def __len__(self) -> int:
        return sum(1 for _ in self)


class StateTable(Table):
    """A table whose changes cost what they touch, not what is stored.

    Every change reads what another program wrote before it, under the folder's lock, so the next free
    id is looked up each time.
    """

    def _get_next_id(self) -> int:
        return max((int(key) for key in self._read_table()), default=0) + 1

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Any]]], None]) -> None:
        assert isinstance(self._storage, AtomicStorage)
        file = self._storage.file
        with file.lock():
            file.refresh()
            changes = _Changes(file.tables.get(self.name, {}))
            try:
                updater(changes)  # type: ignore[arg-type]
            except BaseException:
                file.forget()  # an updater may have changed a nested list in place
                raise
            if changes.changed:
                file.write(self.name, changes.changed)
        self.clear_cache()


class StateDB(TinyDB):
    """TinyDB as the state uses it: `StateDB(file).table("read")`."""

    table_class = StateTable

    def __init__(self, file: StateFile) -> None:
        super().__init__(file, storage=AtomicStorage)
