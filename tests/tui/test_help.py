"""The help: what works here, with the keys as the person has them, narrowed by what is typed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.widgets import Input, Static

from reader.model import View
from reader.tui.actions import Where
from reader.tui.app import ReaderApp
from reader.tui.hints import HINTS
from reader.tui.keymap import NO_KEY
from reader.tui.keys import hints
from reader.tui.messages import Progress
from reader.tui.screens.help import HelpScreen, keys_in_words
from reader.tui.screens.main import MainScreen
from reader.tui.tasks import STOP
from reader.tui.widgets.article_frame import head_of
from tests.tui.screens import Stage, on_stage
from tests.tui.shelf import NOW, MemoryShelf


def shown(stage: Stage) -> str:
    screen = stage.screen.app.screen
    return "\n".join(line.text for line in screen._compositor.render_strips(stage.screen.app.size))


async def test_typing_narrows_the_help_and_the_key_that_opened_it_closes_it() -> None:
    async with on_stage(size=(80, 24)) as stage:
        await stage.press("question_mark", *"bookm")
        await stage.until(lambda: "Set or take away the bookmark" in shown(stage))
        assert "Next article" not in shown(stage)
        await stage.press("ctrl+u", *"zzz")
        await stage.until(lambda: "No key here does “zzz”." in shown(stage))
        await stage.press("escape")
        assert isinstance(stage.screen.app.screen, MainScreen)
        await stage.press("question_mark")
        assert isinstance(stage.screen.app.screen, HelpScreen)
        await stage.press("question_mark")
        assert isinstance(stage.screen.app.screen, MainScreen)


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (160, 50), (240, 60)])
async def test_the_help_fits_on_the_screen(size: tuple[int, int]) -> None:
    async with on_stage(size=size) as stage:
        await stage.press("question_mark")
        await stage.until(lambda: "type to search" in shown(stage))
        assert "Keys" in shown(stage)
        await stage.press("pagedown", *["pagedown"] * 8)
        await stage.until(lambda: "a bookmarked one." in shown(stage))


def test_a_key_that_is_typed_is_found() -> None:
    assert "Take back the last change" in keys_in_words([Where.ANYWHERE], "z", {}, 70).plain
    assert "Take back the last change" in keys_in_words([Where.ANYWHERE], "F5", {"undo": "f5"}, 70).plain


@given(st.text(), st.integers(1, 200))
def test_whatever_is_typed_is_no_markup(typed: str, width: int) -> None:
    assert keys_in_words([Where.LIST, Where.ANYWHERE], typed, {}, width).plain


@pytest.mark.parametrize("where", HINTS)
def test_hints_grow_shorter_and_keep_the_help(where: Where) -> None:
    choices = hints(HINTS[where], None)
    assert len(choices) == len(HINTS[where])
    assert [len(words) for words in choices] == sorted((len(words) for words in choices), reverse=True)
    assert all(words.endswith("? help") for words in choices)
    assert choices[-1] == "? help"


async def test_the_hints_are_those_of_the_pane() -> None:
    async with on_stage() as stage:
        assert "n next unread" in stage.text()
        await stage.press("enter")
        await stage.until(lambda: "] next name" in stage.text())
        await stage.press("tab")
        await stage.until(lambda: "Enter show" in stage.text())
        await stage.press("escape", "escape")
        await stage.until(lambda: "n next unread" in stage.text())


async def test_keys_pressed_faster_than_a_dialog_closes_close_it_once() -> None:
    async with on_stage(size=(80, 24)) as stage:
        app = stage.screen.app
        await stage.press("question_mark")
        field = app.screen.query_one(Input)
        for _ in range(2):
            field.post_message(events.Key("question_mark", "?"))
        await stage.until(lambda: isinstance(app.screen, MainScreen))
        await stage.press("question_mark")
        assert isinstance(app.screen, HelpScreen)


async def test_what_the_screen_says_follows_the_keys_of_the_person() -> None:
    keys = {"next-mark": "ctrl+n", "undo": "U", "redo": NO_KEY, "import": "I", "stop-gathering": "X"}
    async with on_stage(MemoryShelf(12), size=(100, 30)) as stage:
        app = stage.screen.app
        assert isinstance(app, ReaderApp)
        assert "] next  [ back" in stage.text()
        app._apply(replace(app.configured, keymap=keys))
        await stage.until(lambda: "Ctrl+N next  [ back" in stage.text())
        await stage.press("b")
        assert stage.notice == "bookmarked · U undoes"
        await stage.press("U")
        assert stage.notice == "undone: bookmarked · “Redo” does it again"
        await stage.press("P")
        assert stage.notice == "pages are made from your own articles; press I to add a feed"
        stage.screen.post_message(Progress("refreshing", offer=STOP))
        await stage.until(lambda: stage.screen.status.progress == "refreshing  (X stops)")


async def test_the_styles_of_the_names_are_told_where_there_is_little_room() -> None:
    async with on_stage(size=(80, 24)) as stage:
        await stage.until(lambda: "Officials  People  Places" in stage.text())


@pytest.mark.parametrize("width", [24, 44, 74])
def test_a_summary_says_with_which_keys_there_is_more(width: int) -> None:
    shelf = MemoryShelf(1)
    article = replace(shelf.article(shelf.first_rows(View(), 1)[0].key), summary_only=True)
    lines = [line.text for line in head_of(article, width, NOW, None)]
    assert {"Only a summary", "x fetches the full text", "o opens the page"} <= set(
        " · ".join(lines).split(" · ")
    )
    assert max(map(len, lines)) <= width


async def test_questions_name_the_keys_of_the_person() -> None:
    async with on_stage(size=(100, 30)) as stage:
        app = stage.screen.app
        assert isinstance(app, ReaderApp)
        app._apply(replace(app.configured, keymap={"prompt-close": "ctrl+g", "links-copy": "c"}))
        await stage.press("enter", "f")
        await stage.until(lambda: "c copies it instead   Esc closes" in stage.text())
        await stage.press("escape", "i")
        screen = app.screen
        await stage.until(lambda: "Ctrl+G closes" in str(screen.query_one("#how", Static).content))
        await stage.press("ctrl+g")
        assert isinstance(app.screen, MainScreen)
