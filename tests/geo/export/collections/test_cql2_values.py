"""Values of a filter: their kinds, and what is missing."""

from __future__ import annotations

import datetime as dt

import pytest

from geo.atlas.added.cql2_parts import moment
from geo.errors import ParameterError
from geo.export.collections.cql2_values import values_of
from geo.export.collections.feature_table import FeatureTable


def test_a_value_has_the_kind_of_its_property(table: FeatureTable) -> None:
    assert [values_of({"property": name}, table).kind for name in ("name", "area", "day")] == ["text", "number", "date"]
    assert values_of({"property": "area"}, table).missing.sum() == 1
    quotient = values_of({"op": "/", "args": [1, {"property": "area"}]}, table)
    assert set(table.ids[quotient.missing]) == {"c", "d"}


def test_a_moment_is_counted_in_utc() -> None:
    assert moment("2020-09-23T08:00:00+08:00") == dt.datetime(2020, 9, 23)
    with pytest.raises(ParameterError):
        moment("9999-12-31T23:59:59-12:00")
