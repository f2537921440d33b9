"""Everybody named in the articles."""

from __future__ import annotations

from reader.tui.pages import Kind
from reader.tui.screens.index import IndexScreen


class PeopleScreen(IndexScreen):
    """The index of people; its map is that of the places."""

    KIND = Kind.PERSON

    def action_map(self) -> None:
        self.host.open_index(Kind.PLACE, among=self.only, mapped=True)
