"""Look at the screen over generated articles: python -m tests.tui.demo [COUNT]
With --svg FILE [--size 160x50] [--keys j,j,enter] [--theme NAME] it writes a picture instead."""

from __future__ import annotations

import argparse
import asyncio
from dataclasses import replace
from pathlib import Path

from reader.model import Article, View
from reader.services.reading import Shelf
from reader.tui.app import ReaderApp
from reader.tui.services import Services
from tests.tui.shelf import NOW, MemoryShelf


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("count", nargs="?", type=int, default=400)
    parser.add_argument("--svg", type=Path)
    parser.add_argument("--size", default="160x50")
    parser.add_argument("--keys", default="")
    parser.add_argument("--theme", default="")
    parser.add_argument(
        "--edition", action="store_true", help="the starter edition in place of a made-up shelf"
    )
    given = parser.parse_args()
    shelf: Shelf = annotated_edition() if given.edition else MemoryShelf(given.count)
    app = ReaderApp(Services(shelf), shelf.first_rows(View(), 100), now=lambda: NOW)
    if given.theme:
        app.theme = given.theme
    if given.svg is None:
        app.run()
    else:
        asyncio.run(picture(app, given))


def annotated_edition() -> Shelf:
    """The starter edition with its names found beforehand, so that a picture need not wait for them."""
    from reader.services.annotating import annotate_text
    from reader.services.starter import StarterEdition

    class Annotated(StarterEdition):
        def article(self, key: str) -> Article:
            article = super().article(key)
            return replace(article, annotations=annotate_text(article.document.text))

    return Annotated()


async def picture(app: ReaderApp, given: argparse.Namespace) -> None:
    width, _, height = given.size.partition("x")
    async with app.run_test(size=(int(width), int(height))) as pilot:
        await pilot.pause(3 if given.edition else 0.3)
        for key in filter(None, given.keys.split(",")):
            await pilot.press(key)
            await pilot.pause(0.15)
        given.svg.write_text(app.export_screenshot(), encoding="utf-8")


if __name__ == "__main__":
    main()
