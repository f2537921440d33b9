"""A dossier as a file of its own."""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path

from reader.library.pages import PersonPage, PlacePage
from reader.services.dossiers import page_text
from reader.services.writing import write_file

_APART = re.compile(r"[\W_]+")
_LONGEST = 60  # characters of a name in a file's name


def write_dossier(page: PersonPage | PlacePage, folder: Path) -> Path:
    """Write what is stored about a person or a place into a new file of this folder. ReaderError."""
    name = page.name if isinstance(page, PersonPage) else page.place.name
    path = _free(folder, _slug(name))
    write_file(path, page_text(page).encode())
    return path


def _slug(name: str) -> str:
    return _APART.sub("-", name.lower()[:_LONGEST]).strip("-") or "dossier"


def _free(folder: Path, slug: str) -> Path:
    names = (f"{slug}.txt" if number == 1 else f"{slug}-{number}.txt" for number in count(1))
    return next(path for name in names if not (path := folder / name).exists())
