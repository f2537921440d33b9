"""Pictures of the screen, each with what must be seen on it. After a change that is meant:
python -m pytest tests/snapshots --snapshot-update, and look at every picture."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from textual.color import Color
from textual.pilot import Pilot

from reader.model import View
from reader.tui import themes
from reader.tui.app import ReaderApp
from reader.tui.screens.main import MainScreen
from reader.tui.services import Services
from tests.tui.screens import UNHURRIED, Stage
from tests.tui.shelf import NOW, MemoryShelf

Compare = Callable[..., bool]
Prepare = Callable[[Pilot[None]], Awaitable[None]]


def screen_of(services: Services) -> ReaderApp:
    shelf = services.edition or services.library
    return ReaderApp(services, shelf.first_rows(View(), 100), now=lambda: NOW, pace=UNHURRIED)


def then(*keys: str, seen: str, title: str = "Water ministers") -> Prepare:
    """Press keys, wait until an article is shown, and see that the words are on the screen."""

    async def prepare(pilot: Pilot[None]) -> None:
        screen = pilot.app.screen
        assert isinstance(screen, MainScreen)
        stage = Stage(pilot, screen)
        await stage.until(lambda: screen.status.counts is not None)
        if title:
            for key in keys:
                await stage.press(key)
            await stage.until(lambda: stage.title_shown.startswith(title))
        await stage.until(lambda: seen in stage.text())
        screen.mark_line.percent = -1  # it depends on which pane was laid out first

    return prepare


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
def test_two_panes(snap_compare: Compare, size: tuple[int, int]) -> None:
    prepare = then("enter", "right_square_bracket", seen="minister for water")
    assert snap_compare(screen_of(Services(MemoryShelf())), terminal_size=size, run_before=prepare)


def test_one_pane(snap_compare: Compare) -> None:
    prepare = then("j", "j", "enter", seen="Officials  People  Places", title="Audit office")
    assert snap_compare(screen_of(Services(MemoryShelf())), terminal_size=(60, 20), run_before=prepare)


def test_light(snap_compare: Compare) -> None:
    app = screen_of(Services(MemoryShelf()))
    app.theme = themes.LIGHT
    prepare = then("b", "right_square_bracket", seen="bookmarked · z undoes")
    assert snap_compare(app, terminal_size=(120, 30), run_before=prepare)


def test_no_color(snap_compare: Compare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    prepare = then("right_square_bracket", seen="Ana Ruiz Calder")
    assert snap_compare(screen_of(Services(MemoryShelf())), terminal_size=(100, 30), run_before=prepare)


def test_empty(snap_compare: Compare) -> None:
    prepare = then(seen="No articles yet. Press i", title="")
    assert snap_compare(screen_of(Services(MemoryShelf(0))), terminal_size=(80, 24), run_before=prepare)


def test_contrast_of_the_own_themes() -> None:
    """Every colour that text has reads at 4.5:1 or better on every ground that it stands on."""
    for theme in themes.THEMES:
        variables = theme.variables
        grounds = [theme.background, theme.panel, variables["row-selected"], variables["row-resting"]]
        names = ("official", "person", "place", "muted", "heading", "link")
        texts = [*(variables[name] for name in names), theme.foreground, theme.primary, theme.error]
        for text in texts:
            for ground in grounds:
                assert contrast(text, ground) >= 4.5, (theme.name, text, ground)
        assert contrast(variables["mark-current"], variables["mark-current-text"]) >= 4.5


def contrast(one: str | None, other: str | None) -> float:
    """The contrast ratio of WCAG 2.2, from 1 to 21."""
    assert one is not None
    assert other is not None
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [channel / 255 for channel in Color.parse(colour).rgb]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
