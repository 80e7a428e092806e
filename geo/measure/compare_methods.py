"""Measure an area by several methods, to show how the figure of the atlas compares: the answer to "how computed?".

The formula of the national land survey confirms the figure; GeographicLib, with geodesic edges, confirms it
independently. Web Mercator and a sphere are listed because web maps measure so. Their figures should not be used, but
readers meet them elsewhere.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np
import pyproj
import shapely

from geo.coordinates.crs import CGCS2000, to_lonlat, zone_for
from geo.measure.area import ELLIPSOID, ELLIPSOIDAL, area_by_rings, area_km2
from geo.measure.national_formula import NATIONAL, national_area_km2

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: Radius of the sphere web maps measure on (Leaflet, turf): the equatorial one.
WEB_SPHERE_M = 6_378_137.0
#: GeographicLib's edges are geodesics, ours are straight in degrees; with a vertex every 100 m they coincide.
_STEP_DEG = 0.001


def explain(geometries: Sequence[object] | NDArray[np.object_], crs: object) -> list[dict[str, Any]]:
    """Measure the same polygons by every method.

    Parameters
    ----------
    geometries : array_like of shapely.Geometry, shape (n,)
        Polygons; their areas are added up. None counts as 0.
    crs : pyproj.CRS or str
        Their reference system, any but Mercator.

    Returns
    -------
    list of dict
        One per method, the atlas's own first: ``id``, ``name_zh``, ``name_en``, ``crs``, ``area_km2``,
        ``difference_km2`` and ``difference_share`` from the atlas's own.

    Raises
    ------
    CRSError, GeometryError
        As in `geo.measure.area.area_km2`.
    """
    shapes = np.asarray(geometries, dtype=object).reshape(-1)
    shapes = _degrees(shapes[~shapely.is_missing(shapes)], crs)
    own = float(area_km2(shapes, CGCS2000).sum())
    middle = float(np.nanmean(shapely.bounds(shapes)[:, [0, 2]])) if own else 120.0
    zone = zone_for(middle)
    others = [
        (asdict(NATIONAL), float(national_area_km2(shapes, CGCS2000).sum())),
        (
            _named("geographiclib", "GeographicLib（大地线边）", "GeographicLib, geodesic edges", CGCS2000),
            _geodesic(shapes),
        ),
        (_named("projected", "高斯–克吕格平面面积", "Gauss-Krueger, planar", zone), _planar(shapes, zone)),
        (_named("sphere", "球面（网页地图常用）", "Sphere, as web maps measure", "R = 6378137 m"), _sphere(shapes)),
        (
            _named("web-mercator", "Web 墨卡托平面（不可用）", "Web Mercator, planar: never use", "EPSG:3857"),
            _mercator(shapes),
        ),
    ]
    rows = [(asdict(ELLIPSOIDAL), own), *others]
    return [
        {
            **method,
            "area_km2": value,
            "difference_km2": value - own,
            "difference_share": (value - own) / own if own else None,
        }
        for method, value in rows
    ]


def _named(name: str, zh: str, en: str, crs: str) -> dict[str, str]:
    return {"id": name, "name_zh": zh, "name_en": en, "crs": crs}


def _degrees(shapes: NDArray[np.object_], crs: object) -> NDArray[np.object_]:
    transformer = to_lonlat(crs)
    if transformer is None:
        return shapes
    return _moved(shapes, transformer)


def _moved(shapes: NDArray[np.object_], transformer: pyproj.Transformer) -> NDArray[np.object_]:
    moved = shapely.transform(shapes, lambda xy: np.column_stack(transformer.transform(xy[:, 0], xy[:, 1])))
    return np.asarray(moved, dtype=object)


def _geodesic(shapes: NDArray[np.object_]) -> float:
    dense = shapely.orient_polygons(shapely.segmentize(shapely.get_parts(shapes), _STEP_DEG))
    return sum(abs(ELLIPSOID.geometry_area_perimeter(shape)[0]) for shape in dense) / 1e6


def _planar(shapes: NDArray[np.object_], crs: str) -> float:
    there = pyproj.Transformer.from_crs(CGCS2000, crs, always_xy=True)
    return float(shapely.area(_moved(shapes, there)).sum()) / 1e6


def _mercator(shapes: NDArray[np.object_]) -> float:
    """Compute the planar area in EPSG:3857 from degrees, as a web map would."""

    def project(lonlat: Floats) -> Floats:
        lon, lat = np.radians(lonlat).T
        return np.asarray(WEB_SPHERE_M * np.column_stack((lon, np.log(np.tan(np.pi / 4 + lat / 2)))), dtype=np.float64)

    return float(shapely.area(shapely.transform(shapes, project)).sum()) / 1e6


def _sphere(shapes: NDArray[np.object_]) -> float:
    """Compute the area on a sphere as Leaflet and turf do (Chamberlain and Duquette 2007)."""

    def ring_m2(lonlat: Floats, ring_of: NDArray[np.intp], count: int) -> Floats:
        lon, sine = np.radians(lonlat[:, 0]), np.sin(np.radians(lonlat[:, 1]))
        same = ring_of[1:] == ring_of[:-1]
        strips = (lon[1:] - lon[:-1])[same] * (2.0 + sine[1:] + sine[:-1])[same] / 2.0
        return np.asarray(WEB_SPHERE_M**2 * np.bincount(ring_of[:-1][same], strips, count), dtype=np.float64)

    return float(area_by_rings(shapes, CGCS2000, ring_m2).sum())
