"""A paint: one fill, stroke, dot or arrow of a style, with lengths that change with the zoom.

A style is a list of paints. Screen, paper, legend, tiles and QGIS draw the same list (`geo.atlas.symbology`). Lengths
are in CSS pixels of 1/96 inch.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

#: Zoom and value in turn, zooms rising; between two zooms the value is interpolated, beyond the ends it stays.
Stops = tuple[tuple[float, float], ...]
#: A value that is the same at every zoom, or one that changes with it.
ByZoom = float | Stops

Part = Literal["fill", "line", "dot", "arrow"]

#: Lowest zoom of a paint that is drawn at every zoom.
EVERY_ZOOM = 0.0


@dataclass(frozen=True, kw_only=True)
class Paint:
    """One fill, stroke, dot or arrow.

    Attributes
    ----------
    part : {"fill", "line", "dot", "arrow"}
        What is painted: the inside of an area, an edge or a line, a disc at a point, a head at the end of a line.
    colour : str
        ``#rrggbb``.
    opacity : float or Stops
        0 to 1.
    width : float or Stops
        Width of a line, diameter of a dot, length of an arrow. Of a line ``inside`` it is the width that is seen, from
        the edge inwards.
    inside : bool
        Whether a line is cut to the inside of its own area; other lines lie on both sides of the edge.
    dash : str
        Lengths of dashes and gaps in turn; empty for a whole line.
    cap : {"round", "butt"}
        Ends of a line.
    level : int
        Order among the paints of a layer: all of a lower level lie under all of a higher one.
    at : {"shape", "stops"}
        Whether a dot is drawn at the points of the shape or at the stops along it.
    least_zoom : float
        Zoom below which it is not drawn.
    """

    part: Part
    colour: str
    opacity: ByZoom = 1.0
    width: ByZoom = 0.0
    inside: bool = False
    dash: str = ""
    cap: Literal["round", "butt"] = "butt"
    level: int = 0
    at: Literal["shape", "stops"] = "shape"
    least_zoom: float = EVERY_ZOOM

    def document(self) -> dict[str, Any]:
        """Return the paint for JSON, without what has its usual value."""
        usual = {"opacity": 1.0, "width": 0.0, "inside": False, "dash": "", "cap": "butt", "at": "shape"}
        own = {key: getattr(self, key) for key in (*usual, "least_zoom") if getattr(self, key) != usual.get(key, 0.0)}
        return {"part": self.part, "colour": self.colour, "level": self.level, **own}


def at_zoom(value: ByZoom, zoom: float) -> float:
    """Compute a value at a zoom.

    Parameters
    ----------
    value : float or Stops
    zoom : float

    Returns
    -------
    float
        Interpolated between the two stops around the zoom; beyond the ends, that of the nearest stop.
    """
    if isinstance(value, int | float):
        return float(value)
    if zoom <= value[0][0]:
        return value[0][1]
    for (low, before), (high, after) in pairwise(value):
        if zoom <= high:
            return before + (after - before) * (zoom - low) / (high - low)
    return value[-1][1]


def scaled(value: ByZoom, factor: ByZoom) -> ByZoom:
    """Compute a value times a factor, either of which may change with the zoom.

    Parameters
    ----------
    value, factor : float or Stops

    Returns
    -------
    float or Stops
        A stop wherever one of them has one.
    """
    zooms = sorted({zoom for one in (value, factor) if not isinstance(one, int | float) for zoom, _ in one})
    if not zooms:
        return round(at_zoom(value, 0) * at_zoom(factor, 0), 3)
    return tuple((zoom, round(at_zoom(value, zoom) * at_zoom(factor, zoom), 3)) for zoom in zooms)
