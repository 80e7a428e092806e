"""The ground of all places, divided into parts that the same places cover."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.measure.area import area_km2

if TYPE_CHECKING:
    from geo.atlas.atlas import Atlas


def shared_ground(atlas: Atlas) -> list[tuple[list[str], float]]:
    """Divide the ground of all places into parts that the same places cover.

    The area of any places together is the sum of the parts that one of them covers, so that a page without the service
    knows the union of every selection.

    Returns
    -------
    list of tuple
        Ids of the places, and the area of the ground that these and no others cover, in km².
    """
    known = atlas.features[atlas.features["area_km2"].notna()]
    shapes = np.asarray(known.geometry.array)
    lines = shapely.union_all(shapely.boundary(shapes))
    parts = shapely.get_parts(shapely.polygonize([lines]))
    at, covering = shapely.STRtree(shapes).query(shapely.point_on_surface(parts), predicate="within")
    covered: dict[int, list[str]] = defaultdict(list)
    for part, place in sorted(zip(at.tolist(), covering.tolist(), strict=True)):
        covered[part].append(str(known.index[place]))
    areas = area_km2(list(parts), known.crs)
    ground: dict[tuple[str, ...], float] = defaultdict(float)
    for part, places in covered.items():
        ground[tuple(places)] += float(areas[part])
    return [(list(places), area) for places, area in ground.items()]
