"""The screen over a real library, from an import to what is found again the next time."""

from __future__ import annotations

from pathlib import Path

from tinydb import TinyDB

from reader.library.library import Library
from reader.model import Marking
from reader.tui.services import services_for
from tests.tui.screens import AT_ONCE, on_stage

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>The Ferry Post</title>
<item><title>Ferries run again</title><guid>1</guid><link>https://ferry.example/1</link>
<pubDate>Mon, 02 Nov 2026 08:00:00 GMT</pubDate>
<description>&lt;p&gt;The harbour office of Oslo said that ferries run again.&lt;/p&gt;</description></item>
<item><title>Tickets cost less</title><guid>2</guid><pubDate>Sun, 01 Nov 2026 08:00:00 GMT</pubDate>
<description>&lt;p&gt;A day ticket costs two crowns less.&lt;/p&gt;</description></item>
</channel></rss>"""


async def test_import_read_bookmark_and_find_it_again(tmp_path: Path) -> None:
    feed = tmp_path / "feed.xml"
    feed.write_text(FEED, encoding="utf-8")
    folder = tmp_path / "library"
    library = Library.open(folder)
    async with on_stage(services=services_for(library), pace=AT_ONCE) as stage:
        assert "Starter edition" in stage.text()
        await stage.press("i")
        stage.screen.app.screen.query_one("Input").value = str(feed)  # type: ignore[attr-defined]
        await stage.press("enter")
        await stage.until(lambda: stage.title_shown == "Ferries run again")
        assert "Starter edition" not in stage.text()
        await stage.press("enter", "b")
        await stage.until(lambda: library.counts().unread == 1 and library.counts().bookmarked == 1)
        await stage.press("escape", "slash", *"tickets")
        await stage.until(lambda: len(stage.screen.list.ids) == 1)
        await stage.until(lambda: stage.title_shown == "Tickets cost less")
    library.close()

    library = Library.open(folder)
    async with on_stage(services=services_for(library)) as stage:
        text = stage.text()
        assert "★" in text
        row = stage.screen.list.selected_row
        assert row is not None
        assert (row.title, row.read, row.bookmarked) == ("Ferries run again", True, True)
    library.close()
    with TinyDB(folder / "state" / "bookmarks.json", access_mode="r") as bookmarks:
        tables = [bookmarks.table(name).all() for name in bookmarks.tables()]
    assert any("Ferries run again" in str(table) for table in tables)


async def test_a_second_screen_sees_what_the_first_one_does(tmp_path: Path) -> None:
    feed = tmp_path / "feed.xml"
    feed.write_text(FEED, encoding="utf-8")
    first, second = Library.open(tmp_path / "library"), Library.open(tmp_path / "library")
    async for _ in services_for(first).import_sources([str(feed)]):  # type: ignore[misc]
        pass
    async with on_stage(services=services_for(second), pace=AT_ONCE) as stage:
        await stage.until(lambda: len(stage.screen.list.ids) == 2)
        other = stage.screen.list.row_at(1)
        assert other is not None
        first.mark([other.key], Marking(bookmarked=True))
        await stage.until(lambda: "★ 1" in stage.text())
        await stage.until(lambda: (row := stage.screen.list.row_at(1)) is not None and row.bookmarked)
    first.close()
    second.close()
