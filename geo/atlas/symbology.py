"""Symbology: how a shape is drawn, as a list of paints, from the looks of its layer, its kind, its place and its grade.

First view, live map, legend, printed sheet, tiles and QGIS are all drawn from `style_of`, so they cannot disagree. What
a look may say is in `geo.atlas.looks.look`, what becomes of it in `geo.atlas.looks.recipes`, what a paint is in
`geo.atlas.looks.paint`. Colours that no layer names, of pages, printed sheets and files, stand here too.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from geo.atlas.looks.look import Look
from geo.atlas.looks.paint import Paint, at_zoom
from geo.atlas.looks.recipes import paints_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.atlas.schema import Layer

#: Colours that the pages and the printed sheets share, by the name of their custom property on a page.
PALETTE = MappingProxyType(
    {
        "ink": "#1c2833",
        "ink-soft": "#4a5966",
        "line-strong": "#bcc6cc",
        "brand": "#14405c",
        "brand-soft": "#e4eef4",
        "sea": "#b3cfe0",
        # A shape the reader draws.
        "accent": "#b3261e",
        # The place selected: a line on a broader one. No colour of the data is near them.
        "selected": "#111418",
        "selected-casing": "#ffdf3d",
        # The places a filter leaves.
        "found": "#7a1fa2",
    }
)
#: Colours of paper and files alone.
PRINT_PALETTE = MappingProxyType(
    {
        "faint": "#66737f",
        "worksheet-head": "#E8EEF2",
        "chart-bar": "#3D6E8C",
        "yes": "#1b6438",
        "no": "#9a2018",
        "unknown": "#6f4a00",
    }
)
#: Casings of lines and rims of points on the map.
PAPER = "#ffffff"
#: Colour around the letters of names on the map, painted under them; names of towns.
HALO, TOWN_INK = "#fffdf8", "#4a4a48"
#: Plate of the number of an expressway, and the number on it.
PLATE_COLOURS = ("#3d7d5c", "#ffffff")
#: Kilometre lines and their figures.
KM_COLOURS = ("#6b7f8c", "#5a6b76")
#: What the map shows beyond the end of its background.
BLANK = "#eff0ec"
#: Stroke and fill of a layer made of one file, which is measured and not drawn.
FILE_LAYER = ("#1f2933", "#9aa5b1")
#: Stroke and fill of the reader's own layers, round and round: stronger than the muted colours of the plans, apart for
#: red-green colour blindness, none of them that of a selected, a found or a drawn shape.
OWN_COLOURS = ("#c2187a", "#00799e", "#d95f02", "#3f51b5", "#5d7a00", "#8d4a17", "#00897b", "#6b6b00")

#: Classes of a theme in a rank, from the least on; words without rank; what no document says, which is hatched.
THEME_RAMP = ("#cfe6c9", "#8fc9a8", "#4a9f8e", "#1f6d72", "#0e3b4f")
THEME_WORDS = ("#0b5a8a", "#e38db4", "#3f8f5f", "#7a1f5c", "#6b7280", "#c8dc8c")
THEME_UNKNOWN = "#d08700"
#: Opacity of the fill of a class.
THEME_OPACITY = 0.85
#: Commonest values of a column of the reader's own layer: a colour each; the other values; what has no value.
VALUE_COLOURS = OWN_COLOURS
OTHER_VALUES, NO_VALUE = "#6b7280", "#b9bec4"
#: Opacity of the fill of such a class: many small areas, and the map is to be seen under them.
VALUE_OPACITY = 0.6

Shape = Literal["area", "line", "point"]
SHAPES: tuple[Shape, ...] = ("area", "line", "point")

#: Zoom of the opening view, whose lengths small pictures and files take.
OPENING_ZOOM = 10.5
#: Diameter in pixels of a point of a layer without looks, with the zoom.
_DOT = ((8.0, 4.0), (11.0, 9.0), (14.0, 12.0))


@dataclass(frozen=True)
class Style:
    """How shapes that look the same are drawn.

    Attributes
    ----------
    look : Look
        What the catalogue says.
    number : int
        Place of the look among those of its layer.
    schematic : bool
        Whether the shapes are of grade C.
    paints : tuple of Paint
        From the lowest level up.
    """

    look: Look
    number: int
    schematic: bool
    paints: tuple[Paint, ...]


def style_of(
    layer: Layer,
    shape: Shape,
    grade: str | None,
    *,
    kind: str | None = None,
    place: str | None = None,
    area_km2: float | None = None,
    within: Iterable[str] = (),
) -> Style:
    """Return the style of one shape.

    Parameters
    ----------
    layer : Layer
    shape : {"area", "line", "point"}
    grade : str or None
        Grade of the boundary.
    kind, place : str, optional
        Kind and id of the place.
    area_km2 : float, optional
        Area of the shape; of a point, the stated area of its place.
    within : iterable of str
        Ids of the layers in whose areas most of the shape lies.

    Returns
    -------
    Style
        Of the first look of the layer whose conditions hold; of a layer without looks, after its stroke and fill.
    """
    inside = set(within)

    def holds(look: Look) -> bool:
        """Return whether the shape meets all conditions of a look."""
        return (
            (not look.places or place in look.places)
            and (not look.kinds or kind in look.kinds)
            and look.shape in {None, shape}
            and (look.over_km2 is None or (area_km2 or 0.0) > look.over_km2)
            and (look.within is None or look.within in inside)
        )

    number, look = next(((n, one) for n, one in enumerate(layer.look) if holds(one)), (0, plain_look(layer, shape)))
    schematic = grade == "C"
    return Style(look, number, schematic, paints_of(look, schematic=schematic, paper=PAPER))


def plain_look(layer: Layer, shape: Shape) -> Look:
    """Return the look of a layer that has none: its stroke, its fill, its dash."""
    style = layer.style
    colours: dict[str, Any] = {"colour": style.fill, "edge": style.stroke, "ink": style.stroke, "dash": style.dash}
    if shape == "area":
        return Look(recipe="area", opacity=style.fill_opacity, width=style.stroke_width, **colours)
    if shape == "line":
        return Look(recipe="line", width=style.stroke_width, **colours)
    return Look(recipe="dot", width=_DOT, **colours)


def symbology(layer: Layer) -> dict[Shape, dict[str, dict[str, Any]]]:
    """Return the simplest SVG attributes of every kind of shape a layer can hold.

    Parameters
    ----------
    layer : Layer

    Returns
    -------
    dict
        By shape, ``known`` and ``schematic`` (grade C), the attributes of `shape_symbology`.
    """
    return {
        shape: {"known": shape_symbology(layer, shape, None), "schematic": shape_symbology(layer, shape, "C")}
        for shape in SHAPES
    }


def shape_symbology(layer: Layer, shape: Shape, grade: str | None, **conditions: Any) -> dict[str, Any]:
    """Return one fill and one stroke for a shape: for small pictures, which have no room for all of its paints.

    Parameters
    ----------
    layer : Layer
    shape : {"area", "line", "point"}
    grade : str or None
        Grade of the boundary.
    **conditions
        ``kind``, ``place``, ``area_km2`` and ``within`` of `style_of`.

    Returns
    -------
    dict
        ``stroke``, ``stroke-width``, ``stroke-dasharray`` and ``stroke-linecap`` (of a stroke), ``fill`` and
        ``fill-opacity`` (of a fill), ``r`` (of a point).
    """
    style = style_of(layer, shape, grade, **conditions)
    return simple_attributes(style.paints, style.look, shape)


def simple_attributes(paints: Iterable[Paint], look: Look, shape: Shape) -> dict[str, Any]:
    """Return the one fill and the one stroke that stand for paints, as `shape_symbology` does."""
    if shape == "point":
        return _point_attributes(paints, look)
    lines = [paint for paint in paints if paint.part == "line" and paint.colour != PAPER]
    fills = [paint for paint in paints if paint.part == "fill"]
    out: dict[str, Any] = {"stroke": "none"}
    if lines:
        # The last is the clearest: the hairline of an area, the line of a scope. A band is what its width says.
        line = lines[1] if look.recipe == "band" else lines[-1]
        out = {"stroke": line.colour, "stroke-width": at_zoom(line.width, OPENING_ZOOM), "stroke-linecap": line.cap}
        if look.recipe == "band":
            out["stroke-opacity"] = at_zoom(line.opacity, OPENING_ZOOM)
        if line.dash:
            out["stroke-dasharray"] = line.dash
    if shape == "line" or not fills:
        return {**out, "fill": "none"}
    return {**out, "fill": fills[-1].colour, "fill-opacity": at_zoom(fills[-1].opacity, OPENING_ZOOM)}


def _point_attributes(paints: Iterable[Paint], look: Look) -> dict[str, Any]:
    dots = [paint for paint in paints if paint.part == "dot" and paint.at == "shape"]
    if not dots:
        return {"r": 0, "stroke": "none", "fill": "none"}
    core = dots[-1]
    rim = look.edge or core.colour
    radius = round(at_zoom(core.width, OPENING_ZOOM) / 2, 2)
    return {"r": radius, "stroke": rim, "stroke-width": 1.2, "fill": core.colour, "fill-opacity": 1.0}
