"""The map page. It carries no data: the browser fetches ``/map.json`` and ``/places/<id>.json``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import render_template, request, url_for

from geo.documents.claims import TOPICS
from geo.documents.statements import STATEMENT_IDS
from webmap.http import security
from webmap.http.assets import (
    MODULE_PREFIX,
    asset_url,
    first_styles,
    inline_script,
    module_addresses,
    module_sources,
)
from webmap.http.current import current_atlas, is_live
from webmap.http.query import page_options
from webmap.http.ready_answers import ready_page
from webmap.http.responses import address_version, review_number
from webmap.i18n import LANGUAGES, catalogue, current_lang, pick, t, unspoken_lang
from webmap.map import basemaps
from webmap.map.first_view import first_view_facts, first_view_markup
from webmap.map.folium_map import map_parts
from webmap.pages import tables
from webmap.pages.context import bp, in_other_language
from webmap.pages.introduction import introduction

if TYPE_CHECKING:
    from flask import Response

#: Modules of the first view, the entry first, linked ahead so that the browser need not discover them one by one.
FIRST_MODULES = (
    "main.js",
    "core/api.js",
    "core/dom.js",
    "core/first_use.js",
    "core/i18n.js",
    "core/url_state.js",
    "map/labels.js",
    "map/layers.js",
    "map/style.js",
    "map/svg_renderer.js",
)

#: Modules that show a place, fetched together before or at the first click.
PANEL_MODULES = (
    "panel/select_place.js",
    "panel/panel.js",
    "panel/panel_bar.js",
    "panel/sheet_stops.js",
    "panel/layer_choice.js",
    "panel/head.js",
    "panel/side_by_side.js",
    "panel/parts.js",
    "panel/sections.js",
    "panel/area_section.js",
    "panel/topic_section.js",
    "panel/policy_section.js",
    "panel/inherited_section.js",
    "map/hit_test.js",
    "map/gauss_kruger.js",
    "core/error_message.js",
    "core/format.js",
)

#: Tools of the map in their order, and those that work without the service.
TOOLS = ("area", "file", "fit", "time", "swipe", "length", "sheet", "project", "base", "home")
OFFLINE_TOOLS = ("time", "swipe", "project", "base", "home")


@bp.get("/")
@page_options()
def index() -> Response:
    """Return the map page. What the map shows stands after the ``#`` of an address, which no server gets."""
    lang, root, live = current_lang(), request.script_root, is_live()
    # Nothing of this one request may stand in it: the state of the map is in the part after "#".
    address = in_other_language([])
    return ready_page(
        lambda: _map_page(lang, root, address, live=live),
        f"{request.url_root} {address} {lang} {unspoken_lang()} {live}",
    )


def _map_page(lang: str, root: str, in_other: str, *, live: bool) -> str:
    """Write the map page, the same for all requests but for the nonce."""
    number_given = review_number()
    return render_template(
        "map.html",
        csp_nonce=lambda: security.NONCE_SLOT,
        lang_url=in_other,
        parts=map_parts(url_for("static", filename="").rstrip("/")),
        still=first_view_markup(),
        still_facts=first_view_facts(),
        first_styles=first_styles(),
        inline_script=inline_script,
        import_map={"imports": module_addresses() if live else module_sources()},
        first_modules=[asset_url(f"js/{name}") for name in FIRST_MODULES] if live else [],
        entry=MODULE_PREFIX + FIRST_MODULES[0],
        tools=TOOLS if live else OFFLINE_TOOLS,
        review=t("map.review_number", number=number_given) if number_given else t("map.review_pending"),
        introduction=introduction(current_atlas()),
        table_layers=tables.planning_layers(current_atlas()),
        config=_page_config(lang, unspoken_lang(), root, live=live),
    )


def _page_config(lang: str, unspoken: str, root: str, *, live: bool) -> dict[str, Any]:
    """Collect the settings of the scripts of the map page, ``Config`` in ``static/js/core/types.js``."""
    config = {
        "documents": {row["doc_id"]: pick(row, "short") for row in _documents()},
        "statements": STATEMENT_IDS,
        "basemaps": basemaps.offered(),
        "topics": TOPICS,
        "panel_modules": [MODULE_PREFIX + name for name in PANEL_MODULES],
        "lang": lang,
        "unspoken_lang": unspoken,
        "version": address_version(),
        "data_version": current_atlas().version,
        "root": root,
        "live": live,
        "messages": dict(catalogue(lang)),
    }
    return config if live else config | {"root": ".", "page_suffix": page_suffix(lang)}


def page_suffix(lang: str) -> str:
    """Return the end of the file names of pages in the static site, which tells their language.

    Parameters
    ----------
    lang : str
        ``zh`` or ``en``.

    Returns
    -------
    str
        ``.html`` for the language that is not spelled out, else e.g. ``.en.html``.
    """
    return ".html" if lang == LANGUAGES[0] else f".{lang}.html"


def _documents() -> list[dict[Any, Any]]:
    return current_atlas().tables["documents"].to_dict("records")
