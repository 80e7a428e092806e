"""Find layers that sit where GCJ-02 coordinates would put them.

Two kinds of evidence, both against things that are known to be in place:

* control points. The shift that brings the points onto the edges of the layer is estimated by least squares on the
  distances across the edge (a point on a straight river tells nothing of a shift along it), repeated from the shifted
  position until it stands still (iterative closest point, Besl and McKay 1992, for a translation only).
* shared vertices. Layers here are drawn along each other's lines, so many vertices are common to the last digit. A
  layer in GCJ-02 shares none with the others, and shares them once the GCJ-02 displacement is taken back.

A layer that meets neither (a lone feature pasted from a web map) cannot be judged, and nothing is said of it.
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

#: The estimate may differ from the displacement by this share of it.
_LIKENESS = 0.35

#: Vertices count as shared within this distance, in metres: the GCJ-02 formula cannot be taken back more exactly.
_SHARED_M = 3.0
_MIN_SHARED = 5

_MIN_POINTS = 3
_ROUNDS = 12


def shift_findings(points: pd.DataFrame, features: gpd.GeoDataFrame) -> list[Finding]:
    """Report every layer that seems to be in GCJ-02.

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
        evidence = _by_points(points, drawn[drawn["layer"] == layer]) or _by_vertices(drawn, layer)
        if evidence:
            remedy = "convert the layer from GCJ-02 to WGS84, or trace it on a WGS84 map"
            expected = "coordinates in WGS84 (GCJ-02 lies about 490 m east-south-east)"
            findings.append(Finding("K002", "error", f"layers/{layer}.geojson", "", evidence, expected, remedy))
    return findings


def _by_points(points: pd.DataFrame, layer: gpd.GeoDataFrame) -> str:
    """Say what the control points of a layer say for a shift; empty if they do not."""
    pairs = measure_control_points(points[points["relation"] == "on"], layer[layer["method"].isin(MEASURED_METHODS)])
    if len(pairs) < _MIN_POINTS:
        return ""
    lonlat = pairs[["lon", "lat"]].to_numpy()
    shapes = edges(to_metres(np.asarray(layer.geometry.loc[pairs["feature_id"]])))
    true = positions_to_metres(lonlat)
    expected = (positions_to_metres(wgs84_to_gcj02(lonlat)) - true).mean(axis=0)
    shift, known = estimate_shift(true, shapes, pairs["tolerance_m"].to_numpy())
    seen = known @ expected
    is_like = np.hypot(*(shift - seen)) <= _LIKENESS * np.hypot(*seen)
    if not is_like or np.hypot(*seen) < 0.5 * np.hypot(*expected):
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
        How far off each may be anyway: its weight is the inverse.

    Returns
    -------
    shift : numpy.ndarray of float, shape (2,)
        Metres east and north that the lines lie off; along a direction no point speaks of it is 0.
    known : numpy.ndarray of float, shape (2, 2)
        Projection onto the directions the points speak of: the unit matrix if both.
    """
    shift, known = np.zeros(2), np.eye(2)
    for _ in range(_ROUNDS):
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
    """Give unit vectors across each line at a position on it; for a point, the direction of the gap."""
    is_line = shapely.get_dimensions(lines) == 1
    parts = [min(shapely.get_parts(line), key=spot.distance) for line, spot in zip(lines, at, strict=True)]
    measure = shapely.line_locate_point(parts, at, normalized=False)
    before = shapely.get_coordinates(shapely.line_interpolate_point(parts, np.maximum(measure - 1.0, 0.0)))
    after = shapely.get_coordinates(shapely.line_interpolate_point(parts, measure + 1.0))
    along = after - before
    across = np.where(is_line[:, None], np.column_stack((-along[:, 1], along[:, 0])), gap)
    length = np.hypot(*across.T)
    return across / np.where(length > 0.0, length, 1.0)[:, None]


def _by_vertices(drawn: gpd.GeoDataFrame, layer: str) -> str:
    """Say what the vertices a layer should share with others say for a shift; empty if they do not."""
    is_own = (drawn["layer"] == layer).to_numpy()
    others = shapely.get_coordinates(np.asarray(drawn.geometry)[~is_own])
    own = np.unique(shapely.get_coordinates(np.asarray(drawn.geometry)[is_own]), axis=0)
    if not len(others) or len(own) < _MIN_SHARED:
        return ""
    tree = shapely.STRtree(points_of(positions_to_metres(np.unique(others, axis=0))))
    now, back = (_shared(tree, lonlat) for lonlat in (own, 2.0 * own - wgs84_to_gcj02(own)))
    if back < _MIN_SHARED or back < 3 * now:
        return ""
    return f"{now} of {len(own)} vertices are shared with other layers, but {back} are if GCJ-02 is taken back"


def _shared(tree: shapely.STRtree, lonlat: NDArray[np.float64]) -> int:
    points = points_of(positions_to_metres(lonlat))
    return len(np.unique(tree.query(points, predicate="dwithin", distance=_SHARED_M)[0]))
