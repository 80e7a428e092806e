"""The account of a site: all that panel, files, extract and report say of what it is and what it meets.

It is computed once, from a shape. `geo.extract.site_answer` writes it as JSON, `geo.extract.site` adds a name,
`geo.extract.statement` sorts the subjects of an extract by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import shapely

from geo.atlas.per_atlas import per_atlas
from geo.coordinates.crs import WGS84
from geo.extract.boundary_band import near_places, plane_of
from geo.extract.reach import Reach, reaches
from geo.extract.touches import Touch, touches
from geo.measure.area import area_km2, length_m
from geo.measure.units import area_columns
from geo.places.distances import Distance, distances
from geo.places.profile import area_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shapely.geometry.base import BaseGeometry

    from geo.atlas.atlas import Atlas


@dataclass(frozen=True)
class Account:
    """What a site is and what it meets.

    Attributes
    ----------
    shape : shapely geometry or None
        In degrees; None for a place without location.
    size : mapping
        ``type``; ``area`` (km², ha, mu) and ``perimeter_km`` of polygons, ``length_km`` of lines; ``accuracy_m`` of its
        outline and ``area_pm_km2``, the bound that follows from it: 0 for a shape as it was sent, which is taken for
        exact.
    touches : tuple of Touch
        The places it shares ground with, without itself.
    near : tuple of dict
        The places it misses by less than their boundary is known (`geo.extract.boundary_band.near_places`).
    reach : mapping of str to Reach
        Every place that reaches it or may reach it, with verdict, share and ±; itself too, if it is a place.
    distances : tuple of Distance
        To the nearest of each destination.
    """

    shape: BaseGeometry | None
    size: Mapping[str, Any]
    touches: tuple[Touch, ...]
    near: tuple[dict[str, Any], ...]
    reach: Mapping[str, Reach]
    distances: tuple[Distance, ...]


def account_of_shape(atlas: Atlas, shape: BaseGeometry) -> Account:
    """Compute the account of a shape that somebody draws or sends.

    Parameters
    ----------
    atlas : Atlas
    shape : shapely geometry
        In degrees, valid: polygons, lines or points.

    Returns
    -------
    Account
    """
    return _account(atlas, shape, size_of(shape), {}, None)


@per_atlas
def account_of_place(atlas: Atlas, place_id: str) -> Account:
    """Compute the account of a place, kept for the next question."""
    feature = atlas.features.loc[place_id]
    shape, accuracy = feature["geometry"], feature["accuracy_m"]
    known = area_of(atlas, place_id)
    area = {key: known[key] for key in ("area_km2", "area_ha", "area_mu")} if known else None
    is_area = shape is not None and shapely.get_dimensions(shape) == 2
    ground = {"area_km2": area["area_km2"], "area_pm_km2": 0.0} if area and is_area else {}
    itself = {place_id: Reach(place_id, "inside", 1.0, 0.0, **ground)}
    if shape is None:
        return Account(None, {"type": None, "area": area}, (), (), itself, ())
    size = {
        **size_of(shape),
        "area": area,
        "accuracy_m": float(accuracy) if accuracy > 0 else None,
        "area_pm_km2": None if known is None else known["uncertainty_km2"],
    }
    return _account(atlas, shape, size, itself, place_id)


def size_of(shape: BaseGeometry) -> dict[str, Any]:
    """Measure a shape, taken for exact: the ``size`` of an `Account`."""
    is_area = shapely.get_dimensions(shape) == 2
    length = float(length_m([shape], WGS84)[0]) / 1000.0
    return {
        "type": shape.geom_type,
        "area": area_columns(float(area_km2([shape], WGS84)[0])) if is_area else None,
        "perimeter_km": length if is_area else None,
        "length_km": None if is_area else length,
        "accuracy_m": 0.0,
        "area_pm_km2": 0.0 if is_area else None,
    }


def _account(
    atlas: Atlas, shape: BaseGeometry, size: dict[str, Any], itself: dict[str, Reach], place_id: str | None
) -> Account:
    plane = plane_of(shape)
    found = touches(atlas, shape, without=place_id)
    near = tuple(near_places(atlas, plane, {touch.place_id for touch in found} | itself.keys()))
    reach = reaches(atlas, plane, found, near) | itself
    return Account(shape, size, found, near, reach, distances(atlas, plane, size["accuracy_m"] or 0.0))
