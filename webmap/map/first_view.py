"""The first view as SVG inside the page: visible before any script runs, and without scripts too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import render_template, request

from geo.atlas.per_atlas import per_atlas
from geo.screen.first_view import first_view
from geo.screen.map_document import edge_mask
from webmap.http.current import current_atlas
from webmap.i18n import current_lang, unspoken_lang
from webmap.map.folium_map import FRAME, PHONE_FRAME, ZOOM_RANGE, ZOOM_SNAP

if TYPE_CHECKING:
    from geo import Atlas


def first_view_markup() -> str:
    """Return the SVG element of the first view, rendered once per language.

    Each shape of a planning layer is a link to the page of its place.
    """
    return _markup(current_atlas(), (current_lang(), unspoken_lang()), request.script_root)


def first_view_facts() -> dict[str, Any]:
    """Return what the script of the page needs to show the SVG exactly where Leaflet draws the same shapes."""
    window = _first_view(current_atlas())["window"]
    return {
        "drawn": {"zoom": window.zoom, "left": window.left, "top": window.top},
        "frame": FRAME,
        "near": PHONE_FRAME,
        "south": _fade_latitude(current_atlas()),
        "zooms": ZOOM_RANGE,
        "snap": ZOOM_SNAP,
    }


def _fade_latitude(atlas: Atlas) -> float:
    """Return the latitude in degrees south of which the background fades; without an edge mask, that of the frame."""
    mask = edge_mask(atlas)
    return float(mask["fades"][0]["inner"][1]) if mask else FRAME[0][0]


@per_atlas
def _first_view(atlas: Atlas) -> dict[str, Any]:
    (south, west), (north, east) = FRAME
    return first_view(atlas, (west, south, east, north))


# The template reads languages and root from the request; here they are only keys of the cache.
@per_atlas
def _markup(atlas: Atlas, langs: tuple[str, str], root: str) -> str:
    return render_template("_first_view.html", still=_first_view(atlas))
