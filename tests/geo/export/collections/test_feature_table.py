"""The columns, the order and the texts of a collection."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import shapely

from geo import Atlas
from geo.export.collections.collection import collections
from geo.export.collections.collection_table import feature_table
from geo.export.collections.feature_query import FeatureQuery, select
from geo.export.collections.feature_table import Field, table_of_frame
from geo.export.layer_content import layer_content


def test_rows_with_numbers_come_first_so_that_old_readers_see_the_types() -> None:
    frame = pd.DataFrame({"name": list("abcd"), "x": [np.nan, np.nan, 1, 2], "y": [np.nan, 3, np.nan, np.nan]})
    fields = {name: Field(name, "text" if name == "name" else "number", (name, name)) for name in frame}
    table = table_of_frame(frame, fields, list("abcd"), None)
    assert table.ids.tolist() == ["b", "c", "a", "d"]
    for name in ("x", "y"):
        assert np.isfinite(table.columns[name][:2]).any()


def test_a_layer_has_all_features_with_what_its_export_has(atlas: Atlas) -> None:
    for one in collections(atlas).values():
        if one.source != "layer" or one.part:
            continue
        table = feature_table(atlas, one.id)
        assert set(table.ids) == set(atlas.layer(one.id).index)
        rows = {row["place_id"]: row for row, _ in layer_content(atlas, one.name).shapes()}
        for text in table.texts(range(len(table))):
            feature = json.loads(text)
            expected = rows[feature["id"]]
            assert feature["properties"].pop("claims") == json.loads(expected["claims_json"] or "[]")
            feature["properties"].pop("first_named_on")
            assert feature["properties"] == {key: value for key, value in expected.items() if key != "claims_json"}


def test_missing_values_are_sorted_last_both_ways(atlas: Atlas) -> None:
    table = feature_table(atlas, "parks")
    for downwards in (False, True):
        found = table.columns["area_km2"][select(table, FeatureQuery(order=(("area_km2", downwards),)))]
        known = found[np.isfinite(found)]
        assert np.isfinite(found[: len(known)]).all()
        assert (np.diff(known) * (-1 if downwards else 1) >= 0).all()


def test_a_table_of_the_same_atlas_is_made_once(atlas: Atlas) -> None:
    assert feature_table(atlas, "parks") is feature_table(atlas, "parks")
    assert shapely.is_ccw(shapely.get_exterior_ring(shapely.get_parts(feature_table(atlas, "clusters").shapes))).all()
