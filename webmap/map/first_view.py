"""The first view as a picture inside the page: there before any script has run, and a map where none ever runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import render_template, request

from geo.atlas.per_atlas import per_atlas
from geo.atlas.symbology import hatched, pattern
from geo.screen.first_view import first_view
from geo.screen.map_document import edge_mask
from webmap.http.current import current_atlas
from webmap.i18n import current_lang
from webmap.map.folium_map import FRAME, ZOOM_RANGE, ZOOM_SNAP

if TYPE_CHECKING:
    from geo import Atlas


def first_view_markup() -> str:
    """Return the picture of the first view as an SVG element, drawn once per language.

    Every shape of a planning layer is a link to the page of its place.
    """
    return _markup(current_atlas(), current_lang(), request.script_root)


def first_view_facts() -> dict[str, Any]:
    """Return what the page's script needs to put the picture where Leaflet will draw the same shapes."""
    window = _still(current_atlas())["window"]
    return {
        "drawn": {"zoom": window.zoom, "left": window.left, "top": window.top},
        "frame": FRAME,
        "south": _south(current_atlas()),
        "zooms": ZOOM_RANGE,
        "snap": ZOOM_SNAP,
    }


def _south(atlas: Atlas) -> float:
    """Latitude south of which the background begins to fade, in degrees; that of the frame if it has no end."""
    paper = edge_mask(atlas)
    return float(paper["fades"][0]["inner"][1]) if paper else FRAME[0][0]


@per_atlas
def hatches(atlas: Atlas) -> list[dict[str, Any]]:
    """Describe the patterns all hatched layers are filled with."""
    return [pattern(layer) for layer in atlas.catalogue.layer if hatched(layer)]


@per_atlas
def _still(atlas: Atlas) -> dict[str, Any]:
    (south, west), (north, east) = FRAME
    return first_view(atlas, (west, south, east, north))


# The template reads language and root from the request: they are here as the key under which the markup is kept.
@per_atlas
def _markup(atlas: Atlas, lang: str, root: str) -> str:
    return render_template("_first_view.html", still=_still(atlas))
