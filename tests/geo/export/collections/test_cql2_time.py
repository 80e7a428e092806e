"""Days, times and intervals."""

from __future__ import annotations

import datetime as dt

import pytest

from geo.atlas.added.cql2_parts import TEMPORAL
from geo.errors import ParameterError
from geo.export.collections.cql2_time import read_interval, temporal
from geo.export.collections.feature_table import FeatureTable

DAY = {"property": "day"}


def test_an_option_is_a_time_or_two(table: FeatureTable) -> None:
    assert read_interval("2020-09-23T08:00:00+08:00") == (dt.datetime(2020, 9, 23), dt.datetime(2020, 9, 23))
    assert read_interval("../2020-09-23") == (None, dt.datetime(2020, 9, 23, 23, 59, 59, 999999))
    assert read_interval("2020-09-23/") == (dt.datetime(2020, 9, 23), None)


@pytest.mark.parametrize("text", ["", "..", "../..", "x", "2020", "2021-01-01/2020-01-01", "2020-W01-1", "a/b/c"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ParameterError, match="datetime"):
        read_interval(text)


def test_of_a_pair_of_days_exactly_one_order_holds(table: FeatureTable) -> None:
    """The thirteen relations of Allen exclude each other; disjoint and intersects are made of them."""
    allen = set(TEMPORAL) - {"t_disjoint", "t_intersects"}
    spans = [{"interval": ["2020-09-23", "2020-12-31"]}, {"interval": ["..", "2020-09-23"]}, {"date": "2021-01-01"}]
    for other in spans:
        holding = sum(temporal(name, [DAY, other], table).true.astype(int) for name in allen)
        known = ~temporal("t_after", [DAY, other], table).unknown
        assert (holding == known).all()
        disjoint = temporal("t_disjoint", [DAY, other], table)
        assert (disjoint.false == temporal("t_intersects", [DAY, other], table).true).all()
