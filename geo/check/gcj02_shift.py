"""The GCJ-02 shift: layers whose coordinates are in GCJ-02 instead of WGS84.

Two kinds of evidence are used:

* Control points. The shift that brings the points onto the edges of the layer is estimated by least squares on the
  distances across the edge (a point on a straight river says nothing of a shift along it). The estimate is repeated
  from the shifted position until it no longer changes (iterative closest point, Besl and McKay 1992, for a translation
  only).
* Shared vertices. Layers are drawn along each other's lines, so many vertices are equal to the last digit. A layer in
  GCJ-02 shares none with the others until the GCJ-02 shift is removed.

A layer without control points and shared vertices (such as a single feature pasted from a web map) is not judged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.atlas.figures import MEASURED_METHODS
from geo.check.control_points import edges, measure_control_points
from geo.check.rules import Finding
from geo.coordinates.gcj02 import wgs84_to_gcj02
from geo.coordinates.local_plane import points_of, positions_to_metres, to_metres

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

#: Largest difference of the estimated from the GCJ-02 shift, as a share of the latter.
_MAX_DIFFERENCE = 0.35

#: Largest distance of shared vertices, in metres: the inverse of the GCJ-02 formula is not more exact.
_SHARED_M = 3.0
#: Least evidence: shared vertices, control points.
_MIN_SHARED = 5
_MIN_POINTS = 3

#: Most iterations of the estimate.
_ITERATIONS = 12


def gcj02_shift_findings(points: pd.DataFrame, features: gpd.GeoDataFrame) -> list[Finding]:
    """List the layers that seem to be in GCJ-02.

    Parameters
    ----------
    points : pandas.DataFrame
        ``layers/control_points.csv``.
    features : geopandas.GeoDataFrame
        Index ``place_id``, EPSG:4326, columns ``layer`` and ``accuracy_m``.

    Returns
    -------
    list of Finding
        Rule K002, one per layer.
    """
    drawn = features[features.geometry.notna()]
    findings = []
    for layer in dict.fromkeys(drawn["layer"]):
        evidence = _evidence_of_points(points, drawn[drawn["layer"] == layer]) or _evidence_of_vertices(drawn, layer)
        if evidence:
            remedy = "convert the layer from GCJ-02 to WGS84, or trace it on a WGS84 map"
            expected = "coordinates in WGS84 (GCJ-02 lies about 490 m east-south-east)"
            findings.append(Finding("K002", "error", f"layers/{layer}.geojson", "", evidence, expected, remedy))
    return findings


def _evidence_of_points(points: pd.DataFrame, layer: gpd.GeoDataFrame) -> str:
    """Return the evidence of the control points that a layer is shifted, as text; empty if there is none."""
    pairs = measure_control_points(points[points["relation"] == "on"], layer[layer["method"].isin(MEASURED_METHODS)])
    if len(pairs) < _MIN_POINTS:
        return ""
    lonlat = pairs[["lon", "lat"]].to_numpy()
    shapes = edges(to_metres(np.asarray(layer.geometry.loc[pairs["feature_id"]])))
    true = positions_to_metres(lonlat)
    expected = (positions_to_metres(wgs84_to_gcj02(lonlat)) - true).mean(axis=0)
    shift, known = estimate_shift(true, shapes, pairs["tolerance_m"].to_numpy())
    expected_seen = known @ expected
    is_gcj02 = np.hypot(*(shift - expected_seen)) <= _MAX_DIFFERENCE * np.hypot(*expected_seen)
    if not is_gcj02 or np.hypot(*expected_seen) < 0.5 * np.hypot(*expected):
        return ""
    direction = np.degrees(np.arctan2(shift[0], shift[1])) % 360.0
    return (
        f"the features lie {np.hypot(*shift):.0f} m off their {len(pairs)} control points, towards {direction:.0f}° "
        f"({shift[0]:+.0f} m east, {shift[1]:+.0f} m north)"
    )


def estimate_shift(
    points: NDArray[np.float64], lines: NDArray[np.object_], spread_m: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Estimate by how much lines are shifted against the points that should lie on them.

    Parameters
    ----------
    points : numpy.ndarray of float, shape (n, 2)
        True positions in metres.
    lines : numpy.ndarray of shapely.Geometry, shape (n,)
        The line (or point) each should lie on, in the same plane.
    spread_m : numpy.ndarray of float, shape (n,)
        Tolerance of each in metres; its weight is the inverse.

    Returns
    -------
    shift : numpy.ndarray of float, shape (2,)
        Metres east and north by which the lines are shifted; 0 along a direction that no point determines.
    known : numpy.ndarray of float, shape (2, 2)
        Projection onto the directions that the points determine; the unit matrix if they determine both.
    """
    shift, known = np.zeros(2), np.eye(2)
    for _ in range(_ITERATIONS):
        moved = points_of(points + shift)
        nearest = shapely.get_coordinates(shapely.get_point(shapely.shortest_line(moved, lines), -1))
        normal = _normals(lines, points_of(nearest), nearest - points - shift)
        rows = normal / spread_m[:, None]
        gaps = (rows * (nearest - points - shift)).sum(axis=1)
        _, sizes, axes = np.linalg.svd(rows, full_matrices=False)
        kept = axes[sizes > 0.2 * sizes.max()]
        known = kept.T @ kept
        step = np.linalg.lstsq(rows @ kept.T, gaps, rcond=None)[0] @ kept
        shift = shift + step
        if np.hypot(*step) < 0.1:
            break
    return shift, known


