"""Full texts, fetched or turned to as a task beside the screen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.message import Message

from reader.errors import ReaderError
from reader.tui.messages import Failed, Progress, TextTurned

if TYPE_CHECKING:
    from reader.tui.services import Services

FETCHING = "fetching the full text"


class FullTexts:
    """One at a time."""

    def __init__(self, services: Services, tell: Callable[[Message], object]) -> None:
        self._services = services
        self._tell = tell
        self._task: asyncio.Task[None] | None = None

    @property
    def is_running(self) -> bool:
        """Whether a text is being fetched."""
        return self._task is not None and not self._task.done()

    def turn(self, key: str) -> None:
        """From the text of an article's feed to that of its page, or back. Tells TextTurned or Failed."""
        if not self.is_running:
            self._task = asyncio.create_task(self._turn(key))

    async def close(self) -> None:
        """Stop, and wait for the end."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _turn(self, key: str) -> None:
        turn = self._services.full_text
        if turn is None:
            return
        self._tell(Progress(FETCHING))
        try:
            self._tell(TextTurned(key, await turn(key)))
        except ReaderError as error:
            self._tell(Failed(str(error)))
        finally:
            self._tell(Progress(""))
