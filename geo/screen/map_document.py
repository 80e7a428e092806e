"""All layers as one document, so that a map is drawn after a single request."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from geo.atlas.cells import none_if_missing
from geo.atlas.symbology import BLANK, symbology
from geo.places.profile import OWN_KIND

if TYPE_CHECKING:
    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

    from geo.atlas.atlas import Atlas
    from geo.atlas.schema import Layer

#: Decimal places of a degree on screen: 1e-6° is 0.1 m here, far below any drawn accuracy and a screen pixel.
_SCREEN_DECIMALS = 6
#: A name stands to about ten metres.
_LABEL_DECIMALS = 4
#: A degree of longitude at Lingang is this much of one of latitude.
_SHRINK = float(np.cos(np.radians(31.0)))

#: The background ends somewhere. What lies beyond is blank paper, so that nobody takes it for open sea, and it fades in
#: steps: how far inside the end, as a share of the whole, and how much paper lies there. A blur would be smoother and
#: costs half of all frames.
_PAPER_ORDER = 9
_FADES = ((0.03, 0.16), (0.024, 0.2), (0.018, 0.25), (0.012, 0.33), (0.006, 0.5), (0.0, 1.0))
#: The paper reaches this many times the size of the background beyond its ends.
_BEYOND = 20

_PROPERTIES = ["name_zh", "name_en", "kind", "grade", "accuracy_m", "area_km2", "stated_area_km2"]


def map_document(atlas: Atlas) -> dict[str, Any]:
    """Give the catalogue with the features of every layer.

    Parameters
    ----------
    atlas : Atlas

    Returns
    -------
    dict
        The body of ``/map.json``: ``version``, ``groups``, ``layers`` in tree order, each with its style, its looks
        (`geo.atlas.symbology.symbology`) and its features; ``sheet``, the edge mask around the background; coordinates
        in degrees, rounded for the screen; areas in km² at full precision; ``label`` is where the name of a feature
        goes, longitude and latitude.
    """
    return {
        "version": atlas.version,
        "groups": [group.model_dump() for group in atlas.catalogue.group],
        "sheet": edge_mask(atlas),
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


def screen_shape(geometry: BaseGeometry) -> BaseGeometry:
    """Round coordinates (degrees) for the screen, to 0.1 m."""
    return shapely.transform(geometry, lambda xy: np.round(xy, _SCREEN_DECIMALS))


def largest_first(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give the located features of a layer in the order they are drawn, so that no large shape hides a small one."""
    located = frame[frame.geometry.notna()]
    bounds = shapely.bounds(located.geometry.to_numpy())
    extent = (bounds[:, 2] - bounds[:, 0]) * (bounds[:, 3] - bounds[:, 1])
    return located.iloc[np.argsort(-extent, kind="stable")]


def edge_mask(atlas: Atlas) -> dict[str, Any] | None:
    """Describe the paper that lies over the ends of the background.

    Returns
    -------
    dict or None
        ``order`` among the layers, ``fill``, and ``fades``: ``opacity``, ``outer`` and ``inner``, the boxes (west,
        south, east, north, degrees) between which it lies. None where no area of a background is drawn.
    """
    grounds = [atlas.layers[layer.id].geometry for layer in atlas.catalogue.layer if layer.role == "context"]
    shapes = pd.concat(grounds).to_numpy() if grounds else np.array([])
    areas = shapes[shapely.get_dimensions(shapes) == 2]
    if not len(areas):
        return None
    ground = shapely.total_bounds(areas)
    outer = _padded(ground, _BEYOND)
    fades = [{"opacity": opacity, "outer": outer, "inner": _padded(ground, -inset)} for inset, opacity in _FADES]
    return {"order": _PAPER_ORDER, "fill": BLANK, "fades": fades}


def _padded(bounds: Any, share: float) -> list[float]:
    west, south, east, north = bounds
    across, down = (east - west) * share, (north - south) * share
    box = (west - across, south - down, east + across, north + down)
    return [round(float(value), _SCREEN_DECIMALS) for value in box]


def _layer(atlas: Atlas, layer: Layer) -> dict[str, Any]:
    frame = atlas.layers[layer.id]
    shapes = [_geojson(geometry) for geometry in frame.geometry]
    features = [
        {
            "id": row["place_id"],
            **{key: none_if_missing(row[key]) for key in _PROPERTIES},
            **({"kind": OWN_KIND} if layer.role == "workspace" else {}),
            "label": None if row["geometry"] is None else label_point(row["geometry"]),
            "geometry": shape,
        }
        for row, shape in zip(frame.to_dict("records"), shapes, strict=True)
    ]
    located = sum(shape is not None for shape in shapes)
    return {
        **layer.model_dump(),
        "looks": symbology(layer),
        "count": len(features),
        "located": located,
        "features": features,
    }


def _geojson(geometry: BaseGeometry | None) -> dict[str, Any] | None:
    if geometry is None:
        return None
    document: dict[str, Any] = json.loads(shapely.to_geojson(screen_shape(geometry)))
    return document
