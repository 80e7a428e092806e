"""The map page. It carries no data: the browser fetches ``/map.json`` and ``/places/<id>.json``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from flask import current_app, render_template, request, url_for

from geo.documents.claims import TOPICS
from webmap.http import security
from webmap.http.assets import asset_url, module_addresses, names_in, needed, styles
from webmap.http.current import current_atlas
from webmap.http.query import page_options
from webmap.i18n import catalogue, current_lang, pick, t
from webmap.map import basemaps
from webmap.map.first_view import first_view_facts, first_view_markup, hatches
from webmap.map.folium_map import map_parts
from webmap.pages import tables
from webmap.pages.context import bp, in_other_language

if TYPE_CHECKING:
    from flask import Flask

#: Modules of the first view, the entry first, linked ahead so that the browser need not discover them one by one.
FIRST_MODULES = ("main", "api", "dom", "exact", "i18n", "labels", "layers", "state", "style", "tree")

#: Stands in the map page until it is known which rules its first frame needs.
_STYLE_SLOT = "styles-of-the-first-frame"


@bp.get("/")
@page_options()
def index() -> str:
    """Return the map page. What the map shows stands after the ``#`` of an address, which no server gets."""
    key = (current_lang(), request.script_root)
    pages = _kept_pages()
    if key not in pages:
        pages[key] = _map_page(current_app._get_current_object(), *key)  # type: ignore[attr-defined]
    return pages[key].replace(security.NONCE_SLOT, security.nonce())


def _kept_pages() -> dict[tuple[str, str], str]:
    """Return the map pages kept for the application and the atlas of the request; they go when either does."""
    pages = current_app.extensions.setdefault("map_pages", WeakKeyDictionary())
    of_atlas: dict[tuple[str, str], str] = pages.setdefault(current_atlas(), {})
    return of_atlas


def _map_page(app: Flask, lang: str, root: str) -> str:
    """Write the map page, the same for all requests but for the nonce. The first view waits for it, so it is kept."""
    number_given = app.config.get("MAP_REVIEW_NUMBER")
    atlas = current_atlas()
    page = render_template(
        "map.html",
        csp_nonce=lambda: security.NONCE_SLOT,
        # Nothing of this one request may stand in it: the state of the map is in the part after "#".
        lang_url=in_other_language([]),
        parts=map_parts(url_for("static", filename="").rstrip("/")),
        still=first_view_markup(),
        still_facts=first_view_facts(),
        hatches=hatches(atlas),
        first_styles=_STYLE_SLOT,
        import_map={"imports": module_addresses()},
        first_modules=[asset_url(f"js/{name}.js") for name in FIRST_MODULES],
        review=t("map.review_number", number=number_given) if number_given else t("map.review_pending"),
        table_layers=tables.planning_layers(),
        config={
            "documents": {row["doc_id"]: pick(row, "short") for row in _documents()},
            "basemaps": basemaps.offered(),
            "topics": TOPICS,
            "lang": lang,
            "version": atlas.version,
            "root": root,
            "messages": dict(catalogue(lang)),
        },
    )
    # What the script of the first view puts on the page counts as being there.
    return page.replace(_STYLE_SLOT, needed(styles(), names_in(page) | {"scripted"}))


def _documents() -> list[dict[Any, Any]]:
    return current_atlas().tables["documents"].to_dict("records")
