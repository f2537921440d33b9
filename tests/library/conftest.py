"""A library in a folder whose name has spaces and letters beyond ASCII, and entries to put into it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.library.library import Library
from reader.model import Block, BlockKind, Document, Entry, Feed, Link

MakeEntry = Callable[..., Entry]
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "Überblick der Lage 新聞"


@pytest.fixture
def library(folder: Path) -> Iterator[Library]:
    opened = Library.open(folder)
    yield opened
    opened.close()


@pytest.fixture
def feed(library: Library) -> Feed:
    return library.feed_for("https://news.example/feed.xml", "The Example")


@pytest.fixture
def entry() -> MakeEntry:
    """entry("a", title=..., text=..., ...): what is not given is derived from the id."""

    def make(entry_id: str, *, text: str | None = None, title: str | None = None, **fields: object) -> Entry:
        body = f"The council met about {entry_id}." if text is None else text
        document = Document(
            body,
            (Block(BlockKind.PARAGRAPH, 0, len(body)),),
            (Link(0, 3, f"https://news.example/{entry_id}"),),
        )
        known: dict[str, object] = {
            "url": f"https://news.example/{entry_id}.html",
            "published": NOON,
            "document": document,
        }
        return Entry(entry_id, f"About {entry_id}" if title is None else title, **(known | fields))  # type: ignore[arg-type]

    return make


@pytest.fixture
def wide_umask() -> Iterator[None]:
    """A umask that takes nothing away."""
    before = os.umask(0)
    yield
    os.umask(before)
