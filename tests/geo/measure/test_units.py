"""Units and rounding that adds up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import ParameterError
from geo.measure.units import add_areas, area_columns, require_digits, round_areas, round_to_sum


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


def test_the_missing_unit_goes_to_the_largest_remainder_wherever_it_stands() -> None:
    """12.4, 12.6 and 25.0 hundredths add up to 50: the one that is missing belongs to 12.6."""
    assert round_to_sum([0.124, 0.126, 0.25], 2) == [0.12, 0.13, 0.25]
    assert round_to_sum([0.25, 0.126, 0.124], 2) == [0.25, 0.13, 0.12]
    assert round_to_sum([10.6, 0.7, 0.7], 0) == [10.0, 1.0, 1.0]


def test_remainders_closer_than_a_millionth_of_a_unit_are_a_tie() -> None:
    assert round_to_sum([0.5, 0.500002], 0) == [0.0, 1.0]
    assert round_to_sum([0.5, 0.5000002], 0) == [1.0, 0.0]


def test_a_sum_closer_than_a_millionth_of_a_unit_to_a_half_counts_as_the_half() -> None:
    assert round_to_sum([1.4999999], 0) == [2.0]
    assert round_to_sum([1.499996], 0) == [1.0]


def test_up_to_twelve_places_are_kept() -> None:
    assert round_to_sum([0.1234567890125, 1.0], 12) == [0.123456789012, 1.0]


@pytest.mark.parametrize("digits", [0, 9])
def test_the_fewest_and_the_most_places_are_accepted(digits: int) -> None:
    require_digits(digits)


@pytest.mark.parametrize("digits", [-1, 10])
def test_places_nobody_reads_are_refused(digits: int) -> None:
    with pytest.raises(ParameterError, match=f"digits={digits}"):
        require_digits(digits)


def test_hectares_and_mu_keep_two_places_fewer_and_come_from_the_exact_area() -> None:
    """1.23456 km² are 123.456 ha and 1851.84 mu, 2.34561 km² are 234.561 ha and 3518.415 mu."""
    assert round_areas([1.23456, 2.34561], 3) == [
        {"area_km2": 1.234, "area_ha": 123.4, "area_mu": 1851.9},
        {"area_km2": 2.346, "area_ha": 234.6, "area_mu": 3518.4},
    ]
    assert round_areas([1.23456], 2) == [{"area_km2": 1.23, "area_ha": 123.0, "area_mu": 1852.0}]
    assert round_areas([1.23456], 1) == [{"area_km2": 1.2, "area_ha": 123.0, "area_mu": 1852.0}]


def test_added_areas_have_no_binary_noise() -> None:
    rows = [{"area_km2": 0.001, "area_ha": 0.1, "area_mu": 1.5, "name": "a"}] * 3
    assert add_areas(rows, 3) == {"area_km2": 0.003, "area_ha": 0.3, "area_mu": 4.5}
