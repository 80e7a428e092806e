"""Pages for people who write programs: every address of the service, and a viewer of its vector tiles.

Why MapLibre
------------
The viewer draws ``/tiles/style.json`` with the program most clients of vector tiles draw with, so that what is seen is
what they see; our own drawing of tiles (``static/js/map/tiles``) reads no style. Only this page loads it.
"""

from __future__ import annotations

import inspect
import re
from itertools import groupby
from typing import Any

from flask import Flask, current_app, render_template, url_for

from geo.atlas.added.own_layers import stored_entries
from webmap.http.assets import MAPLIBRE
from webmap.http.current import current_atlas
from webmap.http.json_links import SCHEMAS
from webmap.http.query import declared, page_options
from webmap.i18n import current_lang, t
from webmap.map.folium_map import FRAME
from webmap.pages.context import bp, kept_page

#: Options of every address, said once.
_COMMON = ("lang", "v")


@bp.get("/api")
@page_options()
@kept_page
def api_page() -> str:
    """Return the page of the API: addresses by their first part, with their options."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    return render_template("api.html", groups=_groups(app), schemas=SCHEMAS)


@bp.get("/tiles/")
@page_options()
@kept_page
def tile_viewer() -> str:
    """Return the viewer of the tiles: MapLibre draws their style, with a switch for each layer."""
    atlas = current_atlas()
    entries = [*atlas.catalogue.layer, *stored_entries(atlas).values()]
    library = f"vendor/{MAPLIBRE}/maplibre-gl"
    config = {
        "style": url_for("tiles.style"),
        "worker": url_for("static", filename=f"{library}-csp-worker.js"),
        "bounds": [list(reversed(corner)) for corner in FRAME],
        "places": url_for("pages.place", place_id="-").removesuffix("-"),
        "lang": current_lang(),
        "messages": {
            "no_webgl": t("tiles.no_webgl"),
            "nothing": t("tiles.nothing"),
            "failed": t("tiles.failed"),
        },
    }
    return render_template(
        "tiles.html", layers=[entry.model_dump() for entry in entries], config=config, maplibre=library
    )


def _groups(app: Flask) -> list[tuple[str, list[dict[str, Any]]]]:
    views = {rule.rule: app.view_functions[rule.endpoint] for rule in app.url_map.iter_rules()}
    rows: list[dict[str, Any]] = []
    for key, options in declared(app).items():
        method, _, path = key.partition(" ")
        said = (inspect.getdoc(views[path]) or "").partition("\n\n")[0].replace("\n", " ")
        own = [
            {"name": name, "meaning": one.meaning, "expected": one.expected}
            for name, one in options.items()
            if name not in _COMMON
        ]
        # Docstrings mark code with two accents.
        says = said.replace("``", "")
        rows.append({"method": method, "path": readable(path), "says": says, "options": own, "rule": path})
    rows.sort(key=lambda row: (_first_part(row["rule"]), row["rule"], row["method"]))
    return [(name, list(some)) for name, some in groupby(rows, key=lambda row: _first_part(row["rule"]))]


def readable(rule: str) -> str:
    """Write an address pattern of Flask for people: ``/stats/{zones}.(csv or xlsx)``."""
    rule = re.sub(r"<any\(([^)]*)\):\w+>", lambda one: "(" + " or ".join(one[1].split(",")) + ")", rule)
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule)


def _first_part(path: str) -> str:
    return path.split("/")[1].partition(".")[0].partition("<")[0]
