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
    from collections.abc import Iterable

    from shapely.geometry.base import BaseGeometry

    from geo.atlas.atlas import Atlas

#: Height of the picture as a share of its width.
_ASPECT = 2 / 3
#: Extent of the frame over that of the place, and the least width of the frame in degrees.
_ROOM, _LEAST = 1.35, 0.14
#: Kinds of place after which a part outside of a picture is named, in their order and before all others, and the
#: share of the part such a place holds.
_NAMING, _MOST = {"other": 0, "functional_area": 1, "park": 2}, 0.9
#: Kilometres of a degree of longitude at the equator.
_KM_PER_DEGREE = 111.32

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
    shown = _shown(atlas, place_id)
    if shown is None:
        return None
    shape = atlas.features.geometry[shown]
    return _picture(atlas, shown, _frame_around(shape, _width_around(shape)))


def pictures_at_one_scale(atlas: Atlas, place_ids: Iterable[str]) -> list[dict[str, Any] | None]:
    """Compute a picture of each place, all as wide as the widest needs for the largest part of its place.

    Parameters
    ----------
    atlas : Atlas
    place_ids : iterable of str

    Returns
    -------
    list of (dict or None)
        As of `place_picture`, with ``width_km``, how much ground the picture is wide, ``outside``, how many parts of
        the place lie outside of it, and ``outside_in``, the places these lie in (id, names, ``count``). A place that
        fits stands in the middle, else its largest part does.
    """
    shown = [_shown(atlas, place) for place in place_ids]
    widths = [_width_around(_largest(atlas.features.geometry[one])) for one in shown if one is not None]
    across = max(widths, default=0.0)
    return [None if one is None else _picture_across(atlas, one, across) for one in shown]


def _picture_across(atlas: Atlas, shown: str, across: float) -> dict[str, Any] | None:
    shape = atlas.features.geometry[shown]
    frame = _frame_around(shape if _width_around(shape) <= across else _largest(shape), across)
    outside = shapely.get_parts(shape)
    outside = outside[~shapely.intersects(outside, shapely.box(*frame))]
    picture = _picture(atlas, shown, frame)
    named = _lying_in(atlas, shown, list(outside))
    ground = {"width_km": across * _squeeze(shape) * _KM_PER_DEGREE, "outside": len(outside), "outside_in": named}
    return picture and {**picture, **ground}


def _lying_in(atlas: Atlas, shown: str, parts: Iterable[BaseGeometry]) -> list[dict[str, Any]]:
    """List the places some parts of a place lie in, each once with the number of the parts."""
    counts: dict[str, int] = {}
    for part in parts:
        place = _smallest_around(atlas, shown, part)
        if place is not None:
            counts[place] = counts.get(place, 0) + 1
    return [
        {"id": place, "name_zh": atlas.name_of(place, "zh"), "name_en": atlas.name_of(place, "en"), "count": count}
        for place, count in counts.items()
    ]


def _smallest_around(atlas: Atlas, shown: str, part: BaseGeometry) -> str | None:
    """Return the smallest other place that holds most of a part; an area named for where it lies comes first."""
    shapes, kinds = atlas.features.geometry, atlas.places["kind"]
    without = {shown, *holders(atlas, shown)}
    held = [
        (_NAMING.get(str(kinds[place]), len(_NAMING)), float(shape.area), str(place))
        for place, shape in shapes.items()
        if place not in without and shape is not None and shape.intersects(part)
        if part.area and shape.intersection(part).area >= _MOST * part.area
    ]
    return min(held)[2] if held else None


def _largest(shape: BaseGeometry) -> BaseGeometry:
    """Return the largest part of a shape, the longest of a line."""
    parts: list[BaseGeometry] = list(shapely.get_parts(shape))
    return max(parts, key=lambda part: (part.area, part.length))


def _shown(atlas: Atlas, place_id: str) -> str | None:
    """Return the place itself if it is located, else the nearest located place it belongs to."""
    return next((one for one in (place_id, *holders(atlas, place_id)) if _located(atlas, one)), None)


@per_atlas
def _picture(atlas: Atlas, shown: str, frame: Frame) -> dict[str, Any] | None:
    picture = places_picture(atlas, [*_neighbours(atlas, frame), shown], frame=frame)
    if picture is None:
        return None
    outline = next(part for part in picture["parts"] if part["id"] == shown)
    return {**picture, "shown": shown, "outline": outline}


def _located(atlas: Atlas, place_id: str) -> bool:
    return atlas.features.geometry[place_id] is not None


def _squeeze(shape: BaseGeometry) -> float:
    """Return the length of a degree of longitude over one of latitude: the picture is in Web Mercator."""
    _, south, _, north = shape.bounds
    return float(np.cos(np.radians((south + north) / 2)))


def _width_around(shape: BaseGeometry) -> float:
    """Compute the width in degrees of the frame of a place."""
    west, south, east, north = shape.bounds
    return max((east - west) * _ROOM, (north - south) * _ROOM / _squeeze(shape) / _ASPECT, _LEAST)


def _frame_around(shape: BaseGeometry, across: float) -> Frame:
    """Return a frame of the aspect of the picture, with the place in its middle."""
    west, south, east, north = shape.bounds
    down = across * _squeeze(shape) * _ASPECT
    x, y = (west + east) / 2, (south + north) / 2
    return (x - across / 2, y - down / 2, x + across / 2, y + down / 2)


def _neighbours(atlas: Atlas, frame: Frame) -> list[str]:
    """List the places that lie in a frame, of those the map shows at first."""
    places, shapes = _shown_at_first(atlas)
    return [str(place) for place in places[shapely.intersects(shapes, shapely.box(*frame))]]


@per_atlas
def _shown_at_first(atlas: Atlas) -> tuple[Any, Any]:
    """Return the located places of the layers that are visible at first, without parts of places."""
    layers = {layer.id for layer in atlas.catalogue.layer if layer.visible and layer.role == "planning"}
    places = atlas.features[atlas.features.geometry.notna() & (atlas.features["kind"] != "part")]
    shown = places.geometry[atlas.places.loc[places.index, "layer"].isin(layers)]
    shapes = shown.to_numpy()
    shapely.prepare(shapes)
    return shown.index.to_numpy(), shapes
