"""Places as data: one place as JSON or GeoJSON, and the places that meet a filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, json

from geo.export import geojson
from geo.places.filter import describe
from geo.places.profile import profile
from webmap.http.current import current_atlas
from webmap.http.query import options, strict_blueprint
from webmap.http.ready_answers import ready
from webmap.http.responses import daily_variant
from webmap.http.shared_options import LAYER_FILTER

if TYPE_CHECKING:
    from geo.places.filter import PlaceFilter

bp = strict_blueprint("place_data")

_JSON = "application/json"


@bp.get("/places.json")
@options(LAYER_FILTER)
def places(place_filter: PlaceFilter) -> Response:
    """Return the places that meet the filter, and the ground they cover together."""
    atlas = current_atlas()
    variant = f"places-{sorted(place_filter.given().items())}"
    return ready(lambda: json.dumps(describe(atlas, place_filter)), _JSON, variant)


@bp.get("/places/<place_id>.json")
def place_json(place_id: str) -> Response:
    """Return all the atlas knows of a place."""
    return ready(lambda: json.dumps(profile(current_atlas(), place_id)), _JSON, daily_variant())


@bp.get("/places/<place_id>.geojson")
def place_geojson(place_id: str) -> Response:
    """Return a place as one GeoJSON feature, with all the atlas knows of it as properties."""

    def write() -> bytes:
        atlas = current_atlas()
        return geojson.place_geojson(profile(atlas, place_id), atlas.shape_of(place_id))

    return ready(write, "application/geo+json", daily_variant())
