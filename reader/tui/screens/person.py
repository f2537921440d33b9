"""The page of a person."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from reader.errors import NotStoredError
from reader.tui.page_facts import Facts, person_facts
from reader.tui.pages import NEWEST, PageSource, PagesRead, Subject
from reader.tui.screens.page import PageScreen

if TYPE_CHECKING:
    from reader.library.pages import PersonPage


class PersonScreen(PageScreen):
    """Offices, companions, places and articles of a person."""

    def read(self, *, after_writing: bool = False) -> None:
        subject = self.subject
        self.host.ask(
            lambda source: PagesRead(_people(source, subject)), self.tell, after_writing=after_writing
        )

    def write(self, layout: Facts) -> None:
        person_facts(layout, self.page, self.others, self.watching)


def _people(source: PageSource, subject: Subject) -> list[PersonPage]:
    """All of the name; only the one of the number where the name means others. Corrections may give
    somebody another number, and take away the last of a name."""
    try:
        people = source.people(subject.name, NEWEST)
    except NotStoredError:
        if not subject.number:
            raise
        return [source.person(subject.number, NEWEST)]
    if subject.number and not any(one.number == subject.number for one in people):
        with suppress(NotStoredError):
            return [source.person(subject.number, NEWEST)]
    return people
