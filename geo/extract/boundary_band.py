"""The relation of a site to the boundaries of the places, which are known to some metres only.

Where the edge of a park is known to 150 m, common ground on the map does not prove that a parcel lies in the park, and
a gap of 20 m does not prove that it lies outside. So each place a site touches says whether the map can tell, and
places missed by less than their accuracy are listed too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import shapely

from geo.atlas.figures import MEASURED_METHODS
from geo.atlas.per_atlas import per_atlas
from geo.measure.uncertainty import Side, boundary, distances_m, relation_to_zone, side_of

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd
    from shapely.geometry.base import BaseGeometry

    from geo.atlas.atlas import Atlas

#: Metres in the shortest degree of the city, that of longitude at its north. Used to find candidates, not to decide.
_METRES_PER_DEGREE = 94_000.0


def boundary_relation(atlas: Atlas, place_id: str, shape: BaseGeometry) -> Side | Literal["partly"] | None:
    """Compute the relation of a shape to the boundary of a place (`geo.measure.uncertainty.relation_to_zone`).

    Parameters
    ----------
    atlas : Atlas
    place_id : str
        A planning feature.
    shape : shapely geometry
        In longitude/latitude.

    Returns
    -------
    {"inside", "outside", "partly", "within the band"} or None
        None where the place is no area.
    """
    segments = boundary_segments(atlas, place_id)
    return None if segments is None else relation_to_zone(shape, atlas.features.geometry[place_id], segments)


def near_places(atlas: Atlas, shape: BaseGeometry, touched: Collection[str]) -> list[dict[str, Any]]:
    """List the places a shape does not touch, but that its boundary relation cannot rule out.

    Parameters
    ----------
    atlas : Atlas
    shape : shapely geometry
        In longitude/latitude.
    touched : collection of str
        Ids of the places it touches, which are left out.

    Returns
    -------
    list of dict
        ``id``, ``name_zh``, ``name_en``, ``kind``, ``layer``, ``distance_m`` to the nearest segment among those
        that are nearer than their own accuracy (0 where the shape only shares an edge with the place), and
        ``accuracy_m`` of this segment; the nearest place first. Only places drawn along a boundary: a schematic shape
        says nothing about what is near it.
    """
    names, tree, reach_m = _drawn_along(atlas)
    found = []
    for hit in tree.query(shape, predicate="dwithin", distance=reach_m / _METRES_PER_DEGREE):
        place_id = names[int(hit)]
        zone, segments = atlas.features.geometry[place_id], boundary_segments(atlas, place_id)
        if place_id in touched or segments is None or side_of(shape, zone, segments) != "within the band":
            continue
        distance = distances_m(shape, segments)
        close = np.flatnonzero(distance <= segments["accuracy_m"].to_numpy())
        nearest = close[np.argmin(distance[close])]
        place = {key: atlas.places.at[place_id, key] for key in ("name_zh", "name_en", "kind", "layer")}
        figures = {"distance_m": float(distance[nearest]), "accuracy_m": float(segments["accuracy_m"].iloc[nearest])}
        found.append({"id": place_id, **place, **figures})
    return sorted(found, key=lambda row: row["distance_m"])


@per_atlas
def boundary_segments(atlas: Atlas, place_id: str) -> pd.DataFrame | None:
    """Return the segments of the boundary of a place with their accuracy; None where the place is no area."""
    feature = atlas.features.loc[place_id]
    shape, accuracy = feature["geometry"], feature["accuracy_m"]
    if shape is None or shapely.get_dimensions(shape) != 2 or not accuracy > 0:
        return None
    return boundary(shape, float(accuracy), atlas.lines)


@per_atlas
def _drawn_along(atlas: Atlas) -> tuple[list[str], shapely.STRtree, float]:
    """Look up the places drawn along a boundary: ids, spatial index, and the largest accuracy among them in metres."""
    drawn = atlas.features[atlas.features["method"].isin(MEASURED_METHODS) & atlas.features["area_km2"].notna()]
    return list(drawn.index), shapely.STRtree(drawn.geometry.to_numpy()), float(drawn["accuracy_m"].max())
