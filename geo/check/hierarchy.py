"""The hierarchy of places: which place must lie within which other.

``layers/containment.csv`` has a row for each place that must lie within another. If a document states it (basis
``stated``), a breach is an error. If it is our reading of the documents (basis ``reading``, such as the pilot zone
within the 386 km²), it is a warning: the drawing should be looked at, but the reading is no fact.

An area is outside if more than 1 m² of it is beyond the outer place: places of the hierarchy share their edges exactly.
A point or a line is outside if its distance beyond the outer place is more than the accuracy of both together. Areas
are ellipsoidal. Distances are measured in EPSG:4529 (CGCS2000, 123°E), whose scale error is below 0.05 % in Shanghai.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from geo.check.geometry import place_of
from geo.check.rules import Finding
from geo.coordinates.crs import WGS84
from geo.coordinates.local_plane import to_metres
from geo.measure.area import area_km2

if TYPE_CHECKING:
    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

    from geo.check.rules import Severity

#: Largest area outside, in m², that can come from rounding.
_NOISE_M2 = 1.0


def measure_hierarchy(table: pd.DataFrame, features: gpd.GeoDataFrame) -> pd.DataFrame:
    """Measure how far places reach beyond the places they must lie within.

    Parameters
    ----------
    table : pandas.DataFrame
        ``layers/containment.csv`` (`geo.atlas.schema.CHECK_TABLES`).
    features : geopandas.GeoDataFrame
        Index ``place_id``, EPSG:4326, columns ``layer`` and ``accuracy_m``.

    Returns
    -------
    pandas.DataFrame
        One row per row of `table`, with its columns and ``outside_m2`` (NaN for points and lines), ``distance_m`` (from
        the outer place to the farthest vertex of the part outside), ``at`` (longitude, latitude of a point of that
        part, as text) and ``verdict``: "inside", "outside", or None if one of the two is not drawn or the outer place
        is no area.
    """
    rows = [_measure(row["inner_id"], row["outer_id"], features) for row in table.to_dict("records")]
    measured = pd.DataFrame(rows, columns=["outside_m2", "distance_m", "at", "verdict"], index=table.index)
    measured["verdict"] = measured["verdict"].astype(object).where(measured["verdict"].notna(), None)
    return table.join(measured)


def _measure(inner_id: str, outer_id: str, features: gpd.GeoDataFrame) -> tuple[float, float, str, str | None]:
    unknown = (np.nan, np.nan, "", None)
    if inner_id not in features.index or outer_id not in features.index:
        return unknown
    inner, outer = features.geometry[inner_id], features.geometry[outer_id]
    if inner is None or outer is None or shapely.get_dimensions(outer) != 2:
        return unknown
    outside = shapely.difference(inner, outer)
    is_area = shapely.get_dimensions(inner) == 2
    size = float(area_km2([outside], WGS84)[0] * 1e6) if is_area else np.nan
    distance = _farthest(outside, outer)
    allowed = np.nansum([features["accuracy_m"][inner_id], features["accuracy_m"][outer_id]])
    is_out = size > _NOISE_M2 if is_area else distance > allowed
    at = place_of(shapely.get_coordinates(shapely.point_on_surface(outside))[0]) if is_out else ""
    return size, distance, at, "outside" if is_out else "inside"


def _farthest(outside: BaseGeometry, outer: BaseGeometry) -> float:
    """Compute the distance in metres from `outer` to the vertex of `outside` that is farthest from it."""
    if outside.is_empty:
        return 0.0
    vertices = shapely.points(shapely.get_coordinates(to_metres([outside])[0]))
    return float(shapely.distance(vertices, to_metres([outer])[0]).max())


def hierarchy_findings(table: pd.DataFrame, features: gpd.GeoDataFrame) -> list[Finding]:
    """List every place that reaches beyond the place it must lie within.

    Parameters
    ----------
    table, features
        As in `measure_hierarchy`.

    Returns
    -------
    list of Finding
        Rule H001, with the severity of the row.
    """
    measured = measure_hierarchy(table, features)
    findings = []
    for row in measured[measured["verdict"] == "outside"].to_dict("records"):
        severity: Severity = "error" if row["severity"] == "error" else "warning"
        size = "" if np.isnan(row["outside_m2"]) else f"{row['outside_m2']:.1f} m², "
        source = " ".join(filter(None, (row["doc_id"], row["section"]))) or row["note_en"] or "our reading"
        findings.append(
            Finding(
                "H001",
                severity,
                f"layers/{features['layer'][row['inner_id']]}.geojson",
                f"feature {row['inner_id']}",
                f"reaches beyond {row['outer_id']} ({size}up to {row['distance_m']:.0f} m, at {row['at']})",
                f"to lie within it ({row['basis']}: {source})",
                "snap the edge to that of the outer place, or mend the row of layers/containment.csv",
            )
        )
    return findings
