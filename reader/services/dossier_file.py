"""A dossier as a file of its own: Markdown, with sources and dates."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from reader.services.dossier_forms import pages_markdown
from reader.services.dossiers import name_of
from reader.services.writing import slug, write_file

if TYPE_CHECKING:
    from reader.library.pages import PersonPage, PlacePage


def write_dossier(page: PersonPage | PlacePage, folder: Path) -> Path:
    """Write what is stored about a person or a place into a new file of this folder. ReaderError."""
    path = _free(folder, slug(name_of(page), "dossier"))
    write_file(path, pages_markdown([page]).encode())
    return path


def _free(folder: Path, stem: str) -> Path:
    names = (f"{stem}.md" if number == 1 else f"{stem}-{number}.md" for number in count(1))
    return next(path for name in names if not (path := folder / name).exists())
