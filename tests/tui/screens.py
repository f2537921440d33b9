"""Running the screen in a test: a pilot over a shelf, and waiting for what was set going."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from textual.pilot import Pilot

from reader.model import View
from reader.tui.app import ReaderApp
from reader.tui.pace import Pace
from reader.tui.screens.main import MainScreen
from reader.tui.services import Services
from tests.tui.shelf import NOW, MemoryShelf

AT_ONCE = Pace(opening=0.001, reading=0.001, typing=0.001, polling=0.02, notice=60)
UNHURRIED = Pace(opening=0.001, reading=3600, typing=0.001, polling=3600, notice=60)
"""Nothing becomes read by itself, no other program is looked for."""


@dataclass
class Stage:
    """A running screen."""

    pilot: Pilot[None]
    screen: MainScreen

    @property
    def selected(self) -> int:
        return self.screen.list.selected

    @property
    def notice(self) -> str:
        return self.screen.status.notice

    @property
    def title_shown(self) -> str:
        article = self.screen.article.article
        return article.row.title if article else ""

    async def press(self, *keys: str) -> None:
        """Press keys and wait until everything they set going has come to rest."""
        await self.pilot.press(*keys)
        await self.settle()

    async def settle(self) -> None:
        await self.until(lambda: self.screen.work.is_idle)
        await self.pilot.pause()

    async def until(self, condition: Callable[[], bool]) -> None:
        for _ in range(200):
            await self.pilot.pause()
            if condition():
                return
            await self.pilot.pause(0.01)
        raise AssertionError("the screen did not come to that")

    def text(self) -> str:
        """What the whole screen shows, line by line."""
        size = self.screen.app.size
        lines = self.screen._compositor.render_strips(size)
        return "\n".join(line.text for line in lines)


@asynccontextmanager
async def on_stage(
    shelf: MemoryShelf | None = None,
    *,
    services: Services | None = None,
    size: tuple[int, int] = (120, 30),
    pace: Pace = UNHURRIED,
) -> AsyncIterator[Stage]:
    """The screen over a shelf, with the first article shown."""
    services = services or Services(shelf if shelf is not None else MemoryShelf())
    shown = services.edition or services.library
    app = ReaderApp(services, shown.first_rows(View(), 100), now=lambda: NOW, pace=pace)
    async with app.run_test(size=size) as pilot:
        assert isinstance(app.screen, MainScreen)
        stage = Stage(pilot, app.screen)
        await stage.until(lambda: stage.screen.status.counts is not None)
        if shown.counts().stored and size[0] >= 80:
            await stage.until(lambda: stage.title_shown != "")
        await stage.settle()
        yield stage
