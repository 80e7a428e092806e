"""Recipes: from the few words of a look to the paints of a style.

Fill says what, line says how far, softness says how sure: a schematic edge (grade C) is soft, others are a full line.
A dash says none of these; it is left to railways, limits and planned lines.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.atlas.looks.paint import ByZoom, Paint, Stops, at_zoom, scaled

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.atlas.looks.look import Look

#: Growth of the lines of scopes with the zoom.
LINE_GROWTH: Stops = ((8, 0.6), (10, 0.85), (12, 1.1), (15, 1.5))
#: Soft edge: width with the zoom, strokes over one another as shares of it, opacity of each.
SOFT_WIDTH: Stops = ((9, 4), (12, 11), (14, 26), (16, 60))
SOFT_STROKES = (1.0, 0.7, 0.45, 0.22)
SOFT_OPACITY = 0.065
#: Hairline of a soft edge: width, and opacity with the zoom.
HAIRLINE = 0.8
HAIRLINE_OPACITY: Stops = ((12, 0.65), (14, 0.45), (16, 0.25))
#: Share of the fill of a functional area with the zoom.
FADE: Stops = ((9, 1.1), (12, 1.0), (14, 0.75), (16, 0.55))
#: Band: width with the zoom, what its pale rim is wider by, and its share with the zoom.
BAND_WIDTH: Stops = ((8, 6), (10, 11), (12, 20), (14, 30), (16, 44))
BAND_RIM, BAND_RIM_SHARE = 5.0, 0.385
BAND_SHARE: Stops = ((12, 1.0), (13, 0.75), (15, 0.45))
AXIS_WIDTH: Stops = ((10, 0.8), (13, 1.2))
#: Stop on a band: diameter of its ring and width of the stroke.
STOP_SIZE: Stops = ((9.5, 5.2), (10, 6.6), (12, 8), (14, 11))
STOP_STROKE: Stops = ((10, 1.5), (13, 2.2))
ARROW: Stops = ((8, 9), (10, 13), (12, 19), (14, 26))
#: Lines of water along the shore.
SHORE_OUTER: Stops = ((9, 9), (12, 26), (15, 60))
SHORE_INNER: Stops = ((9, 4), (12, 13), (15, 28))
#: Disc around a point of grade C: share of its diameter, and opacity.
DOUBT_SIZE, DOUBT_OPACITY = 2.0, 0.2
#: Zoom below which it would only blur the point, and the rim of a point on both sides together.
DOUBT_ZOOM = 11.0
RIM: Stops = ((8, 1.0), (11, 2.2), (13, 2.6))
#: Opacity of a road with the zoom: pale as long as it has no casing.
CASING_SHARE: Stops = ((11.2, 0.65), (11.5, 1.0))
#: Opacity of a schematic or planned railway.
PLANNED = 0.55


def paints_of(look: Look, *, schematic: bool, paper: str) -> tuple[Paint, ...]:
    """Return the paints of a look.

    Parameters
    ----------
    look : Look
    schematic : bool
        Whether the shape is of grade C.
    paper : str
        Colour of casings and rims, ``#rrggbb``.

    Returns
    -------
    tuple of Paint
        From the lowest level up.
    """
    paints = _RECIPES[look.recipe](look, schematic, paper)
    if look.least_zoom:
        paints = [replace(paint, least_zoom=max(paint.least_zoom, look.least_zoom)) for paint in paints]
    return tuple(sorted(paints, key=lambda paint: paint.level))


def _area(look: Look, schematic: bool, _paper: str) -> list[Paint]:
    share = scaled(look.opacity, FADE) if look.fades else look.opacity
    fill = [Paint(part="fill", colour=look.colour, opacity=share, level=0)] if look.opacity else []
    if not schematic:
        return [*fill, Paint(part="line", colour=look.edge, width=look.width, dash=look.dash, level=2)]
    soft = [
        Paint(part="line", colour=look.colour, opacity=SOFT_OPACITY, width=scaled(SOFT_WIDTH, part), level=1)
        for part in SOFT_STROKES
    ]
    hairline = Paint(part="line", colour=look.edge, opacity=HAIRLINE_OPACITY, width=HAIRLINE, level=2)
    return [*fill, *soft, hairline]


def _outline(look: Look, _schematic: bool, paper: str) -> list[Paint]:
    casing = Paint(part="line", colour=paper, width=2.6, level=3)
    return [casing, Paint(part="line", colour=look.edge, width=1.0, level=3)]


def _scope(look: Look, _schematic: bool, paper: str) -> list[Paint]:
    """Return a line on the edge, or one beside it on the inside (`Look.inset`): scopes that run together lie apart."""
    colour, level = look.colour, look.level
    paints = [
        Paint(part="line", colour=colour, width=scaled(width, LINE_GROWTH), opacity=opacity, level=0, cap="round")
        for width, opacity in look.glow
    ]
    if look.tint:
        width, opacity = look.tint
        paints.append(Paint(part="line", colour=colour, width=width, opacity=opacity, inside=True, level=0))
    if look.inset:
        bands = zip(reversed(look.inset), (paper, colour, paper), strict=True)
        return paints + [
            Paint(part="line", colour=ink, width=scaled(width, LINE_GROWTH), inside=True, level=level)
            for width, ink in bands
            if width
        ]
    casing = scaled(scaled(look.width, 1.93), LINE_GROWTH)
    return [
        *paints,
        Paint(part="line", colour=paper, width=casing, level=level),
        Paint(part="line", colour=colour, width=scaled(look.width, LINE_GROWTH), level=level),
    ]


def _none(_look: Look, _schematic: bool, _paper: str) -> list[Paint]:
    return []


def _band(look: Look, _schematic: bool, paper: str) -> list[Paint]:
    width = scaled(BAND_WIDTH, look.width)
    share = scaled(look.opacity, BAND_SHARE)
    band = Paint(part="line", colour=look.colour, width=width, opacity=share, cap="round", level=0)
    rim: Stops = tuple((zoom, px + BAND_RIM) for zoom, px in _stops(width))
    ring, hole = _grown(STOP_SIZE, STOP_STROKE, 1), _grown(STOP_SIZE, STOP_STROKE, -1)
    paints = [
        replace(band, width=rim, opacity=scaled(share, BAND_RIM_SHARE)),
        band,
        Paint(part="line", colour=look.colour, width=AXIS_WIDTH, opacity=0.9, level=1),
        Paint(part="dot", colour=look.edge, width=ring, at="stops", level=3),
        Paint(part="dot", colour=paper, width=hole, at="stops", level=4),
    ]
    return [*paints, Paint(part="arrow", colour=look.edge, width=ARROW, level=2)] if look.arrow else paints


def _dot(look: Look, schematic: bool, _paper: str) -> list[Paint]:
    """Return a disc with a rim; around a point of grade C lies a pale one of twice the size."""
    rim = Paint(part="dot", colour=look.edge or look.colour, width=look.width, level=4)
    core = Paint(part="dot", colour=look.colour, width=_less(look.width, RIM), level=5)
    doubt = replace(rim, colour=look.doubt or look.colour, width=scaled(look.width, DOUBT_SIZE), opacity=DOUBT_OPACITY)
    paints = [rim, core] if look.edge else [rim]
    return [replace(doubt, level=3, least_zoom=DOUBT_ZOOM), *paints] if schematic else paints


def _ring(look: Look, _schematic: bool, paper: str) -> list[Paint]:
    return _dot(look, False, paper)


def _road(look: Look, _schematic: bool, _paper: str) -> list[Paint]:
    """Return a plain line that gains a casing: all casings lie under all cores, so that crossings stay open."""
    core = Paint(part="line", colour=look.colour, width=look.width, level=look.level + 2, cap="round", least_zoom=11.5)
    casing = replace(core, colour=look.edge, width=_grown(look.width, 0.8, 1), level=look.level, least_zoom=0.0)
    return [replace(casing, opacity=CASING_SHARE), core]


def _rail(look: Look, schematic: bool, paper: str) -> list[Paint]:
    opacity = PLANNED if schematic else 1.0
    line = Paint(part="line", colour=look.colour, width=look.width, opacity=opacity, level=2)
    if not look.dash:
        return [line]
    return [line, Paint(part="line", colour=paper, width=_less(look.width, 0.9), dash=look.dash, level=3)]


def _river(look: Look, _schematic: bool, _paper: str) -> list[Paint]:
    edge = Paint(part="line", colour=look.edge, width=_grown(look.width, 0.6, 1), cap="round", level=0, least_zoom=11.5)
    return [edge, Paint(part="line", colour=look.colour, width=look.width, cap="round", level=1)]


def _lake(look: Look, _schematic: bool, _paper: str) -> list[Paint]:
    return [
        Paint(part="fill", colour=look.colour, level=2),
        Paint(part="line", colour=look.edge, width=1.0, level=3),
    ]


def _land(look: Look, _schematic: bool, _paper: str) -> list[Paint]:
    """Return land with its shore; two lines of water along the shore lie under the land, at its outside."""
    return [
        *(
            Paint(part="line", colour=colour, width=width, level=level)
            for level, (colour, width) in enumerate(zip(look.shore, (SHORE_OUTER, SHORE_INNER), strict=False))
        ),
        Paint(part="fill", colour=look.colour, level=3),
        Paint(part="line", colour=look.edge, width=1.0, level=4),
    ]


def _flat(look: Look, _schematic: bool, _paper: str) -> list[Paint]:
    return [
        Paint(part="fill", colour=look.colour, level=2),
        Paint(part="line", colour=look.edge, width=0.6, level=2),
    ]


def _limit(look: Look, _schematic: bool, _paper: str) -> list[Paint]:
    return [Paint(part="line", colour=look.colour, width=look.width, dash=look.dash, level=0)]


def _line(look: Look, schematic: bool, _paper: str) -> list[Paint]:
    line = Paint(part="line", colour=look.edge, width=look.width, dash=look.dash, cap="round", level=2)
    soft = replace(line, colour=look.colour, dash="", width=scaled(SOFT_WIDTH, 0.7), opacity=0.12, level=1)
    return [soft, line] if schematic else [line]


def _stops(value: ByZoom) -> Stops:
    return ((0.0, float(value)),) if isinstance(value, int | float) else value


def _grown(value: ByZoom, rim: ByZoom, sign: int) -> ByZoom:
    """Return a value plus or minus another at the stops of both."""
    zooms = sorted({zoom for one in (value, rim) for zoom, _ in _stops(one)})
    sums = ((zoom, at_zoom(value, zoom) + sign * at_zoom(rim, zoom)) for zoom in zooms)
    return tuple((zoom, round(max(px, 0.1), 3)) for zoom, px in sums)


def _less(value: ByZoom, rim: ByZoom) -> ByZoom:
    return _grown(value, rim, -1)


_RECIPES: dict[str, Callable[[Look, bool, str], list[Paint]]] = {
    "area": _area,
    "outline": _outline,
    "scope": _scope,
    "none": _none,
    "band": _band,
    "dot": _dot,
    "ring": _ring,
    "road": _road,
    "rail": _rail,
    "river": _river,
    "lake": _lake,
    "land": _land,
    "flat": _flat,
    "limit": _limit,
    "line": _line,
}
