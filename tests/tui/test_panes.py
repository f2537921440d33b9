"""Sizes, the mouse, selecting text, text from hostile sources."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from rich.cells import cell_len
from textual.geometry import Offset
from textual.selection import Selection

from reader.model import Article, Block, BlockKind, Document, Link
from reader.tui.services import Services
from tests.tui.screens import Stage, on_stage
from tests.tui.shelf import MemoryShelf, annotations_for, generated_article, generated_row

HOSTILE = (
    "[/bold] [@click=app.quit]free[/] [link=https://e.example]x[/link]",
    "\x1b]0;owned\x07\x1b[2J\x1b]52;c;aGk=\x07 title",
    "\x9b31m \u202eback\u202c \u2066x\u2069 \x00 \x7f end",
    "a\u2028b\u2029c\nd\re\tf",
    "[1] arr[i] \\[x] [",
    "👩🏽‍🔬 Ω 水 \u0301\u0301 e\u0301 שלום العربية 🇺🇾",
)


def with_words(words: str) -> Article:
    text = f"{words}\n\nAna Ruiz Calder in Montevideo"
    start = text.index("Ana")
    document = Document(
        text,
        (Block(BlockKind.PARAGRAPH, 0, start - 2), Block(BlockKind.PARAGRAPH, start, len(text))),
        (Link(0, 1, f"https://a.example/{words}"),),
    )
    row = replace(generated_row(0, 40), title=words, source=words)
    article = replace(generated_article(row), author=words, document=document)
    return replace(article, annotations=replace(annotations_for(document), note=words))


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("width", [40, 120])
async def test_no_text_is_markup_or_control(words: str, width: int) -> None:
    shelf = MemoryShelf()
    shelf.put(with_words(words))
    async with on_stage(shelf, size=(width, 30)) as stage:
        await stage.press("enter", "right_square_bracket", "tab", "question_mark", "escape")
        shown = stage.text()
        if width >= 80:
            assert "Ana Ruiz Calder" in shown
        bad = [sign for sign in shown if sign != "\n" and (ord(sign) < 32 or 0x7F <= ord(sign) <= 0x9F)]
        assert bad == []
        assert not any("\u202a" <= sign <= "\u202e" or "\u2066" <= sign <= "\u2069" for sign in shown)
        if "[" in words and "\x1b" not in words:
            assert words[:6] in shown
        for line in shown.split("\n"):
            assert cell_len(line) == width


@pytest.mark.parametrize("words", HOSTILE)
async def test_errors_are_not_markup_either(words: str) -> None:
    shelf = MemoryShelf()
    async with on_stage(shelf) as stage:
        shelf.broken = words
        await stage.press("b")
        await stage.press("slash", *"[/x")
        assert "\x1b" not in stage.text()


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (160, 50), (240, 60), (20, 6)])
async def test_every_size_is_filled_exactly(size: tuple[int, int]) -> None:
    async with on_stage(size=size) as stage:
        for key in ("j", "enter", "right_square_bracket", "pagedown", "escape", "G"):
            await stage.press(key)
            lines = stage.text().split("\n")
            assert len(lines) == size[1]
            assert {cell_len(line) for line in lines} == {size[0]}


async def test_below_80_columns_one_pane_shows_at_a_time() -> None:
    shelf = MemoryShelf()
    async with on_stage(shelf, size=(60, 20)) as stage:
        assert not stage.screen.article.region
        await stage.press("j")
        assert stage.title_shown == "", "moving in the list opens nothing out of sight"
        await stage.press("enter")
        await stage.until(lambda: bool(stage.screen.article.region))
        assert not stage.screen.list.region
        assert "City council votes to keep the night trains" in stage.text()
        await stage.press("n")
        await stage.until(lambda: "Audit office" in stage.title_shown)
        await stage.press("escape")
        await stage.until(lambda: bool(stage.screen.list.region))
        assert stage.selected == 2
        await stage.press("space")
        await stage.until(lambda: stage.screen.article.has_focus)


async def test_resizing_keeps_the_place_in_list_and_article() -> None:
    async with on_stage(MemoryShelf(300), size=(120, 30)) as stage:
        await stage.press(*["pagedown"] * 6, "enter")
        view, rows = stage.screen.article, stage.screen.list
        await stage.until(lambda: stage.title_shown != "")
        await stage.press("pagedown")
        before = view.offset_in_sight
        row = rows.selected
        await stage.pilot.resize_terminal(90, 24)
        await stage.settle()
        assert rows.selected == row
        assert rows.scroll_offset.y <= row * 2 < rows.scroll_offset.y + rows.size.height
        after = view.offset_in_sight
        assert before is not None
        assert after is not None
        assert abs(after - before) < 80


async def test_clicking_rows_marks_and_links() -> None:
    opened: list[str] = []

    def browse(url: str) -> bool:
        opened.append(url)
        return True

    services = Services(MemoryShelf(), open_url=browse)
    async with on_stage(services=services) as stage:
        await stage.pilot.click(stage.screen.list, offset=(10, 5))
        await stage.settle()
        assert stage.selected == 2
        await stage.until(lambda: "Audit office" in stage.title_shown)
        await click_on(stage, "Uruguay")
        assert stage.screen.mark_line.entity.name == "Uruguay"  # type: ignore[union-attr]
        await click_on(stage, "readings")
        assert opened == ["https://river.example/readings"]
        await stage.pilot.click(stage.screen.list, offset=(10, 1), times=2)
        await stage.until(lambda: stage.screen.article.has_focus)
        await stage.pilot.click(stage.screen.names, offset=(4, 2))
        await stage.settle()
        assert stage.screen.mark_line.entity.name == "Tomás Iriarte"  # type: ignore[union-attr]


async def test_a_mark_under_the_mouse_is_explained() -> None:
    async with on_stage() as stage:
        await stage.press("right_square_bracket")
        column, row = place_of(stage, "Montevideo")
        await stage.pilot.hover(stage.screen.article, offset=(column + 1, row))
        await stage.until(lambda: "city, Uruguay" in stage.screen.mark_line.entity.about)  # type: ignore[union-attr]
        await stage.pilot.hover(stage.screen.list, offset=(3, 3))
        await stage.until(lambda: stage.screen.mark_line.entity.name == "Ana Ruiz Calder")  # type: ignore[union-attr]


async def test_the_wheel_scrolls_and_leaves_the_selection() -> None:
    async with on_stage(MemoryShelf(300)) as stage:
        rows = stage.screen.list
        for _ in range(10):
            rows._on_mouse_scroll_down(_wheel(rows))
        await stage.until(lambda: rows.scroll_offset.y > 5)
        assert stage.selected == 0


async def test_selected_text_is_copied_as_it_was_before_wrapping() -> None:
    async with on_stage() as stage:
        view = stage.screen.article
        lines = [line.text for line in view.render_lines(view.size.region)]
        first = next(n for n, line in enumerate(lines) if "Ana Ruiz" in line)
        column = lines[first].index("minister")
        selection = Selection(Offset(column, first), Offset(column + 6, first + 2))
        text, _ = view.get_selection(selection) or ("", "")
        article = view.article
        assert article is not None
        assert text.replace("¹", "") in article.document.text
        assert text.startswith("minister for water of Uruguay")
        assert "\n" not in text


async def test_dragging_selects() -> None:
    async with on_stage() as stage:
        view = stage.screen.article
        lines = [line.text for line in view.render_lines(view.size.region)]
        row = next(n for n, line in enumerate(lines) if "Ana Ruiz" in line)
        column = lines[row].index("Ana Ruiz")
        await stage.pilot.mouse_down(view, offset=(column, row))
        await stage.pilot.hover(view, offset=(column + 8, row))
        await stage.pilot.mouse_up(view, offset=(column + 8, row))
        await stage.settle()
        assert (stage.screen.get_selected_text() or "").startswith("Ana Ruiz")


async def click_on(stage: Stage, words: str) -> None:
    column, row = place_of(stage, words)
    await stage.pilot.click(stage.screen.article, offset=(column + 1, row))
    await stage.settle()


def place_of(stage: Stage, words: str) -> tuple[int, int]:
    """The column and the row in the article pane where words stand first."""
    view = stage.screen.article
    lines = [line.text for line in view.render_lines(view.size.region)]
    row = next(n for n, line in enumerate(lines) if words in line)
    return cell_len(lines[row][: lines[row].index(words)]), row


def _wheel(widget: Any) -> Any:
    from textual.events import MouseScrollDown

    return MouseScrollDown(widget, 5, 5, 0, 1, 0, False, False, False)
