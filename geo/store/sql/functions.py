"""Functions of a condition that SQLite does not have: it calls them for each row; what is missing stays missing."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.atlas.added.cql2_parts import SPATIAL_NAMES, like_expression, without_accents
from geo.coordinates.crs import WGS84
from geo.measure.area import area_km2, length_m

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable


def register(database: sqlite3.Connection, shape_of: Callable[[bytes | None], Any]) -> None:
    """Make the functions known to a connection, as ``atlas_<name>``.

    Parameters
    ----------
    database : sqlite3.Connection
    shape_of : callable
        Makes a shape of what a column of shapes holds, None where it holds none.
    """
    functions: dict[str, tuple[int, Callable[..., Any]]] = {
        "like": (2, _like),
        "casei": (1, str.casefold),
        "accenti": (1, without_accents),
        "mod": (2, _finite(math.fmod)),
        "pow": (2, _finite(math.pow)),
        "floor": (1, _finite(math.floor)),
        "dimension": (1, lambda value: int(shapely.get_dimensions(shape_of(value)))),
        "area_km2": (1, lambda value: _figure(shape_of(value), 2)),
        "length_km": (1, lambda value: _figure(shape_of(value), 1)),
        "in_box": (5, lambda value, *box: int(_box(*box).intersects(shape_of(value)))),
    }
    for name in SPATIAL_NAMES:
        functions[f"s_{name}"] = (2, _spatial(getattr(shapely, name), shape_of))
    for name, (count, function) in functions.items():
        database.create_function(f"atlas_{name}", count, _unless_missing(function), deterministic=True)


def _unless_missing(function: Callable[..., Any]) -> Callable[..., Any]:
    def called(*values: Any) -> Any:
        return None if any(value is None for value in values) else function(*values)

    return called


def _finite(function: Callable[..., float]) -> Callable[..., float | None]:
    def called(*values: float) -> float | None:
        try:
            out = float(function(*values))
        except (ValueError, OverflowError, ZeroDivisionError):
            return None
        return out if math.isfinite(out) else None

    return called


def _spatial(
    function: Callable[..., Any], shape_of: Callable[[bytes | None], Any]
) -> Callable[[bytes, bytes], int | None]:
    def called(value: bytes, other: bytes) -> int | None:
        shape = shape_of(value)
        return None if shape is None else int(function(shape, _prepared(other)))

    return called


@lru_cache(maxsize=64)
def _prepared(wkb: bytes) -> Any:
    shape = shapely.from_wkb(wkb)
    shapely.prepare(shape)
    return shape


@lru_cache(maxsize=64)
def _box(west: float, south: float, east: float, north: float) -> Any:
    box = shapely.box(west, south, east, north)
    shapely.prepare(box)
    return box


@lru_cache(maxsize=64)
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(like_expression(pattern), re.DOTALL)


def _like(text: str, pattern: str) -> int:
    return int(_pattern(pattern).fullmatch(text) is not None)


def _figure(shape: Any, dimension: int) -> float | None:
    """Measure a shape of this dimension in km² or km; None for others."""
    if shape is None or shapely.get_dimensions(shape) != dimension:
        return None
    one = np.array([shape], dtype=object)
    return float(area_km2(one, WGS84)[0]) if dimension == 2 else float(length_m(one, WGS84)[0]) / 1000.0
