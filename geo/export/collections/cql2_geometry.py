"""Spatial functions of CQL2 on the shape of a feature and a shape of the filter, or on two shapes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.atlas.added.cql2_parts import GEOMETRY, SPATIAL_NAMES, refused
from geo.export.collections.served_crs import to_crs84
from geo.export.collections.truth import Truth, known

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from geo.export.collections.feature_table import FeatureTable

#: Functions by name; each takes two arrays of shapes.
SPATIAL: dict[str, Callable[..., Any]] = {f"s_{name}": getattr(shapely, name) for name in SPATIAL_NAMES}


def spatial(op: str, args: list[Any], table: FeatureTable, crs: str) -> Truth:
    """Compute a spatial function for every feature; unknown where a feature has no shape.

    Raises
    ------
    ParameterError
        If it has not two shapes.
    """
    if len(args) != 2:
        raise refused(f"{op} of {len(args)} shapes", "two shapes", "write S_INTERSECTS(geometry, BBOX(…))")
    one, other = (_shapes(arg, table, crs) for arg in args)
    missing = np.array([a is None or b is None for a, b in zip(one, other, strict=True)], dtype=bool)
    return known(np.asarray(SPATIAL[op](one, other), dtype=bool), missing)


def in_crs84(tree: Any, crs: str) -> Any:
    """Return a filter with its shapes in longitude/latitude.

    Parameters
    ----------
    tree : dict or other
        As `geo.export.collections.cql2_reader.read_filter` returns it.
    crs : str
        URI of the served system of the shapes in it.

    Raises
    ------
    ParameterError
        If a shape cannot be used.
    """
    if isinstance(tree, list):
        return [in_crs84(one, crs) for one in tree]
    if not isinstance(tree, dict):
        return tree
    if "bbox" in tree or "coordinates" in tree or "geometries" in tree:
        return json.loads(shapely.to_geojson(_converted(tree, crs)))
    return {key: in_crs84(value, crs) for key, value in tree.items()}


def _shapes(node: Any, table: FeatureTable, crs: str) -> NDArray[np.object_]:
    if isinstance(node, dict) and node.get("property") == GEOMETRY:
        return table.shapes if table.shapes is not None else np.full(len(table), None, dtype=object)
    return np.full(len(table), _converted(node, crs), dtype=object)


def _converted(node: Any, crs: str) -> Any:
    """Return a shape of a filter in longitude/latitude, prepared."""
    shape = np.empty(1, dtype=object)
    shape[0] = _literal(node)
    try:
        shape = to_crs84(shape, crs)
        if not np.isfinite(shapely.get_coordinates(shape)).all():
            raise refused("a shape with coordinates that are no numbers", "coordinates in filter-crs", "mend them")
        shapely.prepare(shape)
    except shapely.errors.GEOSException as error:
        raise refused("a shape that cannot be used", "a valid shape", str(error)[:80]) from error
    return shape[0]


def _literal(node: Any) -> Any:
    expected = "the property geometry, a shape in WKT or GeoJSON, or BBOX(west,south,east,north)"
    if isinstance(node, dict) and "bbox" in node:
        corners = [float(one) for one in node["bbox"]]
        if len(corners) in (4, 6):
            half = len(corners) // 2
            return shapely.box(corners[0], corners[1], corners[half], corners[half + 1])
    if isinstance(node, dict) and "type" in node:
        try:
            return shapely.force_2d(shapely.from_geojson(json.dumps(node)))
        except shapely.errors.GEOSException as error:
            raise refused("a shape that cannot be read", expected, str(error)[:80]) from error
    raise refused(f"{str(node)[:60]!r} as a shape", expected, "mend the filter")
