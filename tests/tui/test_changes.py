"""What happens beside the person: imports, other programs, failures. Nothing moves under the cursor."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from reader.errors import LibraryError, ReaderError
from reader.model import Annotations, Article
from reader.services.annotating import AnnotatingProgress
from reader.services.importing import Event, Imported, Started
from reader.tui.services import Services
from tests.tui.screens import AT_ONCE, Stage, on_stage
from tests.tui.shelf import NOW, MemoryShelf, annotations_for, generated_article, generated_row


def new_article(number: int, first_rowid: int = 10_000) -> Article:
    row = generated_row(0, 1)
    row = replace(
        row,
        rowid=first_rowid + number,
        key=f"{number:016x}",
        title=f"Fresh news, number {number}",
        published=NOW - timedelta(seconds=number),
    )
    return generated_article(row)


def feed_of(shelf: MemoryShelf, count: int, first_rowid: int = 10_000) -> Services:
    async def import_sources(sources: Sequence[str]) -> AsyncGenerator[Event, None]:
        for source in sources:
            yield Started(source)
            if "bad" in source:
                yield Imported(source, "error", error="the server answered 500")
                continue
            for number in range(count):
                shelf.put(new_article(number, first_rowid))
            yield Imported(source, "ok", new=count)

    return Services(shelf, import_sources=import_sources)


async def import_typed(stage: Stage, typed: str) -> None:
    await stage.press("i")
    stage.screen.app.screen.query_one("Input").value = typed  # type: ignore[attr-defined]
    await stage.press("enter")
    await stage.until(lambda: not stage.screen.work.gathering.is_running)
    await stage.settle()


async def test_an_import_adds_rows_and_moves_neither_selection_nor_article() -> None:
    shelf = MemoryShelf(400)
    async with on_stage(services=feed_of(shelf, 30)) as stage:
        await stage.press(*"jjjjjjjjjjjjjjjjjjjj", "enter")
        await stage.until(lambda: stage.title_shown.endswith("(20)"))
        await stage.press("j", "j")
        rows = stage.screen.list
        line = rows.selected * 2 - rows.scroll_offset.y
        await import_typed(stage, "https://news.example/feed")
        await stage.until(lambda: len(rows.ids) == 430)
        assert stage.notice == "30 new, 0 updated"
        assert rows.selected == 50
        assert rows.selected * 2 - rows.scroll_offset.y == line
        assert stage.title_shown.endswith("(20)")
        assert stage.screen.article.scroll_offset.y == 2
        await stage.press("escape", "g")
        assert "Fresh news, number 0" in stage.text()


async def test_an_import_that_fails_says_why_and_what_else_came_is_there() -> None:
    shelf = MemoryShelf()
    async with on_stage(services=feed_of(shelf, 3)) as stage:
        await import_typed(stage, "https://bad.example https://good.example")
        assert stage.notice == "3 new, 0 updated; failed: https://bad.example: the server answered 500"
        assert stage.screen.status.is_error
        await stage.until(lambda: len(stage.screen.list.ids) == 43)


async def test_80_columns_have_room_for_why_a_long_address_failed() -> None:
    async with on_stage(services=feed_of(MemoryShelf(), 3), size=(80, 24)) as stage:
        await import_typed(stage, "https://bad.example/world/2026/politics/latest/headlines/feed.xml")
        assert "the server answered 500" in stage.text()


async def test_an_import_shows_progress_and_can_be_stopped() -> None:
    started = asyncio.Event()

    async def import_sources(sources: Sequence[str]) -> AsyncGenerator[Event, None]:
        yield Started(sources[0])
        started.set()
        await asyncio.Event().wait()

    async with on_stage(services=Services(MemoryShelf(), import_sources=import_sources)) as stage:
        await stage.pilot.press("i")
        await stage.pilot.press(*"http://a.example", "enter")
        await started.wait()
        await stage.until(lambda: "importing http://a.example" in stage.text())
        await stage.pilot.press("j")
        assert stage.selected == 1, "keys work meanwhile"
        await stage.pilot.press("i")
        assert "under way" in stage.notice
        await stage.pilot.press("ctrl+x")
        await stage.until(lambda: stage.notice == "stopped: nothing new")
        assert stage.screen.status.progress == ""


async def test_an_import_that_cannot_begin_says_so() -> None:
    async def import_sources(sources: Sequence[str]) -> AsyncGenerator[Event, None]:
        raise LibraryError("the library cannot be written")
        yield Started(sources[0])

    async with on_stage(services=Services(MemoryShelf(), import_sources=import_sources)) as stage:
        await import_typed(stage, "https://a.example")
        assert stage.notice == "failed: the library cannot be written"


async def test_r_asks_the_feed_of_the_article_and_shift_r_every_feed() -> None:
    shelf, asked = MemoryShelf(), list[list[str]]()

    async def refresh(feeds: Sequence[str]) -> AsyncGenerator[Event, None]:
        asked.append(list(feeds))
        yield Started("https://news.example/feed")
        shelf.put(new_article(len(asked), 10_000))
        yield Imported("https://news.example/feed", "ok", new=1)

    async with on_stage(services=Services(shelf, refresh=refresh)) as stage:
        row = stage.screen.list.selected_row
        assert row is not None
        for key in ("r", "R"):
            await stage.press(key)
            await stage.until(lambda: not stage.screen.work.gathering.is_running)
            await stage.settle()
            assert stage.notice == "1 new, 0 updated"
        assert asked == [[row.feed_url], []]
        assert stage.screen.list.selected_row == row, "nothing moves"


async def test_the_starter_edition_gives_way_to_the_first_import() -> None:
    library, edition = MemoryShelf(0), MemoryShelf(8)
    # The newest of both has the same row id: ids of one shelf say nothing of the other.
    services = feed_of(library, 5, first_rowid=8)._replace(edition=edition)
    async with on_stage(services=services) as stage:
        assert len(stage.screen.list.ids) == 8
        assert "press i to add a feed" in stage.text()
        await stage.press("enter")  # even while one of its articles is being read
        await import_typed(stage, "https://news.example/feed")
        await stage.until(lambda: len(stage.screen.list.ids) == 5)
        await stage.until(lambda: stage.title_shown == "Fresh news, number 0")
        assert "press i to add a feed" not in stage.text()


async def test_an_empty_library_says_what_to_do() -> None:
    async with on_stage(MemoryShelf(0)) as stage:
        assert "No articles yet. Press i" in stage.text()
        await stage.press("j", "k", "enter", "u", "b", "z", "n", "space", "o", "right_square_bracket", "G")
        assert "no articles" in stage.text()


async def test_changes_of_another_program_appear() -> None:
    shelf = MemoryShelf()
    async with on_stage(shelf, pace=AT_ONCE._replace(reading=3600)) as stage:
        await stage.press("j")
        key = stage.screen.list.row_at(1).key  # type: ignore[union-attr]
        shelf.put(new_article(1))
        await stage.until(lambda: len(stage.screen.list.ids) == 41)
        assert stage.selected == 2
        assert stage.screen.list.selected_row.key == key  # type: ignore[union-attr]
        article = shelf.article(key)
        shelf.put(replace(article, row=replace(article.row, title="A better title")))
        await stage.until(lambda: "A better title" in stage.text())


async def test_an_article_that_vanishes_leaves_its_neighbour_selected() -> None:
    shelf = MemoryShelf()
    async with on_stage(shelf, pace=AT_ONCE._replace(reading=3600)) as stage:
        await stage.press("j")
        row = stage.screen.list.selected_row
        assert row is not None
        shelf.take_away(row.rowid)
        await stage.until(lambda: len(stage.screen.list.ids) == 39)
        assert stage.selected == 1
        await stage.until(lambda: "Audit office" in stage.title_shown)


async def test_the_article_that_is_being_read_stays_when_it_vanishes() -> None:
    shelf = MemoryShelf()
    async with on_stage(shelf, pace=AT_ONCE._replace(reading=3600)) as stage:
        await stage.press("enter")
        await stage.until(lambda: stage.screen.article.has_focus)
        shelf.take_away(40)
        await stage.until(lambda: len(stage.screen.list.ids) == 39)
        await stage.settle()
        assert "Water ministers" in stage.title_shown


@dataclass
class FakeAnnotator:
    """Finds the names of the generated articles, or fails."""

    error: str = ""
    closed: bool = False

    async def annotate_article(self, article: Article) -> Annotations:
        await asyncio.sleep(0)
        if self.error:
            raise ReaderError(self.error)
        return annotations_for(article.document)

    async def annotate_all(self) -> AsyncIterator[AnnotatingProgress]:
        for done in range(1, 4):
            yield AnnotatingProgress(done)
        await asyncio.Event().wait()

    async def close(self) -> None:
        self.closed = True


async def test_names_are_found_when_an_article_has_none_stored() -> None:
    annotator = FakeAnnotator()
    async with on_stage(
        services=Services(MemoryShelf(annotated=False), annotator=lambda: annotator)
    ) as stage:
        await stage.until(lambda: "Officials" in stage.text())
        assert "Tomás Iriarte" in stage.text()
        await stage.until(lambda: "marking names: 3 articles" in stage.text())
        await stage.press("right_square_bracket")
        assert stage.screen.mark_line.entity is not None
    assert annotator.closed


async def test_names_that_cannot_be_found_are_an_error_in_one_line() -> None:
    annotator = FakeAnnotator("the model is missing")
    async with on_stage(
        services=Services(MemoryShelf(annotated=False), annotator=lambda: annotator)
    ) as stage:
        await stage.until(lambda: stage.notice == "the model is missing")


async def test_marks_are_durable_when_the_screen_closes() -> None:
    shelf = MemoryShelf()
    async with on_stage(shelf) as stage:
        await stage.pilot.press("u", "j", "b", "q")
    assert shelf.article(generated_row(0, 40).key).row.read
    assert shelf.article(generated_row(1, 40).key).row.bookmarked


async def test_keys_pressed_quickly_act_on_the_row_they_were_pressed_on() -> None:
    shelf = MemoryShelf()
    async with on_stage(shelf) as stage:
        await stage.press(*"ujujuuj")
        read = [shelf.article(generated_row(number, 40).key).row.read for number in range(4)]
        assert read == [True, True, False, True]
