"""The scatter of an area: how far it is off if every vertex of its outline errs on its own.

`geo.measure.uncertainty` bounds the error of an area by the sum of length × accuracy: the whole outline shifted
outwards. That is a worst case. If the errors of the vertices are independent, they cancel, and a difference far above
their scatter has another cause: the stated area was measured along another line than the one drawn.

A vertex moved by a step changes the area by half of the step times the length of the line that joins its two
neighbours, at a right angle to it. The variance of the area is the sum of (length × σ / 2)² over the vertices, where σ
is the accuracy of the outline there, taken as the standard error in either direction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.coordinates.local_plane import positions_to_metres

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

#: Standard errors up to which scatter explains a difference: 19 of 20 outlines with independent errors lie within.
SCATTER_LIMIT = 2.0


def area_scatter_km2(segments: pd.DataFrame) -> float:
    """Compute the standard error of an area in km² from independent errors of its vertices.

    Parameters
    ----------
    segments : pandas.DataFrame
        The `geo.measure.uncertainty.boundary` of a polygon: its rings one after another, each in order.

    Returns
    -------
    float
        Square kilometres; one standard error.
    """
    start = positions_to_metres(segments[["lon_1", "lat_1"]].to_numpy(dtype=float))
    end = positions_to_metres(segments[["lon_2", "lat_2"]].to_numpy(dtype=float))
    accuracy = segments["accuracy_m"].to_numpy(dtype=float)
    after = _next_in_ring(start, end)
    chord = np.hypot(*(end[after] - start).T)
    sigma = (accuracy + accuracy[after]) / 2.0
    return float(np.sqrt(((chord * sigma / 2.0) ** 2).sum())) / 1e6


def _next_in_ring(start: NDArray[np.float64], end: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return for each segment the position of the one that goes on from its end, in the same ring."""
    after = np.arange(1, len(start) + 1)
    lasts = np.append(np.flatnonzero((start[1:] != end[:-1]).any(axis=1)), len(start) - 1)
    after[lasts] = np.concatenate(([0], lasts[:-1] + 1))
    return after
