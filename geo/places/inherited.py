"""What a place inherits: targets and measures that bear on its parents and on the groups it belongs to.

A place inherits from its parents (``parent_id``) and from every place that a document says contains it or that it is
part of, and from those above these in the same way; it says through which place. Two things do not pass on:

* A target set for each of several places bears on these alone.
* What is said of the city as a whole. Its targets are counts of the whole city; its measures are those of a plan for
  industrial parks, so they bear on parks (`PARK_KINDS`) and on nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.atlas.cells import split_list
from geo.atlas.per_atlas import per_atlas
from geo.atlas.rows_by_id import rows_of
from geo.documents.targets import rows_of_targets

if TYPE_CHECKING:
    from geo.atlas.atlas import Atlas

#: Kinds of place that a measure for the parks of the whole city bears on.
PARK_KINDS = frozenset({"park", "featured_park", "coordination_zone_park", "demonstration_zone", "cluster"})
#: Relations by which the other place holds this one, and by which this one is held.
_HOLDS, _HELD = "contains", "part_of"


@per_atlas
def _groups(atlas: Atlas) -> dict[str, list[str]]:
    """Map each place to the places that a document says hold it."""
    ties = atlas.tables["relations"]
    out: dict[str, list[str]] = {}
    for row in ties[ties["basis"] == "stated"].to_dict("records"):
        if row["relation"] == _HOLDS:
            out.setdefault(row["other_id"], []).append(row["place_id"])
        elif row["relation"] == _HELD:
            out.setdefault(row["place_id"], []).append(row["other_id"])
    return out


def holders(atlas: Atlas, place_id: str) -> list[str]:
    """List the places a place belongs to, the nearest first: parents, and groups the documents state."""
    groups = _groups(atlas)
    found: list[str] = []
    nearest = [place_id]
    while nearest:
        above = [
            holder
            for place in nearest
            for holder in (_parent(atlas, place), *groups.get(place, ()))
            if holder and holder != place_id and holder not in found
        ]
        nearest = list(dict.fromkeys(above))
        found += nearest
    return found


def _parent(atlas: Atlas, place_id: str) -> str:
    (place,) = rows_of(atlas, "places", "place_id", place_id)
    return str(place["parent_id"])


def inherited_measures(atlas: Atlas, place_id: str) -> list[tuple[str, str]]:
    """List the measures a place inherits, each once.

    Returns
    -------
    list of (str, str)
        Id of the measure, and the nearest place through which it applies; measures on the place itself are left out.
    """
    own = {row["measure_id"] for row in rows_of(atlas, "measure_places", "place_id", place_id)}
    out: dict[str, str] = {}
    for holder in holders(atlas, place_id):
        if _is_top(atlas, holder) and atlas.places.at[place_id, "kind"] not in PARK_KINDS:
            continue
        for row in rows_of(atlas, "measure_places", "place_id", holder):
            if row["measure_id"] not in own:
                out.setdefault(row["measure_id"], holder)
    return list(out.items())


def inherited_targets(atlas: Atlas, place_id: str) -> list[tuple[str, str]]:
    """List the targets a place inherits, each once.

    Returns
    -------
    list of (str, str)
        Id of the indicator, and the nearest place through which it applies.
    """
    ties = rows_of_targets(atlas)
    above = holders(atlas, place_id)
    out: dict[str, str] = {}
    for holder in above:
        if _is_top(atlas, holder):
            continue
        for row in rows_of(atlas, "indicators", "place_id", holder):
            if row["kind"] != "target":
                continue
            target, first = row["indicator_id"], ties[row["indicator_id"]][0]
            members = split_list(first["measured_over"])
            if first["reach"] == "whole" or place_id in members or set(members) & set(above):
                out.setdefault(target, holder)
    return list(out.items())


def _is_top(atlas: Atlas, place_id: str) -> bool:
    """Return whether a place belongs to no other: the city as a whole."""
    return not atlas.places.at[place_id, "parent_id"]
