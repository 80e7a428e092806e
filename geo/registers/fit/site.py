"""The conditions of a question at a site somebody draws: what is measured of it, and what is said of where it lies.

No document names a drawn site. What one says of a place it lies in is shown as of a parent, and never scored.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.registers.fit import figures, said
from geo.registers.fit.conditions import DESTINATIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.atlas.atlas import Atlas
    from geo.places.distances import Distance
    from geo.registers.fit.answers import Answer
    from geo.registers.fit.conditions import Condition


@dataclass(frozen=True)
class Drawn:
    """What is known of a site that is no place.

    Attributes
    ----------
    area_ha : float
        As it was sent, which is taken for exact.
    distances : sequence of Distance
        To the nearest of each destination.
    lies_in : sequence of str
        Places it certainly lies in, the smallest first.
    """

    area_ha: float
    distances: Sequence[Distance]
    lies_in: Sequence[str]


def answers_of_site(atlas: Atlas, conditions: Sequence[Condition], site: Drawn) -> list[Answer]:
    """Answer each condition for a site."""
    by_kind = {one.category: one for one in site.distances}
    out = []
    for one in conditions:
        if one.kind == "area":
            out.append(figures.area_given(site.area_ha, one))
        elif one.kind in DESTINATIONS:
            out.append(figures.distance_answer(by_kind.get(one.kind), one))
        else:
            out.append(said.of_site(atlas, site.lies_in, one))
    return out
