"""Measure what somebody draws or hands in: area, length, what it touches and by how much, what the documents say there.

The area is that of `geo.measure.area`, the same as of every place; shares are of areas on the ellipsoid. Nothing is
stored.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.atlas.cells import none_if_missing
from geo.atlas.per_atlas import per_atlas
from geo.columns import headings
from geo.coordinates.crs import WGS84
from geo.errors import NOTHING_LEFT, TOO_LARGE, Fault, ParameterError
from geo.extract.boundary_band import boundary_relation, near_places
from geo.measure.area import ELLIPSOIDAL, area_km2, length_m
from geo.measure.units import area_columns
from geo.places.filter import brief_document, purposes
from geo.places.profile import DISCLAIMER_EN, DISCLAIMER_ZH
from geo.readers.vector_file import as_parameter_errors, parse_geojson, require_sound

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

    from geo.atlas.atlas import Atlas

MOST_VERTICES = 50_000
MOST_FEATURES = 2_000
#: A place that covers less of the shape than this is touched, but its positioning is not that of the shape.
LEAST_SHARE = 0.05
#: Shared ground below this is a common edge, not an overlap.
_SLIVER_KM2 = 1e-8

#: Column -> heading of the file of what is touched; an area is what is common to the place and the shape.
HEADINGS = {
    "id": headings(["place_id"])["place_id"],
    **headings(["name_zh", "name_en", "kind", "layer"]),
    "area_km2": ("重叠面积（平方公里）", "shared area (km²)"),
    **headings(["length_km", "share_of_drawn", "share_of_place", "standing"]),
}


def read_drawn(text: str | bytes) -> BaseGeometry:
    """Read a GeoJSON geometry, Feature or FeatureCollection into one shape.

    Parameters
    ----------
    text : str or bytes
        RFC 7946, longitude and latitude in degrees.

    Returns
    -------
    shapely geometry
        Features of a collection merged into one: polygons if it holds any, else lines, else points.

    Raises
    ------
    ParameterError
        If the text is no GeoJSON or too large.
    GeometryError
        If a coordinate is impossible or an outline crosses itself.
    """
    with as_parameter_errors():
        return merged_shape(parse_geojson(text, "body"), "body")


def merged_shape(frame: gpd.GeoDataFrame, where: str) -> BaseGeometry:
    """Merge the features of `geo.readers.vector_file` into one shape, as `read_drawn` does; raises as that."""
    if len(frame) > MOST_FEATURES:
        fault = Fault(f"{len(frame)} features", f"at most {MOST_FEATURES}", where, "send fewer", TOO_LARGE)
        raise ParameterError(fault)
    shapes = frame.geometry.dropna().to_numpy()
    if not len(shapes) or shapely.is_empty(shapes).all():
        raise ParameterError(Fault("no geometry", "at least one", where, "draw something first", NOTHING_LEFT))
    require_sound(shapes, where, most=MOST_VERTICES)
    return merge_shapes(shapes)


def merge_shapes(shapes: Any) -> BaseGeometry:
    """Merge shapes into one: polygons if there are any, else lines, else points."""
    parts = shapely.get_parts(np.asarray(shapes, dtype=object))
    # A collection may hold collections.
    while (shapely.get_type_id(parts) == shapely.GeometryType.GEOMETRYCOLLECTION).any():
        parts = shapely.get_parts(parts)
    dimension = shapely.get_dimensions(parts)
    return shapely.union_all(parts[dimension == dimension.max()])


def measure_drawn(atlas: Atlas, shape: BaseGeometry) -> dict[str, Any]:
    """Measure a shape and tell what it touches.

    Parameters
    ----------
    atlas : Atlas
    shape : shapely geometry
        In degrees (EPSG:4326), valid.

    Returns
    -------
    dict
        The body of ``POST /measure``: ``type``; ``area`` (km², ha, mu; None for lines and points), ``length_km`` (of a
        line) or ``perimeter_km``; ``touched``, the places in tree order, each with the shared ``area_km2`` (or the
        ``length_km`` inside), ``share_of_drawn``, ``share_of_place`` and ``standing`` (`geo.extract.boundary_band`);
        ``near``, the places missed by less than their accuracy; ``uncovered``, the area no place covers;
        ``positioning`` of the places that cover at least `LEAST_SHARE` of the shape, smallest first; full precision.
    """
    areal = shapely.get_dimensions(shape) == 2
    touched = _touched(atlas, shape)
    return {
        **size_of(shape),
        "bounds": [round(value, 6) for value in shape.bounds],
        "touched": touched,
        "near": near_places(atlas, shape),
        "uncovered": area_columns(_uncovered_km2(atlas, shape, touched)) if areal else None,
        "positioning": _positioning(atlas, touched),
        "documents": {row["doc_id"]: brief_document(row) for row in atlas.tables["documents"].to_dict("records")},
        "method": asdict(ELLIPSOIDAL),
        "disclaimer_zh": DISCLAIMER_ZH,
        "disclaimer_en": DISCLAIMER_EN,
        "version": atlas.version,
    }


def size_of(shape: BaseGeometry) -> dict[str, Any]:
    """Give ``type``, ``area`` and ``perimeter_km`` of a polygon or ``length_km`` of a line, as `measure_drawn` does."""
    areal = shapely.get_dimensions(shape) == 2
    length = float(length_m([shape], WGS84)[0]) / 1000.0
    return {
        "type": shape.geom_type,
        "area": area_columns(float(area_km2([shape], WGS84)[0])) if areal else None,
        "perimeter_km": length if areal else None,
        "length_km": None if areal else length,
    }


@per_atlas
def _tree(atlas: Atlas) -> tuple[list[str], shapely.STRtree]:
    located = atlas.features[atlas.features.geometry.notna()]
    return list(located.index), shapely.STRtree(located.geometry.to_numpy())


def _touched(atlas: Atlas, shape: BaseGeometry) -> list[dict[str, Any]]:
    names, tree = _tree(atlas)
    hits = sorted(int(hit) for hit in tree.query(shape, predicate="intersects"))
    rows = [_share(atlas, names[hit], shape) for hit in hits]
    rank = {layer_id: order for order, layer_id in enumerate(atlas.layer_ids)}
    found = [row for row in rows if row]
    return sorted(found, key=lambda row: (rank[row["layer"]], -(row["area_km2"] or 0.0), -(row["length_km"] or 0.0)))


def _share(atlas: Atlas, place_id: str, shape: BaseGeometry) -> dict[str, Any] | None:
    """Tell how much of a place and a shape is common to both; None where they share an edge only."""
    feature = atlas.features.loc[place_id]
    common = feature["geometry"].intersection(shape)
    dimensions = [int(shapely.get_dimensions(one)) for one in (feature["geometry"], shape)]
    row: dict[str, Any] = {
        "id": place_id,
        **{key: atlas.places.at[place_id, key] for key in ("name_zh", "name_en", "kind", "layer")},
        "grade": none_if_missing(feature["grade"]),
        "place_km2": none_if_missing(feature["area_km2"]),
        **dict.fromkeys(("area_km2", "length_km", "share_of_drawn", "share_of_place")),
        "standing": boundary_relation(atlas, place_id, shape),
    }
    if dimensions == [2, 2]:
        area = float(area_km2([common], WGS84)[0])
        if area < _SLIVER_KM2:
            return None
        whole = float(area_km2([shape], WGS84)[0])
        row |= {"area_km2": area, "share_of_drawn": area / whole, "share_of_place": area / float(feature["area_km2"])}
    elif 1 in dimensions and 0 not in dimensions:
        row["length_km"] = float(length_m([common], WGS84)[0]) / 1000.0
        line = shape if dimensions[1] == 1 else feature["geometry"]
        whole = float(length_m([line], WGS84)[0]) / 1000.0
        row["share_of_drawn" if dimensions[1] == 1 else "share_of_place"] = row["length_km"] / whole
    return row


def _uncovered_km2(atlas: Atlas, shape: BaseGeometry, touched: Sequence[dict[str, Any]]) -> float:
    covers = [atlas.features.geometry[row["id"]] for row in touched if row["area_km2"] is not None]
    return float(area_km2([shape.difference(shapely.union_all(covers))], WGS84)[0])


def _positioning(atlas: Atlas, touched: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Positioning of the places that cover enough of the shape, or hold it, the smallest place first."""
    enough = [row for row in touched if (row["share_of_drawn"] or 0.0) >= LEAST_SHARE]
    out = []
    for row in sorted(enough, key=lambda row: row["place_km2"] or 0.0):
        claims = [claim for claim in purposes(atlas).get(row["id"], ()) if claim["type"] == "positioning"]
        if claims:
            keys = ("terms_zh", "summary_zh", "summary_en", "doc_id", "section")
            said = [{key: claim[key] for key in keys} for claim in claims]
            brief = {key: row[key] for key in ("id", "name_zh", "name_en", "kind", "share_of_drawn")}
            out.append({**brief, "says": said})
    return out
