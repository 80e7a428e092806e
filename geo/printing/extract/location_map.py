"""The map on the cover of an extract: the site on land, water and roads, among the places that reach it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

import numpy as np
import shapely

from geo.atlas.symbology import PALETTE, shape_symbology
from geo.printing.typst_process import compile_document
from geo.screen.svg import PixelWindow, shape_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from shapely.geometry.base import BaseGeometry

    from geo.atlas.atlas import Atlas

#: Pixels of the picture, and how much of it the site may take.
WIDTH, HEIGHT = 640, 400
_FILLED = 0.45
#: Least ground across in degrees, so that a parcel is seen with what is round it.
_LEAST = 0.08
_WITH_OUTLINE = ("scopes", "functional_areas", "parks", "shanghai_parks", "new_cities", "coordination_parks")
_BACKGROUND = ("water", "roads")
_PNG = """#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.picture), format: "svg", width: 178mm)"""
_DPI = 200


def cover_map(atlas: Atlas, extract: Mapping[str, Any], shape: BaseGeometry | None) -> str:
    """Draw the map of the cover of an extract as SVG; empty for a place without location."""
    if shape is None:
        return ""
    reached = dict.fromkeys(place["id"] for row in extract["applies"] for place in row["places"])
    return location_map(atlas, shape, (place for place in reached if place in atlas.features.index))


def cover_png(svg: str) -> bytes:
    """Draw the map of the cover as PNG, for files that take no SVG."""
    return compile_document(_PNG, {"picture": svg}, kind="png", dpi=_DPI)


def location_map(atlas: Atlas, shape: BaseGeometry, place_ids: Iterable[str]) -> str:
    """Draw the map as SVG.

    Parameters
    ----------
    atlas : Atlas
    shape : shapely geometry
        The site, in degrees.
    place_ids : iterable of str
        Places drawn round it, if their layer is one of outlines.

    Returns
    -------
    str
        An SVG document of `WIDTH` × `HEIGHT` pixels.
    """
    frame = shapely.box(*_bounds(shape))
    window = PixelWindow.around(frame.bounds, float(np.log2(WIDTH * 360 / (256 * (frame.bounds[2] - frame.bounds[0])))))
    parts = [
        f'<rect width="{window.width}" height="{window.height}" fill={quoteattr(PALETTE["sea"])}/>',
        *_land(atlas, frame, window),
        *_background(atlas, frame, window),
        *_outlines(atlas, frame, window, place_ids),
        *_site(shape, window),
    ]
    size = f'width="{window.width}" height="{window.height}" viewBox="0 0 {window.width} {window.height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(parts)}</svg>'


def _bounds(shape: BaseGeometry) -> tuple[float, float, float, float]:
    west, south, east, north = shape.bounds
    x, y = (west + east) / 2, (south + north) / 2
    squeeze = float(np.cos(np.radians(y)))  # a degree of longitude is shorter: the picture is in Web Mercator
    aspect = HEIGHT / WIDTH * squeeze
    across = max((east - west) / _FILLED, (north - south) / aspect / _FILLED, _LEAST)
    return x - across / 2, y - across * aspect / 2, x + across / 2, y + across * aspect / 2


def _path(shape: BaseGeometry, window: PixelWindow, attributes: Mapping[str, Any]) -> str:
    said = " ".join(f"{name}={quoteattr(str(value))}" for name, value in attributes.items())
    return f'<path d="{window.path(shape, 1)}" fill-rule="evenodd" {said}/>'


def _clipped(shapes: Iterable[BaseGeometry], frame: BaseGeometry, dimension: int) -> Iterator[BaseGeometry]:
    """Yield what lies in the frame, in one dimension: an edge of it is no land."""
    for shape in shapes:
        for part in shapely.get_parts(shapely.intersection(shape, frame)):
            if shapely.get_dimensions(part) == dimension and not shapely.is_empty(part):
                yield part


def _land(atlas: Atlas, frame: BaseGeometry, window: PixelWindow) -> Iterator[str]:
    coast = atlas.layers["coast"]
    for piece in _clipped(coast.geometry[coast["kind"] == "land"], frame, 2):
        yield _path(piece, window, {"fill": atlas.entry("coast").style.fill})


def _background(atlas: Atlas, frame: BaseGeometry, window: PixelWindow) -> Iterator[str]:
    for layer in _BACKGROUND:
        style = atlas.entry(layer).style
        for shape in atlas.layers[layer].geometry.dropna():
            area = shapely.get_dimensions(shape) == 2
            look = {"fill": style.fill} if area else {"fill": "none", "stroke": style.stroke, "stroke-width": 0.8}
            for piece in _clipped([shape], frame, 2 if area else 1):
                yield _path(piece, window, look)


def _outlines(atlas: Atlas, frame: BaseGeometry, window: PixelWindow, place_ids: Iterable[str]) -> Iterator[str]:
    for place in place_ids:
        layer = str(atlas.places.at[place, "layer"])
        shape = atlas.features.geometry[place]
        if layer not in _WITH_OUTLINE or shape is None or shapely.get_dimensions(shape) != 2:
            continue
        look = shape_symbology(atlas.entry(layer), shape_kind(shape), atlas.features.at[place, "grade"])
        line: dict[str, Any] = {
            str(key): look[key] for key in ("stroke", "stroke-width", "stroke-dasharray") if key in look
        }
        for piece in _clipped([shapely.boundary(shape)], frame, 1):
            yield _path(piece, window, {**line, "fill": "none"})


def _site(shape: BaseGeometry, window: PixelWindow) -> Iterator[str]:
    look = {"stroke": PALETTE["accent"], "stroke-width": 2.2}
    if shapely.get_dimensions(shape) == 0:
        for x, y in window.pixels(shapely.get_coordinates(shape)):
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill={quoteattr(PALETTE["accent"])}/>'
        return
    filled = (
        {"fill": PALETTE["accent"], "fill-opacity": 0.14} if shapely.get_dimensions(shape) == 2 else {"fill": "none"}
    )
    yield _path(shape, window, {**look, **filled})
