"""Values of any type as plain ones."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest

from geo.store.own.plain_value import plain_value


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (np.float64(2.0), 2),
        (2.5, 2.5),
        (float("inf"), "inf"),
        (float("nan"), None),
        (pd.NaT, None),
        (np.bool_(True), True),
        (b"abc", "(3 bytes)"),
        ([1, "甲"], '[1, "甲"]'),
        (dt.date(2024, 5, 1), "2024-05-01"),
        ("text", "text"),
    ],
)
def test_a_value_is_a_number_a_truth_a_text_or_none(value: Any, expected: Any) -> None:
    assert plain_value(value) == expected
