"""The screen. Importing this imports nothing of it; `run` opens it."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from reader.library.library import Library


def run(library: Library, settings: Path) -> int:
    """Open the screen over a library, as the file of the settings says, and stay until the person
    leaves; the exit status."""
    # Until the first paint nearly everything made is there to stay, modules above all: collecting
    # finds nothing and costs a tenth of the wait. The main screen switches it on again.
    gc.disable()
    from reader.tui.app import open_screen

    return open_screen(library, settings)
