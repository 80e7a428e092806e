"""Paints (`geo.atlas.looks.paint`) as SVG: each paint of a group of shapes is one path."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

import numpy as np
import shapely

from geo.atlas.looks.paint import at_zoom
from geo.screen.drawing.paths import path_data

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.atlas.looks.paint import Paint
    from geo.screen.canvas import Canvas

#: Half of the breadth of an arrow's head as a share of its length.
_ARROW_HALF = 0.42
#: More shapes than this are a crowd, whose lines are at most this share of the width of its areas.
_CROWD, _LINE_SHARE = 500, 0.1


@dataclass(frozen=True)
class ShapeGroup:
    """Shapes of one style and one kind, in steps.

    Attributes
    ----------
    key : str
        Id of their path in the drawing.
    shapes : numpy.ndarray of shapely geometry
    stops : numpy.ndarray of float, shape (n, 2)
        Stops along lines.
    heads : numpy.ndarray of float, shape (n, 2, 2)
        Tip of each arrow and a point behind it.
    """

    key: str
    shapes: Any
    stops: Any
    heads: Any

    @cached_property
    def path(self) -> str:
        """Path data of lines and areas."""
        return path_data(self.shapes)

    @cached_property
    def widest_line(self) -> float:
        """Widest line in steps that still shows the areas of a crowd, such as parcels of a whole town."""
        areas = shapely.area(self.shapes) if len(self.shapes) > _CROWD else np.array([])
        return float(np.sqrt(np.median(areas))) * _LINE_SHARE if len(areas) and np.median(areas) > 0 else math.inf

    @cached_property
    def points(self) -> Any:
        """Coordinates of the points, shape (n, 2)."""
        parts = shapely.get_parts(self.shapes)
        return shapely.get_coordinates(parts[shapely.get_type_id(parts) == 0])

    def definition(self, paints: Sequence[Paint]) -> str:
        """Return what the paints of the group refer to: its path, and a clip of it for lines on its inside."""
        if not self.path:
            return ""
        clip = f'<clipPath id="{self.key}-in"><use href="#{self.key}"/></clipPath>'
        return f'<path id="{self.key}" d="{self.path}"/>' + (clip if any(paint.inside for paint in paints) else "")


def svg_of(group: ShapeGroup, paint: Paint, canvas: Canvas) -> str:
    """Return a paint of a group as SVG; empty where it is not drawn at the zoom of the canvas."""
    opacity = at_zoom(paint.opacity, canvas.zoom)
    if canvas.zoom < paint.least_zoom or opacity <= 0.0:
        return ""
    size = at_zoom(paint.width, canvas.zoom) * canvas.px
    if paint.part == "dot":
        points = group.stops if paint.at == "stops" else group.points
        return _path(_discs(points, size / 2), fill=paint.colour, fill_opacity=_share(opacity))
    if paint.part == "arrow":
        return _path("".join(_heads(group.heads, size)), fill=paint.colour, fill_opacity=_share(opacity))
    if not group.path:
        return ""
    if paint.part == "fill":
        return _use(group, fill=paint.colour, fill_opacity=_share(opacity))
    return _use(group, **_stroke(group, paint, canvas, size, opacity))


def _stroke(group: ShapeGroup, paint: Paint, canvas: Canvas, size: float, opacity: float) -> dict[str, Any]:
    size = min(size, group.widest_line)
    inside = {"clip_path": f"url(#{group.key}-in)"} if paint.inside else {}
    dash = " ".join(f"{float(part) * canvas.px:.1f}" for part in paint.dash.split())
    return {
        "fill": "none",
        "stroke": paint.colour,
        "stroke_width": f"{size * (2 if paint.inside else 1):.1f}",
        "stroke_opacity": _share(opacity),
        "stroke_linecap": paint.cap if paint.cap != "butt" else None,
        "stroke_linejoin": "round",
        "stroke_dasharray": dash or None,
        **inside,
    }


def _share(opacity: float) -> str | None:
    return None if opacity >= 1.0 else f"{opacity:.3g}"


def _use(group: ShapeGroup, **attributes: Any) -> str:
    return f'<use href="#{group.key}"{attributes_of(**attributes)}/>'


def _path(data: str, **attributes: Any) -> str:
    return f'<path d="{data}"{attributes_of(**attributes)}/>' if data else ""


def attributes_of(**values: Any) -> str:
    """Return SVG attributes; an underscore stands for a hyphen, and None is left out."""
    return "".join(
        f" {name.replace('_', '-')}={quoteattr(str(value))}" for name, value in values.items() if value is not None
    )


def _discs(points: Any, radius: float) -> str:
    r = max(round(radius), 1)
    arc = f"a{r} {r} 0 1 0 "
    return "".join(f"M{x - r} {y}{arc}{2 * r} 0{arc}{-2 * r} 0z" for x, y in np.rint(points).astype(int).tolist())


def _heads(heads: Any, length: float) -> Iterator[str]:
    """Yield the head of each arrow, its middle at the end of the line."""
    for tip, back in heads:
        run = math.dist(tip, back)
        if not run:
            continue
        ahead = (tip - back) / run * length
        aside = np.array([-ahead[1], ahead[0]]) * _ARROW_HALF
        ends = np.rint([tip + ahead * 0.5, tip - ahead * 0.5 + aside, tip - ahead * 0.5 - aside])
        yield "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in ends) + "z"
