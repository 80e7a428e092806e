"""The styles of a layer: its features grouped by how they are drawn, ready for any drawing of the map.

A layer is drawn style by style and level by level (`draw_order`): all paints of the lowest level first, so that the
casing of one road never lies over the core of another. What features of one style share is one path.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from geo.atlas.per_atlas import per_atlas
from geo.atlas.symbology import style_of
from geo.screen.svg import largest_first, shape_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from shapely.geometry.base import BaseGeometry

    from geo.atlas.atlas import Atlas
    from geo.atlas.looks.paint import Paint
    from geo.atlas.schema import Layer
    from geo.atlas.symbology import Shape, Style

#: Share of its area with which a shape lies within a layer.
_MOST = 0.5
#: Length of a degree of longitude at 31° N as a share of one of latitude.
_COS_LATITUDE = float(np.cos(np.radians(31.0)))


@dataclass(frozen=True)
class LayerStyle:
    """Features of a layer that are drawn alike.

    Attributes
    ----------
    id : str
        Unique on the map: layer, number of the look, shape, and ``c`` for grade C.
    style : Style
    shape : {"area", "line", "point"}
    features : tuple of str
        Ids, the largest first. Places with the same geometry are drawn once and all named.
    drawn : tuple of str
        Ids of those whose geometry is drawn: one for each different geometry of the layer.
    shapes : tuple of shapely geometry
        Their geometry, in degrees, rings as RFC 7946 has them.
    stops : tuple of tuple of float
        Longitude and latitude of the stops along a band.
    heads : tuple of tuple of float
        Of each arrow, longitude and latitude of its tip and of a point behind it.
    """

    id: str
    style: Style
    shape: Shape
    features: tuple[str, ...]
    drawn: tuple[str, ...]
    shapes: tuple[BaseGeometry, ...]
    stops: tuple[tuple[float, float], ...] = ()
    heads: tuple[tuple[float, float, float, float], ...] = ()


def draw_order(styles: Iterable[LayerStyle]) -> Iterator[tuple[LayerStyle, Paint]]:
    """List the paints of a layer with their styles, from the lowest up."""
    pairs = [(style, paint) for style in styles for paint in style.style.paints]
    yield from sorted(pairs, key=lambda pair: pair[1].level)


@per_atlas
def layer_styles(atlas: Atlas, layer_id: str) -> tuple[LayerStyle, ...]:
    """Return the styles of a layer.

    Parameters
    ----------
    atlas : Atlas
    layer_id : str

    Returns
    -------
    tuple of LayerStyle
        The style of the largest shape first.
    """
    layer, frame = atlas.entry(layer_id), largest_first(atlas.layers[layer_id])
    grouped: dict[str, list[tuple[str, Style, Shape, BaseGeometry]]] = {}
    for row in frame.to_dict("records"):
        key, member = _member(atlas, layer, row)
        grouped.setdefault(key, []).append(member)
    drawn: set[bytes] = set()
    return tuple(_layer_style(atlas, key, members, drawn) for key, members in grouped.items())


@per_atlas
def place_style(atlas: Atlas, place_id: str) -> LayerStyle:
    """Return the style of one located place, with its own shape, stops and arrow alone."""
    layer_id = str(atlas.places.at[place_id, "layer"])
    key, member = _member(atlas, atlas.entry(layer_id), _rows(atlas, layer_id)[place_id])
    return _layer_style(atlas, key, [member], set())


@per_atlas
def _rows(atlas: Atlas, layer_id: str) -> dict[str, dict[str, Any]]:
    """Return the features of a layer by place."""
    return {row["place_id"]: row for row in atlas.layers[layer_id].to_dict("records")}


def _member(atlas: Atlas, layer: Layer, row: dict[str, Any]) -> tuple[str, tuple[str, Style, Shape, BaseGeometry]]:
    """Return the key of the style of a place, and the place with its style."""
    geometry = row["geometry"]
    shape = shape_kind(geometry)
    style = style_of(layer, shape, row["grade"], **_conditions(atlas, layer, row, shape))
    key = f"{layer.id}-{style.number}-{shape}{'-c' if style.schematic else ''}"
    return key, (row["place_id"], style, shape, geometry)


def _layer_style(
    atlas: Atlas, key: str, members: list[tuple[str, Style, Shape, BaseGeometry]], drawn: set[bytes]
) -> LayerStyle:
    """Join the members of a style; a geometry another place of the layer has drawn already is left out."""
    shapes: dict[str, BaseGeometry] = {}
    for place, _, _, geometry in members:
        form = shapely.to_wkb(shapely.normalize(geometry))
        if form not in drawn:
            drawn.add(form)
            shapes[place] = shapely.orient_polygons(geometry)
    ids, (_, style, shape, _) = tuple(member[0] for member in members), members[0]
    stops: list[tuple[float, float]] = []
    heads: list[tuple[float, float, float, float]] = []
    if any(paint.at == "stops" for paint in style.paints):
        for place, _, _, line in members:
            found = _stops(atlas, place, line)
            stops += found
            if style.look.arrow:
                heads.append(_head(line, found))
    return LayerStyle(key, style, shape, ids, tuple(shapes), tuple(shapes.values()), tuple(stops), tuple(heads))


def _conditions(atlas: Atlas, layer: Layer, row: dict[str, Any], shape: Shape) -> dict[str, Any]:
    area = row.get("stated_area_km2") if shape == "point" else row.get("area_km2")
    zones = {look.within for look in layer.look if look.within} if shape == "area" else set()
    return {
        "kind": row["kind"],
        "place": row["place_id"],
        "area_km2": None if area is None or pd.isna(area) else float(area),
        "within": [zone for zone in zones if zone in atlas.layer_ids and _lies_within(atlas, zone, row["geometry"])],
    }


def _lies_within(atlas: Atlas, zone: str, geometry: BaseGeometry) -> bool:
    """Return whether most of a shape lies within one area of a layer."""
    shares = shapely.area(shapely.intersection(_areas(atlas, zone), geometry))
    return bool((shares >= _MOST * geometry.area).any())


@per_atlas
def _areas(atlas: Atlas, zone: str) -> Any:
    shapes = atlas.layers[zone].geometry.dropna().to_numpy()
    return shapes[shapely.get_dimensions(shapes) == 2]


def _stops(atlas: Atlas, place: str, line: BaseGeometry) -> list[tuple[float, float]]:
    """Return the points of a line nearest to the places it connects, in the order of the document."""
    ties = atlas.tables["relations"].query("place_id == @place and relation == 'connects'")
    others = ties.sort_values("position", key=lambda column: column.astype(int))["other_id"]
    shapes = (atlas.features.geometry[other] for other in others if other in atlas.features.index)
    flat = _stretched(line, _COS_LATITUDE)
    points = (_stretched(shape.representative_point(), _COS_LATITUDE) for shape in shapes if shape is not None)
    nearest = (shapely.shortest_line(flat, point).coords[0] for point in points)
    return [(round(x / _COS_LATITUDE, 6), round(y, 6)) for x, y in nearest]


def _head(line: BaseGeometry, stops: list[tuple[float, float]]) -> tuple[float, float, float, float]:
    """Return the tip of the arrow, the end of the line beyond the last stop, and a point behind it."""
    points = shapely.get_coordinates(line)
    last = np.asarray(stops[-1] if stops else points[-1])
    if np.linalg.norm(points[0] - last) < np.linalg.norm(points[-1] - last):
        points = points[::-1]
    x, y, back_x, back_y = (round(float(value), 6) for value in (*points[-1], *points[-2]))
    return x, y, back_x, back_y


def _stretched(shape: BaseGeometry, factor: float) -> BaseGeometry:
    return shapely.transform(shape, lambda xy: xy * [factor, 1.0])
