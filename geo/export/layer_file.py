"""Write a layer file: the same layer makes the same bytes, and a moved vertex changes one line.

The writers of GDAL and geopandas are not used: they put a feature on one line, so that one moved vertex of a coast
shows as a change of the whole coast, which nobody can review.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pandas as pd
import shapely

from geo.measure.arrays import batches

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import geopandas as gpd

#: Decimal places of the degrees: 1e-7° is a centimetre, finer than anything drawn on a screen.
DECIMALS = 7

_POSITION = re.compile(r"\[\s+(-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?),\s+(-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)\s+\]")


def layer_text(document: dict[str, Any]) -> str:
    """Write a GeoJSON document in the form of a layer file.

    Parameters
    ----------
    document : dict
        A FeatureCollection in longitude/latitude (RFC 7946).

    Returns
    -------
    str
        The pieces of `layer_pieces`, joined.
    """
    return "".join(layer_pieces(document["features"]))


def layer_pieces(features: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Write features in the form of a layer file, one at a time.

    Parameters
    ----------
    features : iterable of dict
        At least one feature in longitude/latitude.

    Yields
    ------
    str
        JSON with one position per line, rounded to `DECIMALS` of a degree. Features and properties keep their order;
        the members of a feature are id, properties, geometry. The last piece ends with a line feed.
    """
    before = '{\n "type": "FeatureCollection",\n "features": [\n  '
    for feature in features:
        members = {
            "type": "Feature",
            "id": feature.get("id"),
            "properties": feature.get("properties"),
            "geometry": _rounded(feature.get("geometry")),
        }
        text = json.dumps(members, ensure_ascii=False, indent=1)
        # JSON escapes line feeds in texts, so every line feed here was made by the indent.
        yield before + _POSITION.sub(r"[\1, \2]", text).replace("\n", "\n  ")
        before = ",\n  "
    yield "\n ]\n}\n"


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, DECIMALS)
    if isinstance(value, list):
        return [_rounded(item) for item in value]
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    return value


def as_layer_file(frame: gpd.GeoDataFrame) -> Iterator[str]:
    """Write the features of `geo.readers.vector_file.read_features` in the form of a layer file, piece by piece."""
    yield from layer_pieces(_feature_members(frame))


def _feature_members(frame: gpd.GeoDataFrame) -> Iterator[dict[str, Any]]:
    table = pd.DataFrame(frame.drop(columns=["place_id", "geometry"]))
    for rows in batches(len(frame)):
        properties = json.loads(table.iloc[rows].to_json(orient="records"))
        part = frame.iloc[rows]
        for place_id, row, shape in zip(part["place_id"], properties, part.geometry, strict=True):
            geometry = None if shape is None else json.loads(shapely.to_geojson(shape))
            yield {"id": place_id, "properties": row, "geometry": geometry}
