"""Parents that contradict a relation, or lie elsewhere."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from shapely.geometry import Point, box

from geo.check.lenient_load import LoadedSoFar
from geo.check.parents import parent_findings
from geo.check.rules import Finding
from tests.geo.check.squares import EAST, FIELD, drawn


def found(
    basis: str = "inside", parent: str = "field", relation: tuple[str, str, str] | None = None, at: object = None
):
    places = pd.DataFrame(
        [
            {"place_id": "field", "parent_id": "", "parent_basis": ""},
            {"place_id": "park", "parent_id": parent, "parent_basis": basis},
        ]
    )
    columns = ["place_id", "relation", "other_id"]
    relations = pd.DataFrame([relation] if relation else [], columns=columns)
    loaded = LoadedSoFar(Path(), Path(), tables={"places": places, "relations": relations})
    findings: list[Finding] = parent_findings(loaded, drawn({"field": FIELD, "park": at or Point(121.85, 30.95)}))
    return [(finding.rule, finding.row) for finding in findings]


@pytest.mark.parametrize(
    ("relation", "agrees"),
    [
        (None, True),
        (("field", "contains", "park"), True),
        (("field", "connects", "park"), True),
        (("park", "part_of", "field"), True),
        (("field", "linked_to", "park"), False),
        (("park", "contains", "field"), False),
        (("park", "overlaps", "field"), False),
    ],
)
def test_a_parent_agrees_with_the_relation_between_the_two(relation, agrees: bool) -> None:
    assert found(relation=relation) == ([] if agrees else [("H002", 3)])


def test_a_parent_has_a_basis_and_a_basis_a_parent() -> None:
    assert found(basis="") == [("H002", 3)]
    assert found(basis="member", parent="") == [("H002", 3)]


@pytest.mark.parametrize(
    ("at", "away"),
    [
        (Point(121.9 + 150 * EAST, 30.95), False),
        (Point(121.9 + 250 * EAST, 30.95), True),
        (box(121.89, 30.95, 122.1, 31.0), False),
        (box(121.95, 30.95, 122.1, 31.0), True),
    ],
)
def test_a_place_inside_its_parent_touches_it_within_the_accuracy_of_both(at, away: bool) -> None:
    assert found(at=at) == ([("H003", 3)] if away else [])
    assert found(basis="member", at=at) == []


def test_a_place_that_is_not_drawn_or_a_parent_that_is_a_point_is_not_measured() -> None:
    places = pd.DataFrame([{"place_id": "park", "parent_id": "spot", "parent_basis": "inside"}])
    relations = pd.DataFrame(columns=["place_id", "relation", "other_id"])
    loaded = LoadedSoFar(Path(), Path(), tables={"places": places, "relations": relations})
    assert parent_findings(loaded, drawn({"spot": Point(121, 31), "park": FIELD})) == []
    assert parent_findings(loaded, drawn({"spot": FIELD})) == []
    assert parent_findings(LoadedSoFar(Path(), Path()), drawn({"spot": FIELD})) == []
