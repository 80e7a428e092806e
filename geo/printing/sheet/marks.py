"""What a sheet marks above its layers: the drawn shape, the selected place and the places found by a filter.

They look as `geo.screen.drawing.marks` says. Each has its own outline, a name on the map and a legend entry, so that
they also differ in a copy without colours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo import words
from geo.coordinates.crs import WGS84
from geo.measure.area import area_km2, length_m
from geo.measure.units import HA_PER_KM2, MU_PER_KM2, printed
from geo.printing.sheet.legend import Entry
from geo.screen.drawing.marks import LOOKS
from geo.screen.drawing.paths import on_canvas
from geo.screen.map_drawing import Mark
from geo.screen.svg import shape_kind
from geo.screen.swatch import mark_swatch_svg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shapely.geometry.base import BaseGeometry

    from geo.atlas.atlas import Atlas
    from geo.printing.sheet.request import Request
    from geo.screen.canvas import Canvas

#: Opacity of the planning layers while a filter is on.
FADED_OPACITY = 0.28
#: Most parts of a shape that get their own figure, the largest first.
_MOST_FIGURES = 40


@dataclass(frozen=True)
class Marks:
    """The marks of a sheet, in degrees (WGS84); those outside the map are None or left out.

    Attributes
    ----------
    drawn : shapely geometry or None
        The drawn shape.
    whole : bool
        Whether all of it is on the sheet.
    selected : shapely geometry or None
    place : str or None
        Id of the selected place if it is on the sheet.
    found : dict of str to shapely geometry
        Shapes of the places found, by id, the largest first.
    drawn_names : tuple of tuple
        Texts on the drawn shape instead of its size.
    """

    drawn: BaseGeometry | None
    whole: bool
    selected: BaseGeometry | None
    place: str | None
    found: dict[str, BaseGeometry]
    drawn_names: tuple[tuple[str, BaseGeometry], ...] = ()


def marks_of(atlas: Atlas, request: Request, canvas: Canvas) -> Marks:
    """Look up what a sheet marks."""

    def seen(shape: BaseGeometry | None) -> BaseGeometry | None:
        return shape if shape is not None and on_sheet(shape, canvas) else None

    shapes = {place: seen(atlas.shape_of(place)) for place in (request.found.places if request.found else ())}
    found = {place: shape for place, shape in shapes.items() if shape is not None}
    drawn, selected = seen(request.drawn), seen(atlas.shape_of(request.place) if request.place else None)
    return Marks(
        drawn,
        drawn is not None and on_sheet(drawn, canvas, whole=True),
        selected,
        None if selected is None else request.place,
        dict(sorted(found.items(), key=lambda item: -item[1].area)),
        request.drawn_names,
    )


def on_sheet(shape: BaseGeometry, canvas: Canvas, *, whole: bool = False) -> bool:
    """Return whether any of a shape in degrees is on the map, or all of it."""
    frame, placed = shapely.box(0, 0, *canvas.size), on_canvas(canvas, [shape])[0]
    return bool(frame.covers(placed) if whole and not placed.is_empty else frame.intersects(placed))


def drawing_marks(marks: Marks, atlas: Atlas, lang: str) -> Iterator[Mark]:
    """List the marks for the drawing: the places found, then the drawn shape, then the selected place."""
    for place, shape in marks.found.items():
        # A place that contains other found places is not filled: the fill would hide them.
        extent = shapely.box(*shape.bounds)
        holds = any(other is not shape and extent.contains(other) for other in marks.found.values())
        names = () if place == marks.place else ((atlas.name_of(place, lang), shape),)
        yield Mark("found", shape, names, filled=not holds)
    if marks.drawn is not None:
        yield Mark("drawn", marks.drawn, marks.drawn_names or tuple(_figures(marks.drawn, lang)))
    if marks.selected is not None and marks.place is not None:
        yield Mark("selected", marks.selected, ((atlas.name_of(marks.place, lang), marks.selected),))


def _figures(drawn: BaseGeometry, lang: str) -> Iterator[tuple[str, BaseGeometry]]:
    """List the size of each part of the drawn shape, the largest first."""
    parts = shapely.get_parts(drawn)
    largest = np.argsort(-np.hypot(shapely.area(parts), shapely.length(parts)), kind="stable")[:_MOST_FIGURES]
    for part in parts[largest]:
        size = size_words(part, lang)
        yield (words.say("mark.size", lang, size=size).strip() if len(parts) == 1 else size), part


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


def mark_entries(marks: Marks, request: Request, atlas: Atlas, canvas: Canvas) -> list[Entry]:
    """List the legend entries of the marks; a filter has one even if none of its places is on the sheet.

    Parameters
    ----------
    marks : Marks
    request : Request
    atlas : Atlas
    canvas : Canvas
        Of the symbols (`geo.screen.swatch.swatch_canvas`).

    Returns
    -------
    list of Entry
    """
    lang, out = request.lang, []
    if marks.drawn is not None:
        symbol = mark_swatch_svg("drawn", shape_kind(marks.drawn), canvas)
        out.append(Entry(_drawn_words(marks.drawn, lang, whole=marks.whole), symbol, LOOKS["drawn"][1]))
    if marks.place is not None and marks.selected is not None:
        said = words.say("mark.selected", lang, name=atlas.name_of(marks.place, lang))
        out.append(Entry(said, mark_swatch_svg("selected", shape_kind(marks.selected), canvas)))
    if request.found is not None:
        count, shown = len(request.found.places), len(marks.found)
        key = "mark.found_partly" if shown < count else "mark.found"
        said = words.say(key, lang, words=request.found.words, count=count, shown=shown)
        out.append(Entry(said, mark_swatch_svg("found", "area", canvas), LOOKS["found"][1]))
    return out


def _drawn_words(shape: BaseGeometry, lang: str, *, whole: bool) -> str:
    size, count = size_words(shape, lang, full=True), len(shapely.get_parts(shape))
    if count > 1:
        total = words.say("mark.sum", lang, size=size) if size else ""
        figures = [words.say("mark.parts", lang, count=count), total]
        size = words.say("list.clause", lang).join(part for part in figures if part)
    said = words.say("mark.drawn", lang) + (f"\n{size}" if size else "")
    return said if whole else said + words.say("mark.partly_off", lang)
