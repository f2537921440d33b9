"""A power cut at every system call of the state: what was acknowledged is there, whatever the disk kept.

The calls are recorded while marks are made. After each of them the folder is put together as a disk
may have left it, and opened.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from reader.errors import LibraryError
from reader.library import files
from reader.library.state import State
from reader.library.statefile import encoded_file
from reader.library.texts import Texts
from reader.model import Article, ArticleRow, Document

NOON = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
COPIED = "f" * 16
KEEPS = ("what was synced", "all names, synced contents", "all names, half of the rest", "everything")


@dataclass
class File:
    content: bytes = b""
    synced: bytes = b""


@dataclass
class Disk:
    """Names and contents as programs see them and as the disk surely has them."""

    names: dict[str, File] = field(default_factory=dict)
    synced: dict[str, File] = field(default_factory=dict)

    def create(self, name: str, file: File) -> None:
        self.names[name] = file

    def write(self, file: File, content: bytes) -> None:
        file.content += content

    def sync(self, file: File) -> None:
        file.synced = file.content

    def sync_names(self, folder: str) -> None:
        inside = {name: file for name, file in self.names.items() if str(Path(name).parent) == folder}
        outside = {name: file for name, file in self.synced.items() if str(Path(name).parent) != folder}
        self.synced = inside | outside

    def rename(self, source: str, target: str) -> None:
        self.names[target] = self.names.pop(source)

    def link(self, source: str, target: str) -> None:
        self.names[target] = self.names[source]

    def remove(self, name: str) -> None:
        del self.names[name]

    def acknowledge(self, key: str) -> None:
        """Not the disk's business, but the order matters."""

    def image(self, kept: str) -> dict[str, bytes]:
        """What a power cut may leave."""
        match kept:
            case "what was synced":
                return {name: file.synced for name, file in self.synced.items()}
            case "all names, synced contents":
                return {name: file.synced for name, file in self.names.items()}
            case "everything":
                return {name: file.content for name, file in self.names.items()}
        return {name: half(file) for name, file in self.names.items()}


