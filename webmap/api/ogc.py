"""OGC API - Features, Part 1: Core (OGC 17-069r4): every layer a collection, for QGIS, GDAL and whoever reads services.

Our own and not pygeoapi's: that reads its settings at import, brings 45 packages and reads its files again for every
request, while this needs one page of features from an atlas that is loaded already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, json, request, url_for

from geo.atlas.notices import DISCLAIMER_EN, DISCLAIMER_ZH, licence_of
from geo.errors import Fault, ParameterError
from geo.export import FeatureSelection
from geo.export.feature_pages import feature_page, one_feature
from geo.words import in_language
from webmap.api.openapi import openapi
from webmap.http.current import current_atlas
from webmap.http.query import bbox, choice, listed, refuse_strange, whole
from webmap.http.responses import versioned
from webmap.i18n import current_lang

if TYPE_CHECKING:
    from geo.atlas.schema import Layer

bp = Blueprint("ogc", __name__, url_prefix="/ogc")

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
CONFORMANCE = [
    f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{name}" for name in ("core", "geojson", "oas30")
]
DEFAULT_LIMIT, MOST = 1000, 10_000
_JSON, _GEOJSON = "application/json", "application/geo+json"
_OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
#: Parameters every address knows: format and language, each with one meaning only.
_COMMON = {"f", "lang"}
_ITEMS = {"limit", "offset", "bbox", "datetime", "kind", "grade", "ids"}


@bp.get("/", strict_slashes=False)
def landing() -> Response:
    """Lead to everything else."""
    _known(_COMMON)
    links = [
        _link("self", "ogc.landing", _JSON),
        _link("service-desc", "ogc.api", _OPENAPI),
        _link("conformance", "ogc.conformance", _JSON),
        _link("data", "ogc.collections", _JSON),
    ]
    title = _words("临港规划图集", "Lingang Atlas")
    return _answer({"title": title, "description": _words(DISCLAIMER_ZH, DISCLAIMER_EN), "links": links}, "landing")


@bp.get("/api")
def api() -> Response:
    """Describe the service as OpenAPI 3.0."""
    _known(_COMMON)
    document = openapi(url_for("ogc.landing", _external=True).rstrip("/"), current_atlas(), DEFAULT_LIMIT, MOST)
    return versioned(json.dumps(document), _OPENAPI, f"ogc-api-{request.url}")


@bp.get("/conformance")
def conformance() -> Response:
    """Name the conformance classes."""
    _known(_COMMON)
    return _answer({"conformsTo": CONFORMANCE}, "conformance")


@bp.get("/collections")
def collections() -> Response:
    """List the layers."""
    _known(_COMMON)
    layers = [_collection(entry) for entry in current_atlas().catalogue.layer]
    return _answer({"links": [_link("self", "ogc.collections", _JSON)], "collections": layers}, "collections")


@bp.get("/collections/<layer_id>")
def collection(layer_id: str) -> Response:
    """Describe one layer."""
    _known(_COMMON)
    return _answer(_collection(current_atlas().entry(layer_id)), f"collection-{layer_id}")


@bp.get("/collections/<layer_id>/items")
def items(layer_id: str) -> Response:
    """Give features of a layer; ``?bbox= limit= offset= kind= grade= ids=``. No feature has a time: all match one."""
    _known(_COMMON | _ITEMS)
    limit, offset = min(_limit(), MOST), whole("offset") or 0
    selection = FeatureSelection(
        frozenset(listed("ids")), frozenset(listed("kind")), frozenset(listed("grade")), bbox()
    )
    page = feature_page(current_atlas(), layer_id, selection, offset=offset, limit=limit)
    links = [_link("self", "ogc.items", _GEOJSON, layer_id=layer_id, **request.args.to_dict())]
    links.append(_link("collection", "ogc.collection", _JSON, layer_id=layer_id))
    for rel, start in (("next", offset + limit), ("prev", max(offset - limit, 0))):
        if (rel == "next" and start < page.matched) or (rel == "prev" and offset):
            query = {**request.args.to_dict(), "offset": start, "limit": limit}
            links.append(_link(rel, "ogc.items", _GEOJSON, layer_id=layer_id, **query))
    head = {"type": "FeatureCollection", "numberMatched": page.matched, "numberReturned": len(page.features)}
    body = json.dumps({**head, "links": links})[:-1] + ', "features": [\n' + ",\n".join(page.features) + "\n]}"
    return _geojson(body, f"items-{request.full_path}")


@bp.get("/collections/<layer_id>/items/<place_id>")
def item(layer_id: str, place_id: str) -> Response:
    """Give one feature of a layer."""
    _known(_COMMON)
    links = [
        _link("self", "ogc.item", _GEOJSON, layer_id=layer_id, place_id=place_id),
        _link("collection", "ogc.collection", _JSON, layer_id=layer_id),
    ]
    text = one_feature(current_atlas(), layer_id, place_id)
    return _geojson(f'{{"links": {json.dumps(links)}, {text[1:]}', f"item-{layer_id}-{place_id}")


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


def _limit() -> int:
    limit = whole("limit")
    if limit == 0:
        raise ParameterError(Fault("limit=0", f"a whole number from 1 to {MOST}", "query", "mend it, or leave it out"))
    return DEFAULT_LIMIT if limit is None else limit


def _known(names: set[str]) -> None:
    """Refuse parameters nobody knows, as the standard asks (requirement 8), and formats other than JSON."""
    refuse_strange(names)
    choice("f", ("json", "geojson"))


def _words(zh: str, en: str) -> str:
    return in_language((zh, en), current_lang())


def _link(rel: str, endpoint: str, media_type: str, **values: Any) -> dict[str, str]:
    return {"rel": rel, "type": media_type, "href": url_for(endpoint, _external=True, **values)}


def _answer(body: dict[str, Any], variant: str) -> Response:
    return versioned(json.dumps(body), _JSON, f"ogc-{variant}-{request.url}-{current_lang()}")


def _geojson(body: str, variant: str) -> Response:
    response = versioned(body, _GEOJSON, f"ogc-{variant}-{request.host_url}")
    response.headers["Content-Crs"] = f"<{CRS84}>"
    return response
