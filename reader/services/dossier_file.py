"""A dossier as a file of its own."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from reader.library.pages import PersonPage, PlacePage
from reader.services.dossiers import page_text
from reader.services.writing import slug, write_file


def write_dossier(page: PersonPage | PlacePage, folder: Path) -> Path:
    """Write what is stored about a person or a place into a new file of this folder. ReaderError."""
    name = page.name if isinstance(page, PersonPage) else page.place.name
    path = _free(folder, slug(name, "dossier"))
    write_file(path, page_text(page).encode())
    return path


def _free(folder: Path, stem: str) -> Path:
    names = (f"{stem}.txt" if number == 1 else f"{stem}-{number}.txt" for number in count(1))
    return next(path for name in names if not (path := folder / name).exists())