def half(file: File) -> bytes:
    return file.synced if file.synced == file.content else file.content[: len(file.content) // 2]


class Recorder:
    """Stands between the state and the operating system and writes down what reaches the disk."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.steps: list[tuple[str, tuple[Any, ...]]] = []
        self._root = root
        self._files: dict[int, File] = {}
        self._folders: dict[int, str] = {}
        self._real = {
            name: getattr(os, name) for name in ("open", "write", "fsync", "replace", "link", "unlink")
        }
        for name in self._real:
            monkeypatch.setattr(os, name, getattr(self, name))

    def step(self, kind: str, *values: Any) -> None:
        self.steps.append((kind, values))

    def open(self, path: Any, flags: int, mode: int = 0o777) -> int:
        descriptor: int = self._real["open"](path, flags, mode)
        self._files.pop(descriptor, None)
        self._folders.pop(descriptor, None)
        name = self._name(path)
        if Path(path).is_dir():
            self._folders[descriptor] = name
        elif flags & os.O_TRUNC:
            self._files[descriptor] = File()
            self.step("create", name, self._files[descriptor])
        return descriptor

    def write(self, descriptor: int, content: Any) -> int:
        """Writes a part, as a system may."""
        written: int = self._real["write"](descriptor, content[: max(1, len(content) * 2 // 3)])
        self.step("write", self._files[descriptor], bytes(content[:written]))
        return written

    def fsync(self, descriptor: int) -> None:
        self._real["fsync"](descriptor)
        if descriptor in self._folders:
            self.step("sync_names", self._folders[descriptor])
        else:
            self.step("sync", self._files[descriptor])

    def replace(self, source: Any, target: Any) -> None:
        self._real["replace"](source, target)
        self.step("rename", self._name(source), self._name(target))

    def link(self, source: Any, target: Any) -> None:
        self._real["link"](source, target)
        self.step("link", self._name(source), self._name(target))

    def unlink(self, path: Any) -> None:
        self._real["unlink"](path)
        self.step("remove", self._name(path))

    def _name(self, path: Any) -> str:
        return os.path.relpath(path, self._root)


def record(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, tuple[Any, ...]]]:
    """Read marks in two months, bookmarks with their texts, notes, and some of each taken back; then a
    conflicting copy that is merged."""
    state = State(folder)
    texts = Texts(folder / "texts", state.lock)
    with monkeypatch.context() as patched:
        recorder = Recorder(folder, patched)
        for number in range(8):
            key = f"{number:016x}"
            state.mark_read([key], NOON.replace(month=11 + number % 2))
            recorder.step("acknowledge", f"read {key}")
            texts.keep(article(key))
            state.add_bookmarks([{"key": key}])
            recorder.step("acknowledge", f"bookmarked {key}")
            state.notes.put([{"id": key, "article": key, "text": "Once.", "at": NOON.isoformat()}])
            recorder.step("acknowledge", f"noted {key}")
        state.mark_unread(["0" * 16])
        recorder.step("acknowledge", "unread")
        state.remove_bookmarks(["0" * 16])
        texts.drop("0" * 16)
        state.notes.remove(["0" * 16])
        recorder.step("acknowledge", "removed")
        texts.keep(article(COPIED))
        files.replace(folder / "bookmarks (1).json", encoded_file({"bookmarks": {"1": {"key": COPIED}}}))
        recorder.step("acknowledge", f"bookmarked {COPIED}")
        state.refresh()
        assert COPIED in state.bookmarks
    state.close()
    return recorder.steps


def article(key: str) -> Article:
    row = ArticleRow(1, key, "A title", "https://news.example/1", "f", "https://news.example/", "Paper", NOON)
    return Article(row, "1", "", NOON, None, Document("A text. " * 50))


def faults(steps: list[tuple[str, tuple[Any, ...]]], folder: Path) -> Iterator[str]:
    """What is wrong in any of the images."""
    disk = Disk()
    acknowledged: set[str] = set()
    for number, (kind, values) in enumerate(steps):
        getattr(disk, kind)(*values)
        if kind == "acknowledge":
            acknowledged.add(values[0])
        for kept in KEEPS:
            image = disk.image(kept)
            wrong = wrong_with(image, acknowledged, folder / f"{number} {kept}")
            if wrong:
                yield f"step {number} ({kind}), {kept}: {wrong}"


def wrong_with(image: dict[str, bytes], acknowledged: set[str], folder: Path) -> str:
    for name, content in image.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    state = State(folder)
    texts = Texts(folder / "texts", state.lock)
    try:
        if state.damaged:
            return str(state.damaged[0])
        there = {f"read {key}" for key in state.read} | {f"bookmarked {key}" for key in state.bookmarks}
        there |= {f"noted {key}" for key in state.notes.documents}
        if "unread" in acknowledged and f"read {'0' * 16}" in there:
            return "a mark that was taken back is there"
        lost = acknowledged - there - {"unread", "removed"}
        lost -= {f"{kind} {'0' * 16}" for kind in ("read", "bookmarked", "noted")}
        if lost:
            return f"lost: {lost}"
        if any(texts.entry(key) is None for key in state.bookmarks):
            return "a bookmark without its text"
    except LibraryError as error:
        return str(error)
    finally:
        state.close()
    return ""


def test_a_power_cut_loses_nothing_acknowledged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = record(tmp_path / "recorded", monkeypatch)
    assert {kind for kind, _ in steps} >= {"create", "write", "sync", "rename", "link", "sync_names"}
    assert list(faults(steps, tmp_path)) == []


@pytest.mark.parametrize("left_out", ["sync_file", "sync_folder"])
def test_the_test_notices_when_a_sync_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left_out: str
) -> None:
    monkeypatch.setattr(files, left_out, lambda _: None)
    steps = record(tmp_path / "recorded", monkeypatch)
    assert next(faults(steps, tmp_path))


def test_the_test_notices_when_a_file_is_written_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def in_place(path: Path, content: bytes, **_: object) -> None:
        files._write_new(path, content)
        files.sync_folder(path.parent)

    for module in ("reader.library.statefile", "reader.library.texts"):
        monkeypatch.setattr(f"{module}.replace", in_place)
    steps = record(tmp_path / "recorded", monkeypatch)
    assert next(faults(steps, tmp_path))
