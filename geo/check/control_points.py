"""Control points: surveyed positions with which the drawing must agree.

``layers/control_points.csv`` and ``layers/street_anchors.csv`` (street corners, stops and points on long edges) name,
for each point, the features it lies on the edge of (``on``), in (``inside``) or beside (``outside``). The tolerance is
the accuracy of the point plus that of the feature, in metres. It holds for the distance of a point from an edge it
should lie on, and of a point on the wrong side of an edge.

The distance is measured in EPSG:4529 (`geo.coordinates.local_plane`) to the edge of an area, to a line, or to a drawn
point.

Between the points a line may bow. Where two edges of length L meet at an angle θ, the arc through their vertices leaves
the edge by about L × θ / 8. If that is more than the accuracy the line states, the grade is not earned there, unless a
control point or an anchor (``layers/control_points.csv``, ``street_anchors.csv``) lies on the edge between its ends.

The rule is for traced and constructed lines of grade A and B: roads, rails, rivers. The outline of an area turns at
corners, which this measure would take for bows. Edges up to 2 km are left out: the bends of an expressway or a river
are longer. Lengths are measured in EPSG:4529 (`geo.coordinates.local_plane`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from geo.atlas.cells import split_list
from geo.atlas.figures import MEASURED_METHODS
from geo.check.geometry import place_of
from geo.check.rules import Finding
from geo.coordinates.local_plane import points_of, positions_to_metres, to_metres

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd
    from numpy.typing import NDArray

#: Edges up to this length, in metres, are not checked.
LEAST_EDGE_M = 2000.0
#: A point counts for an edge if it lies beside its middle 70 %: near a vertex it says nothing of the bow.
_MIDDLE = (0.15, 0.85)


def edges(geometries: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return what a point can lie on: the boundary of an area; a line or a point as it is.

    Parameters
    ----------
    geometries : numpy.ndarray of shapely.Geometry
        In any reference system.

    Returns
    -------
    numpy.ndarray of shapely.Geometry, same shape
    """
    is_area = shapely.get_dimensions(geometries) == 2
    return np.where(is_area, shapely.boundary(geometries), geometries)


def measure_control_points(points: pd.DataFrame, features: gpd.GeoDataFrame) -> pd.DataFrame:
    """Measure the distance of every control point from every feature it names.

    Parameters
    ----------
    points : pandas.DataFrame
        ``layers/control_points.csv`` or ``layers/street_anchors.csv`` (`geo.atlas.schema.CHECK_TABLES`).
    features : geopandas.GeoDataFrame
        Index ``place_id``, EPSG:4326, columns ``layer`` and ``accuracy_m``.

    Returns
    -------
    pandas.DataFrame
        One row per point and feature that is drawn: ``row`` (line of the table), ``point_id``, ``name_zh``, ``lon``,
        ``lat``, ``relation``, ``feature_id``, ``layer``, ``distance_m`` (from the point to where it should be, 0 if it
        is there), ``tolerance_m`` and ``verdict`` ("within" or "outside" the tolerance).
    """
    table = points.assign(row=np.arange(2, len(points) + 2), feature_id=points["feature_ids"].map(split_list))
    for name in ("lon", "lat", "accuracy_m"):
        table[name] = pd.to_numeric(table[name], errors="coerce").astype(float)
    table = table.explode("feature_id").dropna(subset=["lon", "lat", "accuracy_m"])
    drawn = features[features.geometry.notna()]
    table = table[table["feature_id"].isin(drawn.index)].reset_index(drop=True)
    of_feature = drawn.loc[table["feature_id"]]
    distance = _distance(table["relation"], table["lon"], table["lat"], np.asarray(of_feature.geometry))
    tolerance = table["accuracy_m"] + of_feature["accuracy_m"].fillna(0.0).to_numpy(dtype=float)
    return pd.DataFrame(
        {
            **{name: table[name] for name in ("row", "point_id", "name_zh", "lon", "lat", "relation", "feature_id")},
            "layer": of_feature["layer"].to_numpy(),
            "distance_m": distance,
            "tolerance_m": tolerance,
            "verdict": np.where(distance <= tolerance, "within", "outside"),
        }
    )


def _distance(
    relation: pd.Series, lon: pd.Series, lat: pd.Series, geometries: NDArray[np.object_]
) -> NDArray[np.float64]:
    """Compute the distance in metres of each point from where it should be."""
    points = points_of(positions_to_metres(np.column_stack((lon, lat))))
    shapes = to_metres(geometries)
    to_edge = shapely.distance(points, edges(shapes))
    is_in = shapely.intersects(shapes, points)
    there = np.select([relation == "inside", relation == "outside"], [is_in, ~is_in], default=False)
    return np.where(there, 0.0, to_edge)


_NOUNS = {"K001": "control point", "K003": "anchor"}
_WORDS = {"on": "on the edge of", "inside": "inside", "outside": "outside"}


def control_point_findings(measured: pd.DataFrame, table: str = "control_points", rule: str = "K001") -> list[Finding]:
    """List every control point that is farther than its tolerance from where it should be.

    Parameters
    ----------
    measured : pandas.DataFrame
        As returned by `measure_control_points`.
    table : {"control_points", "street_anchors"}
        The table the points are in.
    rule : {"K001", "K003"}
        The rule of the findings: K001 for control points, K003 for anchors.

    Returns
    -------
    list of Finding
    """
    return [
        Finding(
            rule,
            "error",
            f"layers/{row['layer']}.geojson",
            f"feature {row['feature_id']}",
            f"{_NOUNS[rule]} {row['point_id']} {row['name_zh']} ({place_of((row['lon'], row['lat']))}) is "
            f"{row['distance_m']:.0f} m from being {_WORDS[row['relation']]} it",
            f"at most {row['tolerance_m']:.0f} m (accuracy of the point and the feature together)",
            f"redraw the edge there, state a larger accuracy_m, or mend row {row['row']} of layers/{table}.csv",
        )
        for row in measured[measured["verdict"] == "outside"].to_dict("records")
    ]


def bow_findings(measured: pd.DataFrame, features: gpd.GeoDataFrame) -> list[Finding]:
    """List the edges of lines that may bow by more than the line's accuracy and carry no point of control.

    Parameters
    ----------
    measured : pandas.DataFrame
        As returned by `measure_control_points`, of all control points and anchors.
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
