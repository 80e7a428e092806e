"""Write GeoJSON (RFC 7946) feature by feature: longitude/latitude on WGS84, outer rings counter-clockwise."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import shapely

from geo.columns import FIELDS, column_names

if TYPE_CHECKING:
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from geo.export.layer_content import LayerContent


def write(content: LayerContent, path: Path, *, naming: str = "names") -> None:
    """Write the content of a layer as one FeatureCollection.

    Parameters
    ----------
    content : LayerContent
        In degrees.
    path : pathlib.Path
    naming : {"names", "codes"}
        Names of the properties.

    Raises
    ------
    CRSError
        If the content is in a projection.
    """
    content.require_degrees("GeoJSON")
    columns = column_names(FIELDS, naming)
    with path.open("w", encoding="utf-8", newline="\n") as out:
        head = {"type": "FeatureCollection", "name": content.entry.id, "metadata": content.metadata()}
        out.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "features": [\n')
        for number, (row, shape) in enumerate(content.shapes()):
            out.write(",\n" if number else "")
            out.write(feature_text(row, shape, columns))
        out.write("\n]}\n")


def feature_text(row: dict[str, Any], shape: Any, columns: dict[str, str]) -> str:
    """Write one feature of the content as text; `columns` maps a field to the name of its property."""
    properties = {columns.get(name, name): value for name, value in row.items() if name != "claims_json"}
    properties["claims"] = json.loads(row["claims_json"]) if row["claims_json"] else []
    head = {"type": "Feature", "id": row["place_id"], "properties": properties}
    geometry = "null" if shape is None else shapely.to_geojson(shapely.orient_polygons(shape))
    return json.dumps(head, ensure_ascii=False)[:-1] + f', "geometry": {geometry}}}'


def place_geojson(place: dict[str, Any], geometry: BaseGeometry | None) -> bytes:
    """Write one place as an RFC 7946 feature.

    Parameters
    ----------
    place : dict
        As `geo.places.profile.profile` makes it; becomes the properties.
    geometry : shapely geometry or None
        In degrees (EPSG:4326); None where the place has no location.

    Returns
    -------
    bytes
    """
    shape = None if geometry is None else json.loads(shapely.to_geojson(geometry))
    feature = {"type": "Feature", "id": place["id"], "properties": place, "geometry": shape}
    return json.dumps(feature, ensure_ascii=False).encode()


def record_geojson(place_id: str, record: bytes, shape: BaseGeometry | None) -> bytes:
    """Write one place as `place_geojson` does, of its record that is JSON already.

    Parameters
    ----------
    place_id : str
    record : bytes
        `geo.places.profile.profile` as JSON; becomes the properties.
    shape : shapely geometry or None
        In degrees (EPSG:4326).

    Returns
    -------
    bytes
    """
    geometry = "null" if shape is None else shapely.to_geojson(shape)
    head = json.dumps({"type": "Feature", "id": place_id})[:-1]
    return f'{head}, "properties": '.encode() + record.rstrip() + f', "geometry": {geometry}}}'.encode()
