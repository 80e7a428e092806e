"""References that lead nowhere are found on either side, each with its file and row or feature."""

from __future__ import annotations

import pandas as pd
import pytest

from geo import Atlas
from geo.atlas.join import REFERENCES, join_faults, require_joined
from geo.atlas.schema import Coverage
from geo.errors import JoinError


def with_cell(atlas: Atlas, table: str, row: int, column: str, value: str) -> dict[str, pd.DataFrame]:
    changed = atlas.tables[table].copy()
    changed.loc[row, column] = value
    return {**atlas.tables, table: changed}


def test_the_data_join(atlas: Atlas) -> None:
    assert join_faults(atlas.tables, atlas.layers, atlas.catalogue) == []
    require_joined(atlas.tables, atlas.layers, atlas.catalogue)


@pytest.mark.parametrize(
    ("table", "column"),
    [(table, column) for table, columns in REFERENCES.items() for column in columns],
)
def test_an_id_that_does_not_exist_is_named_with_table_row_and_column(atlas: Atlas, table: str, column: str) -> None:
    tables = with_cell(atlas, table, 1, column, "no-such-id")
    faults = join_faults(tables, atlas.layers, atlas.catalogue)
    assert f"seeds/{table}.csv, row 3, {column}" in [fault.where for fault in faults]
    assert "'no-such-id'" in [fault.found for fault in faults]


def test_every_id_of_a_list_must_exist(atlas: Atlas) -> None:
    tables = with_cell(atlas, "differences", 0, "place_ids", "lg-new-area; nowhere ;lg-pilot-119")
    (fault,) = join_faults(tables, atlas.layers, atlas.catalogue)
    assert (fault.found, fault.where) == ("'nowhere'", "seeds/differences.csv, row 2, place_ids")


def test_a_feature_without_a_place_and_a_place_without_a_feature_are_both_found(atlas: Atlas) -> None:
    clusters = atlas.layers["clusters"].rename(index={"xinghuo": "xinghuo-2"})
    layers = {**atlas.layers, "clusters": clusters}
    faults = [str(fault) for fault in join_faults(atlas.tables, layers, atlas.catalogue)]
    assert len(faults) == 2
    assert any("clusters.geojson, feature xinghuo-2: no such place" in fault for fault in faults)
    assert any("xinghuo: the place has no feature in its layer" in fault for fault in faults)


def test_a_feature_in_the_layer_of_another_place_is_found(atlas: Atlas) -> None:
    row = int(atlas.tables["places"].index[atlas.tables["places"]["place_id"] == "xinghuo"][0])
    faults = join_faults(with_cell(atlas, "places", row, "layer", "parks"), atlas.layers, atlas.catalogue)
    assert "the place belongs to layer 'parks'" in [fault.found for fault in faults]


def test_a_layer_or_table_that_is_missing_is_not_judged(atlas: Atlas) -> None:
    layers = {name: frame for name, frame in atlas.layers.items() if name != "clusters"}
    tables = {name: table for name, table in atlas.tables.items() if name != "documents"}
    assert join_faults(tables, layers, atlas.catalogue) == []
    assert join_faults({}, layers, atlas.catalogue) == []


def test_a_place_that_is_its_own_ancestor_is_found_at_each_of_its_rows(atlas: Atlas) -> None:
    places = atlas.tables["places"]
    row = int(places.index[places["place_id"] == "lg-new-area"][0])
    child = places.loc[places["parent_id"] == "lg-new-area", "place_id"].iloc[0]
    faults = join_faults(with_cell(atlas, "places", row, "parent_id", child), atlas.layers, atlas.catalogue)
    assert {fault.found for fault in faults} == {"the place is its own ancestor"}
    assert {fault.where.split(", ")[-1] for fault in faults} == {"lg-new-area", child}


def test_a_place_without_a_claim_and_claims_on_a_mere_part_are_found(atlas: Atlas) -> None:
    claims, places = atlas.tables["claims"], atlas.tables["places"]
    kept = claims[claims["place_id"] != "node-niiic"]
    part = str(places.loc[places["kind"] == "part", "place_id"].iloc[0])
    moved = pd.concat([kept, kept.iloc[:1].assign(place_id=part)], ignore_index=True)
    faults = join_faults({**atlas.tables, "claims": moved}, atlas.layers, atlas.catalogue)
    assert {fault.where.split(", ")[-1]: fault.found for fault in faults} == {
        "node-niiic": "no claim",
        part: "claims on a place of kind 'part', which no document names",
    }


def test_a_coverage_of_unknown_places_is_an_error_with_all_of_them(atlas: Atlas) -> None:
    coverage = (*atlas.catalogue.coverage, Coverage(whole="lg-new-area", parts=("nowhere", "lost")))
    catalogue = atlas.catalogue.model_copy(update={"coverage": coverage})
    with pytest.raises(JoinError) as raised:
        require_joined(atlas.tables, atlas.layers, catalogue)
    assert [fault.found for fault in raised.value.faults] == ["'nowhere'", "'lost'"]
    assert {fault.rule for fault in raised.value.faults} == {"J001"}
