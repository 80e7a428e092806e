"""GCJ-02 and BD-09, the shifted coordinates of Chinese web maps: needed to draw our layers over their tiles.

GCJ-02 moves a point by up to 700 m, by a smooth function of its position. BD-09 moves the result again. Neither has an
inverse in closed form, and the usual one-step inverse is metres off. Here the inverse is found by fixed-point
iteration: the shift changes by less than 1e-2 of the distance moved, so every round gains at least two digits.

Stored and exported coordinates are never shifted. Outside the rectangle of China the shift is zero by definition.

Source: the public reconstruction of the GCJ-02 transform (Krasovsky ellipsoid, a = 6 378 245 m).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.errors import Fault, GeometryError

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

#: West, south, east, north of the rectangle in which GCJ-02 shifts, degrees.
CHINA = (72.004, 0.8293, 137.8347, 55.8271)
_A = 6_378_245.0
_EE = 0.006693421622965943
_BAIDU = np.pi * 3000.0 / 180.0
#: The iteration ends when a step is shorter than this (some 10 nm). It has failed after this many rounds.
_ENOUGH_DEG = 1e-13
_ROUNDS = 40


def wgs84_to_gcj02(lonlat: ArrayLike) -> Floats:
    """Compute GCJ-02 coordinates from true ones.

    Parameters
    ----------
    lonlat : array_like of float, shape (n, 2)
        Longitude and latitude in degrees, WGS84 or CGCS2000.

    Returns
    -------
    ndarray of float, shape (n, 2)
        Degrees on GCJ-02; unchanged outside `CHINA`.

    Raises
    ------
    GeometryError
        If a coordinate is not finite.
    """
    true = _degrees(lonlat)
    west, south, east, north = CHINA
    inside = (true[:, 0] >= west) & (true[:, 0] <= east) & (true[:, 1] >= south) & (true[:, 1] <= north)
    return np.where(inside[:, None], true + _shift(true), true)


def gcj02_to_wgs84(lonlat: ArrayLike) -> Floats:
    """Compute true coordinates from GCJ-02 ones, to far below a millimetre.

    Parameters
    ----------
    lonlat : array_like of float, shape (n, 2)
        Degrees on GCJ-02.

    Returns
    -------
    ndarray of float, shape (n, 2)
        Degrees on WGS84.

    Raises
    ------
    GeometryError
        If a coordinate is not finite, or lies on the edge of `CHINA`, where the shift jumps and has no inverse.
    """
    return _inverse(wgs84_to_gcj02, _degrees(lonlat))


def gcj02_to_bd09(lonlat: ArrayLike) -> Floats:
    """Compute Baidu's BD-09 coordinates from GCJ-02 ones; parameters and result as in `wgs84_to_gcj02`."""
    x, y = _degrees(lonlat).T
    radius = np.hypot(x, y) + 2e-5 * np.sin(y * _BAIDU)
    angle = np.arctan2(y, x) + 3e-6 * np.cos(x * _BAIDU)
    return np.column_stack((radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006))


def bd09_to_gcj02(lonlat: ArrayLike) -> Floats:
    """Compute GCJ-02 coordinates from BD-09 ones; parameters and result as in `gcj02_to_wgs84`."""
    return _inverse(gcj02_to_bd09, _degrees(lonlat))


def wgs84_to_bd09(lonlat: ArrayLike) -> Floats:
    """Compute BD-09 coordinates from true ones; parameters and result as in `wgs84_to_gcj02`."""
    return gcj02_to_bd09(wgs84_to_gcj02(lonlat))


def bd09_to_wgs84(lonlat: ArrayLike) -> Floats:
    """Compute true coordinates from BD-09 ones; parameters and result as in `gcj02_to_wgs84`."""
    return gcj02_to_wgs84(bd09_to_gcj02(lonlat))


def _degrees(lonlat: ArrayLike) -> Floats:
    degrees = np.asarray(lonlat, dtype=float).reshape(-1, 2)
    if not np.isfinite(degrees).all():
        raise GeometryError(Fault("a coordinate that is not a finite number", "finite degrees", "datum"))
    return degrees


def _inverse(forward: Callable[[Floats], Floats], target: Floats) -> Floats:
    """Solve forward(x) = target by x ← x + target - forward(x)."""
    found = target.copy()
    for _ in range(_ROUNDS):
        miss = target - forward(found)
        found += miss
        if not len(found) or np.abs(miss).max() < _ENOUGH_DEG:
            return found
    raise GeometryError(
        Fault("a point on the rim of the GCJ-02 rectangle", "a point inside or outside of it", "datum", str(CHINA))
    )


def _shift(lonlat: Floats) -> Floats:
    """Compute the displacement from true to GCJ-02 coordinates in degrees."""
    x, y = lonlat[:, 0] - 105.0, lonlat[:, 1] - 35.0
    root, product = np.sqrt(np.abs(x)), x * y
    common = 20.0 * np.sin(6.0 * x * np.pi) + 20.0 * np.sin(2.0 * x * np.pi)
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * product + 0.1 * root
    east += (common + _waves(x, (20.0, 1.0), (40.0, 3.0), (150.0, 12.0), (300.0, 30.0))) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * product + 0.2 * root
    north += (common + _waves(y, (20.0, 1.0), (40.0, 3.0), (160.0, 12.0), (320.0, 30.0))) * 2.0 / 3.0
    sine = np.sin(np.radians(lonlat[:, 1]))
    w2 = 1.0 - _EE * sine * sine
    metres_north = _A * (1.0 - _EE) / (w2 * np.sqrt(w2))
    metres_east = _A / np.sqrt(w2) * np.cos(np.radians(lonlat[:, 1]))
    return np.degrees(np.column_stack((east / metres_east, north / metres_north)))


def _waves(value: Floats, *terms: tuple[float, float]) -> Floats:
    """Compute the sum of amplitude × sin(π value / period) over the terms."""
    total = np.zeros_like(value)
    for amplitude, period in terms:
        total += amplitude * np.sin(value * np.pi / period)
    return total
