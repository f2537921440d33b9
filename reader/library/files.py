"""Private, durable files: folders of 0700, files of 0600, replaced whole, one lock a folder.

A replacement is a temporary file, fsync, rename, fsync of the folder: at every instant, a power cut
included, the name holds either the whole old or the whole new content.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from reader.errors import LibraryError
from reader.library.faults import told

if TYPE_CHECKING:
    from collections.abc import Iterator

WINDOWS = sys.platform == "win32"
if not WINDOWS:
    import fcntl

FOLDER_MODE = 0o700
FILE_MODE = 0o600
PATIENCE = 15.0  # seconds to wait for another program that holds the lock

Signature = tuple[int, int, int, int]


def private_folder(path: Path) -> None:
    """Make the folder and its missing parents, durably; a new or an empty one is closed to others."""
    with told("make the folder", path):
        missing = [folder for folder in (path, *path.parents) if not folder.exists()]
        for folder in reversed(missing):
            folder.mkdir(mode=FOLDER_MODE, exist_ok=True)
            folder.chmod(FOLDER_MODE)
            sync_folder(folder.parent)
        if not missing and _is_empty(path):
            path.chmod(FOLDER_MODE)


def _is_empty(path: Path) -> bool:
    with os.scandir(path) as inside:
        return next(inside, None) is None


def create_private(path: Path) -> None:
    """Make an empty file that only its owner may read, unless it exists."""
    with told("create", path):
        descriptor = os.open(path, os.O_CREAT | os.O_RDWR, FILE_MODE)
        try:
            if os.fstat(descriptor).st_size == 0 and not WINDOWS:
                os.fchmod(descriptor, FILE_MODE)
        finally:
            os.close(descriptor)


def signature(status: os.stat_result) -> Signature:
    """Changes whenever a file is written or replaced, as long as its inode is not used again."""
    return (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


def sync_file(descriptor: int) -> None:
    """Wait until the disk has the file (macOS needs a call of its own for that, see fsync(2) there)."""
    if sys.platform == "darwin":
        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
    else:
        os.fsync(descriptor)


def sync_folder(path: Path) -> None:
    """Wait until the disk has the names in a folder; Windows has no such call and needs none."""
    if WINDOWS:
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace(path: Path, content: bytes, *, previous: Path | None = None) -> None:
    """Give a file new content, durably on return; its old content is kept as `previous`.

    Raises OSError, the file unchanged. Call it under the folder's lock: the temporary name is fixed,
    so that what a crash leaves behind is overwritten by the next replacement.
    """
    temporary = path.with_name(path.name + ".tmp")
    try:
        _write_new(temporary, content)
        if previous is not None:
            _keep(path, previous)
        rename(temporary, path)
    except OSError:
        _remove_if_there(temporary)
        raise
    sync_folder(path.parent)


def name_aside(path: Path, why: str) -> Path:
    """A free name beside a file or folder for what it holds now: "feeds.json.damaged-20261124T101500"."""
    return free_name(path.with_name(f"{path.name}.{why}-{stamp()}"))


def stamp() -> str:
    """This second in the zone of the system, as it stands in names: "20261124T101500"."""
    return time.strftime("%Y%m%dT%H%M%S")


def free_name(path: Path) -> Path:
    """The path, with a number where something has that name already."""
    found, number = path, 1
    while found.exists():
        number += 1
        found = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return found


def give_name(finished: Path, target: Path, *, overwrite: bool) -> None:
    """Give a file that is whole its name, durably on return; FileExistsError, unless `overwrite`, also when
    another program has made one of that name meanwhile."""
    if overwrite:
        rename(finished, target)
    else:
        _link(finished, target)
    sync_folder(target.parent)


def _link(finished: Path, target: Path) -> None:
    try:
        target.hardlink_to(finished)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if target.exists():
            raise FileExistsError from None
        rename(finished, target)
    else:
        finished.unlink()


def remove(path: Path) -> None:
    """Remove a file, durably on return; one that is not there is fine."""
    _remove_if_there(path)
    sync_folder(path.parent)


def _write_new(path: Path, content: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, FILE_MODE)
    try:
        if not WINDOWS:
            os.fchmod(descriptor, FILE_MODE)
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        sync_file(descriptor)
    finally:
        os.close(descriptor)


def _keep(path: Path, previous: Path) -> None:
    """Let `previous` name the content that `path` has now; best effort, the path itself is safe."""
    link = previous.with_name(previous.name + ".tmp")
    try:
        _remove_if_there(link)
        os.link(path, link)
        rename(link, previous)
    except FileNotFoundError:
        return  # the first version has no predecessor
    except OSError:  # a file system without hard links
        _write_new(previous, path.read_bytes())


def rename(source: Path, target: Path) -> None:
    """Rename over the target, durably only with `sync_folder`; tried again on Windows, where another
    program may have the target open."""
    for attempt in range(5 if WINDOWS else 1):
        if attempt:
            time.sleep(0.02)
        try:
            source.replace(target)
            return
        except PermissionError:
            if not WINDOWS or attempt == 4:
                raise


def _remove_if_there(path: Path) -> None:
    try:
        path.unlink()
    except FileNotFoundError:
        return


class FolderLock:
    """One writer at a time in a folder, across threads and programs; re-entrant.

    The system releases it when a program dies. On a file system without flock, POSIX record locks are
    tried, then none: two programs must not write there at once, and `exclusive` is False.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._threads = threading.RLock()
        self._depth = 0
        self._descriptor = -1
        self.exclusive = True

    @contextmanager
    def __call__(self) -> Iterator[None]:
        """Hold the lock; LibraryError when another program keeps it for too long."""
        with self._threads:
            if self._depth == 0:
                with told("lock", self._path):
                    self._acquire()
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
                if self._depth == 0:
                    self._release()

    def close(self) -> None:
        with self._threads:
            if self._descriptor >= 0:
                os.close(self._descriptor)
                self._descriptor = -1

    def _acquire(self) -> None:
        end = time.monotonic() + PATIENCE
        while True:
            self._open_current()
            if self._try():
                if self._is_current():
                    return
                self._release()
            elif time.monotonic() > end:
                raise LibraryError(
                    f"another program keeps {self._path.parent} locked; close it and try again"
                )
            else:
                time.sleep(0.003)

    def _open_current(self) -> None:
        """A descriptor of the lock file; a new one when somebody replaced the folder meanwhile."""
        if self._descriptor >= 0 and self._is_current():
            return
        self.close()
        self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, FILE_MODE)

    def _is_current(self) -> bool:
        if WINDOWS:
            return True
        try:
            return os.path.samestat(self._path.stat(), os.fstat(self._descriptor))
        except FileNotFoundError:
            return False

    if sys.platform == "win32":

        def _try(self) -> bool:
            import msvcrt

            try:
                os.lseek(self._descriptor, 0, os.SEEK_SET)
                msvcrt.locking(self._descriptor, msvcrt.LK_NBLCK, 1)
            except OSError:
                return False
            return True

        def _release(self) -> None:
            import msvcrt

            os.lseek(self._descriptor, 0, os.SEEK_SET)
            msvcrt.locking(self._descriptor, msvcrt.LK_UNLCK, 1)

    else:

        def _try(self) -> bool:
            for lock in (fcntl.flock, fcntl.lockf):
                try:
                    lock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    return True
                except BlockingIOError:
                    return False
                except OSError:
                    continue
            self.exclusive = False
            return True

        def _release(self) -> None:
            for lock in (fcntl.flock, fcntl.lockf):
                try:
                    lock(self._descriptor, fcntl.LOCK_UN)
                    return
                except OSError:
                    continue
