"""Backups: one zip file with the state, the settings and, when asked for, the archive.

    manifest.json     {"format", "version", "program", "made", "files": {name: {"size", "sha256"}}}
    state/*.json, state/read/*.json, state/texts/*.json
    settings.toml     if there is one
    articles.sqlite3  with `articles`; a copy by SQLite's own backup, made while others write

Nothing else may be in one: no name in a backup is ever used as a path (`NAMES` is all that is known),
no size is believed (what is read ends at the size the manifest gives, and that has to fit on the disk),
and every byte is compared with its checksum before anything of it is used.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import shutil
import sqlite3
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from reader import __version__
from reader.errors import LibraryError
from reader.library.faults import told
from reader.library.files import FILE_MODE, create_private, give_name, sync_file
from reader.library.state import State

FORMAT = "terminal-reader backup"
VERSION = 1
MANIFEST = "manifest.json"
SETTINGS = "settings.toml"
ARCHIVE = "articles.sqlite3"
NAMES = re.compile(
    r"state/[a-z]{1,40}\.json|state/read/\d{4}-\d{2}\.json|state/texts/[0-9a-f]{16}\.json|"
    + re.escape(SETTINGS)
    + "|"
    + re.escape(ARCHIVE)
)

_MOST_FILES = 500_000
_LARGEST_MANIFEST = 64 << 20  # bytes
_LARGEST_FILE = 1 << 30  # bytes of anything but the archive
_MOST_RATIO = 300  # JSON and texts shrink to a twentieth; a file of nothing but zeros to a thousandth
_BLOCK = 1 << 20
# What zipfile and the reading of the list raise for a file that is not as it should be: RuntimeError for
# an encrypted member, NotImplementedError, which is one, for a compression that it does not know.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    RuntimeError,
    OverflowError,
    struct.error,
)


@dataclass(frozen=True, slots=True)
class Member:
    """A file of a backup: bytes, and the SHA-256 of its content in hexadecimal."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup holds, by name."""

    made: str
    files: dict[str, Member]

    @property
    def has_articles(self) -> bool:
        return ARCHIVE in self.files


def back_up(
    folder: Path, target: Path, *, settings: Path, articles: bool = False, overwrite: bool = False
) -> Contents:
    """Write a backup of a library, read it back and compare, and only then give it its name.

    Other programs may work on the library meanwhile. LibraryError when the target exists, unless
    `overwrite`, and when something cannot be read or written; DamagedError for a damaged state file.
    """
    if target.exists() and not (overwrite and target.is_file()):
        raise LibraryError(f"{target} exists already" + ("; --force replaces it" if target.is_file() else ""))
    if not target.parent.is_dir():
        raise LibraryError(f"cannot write {target}: its folder does not exist")
    temporary = target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}")
    with told("write", target):
        try:
            create_private(temporary)
            _write(folder, temporary, settings, articles)
            contents = verify(temporary)
            give_name(temporary, target, overwrite=overwrite)
        except FileExistsError:
            raise LibraryError(f"{target} exists already; --force replaces it") from None
        finally:
            temporary.unlink(missing_ok=True)
    return contents


# --- writing ----------------------------------------------------------------------------------


def _write(folder: Path, target: Path, settings: Path, articles: bool) -> None:
    files: dict[str, dict[str, object]] = {}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as backup:

        def put(name: str, content: bytes) -> None:
            backup.writestr(_info(name), content)
            files[name] = {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}

        for name, content in _state(folder):
            put(name, content)
        if settings.is_file():
            put(SETTINGS, settings.read_bytes())
        if articles and (folder / ARCHIVE).exists():
            with _copied(folder / ARCHIVE, target) as copy:
                files[ARCHIVE] = _put_file(backup, ARCHIVE, copy)
        manifest = {
            "format": FORMAT,
            "version": VERSION,
            "program": __version__,
            "made": datetime.now(UTC).isoformat(timespec="seconds"),
            "files": files,
        }
        backup.writestr(_info(MANIFEST), json.dumps(manifest, indent=1))
    with target.open("rb") as written:
        sync_file(written.fileno())


