"""The OpenAPI 3.1 description of every address, made from the routes and the options their views declare.

`webmap.api.ogc.openapi` describes the OGC API alone, in OpenAPI 3.0, as that standard asks.
"""

from __future__ import annotations

import inspect
import re
from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from geo.atlas.notices import DISCLAIMER_EN
from geo.export import FORMATS
from geo.export.collections.collection import collections
from webmap.api.answer_schemas import PUBLISHED, components
from webmap.api.extract_files import EXTRACT_FORMATS
from webmap.http.query import declared

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flask import Flask
    from werkzeug.routing import Rule

    from geo import Atlas
    from webmap.http.option import Option

#: A part of an address that varies: ``<name>``, ``<number:name>``, ``<any(a,b):name>``.
_VARIABLE = re.compile(r"<(?:(?P<converter>[a-z]+)(?:\((?P<words>[^)]*)\))?:)?(?P<name>\w+)>")
#: The same in an address of OpenAPI.
_NAME = r"{\g<name>}"
_JSON, _GEOJSON, _PROBLEM = "application/json", "application/geo+json", "application/problem+json"
_PAGE, _PDF, _TEXT = "text/html", "application/pdf", "text/plain"
_SCHEMA, _MVT = "application/schema+json", "application/vnd.mapbox-vector-tile"
_JSON_FG = FORMATS["jsonfg"].media_type
_SUFFIXES = {
    **{name: entry.media_type for name, entry in FORMATS.items()},
    "docx": EXTRACT_FORMATS["docx"],
    "json": _JSON,
    "pdf": _PDF,
    "png": "image/png",
    "mvt": _MVT,
    "css": "text/css",
    "ico": "image/x-icon",
    "svg": "image/svg+xml",
    "txt": _TEXT,
    "webmanifest": "application/manifest+json",
    "xml": "application/xml",
    "zip": "application/zip",
}
_OGC_SCHEMAS = ("queryables", "sortables", "schema", "feature-schema")
_OGC_TILED = ("", "/collections/<layer_id>")
_OGC_PAGES = (
    *("/ogc/", "/ogc/conformance", "/ogc/collections", "/ogc/collections/<collection_id>"),
    *("/ogc/tileMatrixSets", "/ogc/tiles", "/ogc/collections/<layer_id>/tiles"),
)
#: What an address answers whose end does not say it.
_ANSWERS = {
    "/search": [_JSON, _PAGE],
    "/report": [_PDF],
    f"/schemas/<any({','.join(PUBLISHED)}):kind>.json": [_SCHEMA],
    "/ogc/collections/<collection_id>/items": [_GEOJSON, _JSON_FG, _PAGE],
    "/ogc/collections/<collection_id>/items/<place_id>": [_GEOJSON, _JSON_FG, _PAGE],
    **{f"/ogc/collections/<collection_id>/{name}": [_SCHEMA] for name in _OGC_SCHEMAS},
    **{address: [_JSON, _PAGE] for address in _OGC_PAGES},
    **{f"/ogc{part}/tiles/<matrix_set>/<number:zoom>/<number:row>/<number:column>": [_MVT] for part in _OGC_TILED},
    "/ogc/api": ["application/vnd.oai.openapi+json;version=3.0"],
    "/openapi.json": ["application/vnd.oai.openapi+json;version=3.1"],
    "/export/<layer_id>.<kind>": sorted({entry.media_type for entry in FORMATS.values()}),
    "/metrics": [_TEXT],
}
#: The form of an upload.
_FORM = {"multipart/form-data": {"schema": {"$ref": "#/components/schemas/Upload"}}}
_SHAPES = {"schema": {"$ref": "#/components/schemas/GeoJSON"}}
_PROJECT_FILE = {_JSON: {"schema": {"$ref": "#/components/schemas/Project"}}, **_FORM}
_BODIES = {
    "project.opened": _FORM,
    "project.opened_json": _PROJECT_FILE,
    "project.slides": _PROJECT_FILE,
    "measure.upload": _FORM,
    "extract.shape_extract": {_JSON: _SHAPES, _GEOJSON: _SHAPES, _TEXT: {"schema": {"type": "string"}}},
    "measure.plots": {_JSON: _SHAPES, _GEOJSON: _SHAPES, _TEXT: {"schema": {"type": "string"}}},
    "exports.polygon_report": {_JSON: _SHAPES, _GEOJSON: _SHAPES, _TEXT: {"schema": {"type": "string"}}},
}
#: Addresses that lead on, by their path; the second for json only, which `/stats` answers.
_REDIRECTS = {"/stats": "302", "/side": "302", "/stats.<any(json,csv,xlsx,geojson):kind>": "308"}
_REFUSALS = {
    400: "The request makes no sense: an option, a value or the body.",
    401: "The address names a layer of the service's own, or its figures, and the token is missing.",
    404: "There is no such place, layer or address.",
    413: "The body is too large.",
    415: "The body is of another kind than the address reads.",
    421: "The service does not answer under that host name.",
    422: "The shape cannot be measured.",
    503: "Too much heavy work at once: ask again after the seconds of Retry-After.",
}


