"""The OpenAPI 3.0 description of the OGC API, made from the collections of the atlas and the options of its views."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from geo.atlas.notices import DISCLAIMER_EN
from geo.export.collections.collection import collections
from webmap.api.ogc.item_options import DEFAULT_LIMIT, OPTIONS

if TYPE_CHECKING:
    from geo import Atlas

_PROBLEM = {"description": "What was found, what was expected, where, what to do (RFC 9457)."}
_JSON, _GEOJSON, _SCHEMA = "application/json", "application/geo+json", "application/schema+json"
_MVT = "application/vnd.mapbox-vector-tile"
#: Options whose value is a list in one text, as Part 1 writes it.
_LISTS = ("bbox", "ids", "kind", "grade", "sortby", "properties")


def openapi(server: str, atlas: Atlas) -> dict[str, Any]:
    """Make the description of the service.

    Parameters
    ----------
    server : str
        Address of the service.
    atlas : Atlas

    Returns
    -------
    dict
        An OpenAPI 3.0 document.
    """
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "Lingang Atlas, OGC API",
            "version": version("lingang-atlas"),
            "description": DISCLAIMER_EN,
        },
        "servers": [{"url": server}],
        "paths": _paths(atlas),
    }


def _paths(atlas: Atlas) -> dict[str, Any]:
    one = _parameter("collectionId", "path", {"type": "string", "enum": list(collections(atlas))}, required=True)
    layer = _parameter("collectionId", "path", {"type": "string", "enum": atlas.layer_ids}, required=True)
    place = _parameter("featureId", "path", {"type": "string"}, required=True)
    quad = _parameter("tileMatrixSetId", "path", {"type": "string", "enum": ["WebMercatorQuad"]}, required=True)
    cell = [
        _parameter(name, "path", {"type": "integer", "minimum": 0}, required=True)
        for name in ("tileMatrix", "tileRow", "tileCol")
    ]
    items = [_option(name) for name in OPTIONS]
    base = "/collections/{collectionId}"
    matrix = "/tiles/{tileMatrixSetId}"
    tile = matrix + "/{tileMatrix}/{tileRow}/{tileCol}"
    schemas = {
        f"{base}/{name}": _get(f"get{name.title().replace('-', '')}", f"The {name} of a collection", [one], _SCHEMA)
        for name in ("queryables", "sortables", "schema", "feature-schema")
    }
    limit = _parameter("limit", "query", {"type": "integer", "minimum": 1, "maximum": 10_000}, form=True)
    return {
        "/": _get("getLandingPage", "Landing page", [], _JSON),
        "/conformance": _get("getConformance", "Conformance classes", [], _JSON),
        "/collections": _get("getCollections", "The collections of the atlas", [limit], _JSON),
        base: _get("describeCollection", "One collection", [one], _JSON),
        **schemas,
        f"{base}/items": _get("getFeatures", "Features of a collection", [one, *items], _GEOJSON),
        f"{base}/items/{{featureId}}": _get("getFeature", "One feature", [one, place, _option("crs")], _GEOJSON),
        "/tileMatrixSets": _get("getTileMatrixSets", "Tile matrix sets", [], _JSON),
        "/tileMatrixSets/{tileMatrixSetId}": _get("getTileMatrixSet", "One tile matrix set", [quad], _JSON),
        "/tiles": _get("getTileSets", "Tilesets of all layers", [], _JSON),
        matrix: _get("getTileSet", "The tileset of all layers", [quad], _JSON),
        tile: _get("getTile", "A tile of all layers", [quad, *cell], _MVT, may_be_empty=True),
        f"{base}/tiles": _get("getCollectionTileSets", "Tilesets of a collection", [layer], _JSON),
        f"{base}{matrix}": _get("getCollectionTileSet", "The tileset of a collection", [layer, quad], _JSON),
        f"{base}{tile}": _get("getCollectionTile", "A tile", [layer, quad, *cell], _MVT, may_be_empty=True),
    }


def _option(name: str) -> dict[str, Any]:
    """Describe an option of a page of features; lists are written with commas (``style: form``, ``explode: false``)."""
    option = OPTIONS[name]
    schema = dict(option.schema)
    if name == "limit":
        schema["default"] = DEFAULT_LIMIT
    if name in _LISTS and schema.get("type") != "array":
        schema = {"type": "array", "items": {"type": "string"}}
    return _parameter(name, "query", schema, description=option.meaning, form=True)


def _parameter(name: str, place: str, schema: dict[str, Any], *, form: bool = False, **more: Any) -> dict[str, Any]:
    out = {"name": name, "in": place, "schema": schema, **more}
    if place == "query":
        out["required"] = False
    return {**out, "style": "form", "explode": False} if form else out


def _get(
    name: str, summary: str, parameters: list[dict[str, Any]], media_type: str, *, may_be_empty: bool = False
) -> dict[str, Any]:
    ok = {"description": summary, "content": {media_type: {"schema": {"type": "object"}}}}
    answers: dict[str, Any] = {"200": ok, "400": _PROBLEM}
    if may_be_empty:
        ok["content"] = {media_type: {"schema": {"type": "string", "format": "binary"}}}
        answers["204"] = {"description": "No feature lies in the tile."}
    if any(one["in"] == "path" for one in parameters):
        answers["404"] = _PROBLEM
    return {"get": {"operationId": name, "summary": summary, "parameters": parameters, "responses": answers}}
