"""The layout of a slide, and the scale at which the ground of a view fits its map."""

from __future__ import annotations

import math

import numpy as np
import shapely

from geo.printing.sheet.frame import SCALES, Frame
from geo.screen.canvas import on_grid

#: 16:9, as large as slides usually are (13⅓ × 7½ inches); sizes in millimetres.
SLIDE = Frame(width=338.67, height=190.5, unit=1.3, margin=6.0, panel=84.0, top=25.0, map_width=231.0, map_height=150.0)


def exact_scale(extent: tuple[float, float, float, float]) -> int:
    """Compute the largest scale at which ground fits the map of a slide.

    Parameters
    ----------
    extent : tuple of float
        West, south, east, north in degrees.

    Returns
    -------
    int
        Denominator, not rounded: a slide shows what the reader saw, and its scale is told by the bar.
    """
    ring = shapely.segmentize(shapely.box(*extent), (extent[2] - extent[0]) / 20)
    metres = on_grid(shapely.get_coordinates(ring))
    across, down = (float(side) for side in np.ptp(metres, axis=0))
    needed = max(across / SLIDE.map_width, down / SLIDE.map_height) * 1000.0
    return min(max(math.ceil(needed), SCALES[0]), SCALES[1])