def describe_service(app: Flask, server: str, atlas: Atlas) -> dict[str, Any]:
    """Make the description of the service.

    Parameters
    ----------
    app : flask.Flask
        Its routes are the paths; static files are left out.
    server : str
        Address of the service.
    atlas : Atlas
        Its layers are the words of options that name a layer.

    Returns
    -------
    dict
        An OpenAPI 3.1 document.
    """
    options = declared(app)
    paths: dict[str, dict[str, Any]] = {}
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            # Static files are answers of no view of ours.
            if (key := f"{method} {rule.rule}") in options:
                entry = _operation(rule, method, app.view_functions[rule.endpoint], options[key], atlas)
                paths.setdefault(_VARIABLE.sub(_NAME, rule.rule), {})[method.lower()] = entry
    return {
        "openapi": "3.1.0",
        "info": {"title": "Lingang Atlas", "version": version("lingang-atlas"), "description": DISCLAIMER_EN},
        "servers": [{"url": server}],
        "paths": paths,
        "components": {"schemas": components(server)},
    }


def _operation(
    rule: Rule, method: str, view: Callable[..., Any], options: Mapping[str, Option], atlas: Atlas
) -> dict[str, Any]:
    summary = (inspect.getdoc(view) or "").partition("\n\n")[0].replace("\n", " ")
    path = [_path_parameter(found, atlas) for found in _VARIABLE.finditer(rule.rule)]
    query = [_parameter(name, "query", dict(option.schema), option.meaning) for name, option in options.items()]
    content = {kind: {"schema": _answer_schema(rule, kind)} for kind in _media_types(rule, view)}
    operation: dict[str, Any] = {
        "operationId": re.sub(r"[^a-z]+", "_", f"{method} {_VARIABLE.sub(_NAME, rule.rule)}".lower()).strip("_"),
        "summary": summary,
        "parameters": path + query,
        "responses": _responses(rule, summary, content),
    }
    if method == "POST":
        operation["requestBody"] = {"required": True, "content": _BODIES.get(rule.endpoint, {_JSON: _SHAPES})}
    return operation


def _responses(rule: Rule, summary: str, content: dict[str, Any]) -> dict[str, Any]:
    refusals = {_PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}, _PAGE: {"schema": {"type": "string"}}}
    answers: dict[str, Any] = {"200": {"description": summary, "content": content}}
    if rule.rule.endswith((".mvt", "<number:row>/<number:column>")):
        answers["204"] = {"description": "A tile without features."}
    if redirects := _REDIRECTS.get(rule.rule):
        answers[redirects] = {"description": "Leads to the address of the same answer."}
    answers["304"] = {"description": "As the browser has it."}
    return answers | {
        str(status): {"description": text, "content": refusals} for status, text in sorted(_REFUSALS.items())
    }


def _path_parameter(found: re.Match[str], atlas: Atlas) -> dict[str, Any]:
    name, converter = found["name"], found["converter"]
    by_converter: dict[str | None, Callable[[], dict[str, Any]]] = {
        "any": lambda: {"type": "string", "enum": found["words"].split(",")},
        "number": lambda: {"type": "integer", "minimum": 0, "maximum": 999_999_999},
        None: partial(_words_of, name, atlas),
    }
    return _parameter(name, "path", by_converter[converter](), "") | {"required": True}


def _words_of(name: str, atlas: Atlas) -> dict[str, Any]:
    layers = {"type": "string", "enum": atlas.layer_ids}
    known = {
        "layer_id": layers,
        "collection_id": {"type": "string", "enum": list(collections(atlas))},
        "matrix_set": {"type": "string", "enum": ["WebMercatorQuad"]},
        "zones": {"type": "string", "enum": list(atlas.zone_layers)},
        "layer": layers,
        "kind": {"type": "string", "enum": list(FORMATS)},
        "place_id": {"type": "string", "pattern": "^[a-z0-9-]{1,80}$", "examples": [next(iter(atlas.places.index))]},
    }
    return known.get(name, {"type": "string"})


def _parameter(name: str, place: str, schema: dict[str, Any], meaning: str) -> dict[str, Any]:
    return {"name": name, "in": place, "schema": schema, **({"description": meaning} if meaning else {})}


def _media_types(rule: Rule, view: Callable[..., Any]) -> list[str]:
    """Return what an address answers: by its end, else a page of `webmap.pages` is HTML and all else JSON."""
    if rule.rule in _ANSWERS:
        return _ANSWERS[rule.rule]
    end = rule.rule.rpartition("/")[2].rpartition(".")
    if end[1]:
        found = _VARIABLE.match(end[2])
        return [_SUFFIXES[word] for word in (found["words"].split(",") if found else [end[2]])]
    return [_PAGE] if inspect.unwrap(view).__module__.startswith("webmap.pages") else [_JSON]


def _answer_schema(rule: Rule, kind: str) -> dict[str, Any]:
    """Return the schema of an answer: by its address where it is JSON of a known form, else a text or any object."""
    if kind in {_JSON, _GEOJSON}:
        names = _NAMED.get(rule.endpoint, "").split() if kind == _JSON else []
        known = [{"$ref": f"#/components/schemas/{name}"} for name in names]
        return {"anyOf": known} if len(known) > 1 else known[0] if known else {"type": "object"}
    return {"type": "string"} if kind.startswith("text/") else {}


_NAMED = {
    "place_data.place_json": "Place",
    "place_data.places": "Places",
    "stats_data.stats": "Account",
    "stats_data.stats_of_body": "Account",
    "measure.measure": "Measured",
    "health.healthz": "Health",
    "search.find": "Found",
    "register_data.document_json": "Document",
    "extract.place_extract": "Extract",
    "extract.shape_extract": "Extract",
    "tables.table_json": "Table StoredTable",
}
