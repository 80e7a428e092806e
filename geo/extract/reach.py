"""By how much the places of the atlas reach a site, and whether the map can tell.

The boundary of a place is known to some metres only. So the share of a site in a place has a ±: the part of the site
that is nearer to the boundary than the boundary is known. A place that lies apart, but by less than it is known, may
reach the site: the map cannot tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import shapely

from geo.atlas.figures import MEASURED_METHODS
from geo.atlas.per_atlas import per_atlas
from geo.coordinates.local_plane import to_metres
from geo.extract.boundary_band import plane_of
from geo.measure.band import unsure_share
from geo.stats.place_bands import band_of_place

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from geo.atlas.atlas import Atlas
    from geo.extract.touches import Touch

Verdict = Literal["inside", "partly", "cannot_be_told"]


@dataclass(frozen=True)
class Reach:
    """How a place reaches a site.

    Attributes
    ----------
    place_id : str
    verdict : {"inside", "partly", "cannot_be_told"}
        Whether the site lies in the place; "partly" where it certainly lies on both sides of the boundary, or holds
        an axis or point of the place; "cannot_be_told" where the place is not known well enough.
    share_of_site, share_pm : float or None
        Share of the site in the place and the share of which the map cannot tell; None where the place has no area.
    area_km2, area_pm_km2, length_km : float or None
        Common ground with its ±, or the length of an axis within the site.
    distance_m : float or None
        Of a place that lies apart from the site.
    """

    place_id: str
    verdict: Verdict
    share_of_site: float | None = None
    share_pm: float | None = None
    area_km2: float | None = None
    area_pm_km2: float | None = None
    length_km: float | None = None
    distance_m: float | None = None


def reaches(
    atlas: Atlas, plane: BaseGeometry, touches: Iterable[Touch], near: Iterable[Mapping[str, Any]]
) -> dict[str, Reach]:
    """Compute how the places of the atlas reach a site.

    Parameters
    ----------
    atlas : Atlas
    plane : shapely geometry
        The site, in the plane of `geo.coordinates.local_plane`.
    touches : iterable of Touch
        What it touches.
    near : iterable of mapping
        What it misses by less than it is known (`geo.extract.boundary_band.near_places`).

    Returns
    -------
    dict
        By place id: what it touches, and what is nearer than it is known. All other places with a shape certainly do
        not reach the site.
    """
    found = {touch.place_id: _of_touch(atlas, touch, plane) for touch in touches}
    found |= {row["id"]: Reach(row["id"], "cannot_be_told", distance_m=row["distance_m"]) for row in near}
    return {**_within_accuracy(atlas, plane), **found}


def _of_touch(atlas: Atlas, touch: Touch, plane: BaseGeometry) -> Reach:
    common = {"area_km2": touch.area_km2, "length_km": touch.length_km}
    if touch.geometry != "area":
        return Reach(touch.place_id, "partly" if _holds(atlas, touch.place_id, plane) else "cannot_be_told", **common)
    known = touch.boundary_relation
    verdict: Verdict = "inside" if known == "inside" else "partly" if known == "partly" else "cannot_be_told"
    pm = _unsure_share(atlas, touch.place_id, plane)
    share = touch.share_of_site
    site_km2 = touch.area_km2 / share if touch.area_km2 is not None and share else None
    area_pm = pm * site_km2 if pm is not None and site_km2 is not None else None
    return Reach(touch.place_id, verdict, share, pm, area_pm_km2=area_pm, **common)


def _holds(atlas: Atlas, place_id: str, plane: BaseGeometry) -> bool:
    """Return whether a site certainly holds some of an axis or a point: farther from its edge than that is known."""
    if shapely.get_dimensions(plane) != 2:
        return False
    accuracy = float(atlas.features.at[place_id, "accuracy_m"])
    west, south, east, north = plane.bounds
    if min(east - west, north - south) < 2 * accuracy:
        return False
    certain = shapely.buffer(plane, -accuracy)
    return bool(shapely.intersects(certain, plane_of(atlas.features.geometry[place_id])))


def _unsure_share(atlas: Atlas, place_id: str, plane: BaseGeometry) -> float | None:
    """Compute the share of a site that is nearer to the boundary of a place than this is known."""
    band = band_of_place(atlas, place_id)
    return None if band is None or shapely.get_dimensions(plane) == 0 else unsure_share(band, plane)


@per_atlas
def _loosely_drawn(atlas: Atlas) -> tuple[list[str], NDArray[np.object_], NDArray[np.float64]]:
    """List places drawn to a size, as an axis or as a point: ids, shapes in metres, and how well each is known."""
    features = atlas.features
    loose = features[
        ~features["method"].isin(MEASURED_METHODS) & features.geometry.notna() & (features["accuracy_m"] > 0)
    ]
    shapes = to_metres(loose.geometry.to_numpy())
    return list(loose.index), shapes, loose["accuracy_m"].to_numpy(dtype=float)


def _within_accuracy(atlas: Atlas, plane: BaseGeometry) -> dict[str, Reach]:
    """Find the loosely drawn places that lie apart from a site by less than they are known."""
    ids, shapes, accuracy = _loosely_drawn(atlas)
    distance = shapely.distance(shapes, plane)
    return {
        ids[at]: Reach(ids[at], "cannot_be_told", distance_m=float(distance[at]))
        for at in np.flatnonzero(distance <= accuracy)
    }
