"""Makes the README's picture: the screen over the starter edition, with the program's own marks.

python data/build/picture.py data/pictures/screen.svg
"""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from reader.library.library import Library
from reader.model import View
from reader.tui.app import ReaderApp
from reader.tui.services import services_for

SIZE = (140, 40)
NOW = datetime(2024, 7, 1, 9, tzinfo=UTC)
KEYS = ("j", "j", "j", "j", "enter", *["right_square_bracket"] * 3)
MARKS_TAKE = 5.0  # seconds, for the model to load and mark


async def main(target: Path) -> None:
    with TemporaryDirectory() as folder:
        library = Library.open(Path(folder))
        services = services_for(library)
        assert services.edition is not None
        app = ReaderApp(services, services.edition.first_rows(View(), 100), now=lambda: NOW)
        async with app.run_test(size=SIZE) as pilot:
            for key in KEYS:
                await pilot.press(key)
                await pilot.pause(MARKS_TAKE if key == "enter" else 0.2)
            target.write_text(app.export_screenshot(title="Reader"), encoding="utf-8")
        library.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
