"""The polygons of a layer, checked: only polygons, only valid ones, and a report of every one that was mended.

Most polygons are never needed as objects: validity and zonal areas are computed from their rings. So a layer may hold
its geometry in any form that makes the objects of a few rows when asked (`Shapes`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import shapely

from geo.errors import Fault, GeometryError
from geo.measure.arrays import Floats, Objects, Rings
from geo.measure.outlines import Outlines, Shapes, outlines_of
from geo.overlay.quick_validity import valid
from geo.overlay.rings import measured, rings_of, sums

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

_SHOWN = 5


class Polygons(NamedTuple):
    """Polygons of a layer.

    Attributes
    ----------
    ids : pandas.Index
        Names of the rows.
    crs : pyproj.CRS or str or None
        Reference system of `shapes`.
    shapes : Shapes
        Polygons and multi-polygons; a null or empty one has no rings.
    outlines : Outlines
        Their rings in degrees.
    """

    ids: pd.Index[Any]
    crs: object
    shapes: Shapes
    outlines: Outlines


@dataclass(frozen=True)
class Repair:
    """How an invalid polygon was mended.

    Attributes
    ----------
    id : object
        Its id in the frame.
    reason : str
        What was wrong (GEOS).
    change_km2 : float
        Area after less area before, on the ellipsoid, in square kilometres.
    """

    id: object
    reason: str
    change_km2: float


def polygons_of(frame: gpd.GeoDataFrame, what: str) -> Polygons:
    """Make polygons of the geometries of a frame.

    Parameters
    ----------
    frame : geopandas.GeoDataFrame
        Any reference system; the index names the rows.
    what : str
        "zones" or "features", for messages.

    Returns
    -------
    Polygons

    Raises
    ------
    GeometryError
        If a geometry is no polygon.
    CRSError
        If the reference system is unknown or Mercator.
    """
    shapes = np.array(frame.geometry.array, dtype=object)
    kind = shapely.get_type_id(shapes)
    others = (kind >= 0) & (kind != shapely.GeometryType.POLYGON) & (kind != shapely.GeometryType.MULTIPOLYGON)
    others[others] = ~shapely.is_empty(shapes[others])
    if others.any():
        rows = np.flatnonzero(others)[:_SHOWN]
        found = ", ".join(f"{frame.index[row]} is a {shapes[row].geom_type}" for row in rows)
        raise GeometryError(
            Fault(
                f"{others.sum()} geometries without area ({found})",
                "polygons: only ground can be divided",
                what,
                "leave these rows out, or give them an outline",
            )
        )
    return Polygons(frame.index, frame.crs, shapes, outlines_of(shapes, frame.crs, what))


def checked(polygons: Polygons, what: str, *, repair: bool) -> tuple[Polygons, Rings, list[Repair]]:
    """Check the validity of polygons, refuse or mend invalid ones, and measure the rings of all.

    Parameters
    ----------
    polygons : Polygons
    what : str
        "zones" or "features", for messages.
    repair : bool
        Mend invalid polygons (`shapely.make_valid`, method "structure") instead of refusing them.

    Returns
    -------
    Polygons
        The same, with what was mended.
    Rings
        Their measured rings.
    list of Repair
        One entry per polygon that was mended; empty without `repair`.

    Raises
    ------
    GeometryError
        If a polygon has a coordinate that is not finite, is invalid and not to be mended, or cannot be divided.
    CRSError
        If the numbers cannot be degrees.
    """
    located = np.bincount(polygons.outlines.owner, minlength=len(polygons.shapes)) > 0
    invalid = np.flatnonzero(~valid(polygons.shapes, polygons.outlines) & located)
    if not len(invalid):
        return polygons, measured(polygons.outlines, what), []
    broken = polygons.shapes.take(invalid)
    reasons = _reasons(polygons.ids[invalid], broken, what)
    if not repair:
        named = "; ".join(
            f"{name}: {why}" for name, why in list(zip(polygons.ids[invalid], reasons, strict=True))[:_SHOWN]
        )
        raise GeometryError(
            Fault(
                f"{len(invalid)} invalid geometries ({named})",
                "valid polygons",
                what,
                "mend them, or call with repair=True, which reports what it changed",
            )
        )
    mended = shapely.make_valid(broken, method="structure", keep_collapsed=False)
    before, after = _plain_km2(broken, polygons.crs), _plain_km2(mended, polygons.crs)
    shapes = polygons.shapes.take(np.arange(len(polygons.shapes)))
    shapes[invalid] = mended
    repairs = [
        Repair(name, str(reason), float(new - old))
        for name, reason, old, new in zip(polygons.ids[invalid], reasons, before, after, strict=True)
    ]
    whole = polygons._replace(shapes=shapes, outlines=outlines_of(shapes, polygons.crs, what))
    return whole, measured(whole.outlines, what), repairs


def _reasons(ids: pd.Index[Any], broken: Objects, what: str) -> NDArray[np.object_]:
    """List what is wrong with each polygon, and refuse coordinates that are not finite, which cannot be mended."""
    bad = [row for row, shape in enumerate(broken) if not np.isfinite(shapely.get_coordinates(shape)).all()]
    if bad:
        named = ", ".join(str(ids[row]) for row in bad[:_SHOWN])
        raise GeometryError(
            Fault(f"coordinates that are no numbers in {named}", "finite coordinates", what, "draw the vertices again")
        )
    return np.asarray(shapely.is_valid_reason(broken), dtype=object)


def _plain_km2(shapes: Objects, crs: object) -> Floats:
    """Compute the area of shells less holes, valid or not."""
    return area_m2_of(rings_of(shapes, crs, "geometry"), len(shapes)) / 1e6


def area_m2_of(rings: Rings, count: int) -> Floats:
    """Compute the area of each polygon in m² from its rings, shells less holes; as `geo.measure.area.area_km2`."""
    return sums(rings.owner, rings.sign * rings.area_m2, count)
