"""Notes on articles and on passages of them, in state/notes.json.

    {"id", "article", "text", "start", "end", "quote", "at"}

`start` and `end` are null and `quote` is "" for a note on the whole article. An article that has a
note keeps a copy of its text in the state, as a bookmarked one does.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.errors import LibraryError, NotStoredError
from reader.library.moments import moment_of, now, written
from reader.library.names import folded
from reader.model import Article, Note, Span
from reader.text.clean import tidy

if TYPE_CHECKING:
    from reader.library.keeping import Keeping
    from reader.library.state import State
    from reader.library.statefile import Json

LONGEST = 20_000  # code points of one note
_QUOTED = 2_000  # of a passage that are kept
SHORTEST_ID = 4


class Notes:
    """The notes of a library. Changes are durable on return and raise LibraryError or DamagedError."""

    def __init__(self, state: State, keeping: Keeping, article: Callable[[str], Article]) -> None:
        self._state = state
        self._keeping = keeping
        self._article = article

    def of(self, key: str) -> list[Note]:
        """The notes on an article: on the whole first, then by where they stand."""
        notes = [note for note in self.all() if note.article == key]
        return sorted(notes, key=lambda note: (note.span or (-1, -1), note.at))

    def all(self) -> list[Note]:
        """Every note, the newest first."""
        found = [note for one in self._state.notes.documents.values() if (note := _from_json(one))]
        return sorted(found, key=lambda note: note.at, reverse=True)

    def note(self, name: str) -> Note:
        """The note of this id, or of a unique beginning of it, four digits or more. NotStoredError."""
        found = [note for note in self.all() if len(name) >= SHORTEST_ID and note.id.startswith(name)]
        if len(found) != 1:
            raise NotStoredError(f"no one note {name!r} is kept; `reader notes` lists them")
        return found[0]

    def add(self, key: str, text: str, span: Span | None = None) -> Note:
        """Note something about an article, or about a passage of its text; `remove` undoes it.

        NotStoredError for an article that is not stored, LibraryError for an empty or too long text
        and for a passage that is not there.
        """
        article = self._article(key)
        quote = _quoted(article, span)
        note = Note(secrets.token_hex(8), article.row.key, _written(text), now(), span, quote)
        with self._state.changing():
            self._keeping.copy([article.row.key])
            self._state.notes.put([_to_json(note)])
        return note

    def change(self, note_id: str, text: str) -> Note:
        """Write another text; gives the note as it was, which `put_back` undoes it with. NotStoredError."""
        with self._state.changing():
            before = self._known(note_id)
            self._state.notes.put([self._state.notes.documents[note_id] | {"text": _written(text)}])
        return before

    def remove(self, note_id: str) -> Note:
        """Remove a note; gives it, which `put_back` undoes it with. NotStoredError."""
        with self._state.changing():
            before = self._known(note_id)
            self._state.notes.remove([note_id])
            self._keeping.let_go([before.article])
        return before

    def put_back(self, note: Note) -> None:
        """Let a note be as it was: the undoing of `change` and of `remove`."""
        with self._state.changing():
            self._keeping.copy([note.article])
            self._state.notes.put([_to_json(note)])

    def _known(self, note_id: str) -> Note:
        found = self._state.notes.documents.get(note_id)
        note = _from_json(found) if found is not None else None
        if note is None:
            raise NotStoredError(f"no note {note_id!r} is kept; `reader notes` lists them")
        return note


def located(note: Note, text: str) -> Span | None:
    """Where the passage of a note stands in a text, the nearest place when the text has changed; None
    for a note on the whole article, and when the words are gone."""
    if note.span is None:
        return None
    start, end = note.span
    if not note.quote or text[start:end].startswith(note.quote):
        return note.span if end <= len(text) else None
    found = [at for at in (text.rfind(note.quote, 0, end), text.find(note.quote, start)) if at >= 0]
    if not found:
        return None
    nearest = min(found, key=lambda at: abs(at - start))
    return nearest, nearest + len(note.quote)


# --- for searching ----------------------------------------------------------------------------


def noted_with(state: State, words: str, *, prefix: bool = False) -> set[str]:
    """The keys of the articles of which one note has these words together, in its text or in the
    passage it is about; with `prefix` the last word may go on."""
    wanted = f" {_plain(words)}" + ("" if prefix else " ")
    found = set()
    for document in state.notes.documents.values():
        note = _from_json(document)
        if note and any(wanted in f" {_plain(part)} " for part in (note.text, note.quote)):
            found.add(note.article)
    return found


def _plain(text: str) -> str:
    """Words without case, accents and signs, a space between them."""
    return " ".join("".join(c if c.isalnum() else " " for c in folded(text)).split())


# --- documents --------------------------------------------------------------------------------


def _to_json(note: Note) -> Json:
    start, end = note.span or (None, None)
    return {
        "id": note.id,
        "article": note.article,
        "text": note.text,
        "start": start,
        "end": end,
        "quote": note.quote,
        "at": written(note.at),
    }


def _from_json(document: Json) -> Note | None:
    """The note of a document, None for one that another program wrote and that is none."""
    match document:
        case {"id": str(note_id), "article": str(article), "text": str(text), "at": str(at)}:
            quote = document.get("quote")
            words = quote if isinstance(quote, str) else ""
            return Note(note_id, article, text, moment_of(at), _span(document), words)
    return None


def _span(document: Json) -> Span | None:
    match document:
        case {"start": int(start), "end": int(end)} if 0 <= start < end:
            return start, end
    return None


def _written(text: str) -> str:
    written = tidy(text).strip()
    if not written:
        raise LibraryError("a note needs some words")
    if len(written) > LONGEST:
        raise LibraryError(f"a note has at most {LONGEST} characters")
    return written


def _quoted(article: Article, span: Span | None) -> str:
    if span is None:
        return ""
    start, end = span
    if not 0 <= start < end <= len(article.document.text):
        raise LibraryError("the passage is not in the text of the article")
    return article.document.text[start:end][:_QUOTED]
