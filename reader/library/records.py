"""Documents that have a key of their own, in one TinyDB file: notes, saved searches, corrections."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tinydb.table import Table as TinyTable

    from reader.library.statefile import Json, StateFile


class Records:
    """The documents of one table by their key, in the order in which they were first put.

    A document without its key, or without one of the texts that it `needs`, is not shown. `changing`
    holds the lock of the state folder with what other programs wrote taken in. Changes are durable on
    return; they raise DamagedError or LibraryError, and what was not committed is not changed then.
    """

    def __init__(
        self,
        file: StateFile,
        table: str,
        key: str,
        changing: Callable[[], AbstractContextManager[None]],
        needs: tuple[str, ...] = (),
    ) -> None:
        self.file = file
        self.documents: Mapping[str, Json] = {}
        self._name = table
        self.key = key
        self._changing = changing
        self._needs = (key, *needs)

    def take(self) -> None:
        """Take in what the file holds now."""
        found = self.file.tables.get(self._name, {}).values()
        self.documents = {
            document[self.key]: document
            for document in found
            if all(isinstance(document.get(field), str) for field in self._needs)
        }

    @property
    def ignored(self) -> int:
        """How many documents of the file are not shown: of another form, or of a key that is there twice."""
        return len(self.file.tables.get(self._name, {})) - len(self.documents)

    def put(self, documents: Iterable[Json]) -> None:
        """Add documents, or replace those with the same key; at most two commits, old ones first."""
        with self._changing():
            wanted = {document[self.key]: document for document in documents}
            known = self._doc_ids(wanted)
            try:
                if known:
                    self._renew(wanted, known.values())
                self._insert([document for key, document in wanted.items() if key not in known])
            finally:
                self.take()  # also when the second commit fails after the first

    def add(self, documents: Iterable[Json]) -> list[str]:
        """Add the documents whose key is new, one commit for all; gives their keys."""
        with self._changing():
            new = {
                document[self.key]: document
                for document in documents
                if document[self.key] not in self.documents
            }
            self.put(new.values())
            return list(new)

    def remove(self, keys: Iterable[str]) -> list[Json]:
        """Remove documents, one commit for all; gives those that were there."""
        with self._changing():
            known = self._doc_ids(dict.fromkeys(keys))
            gone = [self.documents[key] for key in known]
            if known:
                self._table().remove(doc_ids=list(known.values()))
                self.take()
            return gone

    def _renew(self, wanted: Mapping[str, Json], numbers: Iterable[int]) -> None:
        def renew(document: Any) -> None:
            new = wanted[document[self.key]]
            document.clear()
            document.update(new)

        self._table().update(renew, doc_ids=list(numbers))

    def _insert(self, documents: Sequence[Json]) -> None:
        from tinydb.table import Document

        if documents:
            first = max(map(int, self.file.tables.get(self._name, {})), default=0) + 1
            self._table().insert_multiple([Document(one, first + n) for n, one in enumerate(documents)])

    def _table(self) -> TinyTable:
        from reader.library.tables import StateDB

        return StateDB(self.file).table(self._name)

    def _doc_ids(self, keys: Iterable[str]) -> dict[str, int]:
        wanted = set(keys)
        found = self.file.tables.get(self._name, {}).items()
        return {doc[self.key]: int(number) for number, doc in found if doc.get(self.key) in wanted}
