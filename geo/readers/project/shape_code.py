"""Shapes as the short text by which the map page names them in its address (``static/js/shapes/shape_code.js``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from shapely.geometry.base import BaseGeometry

_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
#: Letter that begins the text -> steps in a degree: of what a hand draws, and of surveyed points.
_STEPS = {"a": 1e6, "A": 1e8}
#: The letter of lines for that of polygons.
_LINES = {"a": "l", "A": "L"}
#: A longer text makes an address that mail programs break.
MOST_CHARACTERS = 6000
#: What a name may not hold as it is; "'" and a digit stand for it.
_MARKS = ("'", "!", "*")


def shapes_code(shapes: Iterable[tuple[BaseGeometry, str]]) -> str | None:
    """Write shapes with their names as a text.

    Parameters
    ----------
    shapes : iterable of tuple
        Shapes in degrees (WGS84), each with its name, empty without one.

    Returns
    -------
    str or None
        Escaped for an address; None for points, which have no text, and where the text is too long.
    """
    parts = []
    for shape, name in shapes:
        if int(shapely.get_dimensions(shape)) == 0 or shape.geom_type == "GeometryCollection":
            return None
        masked = "".join(f"'{_MARKS.index(char)}" if char in _MARKS else char for char in name)
        parts.append(shape_code(shape) + (f"*{masked}" if masked else ""))
    code = quote("!".join(parts), safe="!*'()~")
    return code if code and len(code) <= MOST_CHARACTERS else None


def shape_code(shape: BaseGeometry) -> str:
    """Write a shape as a text: differences of coordinates, zigzag, in digits of base 64 that need no escaping.

    Parameters
    ----------
    shape : shapely geometry
        Polygons or lines, in degrees (WGS84).

    Returns
    -------
    str
        In steps of 1e-6° if that is what the shape has, else of 1e-8° (1 mm).
    """
    degrees = shapely.get_coordinates(shape)
    letter = "a" if np.allclose(degrees, degrees.round(6), rtol=0, atol=1e-10) else "A"
    steps = _STEPS[letter]
    if int(shapely.get_dimensions(shape)) == 1:
        lines = (_points(shapely.get_coordinates(part), steps) for part in shapely.get_parts(shape))
        return _LINES[letter] + "~".join(lines)
    return letter + "~".join(".".join(_rings(part, steps)) for part in shapely.get_parts(shape))


def _rings(polygon: BaseGeometry, steps: float) -> Iterator[str]:
    for ring in shapely.get_rings(polygon):
        # A ring ends where it begins: its last point need not be written.
        yield _points(shapely.get_coordinates(ring)[:-1], steps)


def _points(degrees: Any, steps: float) -> str:
    points = np.rint(degrees * steps).astype(int)
    differences = np.diff(points, axis=0, prepend=[[0, 0]])
    return "".join(_number(value) for value in differences.ravel().tolist())


def _number(value: int) -> str:
    rest = -2 * value - 1 if value < 0 else 2 * value
    out = ""
    while True:
        rest, low = rest // 32, rest % 32
        out += _DIGITS[low + (32 if rest else 0)]
        if not rest:
            return out
