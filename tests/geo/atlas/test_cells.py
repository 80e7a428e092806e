"""Values of table cells."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo.atlas.cells import none_if_missing, split_list


@pytest.mark.parametrize(("cell", "parts"), [("", []), (" a ; b;", ["a", "b"]), (";;", []), ("一;二", ["一", "二"])])
def test_a_list_is_split_and_trimmed(cell: str, parts: list[str]) -> None:
    assert split_list(cell) == parts


@pytest.mark.parametrize("value", [None, "", np.nan, float("nan"), pd.NaT, pd.NA])
def test_missing_values_become_none(value: object) -> None:
    assert none_if_missing(value) is None


@pytest.mark.parametrize("value", [0, 0.0, False, " ", "nan", [], ["a"], [np.nan]])
def test_other_values_stay_as_they_are(value: object) -> None:
    assert none_if_missing(value) is value
