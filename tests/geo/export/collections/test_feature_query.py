"""Boxes, their systems and their edges; orders of several fields."""

from __future__ import annotations

import pytest

from geo.errors import ParameterError
from geo.export.collections.feature_query import FeatureQuery, require_properties, select
from geo.export.collections.feature_table import FeatureTable

EPSG_4490 = "http://www.opengis.net/def/crs/EPSG/0/4490"


def test_a_box_keeps_what_touches_it_in_the_order_of_its_axes(table: FeatureTable) -> None:
    def found(*box: float, **more: str) -> set[str]:
        return set(table.ids[select(table, FeatureQuery(bbox=box, **more))])  # type: ignore[arg-type]

    assert found(1.5, 0.5, 1.6, 0.6) == {"b"}
    assert found(0.5, 1.5, 0.6, 1.6, bbox_crs=EPSG_4490) == {"b"}
    assert found(2, 0, 2, 0) == {"b"}
    assert found(170, -1, 1.6, 0.6) == {"a", "b", "d", "e"}
    with pytest.raises(ParameterError):
        found(2, 0, 1, 1, bbox_crs=EPSG_4490)


def test_fields_are_sorted_one_after_another(table: FeatureTable) -> None:
    by = FeatureQuery(order=(("day", True), ("name", False)))
    assert "".join(table.ids[select(table, by)]) == "dbeac"
    with pytest.raises(ParameterError):
        require_properties(table, ("name", "colour"))
