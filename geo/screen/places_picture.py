"""A small picture of some places on the land, fitted to them: for pages that list places without the map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zlib import crc32

import numpy as np
import shapely

from geo.atlas.per_atlas import per_atlas
from geo.atlas.rows_by_id import rows_of
from geo.atlas.symbology import PAPER, THEME_OPACITY
from geo.screen.canvas import screen_canvas
from geo.screen.map_document import label_point
from geo.screen.place_paints import places_svg
from geo.screen.svg import PixelWindow, shape_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geo.atlas.atlas import Atlas

#: Width of the picture in pixels, and its height at most as a share of the width.
WIDTH = 520
_TALLEST = 1.1
#: Margin around the places as a share of their extent, and the least extent in degrees.
_MARGIN, _LEAST = 0.08, 0.04
#: How far outside a given frame shapes are cut, as a share of its extent.
_CUT = 0.05
#: Radius of a point and width of a line in the lowest class of a theme, less one step.
_THEME_POINT, _THEME_LINE = 3, 2
#: Larger places first, so that small ones lie on top.
_ORDER = {"area": 0, "line": 1, "point": 2}


def places_picture(
    atlas: Atlas, place_ids: Iterable[str], *, frame: tuple[float, float, float, float] | None = None
) -> dict[str, Any] | None:
    """Compute the picture of the places that have a location, in the paints of the map.

    Parameters
    ----------
    atlas : Atlas
    place_ids : iterable of str
    frame : tuple of float, optional
        West, south, east and north in degrees; without it the picture is fitted to the places. Shapes are cut to it.

    Returns
    -------
    dict or None
        ``width`` and ``height`` in pixels, ``land`` (SVG path data), ``drawing`` (SVG with the paints of the map)
        and ``parts``: id, names, ``shape`` (area, line or point), ``d`` (path data, empty for a point), ``x`` and ``y``
        of its name. None if no place has a location.
    """
    picture = _bare_picture(atlas, place_ids, frame)
    if picture:
        ids = [part["id"] for part in picture["parts"]]
        # A page may have several pictures, and the ids of each must differ.
        mark = f"pp{crc32(repr((ids, frame)).encode()):x}-"
        picture["drawing"] = places_svg(atlas, ids, screen_canvas(picture.pop("window")), mark)
    return picture


def _bare_picture(
    atlas: Atlas, place_ids: Iterable[str], frame: tuple[float, float, float, float] | None = None
) -> dict[str, Any] | None:
    known = atlas.features.geometry
    shapes = {place: known[place] for place in dict.fromkeys(place_ids)}
    located = {place: shape for place, shape in shapes.items() if shape is not None}
    if not located:
        return None
    bounds = frame or _on_known_ground(atlas, _frame(np.array([shape.bounds for shape in located.values()])))
    if frame:
        located = _cut(located, frame)
    window = PixelWindow.around(bounds, float(np.log2(WIDTH * 360 / (256 * (bounds[2] - bounds[0])))))
    land = [window.path(piece, 1) for piece in _land(atlas, shapely.box(*bounds))]
    parts = sorted((_part(atlas, place, shape, known[place], window) for place, shape in located.items()), key=_depth)
    return {"width": window.width, "height": window.height, "land": land, "parts": parts, "window": window}


def themed_picture(atlas: Atlas, paints: Mapping[str, tuple[str, int, bool]]) -> dict[str, Any] | None:
    """Compute the picture of places in the colours of their classes.

    Parameters
    ----------
    atlas : Atlas
    paints : mapping
        Id of a place -> colour of its class, step of its symbol from 0 to 5, and whether it holds others of them.

    Returns
    -------
    dict or None
        As of `places_picture`, without ``drawing``, with the ``attributes`` of the classes. Points and lines grow with
        the step. An area that holds others is drawn by its line, so that it does not seem to answer for what lies
        within it.
    """
    picture = _bare_picture(atlas, paints)
    if picture is None:
        return None
    del picture["window"]
    for part in picture["parts"]:
        colour, step, whole = paints[part["id"]]
        part["attributes"] = _theme_attributes(part, colour, step, whole=whole)
    return {**picture, "drawing": ""}


def _theme_attributes(part: dict[str, Any], colour: str, step: int, *, whole: bool) -> dict[str, Any]:
    line = {"stroke": colour, "stroke-opacity": 1}
    if part["shape"] == "point":
        return {"r": _THEME_POINT + step, "stroke": PAPER, "stroke-width": 1, "fill": colour}
    if part["shape"] == "line":
        return {
            **line,
            "d": part["d"],
            "fill": "none",
            "stroke-width": _THEME_LINE + step,
            "stroke-linecap": "round",
        }
    fill = (
        {"fill": "none", "stroke-width": _THEME_LINE}
        if whole
        else {"fill": colour, "fill-opacity": THEME_OPACITY, "stroke-width": 1}
    )
    return {**line, "d": part["d"], **fill}


def _cut(shapes: dict[str, Any], frame: tuple[float, float, float, float]) -> dict[str, Any]:
    """Cut shapes a little outside a frame, so that no cut is seen; those outside are left out."""
    west, south, east, north = frame
    around = shapely.box(*frame).buffer(_CUT * max(east - west, north - south), join_style="mitre")
    shapely.prepare(around)
    cut = {place: shape if around.covers(shape) else shape.intersection(around) for place, shape in shapes.items()}
    return {place: shape for place, shape in cut.items() if not shape.is_empty}


def _frame(boxes: np.ndarray[Any, Any]) -> tuple[float, float, float, float]:
    """Return a box around all boxes, with a margin, not taller than the picture may be."""
    west, south = boxes[:, 0].min(), boxes[:, 1].min()
    east, north = boxes[:, 2].max(), boxes[:, 3].max()
    # A degree of longitude is shorter here: the picture is in Web Mercator.
    squeeze = float(np.cos(np.radians((south + north) / 2)))
    across = max(east - west, _LEAST, (north - south) / squeeze / _TALLEST) * (1 + 2 * _MARGIN)
    down = max(north - south, _LEAST * squeeze) * (1 + 2 * _MARGIN)
    x, y = (west + east) / 2, (south + north) / 2
    return float(x - across / 2), float(y - down / 2), float(x + across / 2), float(y + down / 2)


def _on_known_ground(atlas: Atlas, frame: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Cut a frame to the extent of the coast: beyond it, land would be drawn as sea."""
    if "coast" not in atlas.layer_ids:
        return frame
    west, south, east, north = (float(value) for value in atlas.layer("coast").total_bounds)
    return max(frame[0], west), max(frame[1], south), min(frame[2], east), min(frame[3], north)


