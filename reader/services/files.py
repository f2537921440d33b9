"""Files that a person names as a source."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from urllib.parse import urlsplit

from reader.errors import SourceError
from reader.feeds.address import as_web_address

LIMIT = 64 * 1024 * 1024  # bytes
_WITHOUT_WAITING = getattr(os, "O_NONBLOCK", 0)  # opening a pipe would wait for its writer


def read_file(source: str) -> tuple[bytes, str]:
    """The bytes of a regular file and its file: URI. SourceError; devices and pipes, which could
    last for ever, are refused."""
    path = _path(source)
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | _WITHOUT_WAITING), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise SourceError(source, "is not a regular file")
            body = file.read(LIMIT + 1)
            uri = path.resolve().as_uri()
    except (FileNotFoundError, NotADirectoryError):
        raise SourceError(source, f"no such file{_hint(source)}") from None
    except IsADirectoryError:
        raise SourceError(source, "is a folder; name the files in it") from None
    except OSError as error:
        raise SourceError(source, f"cannot be read: {error.strerror or error}") from None
    except ValueError as error:
        raise SourceError(source, f"is no file name: {error}") from None
    if len(body) > LIMIT:
        raise SourceError(source, f"is larger than {LIMIT // 1024 // 1024} MB")
    return body, uri


def _path(source: str) -> Path:
    """A path as it is, or that of a file: URI."""
    if not source:
        raise SourceError(source, "no source is named")
    if not source.lower().startswith("file:/"):
        return Path(source)
    parts = urlsplit(source)
    if parts.netloc not in ("", "localhost"):
        raise SourceError(source, "is a file of another computer")
    from urllib.request import url2pathname  # 40 ms

    return Path(url2pathname(parts.path))


def _hint(source: str) -> str:
    """What the person may have meant who named no file."""
    address = as_web_address(source)
    if address:
        return f"; for a web address write {address}"
    scheme, colon, _ = source.partition("://")
    return f"; {scheme} is no web address, only http and https are" if colon and scheme.isalnum() else ""
