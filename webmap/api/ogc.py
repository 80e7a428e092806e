"""OGC API - Features, Part 1: Core (OGC 17-069r4): every layer a collection, for QGIS, GDAL and other clients.

pygeoapi is not used: it reads its settings at import, brings 45 packages and reads its files again for every request.
Here one page of features comes from the atlas that is loaded already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, json, request, url_for

from geo.atlas.notices import DISCLAIMER_EN, DISCLAIMER_ZH, licence_of
from geo.export.feature_pages import feature_page, one_feature
from geo.words import in_language
from webmap.api.openapi import openapi
from webmap.http.current import current_atlas
from webmap.http.option import choice, text, whole
from webmap.http.query import options, strict_blueprint
from webmap.http.ready_answers import ready
from webmap.http.shared_options import FEATURES
from webmap.i18n import current_lang

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.atlas.schema import Layer
    from geo.export import FeatureSelection

#: Requirement 8 of the standard asks for what this blueprint does anyway: unknown parameters are refused.
bp = strict_blueprint(
    "ogc", url_prefix="/ogc", common={"f": choice(("json", "geojson"), "Format of the answer; there is only JSON.")}
)

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
CONFORMANCE = [
    f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{name}" for name in ("core", "geojson", "oas30")
]
DEFAULT_LIMIT, MOST = 1000, 10_000
_JSON, _GEOJSON = "application/json", "application/geo+json"
_OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
#: The highest number a page of features may start at.
_FURTHEST = 999_999_999


@bp.get("/", strict_slashes=False)
def landing() -> Response:
    """Return links to all the rest."""
    links = [
        _link("self", "ogc.landing", _JSON),
        _link("service-desc", "ogc.api", _OPENAPI),
        _link("conformance", "ogc.conformance", _JSON),
        _link("data", "ogc.collections", _JSON),
    ]
    title = _words("临港规划图集", "Lingang Atlas")
    body = {"title": title, "description": _words(DISCLAIMER_ZH, DISCLAIMER_EN), "links": links}
    return _answer(lambda: body, "landing")


@bp.get("/api")
def api() -> Response:
    """Return the description of the service as OpenAPI 3.0."""

    def write() -> str:
        root = url_for("ogc.landing", _external=True).rstrip("/")
        return json.dumps(openapi(root, current_atlas(), DEFAULT_LIMIT, MOST))

    return ready(write, _OPENAPI, f"ogc-api-{request.url}")


@bp.get("/conformance")
def conformance() -> Response:
    """List the conformance classes."""
    return _answer(lambda: {"conformsTo": CONFORMANCE}, "conformance")


@bp.get("/collections")
def collections() -> Response:
    """List the layers."""

    def write() -> dict[str, Any]:
        layers = [_collection(entry) for entry in current_atlas().catalogue.layer]
        return {"links": [_link("self", "ogc.collections", _JSON)], "collections": layers}

    return _answer(write, "collections")


@bp.get("/collections/<layer_id>")
def collection(layer_id: str) -> Response:
    """Return the description of one layer."""
    return _answer(lambda: _collection(current_atlas().entry(layer_id)), f"collection-{layer_id}")


@bp.get("/collections/<layer_id>/items")
@options(
    FEATURES,
    # The standard asks to cut a limit that is too high, and not to refuse it.
    limit=whole(MOST, "Features of one page.", least=1, default=DEFAULT_LIMIT, clamp=True),
    offset=whole(_FURTHEST, "Features to leave out at the beginning.", default=0),
    datetime=text("Passed over: no feature has a time, so all match every time."),
)
def items(layer_id: str, selection: FeatureSelection, limit: int, offset: int, datetime: str) -> Response:
    """Return one page of the features of a layer."""
    return _geojson(lambda: _page_of_items(layer_id, selection, limit, offset), f"items-{request.full_path}")


def _page_of_items(layer_id: str, selection: FeatureSelection, limit: int, offset: int) -> str:
    page = feature_page(current_atlas(), layer_id, selection, offset=offset, limit=limit)
    links = [_link("self", "ogc.items", _GEOJSON, layer_id=layer_id, **request.args.to_dict())]
    links.append(_link("collection", "ogc.collection", _JSON, layer_id=layer_id))
    for rel, start in (("next", offset + limit), ("prev", max(offset - limit, 0))):
        if (rel == "next" and start < page.matched) or (rel == "prev" and offset):
            query = {**request.args.to_dict(), "offset": start, "limit": limit}
            links.append(_link(rel, "ogc.items", _GEOJSON, layer_id=layer_id, **query))
    head = {"type": "FeatureCollection", "numberMatched": page.matched, "numberReturned": len(page.features)}
    return json.dumps({**head, "links": links})[:-1] + ', "features": [\n' + ",\n".join(page.features) + "\n]}"


@bp.get("/collections/<layer_id>/items/<place_id>")
def item(layer_id: str, place_id: str) -> Response:
    """Return one feature of a layer."""

    def write() -> str:
        links = [
            _link("self", "ogc.item", _GEOJSON, layer_id=layer_id, place_id=place_id),
            _link("collection", "ogc.collection", _JSON, layer_id=layer_id),
        ]
        text = one_feature(current_atlas(), layer_id, place_id)
        return f'{{"links": {json.dumps(links)}, {text[1:]}'

    return _geojson(write, f"item-{layer_id}-{place_id}")


def _collection(entry: Layer) -> dict[str, Any]:
    atlas = current_atlas()
    described = _words(entry.description_zh, entry.description_en)
    out: dict[str, Any] = {
        "id": entry.id,
        "title": _words(entry.title_zh, entry.title_en),
        "description": f"{described} {_words(DISCLAIMER_ZH, DISCLAIMER_EN)} {_words(*licence_of(entry.id))}".strip(),
        "itemType": "feature",
        "crs": [CRS84],
        "links": [
            _link("self", "ogc.collection", _JSON, layer_id=entry.id),
            _link("items", "ogc.items", _GEOJSON, layer_id=entry.id),
        ],
    }
    bounds = [float(value) for value in atlas.layer(entry.id).total_bounds]
    if bounds[0] <= bounds[2]:
        out["extent"] = {"spatial": {"bbox": [bounds], "crs": CRS84}}
    return out


def _words(zh: str, en: str) -> str:
    return in_language((zh, en), current_lang())


def _link(rel: str, endpoint: str, media_type: str, **values: Any) -> dict[str, str]:
    return {"rel": rel, "type": media_type, "href": url_for(endpoint, _external=True, **values)}


def _answer(write: Callable[[], dict[str, Any]], variant: str) -> Response:
    return ready(lambda: json.dumps(write()), _JSON, f"ogc-{variant}-{request.url}-{current_lang()}")


def _geojson(write: Callable[[], str], variant: str) -> Response:
    response = ready(write, _GEOJSON, f"ogc-{variant}-{request.url_root}")
    response.headers["Content-Crs"] = f"<{CRS84}>"
    return response
