"""Notes on articles and passages, tags: written, shown, changed, taken back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.widgets import Input

from reader.library.library import Library
from reader.tui.screens.note_prompt import NoteArea
from reader.tui.screens.tag_prompt import tags_in
from tests.tui.library_of_one import library_to_read, services_over
from tests.tui.screens import Stage, on_stage
from tests.tui.shelf import MemoryShelf


@asynccontextmanager
async def reading(folder: Path, size: tuple[int, int] = (120, 40)) -> AsyncIterator[tuple[Stage, Library]]:
    with library_to_read(folder) as library:
        async with on_stage(services=services_over(library), size=size) as stage:
            yield stage, library


def shown_key(stage: Stage) -> str:
    row = stage.screen.shown_row
    assert row is not None
    return row.key


async def write(stage: Stage, words: str) -> None:
    await asked(stage)
    await stage.press(*(" " if key == "space" else key for key in words), "enter")
    await stage.until(lambda: stage.screen.app.screen is stage.screen)
    await stage.settle()


async def asked(stage: Stage) -> None:
    """Wait until what is typed reaches the prompt."""
    app = stage.screen.app
    await stage.until(lambda: app.screen is not stage.screen and app.screen.focused is not None)


async def test_a_note_on_the_article(tmp_path: Path) -> None:
    async with reading(tmp_path) as (stage, library):
        await stage.press("N")
        await write(stage, "Ask Calder")
        key = shown_key(stage)
        (note,) = library.notes.of(key)
        assert (note.text, note.span) == ("Ask Calder", None)
        await stage.press("enter", "G")
        assert "Ask Calder" in stage.text()
        await stage.press("z")
        assert library.notes.of(key) == []
        assert "Ask Calder" not in stage.text()
        await stage.press("ctrl+r")
        assert [note.text for note in library.notes.of(key)] == ["Ask Calder"]


async def test_a_note_on_the_sentence_of_the_current_name(tmp_path: Path) -> None:
    async with reading(tmp_path) as (stage, library):
        await stage.press("right_square_bracket", "N")
        assert "Ana Ruiz Calder, minister" in screen_text(stage)
        await write(stage, "who pays?")
        (note,) = library.notes.of(shown_key(stage))
        assert note.quote.startswith("Ana Ruiz Calder, minister for water")
        assert note.quote.endswith("beginning in January.")
        assert "January.[a]" in stage.text()
        place = stage.screen.article.offset_in_sight
        await stage.press("enter", "G")
        assert "[a] who pays?" in stage.text()
        assert place is None, "what was in sight had not moved"


async def test_a_note_is_changed_and_removed(tmp_path: Path) -> None:
    async with reading(tmp_path) as (stage, library):
        key = shown_key(stage)
        await stage.press("N")
        await write(stage, "one")
        await stage.press("N")
        assert stage.screen.app.screen.query_one(NoteArea).text == "one"
        await write(stage, " two")
        assert [note.text for note in library.notes.of(key)] == ["one two"]
        await stage.press("N")
        await asked(stage)
        await stage.press("ctrl+u", "enter")
        assert library.notes.of(key) == []
        await stage.press("z", "z")
        assert [note.text for note in library.notes.of(key)] == ["one"]


async def test_a_note_has_several_lines_and_can_be_given_up(tmp_path: Path) -> None:
    async with reading(tmp_path) as (stage, library):
        await stage.press("N", "a", "ctrl+j", "b", "enter")
        await stage.settle()
        (note,) = library.notes.of(shown_key(stage))
        assert note.text == "a\nb"
        await stage.press("j", "N", "c", "escape")
        assert stage.screen.app.screen is stage.screen
        assert library.notes.of(shown_key(stage)) == []


async def test_what_a_note_holds_is_no_markup_and_no_control(tmp_path: Path) -> None:
    async with reading(tmp_path) as (stage, library):
        library.notes.add(shown_key(stage), "[bold]x[/] \x1b]52;c;aGk=\x07 [@click=app.quit]y[/]", (0, 15))
        await stage.press("j", "k", "enter", "G")
        await stage.until(lambda: "[bold]x[/]" in stage.text())
        assert "\x1b" not in stage.text()
        await stage.press("g", "t")
        await asked(stage)
        await stage.press(*"[/b] [x", "enter")
        await stage.until(lambda: "#[/b]\xa0[x" in stage.text() and stage.screen.app.screen is stage.screen)


async def test_tags_are_given_shown_completed_and_taken_back(tmp_path: Path) -> None:
    async with reading(tmp_path) as (stage, library):
        first = shown_key(stage)
        await stage.press("t", *"water, dams", "enter")
        await stage.until(lambda: "#water  #dams" in stage.text())
        await stage.press("j", "t", "w", "a")
        await stage.until(lambda: "#water" in screen_text(stage))
        await stage.press("right", "enter")
        await stage.until(lambda: "#water" in stage.text() and "#dams" not in stage.text())
        assert library.tags.all() == {"dams": 1, "water": 2}
        await stage.press("z")
        assert library.tags.all() == {"dams": 1, "water": 1}
        await stage.press("k", "t")
        await asked(stage)
        assert stage.screen.app.screen.query_one(Input).value == "water, dams, "
        await stage.press(*["backspace"] * 6, "enter")
        await stage.until(lambda: library.tags.of(first) == ("water",))


@pytest.mark.parametrize("key", ["N", "t"])
async def test_the_starter_edition_keeps_none(key: str) -> None:
    async with on_stage(MemoryShelf()) as stage:
        await stage.press(key)
        assert "press i to add a feed" in stage.notice


@pytest.mark.parametrize(
    ("line", "tags"),
    [("", ()), (" , ,", ()), ("a, #b ,a", ("a", "b")), ("two words, 水", ("two words", "水"))],
)
def test_tags_of_a_line(line: str, tags: tuple[str, ...]) -> None:
    assert tags_in(line) == tags


def screen_text(stage: Stage) -> str:
    """What the screen on top shows."""
    app = stage.screen.app
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips(app.size))
