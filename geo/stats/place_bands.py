"""The band along the boundary of each place, made once for each atlas, and what it leaves open of a share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from geo.atlas.per_atlas import per_atlas
from geo.coordinates.local_plane import to_metres
from geo.measure.band import Band, band_of, unsure_share
from geo.measure.uncertainty import boundary

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from geo.atlas.atlas import Atlas


@per_atlas
def band_of_place(atlas: Atlas, place_id: str) -> Band | None:
    """Return the band along the boundary of a place; None where the place is no area, or its accuracy is unknown."""
    segments = boundary_segments(atlas, place_id)
    return None if segments is None else band_of(atlas.features.geometry[place_id], segments)


@per_atlas
def boundary_segments(atlas: Atlas, place_id: str) -> pd.DataFrame | None:
    """Return the segments of the boundary of a place with their accuracy; None where the place is no area."""
    shape, accuracy = atlas.features.geometry[place_id], atlas.features.at[place_id, "accuracy_m"]
    if shape is None or shapely.get_dimensions(shape) != 2 or not accuracy > 0:
        return None
    return boundary(shape, float(accuracy), atlas.lines)


def shares_in_doubt(atlas: Atlas, pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], float]:
    """Compute the ± of the share of a zone that lies in a member, for each pair of two places.

    It is the share of the zone that lies nearer to the boundary of the member than this boundary is known. The zone
    counts as drawn: whoever asks for its share asks for the shape on the map.

    Parameters
    ----------
    atlas : Atlas
    pairs : iterable of (str, str)
        Ids of zone and member.

    Returns
    -------
    dict
        Pair -> share of the zone, 0 to 1; without the pairs whose member has no known accuracy.
    """
    known = set(atlas.features.index)
    out = {}
    for zone, member in pairs:
        if zone in known and member in known and (band := band_of_place(atlas, member)) is not None:
            (plane,) = to_metres([atlas.features.geometry[zone]])
            out[zone, member] = unsure_share(band, plane)
    return out
