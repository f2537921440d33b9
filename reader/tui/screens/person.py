"""The page of a person."""

from __future__ import annotations

from reader.tui.page_facts import Facts, person_facts
from reader.tui.pages import NEWEST, PagesRead
from reader.tui.screens.page import PageScreen


class PersonScreen(PageScreen):
    """Offices, companions, places and articles of a person."""

    def read(self) -> None:
        name = self.subject.name
        self.host.ask(lambda source: PagesRead(source.people(name, NEWEST)), self.tell)

    def write(self, layout: Facts) -> None:
        person_facts(layout, self.page, self.others)
