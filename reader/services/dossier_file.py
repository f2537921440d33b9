"""A dossier as a file of its own: Markdown, with sources and dates."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reader.library.files import free_name
from reader.services.dossier_forms import pages_markdown
from reader.services.dossiers import name_of
from reader.services.writing import slug, write_file

if TYPE_CHECKING:
    from reader.library.pages import PersonPage, PlacePage


def write_dossier(page: PersonPage | PlacePage, folder: Path) -> Path:
    """Write what is stored about a person or a place into a new file of this folder. ReaderError."""
    path = free_name(folder / f"{slug(name_of(page), 'dossier')}.md")
    write_file(path, pages_markdown([page]).encode())
    return path
