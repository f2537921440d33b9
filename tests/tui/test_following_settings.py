"""The screen and its settings: at the start, while they change, and what it writes itself."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.color import Color

from reader.model import Sort, View
from reader.settings import Settings
from reader.settings_file import read_settings
from reader.tui import themes
from reader.tui.app import ReaderApp
from reader.tui.browsing import browse
from reader.tui.configured import Configured, SettingsFile
from reader.tui.screens.main import MainScreen
from reader.tui.services import Services
from reader.tui.terminal import Terminal
from tests.tui.screens import AT_ONCE, Stage, on_stage
from tests.tui.shelf import NOW, MemoryShelf


@asynccontextmanager
async def configured(
    path: Path, text: str = "", *, terminal: Terminal | None = None, size: tuple[int, int] = (120, 30)
) -> AsyncIterator[Stage]:
    """The screen with a settings file that says this."""
    if text:
        path.write_text(text, encoding="utf-8")
    shelf, file = MemoryShelf(), SettingsFile(path)
    app = ReaderApp(
        Services(shelf),
        shelf.first_rows(View(), 100),
        now=lambda: NOW,
        pace=AT_ONCE,
        terminal=terminal or Terminal(),
        settings_file=file,
        configured=file.read(),
    )
    async with app.run_test(size=size) as pilot:
        stage = Stage(pilot, app.main)
        await stage.until(lambda: app.main.status.counts is not None)
        yield stage


def app_of(stage: Stage) -> ReaderApp:
    app = stage.screen.app
    assert isinstance(app, ReaderApp)
    return app


async def test_what_is_wrong_at_the_start_is_said_and_the_rest_holds(tmp_path: Path) -> None:
    wrong = 'theme = "reader-light"\nwidht = 90\nwidth = 3\n[keys]\nundo = "u"\n'
    async with configured(tmp_path / "s.toml", wrong, size=(160, 30)) as stage:
        words = "s.toml line 2: no setting is called 'widht'; did you mean 'width'? (and 2 more)"
        await stage.until(lambda: words in stage.text())
        assert app_of(stage).theme == "reader-light"
        assert stage.screen.settings.width == Settings().width


async def test_changes_of_the_file_are_applied_while_it_is_open(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    async with configured(path) as stage:
        app = app_of(stage)
        assert (app.theme, stage.screen.settings) == ("reader-dark", Settings())
        path.write_text('theme = "nord"\nwidth = 40\n[keys]\nhelp = "f9"\n', encoding="utf-8")
        await stage.until(lambda: app.theme == "nord" and stage.screen.settings.width == 40)
        await stage.until(lambda: "F9 help" in stage.text())
        path.write_text('theme = "nrod"\nwidth = 50\n', encoding="utf-8")
        await stage.until(lambda: "did you mean 'nord'?" in stage.notice)
        assert (app.theme, stage.screen.settings.width) == ("nord", 40)
        path.write_text("width = 50\n", encoding="utf-8")
        await stage.until(lambda: stage.screen.settings.width == 50)
        assert app.theme == "reader-dark"
        assert stage.notice == "the settings are in order again"
        path.unlink()
        await stage.until(lambda: stage.screen.settings == Settings())


async def test_keys_of_ones_own_work_and_the_old_ones_no_more(tmp_path: Path) -> None:
    keys = '[keys]\nlist-cursor-down = "ctrl+n"\ntoggle-bookmark = ""\nhelp = "f9"\n'
    async with configured(tmp_path / "s.toml", keys) as stage:
        await stage.press("ctrl+n", "j", "b", "question_mark")
        assert stage.selected == 1
        assert stage.notice == ""
        assert isinstance(stage.screen.app.screen, MainScreen)
        await stage.press("f9")
        screen = stage.screen.app.screen
        shown = "\n".join(line.text for line in screen._compositor.render_strips(stage.screen.app.size))
        assert "Ctrl+N" in shown
        assert not isinstance(screen, MainScreen)


async def test_the_list_begins_in_the_order_chosen(tmp_path: Path) -> None:
    async with configured(tmp_path / "s.toml", 'sort = "title"\n') as stage:
        assert stage.screen.view.sort is Sort.TITLE
        assert "by title" in stage.text()


async def test_a_theme_that_is_chosen_is_remembered_with_every_comment(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    async with configured(path, "# mine\nwidth = 60 # narrow\n") as stage:
        await stage.press("ctrl+p", *"theme")
        await stage.until(lambda: stage.screen.app.screen is not stage.screen)
        await stage.press("enter")
        await stage.press(*"reader-light")
        await stage.pilot.pause(0.5)
        await stage.press("enter")
        await stage.until(lambda: read_settings(path).settings.theme == "reader-light")
        assert stage.screen.app.theme == "reader-light"
    assert path.read_text(encoding="utf-8") == '# mine\nwidth = 60 # narrow\ntheme = "reader-light"\n'


async def test_a_theme_that_cannot_be_remembered_is_shown_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    async with configured(path, "width = \n") as stage:
        await app_of(stage).choose_theme("nord")
        assert stage.screen.app.theme == "nord"
        assert "not remembered" in stage.notice
    assert path.read_text(encoding="utf-8") == "width = \n"


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (160, 50), (240, 60)])
async def test_ascii_alone_is_drawn_where_nothing_else_can_be(tmp_path: Path, size: tuple[int, int]) -> None:
    terminal = Terminal(ascii=True)
    async with configured(tmp_path / "s.toml", terminal=terminal, size=size) as stage:
        await stage.press("enter", "right_square_bracket")
        assert drawn(stage).isascii()
        await stage.press("question_mark")
        assert drawn(stage).isascii()
        assert "Keys" in drawn(stage)


async def test_ascii_can_be_switched_while_it_is_open(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    async with configured(path) as stage:
        assert not drawn(stage).isascii()
        path.write_text('ascii = "on"\n', encoding="utf-8")
        await stage.until(lambda: drawn(stage).isascii())
        path.write_text('ascii = "off"\n', encoding="utf-8")
        await stage.until(lambda: not drawn(stage).isascii())


def drawn(stage: Stage) -> str:
    """Every line of the screen on top, as it is written to the terminal."""
    app = stage.screen.app
    return "\n".join(line.text for line in app.screen._compositor.render_strips(app.size))


@pytest.mark.parametrize(("chosen", "shown"), [("reader-dark", "ansi-dark"), ("reader-light", "ansi-light")])
async def test_a_terminal_of_few_colours_shows_its_own(tmp_path: Path, chosen: str, shown: str) -> None:
    terminal = Terminal(few_colours=True)
    async with configured(tmp_path / "s.toml", f'theme = "{chosen}"\n', terminal=terminal) as stage:
        app = app_of(stage)
        assert (app.theme, app.native_ansi_color) == (shown, True)
        colours = {
            segment.style.color.type.name
            for line in app.screen._compositor.render_strips(app.size)
            for segment in line
            if segment.style is not None and segment.style.color is not None
        }
        assert colours <= {"DEFAULT", "STANDARD"}
        await app.choose_theme("nord")
        assert app.theme == "ansi-dark"
        assert "in place of nord" in stage.notice


async def test_from_the_terminals_colours_to_others_and_back(tmp_path: Path) -> None:
    async with configured(tmp_path / "s.toml", 'theme = "ansi-dark"\n') as stage:
        app = app_of(stage)
        for name, native in (("reader-dark", False), ("ansi-light", True), ("nord", False)):
            await app.choose_theme(name)
            await stage.pilot.pause()
            assert app.native_ansi_color is native


TEXT = ("official", "person", "place", "muted", "heading", "link")
GROUNDS = ("row-selected", "row-resting")


@pytest.mark.parametrize("theme", themes.THEMES, ids=lambda theme: theme.name)
def test_every_colour_of_text_can_be_read(theme: object) -> None:
    """WCAG 2.2, 1.4.3: 4.5 to 1, on every ground that the text is drawn on."""
    own = next(one for one in themes.THEMES if one is theme)
    assert own.background
    assert own.panel
    grounds = [own.background, own.panel, own.surface, *(own.variables[name] for name in GROUNDS)]
    colours = {name: own.variables[name] for name in TEXT} | {
        name: getattr(own, name)
        for name in ("foreground", "primary", "secondary", "accent", "warning", "error", "success")
    }
    for ground in grounds:
        for name, colour in colours.items():
            assert contrast(colour, str(ground)) >= 4.5, (name, ground)
    assert contrast(own.variables["mark-current-text"], own.variables["mark-current"]) >= 4.5


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(Color.parse(colour)) for colour in (one, other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: Color) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = (part / 255 for part in colour.rgb)
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_chosen_browser_is_given_the_address_as_one_word(tmp_path: Path) -> None:
    said = tmp_path / "said"
    code = "import sys, pathlib; pathlib.Path(sys.argv[1]).write_text(repr(sys.argv[2:]))"
    assert browse("https://a.example/?x=1;$(y) z", [sys.executable, "-c", code, str(said), "--new"])
    wait_for(lambda: said.exists() and bool(said.read_text()))
    assert said.read_text() == "['--new', 'https://a.example/?x=1;$(y) z']"
    assert not browse("https://a.example/", [str(tmp_path / "no-such-program")])


def wait_for(condition: Callable[[], bool]) -> None:
    import time

    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


async def test_without_a_file_nothing_is_read_or_written(tmp_path: Path) -> None:
    async with on_stage() as stage:
        await app_of(stage).choose_theme("nord")
        assert stage.screen.app.theme == "nord"
    assert SettingsFile(tmp_path / "absent.toml").read() == Configured()


async def test_order_and_stories_follow_the_settings(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    async with configured(path, 'sort = "newest"\n') as stage:
        await stage.until(lambda: "newest first" in stage.text())
        path.write_text('sort = "title"\nfold-stories = false\n', encoding="utf-8")
        await stage.until(lambda: "by title" in stage.text())
        assert not stage.screen.view.folded
        path.write_text('sort = "title"\nfold-stories = true\n', encoding="utf-8")
        await stage.until(lambda: stage.screen.view.folded)
