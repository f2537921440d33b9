"""Pictures of the pages about names, of the indexes, the timeline and the feeds; see test_pictures."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from reader.model import View
from reader.tui.app import ReaderApp
from reader.tui.screens.main import MainScreen
from reader.tui.services import services_for
from tests.tui.gazette import gazette
from tests.tui.screens import UNHURRIED
from tests.tui.shelf import NOW
from tests.tui.test_pages import COUNT, Reading

Compare = Callable[..., bool]


@pytest.fixture
def app(tmp_path: Path) -> Iterator[ReaderApp]:
    library = gazette(tmp_path / "library", COUNT)
    services = services_for(library)._replace(annotator=None)
    yield ReaderApp(services, library.first_rows(View(), 100), now=lambda: NOW, pace=UNHURRIED)
    library.close()


def then(*keys: str, name: str = "", seen: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Press keys, or open the page of a name, and see that the words are on the screen."""

    async def prepare(pilot: Pilot[None]) -> None:
        assert isinstance(pilot.app.screen, MainScreen)
        stage = Reading(pilot, pilot.app.screen)
        await stage.until(lambda: stage.screen.status.counts is not None)
        await stage.settle()
        if name:
            await stage.page(name)
        await stage.go(*keys)
        await stage.until(lambda: seen in stage.shown())

    return prepare


def test_a_person(snap_compare: Compare, app: ReaderApp) -> None:
    prepare = then(name="Amina Odhiambo", seen="governor, Kisumu County")
    assert snap_compare(app, terminal_size=(120, 40), run_before=prepare)


def test_a_place(snap_compare: Compare, app: ReaderApp) -> None:
    assert snap_compare(app, terminal_size=(120, 40), run_before=then(name="Lyon", seen="France"))


def test_people(snap_compare: Compare, app: ReaderApp) -> None:
    assert snap_compare(app, terminal_size=(80, 24), run_before=then("P", seen="Sefa Tuilagi"))


def test_timeline(snap_compare: Compare, app: ReaderApp) -> None:
    assert snap_compare(app, terminal_size=(100, 30), run_before=then("T", seen="articles"))
