"""How a drawn shape stands to the places of the atlas, whose boundaries are known to some metres only.

Ground shared on the drawing does not prove that a parcel lies in a park, nor does a gap of 20 m prove that it lies
outside, where the park's edge is known to 150 m. So every place a shape touches says whether the drawing can tell, and
places it misses by less than their accuracy are named too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import shapely

from geo.atlas.figures import MEASURED_METHODS
from geo.atlas.per_atlas import per_atlas
from geo.measure.uncertainty import Side, boundary, distances_m, relation_to_zone, side_of

if TYPE_CHECKING:
    import pandas as pd
    from shapely.geometry.base import BaseGeometry

    from geo.atlas.atlas import Atlas

#: Metres in the shortest degree of the city, that of longitude at its north: to look for neighbours, not to judge them.
_METRES_PER_DEGREE = 94_000.0


def boundary_relation(atlas: Atlas, place_id: str, shape: BaseGeometry) -> Side | Literal["partly"] | None:
    """Tell how a shape stands to a place (`geo.measure.uncertainty.relation_to_zone`).

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
    segments = _boundary(atlas, place_id)
    return None if segments is None else relation_to_zone(shape, atlas.features.geometry[place_id], segments)


def near_places(atlas: Atlas, shape: BaseGeometry) -> list[dict[str, Any]]:
    """List the places a shape does not touch, but misses by less than their boundary is known.

    Parameters
    ----------
    atlas : Atlas
    shape : shapely geometry
        In longitude/latitude.

    Returns
    -------
    list of dict
        ``id``, ``name_zh``, ``name_en``, ``kind``, ``layer``, ``distance_m`` to the nearest stretch that is known less
        well than that, and ``accuracy_m`` of this stretch; the nearest place first. Only places drawn along a boundary:
        schematic shapes prove nothing, near or far.
    """
    names, tree, reach_m = _drawn_along(atlas)
    found = []
    for hit in tree.query(shape, predicate="dwithin", distance=reach_m / _METRES_PER_DEGREE):
        place_id = names[int(hit)]
        zone, segments = atlas.features.geometry[place_id], _boundary(atlas, place_id)
        if segments is None or zone.intersects(shape) or side_of(shape, zone, segments) != "within the band":
            continue
        distance = distances_m(shape, segments)
        close = np.flatnonzero(distance <= segments["accuracy_m"].to_numpy())
        nearest = close[np.argmin(distance[close])]
        place = {key: atlas.places.at[place_id, key] for key in ("name_zh", "name_en", "kind", "layer")}
        figures = {"distance_m": float(distance[nearest]), "accuracy_m": float(segments["accuracy_m"].iloc[nearest])}
        found.append({"id": place_id, **place, **figures})
    return sorted(found, key=lambda row: row["distance_m"])


@per_atlas
def _boundary(atlas: Atlas, place_id: str) -> pd.DataFrame | None:
    feature = atlas.features.loc[place_id]
    shape, accuracy = feature["geometry"], feature["accuracy_m"]
    if shape is None or shapely.get_dimensions(shape) != 2 or not accuracy > 0:
        return None
    return boundary(shape, float(accuracy), atlas.lines)


@per_atlas
def _drawn_along(atlas: Atlas) -> tuple[list[str], shapely.STRtree, float]:
    """Places drawn along a boundary, and the largest accuracy among them in metres."""
    drawn = atlas.features[atlas.features["method"].isin(MEASURED_METHODS) & atlas.features["area_km2"].notna()]
    return list(drawn.index), shapely.STRtree(drawn.geometry.to_numpy()), float(drawn["accuracy_m"].max())
