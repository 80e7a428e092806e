"""Bounds on areas, from the accuracy of every segment of their boundaries.

The accuracy of a boundary differs along it. A stretch that is a physical line of the background (coast, river, road),
or that several places share, has the best accuracy that any of them states, because all of them draw the same line.
The rest has the accuracy the feature states.

If every segment may lie its accuracy to either side, the error of the area is at most the sum of length × accuracy: a
bound for a shift of the whole boundary, not a standard deviation. In a total, a border between two of its parts drops
out: if it moves, one part loses what the other gains. So the bound of a total follows from the boundary of the union,
and is smaller than the sum of the bounds.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from geo.coordinates.crs import CGCS2000, WGS84
from geo.errors import CRSError, Fault, ParameterError
from geo.measure.area import ELLIPSOID
from geo.measure.arrays import batches
from geo.measure.outlines import segments_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    import geopandas as gpd
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    Floats = NDArray[np.float64]

#: Coordinates are written to 1e-7°. A segment lies on a line if both its ends do, to a few units of that.
_ON_LINE_DEG = 5e-7
#: Areas whose segments are looked up in one batch; each segment takes three point objects.
_AT_A_TIME = 500
#: Parts up to which all are merged at once.
_FEW = 2_000
PHYSICAL, SHARED, OWN = "physical", "shared", "own"


@dataclass(frozen=True, eq=False)
class Lines:
    """Lines of known accuracy, in an index; made by `known_lines`.

    Attributes
    ----------
    tree : shapely.STRtree
        Two-point segments of all lines, degrees.
    accuracy_m : ndarray of float
        Accuracy of each, metres.
    physical : ndarray of bool
        Whether it is a line of the background, not the outline of a place.
    """

    tree: shapely.STRtree
    accuracy_m: Floats
    physical: NDArray[np.bool_]


def known_lines(frames: Iterable[tuple[gpd.GeoDataFrame, bool]]) -> Lines:
    """List the lines and outlines whose accuracy is stated, in an index.

    Parameters
    ----------
    frames : iterable of (geopandas.GeoDataFrame, bool)
        Layers in longitude/latitude with a column ``accuracy_m``, and whether each shows physical lines. Features
        without geometry or accuracy are left out; the caller leaves out those drawn to a stated size.

    Returns
    -------
    Lines

    Raises
    ------
    CRSError
        If a layer is not in EPSG:4326 or EPSG:4490.
    """
    segments, accuracy, physical = [np.empty(0, dtype=object)], [np.empty(0)], [np.empty(0, dtype=bool)]
    for frame, is_physical in frames:
        _require_degrees(frame)
        stated = frame[frame.geometry.notna() & frame["accuracy_m"].notna()]
        ends, owner = segments_of(stated.geometry.to_numpy())
        segments.append(_as_lines(ends))
        accuracy.append(stated["accuracy_m"].to_numpy(dtype=float)[owner])
        physical.append(np.full(len(ends), is_physical))
    return Lines(shapely.STRtree(np.concatenate(segments)), np.concatenate(accuracy), np.concatenate(physical))


def _as_lines(ends: Floats) -> NDArray[np.object_]:
    """Make shapely lines of segments, shape (n, 2, 2)."""
    return (
        np.atleast_1d(np.asarray(shapely.linestrings(ends), dtype=object)) if len(ends) else np.empty(0, dtype=object)
    )


def _require_degrees(frame: gpd.GeoDataFrame) -> None:
    if frame.crs is None or frame.crs.to_string() not in {WGS84, CGCS2000}:
        raise CRSError(Fault(f"reference system {frame.crs}", f"{WGS84} or {CGCS2000}", "uncertainty"))


def boundary(shape: BaseGeometry, accuracy_m: float, lines: Lines | None = None) -> pd.DataFrame:
    """List the segments of the boundary of a polygon with their accuracy.

    Parameters
    ----------
    shape : shapely Polygon or MultiPolygon
        In longitude/latitude.
    accuracy_m : float
        Accuracy the feature states for its whole boundary, metres.
    lines : Lines, optional
        Lines whose accuracy is known.

    Returns
    -------
    pandas.DataFrame
        One row per segment in the order of the rings: ``lon_1``, ``lat_1``, ``lon_2``, ``lat_2`` (degrees),
        ``length_m``, ``accuracy_m``, ``basis`` ("physical", "shared" or "own").

    Raises
    ------
    ParameterError
        If the accuracy is not a positive number.
    """
    ends, _, length, accuracy, basis = _known(np.array([shape], dtype=object), np.array([float(accuracy_m)]), lines)
    columns = dict(zip(["lon_1", "lat_1", "lon_2", "lat_2"], ends.reshape(-1, 4).T, strict=True))
    return pd.DataFrame({**columns, "length_m": length, "accuracy_m": accuracy, "basis": basis})


def _known(
    shapes: NDArray[np.object_], accuracy_m: Floats, lines: Lines | None
) -> tuple[Floats, NDArray[np.intp], Floats, Floats, NDArray[np.object_]]:
    """List ends, row of the shape, length, accuracy and basis of every segment of polygons; see `boundary`."""
    bad = accuracy_m[~(accuracy_m > 0)]
    if len(bad):
        raise ParameterError(Fault(f"accuracy {bad[0]} m", "a positive number of metres", "accuracy_m"))
    ends, owner = segments_of(shapes)
    _, _, length = ELLIPSOID.inv(ends[:, 0, 0], ends[:, 0, 1], ends[:, 1, 0], ends[:, 1, 1])
    accuracy, basis = accuracy_m[owner], np.full(len(ends), OWN, dtype=object)
    if lines is not None and len(lines.accuracy_m):
        _look_up(ends, lines, accuracy, basis)
    return ends, owner, length, accuracy, basis


def _look_up(ends: Floats, lines: Lines, accuracy: Floats, basis: NDArray[np.object_]) -> None:
    """Write the accuracy of known lines over that of the segments that lie on them; of several lines the best."""
    middle = shapely.points(ends.mean(axis=1))
    segment, line = lines.tree.query(middle, predicate="dwithin", distance=_ON_LINE_DEG)
    for end in (0, 1):
        near = shapely.dwithin(shapely.points(ends[segment, end]), lines.tree.geometries[line], _ON_LINE_DEG)
        segment, line = segment[near], line[near]
    for physical, name in ((False, SHARED), (True, PHYSICAL)):
        of_kind = lines.physical[line] == physical
        best = np.full(len(ends), np.inf)
        np.minimum.at(best, segment[of_kind], lines.accuracy_m[line[of_kind]])
        # The feature's own outline is among the shared ones: only a better one counts as shared. A physical line is
        # named even where the feature states a better accuracy for its stretch of it.
        named = np.isfinite(best) if physical else best < accuracy
        accuracy[named], basis[named] = np.minimum(best, accuracy)[named], name


def area_bound_km2(segments: pd.DataFrame) -> float:
    """Compute the bound on the error of an area in km²: the sum of length × accuracy over segments of `boundary`."""
    return float((segments["length_m"] * segments["accuracy_m"]).sum()) / 1e6


def area_bounds_km2(shapes: NDArray[np.object_], accuracy_m: Floats, lines: Lines | None = None) -> Floats:
    """Compute the bound on the error of many areas in km²: `area_bound_km2` of the `boundary` of each.

    Parameters
    ----------
    shapes : ndarray of shapely Polygon or MultiPolygon, shape (n,)
        In longitude/latitude.
    accuracy_m : ndarray of float, shape (n,)
        Accuracy each feature states for its whole boundary, metres.
    lines : Lines, optional
        Lines whose accuracy is known.

    Returns
    -------
    ndarray of float, shape (n,)

    Raises
    ------
    ParameterError
        If an accuracy is not a positive number.
    """
    out = np.zeros(len(shapes))
    for rows in batches(len(shapes), _AT_A_TIME):
        _, owner, length, accuracy, _ = _known(shapes[rows], accuracy_m[rows], lines)
        first = np.searchsorted(owner, np.arange(rows.stop - rows.start + 1))
        products = length * accuracy
        out[rows] = [products[start:stop].sum() / 1e6 for start, stop in itertools.pairwise(first)]
    return out


def total_bound_km2(shapes: Iterable[BaseGeometry], accuracy_m: Iterable[float], lines: Lines | None = None) -> float:
    """Compute the bound on the error of the area of a union in km²; parameters as of `total_boundary`."""
    return area_bound_km2(total_boundary(shapes, accuracy_m, lines))


def total_boundary(
    shapes: Iterable[BaseGeometry], accuracy_m: Iterable[float], lines: Lines | None = None
) -> pd.DataFrame:
    """List the segments of the boundary of a union with their accuracy: an edge that two parts share drops out.

    Parameters
    ----------
    shapes : iterable of shapely Polygon or MultiPolygon
        The parts, in longitude/latitude; they may share borders or overlap.
    accuracy_m : iterable of float
        Accuracy of each part, metres.
    lines : Lines, optional
        Lines whose accuracy is known.

    Returns
    -------
    pandas.DataFrame
        As `boundary`. Each segment has the accuracy of the best part or line it lies on.
    """
    parts = list(shapes)
    best = list(accuracy_m)
    ends, owner = segments_of(np.array(parts, dtype=object))
    own = Lines(shapely.STRtree(_as_lines(ends)), np.array(best)[owner], np.zeros(len(ends), dtype=bool))
    # Every segment of the union lies on a part, whose accuracy replaces the worst one given here.
    # Most of many parts touch no other: each group that touches is merged by itself.
    union = shapely.union_all(parts) if len(parts) <= _FEW else shapely.disjoint_subset_union_all(parts)
    segments = boundary(union, max(best), own)
    if lines is not None and len(lines.accuracy_m):
        accuracy = segments["accuracy_m"].to_numpy(copy=True)
        basis = segments["basis"].to_numpy(dtype=object, copy=True)
        _look_up(segments.iloc[:, :4].to_numpy().reshape(-1, 2, 2), lines, accuracy, basis)
        segments = segments.assign(accuracy_m=accuracy, basis=basis)
    return segments
