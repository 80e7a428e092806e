"""Vector tiles of every layer, their description, and the style that draws them as the map does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, current_app, json, request

from geo.registers.themes.attribute_classes import attribute_classes
from geo.screen.tile_description import all_description, layers_with_shapes, stored_description, tile_description
from geo.screen.tile_style import tile_style
from geo.screen.tiles.stored_tile import stored_tile
from geo.screen.tiles.tile_grid import TileAddress
from geo.screen.vector_tile import MEDIA_TYPE, vector_tile
from webmap.http.current import current_atlas
from webmap.http.option import word
from webmap.http.query import options, strict_blueprint
from webmap.http.ready_answers import keep_whole, keep_whole_while, ready
from webmap.http.responses import address_version, unkept
from webmap.http.shared_options import NAME
from webmap.i18n import current_lang
from webmap.service.stored.tile_pyramids import pyramids_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from geo.atlas.added.stored_layer import StoredLayer

bp = strict_blueprint("tiles")


@bp.get("/tiles/style.json")
def style() -> Response:
    """Return the style of the tiles for MapLibre: the colours, widths and order of the map."""
    return _style(None)


@bp.get("/tiles/<layer_id>/style.json")
def layer_style(layer_id: str) -> Response:
    """Return the style of the tiles of one layer for MapLibre."""
    return _style(layer_id)


def _style(layer_id: str | None) -> Response:
    root, version = request.url_root.rstrip("/"), address_version()
    return ready(
        lambda: json.dumps(tile_style(current_atlas(), root, layer_id, version)),
        "application/json",
        f"tile-style-{layer_id}-{root}-{version}",
    )


@bp.get("/tiles.json")
def whole_tilejson() -> Response:
    """Return the description of the tiles of all layers of the atlas together (TileJSON 3.0.0)."""
    atlas, version, lang = current_atlas(), address_version(), current_lang()
    address = f"{request.url_root}ogc/tiles/WebMercatorQuad/{{z}}/{{y}}/{{x}}?v={version}"

    def write() -> str:
        return json.dumps({**all_description(atlas, layers_with_shapes(atlas), lang), "tiles": [address]})

    return ready(write, "application/json", f"tilejson-all-{address}-{lang}")


@bp.get("/tiles/<layer_id>.json")
def tilejson(layer_id: str) -> Response:
    """Return the description of a layer's tiles (TileJSON 3.0.0); its addresses name the version of the data."""
    atlas, root, version = current_atlas(), request.url_root.rstrip("/"), address_version()
    address = f"{root}/tiles/{layer_id}/{{z}}/{{x}}/{{y}}.mvt?v={version}"
    layer = atlas.stored.get(layer_id)
    if layer is not None:
        return _stored_tilejson(layer, address)

    def write() -> str:
        return json.dumps({**tile_description(atlas, layer_id, current_lang()), "tiles": [address]})

    return ready(write, "application/json", f"tilejson-{layer_id}-{root}-{version}-{current_lang()}")


def _stored_tilejson(layer: StoredLayer, address: str) -> Response:
    """Return the description of a stored layer's tiles; until its pyramid is built it says how far that is."""
    pyramid, lang = pyramids_of(_app()).of(layer), current_lang()
    described = stored_description(layer, pyramid, lang)
    if pyramid is None:
        progress = pyramids_of(_app()).progress(layer.entry.id)
        body = json.dumps({**described, "tiles": [address], "building": progress})
        return unkept(Response(body, mimetype="application/json"))
    body = json.dumps({**described, "tiles": [address]})
    return ready(lambda: body, "application/json", f"tilejson-{address}-{lang}")


@bp.get("/tiles/<layer_id>/classes.json")
@options(by=word(NAME, "Column of the layer."))
def classes(layer_id: str, by: str) -> Response:
    """Return the classes of a column of a layer of the reader's own, by which a map colours its features."""
    atlas = current_atlas()
    variant = f"classes-{layer_id}-{by}"
    return ready(lambda: json.dumps(attribute_classes(atlas, layer_id, by)), "application/json", variant)


@bp.get("/tiles/<layer_id>/<number:zoom>/<number:column>/<number:row>.mvt")
def tile(layer_id: str, zoom: int, column: int, row: int) -> Response:
    """Return one tile; a tile without features has no content (204)."""
    return tile_answer(layer_id, zoom, column, row)


def tile_answer(layer_id: str, zoom: int, column: int, row: int) -> Response:
    """Return the answer with one tile of a layer of any kind."""
    atlas, variant = current_atlas(), f"tile-{layer_id}-{zoom}-{column}-{row}"
    layer = atlas.stored.get(layer_id)
    if layer is None:
        response = ready(lambda: vector_tile(atlas, layer_id, zoom, column, row), MEDIA_TYPE, variant)
        keep_whole()
        return without_content(response)
    version = layer.version
    try:
        response = ready(_writer(layer, TileAddress(zoom, column, row)), MEDIA_TYPE, variant)
    except _PreviewError as preview:
        return without_content(unkept(Response(preview.body, mimetype=MEDIA_TYPE)))
    keep_whole_while(layer_id, version)
    return without_content(response)


class _PreviewError(Exception):
    """A tile was made that is not to be kept."""

    def __init__(self, body: bytes) -> None:
        super().__init__("a preview")
        self.body = body


def _writer(layer: StoredLayer, address: TileAddress) -> Callable[[], bytes]:
    pyramid = pyramids_of(_app()).of(layer)

    def write() -> bytes:
        if pyramid is not None and address.zoom <= pyramid.most_zoom:
            return pyramid.plain_tile(address)
        made = stored_tile(layer, address)
        if made.is_preview:
            raise _PreviewError(made.body)
        return made.body

    return write


def without_content(response: Response) -> Response:
    """Return the answer with a tile; a tile without features has no content (204)."""
    if not response.content_length and response.status_code == 200:
        response.status_code = 204
    return response


def _app() -> Flask:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    return app