def _normals(lines: NDArray[np.object_], at: NDArray[np.object_], gap: NDArray[np.float64]) -> NDArray[np.float64]:
    """Compute unit vectors across each line at a position on it; for a point, the direction of the gap."""
    is_line = shapely.get_dimensions(lines) == 1
    spots, across = at[is_line], gap.copy()
    parts = [min(shapely.get_parts(line), key=spot.distance) for line, spot in zip(lines[is_line], spots, strict=True)]
    distance = shapely.line_locate_point(parts, spots)
    before = shapely.get_coordinates(shapely.line_interpolate_point(parts, np.maximum(distance - 1.0, 0.0)))
    after = shapely.get_coordinates(shapely.line_interpolate_point(parts, distance + 1.0))
    along = after - before
    across[is_line] = np.column_stack((-along[:, 1], along[:, 0]))
    length = np.hypot(*across.T)
    return across / np.where(length > 0.0, length, 1.0)[:, None]


def _evidence_of_vertices(drawn: gpd.GeoDataFrame, layer: str) -> str:
    """Return the evidence of shared vertices that a layer is shifted, as text; empty if there is none."""
    is_own = (drawn["layer"] == layer).to_numpy()
    others = shapely.get_coordinates(np.asarray(drawn.geometry)[~is_own])
    own = np.unique(shapely.get_coordinates(np.asarray(drawn.geometry)[is_own]), axis=0)
    if not len(others) or len(own) < _MIN_SHARED:
        return ""
    tree = shapely.STRtree(points_of(positions_to_metres(np.unique(others, axis=0))))
    now, unshifted = (_shared_vertices(tree, lonlat) for lonlat in (own, 2.0 * own - wgs84_to_gcj02(own)))
    if unshifted < _MIN_SHARED or unshifted < 3 * now:
        return ""
    return f"{now} of {len(own)} vertices are shared with other layers, but {unshifted} are if GCJ-02 is taken back"


def _shared_vertices(tree: shapely.STRtree, lonlat: NDArray[np.float64]) -> int:
    """Count the positions that are within `_SHARED_M` of a point of the tree."""
    points = points_of(positions_to_metres(lonlat))
    return len(np.unique(tree.query(points, predicate="dwithin", distance=_SHARED_M)[0]))
