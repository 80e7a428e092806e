"""Distances near Lingang in metres: geometries converted to the plane of EPSG:4529.

CGCS2000, 3-degree Gauss-Krueger zone, central meridian 123°E. Its scale is 1 on the meridian and 1.0005 at the western
edge of Shanghai: half a metre in a kilometre, far below the accuracy of a drawn edge. Areas are never measured in this
plane, but by `geo.measure.area`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pyproj
import shapely

from geo.coordinates.crs import CGCS2000, LINGANG_PROJECTED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

#: Longer edges get vertices. An edge is straight in longitude/latitude (RFC 7946); one of 0.02° (2 km) differs from the
#: straight line of the plane by less than 0.1 m.
_LONGEST_EDGE_DEG = 0.02


def to_metres(geometries: Sequence[object] | NDArray[np.object_]) -> NDArray[np.object_]:
    """Convert geometries to the plane.

    Parameters
    ----------
    geometries : array_like of shapely.Geometry or None, shape (n,)
        Longitude and latitude in degrees.

    Returns
    -------
    numpy.ndarray of object, shape (n,)
        The geometries in EPSG:4529 (easting with zone number, northing; metres), with vertices added on long edges.
    """
    dense = shapely.segmentize(np.asarray(geometries, dtype=np.object_), _LONGEST_EDGE_DEG)
    return np.asarray(shapely.transform(dense, positions_to_metres), dtype=np.object_)


def positions_to_metres(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Convert positions to the plane.

    Parameters
    ----------
    lonlat : numpy.ndarray of float, shape (n, 2)
        Longitude and latitude in degrees.

    Returns
    -------
    numpy.ndarray of float, shape (n, 2)
        Easting (with zone number) and northing in metres, EPSG:4529.
    """
    return np.column_stack(_transformer().transform(lonlat[:, 0], lonlat[:, 1]))


@lru_cache(maxsize=1)
def _transformer() -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(CGCS2000, LINGANG_PROJECTED, always_xy=True)


def points_of(positions: NDArray[np.float64]) -> NDArray[np.object_]:
    """Make a shapely point of each position, shape (n, 2)."""
    return np.asarray(shapely.points(positions), dtype=np.object_)
