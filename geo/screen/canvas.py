"""The surface a map is drawn on: paper at an exact scale (EPSG:4529), or a window of the screen map (Web Mercator)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pyproj
import shapely

from geo.coordinates.crs import LINGANG_PROJECTED, WGS84
from geo.screen.svg import PixelWindow, world_pixels

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shapely.geometry.base import BaseGeometry

#: Size of a CSS pixel on paper in millimetres: 96 to the inch.
MM_PER_PX = 25.4 / 96.0
#: Whole numbers of the drawing to a millimetre and to a pixel: 0.01 mm is finer than a printer, 0.1 px than a screen.
STEPS_PER_MM, STEPS_PER_PX = 100, 10
#: Metres on the ground to a pixel of zoom 0 at 31° N.
_METRES_PER_PX = 2 * math.pi * 6_378_137.0 / 256 * math.cos(math.radians(31.0))
#: Beyond the edge this share of the longer side is drawn too, so that no cut edge shows.
_PAD = 0.03
#: Round denominators of scales: those of common scale rulers.
ROUND_SCALES: tuple[int, ...] = (500, 1000, 2000, 5000, 10_000, 15_000, 20_000, 25_000, 30_000, 40_000, 50_000)
ROUND_SCALES += (75_000, 100_000, 150_000, 200_000, 250_000, 300_000, 400_000, 500_000, 750_000, 1_000_000)


@dataclass(frozen=True)
class PaperWindow:
    """A rectangle on the ground and its size on paper.

    Attributes
    ----------
    east, north : float
        Centre in metres of EPSG:4529.
    scale : int
        Denominator of the scale.
    width_mm, height_mm : float
        Size of the map on paper.
    """

    east: float
    north: float
    scale: int
    width_mm: float
    height_mm: float

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north in metres."""
        half_width = self.width_mm * self.scale / 2000.0
        half_height = self.height_mm * self.scale / 2000.0
        return self.east - half_width, self.north - half_height, self.east + half_width, self.north + half_height

    def mm(self, metres: float) -> float:
        """Convert a length on the ground to millimetres on paper."""
        return metres * 1000.0 / self.scale


