"""The small files that browsers, search engines and telephones ask a site for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, json, render_template, request, url_for

from geo.atlas.symbology import PALETTE
from geo.stats.layer_table import ALL_LAYERS
from webmap.http.current import current_atlas
from webmap.http.query import strict_blueprint
from webmap.http.responses import versioned
from webmap.i18n import HTML_LANG, LANGUAGES, current_lang, t
from webmap.map.icon import icon_ico, icon_svg

if TYPE_CHECKING:
    from collections.abc import Iterator

bp = strict_blueprint("site_files")

_A_DAY = {"Cache-Control": "public, max-age=86400"}
#: What a search engine need not ask for: it is made for one reader, and some of it takes seconds.
_NOT_FOR_ENGINES = ("/export/", "/project/", "/report/", "/search", "/sheet", "/stats.xlsx", "/tiles/", "/metrics")


@bp.get("/favicon.svg")
def favicon_svg() -> Response:
    """Return the sign of the atlas."""
    return Response(icon_svg(), mimetype="image/svg+xml", headers=_A_DAY)


@bp.get("/favicon.ico")
def favicon_ico() -> Response:
    """Return the sign of the atlas for browsers that read no SVG."""
    return Response(icon_ico(), mimetype="image/x-icon", headers=_A_DAY)


@bp.get("/robots.txt")
def robots() -> Response:
    """Return what search engines may ask for."""
    lines = ["User-agent: *", *(f"Disallow: {request.script_root}{path}" for path in _NOT_FOR_ENGINES)]
    lines.append(f"Sitemap: {url_for('site_files.sitemap', _external=True)}")
    return Response("\n".join(lines) + "\n", mimetype="text/plain", headers=_A_DAY)


@bp.get("/sitemap.xml")
def sitemap() -> Response:
    """Return the addresses of all pages, each with its languages."""
    body = render_template(
        "sitemap.xml", pages=list(_pages()), languages=[(code, HTML_LANG[code]) for code in LANGUAGES]
    )
    return versioned(body, "application/xml", f"sitemap-{request.url_root}")


@bp.get("/manifest.webmanifest")
def manifest() -> Response:
    """Return name, colours and sign for a browser that keeps the atlas beside its programs."""
    body = {
        "name": t("app.title"),
        "short_name": t("app.title"),
        "description": t("app.description"),
        "lang": HTML_LANG[current_lang()],
        "start_url": url_for("pages.index"),
        "scope": url_for("pages.index"),
        "display": "minimal-ui",
        "theme_color": PALETTE["brand"],
        "background_color": PALETTE["sea"],
        "icons": [{"src": url_for("site_files.favicon_svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return Response(json.dumps(body), mimetype="application/manifest+json", headers=_A_DAY)


def _pages() -> Iterator[tuple[str, dict[str, str]]]:
    """List endpoint and values of each page."""
    atlas = current_atlas()
    yield "pages.index", {}
    yield "compare.matrix", {}
    yield "compare.side", {}
    yield "pages.ledger", {}
    yield "project.start", {}
    yield "tables.table", {"layer": ALL_LAYERS}
    yield from (("tables.table", {"layer": layer.id}) for layer in atlas.catalogue.layer if layer.role == "planning")
    yield from (("pages.stats", {"zones": layer}) for layer in atlas.zone_layers if layer not in atlas.own)
    yield from (("pages.place", {"place_id": place_id}) for place_id in atlas.places.index)
