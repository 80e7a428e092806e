"""JSON Schemas (2020-12) of the answers programs read: what is always there; keys may be added, never taken away."""

from __future__ import annotations

from typing import Any

from geo.projects.project import MOST_VIEWS


def _object(**properties: Any) -> dict[str, Any]:
    """Make the schema of an object that has at least these keys."""
    return {"type": "object", "required": list(properties), "properties": properties}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _reference(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


_TEXT: dict[str, Any] = {"type": "string"}
_TEXT_OR_NONE: dict[str, Any] = {"type": ["string", "null"]}
_COUNT: dict[str, Any] = {"type": "integer", "minimum": 0}
_FIGURE: dict[str, Any] = {"type": "number"}
_FIGURE_OR_NONE: dict[str, Any] = {"type": ["number", "null"]}
_POSITIVE: dict[str, Any] = {"type": "number", "minimum": 0}
_AREAS = {"area_km2": _FIGURE_OR_NONE, "area_ha": _FIGURE_OR_NONE, "area_mu": _FIGURE_OR_NONE}
_NAMES = {"name_zh": _TEXT, "name_en": _TEXT}
_SOURCE = {"document": _reference("Document"), "section": _TEXT}

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
    "Document": _object(id=_TEXT, title_zh=_TEXT, title_en=_TEXT, number=_TEXT_OR_NONE, issued_on=_TEXT_OR_NONE),
    "Neighbour": _object(id=_TEXT, kind=_TEXT, layer=_TEXT, **_NAMES),
    "Statement": _object(claim_id=_TEXT, type=_TEXT, summary_zh=_TEXT, summary_en=_TEXT, **_SOURCE),
    "Place": _object(
        id=_TEXT,
        **_NAMES,
        kind=_TEXT,
        level=_TEXT,
        layer=_TEXT,
        aliases=_list(_TEXT),
        parents=_list(_reference("Neighbour")),
        children=_list(_reference("Neighbour")),
        area={"type": ["object", "null"]},
        geometry={"type": ["object", "null"]},
        claims=_list(_reference("Statement")),
        indicators=_list(_object(name_zh=_TEXT, name_en=_TEXT, **_SOURCE)),
        industries=_list(_object(industry_id=_TEXT, group=_TEXT, **_NAMES, **_SOURCE)),
        measures=_list(_object(title_zh=_TEXT, title_en=_TEXT, **_SOURCE)),
        relations=_list(_object(relation=_TEXT, basis=_TEXT, direction=_TEXT, other=_reference("Neighbour"))),
        version=_TEXT,
    ),
    "Places": _object(
        count=_COUNT,
        located=_COUNT,
        measured=_COUNT,
        total=_object(**_AREAS),
        places=_list(_object(id=_TEXT, kind=_TEXT, layer=_TEXT, located={"type": "boolean"}, **_NAMES)),
        method=_reference("Method"),
        version=_TEXT,
    ),
    "Account": _object(
        zones=_object(id=_TEXT, title_zh=_TEXT, title_en=_TEXT),
        by={"type": ["object", "null"]},
        method=_reference("Method"),
        version=_TEXT,
        rows=_list(_object(place_id=_TEXT_OR_NONE, area_km2=_FIGURE_OR_NONE)),
        total=_object(**_AREAS),
    ),
    "Table": _object(
        rows=_list(_object(place_id=_TEXT, **_NAMES)), all_rows=_COUNT, total=_object(**_AREAS), version=_TEXT
    ),
    "Excerpt": _object(text=_TEXT, marks=_list({"type": "array", "items": _COUNT})),
    "Said": _object(
        id=_TEXT, match=_TEXT, excerpt_zh=_reference("Excerpt"), excerpt_en=_reference("Excerpt"), **_SOURCE
    ),
    "Found": _object(
        query=_TEXT,
        places=_list(_object(id=_TEXT, **_NAMES)),
        more=_COUNT,
        groups=_list(_TEXT),
        nearest={"type": "boolean"},
        coordinates=_list(_object(lon=_FIGURE, lat=_FIGURE, read_as=_TEXT)),
        land_and_water=_list(_object(id=_TEXT, layer=_TEXT, match=_TEXT, **_NAMES)),
        **{
            group: _list(_reference("Said"))
            for group in ("statements", "measures", "land_rules", "figures", "industry_links")
        },
    ),
    "Measured": _object(
        type=_TEXT,
        area={"anyOf": [_object(**_AREAS), {"type": "null"}]},
        perimeter_km=_FIGURE_OR_NONE,
        method=_reference("Method"),
    ),
}
