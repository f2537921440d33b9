"""Conflicting copies: what tools that sync folders leave beside a file that two computers changed.

    Syncthing         feeds.sync-conflict-20261124-101500-ABCDEFG.json
    Dropbox           feeds (Anna's conflicted copy 2026-11-24).json, in the language of the system
    Nextcloud, ownCloud  feeds (conflicted copy 2026-11-24 101500).json, before 2020 feeds_conflict-....json
    Seafile           feeds.json (SFConflict 2026-11-24-10-15-00)
    Resilio, Synology, FileCloud  feeds.Conflict.json, feeds_PC_Nov-24-1015-2026_Conflict_1.json, ...
    Google Drive      feeds (1).json, feeds [Conflict].json
    OneDrive          feeds-COMPUTER.json, feeds-COMPUTER-2.json
    iCloud            feeds 2.json

A copy is merged into the file it is a copy of, and then put aside, never deleted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from reader.library.faults import told
from reader.library.files import FILE_MODE, free_name, private_folder, rename, replace, stamp, sync_folder
from reader.library.merging import merged
from reader.library.statefile import StateFile, Tables, encoded_file

ASIDE = "merged"  # the folder beside the state files that copies are put into

_SAYS_CONFLICT = re.compile(r"[ ._~(\[-].*(?:confli|konfli|конфли|競合|冲突|衝突|충돌)", re.IGNORECASE)
_NUMBERED = re.compile(r" \(\d{1,3}\)| \d{1,2}")
_COMPUTER = re.compile(r"-(?!(?:old|new|backup|bak|copy|orig|save)\b)[a-z0-9][\w.-]{0,62}", re.IGNORECASE)


def original_of(name: str, stems: Iterable[str]) -> str | None:
    """The stem of the file that `name` is a conflicting copy of, None when it is none."""
    for stem in stems:
        if not name.startswith(stem) or name == f"{stem}.json":
            continue
        rest = name[len(stem) :]
        if rest.startswith(".json"):
            if _SAYS_CONFLICT.match(rest.removeprefix(".json")):
                return stem
        elif rest.endswith(".json"):
            mark = rest.removesuffix(".json")
            if _SAYS_CONFLICT.match(mark) or _NUMBERED.fullmatch(mark) or _COMPUTER.fullmatch(mark):
                return stem
    return None


def merge_copy(file: StateFile, copy: Path, key: str) -> str:
    """Merge a copy into its file, whose documents have the field `key` ("" for a month of read marks), and
    put it aside, with what the file was before when a document of it has lost; under the state's lock,
    with the file read. Gives one line that says so. DamagedError for a copy that cannot be read, which is
    left as it is."""
    before, tables = file.tables, merged(file.tables, _read(copy, file), key)
    if key and _documents(before) - _documents(tables):
        with told("put aside", file.path):
            replace(_aside(file.path), encoded_file(before))
    if tables != before:
        file.write_all(tables)
    put_aside(copy)
    folder = copy.parent / ASIDE
    return f"{copy.name} is a conflicting copy: merged into {file.path.name} and put into {folder}"


def put_aside(copy: Path) -> None:
    """Move a copy to where it is no longer noticed."""
    with told("put aside", copy):
        aside = _aside(copy)
        copy.chmod(FILE_MODE)  # tools make files that others may read
        rename(copy, aside)
        sync_folder(aside.parent)
        sync_folder(copy.parent)


def _aside(path: Path) -> Path:
    folder = path.parent / ASIDE
    private_folder(folder)
    return free_name(folder / f"{stamp()} {path.name}")


def _read(copy: Path, file: StateFile) -> Tables:
    beside = StateFile(copy, file.lock)
    try:
        beside.refresh()
    finally:
        beside.close()
    if beside.damage is not None:
        raise beside.damage
    return beside.tables


def _documents(tables: Tables) -> set[str]:
    return {f"{name} {document!r}" for name, table in tables.items() for document in table.values()}
