"""Ids of features and values written as text."""

from __future__ import annotations

import datetime as dt

import pytest

from geo.store.sql.query import microseconds, number_of


@pytest.mark.parametrize(
    ("place_id", "expected"),
    [("ws-a_12", 12), ("ws-a_-3", -3), ("ws-b_12", None), ("ws-a_x", None), ("ws-a", None), ("ws-a_" + "9" * 30, None)],
)
def test_the_number_of_a_feature_stands_behind_the_id_of_its_layer(place_id: str, expected: int | None) -> None:
    assert number_of("ws-a", place_id) == expected


def test_times_are_counted_from_1970() -> None:
    assert microseconds(dt.datetime(1970, 1, 2)) == 86_400_000_000
    assert microseconds(dt.datetime(1969, 12, 31, 23, 59, 59)) == -1_000_000
