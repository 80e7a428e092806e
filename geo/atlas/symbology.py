"""Symbology: the SVG attributes of a shape on screen, from the style of its layer, its kind and its grade.

The first view, the live map and its legend are all drawn from these attributes (``/map.json`` contains them), so they
cannot disagree. Lengths are in CSS pixels. A hatch is an SVG pattern that the page defines once for each hatched layer.
Colours that no layer names, of pages, printed sheets and files, stand here too.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from geo.atlas.schema import Layer

#: Colours that the pages and the printed sheets share, by the name of their custom property on a page.
PALETTE = MappingProxyType(
    {
        "ink": "#1c2833",
        "ink-soft": "#4a5966",
        "line-strong": "#bcc6cc",
        "brand": "#14405c",
        "brand-soft": "#e4eef4",
        "sea": "#dbe8ee",
        # The place selected, and a shape the reader draws.
        "accent": "#b3261e",
        # The places a filter leaves.
        "found": "#7a1fa2",
    }
)
#: Colours of paper and files alone.
PRINT_PALETTE = MappingProxyType(
    {
        "faint": "#66737f",
        "grid": "#8fa0ab",
        "background-name": "#5f6870",
        "brand-text": "#c9dbe6",
        "worksheet-head": "#E8EEF2",
        "chart-bar": "#3D6E8C",
    }
)
#: What the map shows beyond the end of its background.
BLANK = "#eff0ec"
#: Stroke and fill of a layer made of one file, which is measured and not drawn.
FILE_LAYER = ("#1f2933", "#9aa5b1")
#: Stroke and fill of the reader's own layers, round and round: stronger than the muted colours of the plans, apart for
#: red-green colour blindness, none of them that of a selected, a found or a drawn shape.
OWN_COLOURS = ("#c2187a", "#00799e", "#d95f02", "#3f51b5", "#5d7a00", "#8d4a17", "#00897b", "#6b6b00")

Shape = Literal["area", "line", "point"]
SHAPES: tuple[Shape, ...] = ("area", "line", "point")

#: Dash of a schematic outline (grade C).
SCHEMATIC_DASH = (5.0, 4.0)
#: Dash of a schematic outline of a context layer.
_CONTEXT_DASH = (2.0, 3.0)
_POINT_DASH = (2.5, 2.0)
_EMPTY = {"fill": "none"}

#: Side in CSS pixels of the tile a hatch repeats.
_TILE = 8
_HATCHES = {
    "diagonal": f"M-2 2L2 -2M0 {_TILE}L{_TILE} 0M{_TILE - 2} {_TILE + 2}L{_TILE + 2} {_TILE - 2}",
    "back_diagonal": f"M-2 {_TILE - 2}L2 {_TILE + 2}M0 0L{_TILE} {_TILE}M{_TILE - 2} -2L{_TILE + 2} 2",
    "cross": f"M0 0L{_TILE} {_TILE}M0 {_TILE}L{_TILE} 0",
    "horizontal": f"M0 {_TILE / 2:g}H{_TILE}",
    "vertical": f"M{_TILE / 2:g} 0V{_TILE}",
}


def symbology(layer: Layer) -> dict[Shape, dict[str, dict[str, Any]]]:
    """Return the SVG attributes of every kind of shape a layer can hold.

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


def shape_symbology(layer: Layer, shape: Shape, grade: str | None) -> dict[str, Any]:
    """Return the SVG attributes of one shape.

    Parameters
    ----------
    layer : Layer
    shape : {"area", "line", "point"}
    grade : str or None
        Grade of the boundary; the outline of grade C is dashed.

    Returns
    -------
    dict
        ``stroke``, ``stroke-width``, ``stroke-dasharray`` and ``stroke-linecap`` (of a stroke), ``fill`` and
        ``fill-opacity`` (of a fill), ``r`` (of a point).
    """
    if shape == "point":
        return _point_symbology(layer, schematic=grade == "C")
    style = layer.style
    line: dict[str, Any] = {"stroke": style.stroke, "stroke-width": style.stroke_width, "stroke-linecap": "butt"}
    dash = svg_dash(layer, grade, areal=shape == "area")
    if dash:
        line["stroke-dasharray"] = " ".join(f"{part:g}" for part in dash)
    if shape == "line":
        return {**line, **_EMPTY}
    # The pattern sets its own opacity: its ground is faint, its lines are opaque.
    if hatched(layer):
        return {**line, "fill": f"url(#{pattern_id(layer)})", "fill-opacity": 1.0}
    return {**line, **({"fill": style.fill, "fill-opacity": style.fill_opacity} if style.fill_opacity else _EMPTY)}


def svg_dash(layer: Layer, grade: str | None, *, areal: bool) -> tuple[float, ...]:
    """Return the dash of an outline or a line in CSS pixels; empty if it is not dashed.

    A schematic outline has short dashes whatever the dash of its layer, so that it differs from a surveyed one. A line
    keeps the dash of its layer, because it has no outline.

    Parameters
    ----------
    layer : Layer
    grade : str or None
        Grade of the boundary.
    areal : bool
        Whether it is the outline of an area.

    Returns
    -------
    tuple of float
        Lengths of dashes and gaps in turn.
    """
    if grade != "C" or (not areal and layer.style.dash):
        return tuple(float(part) for part in layer.style.dash.split())
    return _CONTEXT_DASH if layer.role == "context" else SCHEMATIC_DASH


def _point_symbology(layer: Layer, *, schematic: bool) -> dict[str, Any]:
    """Return the attributes of a point: schematic pale with a dashed edge, of a context layer a small dot."""
    style = layer.style
    if layer.role == "context":
        return {"r": 2, "stroke": "none", "fill": style.fill, "fill-opacity": 1.0}
    edge = {"stroke": style.stroke, "stroke-width": 1.6, "stroke-linecap": "round"}
    if schematic:
        dash = " ".join(f"{part:g}" for part in _POINT_DASH)
        return {"r": 6, **edge, "stroke-dasharray": dash, "fill": style.fill, "fill-opacity": 0.55}
    return {"r": 5, **edge, "fill": style.fill, "fill-opacity": 0.95}


def hatched(layer: Layer) -> bool:
    """Return whether a layer fills its areas with a hatch."""
    return layer.style.hatch != "none"


def pattern_id(layer: Layer) -> str:
    """Return the id of the SVG pattern of a hatched layer."""
    return f"hatch-{layer.id}"


def pattern(layer: Layer) -> dict[str, Any]:
    """Return the SVG pattern of a hatched layer.

    Returns
    -------
    dict
        ``id``, ``size`` of the tile in CSS pixels, ``fill`` and ``fill_opacity`` of its ground, ``stroke`` of its
        ``lines`` (SVG path data, empty if the hatch is made of dots).
    """
    style = layer.style
    return {
        "id": pattern_id(layer),
        "size": _TILE,
        "fill": style.fill,
        "fill_opacity": style.fill_opacity,
        "stroke": style.stroke,
        "lines": _HATCHES.get(style.hatch, ""),
    }
