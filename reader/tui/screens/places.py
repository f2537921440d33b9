"""Every place named in the articles."""

from __future__ import annotations

from reader.tui.pages import Kind
from reader.tui.screens.index import IndexScreen


class PlacesScreen(IndexScreen):
    """The index of places, as a list or on a map."""

    KIND = Kind.PLACE
