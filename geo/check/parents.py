"""The parent of a place: it agrees with the relations between the two, and holds the place or lists it as a member.

A place whose parent is ``inside`` must touch the shape of its parent, with the accuracy of both allowed for. A member
may lie anywhere: a park on a belt, a park in the table of a city.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.check.rules import Finding
from geo.coordinates.local_plane import to_metres

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from geo.check.lenient_load import LoadedSoFar

_REMEDY = "mend parent_id or parent_basis, or the relation"


def parent_findings(loaded: LoadedSoFar, features: gpd.GeoDataFrame) -> list[Finding]:
    """List the places whose parent contradicts a relation, or that lie outside it.

    Parameters
    ----------
    loaded : LoadedSoFar
        Its tables ``places`` and ``relations``.
    features : geopandas.GeoDataFrame
        Index ``place_id``, EPSG:4326, column ``accuracy_m``.

    Returns
    -------
    list of Finding
        Rules H002 and H003.
    """
    if not {"places", "relations"} <= loaded.tables.keys():
        return []
    places = loaded.tables["places"]
    relations = {(r.place_id, r.relation, r.other_id) for r in loaded.tables["relations"].itertuples()}
    tied = {frozenset((one, other)) for one, _, other in relations}
    findings = []
    for row, place in enumerate(places.itertuples(), start=2):
        child, parent = str(place.place_id), str(place.parent_id)
        item = f"row {row}, parent_id"
        if bool(parent) != bool(place.parent_basis):
            found = f"{child} has parent {parent!r} and basis {place.parent_basis!r}"
            findings.append(_finding("H002", item, found, "a basis where there is a parent, and only there"))
        holds = {(parent, "contains", child), (parent, "connects", child), (child, "part_of", parent)}
        if frozenset((child, parent)) in tied and not holds & relations:
            found = f"{parent} is the parent of {child}, and the relations between them say something else"
            findings.append(_finding("H002", item, found, "contains, connects or part_of"))
        away = _metres_outside(child, parent, features) if place.parent_basis == "inside" else 0.0
        if away > 0:
            found = f"{child} lies {away:.0f} m outside {parent}, beyond the accuracy of both"
            findings.append(_finding("H003", item, found, "a place inside its parent"))
    return findings


def _finding(rule: str, item: str, found: str, expected: str) -> Finding:
    return Finding(rule, "error", "seeds/places.csv", item, found, expected, _REMEDY)


def _metres_outside(child: str, parent: str, features: gpd.GeoDataFrame) -> float:
    """Compute how far a place is from its parent beyond the accuracy of both; 0 if it touches it or is not drawn."""
    if child not in features.index or parent not in features.index:
        return 0.0
    inner, outer = features.geometry[child], features.geometry[parent]
    if inner is None or outer is None or shapely.get_dimensions(outer) != 2:
        return 0.0
    accuracy: pd.Series[float] = features.loc[[child, parent], "accuracy_m"]
    gap = float(shapely.distance(to_metres([inner])[0], to_metres([outer])[0]))
    return max(gap - float(np.nansum(accuracy)), 0.0)
