"""What a sheet marks above its layers: the drawn shape, the selected place and the places found by a filter.

They look as on the map page (``drawn_shape.js``, ``layers.js``). Each has its own outline, a name on the map and a
legend entry, so that they also differ in a copy without colours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import shapely
from matplotlib.patches import PathPatch

from geo import words
from geo.atlas.symbology import PALETTE
from geo.coordinates.crs import LINGANG_PROJECTED, WGS84
from geo.measure.area import area_km2, length_m
from geo.measure.units import HA_PER_KM2, MU_PER_KM2, printed
from geo.printing.page import ACCENT
from geo.printing.sheet.draw_layers import PT_PER_PX, area_path
from geo.printing.sheet.legend import Entry, Swatch, mixed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from shapely.geometry.base import BaseGeometry

    from geo.atlas.atlas import Atlas
    from geo.printing.page import PaperWindow
    from geo.printing.sheet.labels import Labels
    from geo.printing.sheet.request import Request

#: Opacity of the planning layers while a filter is on.
FADED_OPACITY = 0.28
_FOUND = PALETTE["found"]
_FOUND_FILL, _DRAWN_FILL = 0.16, 0.10
_FOUND_PX, _DRAWN_PX, _SELECTED_PX, _CASING_PX = 2.5, 2.5, 3.0, 7.0
_Z_FOUND, _Z_DRAWN, _Z_SELECTED = 30.0, 32.0, 34.0
#: Dash and dot, as for site boundaries on plans: the drawn shape and the selected place have the same colour.
_DRAWN_DASH = (0, (9.0, 2.0, 1.5, 2.0))
#: Most parts of a shape that get their own figure, the largest first.
_MOST_FIGURES = 40
#: Longer edges are divided: an edge is straight in degrees and bends visibly on the grid.
_LONGEST_EDGE_DEG = 0.2


@dataclass(frozen=True)
class Marks:
    """The marks of a sheet in metres of EPSG:4529; those outside the map are None or left out.

    Attributes
    ----------
    drawn : shapely geometry or None
        The part of the drawn shape that is on the sheet.
    shape : shapely geometry or None
        The whole drawn shape, in degrees (WGS84).
    selected : shapely geometry or None
    place : str or None
        Id of the selected place if it is on the sheet.
    found : dict of str to shapely geometry
        Shapes of the places found, by id, the largest first.
    """

    drawn: BaseGeometry | None
    shape: BaseGeometry | None
    selected: BaseGeometry | None
    place: str | None
    found: dict[str, BaseGeometry]


def marks_of(atlas: Atlas, request: Request, window: PaperWindow) -> Marks:
    """Look up what a sheet marks and project it."""

    def of_place(place_id: str) -> BaseGeometry | None:
        return on_sheet(atlas.shape_of(place_id), window)

    shapes = {place: of_place(place) for place in (request.found.places if request.found else ())}
    found = {place: shape for place, shape in shapes.items() if shape is not None}
    found = dict(sorted(found.items(), key=lambda item: -item[1].area))
    selected = of_place(request.place) if request.place else None
    return Marks(
        on_sheet(request.drawn, window),
        request.drawn,
        selected,
        None if selected is None else request.place,
        found,
    )


def on_sheet(shape: BaseGeometry | None, window: PaperWindow) -> BaseGeometry | None:
    """Project the part of a shape that is on a sheet; it is cut a little outside the map, where no edge shows.

    Parameters
    ----------
    shape : shapely geometry or None
        In degrees (WGS84).
    window : PaperWindow

    Returns
    -------
    shapely geometry or None
        In metres (EPSG:4529); None if the shape is outside the window.
    """
    if shape is None:
        return None
    frame = shapely.box(*window.bounds)
    around = shapely.segmentize(frame.buffer(0.02 * window.scale, join_style="mitre"), window.scale * 0.1)
    extent = shapely.box(*gpd.GeoSeries([around], crs=LINGANG_PROJECTED).to_crs(WGS84).total_bounds)
    near = shapely.segmentize(shapely.intersection(shape, extent), _LONGEST_EDGE_DEG)
    if near.is_empty:
        return None
    out: BaseGeometry = gpd.GeoSeries([near], crs=WGS84).to_crs(LINGANG_PROJECTED).iloc[0]
    return out if out.intersects(frame) else None


def draw_marks(axes: Axes, marks: Marks, unit: float) -> None:
    """Draw the places found, then the drawn shape, then the selected place."""
    px = PT_PER_PX * unit
    for shape in marks.found.values():
        # A place that contains other found places is not filled: the fill would hide them.
        extent = shapely.box(*shape.bounds)
        holds = any(other is not shape and extent.contains(other) for other in marks.found.values())
        if not holds:
            _fill(axes, shape, _FOUND, _FOUND_FILL, _Z_FOUND)
        draw_outline(axes, shape, _FOUND, _FOUND_PX * px, _Z_FOUND + 0.5)
    if marks.drawn is not None:
        _fill(axes, marks.drawn, ACCENT, _DRAWN_FILL, _Z_DRAWN)
        draw_outline(axes, marks.drawn, ACCENT, _DRAWN_PX * px, _Z_DRAWN + 0.5, _DRAWN_DASH)
    if marks.selected is not None:
        draw_outline(axes, marks.selected, "white", _CASING_PX * px, _Z_SELECTED)
        draw_outline(axes, marks.selected, ACCENT, _SELECTED_PX * px, _Z_SELECTED + 0.5)


def _fill(axes: Axes, shape: BaseGeometry, colour: str, opacity: float, zorder: float) -> None:
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    if parts:
        path = area_path(shapely.orient_polygons(part) for part in parts)
        axes.add_patch(PathPatch(path, facecolor=colour, alpha=opacity, edgecolor="none", zorder=zorder))


def draw_outline(
    axes: Axes, shape: BaseGeometry, colour: str, width: float, zorder: float, dash: Any = "solid"
) -> None:
    """Draw edges of polygons, lines, and rings for points; `shape` in metres, `width` in points."""
    for part in shapely.get_parts(shape):
        if part.geom_type == "Point":
            ring: dict[str, Any] = {"mfc": "none", "mec": colour, "mew": width}
            axes.plot([part.x], [part.y], marker="o", markersize=6.0 + width, linestyle="none", zorder=zorder, **ring)
            continue
        for edge in shapely.get_parts(shapely.boundary(part) if part.geom_type == "Polygon" else part):
            xy = shapely.get_coordinates(edge)
            style = {"color": colour, "linewidth": width, "linestyle": dash, "solid_joinstyle": "round"}
            axes.plot(xy[:, 0], xy[:, 1], zorder=zorder, dash_capstyle="butt", **style)


def label_marks(labels: Labels, marks: Marks, atlas: Atlas, lang: str, size: float) -> None:
    """Write the size of the drawn shape and the names of the marked places on the map."""
    if marks.place is not None:
        labels.place(atlas.name_of(marks.place, lang), marks.selected, size * 1.15, ACCENT, force=True, bold=True)
    for number, (part, said) in enumerate(_figures(marks, lang)):
        labels.place(said, part, size, ACCENT, force=number == 0, bold=True)
    for place, shape in marks.found.items():
        if place != marks.place:
            labels.place(atlas.name_of(place, lang), shape, size, _FOUND, bold=True)


def _figures(marks: Marks, lang: str) -> list[tuple[Any, str]]:
    """List the parts of the drawn shape that are on the sheet, the largest first, with the size of the whole part."""
    if marks.drawn is None:
        return []
    parts = shapely.get_parts(marks.shape)
    largest = np.argsort(-np.hypot(shapely.area(parts), shapely.length(parts)), kind="stable")[:_MOST_FIGURES]
    parts = parts[largest]
    placed = gpd.GeoSeries(parts, crs=WGS84).to_crs(LINGANG_PROJECTED)
    shown = [number for number, part in enumerate(placed) if part.intersects(marks.drawn)]
    return [(placed.iloc[number], _figure(parts[number], lang, alone=len(parts) == 1)) for number in shown]


def _figure(part: BaseGeometry, lang: str, *, alone: bool) -> str:
    size = size_words(part, lang)
    return words.say("mark.size", lang, size=size).strip() if alone else size


def size_words(shape: BaseGeometry, lang: str, *, full: bool = False) -> str:
    """Write the ellipsoidal area of a polygon or the length of a line; an empty text for a point.

    Parameters
    ----------
    shape : shapely geometry
        In degrees (WGS84).
    lang : {"zh", "en"}
    full : bool
        Write the area in km², hectares and mu.
    """
    dimension = int(shapely.get_dimensions(shape))
    if dimension == 0:
        return ""
    if dimension == 1:
        return f"{printed(float(length_m([shape], WGS84)[0]) / 1000.0, 'km')} {words.say('unit.km', lang)}"
    km2 = float(area_km2([shape], WGS84)[0])
    square, hectares, mu = (words.say(f"unit.{unit}", lang) for unit in ("km2", "ha", "mu"))
    if full:
        figures = (f"{printed(km2)} {square}", f"{printed(km2 * HA_PER_KM2, 'ha')} {hectares}")
        return words.say("list.clause", lang).join([*figures, f"{printed(km2 * MU_PER_KM2, 'mu')} {mu}"])
    return f"{printed(km2)} {square}" if km2 >= 1.0 else f"{printed(km2 * HA_PER_KM2, 'ha')} {hectares}"


def mark_entries(marks: Marks, request: Request, atlas: Atlas, window: PaperWindow) -> list[Entry]:
    """List the legend entries of the marks; a filter has one even if none of its places is on the sheet."""
    lang, out = request.lang, []
    if marks.drawn is not None and marks.shape is not None:
        whole = shapely.box(*window.bounds).contains(marks.drawn)
        out.append(_drawn_entry(marks.shape, lang, whole=whole))
    if marks.place is not None:
        name = atlas.name_of(marks.place, lang)
        out.append(Entry(words.say("mark.selected", lang, name=name), Swatch("area", ACCENT, 2.2)))
    if request.found is not None:
        count, shown = len(request.found.places), len(marks.found)
        key = "mark.found_partly" if shown < count else "mark.found"
        said = words.say(key, lang, words=request.found.words, count=count, shown=shown)
        out.append(Entry(said, Swatch("area", _FOUND, 1.6, mixed(_FOUND, _FOUND_FILL))))
    return out


def _drawn_entry(shape: BaseGeometry, lang: str, *, whole: bool) -> Entry:
    size, count = size_words(shape, lang, full=True), len(shapely.get_parts(shape))
    if count > 1:
        total = words.say("mark.sum", lang, size=size) if size else ""
        figures = [words.say("mark.parts", lang, count=count), total]
        size = words.say("list.clause", lang).join(part for part in figures if part)
    said = words.say("mark.drawn", lang) + (f"\n{size}" if size else "")
    if not whole:
        said += words.say("mark.partly_off", lang)
    swatches = (
        Swatch("point", ACCENT, 1.4),
        Swatch("line", ACCENT, 1.6, dash=_DRAWN_DASH),
        Swatch("area", ACCENT, 1.6, mixed(ACCENT, _DRAWN_FILL), _DRAWN_DASH),
    )
    return Entry(said, swatches[int(shapely.get_dimensions(shape))])
