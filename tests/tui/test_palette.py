"""The palette: actions with their keys, and what is stored, opened by name."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import escape

from textual.command import CommandList

from reader.library.indexes import Listed, ListedPerson, ListedPlace, Order, Wanted
from reader.library.library import Library
from reader.model import Place, Title
from reader.tui.app import ReaderApp
from reader.tui.finding import Sources, find
from reader.tui.pages import Kind, Subject
from reader.tui.screens.page import PageScreen
from reader.tui.services import services_for
from tests.tui.screens import Stage, on_stage

HOSTILE = "Harbour [/bold] [@click=app.quit]x[/] \\["
FEED = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>Post [/b] of the ferries</title>
<item><title>{escape(HOSTILE)}</title><guid>1</guid><description>One.</description></item>
<item><title>Tickets cost less</title><guid>2</guid><description>Two.</description></item>
</channel></rss>"""
MOMENT = datetime(2026, 11, 2, tzinfo=UTC)
LISTED = Listed(7, 3, 5, MOMENT, MOMENT, 0, False)


class Names:
    """An index of one person and one place."""

    def people(
        self, order: Order = Order.COUNT, wanted: Wanted | None = None, limit: int = -1, start: int = 0
    ) -> list[ListedPerson]:
        office = Title("harbour [/i] master", "Port")
        asked = wanted is not None and wanted.words == "vera"
        return [ListedPerson("Vera [b]Holm", True, office, "SE", LISTED)] if asked else []

    def places(
        self, order: Order = Order.COUNT, wanted: Wanted | None = None, limit: int = -1, start: int = 0
    ) -> list[ListedPlace]:
        place = Place("Lund", (), "city", "SE", "Skåne")
        return [ListedPlace(place, LISTED)] if wanted is not None and wanted.words == "lund" else []

    def count(self, kind: str, wanted: Wanted | None = None) -> int:
        return 1


@asynccontextmanager
async def palette(tmp_path: Path, typed: str) -> AsyncIterator[Stage]:
    """The palette over a library of one feed, with the results of what was typed."""
    feed = tmp_path / "feed.xml"
    feed.write_text(FEED, encoding="utf-8")
    library = Library.open(tmp_path / "library")
    services = services_for(library)
    assert services.import_sources
    async for _ in services.import_sources([str(feed)]):
        pass
    services = services._replace(edition=None, annotator=None, indexes=Names)
    async with on_stage(services=services) as stage:
        await stage.pilot.press("ctrl+p", *typed)
        await stage.until(lambda: bool(results(stage)))
        yield stage
    library.close()


def results(stage: Stage) -> list[str]:
    """What the palette shows as results."""
    lists = stage.screen.app.screen.query(CommandList)
    shown = [str(option.prompt) for found in lists for option in found.options]
    return shown if lists and lists.first().highlighted is not None else []


async def test_an_article_is_opened_by_words_of_its_title(tmp_path: Path) -> None:
    async with palette(tmp_path, "tick cost") as stage:
        assert any(
            shown.startswith("Tickets cost less\nArticle  Post [/b] of the ferries")
            for shown in results(stage)
        )
        await stage.press("enter")
        await stage.until(lambda: stage.title_shown == "Tickets cost less")
        await stage.until(lambda: stage.screen.article.has_focus)


async def test_hostile_titles_are_only_shown(tmp_path: Path) -> None:
    async with palette(tmp_path, "harbour") as stage:
        assert any(shown.startswith(HOSTILE) for shown in results(stage))
        await stage.press("enter")
        await stage.until(lambda: stage.title_shown == HOSTILE)


async def test_a_feed_is_shown_by_its_name(tmp_path: Path) -> None:
    async with palette(tmp_path, "post of") as stage:
        await stage.press("enter")
        await stage.until(lambda: stage.screen.named.name == "Post [/b] of the ferries")


async def test_a_person_and_a_place_have_their_pages(tmp_path: Path) -> None:
    async with palette(tmp_path, "vera") as stage:
        assert results(stage)[0] == "Vera [b]Holm\nPerson  harbour [/i] master, Port"
        await stage.pilot.press("enter")
        await stage.until(lambda: isinstance(stage.screen.app.screen, PageScreen))
    found = find(Sources(lambda view, limit: [], indexes=Names), "Lund")
    assert [(one.name, one.about) for one in found] == [("Lund", "Place  city, Skåne, Sweden")]
    assert found[0].target == Subject(Kind.PLACE, "Lund", country="SE", number=7)


async def test_actions_show_their_keys_and_signs_alone_find_nothing_stored(tmp_path: Path) -> None:
    async with palette(tmp_path, "undo") as stage:
        assert any(shown.startswith("Undo  z\nTake back") for shown in results(stage))
        app = stage.screen.app
        assert isinstance(app, ReaderApp)
        assert find(app.main.findable, '"(OR) -*') == find(app.main.findable, "or")
        assert find(app.main.findable, '"(*)"') == []
