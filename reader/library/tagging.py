"""Tags of articles, in state/tags.json: {"key", "tags": [...], "at"}.

Tags are compared without case and accents, and written as they were first typed. An article that
has a tag keeps a copy of its text in the state, as a bookmarked one does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from reader.errors import LibraryError
from reader.library.moments import now, written
from reader.library.names import folded
from reader.model import Tagging
from reader.text.clean import clean_line

if TYPE_CHECKING:
    from reader.library.keeping import Keeping
    from reader.library.state import State

LONGEST = 60  # code points of a tag
MOST = 50  # tags of one article


class Tags:
    """The tags of a library. Changes are durable on return and raise LibraryError or DamagedError."""

    def __init__(self, state: State, keeping: Keeping) -> None:
        self._state = state
        self._keeping = keeping

    def of(self, key: str) -> tuple[str, ...]:
        """The tags of an article, in the order in which they were given."""
        return self._state.tags_of(key)

    def all(self) -> dict[str, int]:
        """Every tag and how many articles have it, by the alphabet."""
        return dict(sorted(_spellings(self._state).items(), key=lambda one: folded(one[0])))

    def tag(
        self, keys: Iterable[str], add: Iterable[str] = (), remove: Iterable[str] = ()
    ) -> dict[str, Tagging]:
        """Give tags to articles and take tags from them; gives, for those that changed, what undoes it.

        NotStoredError names an article that is not stored, LibraryError a tag that is none; nothing is
        changed then.
        """
        tagging = Tagging(tuple(map(tag_of, add)), tuple(map(tag_of, remove)))
        return self.retag(dict.fromkeys(keys, tagging))

    def retag(self, taggings: Mapping[str, Tagging]) -> dict[str, Tagging]:
        """As `tag`, for each article its own: the undoing of `tag`, which undoes itself."""
        undo: dict[str, Tagging] = {}
        with self._state.changing():
            spelt = {folded(tag): tag for tag in _spellings(self._state)}
            after: dict[str, tuple[str, ...]] = {}
            for key, tagging in taggings.items():
                before = self.of(key)
                after[key] = _retagged(before, tagging, spelt)
                if after[key] != before:
                    undo[key] = _way_back(before, after[key])
            self._put({key: after[key] for key in undo})
        return undo

    def _put(self, tags: Mapping[str, tuple[str, ...]]) -> None:
        """The copy of a text is there before the tag, and leaves after it."""
        self._keeping.copy([key for key, given in tags.items() if given])
        at = written(now())
        self._state.tags.put(
            {"key": key, "tags": list(given), "at": at} for key, given in tags.items() if given
        )
        bare = self._state.tags.remove([key for key, given in tags.items() if not given])
        self._keeping.let_go([document["key"] for document in bare])


def tag_of(text: str) -> str:
    """A tag as it is kept: one line, without a sign before it. LibraryError."""
    tag = clean_line(text).lstrip("#+-").strip()
    if not any(character.isalnum() for character in tag):
        raise LibraryError(f"{text!r} is no tag: it has no letter and no digit")
    if len(tag) > LONGEST:
        raise LibraryError(f"a tag has at most {LONGEST} characters")
    return tag


# --- for searching ----------------------------------------------------------------------------


def tagged_with(state: State, tag: str, *, prefix: bool = False) -> set[str]:
    """The keys of the articles that have this tag; with `prefix`, one that begins like this."""
    wanted = folded(tag).lstrip("#")

    def fits(given: str) -> bool:
        return folded(given).startswith(wanted) if prefix else folded(given) == wanted

    return {key for key in state.tags.documents if any(map(fits, state.tags_of(key)))}


# --- inside -----------------------------------------------------------------------------------


def _spellings(state: State) -> Counter[str]:
    """Every tag as it was first spelt, with the number of its articles."""
    counts: Counter[str] = Counter()
    spelt: dict[str, str] = {}
    for key in state.tags.documents:
        counts.update({spelt.setdefault(folded(tag), tag) for tag in state.tags_of(key)})
    return counts


def _retagged(before: tuple[str, ...], tagging: Tagging, spelt: Mapping[str, str]) -> tuple[str, ...]:
    gone = {folded(tag) for tag in tagging.remove}
    tags = {folded(tag): tag for tag in before if folded(tag) not in gone}
    for tag in tagging.add:
        tags.setdefault(folded(tag), spelt.get(folded(tag), tag))
    if len(tags) > max(MOST, len(before)):
        raise LibraryError(f"an article has at most {MOST} tags")
    return tuple(tags.values())


def _way_back(before: tuple[str, ...], after: tuple[str, ...]) -> Tagging:
    return Tagging(
        add=tuple(tag for tag in before if tag not in after),
        remove=tuple(tag for tag in after if tag not in before),
    )
