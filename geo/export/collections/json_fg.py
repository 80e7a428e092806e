"""Write JSON-FG (OGC 21-045r1, Features and Geometries JSON 1.0): GeoJSON with other reference systems and a time.

``place`` holds the shape in the system of ``coordRefSys``, in the order of its axes; ``geometry`` the same in longitude
and latitude, for programs that know GeoJSON only. ``time`` begins with the day of the earliest document that names a
place.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.columns import FIELDS, column_names
from geo.coordinates.crs import WGS84
from geo.export.collections.collection_table import SINCE, first_named
from geo.export.collections.served_crs import CRS84, from_crs84
from geo.export.geojson import feature_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from geo.export.layer_content import LayerContent

MEDIA_TYPE = "application/vnd.ogc.fg+json"
CONFORMS_TO = ["http://www.opengis.net/spec/json-fg-1/1.0/conf/core"]
_EPSG = "http://www.opengis.net/def/crs/EPSG/0/"


def write(content: LayerContent, path: Path, *, naming: str = "names") -> None:
    """Write the content of a layer as one JSON-FG feature collection.

    Parameters
    ----------
    content : LayerContent
        Its reference system is that of ``place``; in WGS84 ``geometry`` says all and ``place`` is null.
    path : pathlib.Path
    naming : {"names", "codes"}
        Names of the properties.
    """
    columns = column_names(FIELDS, naming)
    own_system = content.crs_code != WGS84
    head: dict[str, Any] = {"type": "FeatureCollection", "conformsTo": CONFORMS_TO, "featureType": content.entry.id}
    if own_system:
        head["coordRefSys"] = _EPSG + content.crs_code.partition(":")[2]
    head["metadata"] = content.metadata()
    latitude_first = content.crs.axis_info[0].direction == "north"
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "features": [\n')
        for number, ((row, shape), (day, geometry)) in enumerate(zip(content.shapes(), _known(content), strict=True)):
            out.write(",\n" if number else "")
            place = _in_axis_order(shape, latitude_first=latitude_first) if own_system else None
            out.write(f"{feature_text(row, geometry, columns)[:-1]}, {_members(place, day)}}}")
        out.write("\n]}\n")


def _known(content: LayerContent) -> Iterator[tuple[str | None, Any]]:
    """Yield of each feature the day from which it is known, and its shape in longitude and latitude."""
    for part in content.parts():
        days = first_named(content.tables["documents"], content.tables["claims"], part.index)
        yield from zip(days, part.geometry, strict=True)


def as_json_fg(document: dict[str, Any], feature_type: str, crs: str = CRS84) -> dict[str, Any]:
    """Add the members of JSON-FG to a GeoJSON feature, or to each of a collection.

    Parameters
    ----------
    document : dict
        In longitude and latitude.
    feature_type : str
        Id of the collection.
    crs : str
        URI of a served system, that of ``place``; with CRS84 ``geometry`` says all and ``place`` is null.

    Returns
    -------
    dict
    """
    is_collection = "features" in document
    features = document["features"] if is_collection else [document]
    places = _places(features, crs)
    made = [
        {**feature, **json.loads(f"{{{_members(place, feature['properties'].get(SINCE))}}}")}
        for feature, place in zip(features, places, strict=True)
    ]
    head: dict[str, Any] = {"conformsTo": CONFORMS_TO, "featureType": feature_type}
    if crs != CRS84:
        head["coordRefSys"] = crs
    return {**document, **head, "features": made} if is_collection else {**made[0], **head}


def _places(features: list[dict[str, Any]], crs: str) -> NDArray[np.object_]:
    found = np.full(len(features), None, dtype=object)
    if crs != CRS84:
        located = [number for number, feature in enumerate(features) if feature["geometry"]]
        shapes = shapely.from_geojson([json.dumps(features[number]["geometry"]) for number in located])
        found[located] = from_crs84(shapes, crs)
    return found


def _members(place: Any, day: str | None) -> str:
    """Write ``place`` and ``time``; both are always there."""
    time = json.dumps({"interval": [day, ".."]} if isinstance(day, str) else None)
    return f'"place": {"null" if place is None else shapely.to_geojson(place)}, "time": {time}'


def _in_axis_order(shape: Any, *, latitude_first: bool) -> Any:
    """Return a shape with its coordinates in the order of the axes; they have easting or longitude first."""
    if shape is None or not latitude_first:
        return shape
    return shapely.transform(shape, lambda xy: xy[:, ::-1])
