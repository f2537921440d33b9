"""Restoring a backup: everything is verified before anything is touched, and nothing is destroyed.

The state becomes what it was in the backup; the present one is put aside whole, as
`state.before-restore-TIME`, and so is a settings file. The archive is merged: the articles of the backup
that are not there are added, none is removed or changed, because nothing that a feed gave is the
person's doing.

The state is exchanged by two renames. Between them the new one is called `state.restored`, complete and
durable, and whoever opens the library then finishes the exchange (State), so that a power cut leaves
either the whole old or the whole new state. Programs that have the library open go on with the new one.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from reader.errors import LibraryError
from reader.library import schema
from reader.library.backup import ARCHIVE, SETTINGS, Contents, opened, read, room_for
from reader.library.faults import told
from reader.library.files import (
    FILE_MODE,
    FolderLock,
    name_aside,
    private_folder,
    replace,
    sync_file,
    sync_folder,
)
from reader.library.library import Library
from reader.library.state import RESTORED, State
from reader.library.statefile import StateFile

STAGING = "restoring"  # the folder into which a backup is unpacked
BEFORE = "before-restore"  # what is put aside is called


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: `added` articles, and where what was there before went."""

    made: str
    added: int
    aside: tuple[Path, ...]


def restore(backup: Path, folder: Path, *, settings: Path) -> Restored:
    """Restore a library from a backup. LibraryError, with nothing changed, for a file that is no sound
    backup and when the disk has no room for it."""
    private_folder(folder)
    with _staged(backup, folder) as (staging, contents):
        _verify(staging, contents, backup)
        added = _restore_articles(staging, folder) if contents.has_articles else 0
        aside = [*_restore_state(staging, folder), *_restore_settings(staging, settings, contents)]
    with _closing(Library.open(folder)) as library:
        library.put_back()
    return Restored(contents.made, added, tuple(aside))


# --- unpacking --------------------------------------------------------------------------------


@contextmanager
def _staged(backup: Path, folder: Path) -> Iterator[tuple[Path, Contents]]:
    """The backup unpacked beside the library, its checksums compared, everything on the disk."""
    staging = folder / STAGING
    with FolderLock(folder / f".{STAGING}.lock")():  # two restores at once
        shutil.rmtree(staging, ignore_errors=True)
        try:
            with opened(backup) as (archive, contents):
                room_for(contents, folder)
                with told("unpack into", staging):
                    _unpack(archive, contents, staging)
            yield staging, contents
        finally:
            shutil.rmtree(staging, ignore_errors=True)


def _unpack(archive: zipfile.ZipFile, contents: Contents, staging: Path) -> None:
    private_folder(staging / "state" / "read")
    for name in contents.files:
        path = staging / name
        private_folder(path.parent)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
        with os.fdopen(descriptor, "wb") as target:
            for block in read(archive, contents, name):
                target.write(block)
            target.flush()
            sync_file(target.fileno())
    for made in {(staging / name).parent for name in contents.files} | {staging}:
        sync_folder(made)


def _verify(staging: Path, contents: Contents, backup: Path) -> None:
    """LibraryError unless every file is what its name says."""
    lock = FolderLock(staging / ".lock")
    for name in contents.files:
        if name.startswith("state/"):
            file = StateFile(staging / name, lock)
            file.refresh()
            file.close()
            if file.damage is not None:
                raise LibraryError(f"{backup} is no sound backup: {name} cannot be read; nothing was changed")
    if contents.has_articles:
        _verify_archive(staging / ARCHIVE, backup)


def _verify_archive(path: Path, backup: Path) -> None:
    """It is a sound SQLite file, and its tables, views and triggers are those of Reader to the letter: a
    file from elsewhere could hold others, which would work on what is stored."""
    unfit = LibraryError(f"{backup} is no sound backup: its articles cannot be read; nothing was changed")
    try:
        found, expected = sqlite3.connect(path), sqlite3.connect(":memory:", isolation_level=None)
        try:
            found.execute("PRAGMA trusted_schema = OFF")
            (version,) = found.execute("PRAGMA user_version").fetchone()
            if version > len(schema.MIGRATIONS):
                raise LibraryError(f"{backup} was made by a newer Reader; update this one to restore it")
            schema.bring_up_to_date(expected, path, schema.MIGRATIONS[:version])
            sound = found.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
            if not version or not sound or _tables(found) != _tables(expected):
                raise unfit
        finally:
            found.close()
            expected.close()
    except sqlite3.Error as error:
        raise unfit from error


def _tables(connection: sqlite3.Connection) -> set[tuple[str, ...]]:
    return set(connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master"))


# --- putting into place -----------------------------------------------------------------------


def _restore_articles(staging: Path, folder: Path) -> int:
    with _closing(Library.open(staging)) as other:
        stored = other.counts().stored
        if (folder / ARCHIVE).exists():
            with _closing(Library.open(folder)) as library:
                return library.take_over(other)
    with told("restore", folder / ARCHIVE):
        (staging / ARCHIVE).rename(folder / ARCHIVE)
        sync_folder(folder)
    return stored


def _restore_state(staging: Path, folder: Path) -> list[Path]:
    present, ready = folder / "state", folder / RESTORED
    aside = name_aside(present, BEFORE)
    with told("restore", present):
        shutil.rmtree(ready, ignore_errors=True)
        if not present.exists():
            (staging / "state").rename(present)
            sync_folder(folder)
            return []
        state = State(present)
        try:
            with state.changing():
                (staging / "state").rename(ready)
                sync_folder(folder)
                present.rename(aside)
                ready.rename(present)
                sync_folder(folder)
        finally:
            state.close()
    return [aside]


def _restore_settings(staging: Path, settings: Path, contents: Contents) -> list[Path]:
    if SETTINGS not in contents.files:
        return []
    content = (staging / SETTINGS).read_bytes()
    aside = []
    with told("restore", settings):
        if settings.exists():
            if settings.read_bytes() == content:
                return []
            aside = [name_aside(settings, BEFORE)]
            shutil.copy2(settings, aside[0])
        private_folder(settings.parent)
        replace(settings, content)
    return aside


@contextmanager
def _closing(library: Library) -> Iterator[Library]:
    try:
        yield library
    finally:
        library.close()
