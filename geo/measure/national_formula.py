r"""The area formula of China's national land survey, as a second opinion on `geo.measure.area`.

国土调查办发〔2008〕32号, 图幅理论面积与图斑椭球面积计算公式及要求, formula (2): a trapezoid on the ellipsoid between
two parallels and two meridians ΔL apart has the area

.. math:: S = 2b^2 \Delta L \left[A\sin\tfrac{\Delta B}{2}\cos B_m - B\sin\tfrac{3\Delta B}{2}\cos 3B_m +
          C\sin\tfrac{5\Delta B}{2}\cos 5B_m - D\sin\tfrac{7\Delta B}{2}\cos 7B_m +
          E\sin\tfrac{9\Delta B}{2}\cos 9B_m\right]

with constants that are series in e² up to e⁸. A parcel is the sum, around its ring, of the trapezoids between each
edge and one chosen meridian, ΔL being the mean longitude of the edge less that of the meridian.

It differs from `geo.measure.area` in two ways: the series ends at e⁸ (1e-11 of the area), and an edge counts as a
trapezoid of mean width instead of a straight line, which long slanting edges show: 2e-5 of a quadrilateral with sides
of 5 km, 1e-9 with a vertex every few metres.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.coordinates.ellipsoid import FIRST_ECCENTRICITY_2, SEMI_MINOR_M
from geo.measure.area import ELLIPSOIDAL, Method, area_by_rings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

NATIONAL = Method(
    id="national-survey-2008",
    name_zh="国土调查办发〔2008〕32号 图斑椭球面积公式（CGCS2000 椭球）",
    name_en="Formula of the national land survey (2008, no. 32) on the CGCS2000 ellipsoid",
    crs=ELLIPSOIDAL.crs,
)

_E2 = FIRST_ECCENTRICITY_2
_E4, _E6, _E8 = _E2**2, _E2**3, _E2**4
#: The constants A to E of the formula, with their signs.
_SERIES = (
    1 + 3 / 6 * _E2 + 30 / 80 * _E4 + 35 / 112 * _E6 + 630 / 2304 * _E8,
    -(1 / 6 * _E2 + 15 / 80 * _E4 + 21 / 112 * _E6 + 420 / 2304 * _E8),
    3 / 80 * _E4 + 7 / 112 * _E6 + 180 / 2304 * _E8,
    -(1 / 112 * _E6 + 45 / 2304 * _E8),
    5 / 2304 * _E8,
)


def national_area_km2(geometries: Sequence[object] | NDArray[np.object_], crs: object) -> Floats:
    """Measure geometries by the national formula.

    Parameters
    ----------
    geometries : array_like of shapely.Geometry, shape (n,)
        As in `geo.measure.area.area_km2`.
    crs : pyproj.CRS or str
        As in `geo.measure.area.area_km2`.

    Returns
    -------
    numpy.ndarray of float, shape (n,)
        Area in square kilometres, never negative.

    Raises
    ------
    CRSError, GeometryError
        As in `geo.measure.area.area_km2`.
    """
    return area_by_rings(geometries, crs, _ring_m2)


def trapezoid_m2(width: Floats, south: Floats, north: Floats) -> Floats:
    """Compute the signed area between two meridians and two parallels, formula (2).

    Parameters
    ----------
    width, south, north : ndarray of float
        Difference of longitude and the two latitudes, radians.

    Returns
    -------
    ndarray of float
        Square metres.
    """
    rise, middle = north - south, (north + south) / 2.0
    total = np.zeros_like(rise)
    for term, factor in enumerate(_SERIES):
        odd = 2 * term + 1
        total += factor * np.sin(odd * rise / 2.0) * np.cos(odd * middle)
    return 2.0 * SEMI_MINOR_M**2 * width * total


def _ring_m2(lonlat: Floats, ring_of: NDArray[np.intp], count: int) -> Floats:
    """Compute the signed area of closed rings, counter-clockwise positive. The meridian is that of the first vertex."""
    radians = np.radians(lonlat)
    same = ring_of[1:] == ring_of[:-1]
    ring = ring_of[:-1][same]
    meridian = radians[np.searchsorted(ring_of, np.arange(count)), 0]
    width = (radians[:-1, 0][same] + radians[1:, 0][same]) / 2.0 - meridian[ring]
    strips = trapezoid_m2(width, radians[:-1, 1][same], radians[1:, 1][same])
    return np.asarray(np.bincount(ring, strips, count), dtype=np.float64)
