"""Features of a collection, a page at a time or one by its id."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from flask import Response, current_app, json, request

from geo.errors import Fault, UnknownPlaceError
from geo.export.collections.collection import collection as find_collection
from geo.export.collections.collection import stored_collection
from geo.export.collections.collection_table import feature_table
from geo.export.collections.feature_query import require_properties, select
from geo.export.collections.json_fg import MEDIA_TYPE as JSON_FG
from geo.export.collections.json_fg import as_json_fg
from geo.export.collections.served_crs import CRS84
from geo.export.collections.stored.pages import page_of, stored_pages
from geo.export.collections.stored.texts import Form
from webmap.api.ogc.answers import GEOJSON, HTML, JSON, answer, bp, format_asked, link, own_links, say
from webmap.api.ogc.item_options import ITEM_CRS, ITEMS
from webmap.http.current import current_atlas
from webmap.http.query import OptionGroup, options
from webmap.http.ready_answers import keep_whole_while, ready
from webmap.http.responses import versioned
from webmap.http.shared_options import OWN_COLUMNS
from webmap.service.stored.tile_pyramids import pyramids_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.atlas.added.stored_layer import StoredLayer
    from geo.export.collections.stored.ready_features import Page
    from webmap.api.ogc.item_options import Asked

_ITEM = OptionGroup("crs", ITEM_CRS, lambda values: values["crs"])
#: Rows of the page people read.
_PAGE_ROWS = 100
#: Bytes of the largest box that is kept whole: larger ones would push the others out.
_MOST_WHOLE_BYTES = 256 * 1024


@bp.get("/collections/<collection_id>/items")
@options(ITEMS, OWN_COLUMNS)
def items(collection_id: str, asked: Asked, own: dict[str, tuple[str, ...]]) -> Response:
    """Return one page of the features of a collection; of a stored layer, its columns are options too."""
    if own:
        chosen = {name: frozenset(values) for name, values in own.items()}
        asked = asked._replace(query=replace(asked.query, own=chosen))
    if format_asked(GEOJSON) == HTML:
        return answer(lambda: _page_of_rows(collection_id, asked), GEOJSON)
    if format_asked(GEOJSON) == JSON_FG:
        in_degrees = asked._replace(crs=CRS84)
        return _json_fg(lambda: _page(collection_id, in_degrees), collection_id, asked.crs)
    stored = stored_collection(current_atlas(), collection_id) if asked.query.bbox is not None else None
    if stored:
        return _box(collection_id, stored[0], asked)
    return _geojson(lambda: _page(collection_id, asked), asked.crs)


def _box(collection_id: str, layer: StoredLayer, asked: Asked) -> Response:
    """Return the features of a stored layer in a box; not kept by itself, as what boxes are made of is kept already."""
    version, body = layer.version, _page(collection_id, asked)
    if len(body) <= _MOST_WHOLE_BYTES:
        keep_whole_while(layer.entry.id, version)
    return _geojson_headers(versioned(body, GEOJSON, _variant(GEOJSON)), asked.crs)


@bp.get("/collections/<collection_id>/items/<place_id>")
@options(_ITEM)
def item(collection_id: str, place_id: str, crs: str) -> Response:
    """Return one feature of a collection."""
    if format_asked(GEOJSON) == HTML:
        return answer(lambda: _one_as_rows(collection_id, place_id), GEOJSON)

    def write(crs: str = crs) -> str:
        text = _one(collection_id, place_id, crs)
        return f'{{"links": {json.dumps(_item_links(collection_id, place_id))}, {text[1:]}'

    if format_asked(GEOJSON) == JSON_FG:
        return _json_fg(lambda: write(CRS84), collection_id, crs)
    return _geojson(write, crs)


def _page(collection_id: str, asked: Asked) -> bytes:
    page = _found(collection_id, asked)
    head = {
        "type": "FeatureCollection",
        "numberMatched": page.matched,
        "numberReturned": page.returned,
        "timeStamp": dt.datetime.now(tz=dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "links": _links(collection_id, asked, page.matched),
    }
    return b"".join((json.dumps(head)[:-1].encode(), b', "features": [\n', page.body, b"\n]}"))


def _found(collection_id: str, asked: Asked) -> Page:
    atlas = current_atlas()
    form = Form(asked.properties, asked.crs, asked.skip_geometry)
    stored = stored_collection(atlas, collection_id)
    if stored:
        ready_features = pyramids_of(current_app).features_of(stored[0]) if asked.query.bbox else None
        return stored_pages(atlas, collection_id).page(asked.query, asked.limit, asked.offset, form, ready_features)
    table = feature_table(atlas, collection_id)
    require_properties(table, asked.properties or ())
    found = select(table, asked.query)
    shown = found[asked.offset : asked.offset + asked.limit]
    texts = table.texts(shown, properties=asked.properties, crs=asked.crs, skip_geometry=asked.skip_geometry)
    return page_of(len(found), [text.encode() for text in texts])


def _page_of_rows(collection_id: str, asked: Asked) -> dict[str, Any]:
    """Return a page of features without their shapes, for people; never more than they can read."""
    fewer = asked._replace(limit=min(asked.limit, _PAGE_ROWS), skip_geometry=True)
    return {**json.loads(_page(collection_id, fewer)), **_titles(collection_id)}


def _titles(collection_id: str) -> dict[str, Any]:
    """Return the title of a collection and the names of its properties, in the language of the reader."""
    atlas = current_atlas()
    is_stored = stored_collection(atlas, collection_id) is not None
    described = stored_pages(atlas, collection_id) if is_stored else feature_table(atlas, collection_id)
    names = {name: say(field.title) for name, field in described.fields.items()}
    return {"title": say(find_collection(atlas, collection_id).title), "titles": names}


def _one_as_rows(collection_id: str, place_id: str) -> dict[str, Any]:
    feature = json.loads(_one(collection_id, place_id, CRS84))
    properties = feature["properties"]
    named = {"title": say((properties.get("name_zh") or place_id, properties.get("name_en") or place_id))}
    links = _item_links(collection_id, place_id)
    return {**_titles(collection_id), **named, "links": links, "features": [feature]}


def _one(collection_id: str, place_id: str, crs: str) -> str:
    atlas = current_atlas()
    if stored_collection(atlas, collection_id):
        found = stored_pages(atlas, collection_id).one(place_id, crs)
        if found is not None:
            return found.decode()
    else:
        table = feature_table(atlas, collection_id)
        if place_id in table.position_of:
            return table.texts([table.position_of[place_id]], crs=crs)[0]
    expected = f"an id of collection {collection_id}"
    raise UnknownPlaceError(Fault(f"feature {place_id!r}", expected, "feature", "see the items of the collection"))


def _links(collection_id: str, asked: Asked, matched: int) -> list[dict[str, str]]:
    # The language stays, or the next page would come in another.
    given = {name: value for name, value in request.args.items() if name != "f"}
    links = own_links("ogc.items", GEOJSON, collection_id=collection_id, **given)
    links.append(link("collection", "ogc.collection", JSON, collection_id=collection_id))
    kept: dict[str, Any] = {**request.args, "limit": asked.limit}
    following, before = asked.offset + asked.limit, max(asked.offset - asked.limit, 0)
    if following < matched:
        links.append(
            link(
                "next", "ogc.items", format_asked(GEOJSON), collection_id=collection_id, **{**kept, "offset": following}
            )
        )
    if asked.offset:
        links.append(
            link("prev", "ogc.items", format_asked(GEOJSON), collection_id=collection_id, **{**kept, "offset": before})
        )
    return links


def _item_links(collection_id: str, place_id: str) -> list[dict[str, str]]:
    links = own_links("ogc.item", GEOJSON, collection_id=collection_id, place_id=place_id)
    links.append(link("collection", "ogc.collection", JSON, collection_id=collection_id))
    atlas = current_atlas()
    if place_id in atlas.places.index or stored_collection(atlas, collection_id):
        links.append(link("related", "pages.place", HTML, place_id=place_id))
    return links


def _json_fg(write: Callable[[], str | bytes], collection_id: str, crs: str) -> Response:
    def convert() -> str:
        return json.dumps(as_json_fg(json.loads(write()), collection_id, crs))

    return _geojson(convert, crs, JSON_FG)


def _geojson(write: Callable[[], str | bytes], crs: str, media_type: str = GEOJSON) -> Response:
    return _geojson_headers(ready(write, media_type, _variant(media_type)), crs)


def _variant(media_type: str) -> str:
    return f"ogc {request.url} {media_type}"


def _geojson_headers(response: Response, crs: str) -> Response:
    response.headers["Content-Crs"] = f"<{crs}>"
    response.vary.add("Accept")
    return response
