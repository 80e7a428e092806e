"""The areas of few rings without machine code, bit for bit those of `geo.measure.authalic.measure_rings`.

The steps are the same and in the same order, each for all rings or edges at once. To load the machine code takes 0.4 s
and 55 MB of memory, which a process that measures a page of features now and then is spared.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from geo.measure.authalic import MAX_HEIGHT_DEG, development, mean_height, measure_rings

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.measure.arrays import Floats, Ints

#: Vertices of tall rings that are measured one by one: 125 ms.
_FEW_TALL = 5_000
#: Arithmetic only, so it works on arrays too.
_DEVELOPMENT = cast("Callable[[Floats, Floats], tuple[Floats, Floats, Floats]]", development.interpreted)
_MEAN_HEIGHT = cast("Callable[..., Floats]", mean_height.interpreted)


def measure_few_rings(coords: Floats, offsets: Ints, box: Floats, signed_m2: Floats) -> None:
    """Write box and signed area of each ring as `measure_rings` does.

    Parameters
    ----------
    coords, offsets, box, signed_m2
        As of `measure_rings`; every ring has a vertex, and the numbers are degrees.
    """
    first, sizes = offsets[:-1], np.diff(offsets)
    box[:, :2], box[:, 2:] = np.minimum.reduceat(coords, first), np.maximum.reduceat(coords, first)
    south = box[:, 1]
    # By Python's functions: those of numpy may differ in the last digit.
    radians = (south * (math.pi / 180.0)).tolist()
    scale, k2, k3 = _DEVELOPMENT(np.array([*map(math.sin, radians)]), np.array([*map(math.cos, radians)]))
    is_edge = np.ones(len(coords), dtype=bool)
    is_edge[offsets[1:] - 1] = False
    at, ring = np.flatnonzero(is_edge), np.repeat(np.arange(len(sizes)), sizes - 1)
    low, high = coords[at, 1] - south[ring], coords[at + 1, 1] - south[ring]
    width = coords[at + 1, 0] - coords[at, 0]
    # Adds up in the order of the edges, as a loop does.
    total = np.bincount(ring, -(width * _MEAN_HEIGHT(low, high, k2[ring], k3[ring])), len(sizes))
    signed_m2[:] = total * scale
    _measure_tall(np.flatnonzero(box[:, 3] - south > MAX_HEIGHT_DEG), coords, offsets, signed_m2)


def _measure_tall(tall: Ints, coords: Floats, offsets: Ints, signed_m2: Floats) -> None:
    sizes = np.diff(offsets)[tall]
    measured: Any = measure_rings.interpreted if sizes.sum() <= _FEW_TALL else measure_rings.machine_code
    for ring in tall.tolist():
        start, stop = offsets[ring], offsets[ring + 1]
        measured(coords[start:stop], np.array([0, stop - start]), np.empty((1, 4)), signed_m2[ring : ring + 1])
