"""JSON Schemas (2020-12) of the answers programs read: what is always there; keys may be added, never taken away.

The schemas of ``/schemas/<name>.json`` are files, in ``webmap/schemas`` and beside the extract; small ones stand here.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib import resources
from typing import Any

from geo.extract.schema import schema_json
from geo.readers.project.project_file import MOST_VIEWS


def _object(**properties: Any) -> dict[str, Any]:
    """Make the schema of an object that has at least these keys."""
    return {"type": "object", "required": list(properties), "properties": properties}


def _reference(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


#: Name of a schema that is served -> its name in the description of the service.
PUBLISHED = {
    "place": "Place",
    "places": "Places",
    "stats": "Account",
    "table": "Table",
    "stored_table": "StoredTable",
    "search": "Found",
    "documents": "Documents",
    "document": "Document",
    "extract": "Extract",
}
_TEXT: dict[str, Any] = {"type": "string"}
_TEXT_OR_NONE: dict[str, Any] = {"type": ["string", "null"]}
_COUNT: dict[str, Any] = {"type": "integer", "minimum": 0}
_FIGURE_OR_NONE: dict[str, Any] = {"type": ["number", "null"]}
_POSITIVE: dict[str, Any] = {"type": "number", "minimum": 0}
_AREAS = {"area_km2": _FIGURE_OR_NONE, "area_ha": _FIGURE_OR_NONE, "area_mu": _FIGURE_OR_NONE}
_NAMES = {"name_zh": _TEXT, "name_en": _TEXT}

SCHEMAS: dict[str, dict[str, Any]] = {
    "Problem": _object(type=_TEXT, title=_TEXT, status={"type": "integer"}, detail=_TEXT_OR_NONE),
    "Health": _object(status={"const": "ok"}, version=_TEXT, layers=_COUNT, places=_COUNT),
    "GeoJSON": {
        "type": "object",
        "required": ["type"],
        "properties": {
            "type": {"enum": ["Polygon", "MultiPolygon", "LineString", "Point", "Feature", "FeatureCollection"]},
            "coordinates": {"type": "array"},
        },
    },
    "Upload": _object(file={"type": "string", "contentMediaType": "application/octet-stream"}),
    "Project": _object(
        type={"const": "lingang-project"},
        schema={"const": 1},
        views={"type": "array", "maxItems": MOST_VIEWS, "items": _object(title=_TEXT, state=_TEXT)},
    ),
    "Areas": _object(area_km2=_POSITIVE, area_ha=_POSITIVE, area_mu=_POSITIVE),
    "Method": _object(id=_TEXT, crs=_TEXT, **_NAMES),
    "Measured": _object(
        type=_TEXT,
        area={"anyOf": [_object(**_AREAS), {"type": "null"}]},
        perimeter_km=_FIGURE_OR_NONE,
        method=_reference("Method"),
    ),
}


@lru_cache(maxsize=len(PUBLISHED))
def published(name: str) -> str:
    """Read a schema of `PUBLISHED` as text."""
    if name == "extract":
        return schema_json().decode()
    return resources.files("webmap").joinpath("schemas", f"{name}.json").read_text(encoding="utf-8")


def served(name: str, address: str) -> dict[str, Any]:
    """Return a schema of `PUBLISHED` with the address it is served at as its ``$id``."""
    schema: dict[str, Any] = json.loads(published(name))
    return {"$schema": schema.pop("$schema"), **schema, "$id": address}


def components(root: str) -> dict[str, dict[str, Any]]:
    """Return all schemas as components of an OpenAPI 3.1 document, each with the address it is served at.

    Parameters
    ----------
    root : str
        Address of the service.
    """
    out = dict(SCHEMAS)
    for name, component in PUBLISHED.items():
        text = published(name).replace('"#/$defs/', f'"#/components/schemas/{component}/$defs/')
        schema = json.loads(text)
        for key in ("$schema", "$id"):
            schema.pop(key, None)
        out[component] = {**schema, "externalDocs": {"url": f"{root}/schemas/{name}.json"}}
    return out
