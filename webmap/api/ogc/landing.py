"""The landing page of the OGC API, what it conforms to, and its description."""

from __future__ import annotations

from typing import Any

from flask import Response, url_for

from geo.atlas.notices import DISCLAIMER_EN, DISCLAIMER_ZH
from webmap.api.ogc.answers import (
    HTML,
    JSON,
    OPENAPI,
    TILES_REL,
    TILING_REL,
    answer,
    bp,
    link,
    own_links,
    say,
)
from webmap.api.ogc.openapi import openapi
from webmap.http.current import current_atlas

_OGC = "http://www.opengis.net/spec/"
CONFORMANCE = [
    *(f"{_OGC}ogcapi-common-1/1.0/conf/{name}" for name in ("core", "json", "html", "oas30")),
    f"{_OGC}ogcapi-common-2/1.0/conf/collections",
    *(f"{_OGC}ogcapi-features-1/1.0/conf/{name}" for name in ("core", "geojson", "html", "oas30")),
    f"{_OGC}ogcapi-features-2/1.0/conf/crs",
    f"{_OGC}json-fg-1/1.0/conf/core",
    *(f"{_OGC}ogcapi-features-3/1.0/conf/{name}" for name in ("filter", "features-filter", "queryables")),
    *(f"{_OGC}ogcapi-features-5/1.0/conf/{name}" for name in ("schemas", "core-roles-features", "sortables")),
    *(
        f"{_OGC}cql2/1.0/conf/{name}"
        for name in (
            *("cql2-text", "cql2-json", "basic-cql2", "advanced-comparison-operators"),
            *("case-insensitive-comparison", "accent-insensitive-comparison"),
            *("basic-spatial-functions", "basic-spatial-functions-plus", "spatial-functions", "temporal-functions"),
            *("property-property", "arithmetic"),
        )
    ),
    *(
        f"{_OGC}ogcapi-tiles-1/1.0/conf/{name}"
        for name in ("core", "tileset", "tilesets-list", "mvt", "geodata-tilesets")
    ),
]


@bp.get("/", strict_slashes=False)
def landing() -> Response:
    """Return links to all the rest."""

    def write() -> dict[str, Any]:
        links = [
            *own_links("ogc.landing", JSON),
            link("service-desc", "ogc.api", OPENAPI),
            link("conformance", "ogc.conformance", JSON),
            link("data", "ogc.collections", JSON),
            link(TILES_REL, "ogc.tilesets", JSON),
            link(TILING_REL, "ogc.tile_matrix_sets", JSON),
            link("service-doc", "pages.api_page", HTML),
        ]
        title = say(("临港规划图集", "Lingang Atlas"))
        return {"title": title, "description": say((DISCLAIMER_ZH, DISCLAIMER_EN)), "links": links}

    return answer(write, JSON)


@bp.get("/api")
def api() -> Response:
    """Return the description of the service as OpenAPI 3.0."""

    def write() -> dict[str, Any]:
        return openapi(url_for("ogc.landing", _external=True).rstrip("/"), current_atlas())

    return answer(write, OPENAPI, has_page=False)


@bp.get("/conformance")
def conformance() -> Response:
    """List the conformance classes."""
    return answer(lambda: {"conformsTo": CONFORMANCE, "links": own_links("ogc.conformance", JSON)}, JSON)
