"""The page of a place."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual.widget import Widget

from reader.errors import NotStoredError
from reader.tui.page_facts import Facts, place_facts
from reader.tui.pages import NEWEST, Host, PageSource, PagesRead, Subject
from reader.tui.screens.page import PageScreen
from reader.tui.widgets.map import MapView
from reader.tui.widgets.map_window import Spot

if TYPE_CHECKING:
    from reader.library.pages import PlacePage

ZOOM = {"country": 2, "region": 1, "admin1": 3, "admin2": 4, "natural": 2}
"""How near the map begins for a kind of place; for all others 3."""


class PlaceScreen(PageScreen):
    """Where a place lies, who is reported there, what is written about it."""

    def __init__(self, subject: Subject, host: Host, notice: float) -> None:
        super().__init__(subject, host, notice)
        self.map = MapView(id="map")

    def above(self) -> Iterable[Widget]:
        return (self.map,)

    def read(self, *, after_writing: bool = False) -> None:
        subject = self.subject
        self.host.ask(
            lambda source: PagesRead(_places(source, subject)), self.tell, after_writing=after_writing
        )

    def write(self, layout: Facts) -> None:
        place_facts(layout, self.page, self.others, self.watching)

    def country_of(self, page: Any) -> str:
        return str(page.place.country)

    def shown(self) -> None:
        place = self.page.place if self.page else None
        pinned = place is not None and place.lat is not None and place.lon is not None
        self.map.display = pinned
        if place is not None and place.lat is not None and place.lon is not None:
            spot = Spot(place.lat, place.lon, place.name)
            self.map.show([spot], chosen=0, zoom=ZOOM.get(place.kind, 3), home=place.country)

    def action_zoom_in(self) -> None:
        self.map.zoom_by(1)

    def action_zoom_out(self) -> None:
        self.map.zoom_by(-1)

    def action_enlarge(self) -> None:
        self.toggle_class("-large")
        (self.map if self.has_class("-large") else self.facts).focus()


def _places(source: PageSource, subject: Subject) -> list[PlacePage]:
    """All of the name; only the one of the number where the name means others. Corrections may give
    somebody another number, and take away the last of a name."""
    try:
        places = source.places(subject.name, NEWEST)
    except NotStoredError:
        if not subject.number:
            raise
        return [source.place(subject.number, NEWEST)]
    if subject.number and not any(one.number == subject.number for one in places):
        with suppress(NotStoredError):
            return [source.place(subject.number, NEWEST)]
    return places
