"""Coverages: parts that must tile a whole, with the size and place of gaps and overlaps.

A coverage is declared in the catalogue: ``[[coverage]]`` with a whole and its parts. It holds when the parts share the
vertices of their common edges, leave no gap, do not overlap and stay inside the whole; then their areas add up. Sizes
are ellipsoidal (`geo.measure.area`); positions are longitude and latitude of a point inside the largest piece.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.check.geometry import place_of
from geo.check.rules import Finding
from geo.coordinates.crs import WGS84
from geo.measure.area import area_km2

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from geo.atlas.schema import Catalogue, Coverage

#: Largest difference of the sum of the parts from the whole, in m².
SUM_TOLERANCE_M2 = 1.0

#: Pieces up to this size, in m², come from rounding in the overlay.
_NOISE_M2 = 0.01


def coverage_findings(catalogue: Catalogue, features: gpd.GeoDataFrame) -> list[Finding]:
    """Check every declared coverage whose whole and parts are drawn as areas.

    Parameters
    ----------
    catalogue : Catalogue
        Declares the coverages.
    features : geopandas.GeoDataFrame
        Index ``place_id``, EPSG:4326, column ``layer``; all layers in one frame.

    Returns
    -------
    list of Finding
        Rules T001 to T005. A coverage with a place that is unknown or not drawn as an area is left out: other rules
        report it, or it is allowed.
    """
    findings = []
    for coverage in catalogue.coverage:
        places = [coverage.whole, *coverage.parts]
        if all(name in features.index and _is_area(features.geometry[name]) for name in places):
            findings += _findings_of(coverage, features)
    return findings


def _is_area(geometry: BaseGeometry | None) -> bool:
    return geometry is not None and geometry.geom_type in ("Polygon", "MultiPolygon")


def _findings_of(coverage: Coverage, features: gpd.GeoDataFrame) -> list[Finding]:
    whole = features.geometry[coverage.whole]
    parts = np.asarray([features.geometry[name] for name in coverage.parts], dtype=object)
    names = ", ".join(coverage.parts)
    file, item = f"layers/{features['layer'][coverage.whole]}.geojson", f"feature {coverage.whole}"
    union = shapely.union_all(parts)
    findings = []
    gap = pieces_of(shapely.difference(whole, union))
    if gap:
        found = f"the parts {names} leave {gap} of it uncovered"
        remedy = "snap the vertices of the parts to each other and to the whole"
        findings.append(Finding("T001", "error", file, item, found, "no gap", remedy))
    findings += _overlaps(coverage.parts, parts, features)
    outside = pieces_of(shapely.difference(union, whole))
    if outside:
        found = f"the parts {names} reach {outside} beyond it"
        remedy = "snap the outer edges of the parts to the whole"
        findings.append(Finding("T003", "error", file, item, found, "parts inside the whole", remedy))
    return findings or _edges(coverage, parts, whole, Finding("T004", "error", file, item, ""))


def _overlaps(names: Sequence[str], parts: NDArray[np.object_], features: gpd.GeoDataFrame) -> list[Finding]:
    first, second = shapely.STRtree(parts).query(parts, predicate="intersects")
    findings = []
    for one, other in zip(first, second, strict=True):
        common = pieces_of(shapely.intersection(parts[one], parts[other])) if one < other else ""
        if common:
            file, item = f"layers/{features['layer'][names[one]]}.geojson", f"feature {names[one]}"
            found = f"{common} lie in {names[other]} too"
            remedy = "move the edge of one of them, or snap both to the same vertices"
            findings.append(Finding("T002", "error", file, item, found, "parts that do not overlap", remedy))
    return findings


def _edges(coverage: Coverage, parts: NDArray[np.object_], whole: BaseGeometry, template: Finding) -> list[Finding]:
    """Check the vertices of shared edges, and the sum of the areas. The findings are made from the template."""
    file, item = template.file, template.item
    pieces, owner = shapely.get_parts(parts, return_index=True)
    wrong = np.asarray(shapely.coverage_invalid_edges(pieces))
    bad = np.flatnonzero(~shapely.is_empty(wrong))
    if len(bad):
        names = ", ".join(dict.fromkeys(coverage.parts[owner[number]] for number in bad))
        at = place_of(shapely.get_coordinates(wrong[bad[0]])[0])
        found = f"edges of {names} do not share their vertices, first at {at}"
        remedy = "add the vertex of the one side to the other side of the edge"
        return [Finding("T004", "error", file, item, found, "the same vertices on both sides of an edge", remedy)]
    sums = area_km2([*parts, whole], WGS84) * 1e6
    difference = float(sums[:-1].sum() - sums[-1])
    if abs(difference) > SUM_TOLERANCE_M2:
        found = f"the parts {', '.join(coverage.parts)} add up to {difference:+.1f} m² of its area"
        expected = f"a difference within {SUM_TOLERANCE_M2:g} m²"
        return [Finding("T005", "error", file, item, found, expected, "look for vertices only one of them has")]
    return []


def pieces_of(geometry: BaseGeometry) -> str:
    """Return the size and place of the areas in a geometry as text.

    Parameters
    ----------
    geometry : shapely.Geometry
        The result of an overlay, EPSG:4326; points and lines in it are ignored.

    Returns
    -------
    str
        Such as ``"1250 m² in 2 pieces, the biggest (1200 m²) at 121.785600, 30.990000"``; empty if there is no area.
    """
    parts = shapely.get_parts(geometry)
    parts = parts[shapely.get_dimensions(parts) == 2]
    sizes = area_km2(parts, WGS84) * 1e6
    parts, sizes = parts[sizes > _NOISE_M2], sizes[sizes > _NOISE_M2]
    if not len(parts):
        return ""
    largest = int(np.argmax(sizes))
    at = place_of(shapely.get_coordinates(shapely.point_on_surface(parts[largest]))[0])
    if len(parts) == 1:
        return f"{sizes[0]:.2f} m² at {at}"
    return f"{sizes.sum():.2f} m² in {len(parts)} pieces, the biggest ({sizes[largest]:.2f} m²) at {at}"
