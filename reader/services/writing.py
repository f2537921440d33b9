"""Files that a person asks for: written whole or not at all, and never over another by accident."""

from __future__ import annotations

import os
import re
import tempfile
import unicodedata
from pathlib import Path

from reader.errors import ReaderError
from reader.library.files import give_name, sync_file

_APART = re.compile(r"[^a-z0-9]+")
_LONGEST_SLUG = 60  # characters


def make_folder(path: Path) -> None:
    """A folder that only its owner may look into, unless there is one. ReaderError."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise ReaderError(f"{path}: is not a folder") from None
    except OSError as error:
        raise ReaderError(f"{path}: cannot be made: {error.strerror or error}") from None


def write_file(path: Path, content: bytes, *, overwrite: bool = False) -> None:
    """Write a file that only its owner may read. ReaderError when it exists, unless `overwrite`, when
    it is no regular file, and when it cannot be written."""
    try:
        target = path.resolve()
        if target.exists() and not target.is_file():
            raise ReaderError(f"{path}: is not a regular file")
        _put(target, content, overwrite)
    except FileExistsError:
        raise ReaderError(f"{path}: exists already; --force replaces it") from None
    except FileNotFoundError:
        raise ReaderError(f"{path}: its folder does not exist") from None
    except OSError as error:
        raise ReaderError(f"{path}: cannot be written: {error.strerror or error}") from None


def slug(text: str, otherwise: str) -> str:
    """A file name, without its ending, that says the same as a text on every system: small ASCII letters,
    digits and hyphens; `otherwise` when nothing is left."""
    plain = (
        unicodedata.normalize("NFKD", text[: _LONGEST_SLUG * 4]).encode("ascii", "ignore").decode().lower()
    )
    return _APART.sub("-", plain)[:_LONGEST_SLUG].strip("-") or otherwise


def _put(target: Path, content: bytes, overwrite: bool) -> None:
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:100]}.")  # 0600
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            sync_file(file.fileno())
        give_name(temporary, target, overwrite=overwrite)
    finally:
        temporary.unlink(missing_ok=True)
