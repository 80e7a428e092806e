"""Vector tiles by OGC API - Tiles, Part 1 (OGC 20-057): their tile matrix set, their descriptions, the tiles.

There is one tile matrix set, WebMercatorQuad, which is what map clients draw; its definition is that of OGC 17-083r4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, url_for

from geo.errors import Fault, NotFoundError
from geo.export.collections.collection_table import extent, feature_table
from geo.export.collections.field_schema import logical_schema
from geo.export.collections.served_crs import CRS84
from geo.export.collections.stored.pages import stored_pages
from geo.screen.tile_description import layers_with_shapes
from geo.screen.vector_tile import MEDIA_TYPE, vector_tile
from geo.words import both
from webmap.api.ogc.answers import JSON, TILING_REL, answer, bp, link, own_links, say
from webmap.api.tiles import tile_answer, without_content
from webmap.http.current import current_atlas
from webmap.http.ready_answers import keep_whole, ready
from webmap.i18n import current_lang

if TYPE_CHECKING:
    from geo.atlas.schema import Layer

_QUAD = "WebMercatorQuad"
_QUAD_URI = f"http://www.opengis.net/def/tilematrixset/OGC/1.0/{_QUAD}"
_MERCATOR = "http://www.opengis.net/def/crs/EPSG/0/3857"
_HALF_M = 20_037_508.342789244
#: Pixels of a side of a tile and their size in metres, by the standard.
_SIDE, _PIXEL_M = 256, 0.00028
_ZOOMS = 23
_DATA_TYPE = "vector"


@bp.get("/tileMatrixSets")
def tile_matrix_sets() -> Response:
    """List the tile matrix sets."""

    def write() -> dict[str, Any]:
        links = [link("self", "ogc.tile_matrix_set", JSON, matrix_set=_QUAD)]
        one = {"id": _QUAD, "title": "Google Maps Compatible for the World", "uri": _QUAD_URI, "links": links}
        return {"links": own_links("ogc.tile_matrix_sets", JSON), "tileMatrixSets": [one]}

    return answer(write, JSON)


@bp.get("/tileMatrixSets/<matrix_set>")
def tile_matrix_set(matrix_set: str) -> Response:
    """Return the definition of a tile matrix set."""
    _require(matrix_set)
    return answer(_definition, JSON, has_page=False)


@bp.get("/tiles")
def tilesets() -> Response:
    """List the tilesets of all collections together."""

    def write() -> dict[str, Any]:
        return {"links": own_links("ogc.tilesets", JSON), "tilesets": [_summary(None)]}

    return answer(write, JSON)


@bp.get("/tiles/<matrix_set>")
def tileset(matrix_set: str) -> Response:
    """Return the description of the tiles of all layers together."""
    _require(matrix_set)
    return answer(lambda: _described(None), JSON, has_page=False)


@bp.get("/tiles/<matrix_set>/<number:zoom>/<number:row>/<number:column>")
def tile(matrix_set: str, zoom: int, row: int, column: int) -> Response:
    """Return one tile of all layers; 204 without features."""
    _require(matrix_set)
    atlas = current_atlas()
    # The layers of a tile follow one another in its bytes, so that tiles are joined by joining them.
    write = lambda: b"".join(vector_tile(atlas, name, zoom, column, row) for name in _drawn())  # noqa: E731
    response = ready(write, MEDIA_TYPE, f"ogc-tile-{zoom}-{row}-{column}")
    keep_whole()
    return without_content(response)


@bp.get("/collections/<layer_id>/tiles")
def collection_tilesets(layer_id: str) -> Response:
    """List the tilesets of a collection."""
    _require_drawn(layer_id)

    def write() -> dict[str, Any]:
        links = own_links("ogc.collection_tilesets", JSON, layer_id=layer_id)
        return {"links": links, "tilesets": [_summary(layer_id)]}

    return answer(write, JSON)


@bp.get("/collections/<layer_id>/tiles/<matrix_set>")
def collection_tileset(layer_id: str, matrix_set: str) -> Response:
    """Return the description of the tiles of a collection."""
    _require_drawn(layer_id)
    _require(matrix_set)
    return answer(lambda: _described(layer_id), JSON, has_page=False)


@bp.get("/collections/<layer_id>/tiles/<matrix_set>/<number:zoom>/<number:row>/<number:column>")
def collection_tile(layer_id: str, matrix_set: str, zoom: int, row: int, column: int) -> Response:
    """Return one tile of a collection; 204 without features."""
    _require_drawn(layer_id)
    _require(matrix_set)
    return tile_answer(layer_id, zoom, column, row)


def _drawn() -> list[str]:
    return layers_with_shapes(current_atlas())


def _require(matrix_set: str) -> None:
    if matrix_set != _QUAD:
        fault = Fault(f"tile matrix set {matrix_set!r}", _QUAD, "tileMatrixSetId", "see /ogc/tileMatrixSets")
        raise NotFoundError(fault)


def _require_drawn(layer_id: str) -> None:
    _entry(layer_id)
    if layer_id not in current_atlas().stored and layer_id not in _drawn():
        fault = Fault(f"tiles of {layer_id!r}", "one of " + ", ".join(_drawn()), "collection", "choose one of these")
        raise NotFoundError(fault)


def _entry(layer_id: str) -> Layer:
    atlas = current_atlas()
    return atlas.stored[layer_id].entry if layer_id in atlas.stored else atlas.entry(layer_id)


def _summary(layer_id: str | None) -> dict[str, Any]:
    title = _entry(layer_id) if layer_id else None
    named = {"layer_id": layer_id} if layer_id else {}
    endpoint = "ogc.collection_tileset" if layer_id else "ogc.tileset"
    return {
        "title": say((title.title_zh, title.title_en)) if title else say(both("collection.all")),
        "dataType": _DATA_TYPE,
        "crs": _MERCATOR,
        "tileMatrixSetURI": _QUAD_URI,
        "links": [
            link("self", endpoint, JSON, matrix_set=_QUAD, **named),
            link(TILING_REL, "ogc.tile_matrix_set", JSON, matrix_set=_QUAD),
            _template(layer_id),
        ],
    }


def _described(layer_id: str | None) -> dict[str, Any]:
    out = _summary(layer_id)
    out["layers"] = [_layer(name) for name in ([layer_id] if layer_id else _drawn())]
    return out


def _layer(name: str) -> dict[str, Any]:
    atlas = current_atlas()
    entry = _entry(name)
    table = stored_pages(atlas, name) if name in atlas.stored else feature_table(atlas, name)
    bounds = extent(atlas, name).bounds
    uri = url_for("ogc.schema", collection_id=name, _external=True)
    schema = logical_schema(table, say((entry.title_zh, entry.title_en)), uri, current_lang(), None)
    out: dict[str, Any] = {"id": name, "title": schema["title"], "dataType": _DATA_TYPE}
    if bounds is not None:
        west, south, east, north = bounds
        out["boundingBox"] = {"lowerLeft": [west, south], "upperRight": [east, north], "crs": CRS84}
    return {**out, "propertiesSchema": {"type": "object", "properties": schema["properties"]}}


def _template(layer_id: str | None) -> dict[str, Any]:
    endpoint = "ogc.collection_tilesets" if layer_id else "ogc.tilesets"
    address = url_for(endpoint, _external=True, **({"layer_id": layer_id} if layer_id else {}))
    href = f"{address}/{_QUAD}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}"
    return {"rel": "item", "type": MEDIA_TYPE, "href": href, "templated": True}


def _definition() -> dict[str, Any]:
    """Make the definition of WebMercatorQuad."""
    matrices = []
    for zoom in range(_ZOOMS):
        cell = 2 * _HALF_M / (_SIDE * 2**zoom)
        matrices.append(
            {
                "id": str(zoom),
                "scaleDenominator": cell / _PIXEL_M,
                "cellSize": cell,
                "cornerOfOrigin": "topLeft",
                "pointOfOrigin": [-_HALF_M, _HALF_M],
                "tileWidth": _SIDE,
                "tileHeight": _SIDE,
                "matrixWidth": 2**zoom,
                "matrixHeight": 2**zoom,
            }
        )
    return {
        "id": _QUAD,
        "title": "Google Maps Compatible for the World",
        "uri": _QUAD_URI,
        "crs": _MERCATOR,
        "orderedAxes": ["X", "Y"],
        "wellKnownScaleSet": "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
        "tileMatrices": matrices,
    }
