"""Files that a person names as a source."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from reader.errors import SourceError
from reader.feeds.address import as_web_address

LIMIT = 64 * 1024 * 1024  # bytes
_WITHOUT_WAITING = getattr(os, "O_NONBLOCK", 0)  # opening a pipe would wait for its writer


def read_file(source: str) -> tuple[bytes, str]:
    """The bytes of a regular file and its file: URI. SourceError; devices and pipes, which could
    last for ever, are refused."""
    path = Path(source)
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | _WITHOUT_WAITING), "rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            if not stat.S_ISREG(mode):
                kind = "a folder; name the files in it" if stat.S_ISDIR(mode) else "not a regular file"
                raise SourceError(source, f"is {kind}")
            body = file.read(LIMIT + 1)
            uri = path.resolve().as_uri()
    except (FileNotFoundError, NotADirectoryError):
        address = as_web_address(source)
        hint = f"; for a web address write {address}" if address else ""
        raise SourceError(source, f"no such file{hint}") from None
    except OSError as error:
        raise SourceError(source, f"cannot be read: {error.strerror or error}") from None
    except ValueError as error:
        raise SourceError(source, f"is no file name: {error}") from None
    if len(body) > LIMIT:
        raise SourceError(source, f"is larger than {LIMIT // 1024 // 1024} MB")
    return body, uri
