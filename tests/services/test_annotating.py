"""Marks of stored articles: the one on the screen first, the others in the background, old ones kept
until there are new ones."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.entities.annotate import ENGINE_VERSION
from reader.library.articles import text_hash
from reader.library.library import Library
from reader.model import Annotations, Document, Entry, Person, View
from reader.services.annotating import ArticleAnnotator

TEXT = "Governor Ada Marsh of Tasmania opened the pier in Hobart on Friday."
OLD = Annotations((Person("Ada", ((9, 12),)),), engine="an older engine")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library.open(tmp_path / "library")
    feed = library.feed_for("https://news.example/feed", "The Example")
    entries = [
        Entry(
            str(day), f"Article {day}", published=datetime(2024, 5, day, tzinfo=UTC), document=Document(TEXT)
        )
        for day in range(1, 5)
    ]
    library.store(feed, entries, datetime(2024, 6, 1, tzinfo=UTC))
    yield library
    library.close()


def keys(library: Library) -> list[str]:
    return [row.key for row in library.first_rows(View(), 10)]


def engines(library: Library) -> list[str | None]:
    found = [library.article(key).annotations for key in keys(library)]
    return [annotations.engine if annotations else None for annotations in found]


async def test_the_article_on_the_screen_is_marked_and_its_marks_are_stored(library: Library) -> None:
    async with ArticleAnnotator(library) as annotator:
        made = await annotator.annotate_article(library.article(keys(library)[2]))
    assert [person.name for person in made.officials] == ["Ada Marsh"]
    assert engines(library) == [None, None, ENGINE_VERSION, None]


async def test_marks_of_an_older_engine_stay_until_there_are_new_ones(library: Library) -> None:
    for key in keys(library):
        library.annotate(key, text_hash(TEXT), OLD)
    seen = []
    async with ArticleAnnotator(library) as annotator:
        async for _ in annotator.annotate_all():
            seen.append(engines(library))
    assert seen[0] == [ENGINE_VERSION, *[OLD.engine] * 3], "newest first, the others as they were"
    assert seen[-1] == [ENGINE_VERSION] * 4


async def test_what_is_done_is_kept_when_the_work_is_cancelled(library: Library) -> None:
    async def work() -> None:
        async with ArticleAnnotator(library) as annotator:
            async for _ in annotator.annotate_all():
                started.set()

    started = asyncio.Event()
    task = asyncio.create_task(work())
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    done = engines(library).count(ENGINE_VERSION)
    assert done >= 1
    async with ArticleAnnotator(library) as annotator:
        again = [progress async for progress in annotator.annotate_all()]
    assert len(again) == 4 - done
    assert engines(library) == [ENGINE_VERSION] * 4
