"""What the person keeps about an article, read together with it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.model import Article, Note
    from reader.tui.services import Services


def place_in(article: Article, services: Services) -> int:
    """The offset at which reading stopped, 0 for the beginning."""
    at = services.positions().of(article.row.key) if services.positions is not None else 0
    return at if at < len(article.document.text) else 0


def notes_on(article: Article, services: Services) -> tuple[Note, ...]:
    """The notes, each with the span of its passage in the text as it is now; None where it has gone."""
    if services.notes is None:
        return ()
    from reader.library.noting import located

    text = article.document.text
    notes = (replace(note, span=located(note, text)) for note in services.notes().of(article.row.key))
    return tuple(sorted(notes, key=lambda note: note.span or (-1, -1)))