def _land(atlas: Atlas, frame: shapely.Polygon) -> list[Any]:
    pieces = [shape.intersection(frame) for shape in _coast_land(atlas)]
    return [piece for piece in pieces if shapely.get_dimensions(piece) == 2]


@per_atlas
def _coast_land(atlas: Atlas) -> tuple[Any, ...]:
    """Return the shapes of the land."""
    if "coast" not in atlas.layer_ids:
        return ()
    coast = atlas.layers["coast"]
    return tuple(coast.geometry[coast["kind"] == "land"])


def _part(atlas: Atlas, place: str, shape: Any, whole: Any, window: PixelWindow) -> dict[str, Any]:
    said = _said(atlas, place)
    point = said["at"] if shape is whole else label_point(shape)
    ((x, y),) = window.pixels([point])
    path = "" if said["shape"] == "point" else window.path(shape, 1)
    at = {"x": round(float(x)), "y": round(float(y)), "size": shape.area}
    return {"id": place, **said["names"], "shape": said["shape"], "d": path, **at}


@per_atlas
def _said(atlas: Atlas, place: str) -> dict[str, Any]:
    """Return what every picture says of a place: kind of shape, names, label point."""
    shape, (row,) = atlas.features.geometry[place], rows_of(atlas, "places", "place_id", place)
    names = {key: row[key] for key in ("name_zh", "name_en")}
    return {"shape": shape_kind(shape), "names": names, "at": label_point(shape)}


def _depth(part: dict[str, Any]) -> tuple[int, float]:
    return _ORDER[part["shape"]], -float(part.pop("size"))
