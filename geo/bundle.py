"""All layers as one document, so that a map is drawn after a single request."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.profile import none_if_missing

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from geo.atlas import Atlas
    from geo.schema import Layer

#: Decimal places of a degree on screen: 1e-6° is 0.1 m here, far below any drawn accuracy and a screen pixel.
_SCREEN_DECIMALS = 6
#: A name stands to about ten metres.
_LABEL_DECIMALS = 4
#: A degree of longitude at Lingang is this much of one of latitude.
_SHRINK = float(np.cos(np.radians(31.0)))

_PROPERTIES = ["name_zh", "name_en", "kind", "grade", "accuracy_m", "area_km2", "stated_area_km2"]


def bundle(atlas: Atlas) -> dict[str, Any]:
    """Give the catalogue with the features of every layer.

    Parameters
    ----------
    atlas : Atlas

    Returns
    -------
    dict
        The body of ``/map.json``: ``version``, ``groups``, ``layers`` in tree order, each with its style and features;
        coordinates in degrees, rounded for the screen; areas in km² at full precision; ``label`` is where the name of a
        feature goes, longitude and latitude.
    """
    return {
        "version": atlas.version,
        "groups": [group.model_dump() for group in atlas.catalogue.group],
        "layers": [_layer(atlas, layer) for layer in atlas.catalogue.layer],
    }


def label_point(geometry: BaseGeometry) -> tuple[float, float]:
    """Find where the name of a shape goes.

    Parameters
    ----------
    geometry : shapely geometry
        In degrees.

    Returns
    -------
    tuple of float
        Longitude and latitude: the point of the largest polygon that is farthest from its edge, the middle of the
        longest line, the first point.
    """
    flat = shapely.transform(geometry, lambda xy: xy * [_SHRINK, 1.0])
    part = max(shapely.get_parts(flat), key=lambda one: (one.area, one.length))
    if part.area > 0:
        point = shapely.get_point(shapely.maximum_inscribed_circle(part, tolerance=0.002), 0)
    elif part.length > 0:
        point = part.interpolate(0.5, normalized=True)
    else:
        point = part
    return round(point.x / _SHRINK, _LABEL_DECIMALS), round(point.y, _LABEL_DECIMALS)


def _layer(atlas: Atlas, layer: Layer) -> dict[str, Any]:
    frame = atlas.layers[layer.id]
    shapes = [_screen(geometry) for geometry in frame.geometry]
    features = [
        {
            "id": row["place_id"],
            **{key: none_if_missing(row[key]) for key in _PROPERTIES},
            "label": None if row["geometry"] is None else label_point(row["geometry"]),
            "geometry": shape,
        }
        for row, shape in zip(frame.to_dict("records"), shapes, strict=True)
    ]
    located = sum(shape is not None for shape in shapes)
    return {**layer.model_dump(), "count": len(features), "located": located, "features": features}


def _screen(geometry: BaseGeometry | None) -> dict[str, Any] | None:
    if geometry is None:
        return None
    rounded = shapely.transform(geometry, lambda xy: np.round(xy, _SCREEN_DECIMALS))
    document: dict[str, Any] = json.loads(shapely.to_geojson(rounded))
    return document
