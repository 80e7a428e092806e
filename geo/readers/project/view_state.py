"""The state of the map page as its address spells it after ``#`` (``static/js/core/url_state.js``), for drawing it.

A part that makes no sense is left out, as the page does; a part the page has and a drawing has not is kept as text.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The page offers no fainter layer.
_LEAST_OPACITY = 10
#: Part that holds shapes of the reader: in a project they stand as GeoJSON.
SHAPES_PART = "draw"
_MOST_ZOOM = 24.0


@dataclass(frozen=True)
class MapView:
    """Zoom level, and latitude and longitude of the middle in degrees."""

    zoom: float
    lat: float
    lng: float


@dataclass(frozen=True)
class ViewState:
    """What an address asks the map to show.

    Attributes
    ----------
    parts : mapping of str to str
        All parts as they stand in the address.
    map : MapView or None
    layers : tuple of str or None
        Ids of the layers; None for those visible at start.
    opacity : mapping of str to int
        Percent by layer.
    order : tuple of str
        Planning layers from top to bottom.
    place : str or None
    filter : mapping of str to str
    theme : str or None
    by : mapping of str to str
        Column a layer of the reader's own is coloured by, by layer.
    """

    parts: Mapping[str, str] = field(default_factory=dict)
    map: MapView | None = None
    layers: tuple[str, ...] | None = None
    opacity: Mapping[str, int] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    place: str | None = None
    filter: Mapping[str, str] = field(default_factory=dict)
    theme: str | None = None
    by: Mapping[str, str] = field(default_factory=dict)


def read_state(address: str) -> ViewState:
    """Read the part of an address of the map page after ``#``.

    Parameters
    ----------
    address : str
        Such as ``map=11.5/30.9000/121.9000&layers=scopes,parks``; a part named twice counts as it stands last.

    Returns
    -------
    ViewState
    """
    pieces = (piece.partition("=") for piece in address.lstrip("#").split("&") if piece)
    parts = {name: value for name, _, value in pieces}
    return ViewState(
        parts=parts,
        map=_map(unquote(parts.get("map", ""))),
        layers=_list(unquote(parts["layers"])) if "layers" in parts else None,
        opacity={layer: _percent(share) for layer, share in _pairs(parts.get("opacity", "")).items()},
        order=_list(unquote(parts.get("order", ""))),
        place=unquote(parts.get("place", "")) or None,
        filter=_pairs(parts.get("filter", "")),
        theme=unquote(parts.get("theme", "")) or None,
        by=_pairs(parts.get("by", "")),
    )


def address_of(state: ViewState, shapes: str | None = None) -> str:
    """Return a state as an address spells it, with the code of shapes instead of any it has."""
    kept = {name: value for name, value in state.parts.items() if name != SHAPES_PART}
    parts = kept | ({SHAPES_PART: shapes} if shapes else {})
    return "&".join(f"{name}={value}" for name, value in parts.items())


def _list(value: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in value.split(",") if part))


def _pairs(value: str) -> dict[str, str]:
    pieces = ([unquote(one) for one in part.split(":")] for part in value.split(",") if part)
    return {piece[0]: piece[1] for piece in pieces if len(piece) == 2 and piece[1]}


def _percent(text: str) -> int:
    digits = text[: len(text) - len(text.lstrip("0123456789"))]
    if not digits.isascii() or not digits:
        return 100
    return min(100, max(_LEAST_OPACITY, int(digits[:6])))


def _map(value: str) -> MapView | None:
    try:
        zoom, lat, lng = (float(part) for part in value.split("/"))
    except ValueError:
        return None
    if not all(map(math.isfinite, (zoom, lat, lng))):
        return None
    if not (0.0 <= zoom <= _MOST_ZOOM and -85.0 <= lat <= 85.0 and -180.0 <= lng <= 180.0):
        return None
    return MapView(zoom, lat, lng)
