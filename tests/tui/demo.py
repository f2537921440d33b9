"""Look at the screen over generated articles: python -m tests.tui.demo [COUNT]
With --svg FILE [--size 160x50] [--keys j,j,enter] [--theme NAME] it writes a picture instead."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from reader.model import View
from reader.tui.app import ReaderApp
from reader.tui.work import Services
from tests.tui.shelf import NOW, MemoryShelf


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("count", nargs="?", type=int, default=400)
    parser.add_argument("--svg", type=Path)
    parser.add_argument("--size", default="160x50")
    parser.add_argument("--keys", default="")
    parser.add_argument("--theme", default="")
    given = parser.parse_args()
    shelf = MemoryShelf(given.count)
    app = ReaderApp(Services(shelf), shelf.first_rows(View(), 100), now=lambda: NOW)
    if given.theme:
        app.theme = given.theme
    if given.svg is None:
        app.run()
    else:
        asyncio.run(picture(app, given))


async def picture(app: ReaderApp, given: argparse.Namespace) -> None:
    width, _, height = given.size.partition("x")
    async with app.run_test(size=(int(width), int(height))) as pilot:
        await pilot.pause(0.3)
        for key in filter(None, given.keys.split(",")):
            await pilot.press(key)
            await pilot.pause(0.15)
        given.svg.write_text(app.export_screenshot(), encoding="utf-8")


if __name__ == "__main__":
    main()
