"""JSON Schema of the features of a collection: its queryables, its logical schema, and the one GDAL reads types from.

OGC API - Features, Part 3 (OGC 19-079r2), 6: queryables; Part 5 (OGC 23-058r1): schemas with ``x-ogc-role``. GDAL
(3.8 and later) takes the types of a layer from a schema of the whole GeoJSON feature, linked as ``describedby``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from geo.export.collections.collection import PARTS
from geo.export.collections.feature_table import CLAIMS
from geo.words import in_language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.export.collections.feature_table import Field

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_FORMATS = {"areas": "geometry-multipolygon", "lines": "geometry-multilinestring", "points": "geometry-multipoint"}
_IDS = ("place_id", "doc_id")


class Described(Protocol):
    """What a schema says of a collection: its fields, whether it has shapes, and statements of documents."""

    @property
    def fields(self) -> Mapping[str, Field]:
        """The properties by name."""
        ...

    @property
    def shapes(self) -> object:
        """None without shapes."""
        ...

    @property
    def claims(self) -> object:
        """None without statements."""
        ...


def queryables(table: Described, title: str, uri: str, lang: str) -> dict[str, Any]:
    """Return the properties a filter may name; it takes no others.

    Parameters
    ----------
    table : FeatureTable, or another `Described`
    title, uri : str
        Of the collection, and the address of this schema.
    lang : {"zh", "en"}
    """
    properties = {name: _property(one, lang) for name, one in table.fields.items()}
    if table.shapes is not None:
        properties["geometry"] = {"x-ogc-role": "primary-geometry", "format": "geometry-any"}
    head = {"$schema": _DRAFT, "$id": uri, "title": title, "type": "object"}
    return {**head, "properties": properties, "additionalProperties": False}


def logical_schema(table: Described, title: str, uri: str, lang: str, part: str | None) -> dict[str, Any]:
    """Return the properties of a feature and their types, as Part 5 describes them."""
    out = queryables(table, title, uri, lang)
    key = next(iter(table.fields), None)
    if key in _IDS:
        out["properties"][key]["x-ogc-role"] = "id"
    if table.shapes is not None and part:
        out["properties"]["geometry"]["format"] = _FORMATS[part]
    if table.claims is not None:
        out["properties"][CLAIMS] = {"type": "array", "items": {"type": "object"}}
    return out


def feature_schema(table: Described, title: str, uri: str, lang: str, part: str | None) -> dict[str, Any]:
    """Return the schema of a whole GeoJSON feature."""
    properties = {name: _property(one, lang, nullable=True) for name, one in table.fields.items()}
    if table.claims is not None:
        properties[CLAIMS] = {"type": "array", "items": {"type": "object"}}
    types = list(PARTS[part]) if part else [name for names in PARTS.values() for name in names]
    geometry = {"type": ["object", "null"], "properties": {"type": {"type": "string", "enum": types}}}
    return {
        "$schema": _DRAFT,
        "$id": uri,
        "title": title,
        "type": "object",
        "required": ["type", "id", "geometry", "properties"],
        "properties": {
            "type": {"type": "string", "enum": ["Feature"]},
            "id": {"type": "string"},
            "geometry": geometry if table.shapes is not None else {"type": "null"},
            "properties": {"type": "object", "properties": properties},
        },
    }


def _property(one: Field, lang: str, *, nullable: bool = False) -> dict[str, Any]:
    kind = one.kind if one.kind in ("number", "boolean") else "string"
    out: dict[str, Any] = {"title": in_language(one.title, lang), "type": [kind, "null"] if nullable else kind}
    if one.kind in ("date", "time"):
        out["format"] = {"date": "date", "time": "date-time"}[one.kind]
    if one.unit:
        out["x-ogc-unit"] = one.unit
    return out
