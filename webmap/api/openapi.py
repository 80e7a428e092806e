"""The OpenAPI 3.0 description of the OGC API, made from the layers of the atlas."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from geo.atlas.notices import DISCLAIMER_EN
from geo.columns import FIELDS

if TYPE_CHECKING:
    from geo import Atlas

_PROBLEM = {"description": "What was found, what was expected, where, what to do (RFC 9457)."}


def openapi(server: str, atlas: Atlas, default_limit: int, most: int) -> dict[str, Any]:
    """Make the description of the service.

    Parameters
    ----------
    server : str
        Address of the service.
    atlas : Atlas
        Its layers are the collections.
    default_limit, most : int
        Features of one page: without ``limit``, and at most.

    Returns
    -------
    dict
        An OpenAPI 3.0 document.
    """
    layer = _parameter("collectionId", "path", {"type": "string", "enum": atlas.layer_ids}, required=True)
    place = _parameter("featureId", "path", {"type": "string"}, required=True)
    items = [
        layer,
        _parameter("limit", "query", {"type": "integer", "minimum": 1, "maximum": most, "default": default_limit}),
        _parameter("offset", "query", {"type": "integer", "minimum": 0, "default": 0}),
        _parameter("bbox", "query", _list("number", 4, 4), explode=False),
        _parameter("datetime", "query", {"type": "string"}),
        *(_parameter(name, "query", _list("string"), explode=False) for name in ("ids", "kind", "grade")),
    ]
    json, geojson = "application/json", "application/geo+json"
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "Lingang Atlas, OGC API - Features",
            "version": version("lingang-atlas"),
            "description": DISCLAIMER_EN,
        },
        "servers": [{"url": server}],
        "paths": {
            "/": _get("landing", "Landing page", [], json),
            "/conformance": _get("conformance", "Conformance classes", [], json),
            "/collections": _get("collections", "The layers of the atlas", [], json),
            "/collections/{collectionId}": _get("collection", "One layer", [layer], json),
            "/collections/{collectionId}/items": _get("items", "Features of a layer", items, geojson),
            "/collections/{collectionId}/items/{featureId}": _get("item", "One feature", [layer, place], geojson),
        },
        "components": {"schemas": {"properties": _properties()}},
    }


def _get(name: str, summary: str, parameters: list[dict[str, Any]], media_type: str) -> dict[str, Any]:
    ok = {"description": summary, "content": {media_type: {"schema": {"type": "object"}}}}
    answers = {"200": ok, "400": _PROBLEM, **({"404": _PROBLEM} if parameters else {})}
    return {"get": {"operationId": name, "summary": summary, "parameters": parameters, "responses": answers}}


def _parameter(name: str, place: str, schema: dict[str, Any], **more: bool) -> dict[str, Any]:
    return {"name": name, "in": place, "schema": schema, **more}


def _list(kind: str, least: int = 1, most: int | None = None) -> dict[str, Any]:
    limits = {"minItems": least} if most is None else {"minItems": least, "maxItems": most}
    return {"type": "array", "items": {"type": kind}, **limits}


def _properties() -> dict[str, Any]:
    """Make the schema of the properties of a feature, from the field dictionary of the exports."""
    return {
        "type": "object",
        "properties": {
            field.key: {
                "type": "string" if field.kind == "text" else "number",
                "nullable": True,
                "title": field.label[0],
                "description": field.label[1] + (f" ({field.unit})" if field.unit else ""),
            }
            for field in FIELDS.values()
            if field.key != "claims_json"
        },
    }
