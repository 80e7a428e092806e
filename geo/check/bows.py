"""Grades between vertices: how far a line may bow between two vertices, and what shows that it does not.

A smooth line of which only some vertices are known bows between them. Where two edges of length L meet at an angle θ,
the arc through their vertices leaves the edge by about L × θ / 8. If that is more than the accuracy the line states,
the grade is not earned there, unless a control point or an anchor (``layers/control_points.csv``,
``street_anchors.csv``) lies on the edge between its ends.

The rule is for traced and constructed lines of grade A and B: roads, rails, rivers. The outline of an area turns at
corners, which this measure would take for bows. Edges up to 2 km are left out: the bends of an expressway or a river
are longer. Lengths are measured in EPSG:4529 (`geo.coordinates.local_plane`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.atlas.figures import MEASURED_METHODS
from geo.check.geometry import place_of
from geo.check.rules import Finding
from geo.coordinates.local_plane import points_of, positions_to_metres

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

#: Edges up to this length, in metres, are not checked.
LEAST_EDGE_M = 2000.0
#: A point counts for an edge if it lies beside its middle 70 %: near a vertex it says nothing of the bow.
_MIDDLE = (0.15, 0.85)


def bow_findings(measured: pd.DataFrame, features: gpd.GeoDataFrame) -> list[Finding]:
    """List the edges of lines that may bow by more than the line's accuracy and carry no point of control.

    Parameters
    ----------
    measured : pandas.DataFrame
        `geo.check.control_points.measure_control_points` of all points of control.
    features : geopandas.GeoDataFrame
        Index ``place_id``, EPSG:4326, columns ``layer``, ``method``, ``grade`` and ``accuracy_m``.

    Returns
    -------
    list of Finding
        Rule K004, errors.
    """
    is_line = features.geometry.geom_type.isin(["LineString", "MultiLineString"])
    graded = features["method"].isin(MEASURED_METHODS) & features["grade"].isin(["A", "B"])
    findings = []
    for row in features[is_line & graded].itertuples():
        on = measured[(measured["feature_id"] == row.place_id) & (measured["relation"] == "on")]
        held = on[on["verdict"] == "within"][["lon", "lat"]].to_numpy(dtype=float)
        for edge, length, bow in _long_edges(row.geometry, row.accuracy_m):
            if not _is_held(edge, held, row.accuracy_m):
                findings.append(
                    Finding(
                        "K004",
                        "error",
                        f"layers/{row.layer}.geojson",
                        f"feature {row.place_id}",
                        f"an edge of {length / 1000:.1f} km from {place_of(edge[0])} may bow by {bow:.0f} m",
                        f"at most {row.accuracy_m:g} m, or a control point or anchor on the edge",
                        "add vertices, an anchor in layers/street_anchors.csv, or state a larger accuracy_m",
                    )
                )
    return findings


def _long_edges(
    line: shapely.LineString | shapely.MultiLineString, accuracy_m: float
) -> Iterator[tuple[NDArray[np.float64], float, float]]:
    """Yield ends (degrees), length and possible bow in metres of the long edges that may bow beyond the accuracy."""
    for part in shapely.get_parts(line):
        positions = shapely.get_coordinates(part)
        step = np.diff(positions_to_metres(positions), axis=0)
        length = np.hypot(*step.T)
        heading = np.arctan2(step[:, 1], step[:, 0])
        turn = np.abs((np.diff(heading) + np.pi) % (2 * np.pi) - np.pi)
        ends = np.concatenate(([0.0], turn, [0.0]))
        bow = length * np.maximum(ends[:-1], ends[1:]) / 8.0
        for number in np.flatnonzero((length > LEAST_EDGE_M) & (bow > accuracy_m)):
            yield positions[number : number + 2], float(length[number]), float(bow[number])


def _is_held(edge: NDArray[np.float64], points: NDArray[np.float64], accuracy_m: float) -> bool:
    """Return whether a point lies within the accuracy of the middle of an edge."""
    if not len(points):
        return False
    start, end = positions_to_metres(edge)
    middle = shapely.LineString([start + share * (end - start) for share in _MIDDLE])
    return bool((shapely.distance(points_of(positions_to_metres(points)), middle) <= accuracy_m).any())
