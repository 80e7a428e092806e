"""Shapes as SVG path data in a window of the screen map: Web Mercator, in the pixels of a zoom level.

Only for drawing. Web Mercator enlarges areas by a third at this latitude, so nothing is measured in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

    from geo.atlas.symbology import Shape

#: Decimal places of a degree on screen: 1e-6° is 0.1 m, less than any drawn accuracy and any pixel.
SCREEN_DECIMALS = 6
#: Width of the world at zoom 0 in pixels, by the convention of web maps.
_TILE = 256
_SHAPES: dict[int, Shape] = {2: "area", 1: "line", 0: "point"}


@dataclass(frozen=True)
class PixelWindow:
    """A rectangle of the screen map.

    Attributes
    ----------
    zoom : float
        Zoom level; the world is ``256 * 2**zoom`` pixels wide.
    left, top : int
        Upper left corner in the pixels of the world.
    width, height : int
        Pixels.
    """

    zoom: float
    left: int
    top: int
    width: int
    height: int

    @classmethod
    def around(cls, bounds: Sequence[float], zoom: float) -> PixelWindow:
        """Compute the smallest window that contains a box.

        Parameters
        ----------
        bounds : sequence of float
            West, south, east, north in degrees.
        zoom : float
            Zoom level.

        Returns
        -------
        PixelWindow
            Its edges are whole pixels.
        """
        west, south, east, north = bounds
        corners = world_pixels(np.array([[west, north], [east, south]]), zoom)
        (left, top), (right, bottom) = np.floor(corners[0]), np.ceil(corners[1])
        return cls(zoom, int(left), int(top), int(right - left), int(bottom - top))

    def pixels(self, lonlat: Any) -> Any:
        """Project longitude and latitude in degrees, shape (n, 2), to pixels from the upper left corner."""
        return world_pixels(lonlat, self.zoom) - [self.left, self.top]

    def dots(self, lonlat: Any) -> str:
        """Return points as SVG path data: lines without length, which round ends make discs of the stroke's width."""
        return "".join(f"M{x:.2f} {y:.2f}h0" for x, y in self.pixels(lonlat))

    def path(self, shape: BaseGeometry, decimals: int = 2) -> str:
        """Return lines and rings as SVG path data with relative steps, without the closing point of a ring.

        Parameters
        ----------
        shape : shapely geometry
            Lines or polygons in degrees.
        decimals : int
            Decimal places of a pixel. Points are rounded before the steps are computed, so errors do not add up.

        Returns
        -------
        str
            For each line ``M x y``, ``l dx dy …``, and ``z`` if it is closed.
        """
        parts = shapely.get_parts(shape)
        lines = np.concatenate([shapely.get_rings(parts), parts[shapely.get_type_id(parts) == 1]])
        if not len(lines):
            return ""
        steps = 10**decimals
        xy, index = shapely.get_coordinates(lines, return_index=True)
        points = np.round(self.pixels(xy) * steps).astype(int)
        return "".join(_line_paths(points, index, shapely.is_ring(lines), steps))


def shape_kind(geometry: BaseGeometry) -> Shape:
    """Return what a geometry is drawn as: area, line or point."""
    return _SHAPES[int(shapely.get_dimensions(geometry))]


def screen_shape(geometry: BaseGeometry) -> BaseGeometry:
    """Return a shape with coordinates (degrees) rounded to 1e-6°, which is 0.1 m, and rings as RFC 7946 has them."""
    return shapely.orient_polygons(shapely.transform(geometry, lambda xy: np.round(xy, SCREEN_DECIMALS)))


def largest_first(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the located features of a layer in drawing order, so that no large shape hides a small one.

    Parameters
    ----------
    frame : geopandas.GeoDataFrame
        Features of a layer, in degrees.

    Returns
    -------
    geopandas.GeoDataFrame
        Those with a geometry, the largest bounding box first.
    """
    located = frame[frame.geometry.notna()]
    bounds = shapely.bounds(located.geometry.to_numpy())
    extent = (bounds[:, 2] - bounds[:, 0]) * (bounds[:, 3] - bounds[:, 1])
    return located.iloc[np.argsort(-extent, kind="stable")]


def world_pixels(lonlat: Any, zoom: float) -> Any:
    """Project degrees to the pixels of the world in Web Mercator.

    Parameters
    ----------
    lonlat : array-like of float, shape (n, 2)
        Longitude and latitude in degrees.
    zoom : float
        Zoom level.

    Returns
    -------
    numpy.ndarray, shape (n, 2)
        Pixels to the right of and below the upper left corner of the world.
    """
    lon, lat = np.asarray(lonlat, dtype=float).T
    size = _TILE * 2.0**zoom
    y = 0.5 - np.arcsinh(np.tan(np.radians(lat))) / (2 * np.pi)
    return np.column_stack([(lon / 360 + 0.5) * size, y * size])


def _line_paths(points: Any, index: Any, closed: Any, steps: int) -> Iterator[str]:
    """Write lines, whose points have the number of their line in `index`, as path data."""
    starts = np.flatnonzero(np.diff(index, prepend=-1))
    ends = np.append(starts[1:], len(points))
    moves = np.diff(points, axis=0, prepend=points[:1])
    kept = (moves != 0).any(axis=1)
    kept[starts], moves[starts] = True, points[starts]
    kept[ends[closed] - 1] = False
    pairs = [f"{x / steps:.10g} {y / steps:.10g}" for x, y in moves[kept].tolist()]
    first = np.append(np.cumsum(kept)[starts] - 1, len(pairs)).tolist()
    for (start, end), is_ring in zip(pairwise(first), closed.tolist(), strict=True):
        tail = f"l{' '.join(pairs[start + 1 : end])}" if end - start > 1 else ""
        yield f"M{pairs[start]}{tail}{'z' if is_ring else ''}"
