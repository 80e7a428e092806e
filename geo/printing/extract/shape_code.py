"""A shape as the short text by which the map page names it in its address (``static/js/shapes/shape_code.js``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shapely.geometry.base import BaseGeometry

_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
#: Letter that begins the text -> steps in a degree: of what a hand draws, and of surveyed points.
_STEPS = {"a": 1e6, "A": 1e8}


def shape_code(shape: BaseGeometry) -> str:
    """Write polygons as a text: differences of coordinates, zigzag, in digits of base 64 that need no escaping.

    Parameters
    ----------
    shape : shapely.Polygon or shapely.MultiPolygon
        In degrees (WGS84).

    Returns
    -------
    str
        In steps of 1e-6° if that is what the shape has, else of 1e-8° (1 mm).
    """
    degrees = shapely.get_coordinates(shape)
    letter = "a" if np.allclose(degrees, degrees.round(6), rtol=0, atol=1e-10) else "A"
    parts = (".".join(_rings(part, _STEPS[letter])) for part in shapely.get_parts(shape))
    return letter + "~".join(parts)


def _rings(polygon: BaseGeometry, steps: float) -> Iterator[str]:
    for ring in shapely.get_rings(polygon):
        # A ring ends where it begins: its last point need not be written.
        points = np.rint(shapely.get_coordinates(ring)[:-1] * steps).astype(int)
        differences = np.diff(points, axis=0, prepend=[[0, 0]])
        yield "".join(_number(value) for value in differences.ravel().tolist())


def _number(value: int) -> str:
    rest = -2 * value - 1 if value < 0 else 2 * value
    out = ""
    while True:
        rest, low = rest // 32, rest % 32
        out += _DIGITS[low + (32 if rest else 0)]
        if not rest:
            return out