@dataclass(frozen=True)
class Canvas:
    """What a drawing needs to know of its surface. Coordinates count steps to the right and down.

    Attributes
    ----------
    width, height : float
        In `unit`.
    unit : {"mm", "px"}
    steps : int
        Steps to a unit.
    px : float
        Steps to a CSS pixel, in which widths of lines and sizes of names are stated.
    zoom : float
        Zoom level of the screen map at which a pixel covers as much ground.
    extent : tuple of float
        West, south, east, north in degrees of what is drawn.
    to_steps : callable
        From longitude and latitude in degrees, shape (n, 2), to steps.
    """

    width: float
    height: float
    unit: str
    steps: int
    px: float
    zoom: float
    extent: tuple[float, float, float, float]
    to_steps: Callable[[Any], Any]

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in steps."""
        return self.width * self.steps, self.height * self.steps

    @property
    def box(self) -> tuple[float, float, float, float]:
        """The box beyond whose edge nothing is drawn, in steps."""
        width, height = self.size
        pad = _PAD * max(width, height)
        return -pad, -pad, width + pad, height + pad


def paper_canvas(window: PaperWindow, weight: float = 1.0) -> Canvas:
    """Return the surface of a map on paper.

    Parameters
    ----------
    window : PaperWindow
    weight : float
        Factor of widths of lines and sizes of names: more than 1 on large paper, which is read from farther away.

    Returns
    -------
    Canvas
    """
    west, _, _, north = window.bounds
    factor = STEPS_PER_MM * 1000.0 / window.scale
    px = MM_PER_PX * weight

    def to_steps(lonlat: Any) -> Any:
        return (on_grid(lonlat) - [west, north]) * [factor, -factor]

    pad = _PAD * max(window.width_mm, window.height_mm) * window.scale / 1000.0
    return Canvas(
        width=window.width_mm,
        height=window.height_mm,
        unit="mm",
        steps=STEPS_PER_MM,
        px=px * STEPS_PER_MM,
        zoom=math.log2(_METRES_PER_PX / (px * window.scale / 1000.0)),
        extent=degrees_of(window, pad),
        to_steps=to_steps,
    )


def screen_canvas(window: PixelWindow) -> Canvas:
    """Return the surface of a window of the screen map."""
    pad = _PAD * max(window.width, window.height)
    corners = np.array([[window.left - pad, window.top + window.height + pad]])
    far = np.array([[window.left + window.width + pad, window.top - pad]])
    (west, south), (east, north) = (_degrees(corner[0], window.zoom) for corner in (corners, far))
    return Canvas(
        width=window.width,
        height=window.height,
        unit="px",
        steps=STEPS_PER_PX,
        px=STEPS_PER_PX,
        zoom=window.zoom,
        extent=(west, south, east, north),
        to_steps=lambda lonlat: (world_pixels(lonlat, window.zoom) - [window.left, window.top]) * STEPS_PER_PX,
    )


def _degrees(pixel: Any, zoom: float) -> tuple[float, float]:
    size = 256 * 2.0**zoom
    latitude = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * float(pixel[1]) / size))))
    return float(pixel[0]) / size * 360.0 - 180.0, latitude


@lru_cache(maxsize=2)
def _transformer(source: str, target: str) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(source, target, always_xy=True)


def on_grid(lonlat: Any) -> Any:
    """Project longitude and latitude in degrees, shape (n, 2), to metres of EPSG:4529."""
    lonlat = np.asarray(lonlat, dtype=float)
    return np.column_stack(_transformer(WGS84, LINGANG_PROJECTED).transform(lonlat[:, 0], lonlat[:, 1]))


def degrees_at(metres: Any) -> Any:
    """Return longitude and latitude in degrees, shape (n, 2), of points in metres of EPSG:4529."""
    metres = np.asarray(metres, dtype=float)
    return np.column_stack(_transformer(LINGANG_PROJECTED, WGS84).transform(metres[:, 0], metres[:, 1]))


def degrees_of(window: PaperWindow, pad_m: float = 0.0) -> tuple[float, float, float, float]:
    """Return west, south, east, north in degrees of all the ground of a window and `pad_m` metres round it."""
    west, south, east, north = window.bounds
    # The sides are straight on the grid and bend a little in degrees.
    ring = shapely.segmentize(shapely.box(west - pad_m, south - pad_m, east + pad_m, north + pad_m), (east - west) / 8)
    lon, lat = degrees_at(shapely.get_coordinates(ring)).T
    return float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())


def round_scale(width_m: float, height_m: float, width_mm: float, height_mm: float) -> int:
    """Compute the largest round scale at which a rectangle on the ground (metres) fits the paper (millimetres)."""
    needed = max(width_m / width_mm, height_m / height_mm) * 1000.0
    return next((scale for scale in ROUND_SCALES if scale >= needed), int(math.ceil(needed / 1e6) * 1_000_000))


def window_around(
    shapes: Sequence[BaseGeometry], size_mm: tuple[float, float], *, filled: float = 0.9, least_m: float = 0.0
) -> PaperWindow:
    """Compute the window in which shapes lie in the middle, at the largest round scale.

    Parameters
    ----------
    shapes : sequence of shapely geometry
        In degrees.
    size_mm : tuple of float
        Width and height of the map on paper.
    filled : float
        Share of width or height the shapes may take.
    least_m : float
        Ground in metres shown at least across the shapes.

    Returns
    -------
    PaperWindow
    """
    xy = on_grid(shapely.get_coordinates([*shapes]))
    (west, south), (east, north) = xy.min(axis=0), xy.max(axis=0)
    across, down = (max(side, least_m) / filled for side in (east - west, north - south))
    scale = round_scale(across, down, *size_mm)
    return PaperWindow(float(west + east) / 2, float(south + north) / 2, scale, *size_mm)
