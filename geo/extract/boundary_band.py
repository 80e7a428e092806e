"""The relation of a site to the boundaries of the places, which are known to some metres only.

Where the edge of a park is known to 150 m, common ground on the map does not prove that a parcel lies in the park, and
a gap of 20 m does not prove that it lies outside. So each place a site touches says whether the map can tell, and
places missed by less than their accuracy are listed too. The band of each place is made once for all questions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import shapely

from geo.atlas.figures import MEASURED_METHODS
from geo.atlas.per_atlas import per_atlas
from geo.coordinates.local_plane import to_metres
from geo.measure.band import Relation, lines_in_metres, relation_to
from geo.stats.place_bands import band_of_place, boundary_segments

if TYPE_CHECKING:
    from collections.abc import Collection

    from shapely.geometry.base import BaseGeometry

    from geo.atlas.atlas import Atlas


def boundary_relation(atlas: Atlas, place_id: str, plane: BaseGeometry) -> Relation | None:
    """Compute the relation of a shape to the boundary of a place (`geo.measure.band.relation_to`).

    Parameters
    ----------
    atlas : Atlas
    place_id : str
        A planning feature.
    plane : shapely geometry
        In the plane of `geo.coordinates.local_plane`.

    Returns
    -------
    {"inside", "outside", "partly", "within the band"} or None
        None where the place is no area.
    """
    band = band_of_place(atlas, place_id)
    return None if band is None else relation_to(band, plane)


def near_places(atlas: Atlas, plane: BaseGeometry, touched: Collection[str]) -> list[dict[str, Any]]:
    """List the places a shape does not touch, but that its boundary relation cannot rule out.

    Parameters
    ----------
    atlas : Atlas
    plane : shapely geometry
        In the plane of `geo.coordinates.local_plane`.
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
    drawn = _drawn_along(atlas)
    hits = drawn.tree.query(plane, predicate="dwithin", distance=drawn.reach_m)
    left_out = np.isin(drawn.owner[hits], [drawn.row_of[place] for place in touched if place in drawn.row_of])
    hits = hits[~left_out]
    distance = shapely.distance(drawn.tree.geometries[hits], plane)
    close = distance <= drawn.accuracy_m[hits]
    hits, distance = hits[close], distance[close]
    nearest: dict[int, int] = {}
    for at in np.lexsort((drawn.owner[hits], distance)):
        nearest.setdefault(int(drawn.owner[hits[at]]), int(at))
    found = []
    for row, at in nearest.items():
        place = {key: atlas.places.at[drawn.ids[row], key] for key in ("name_zh", "name_en", "kind", "layer")}
        figures = {"distance_m": float(distance[at]), "accuracy_m": float(drawn.accuracy_m[hits[at]])}
        found.append({"id": drawn.ids[row], **place, **figures})
    return found


class _Drawn(NamedTuple):
    """Segments of the places drawn along a boundary, in the plane: index, place and accuracy of each."""

    ids: list[str]
    row_of: dict[str, int]
    tree: shapely.STRtree
    owner: np.ndarray
    accuracy_m: np.ndarray
    reach_m: float


@per_atlas
def _drawn_along(atlas: Atlas) -> _Drawn:
    features = atlas.features
    drawn = features[features["method"].isin(MEASURED_METHODS) & features["area_km2"].notna()]
    known = {str(place): boundary_segments(atlas, str(place)) for place in drawn.index}
    segments = {place: lines_in_metres(found) for place, found in known.items() if found is not None}
    ids = list(segments)
    owner = np.repeat(np.arange(len(ids)), [len(lines) for lines, _ in segments.values()])
    lines = np.concatenate([np.empty(0, dtype=object), *(one for one, _ in segments.values())])
    accuracy = np.concatenate([np.empty(0), *(one for _, one in segments.values())])
    rows = {place: row for row, place in enumerate(ids)}
    return _Drawn(ids, rows, shapely.STRtree(lines), owner, accuracy, float(accuracy.max(initial=0.0)))


def plane_of(shape: BaseGeometry) -> BaseGeometry:
    """Return a shape in degrees in the plane of `geo.coordinates.local_plane`."""
    plane: BaseGeometry = to_metres([shape])[0]
    return plane
