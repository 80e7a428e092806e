"""Units and rounding that adds up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import ParameterError
from geo.measure.units import area_columns, round_to_sum


def test_a_square_kilometre_is_100_hectares_and_1500_mu() -> None:
    assert area_columns(1.0) == {"area_km2": 1.0, "area_ha": 100.0, "area_mu": 1500.0}


@given(st.lists(st.floats(0, 1000), min_size=1, max_size=30), st.integers(0, 4))
def test_rounded_parts_sum_to_the_rounded_total_and_move_less_than_one_unit(values: list[float], digits: int) -> None:
    parts = round_to_sum(values, digits)
    unit = 10.0**-digits
    assert sum(parts) == pytest.approx(sum(values), abs=unit / 2 + 1e-5 * unit)
    assert round(sum(parts) / unit) == pytest.approx(sum(parts) / unit, abs=1e-6)
    assert all(abs(part - value) < unit * (1 + 1e-5) for part, value in zip(parts, values, strict=True))


def test_thirds_are_shared_out_by_largest_remainder() -> None:
    assert round_to_sum([1 / 3, 1 / 3, 1 / 3], 2) == [0.34, 0.33, 0.33]


@pytest.mark.parametrize(("values", "digits"), [([1.0], -1), ([1.0], 13), ([float("nan")], 2)])
def test_what_cannot_be_rounded_is_refused(values: list[float], digits: int) -> None:
    with pytest.raises(ParameterError):
        round_to_sum(values, digits)
