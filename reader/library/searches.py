"""Saved searches, in state/searches.json: {"name", "query", "at"}."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.errors import LibraryError, NotStoredError
from reader.library.moments import moment_of, now, written
from reader.library.names import folded
from reader.model import SavedSearch
from reader.text.clean import clean_line

if TYPE_CHECKING:
    from reader.library.state import State
    from reader.library.statefile import Json

LONGEST = 100  # code points of a name


class Searches:
    """The saved searches of a library. Names are compared without case and accents. Changes are
    durable on return and raise LibraryError or DamagedError."""

    def __init__(self, state: State) -> None:
        self._state = state

    def all(self) -> list[SavedSearch]:
        """Every saved search, by the alphabet."""
        found = [one for doc in self._state.searches.documents.values() if (one := _from_json(doc))]
        return sorted(found, key=lambda one: folded(one.name))

    def named(self, name: str) -> SavedSearch:
        """The search of this name. NotStoredError."""
        found = self._find(name)
        if found is None:
            raise NotStoredError(f"no search {name!r} is saved; `reader searches` lists them")
        return found

    def save(self, name: str, query: str) -> SavedSearch | None:
        """Give a query a name, which may be taken already; gives what the name stood for, None for
        nothing: `put_back` or `remove` undoes it. QueryError, and LibraryError for a name that is none."""
        from reader.library.query import parse

        parse(query)
        saved = SavedSearch(_name(name), query.strip(), now())
        if not saved.query:
            raise LibraryError("an empty search shows every article and needs no name")
        with self._state.changing():
            before = self._find(name)
            self.put_back(saved)
            if before is not None and before.name != saved.name:
                self._state.searches.remove([before.name])
        return before

    def rename(self, name: str, new: str) -> SavedSearch:
        """Give a search another name; gives the search as it is now. NotStoredError, and LibraryError when
        another search has that name."""
        wanted = _name(new)
        with self._state.changing():
            before, other = self.named(name), self._find(wanted)
            if other is not None and other.name != before.name:
                raise LibraryError(f"a search {other.name!r} is saved already")
            after = SavedSearch(wanted, before.query, before.at)
            if after != before:
                self.put_back(after)
                self._state.searches.remove([before.name])
        return after

    def remove(self, name: str) -> SavedSearch:
        """Forget a search; gives it, which `put_back` undoes it with. NotStoredError."""
        with self._state.changing():
            before = self.named(name)
            self._state.searches.remove([before.name])
        return before

    def put_back(self, search: SavedSearch) -> None:
        """Let a saved search be as it was."""
        document = {"name": search.name, "query": search.query, "at": written(search.at)}
        self._state.searches.put([document])

    def _find(self, name: str) -> SavedSearch | None:
        wanted = folded(clean_line(name))
        return next((one for one in self.all() if folded(one.name) == wanted), None)


def _name(text: str) -> str:
    name = clean_line(text)
    if not name:
        raise LibraryError("a saved search needs a name")
    if len(name) > LONGEST:
        raise LibraryError(f"the name of a search has at most {LONGEST} characters")
    return name


def _from_json(document: Json) -> SavedSearch | None:
    match document:
        case {"name": str(name), "query": str(query), "at": str(at)}:
            return SavedSearch(name, query, moment_of(at))
    return None
