"""Which places of a theme hold others of it: coloured as a whole, they would seem to answer for what lies within."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.atlas.per_atlas import per_atlas

if TYPE_CHECKING:
    from geo.atlas.atlas import Atlas


@per_atlas
def wholes_of(atlas: Atlas, place_ids: tuple[str, ...]) -> frozenset[str]:
    """Find the places whose area holds a point on another of the places that is smaller.

    Parameters
    ----------
    atlas : Atlas
    place_ids : tuple of str
        Those without a location are left out.
    """
    located = atlas.features.geometry.loc[list(place_ids)].dropna()
    names = located.index.to_numpy()
    shapes = np.asarray(located.to_numpy(), dtype=object)
    sizes = shapely.area(shapes)
    outer, inner = shapely.STRtree(shapely.point_on_surface(shapes)).query(shapes, predicate="contains")
    return frozenset(str(name) for name in names[outer[sizes[outer] > sizes[inner]]])
