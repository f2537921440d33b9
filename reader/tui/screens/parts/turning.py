"""The full text of an article in place of the summary that its feed gives, and back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from textual import on

from reader.tui import messages
from reader.tui.full_texts import FullTexts
from reader.tui.keys import with_keys
from reader.tui.screens.parts.states import StateKeys

if TYPE_CHECKING:
    from reader.tui.pace import Pace
    from reader.tui.services import Services


class FullTextKeys(StateKeys):
    """One key fetches the page's text, turns to the feed's and back again."""

    def __init__(self, services: Services, *, now: Callable[[], datetime], pace: Pace) -> None:
        super().__init__(services, now=now, pace=pace)
        self.full_texts = FullTexts(services, self.post_message)

    def action_full_text(self) -> None:
        row = self.target()
        if row is None:
            return
        if self.work.shows_edition or self.services.full_text is None:
            self.status.say("the articles of the starter edition are whole")
        elif self.full_texts.is_running:
            self.status.say("a full text is being fetched")
        else:
            self.full_texts.turn(row.key)

    @on(messages.TextTurned)
    def _text_turned(self, message: messages.TextTurned) -> None:
        self.reading.read_again(message.key)
        whose = "its page" if message.origin == "page" else "its feed"
        turns = with_keys("{full-text} turns back", self.app)
        self.status.say(f"this is the text of {whose} · {turns}")
