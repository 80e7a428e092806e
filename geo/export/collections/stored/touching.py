"""Which of some features touch a box, by their boxes and, only where these leave a doubt, by their shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

#: West, south, east and north.
Box = tuple[float, float, float, float]


def touching(boxes: NDArray[np.float64], shape: Callable[[int], bytes], box: Box) -> NDArray[np.intp]:
    """Return the positions of the features that touch a box.

    Parameters
    ----------
    boxes : ndarray of float, shape (n, 4)
        Of the features, in the unit of the box.
    shape : callable
        Returns the shape (WKB) of the feature at a position.
    box : tuple of float
    """
    west, south, east, north = box
    first_x, first_y, last_x, last_y = boxes.T
    inside = (first_x >= west) & (last_x <= east) & (first_y >= south) & (last_y <= north)
    if inside.all():
        return np.arange(len(boxes))
    near = (first_x <= east) & (last_x >= west) & (first_y <= north) & (last_y >= south)
    doubtful = np.flatnonzero(near & ~inside)
    if len(doubtful):
        shapes = shapely.from_wkb([shape(at) for at in doubtful.tolist()])
        near[doubtful] = shapely.intersects(shapes, shapely.box(*box))
    return np.flatnonzero(near)
