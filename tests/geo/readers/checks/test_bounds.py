"""Numbers beyond a bound are refused with both of them, and long texts are cut where it can be seen."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.errors import ParameterError, SourceError
from geo.readers.checks.bounds import LONGEST_COLUMN, LONGEST_TEXT, STRANGERS, UNBOUNDED, Bounds, with_short_texts


def test_a_bound_is_the_last_number_that_passes() -> None:
    Bounds(rows=5).require("rows", 5, "a.gpkg")
    with pytest.raises(ParameterError, match=r"a.gpkg: 6 rows; expected at most 5"):
        Bounds(rows=5).require("rows", 6, "a.gpkg")
    UNBOUNDED.require("rows", 10**12, "a.gpkg")
    assert None not in vars(STRANGERS).values()


@pytest.mark.parametrize("kind", ["str", "object", "category"])
def test_a_long_text_is_cut_and_says_by_how_much(kind: str) -> None:
    frame = pd.DataFrame({"a": ["x" * LONGEST_TEXT, "y" * (LONGEST_TEXT + 7), None], "n": [1, 2, 3]})
    short = with_short_texts(frame.astype({"a": kind}), "a.gpkg")
    assert short["a"][0] == "x" * LONGEST_TEXT
    assert short["a"][1] == "y" * LONGEST_TEXT + " […+7]"
    assert short["a"].isna().tolist() == [False, False, True]
    assert len(frame["a"][1]) == LONGEST_TEXT + 7


def test_a_long_value_of_lists_becomes_a_text_and_a_short_one_stays() -> None:
    frame = pd.DataFrame({"a": [["x"] * LONGEST_TEXT, ["x"]]})
    short = with_short_texts(frame, "a.gpkg")
    assert short["a"][0].startswith('["x", "x"')
    assert short["a"][1] == ["x"]
    assert with_short_texts(frame.iloc[1:], "a.gpkg") is not short


def test_a_long_name_of_a_column_is_refused() -> None:
    with pytest.raises(SourceError, match=f"at most {LONGEST_COLUMN} characters"):
        with_short_texts(pd.DataFrame({"a" * (LONGEST_COLUMN + 1): [1]}), "a.gpkg")
