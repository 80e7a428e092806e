"""How the features of a layer look that are coloured by classes, or by its style alone, on paper."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo.atlas.looks.paint import at_zoom
from geo.atlas.symbology import simple_attributes, style_of
from geo.screen.crowd.pixel_picture import ClassColours, Widths

if TYPE_CHECKING:
    from geo.atlas.looks.paint import Paint
    from geo.atlas.schema import Layer
    from geo.atlas.symbology import Shape
    from geo.screen.canvas import Canvas
    from geo.screen.crowd.column_classes import ColumnClasses

#: Kinds of shapes by their dimension.
SHAPES: tuple[Shape, ...] = ("point", "line", "area")
#: Outline of an area of a class at most, in CSS pixels: neighbours would hide each other's (``paint.js``).
_CLASS_LINE = 0.8
#: Outlines of a picture are this share of a usual shape at most, lines and points of the room each has on the canvas.
_EDGE_SHARE, _LINE_SHARE, _POINT_SHARE = 0.08, 0.12, 0.5


@dataclass(frozen=True)
class ClassLook:
    """The look of a layer.

    Attributes
    ----------
    entry : Layer
    classes : ColumnClasses or None
    """

    entry: Layer
    classes: ColumnClasses | None = None

    @property
    def count(self) -> int:
        """How many classes there are; one without classes."""
        return len(self.classes.classes) if self.classes else 1

    def colour(self, at: int) -> str:
        """Return the colour of a class, or that of the strokes of the layer."""
        return self.classes.colours[at] if self.classes else self.entry.style.stroke

    def paints(self, dimension: int, at: int) -> tuple[Paint, ...]:
        """Return the paints of shapes of a dimension in a class, as the map page paints them."""
        paints = style_of(self.entry, SHAPES[dimension], None).paints
        return tuple(self._in_class(paint, dimension, at) for paint in paints) if self.classes else paints

    def _in_class(self, paint: Paint, dimension: int, at: int) -> Paint:
        assert self.classes is not None  # noqa: S101 - `paints` has looked
        if paint.part == "fill":
            return replace(paint, colour=self.colour(at), opacity=self.classes.opacity)
        if dimension == 2:
            return replace(paint, colour=self.colour(at), width=_CLASS_LINE)
        return replace(paint, colour=self.colour(at))

    def colours(self, at: int) -> ClassColours:
        """Return the colours of a class in a picture."""
        area = simple_attributes(self.paints(2, at), style_of(self.entry, "area", None).look, "area")
        return ClassColours(area["fill"], area["fill-opacity"], self.colour(at), self.colour(at))

    def widths(self, canvas: Canvas, usual_mm: float, number: int) -> Widths:
        """Return the widths of a picture: `usual_mm` is the side of a usual shape, `number` how many there are."""
        room_mm = math.sqrt(canvas.width * canvas.height / number)
        area, line, point = (
            max(at_zoom(paint.width, canvas.zoom) for paint in self.paints(dimension, 0)) * canvas.px / canvas.steps
            for dimension in (2, 1, 0)
        )
        return Widths(
            min(area, usual_mm * _EDGE_SHARE), min(line, room_mm * _LINE_SHARE), min(point, room_mm * _POINT_SHARE)
        )
