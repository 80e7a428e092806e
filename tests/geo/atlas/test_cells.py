"""Values of table cells."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo.atlas.cells import none_if_missing, plain, plain_cells, split_list


@pytest.mark.parametrize(("cell", "parts"), [("", []), (" a ; b;", ["a", "b"]), (";;", []), ("一;二", ["一", "二"])])
def test_a_list_is_split_and_trimmed(cell: str, parts: list[str]) -> None:
    assert split_list(cell) == parts


@pytest.mark.parametrize("value", [None, "", np.nan, float("nan"), pd.NaT, pd.NA])
def test_missing_values_become_none(value: object) -> None:
    assert none_if_missing(value) is None


@pytest.mark.parametrize("value", [0, 0.0, False, " ", "nan", [], ["a"], [np.nan]])
def test_other_values_stay_as_they_are(value: object) -> None:
    assert none_if_missing(value) is value


@pytest.mark.parametrize(
    "cells",
    [[1, 2], [1.5, np.nan], [True, False], ["a", "", None], [None, None], ["a", 1, np.float64(2.5), np.nan, [1]]],
)
def test_a_column_is_made_plain_as_its_cells_are(cells: list[object]) -> None:
    column = pd.Series(cells)
    made = plain_cells(column)
    assert made == [plain(cell) for cell in column]
    assert [type(cell) for cell in made] == [type(plain(cell)) for cell in column]