def _state(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The files of the state as they are at one moment."""
    state = State(folder / "state")
    try:
        with state.changing():
            for damage in state.damaged:
                raise damage
            paths = [file.path for file in state.files()]
            paths += sorted((state.folder / "texts").glob("*.json"))
            found = [(path, path.read_bytes()) for path in paths if path.exists()]
    finally:
        state.close()
    for path, content in found:
        name = f"state/{path.relative_to(state.folder).as_posix()}"
        if NAMES.fullmatch(name):
            yield name, content


@contextmanager
def _copied(archive: Path, beside: Path) -> Iterator[Path]:
    copy = beside.with_name(beside.name + ".sqlite3")
    create_private(copy)
    try:
        source, target = sqlite3.connect(archive), sqlite3.connect(copy)
        try:
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
            found = target.execute("PRAGMA quick_check(1)").fetchone()
        finally:
            target.close()
            source.close()
        if found != ("ok",):
            raise LibraryError(f"{archive} is damaged; `reader check --mend` saves what can be read")
        yield copy
    except sqlite3.Error as error:
        raise LibraryError(f"cannot copy {archive}: {error}") from error
    finally:
        copy.unlink(missing_ok=True)


def _put_file(backup: zipfile.ZipFile, name: str, path: Path) -> dict[str, object]:
    digest = hashlib.sha256()
    with path.open("rb") as source, backup.open(_info(name), "w", force_zip64=True) as member:
        while block := source.read(_BLOCK):
            digest.update(block)
            member.write(block)
    return {"size": path.stat().st_size, "sha256": digest.hexdigest()}


def _info(name: str) -> zipfile.ZipInfo:
    now = datetime.now(UTC)
    info = zipfile.ZipInfo(name, (max(1980, now.year), *now.timetuple()[1:6]))
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = (stat.S_IFREG | FILE_MODE) << 16
    return info


# --- reading ----------------------------------------------------------------------------------


def verify(path: Path) -> Contents:
    """Read a whole backup and compare it with its checksums. LibraryError."""
    with opened(path) as (backup, contents):
        for name in contents.files:
            for _ in read(backup, contents, name):
                pass
    return contents


@contextmanager
def opened(path: Path) -> Iterator[tuple[zipfile.ZipFile, Contents]]:
    """A backup whose list of contents is sound; its files are so when `read` has come to their end.
    LibraryError, also for what fails inside."""
    if not path.exists():
        raise LibraryError(f"{path}: no such file")
    with told("read", path), _sound(path), zipfile.ZipFile(path) as backup:
        yield backup, _contents(backup, path)


def read(backup: zipfile.ZipFile, contents: Contents, name: str) -> Iterator[bytes]:
    """The content of a file, in blocks. ValueError when it is not what the list of contents says."""
    member, digest, left = contents.files[name], hashlib.sha256(), contents.files[name].size
    with backup.open(name) as stream:
        while block := stream.read(min(_BLOCK, left + 1)):
            left -= len(block)
            if left < 0:
                raise ValueError(f"{name} is larger than it says")
            digest.update(block)
            yield block
    if left or digest.hexdigest() != member.sha256:
        raise ValueError(f"{name} is damaged: its checksum is another one")


@contextmanager
def _sound(path: Path) -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        said = "" if isinstance(error, zipfile.BadZipFile | zlib.error) else f": {error}"
        raise LibraryError(f"{path} is no sound backup of Reader{said}; nothing was changed") from error


def _contents(backup: zipfile.ZipFile, path: Path) -> Contents:
    infos = backup.infolist()
    if len(infos) > _MOST_FILES:
        raise ValueError("it holds too many files")
    names = [info.filename for info in infos]
    if MANIFEST not in names:
        raise ValueError("it has no list of contents")
    for info in infos:
        kind = stat.S_IFMT(info.external_attr >> 16)
        if kind not in (0, stat.S_IFREG):
            raise ValueError(f"{info.filename[:80]!r} is not a regular file")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ValueError(f"{info.filename[:80]!r} is compressed in a way that is not read")
    with backup.open(MANIFEST) as stream:
        contents = _listed(stream)
    if sorted(names) != sorted([MANIFEST, *contents.files]):
        raise ValueError("its files are not those of its list of contents")
    _fits(contents, path)
    return contents


def _listed(stream: IO[bytes]) -> Contents:
    content = stream.read(_LARGEST_MANIFEST + 1)
    if len(content) > _LARGEST_MANIFEST:
        raise ValueError("its list of contents is too long")
    try:
        manifest = json.loads(content)
    except (ValueError, RecursionError):
        raise ValueError("its list of contents cannot be read") from None
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise ValueError("it is something else")
    if manifest.get("version") != VERSION:
        raise ValueError("it was made by a newer Reader; update this one to restore it")
    listed = manifest["files"].items()
    return Contents(str(manifest["made"])[:40], {name: _member(name, given) for name, given in listed})


def _member(name: str, given: dict[str, object]) -> Member:
    size, sha256 = given["size"], given["sha256"]
    if not NAMES.fullmatch(name):
        raise ValueError(f"it holds {name[:80]!r}, which is nothing of Reader's")
    if not isinstance(size, int) or isinstance(size, bool) or not isinstance(sha256, str) or size < 0:
        raise ValueError("its list of contents cannot be read")
    if size > _LARGEST_FILE and name != ARCHIVE:
        raise ValueError(f"{name} is too large")
    return Member(size, sha256)


def _fits(contents: Contents, path: Path) -> None:
    small = sum(member.size for name, member in contents.files.items() if name != ARCHIVE)
    if small > _MOST_RATIO * path.stat().st_size + _BLOCK:
        raise ValueError("its files are larger than they can be")


def room_for(contents: Contents, folder: Path) -> None:
    """LibraryError when the disk has no room for what a backup holds."""
    needed = sum(member.size for member in contents.files.values())
    if needed > shutil.disk_usage(folder).free:
        raise LibraryError(f"{folder}: the backup needs {needed / 1e6:.0f} MB, more than there is free")
