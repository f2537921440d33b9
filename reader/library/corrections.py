"""Corrections of what the engine made of names: stronger than the engine, for one article or for all.

What the person says goes into state/corrections.json first; then the archive puts it in force, and
every article that it concerns is made anew, a few in a transaction. What is killed on the way is
noticed by `unfinished` and taken up by `apply`, which may be done as often as one likes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reader.errors import LibraryError, NotStoredError
from reader.library import applying
from reader.library.corrected import for_article
from reader.library.correction_documents import from_json, sealed, to_json
from reader.library.in_force import follow, is_followed
from reader.library.moments import LONG_AGO, now

if TYPE_CHECKING:
    from reader.library.database import Database
    from reader.library.state import State
    from reader.library.statefile import Json
    from reader.model import Correction

BATCH = 20  # articles of one transaction
SHORTEST_ID = 4


@dataclass(frozen=True, slots=True)
class Applied:
    """How many of the articles that corrections concern have been made anew."""

    done: int
    of: int


class Corrections:
    """The corrections of a library. Changes are durable on return; they raise LibraryError or
    DamagedError, and nothing is changed then."""

    def __init__(self, state: State, database: Database) -> None:
        self._state = state
        self._database = database

    def all(self) -> list[Correction]:
        """Every correction, the newest first; documents that are none are left out."""
        found = [known for one in self._state.corrections.documents.values() if (known := _known(one))]
        return sorted(found, key=lambda one: (one.at or LONG_AGO, one.id), reverse=True)

    def of(self, key: str) -> list[Correction]:
        """Those that were said for an article or for all, in the order in which they are applied."""
        return for_article(self.all(), key)

    def correction(self, name: str) -> Correction:
        """The correction of this id, or of a unique beginning of it. NotStoredError."""
        found = [one for one in self.all() if len(name) >= SHORTEST_ID and one.id.startswith(name)]
        if len(found) != 1:
            raise NotStoredError(f"no one correction {name!r} is kept; `reader corrections` lists them")
        return found[0]

    def add(self, correction: Correction) -> Correction:
        """Say what is right; gives the correction with its id, which `remove` undoes it with. What was
        said before stays as it is. `apply` makes the articles anew. LibraryError for what makes no sense."""
        said = sealed(replace(correction, at=correction.at or now()))
        self.take([said])
        return said

    def take(self, corrections: Iterable[Correction]) -> list[Correction]:
        """Add many, one commit for all; gives those that were new."""
        said = [sealed(replace(one, at=one.at or now())) for one in corrections]
        with self._state.changing():
            new = set(self._state.corrections.add(to_json(one) for one in said))
            self._follow()
        return [one for one in {one.id: one for one in said}.values() if one.id in new]

    def remove(self, ids: Sequence[str]) -> list[Correction]:
        """Take corrections back; gives those that were there, which `take` undoes it with."""
        with self._state.changing():
            gone = self._state.corrections.remove(ids)
            self._follow()
        return [one for document in gone if (one := _known(document))]

    def unfinished(self) -> bool:
        """Whether some articles may not be as the corrections want them; cheap, to be asked at opening."""
        if self._state.corrections.file.damage is not None:
            return False  # the last good copy is no reason to take corrections back
        with self._database.reading() as connection:
            return not is_followed(connection, self._state.corrections.documents)

    def apply(self, first: str = "") -> Iterator[Applied]:
        """Make every article anew that corrections concern and that is not done, the one with the key
        `first` before all others, then the newest first. Stopping loses nothing that is done."""
        if not self.unfinished():
            return
        with self._state.changing():
            self._follow()
        with self._database.writing() as connection:
            work = applying.begin(connection, first)
        yield Applied(0, len(work.articles))
        for start in range(0, len(work.articles), BATCH):
            with self._database.writing(durable=False) as connection:
                for number in work.articles[start : start + BATCH]:
                    applying.make_anew(connection, work, number)
            yield Applied(min(start + BATCH, len(work.articles)), len(work.articles))
        with self._database.writing() as connection:
            applying.end(connection, work)

    def _follow(self) -> None:
        """Under the lock of the state, so that what another program said meanwhile is known."""
        with self._database.writing() as connection:
            follow(connection, self._state.corrections.documents)


def _known(document: Json) -> Correction | None:
    """The correction of a document; None for what another program wrote that is none."""
    try:
        one = from_json(document)
    except LibraryError:
        return None
    return one if one.id == document.get("id") else None
