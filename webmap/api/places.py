"""Places as data: one place as JSON or GeoJSON, and the places that meet a filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, json

from geo.documents import validity
from geo.export import geojson
from geo.places.filter import describe
from geo.places.profile import profile
from webmap.http.current import current_atlas
from webmap.http.query import options, strict_blueprint
from webmap.http.responses import versioned
from webmap.http.shared_options import AS_OF, LAYER_FILTER, on_day

if TYPE_CHECKING:
    from datetime import date

    from geo.places.filter import PlaceFilter

bp = strict_blueprint("place_data")

_JSON = "application/json"


@bp.get("/places.json")
@options(LAYER_FILTER, as_of=AS_OF)
def places(place_filter: PlaceFilter, as_of: date | None) -> Response:
    """Return the places that meet the filter, and the ground they cover together."""
    found = describe(validity.as_of(current_atlas(), as_of), place_filter)
    body = json.dumps({**found, "as_of": as_of and as_of.isoformat()})
    return versioned(body, _JSON, f"places-{sorted(place_filter.given().items())}-{as_of}")


@bp.get("/places/<place_id>.json")
@options(as_of=AS_OF)
def place_json(place_id: str, as_of: date | None) -> Response:
    """Return all the atlas knows of a place."""
    body = json.dumps(profile(current_atlas(), place_id, as_of))
    return versioned(body, _JSON, f"place-{place_id}-{on_day(as_of)}")


@bp.get("/places/<place_id>.geojson")
@options(as_of=AS_OF)
def place_geojson(place_id: str, as_of: date | None) -> Response:
    """Return a place as one GeoJSON feature, with all the atlas knows of it as properties."""
    atlas = current_atlas()
    body = geojson.place_geojson(profile(atlas, place_id, as_of), atlas.shape_of(place_id))
    return versioned(body, "application/geo+json", f"feature-{place_id}-{on_day(as_of)}")
