"""Shapes of a filter: their forms, their system, and those that are none."""

from __future__ import annotations

from typing import Any

import pytest

from geo.errors import ParameterError
from geo.export.collections.cql2_geometry import spatial
from geo.export.collections.feature_table import FeatureTable
from geo.export.collections.served_crs import CRS84

GEOMETRY = {"property": "geometry"}


@pytest.mark.parametrize("box", [[0, 0, 1, 1], [0, 0, -5, 1, 1, 5]])
def test_a_box_may_have_heights(table: FeatureTable, box: list[float]) -> None:
    truth = spatial("s_within", [GEOMETRY, {"bbox": box}], table, CRS84)
    assert set(table.ids[truth.true]) == {"a", "d"}
    assert set(table.ids[truth.unknown]) == {"c"}


def test_two_shapes_of_the_data_may_be_compared(table: FeatureTable) -> None:
    assert spatial("s_equals", [GEOMETRY, GEOMETRY], table, CRS84).true.sum() == 4


@pytest.mark.parametrize(
    "node",
    [
        *(
            {"bbox": [1, 2]},
            {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]},
            3,
            "POINT(0 0)",
            {"property": "area"},
        ),
        {"type": "Polygon", "coordinates": "nothing"},
    ],
)
def test_what_is_no_shape_is_refused(table: FeatureTable, node: Any) -> None:
    with pytest.raises(ParameterError):
        spatial("s_intersects", [GEOMETRY, node], table, CRS84)
