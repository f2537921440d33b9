"""One TinyDB file of the state: read with the standard library, written whole and durably.

The layout is TinyDB's own, one document a line: {"read": {"20261123": {...}}}. What a program did
not write itself is noticed by the file's signature.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.errors import DamagedError
from reader.library.faults import reason, told
from reader.library.files import WINDOWS, name_aside, remove, replace, signature

if TYPE_CHECKING:
    from reader.library.files import FolderLock, Signature

Json = dict[str, Any]
Table = dict[str, Json]
Tables = dict[str, Table]

_ABSENT: Signature = (0, 0, 0, 0)
_UNKNOWN: Signature = (-1, 0, 0, 0)


class StateFile:
    """The tables of one file, as last read or written.

    A damaged file is left as it is and refuses to be written; `tables` is then the last good copy, and
    `damage` says what to do. Nothing returned from `tables` may be changed in place.
    """

    def __init__(self, path: Path, lock: FolderLock) -> None:
        self.path = path
        self.previous = path.with_name(path.name + ".previous")
        self.tables: Tables = {}
        self.damage: DamagedError | None = None
        self.lock = lock
        self._lines: dict[str, dict[str, str]] = {}
        self._signature = _ABSENT
        self._held = -1
        self._unreadable = False
        self._written = False

    def refresh(self) -> bool:
        """Read the file when it is another one than last time; True when that changed anything."""
        with told("read", self.path):
            there = self._on_disk()
        if there != self._signature:
            self._read()
            return True
        if self._unreadable:  # the permissions may have been mended, the disk plugged in
            self._read()
            return not self._unreadable
        return False

    def write(self, table: str, changed: dict[str, Json | None]) -> None:
        """Put documents (None removes one) into a table, durably on return; under the lock.

        Raises DamagedError, or LibraryError with the file and `tables` unchanged.
        """
        if self.damage is not None:
            raise self.damage
        documents, lines = dict(self.tables.get(table, {})), dict(self._known_lines(table))
        for key, document in changed.items():
            if document is None:
                del documents[key], lines[key]
            else:
                documents[key] = document
                lines[key] = _line(key, document)
        self._replace(self.tables | {table: documents}, self._lines | {table: lines})

    def write_all(self, tables: Tables) -> None:
        """Replace every table, durably on return; under the lock. As `write`."""
        if self.damage is not None:
            raise self.damage
        self._replace(tables, {name: _encoded(table) for name, table in tables.items()})

    def forget(self) -> None:
        """Read anew next time, whatever the signature says."""
        self._signature = _UNKNOWN

    def restore(self) -> Path | None:
        """Put the damaged file aside and the last good copy in its place; gives where it went.

        Without a good copy the file starts empty. None when the file is sound after all.
        """
        with self.lock(), told("restore", self.path):
            self.refresh()
            if self.damage is None:
                return None
            aside = name_aside(self.path, "damaged")
            replace(aside, self.path.read_bytes())
            if self.tables:
                replace(self.path, encoded_file(self.tables))
            else:
                remove(self.path)
            self.forget()
            self.refresh()
            return aside

    def close(self) -> None:
        """Let go of the file; what was written to it is by then the last good copy too."""
        if self._written and self.damage is None:
            self._written = False
            with contextlib.suppress(OSError):
                replace(self.previous, _content(self._lines))
        self._let_go()

    def _let_go(self) -> None:
        if self._held >= 0:
            os.close(self._held)
            self._held = -1

    def _on_disk(self) -> Signature:
        try:
            return signature(self.path.stat())
        except FileNotFoundError:
            return _ABSENT

    def _read(self) -> None:
        """Read file and signature together; a program that writes in place is given a moment."""
        held, wrong = self._signature, ""
        for attempt in range(4):
            if attempt:
                time.sleep(0.02)
            try:
                self.tables, wrong = _decoded(self._take()), ""
                self.damage, self._unreadable = None, False
                break
            except OSError as error:
                wrong, self._unreadable = reason(error), True
                break
            except ValueError as error:
                wrong, self._unreadable = str(error), False
        if wrong:
            self.tables = self._last_good(held)
            self.damage = self._damaged(wrong)
        self._lines, self._written = {}, False

    def _take(self) -> bytes | None:
        """The content, None when there is no file. The descriptor stays open, so that the inode
        cannot be used again for another version with the same signature."""
        self._let_go()
        self._signature = self._on_disk()
        try:
            descriptor = os.open(self.path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        except FileNotFoundError:
            self._signature = _ABSENT
            return None
        self._signature = signature(os.fstat(descriptor))
        self._held = -1 if WINDOWS else descriptor
        with open(descriptor, "rb", closefd=WINDOWS) as stream:
            return stream.read()

    def _replace(self, tables: Tables, lines: dict[str, dict[str, str]]) -> None:
        with told("save", self.path):
            replace(self.path, _content(lines), previous=self.previous)
            self._let_go()
            if not WINDOWS:
                self._held = os.open(self.path, os.O_RDONLY)
            self._signature = self._on_disk()
        self.tables, self._lines, self._written = tables, lines, True

    def _known_lines(self, table: str) -> dict[str, str]:
        if self._lines.keys() != self.tables.keys():
            self._lines = {name: _encoded(documents) for name, documents in self.tables.items()}
        return self._lines.get(table, {})

    def _last_good(self, held: Signature) -> Tables:
        """What was last read, or the previous version on disk where that is newer."""
        try:
            if self.previous.stat().st_mtime_ns >= held[3]:
                return _decoded(self.previous.read_bytes())
        except (OSError, ValueError):
            pass
        return self.tables

    def _damaged(self, what: str) -> DamagedError:
        serves = "its last good copy serves" if self.tables else "there is no good copy of it"
        return DamagedError(
            f"{self.path} cannot be read: {what}; it is left as it is and {serves}, see reader check"
        )


def _decoded(content: bytes | None) -> Tables:
    """The tables of a TinyDB file; ValueError says what is wrong with it."""
    if content is None:
        return {}
    if not content.strip():
        raise ValueError("it is empty")
    try:
        tables = json.loads(content)
    except ValueError as error:
        raise ValueError(f"not valid JSON: {error}") from None
    except RecursionError:
        raise ValueError("not valid JSON: nested too deeply") from None
    if not isinstance(tables, dict):
        raise ValueError("not a TinyDB file")
    for table in tables.values():
        if not isinstance(table, dict):
            raise ValueError("not a TinyDB file")
        for key, document in table.items():
            if not (key.isascii() and key.isdecimal() and isinstance(document, dict)):
                raise ValueError(f"document {key[:40]!r} is not one of TinyDB's")
    return tables


def _line(key: str, document: Json) -> str:
    return f'"{key}": {json.dumps(document)}'


def _encoded(table: Table) -> dict[str, str]:
    return {key: _line(key, document) for key, document in table.items()}


def encoded_file(tables: Tables) -> bytes:
    """The whole content of a file with these tables."""
    return _content({name: _encoded(table) for name, table in tables.items()})


def _content(lines: dict[str, dict[str, str]]) -> bytes:
    """JSON with one document a line, in ASCII: TinyDB opens files in the platform's own encoding."""
    tables = []
    for name, documents in lines.items():
        body = ",\n".join(documents.values())
        tables.append(f"{json.dumps(name)}: {{\n{body}\n}}" if body else f"{json.dumps(name)}: {{}}")
    return ("{" + ",\n".join(tables) + "}\n").encode("ascii")
