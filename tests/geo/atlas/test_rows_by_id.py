"""Rows by id: all rows of a table, each under every id in its cell, in the order of the table."""

from __future__ import annotations

import pytest

from geo import Atlas
from geo.atlas.cells import split_list
from geo.atlas.rows_by_id import feature_of, rows_of


@pytest.mark.parametrize(("table", "column"), [("claims", "place_id"), ("differences", "place_ids")])
def test_a_place_has_the_rows_that_name_it_in_the_order_of_the_table(atlas: Atlas, table: str, column: str) -> None:
    rows = atlas.tables[table].to_dict("records")
    for place_id in atlas.places.index:
        assert list(rows_of(atlas, table, column, place_id)) == [
            row for row in rows if place_id in split_list(row[column])
        ]


def test_a_place_no_row_names_has_none(atlas: Atlas) -> None:
    assert rows_of(atlas, "claims", "place_id", "nowhere") == ()
    assert rows_of(atlas, "places", "parent_id", "") == ()


def test_a_feature_is_the_row_of_its_place(atlas: Atlas) -> None:
    for place_id in ("lg-new-area", "fp-oriental-chip-port"):
        feature, row = feature_of(atlas, place_id), atlas.features.loc[place_id]
        assert (feature["area_km2"], feature["geometry"], feature["grade"]) == (
            row["area_km2"],
            row["geometry"],
            row["grade"],
        )
