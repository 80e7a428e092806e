"""The collections of the OGC API: their list, their descriptions and their schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, url_for

from geo.atlas.notices import DISCLAIMER_EN, DISCLAIMER_ZH
from geo.atlas.schema import OWN_PREFIX
from geo.export import FORMATS
from geo.export.collections.collection import collection as find_collection
from geo.export.collections.collection import collections as all_collections
from geo.export.collections.collection_table import extent, feature_table
from geo.export.collections.field_schema import feature_schema, logical_schema
from geo.export.collections.field_schema import queryables as queryables_schema
from geo.export.collections.served_crs import CRS84, SERVED
from geo.export.collections.stored.pages import stored_pages
from webmap.api.ogc.answers import (
    GEOJSON,
    HTML,
    JSON,
    QUERYABLES,
    SCHEMA,
    SCHEMA_REL,
    TILES_REL,
    answer,
    bp,
    link,
    own_links,
    say,
)
from webmap.http.current import current_atlas
from webmap.http.option import whole
from webmap.http.query import options
from webmap.http.responses import address_version
from webmap.i18n import current_lang

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.export.collections.collection import Collection
    from geo.export.collections.collection_table import Extent
    from geo.export.collections.field_schema import Described

#: Formats in which a whole layer is linked, named by the data version.
_WHOLE = ("gpkg", "parquet", "gdb")
_GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"
#: Of layers and of tables; that of a layer of the reader's own is for its owner to say.
_ODBL, _MIT = "https://opendatacommons.org/licenses/odbl/1-0/", "https://opensource.org/license/mit"


@bp.get("/collections")
@options(limit=whole(10_000, "Collections of the answer; without it all.", least=1, clamp=True))
def collections(limit: int | None) -> Response:
    """List the collections: layers, seed tables, accounts."""

    def write() -> dict[str, Any]:
        every = list(all_collections(current_atlas()).values())
        described = [_described(one) for one in every[:limit]]
        head = {"links": own_links("ogc.collections", JSON), "crs": list(SERVED), "numberMatched": len(every)}
        return {**head, "numberReturned": len(described), "collections": described}

    return answer(write, JSON)


@bp.get("/collections/<collection_id>")
def collection(collection_id: str) -> Response:
    """Return the description of one collection."""

    def write() -> dict[str, Any]:
        one = _described(find_collection(current_atlas(), collection_id))
        return {**one, "links": [*own_links("ogc.collection", JSON, collection_id=collection_id), *one["links"][1:]]}

    return answer(write, JSON)


@bp.get("/collections/<collection_id>/queryables")
def queryables(collection_id: str) -> Response:
    """Return the properties a filter may name, as a JSON Schema."""
    return _schema(collection_id, "ogc.queryables", lambda *given: queryables_schema(*given[:4]))


@bp.get("/collections/<collection_id>/sortables")
def sortables(collection_id: str) -> Response:
    """Return the properties to sort by, as a JSON Schema."""

    def make(table: Described, title: str, uri: str, lang: str, _part: str | None) -> dict[str, Any]:
        schema = queryables_schema(table, title, uri, lang)
        schema["properties"].pop("geometry", None)
        return schema

    return _schema(collection_id, "ogc.sortables", make)


@bp.get("/collections/<collection_id>/schema")
def schema(collection_id: str) -> Response:
    """Return the properties of a feature as a JSON Schema."""
    return _schema(collection_id, "ogc.schema", logical_schema)


@bp.get("/collections/<collection_id>/feature-schema")
def whole_schema(collection_id: str) -> Response:
    """Return the JSON Schema of a whole GeoJSON feature, from which GDAL takes the types of its columns."""
    return _schema(collection_id, "ogc.whole_schema", feature_schema)


def _schema(collection_id: str, endpoint: str, make: Callable[..., dict[str, Any]]) -> Response:
    def write() -> dict[str, Any]:
        atlas = current_atlas()
        one = find_collection(atlas, collection_id)
        uri = url_for(endpoint, collection_id=collection_id, _external=True)
        stored = one.source == "stored"
        table = stored_pages(atlas, collection_id) if stored else feature_table(atlas, collection_id)
        return make(table, say(one.title), uri, current_lang(), one.part)

    return answer(write, SCHEMA, has_page=False)


def _described(one: Collection) -> dict[str, Any]:
    known = extent(current_atlas(), one.id)
    words = [say(one.description), say((DISCLAIMER_ZH, DISCLAIMER_EN)), say(one.licence)]
    out: dict[str, Any] = {
        "id": one.id,
        "title": say(one.title),
        "description": " ".join(filter(None, words)),
        "itemType": "feature",
        "crs": list(SERVED) if known.has_shapes else [CRS84],
        "storageCrs": CRS84,
        "links": _links(one, has_shapes=known.has_shapes),
    }
    if known.bounds or known.since:
        out["extent"] = _extent(known)
    return out


def _links(one: Collection, *, has_shapes: bool) -> list[dict[str, str]]:
    named = {"collection_id": one.id}
    links = [
        link("self", "ogc.collection", JSON, **named),
        link("items", "ogc.items", GEOJSON, say(one.title), **named),
        link("items", "ogc.items", HTML, say(one.title), **named, f="html"),
        link("describedby", "ogc.whole_schema", SCHEMA, **named),
        link(QUERYABLES, "ogc.queryables", SCHEMA, **named),
        link(SCHEMA_REL, "ogc.schema", SCHEMA, **named),
        link("http://www.opengis.net/def/rel/ogc/1.0/sortables", "ogc.sortables", SCHEMA, **named),
    ]
    if one.id == one.name and (one.source == "stored" or (one.source == "layer" and has_shapes)):
        links.append(link(TILES_REL, "ogc.collection_tilesets", JSON, layer_id=one.id))
        links.append(link("alternate", "tables.table", HTML, layer=one.id))
        version = address_version()
        links += [
            link("enclosure", "exports.layer", FORMATS[kind].media_type, layer_id=one.id, kind=kind, v=version)
            for kind in _WHOLE
        ]
    if not one.name.startswith(OWN_PREFIX):
        links.append({"rel": "license", "type": HTML, "href": _MIT if one.source == "table" else _ODBL})
    return links


def _extent(known: Extent) -> dict[str, Any]:
    out: dict[str, Any] = {}
    if known.bounds is not None:
        out["spatial"] = {"bbox": [list(known.bounds)], "crs": CRS84}
    if known.since is not None:
        out["temporal"] = {"interval": [[f"{known.since}T00:00:00Z", None]], "trs": _GREGORIAN}
    return out
