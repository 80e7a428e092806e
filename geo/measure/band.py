"""The ground of which a map cannot tell on which side of a boundary it lies, made once for many questions.

A boundary is known to some metres, which differ along it. The band is all that is nearer to a stretch of it than this
stretch is known. Outside the band a map tells: what is left of the zone surely lies in it, all else surely not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import shapely

from geo.coordinates.local_plane import to_metres

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

Relation = Literal["inside", "outside", "partly", "within the band"]


@dataclass(frozen=True, eq=False)
class Band:
    """A zone and the band along its boundary, in the plane of `geo.coordinates.local_plane`.

    Attributes
    ----------
    zone : shapely Polygon or MultiPolygon
    unsure : shapely Polygon or MultiPolygon
        All that is nearer to the boundary than it is known.
    core : shapely geometry
        What is left of the zone without the band; may be empty.
    reach : shapely Polygon or MultiPolygon
        Zone and band; all outside surely lies outside the zone.
    """

    zone: BaseGeometry
    unsure: BaseGeometry
    core: BaseGeometry
    reach: BaseGeometry


def band_of(zone: BaseGeometry, segments: pd.DataFrame) -> Band:
    """Make the band of a zone.

    Parameters
    ----------
    zone : shapely Polygon or MultiPolygon
        In longitude/latitude.
    segments : pandas.DataFrame
        The `geo.measure.uncertainty.boundary` of the zone.

    Returns
    -------
    Band
    """
    lines, accuracy = lines_in_metres(segments)
    pieces = [
        shapely.buffer(shapely.line_merge(shapely.multilinestrings(lines[accuracy == metres])), metres)
        for metres in np.unique(accuracy)
    ]
    (plane,), unsure = to_metres([zone]), shapely.union_all(pieces)
    return Band(*prepared_copies([plane, unsure, shapely.difference(plane, unsure), shapely.union(plane, unsure)]))


def prepared_copies(shapes: Sequence[BaseGeometry] | NDArray[np.object_]) -> NDArray[np.object_]:
    """Return copies of shapes that answer many questions fast, in several threads at once.

    A prepared shape builds its indexes at the first question, and two threads must not build one at a time: so the
    first question is asked here.
    """
    copies = np.asarray(shapely.from_wkb(shapely.to_wkb(np.asarray(shapes, dtype=object))), dtype=object)
    shapely.prepare(copies)
    shapely.covers(copies, shapes)
    return copies


def lines_in_metres(segments: pd.DataFrame) -> tuple[NDArray[np.object_], NDArray[np.float64]]:
    """Return the segments of a `boundary` as lines in the plane, and the accuracy of each in metres."""
    ends = segments[["lon_1", "lat_1", "lon_2", "lat_2"]].to_numpy().reshape(-1, 2, 2)
    return to_metres(np.asarray(shapely.linestrings(ends))), segments["accuracy_m"].to_numpy(dtype=float)


def relation_to(band: Band, plane: BaseGeometry) -> Relation:
    """Compute the relation of a shape to a zone whose boundary is known to some metres.

    Parameters
    ----------
    band : Band
    plane : shapely geometry
        The shape, in the plane.

    Returns
    -------
    {"inside", "outside", "partly", "within the band"}
        "partly" if it surely lies on both sides of the boundary; "within the band" if it comes near the boundary and
        does not surely lie on both sides: the plan does not tell whether it is wholly in, or in at all.
    """
    if not shapely.intersects(band.unsure, plane):
        if shapely.contains(band.zone, plane):
            return "inside"
        # A shape of several parts may lie on both sides and far from the boundary.
        return "partly" if shapely.intersects(band.zone, plane) else "outside"
    both = shapely.intersects(band.core, plane) and not shapely.covers(band.reach, plane)
    return "partly" if both else "within the band"


def unsure_share(band: Band, plane: BaseGeometry) -> float:
    """Compute the share of an area or a line, in the plane, of which the map cannot tell on which side it lies."""
    if not shapely.intersects(band.unsure, plane):
        return 0.0
    if shapely.covers(band.unsure, plane):
        return 1.0
    common = shapely.intersection(band.unsure, plane)
    measure = shapely.area if shapely.get_dimensions(plane) == 2 else shapely.length
    return min(float(measure(common) / measure(plane)), 1.0)
