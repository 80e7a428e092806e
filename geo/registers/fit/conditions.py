"""What a question asks of a place: its conditions, which of them are hard, and how much each weighs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.errors import Fault, ParameterError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.atlas.atlas import Atlas

#: Destinations of the catalogue a distance may be asked to.
DESTINATIONS = ("port", "airport", "station", "motorway")
#: Kinds of condition, in the order of page and table.
KINDS = ("industry", "about", "area", *DESTINATIONS, "measures", "document")
#: Kinds whose value is a number: hectares or kilometres.
AMOUNTS = ("area", *DESTINATIONS)
#: The value of ``measures`` that asks for a measure on any theme.
ANY = "any"
MOST_WEIGHT = 3
#: Where the places of a question come from: what lies in Lingang and could take a site.
LAYERS = ("functional_areas", "clusters", "parks", "areas", "demonstration_zones")
_LEVEL = "lingang"


@dataclass(frozen=True)
class Condition:
    """One condition.

    Attributes
    ----------
    kind : str
        One of `KINDS`.
    value : str
        Id of an industry or document, words, a theme or `ANY`, or a number in hectares or kilometres.
    must : bool
        Whether a place that does not meet it, or of which nothing is told, is left out.
    weight : int
        0 to `MOST_WEIGHT`: what it adds to the score.
    """

    kind: str
    value: str
    must: bool = False
    weight: int = 1

    @property
    def amount(self) -> float:
        """The value as a number."""
        return float(self.value)


def check(atlas: Atlas, conditions: Sequence[Condition]) -> None:
    """Check that what conditions name exists, and that none is asked twice.

    Raises
    ------
    ParameterError
        If an industry, a document or a theme of measures does not, or if two conditions ask the same.
    """
    asked = [(one.kind, one.value) for one in conditions]
    twice = next((one for one in asked if asked.count(one) > 1), None)
    if twice:
        found = f"{twice[0]}={twice[1]!r} twice"
        raise ParameterError(Fault(found, "each condition once", "query", "leave one out, or give it more weight"))
    known = {
        "industry": set(atlas.tables["industries"]["industry_id"]),
        "document": set(atlas.tables["documents"]["doc_id"]),
        "measures": {ANY, *atlas.tables["measures"]["theme"]},
    }
    for one in conditions:
        if one.value not in known.get(one.kind, {one.value}):
            expected = "one of " + ", ".join(sorted(known[one.kind]))
            raise ParameterError(Fault(f"{one.kind}={one.value!r}", expected, "query", "choose one that exists"))


def candidates(atlas: Atlas) -> list[str]:
    """List the places a question is put to, in the order of the tables."""
    places = atlas.places
    return [str(one) for one in places.index[(places["level"] == _LEVEL) & places["layer"].isin(LAYERS)]]
