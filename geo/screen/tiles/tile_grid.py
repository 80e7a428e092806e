"""The grid of the tiles of a zoom: tiles of 4096 units in Web Mercator, rows counted from the north.

A place has one position at a zoom, whatever tile and whatever feature it belongs to: whole units from the north-west
corner of the world, rightwards and downwards. So neighbours keep one edge between them, in a tile and across tiles.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geo.errors import Fault, ParameterError

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Half the side of the world in Web Mercator, in metres (EPSG:3857).
HALF_M = 20_037_508.342789244
#: Units along a side of a tile, and along a pixel of a map that draws a tile on 256 pixels.
EXTENT, PIXEL = 4096, 16
#: Units by which shapes reach beyond a tile, so that no outline follows its edge.
BUFFER = 64
MOST_ZOOM = 22
_RADIUS_M = HALF_M / np.pi
#: Web Mercator ends here; beyond it a latitude has no finite position.
_MOST_LAT = 85.0511287798066


@dataclass(frozen=True)
class TileAddress:
    """The address of a tile.

    Raises
    ------
    ParameterError
        If there is no such tile.
    """

    zoom: int
    column: int
    row: int

    def __post_init__(self) -> None:
        # The zoom first: a power of two of any number somebody sends has no end.
        side = 2**self.zoom if 0 <= self.zoom <= MOST_ZOOM else 0
        if not (0 <= self.column < side and 0 <= self.row < side):
            found = f"tile {self.zoom}/{self.column}/{self.row}"
            expected = f"a zoom from 0 to {MOST_ZOOM}, column and row below 2 to its power"
            raise ParameterError(Fault(found, expected, "tile", "mend the address"))

    @property
    def corner(self) -> NDArray[np.int64]:
        """Units of the north-west corner."""
        return np.array([self.column, self.row], dtype=np.int64) * EXTENT

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north in degrees, with the buffer."""
        edge = BUFFER / EXTENT
        west, east = ((self.column + step) / 2**self.zoom * 360.0 - 180.0 for step in (-edge, 1.0 + edge))
        south, north = (_latitude((self.row + step) / 2**self.zoom) for step in (1.0 + edge, -edge))
        return max(west, -180.0), south, min(east, 180.0), north

    def children(self, zoom: int) -> tuple[range, range]:
        """Return the columns and rows of the tiles of a deeper zoom that lie in this one."""
        side = 2 ** (zoom - self.zoom)
        return range(self.column * side, (self.column + 1) * side), range(self.row * side, (self.row + 1) * side)


def unit_m(zoom: int) -> float:
    """Compute the side of a unit of a tile in Web Mercator metres."""
    return float(2.0 * HALF_M / 2**zoom / EXTENT)


def in_mercator(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Project degrees into Web Mercator metres, which are those of a sphere."""
    lat = np.radians(np.clip(lonlat[:, 1], -_MOST_LAT, _MOST_LAT))
    return np.column_stack((np.radians(lonlat[:, 0]) * _RADIUS_M, np.arcsinh(np.tan(lat)) * _RADIUS_M))


def in_units(metres: NDArray[np.float64], zoom: int) -> NDArray[np.float64]:
    """Convert Web Mercator metres into units of a zoom from the north-west corner of the world, not rounded."""
    unit = unit_m(zoom)
    return np.column_stack(((metres[:, 0] + HALF_M) / unit, (HALF_M - metres[:, 1]) / unit))


def bounds_in_units(bounds: NDArray[np.float64], zoom: int) -> NDArray[np.float64]:
    """Convert bounds in Web Mercator into west, north, east and south in units of a zoom."""
    corners: NDArray[np.float64] = in_units(bounds.reshape(-1, 2), zoom).reshape(-1, 4)[:, [0, 3, 2, 1]]
    return corners


def in_degrees(bounds: NDArray[np.float64]) -> list[float]:
    """Convert west, south, east and north in Web Mercator into degrees."""
    angles = bounds / _RADIUS_M
    lats = np.degrees(np.arctan(np.sinh(angles[1::2])))
    lons = np.degrees(angles[::2])
    return [float(side) for pair in zip(lons, lats, strict=True) for side in pair]


def _latitude(down: float) -> float:
    """Compute the latitude at a share of the way from the north end of the world to its south end."""
    return float(np.degrees(np.arctan(np.sinh(np.pi * (1.0 - 2.0 * min(max(down, 0.0), 1.0))))))
