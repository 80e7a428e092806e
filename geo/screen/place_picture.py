"""The picture of one place among its neighbours, for the page of the place.

It is the picture of `geo.screen.places_picture` cut to a frame around the place, with the outline of the place on top.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.atlas.per_atlas import per_atlas, recent_per_atlas
from geo.places.inherited import holders
from geo.screen.places_picture import places_picture

if TYPE_CHECKING:
    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

    from geo.atlas.atlas import Atlas

#: Height of the picture as a share of its width.
_ASPECT = 2 / 3
#: Extent of the frame over that of the place, and the least width of the frame in degrees.
_ROOM, _LEAST = 1.35, 0.14

Frame = tuple[float, float, float, float]


@recent_per_atlas(8)
def place_picture(atlas: Atlas, place_id: str) -> dict[str, Any] | None:
    """Compute the picture of a place.

    Parameters
    ----------
    atlas : Atlas
    place_id : str
        A place that nobody located is shown by the nearest located place it belongs to.

    Returns
    -------
    dict or None
        As of `places_picture`, with ``shown``, the id of the place whose outline is emphasised, and ``outline``, its
        part of the picture. None if neither the place nor one above it is located.
    """
    shown = next((one for one in (place_id, *holders(atlas, place_id)) if _located(atlas, one)), None)
    if shown is None:
        return None
    frame = _frame_around(atlas.features.geometry[shown])
    picture = places_picture(atlas, [*_neighbours(atlas, frame), shown], frame=frame)
    if picture is None:
        return None
    outline = next(part for part in picture["parts"] if part["id"] == shown)
    return {**picture, "shown": shown, "outline": outline}


def _located(atlas: Atlas, place_id: str) -> bool:
    return atlas.features.geometry[place_id] is not None


def _frame_around(shape: BaseGeometry) -> Frame:
    """Return a frame of the aspect of the picture, with the place in its middle."""
    west, south, east, north = shape.bounds
    # A degree of longitude is shorter here: the picture is in Web Mercator.
    squeeze = float(np.cos(np.radians((south + north) / 2)))
    across = max((east - west) * _ROOM, (north - south) * _ROOM / squeeze / _ASPECT, _LEAST)
    down = across * squeeze * _ASPECT
    x, y = (west + east) / 2, (south + north) / 2
    return (x - across / 2, y - down / 2, x + across / 2, y + down / 2)


def _neighbours(atlas: Atlas, frame: Frame) -> list[str]:
    """List the places that lie in a frame, of those the map shows at first."""
    shapes = _shown_at_first(atlas)
    return [str(place) for place in shapes.index[shapes.intersects(shapely.box(*frame))]]


@per_atlas
def _shown_at_first(atlas: Atlas) -> gpd.GeoSeries:
    """Return the located places of the layers that are visible at first, without parts of places."""
    layers = {layer.id for layer in atlas.catalogue.layer if layer.visible and layer.role == "planning"}
    places = atlas.features[atlas.features.geometry.notna() & (atlas.features["kind"] != "part")]
    return places.geometry[atlas.places.loc[places.index, "layer"].isin(layers)]
