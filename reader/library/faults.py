"""What the operating system and SQLite complain about, as one clear line."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reader.errors import LibraryError

_REASONS = {
    errno.ENOSPC: "the disk is full; free some space and try again",
    errno.EDQUOT: "the disk quota is used up; free some space and try again",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "permission denied; it must belong to you and be writable",
    errno.EPERM: "permission denied; it must belong to you and be writable",
    errno.ENOENT: "it is gone; is the disk still there?",
    errno.ENOTDIR: "there is a file where a folder should be",
    errno.EISDIR: "there is a folder where a file should be",
    errno.EIO: "the disk reports an error; save what you can elsewhere",
    errno.EMFILE: "too many files are open",
}


def reason(error: OSError) -> str:
    """Why an operation failed, and what to do where that can be said."""
    return _REASONS.get(error.errno or 0) or error.strerror or type(error).__name__


@contextmanager
def told(action: str, path: Path) -> Iterator[None]:
    """Turn an OSError inside into a LibraryError: "cannot write /a/b: the disk is full; ..."."""
    try:
        yield
    except OSError as error:
        raise LibraryError(f"cannot {action} {path}: {reason(error)}") from error
