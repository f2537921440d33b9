"""One line on standard error about what is going on, at a terminal; gone before anything else is said."""

from __future__ import annotations

import os
import shutil
import sys

_ERASE = "\r\x1b[K"


class ProgressLine:
    """Shows nothing where standard error is no terminal that can erase a line."""

    def __init__(self) -> None:
        is_terminal = bool(sys.stderr) and sys.stderr.isatty()
        self.can_show = is_terminal and os.environ.get("TERM", "") not in ("", "dumb")
        self._is_shown = False

    def show(self, text: str) -> None:
        """Put a text in the place of the one before, cut to the width of the terminal."""
        if not self.can_show:
            return
        from reader.cli.columns import fitted
        from reader.text.clean import clean_line

        width = max(1, shutil.get_terminal_size().columns - 1)
        sys.stderr.write(_ERASE + fitted(clean_line(text), width).rstrip())
        sys.stderr.flush()
        self._is_shown = True

    def clear(self) -> None:
        """Take the line away."""
        if self._is_shown:
            sys.stderr.write(_ERASE)
            sys.stderr.flush()
            self._is_shown = False
