"""How far GCJ-02 coordinates lie from true ones.

Chinese web maps publish coordinates in GCJ-02, WGS84 with a smooth displacement; here it is about 430 m east and 240 m
south. The displacement is a published formula (it was read out of map software in 2010 and is in general use since;
it agrees with pairs of points to a few metres, which is enough to recognise a shift of 490 m).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# The formula is built on the ellipsoid of Krasovsky 1940.
_SEMI_MAJOR_M = 6_378_245.0
_E2 = 0.006_693_421_622_965_943
_LON_0, _LAT_0 = 105.0, 35.0

#: Waves of the two displacements: (amplitude, half period) pairs, per coordinate.
_WAVES_X = ((20.0, 1 / 6), (20.0, 0.5), (20.0, 1.0), (40.0, 3.0), (150.0, 12.0), (300.0, 30.0))
_WAVES_Y_OF_X = ((20.0, 1 / 6), (20.0, 0.5))
_WAVES_Y_OF_Y = ((20.0, 1.0), (40.0, 3.0), (160.0, 12.0), (320.0, 30.0))


def offset(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the displacement of GCJ-02 at true positions.

    Parameters
    ----------
    lonlat : numpy.ndarray of float, shape (n, 2)
        Longitude and latitude in degrees (WGS84), inside China.

    Returns
    -------
    numpy.ndarray of float, shape (n, 2)
        GCJ-02 less WGS84, longitude and latitude in degrees: about +0.0043, −0.0022 near Lingang.
    """
    lon, lat = lonlat.T
    x, y = lon - _LON_0, lat - _LAT_0
    root = np.sqrt(np.abs(x))
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + _waves(x, _WAVES_X)
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north = north + _waves(x, _WAVES_Y_OF_X) + _waves(y, _WAVES_Y_OF_Y)
    phi = np.radians(lat)
    w2 = 1.0 - _E2 * np.sin(phi) ** 2
    prime_vertical = _SEMI_MAJOR_M / np.sqrt(w2)
    meridian = prime_vertical * (1.0 - _E2) / w2
    return np.column_stack((np.degrees(east / (prime_vertical * np.cos(phi))), np.degrees(north / meridian)))


def _waves(t: NDArray[np.float64], waves: tuple[tuple[float, float], ...]) -> NDArray[np.float64]:
    total = np.zeros_like(t)
    for amplitude, half_period in waves:
        total += amplitude * np.sin(t * np.pi / half_period) * 2.0 / 3.0
    return total
