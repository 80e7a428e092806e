"""What features carry in tiles: plain values, and the types that a description names."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo import Atlas
from geo.screen.tiles.layer_columns import layer_columns, layer_fields, own_name, plain_values


def test_values_are_plain_and_missing_ones_are_none() -> None:
    assert plain_values(pd.Series([1.5, np.nan])) == [1.5, None]
    assert plain_values(pd.Series([1, 2])) == [1, 2]
    assert plain_values(pd.Series(["a", None, ""], dtype="str")) == ["a", None, None]
    mixed = plain_values(pd.Series([np.int64(3), np.float64(0.5), "x", None, np.nan, True], dtype=object))
    assert mixed == [3, 0.5, "x", None, None, True]
    assert [type(value) for value in mixed[:2]] == [int, float]


def test_the_columns_of_a_layer_have_a_type_each(atlas: Atlas) -> None:
    fields = layer_fields(atlas, "parks")
    assert fields["area_km2"] == "Number"
    assert set(fields) <= set(layer_columns(atlas, "parks").keys)
    assert own_name("kind") == "kind_own"
    assert own_name("use") == "use"
