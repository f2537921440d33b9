"""Places as GeoJSON (RFC 7946)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.annotations_json import Json
    from reader.model import Place


def feature(place: Place, properties: Json) -> Json | None:
    """A place as a point, None for one without a pin."""
    if place.lat is None or place.lon is None:
        return None
    about = {
        "name": place.name,
        "kind": place.kind,
        "country": place.country,
        "admin1": place.admin1,
    }
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]},
        "properties": about | properties,
    }


def collection(features: Iterable[Json | None]) -> Json:
    """Those places that are points."""
    return {"type": "FeatureCollection", "features": [one for one in features if one is not None]}
