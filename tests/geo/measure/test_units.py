"""Units, the rule by which figures are printed, and balancing on request."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import ParameterError
from geo.measure.units import (
    area_columns,
    balance_areas,
    balanced,
    difference_places,
    percent,
    places_of,
    printed,
    refuse_overlap,
    require_digits,
    round_area,
    rounding_gap,
)


def test_a_square_kilometre_is_100_hectares_and_1500_mu() -> None:
    assert area_columns(1.0) == {"area_km2": 1.0, "area_ha": 100.0, "area_mu": 1500.0}


CASES = Path(__file__).parents[2] / "data" / "number_cases.csv"


def cases() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["unit"] != "share"]


@pytest.mark.parametrize("row", cases(), ids=lambda row: f"{row['value']} {row['unit']} {row['about']}")
def test_a_figure_is_printed_by_size_unit_and_what_is_known(row: dict[str, str]) -> None:
    value = float(row["value"]) if row["value"] else None
    shown = printed(value, row["unit"], signed=row["signed"] == "yes", about=row["about"] == "yes")
    assert shown == row["text"]


@given(st.floats(0, 1e5))
def test_a_printed_area_is_the_exact_one_rounded_once_and_no_digit_moves_it(value: float) -> None:
    places = places_of(value)
    shown = printed(value)
    assert float(shown.replace(",", "")) == round(value, places)
    # Printed again it stays: nothing is rounded twice.
    assert printed(round(value, places)) == shown
    assert 2 <= places <= 6


@given(st.floats(0.01, 1e5))
def test_about_shows_whole_square_kilometres_or_two_digits(value: float) -> None:
    shown = printed(value, about=True).replace(",", "")
    assert float(shown) == pytest.approx(value, rel=0.05)
    assert float(shown) >= 10 or len(shown.replace(".", "").lstrip("0")) == 2


@pytest.mark.parametrize(
    ("share", "about", "text"),
    [(0.0001, False, "<0.1%"), (0.003, True, "<1%"), (0.0, True, "0%"), (0.998, True, "100%"), (0.0005, False, "0.1%")],
)
def test_a_share_that_is_not_nothing_is_not_printed_as_nothing(share: float, *, about: bool, text: str) -> None:
    assert percent(share, about=about) == text
    assert percent(None) == percent(float("nan")) == "–"


def test_a_difference_has_the_decimals_of_the_figures_it_is_of() -> None:
    """344.11 less 343.30 is +0.81, not +0.813."""
    assert printed(344.113 - 343.30, signed=True, places=difference_places(344.113, 343.30)) == "+0.81"
    assert difference_places(0.8649, 12.0) == 2
    assert difference_places(24.7, about=True) == 0


@given(st.lists(st.floats(0, 1000), min_size=1, max_size=30), st.integers(0, 4))
def test_balanced_parts_sum_to_the_rounded_total_and_move_half_a_unit_more_at_most(
    values: list[float], digits: int
) -> None:
    parts = balanced(values, digits)
    unit = 10.0**-digits
    assert sum(parts) == pytest.approx(sum(values), abs=unit / 2 + 1e-5 * unit)
    assert round(sum(parts) / unit) == pytest.approx(sum(parts) / unit, abs=1e-6)
    for part, value in zip(parts, values, strict=True):
        assert abs(part - value) < unit * (1 + 1e-5)
        # Rounding itself moves a figure by half a unit.
        assert abs(part - value) <= abs(round(value, digits) - value) + unit * (1 + 1e-5)


def test_thirds_are_shared_out_by_largest_remainder() -> None:
    assert balanced([1 / 3, 1 / 3, 1 / 3], 2) == [0.34, 0.33, 0.33]


@pytest.mark.parametrize(("values", "digits"), [([1.0], -1), ([1.0], 13), ([float("nan")], 2)])
def test_what_cannot_be_rounded_is_refused(values: list[float], digits: int) -> None:
    with pytest.raises(ParameterError):
        balanced(values, digits)


def test_the_missing_unit_goes_to_the_part_that_lost_most_wherever_it_stands() -> None:
    """12.4, 12.4 and 25.4 hundredths add up to 50.2: nothing is missing; of three times 33.4 nothing either."""
    assert balanced([0.124, 0.126, 0.25], 2) == [0.12, 0.13, 0.25]
    assert balanced([10.4, 0.45, 0.45], 0) == [10.0, 1.0, 0.0]
    assert balanced([10.6, 0.7, 0.7], 0) == [10.0, 1.0, 1.0]


def test_remainders_closer_than_a_millionth_of_a_unit_are_a_tie() -> None:
    assert balanced([0.4, 0.400002, 0.2], 0) == [0.0, 1.0, 0.0]
    assert balanced([0.4, 0.4000002, 0.2], 0) == [1.0, 0.0, 0.0]


def test_parts_that_share_ground_are_no_partition() -> None:
    refuse_overlap(9e-7, "zone 'z'")
    with pytest.raises(ParameterError, match=r"zone 'z', whose parts share 0\.100000 km²"):
        refuse_overlap(-0.1, "zone 'z'")


@pytest.mark.parametrize("digits", [0, 9])
def test_the_fewest_and_the_most_places_are_accepted(digits: int) -> None:
    require_digits(digits)


@pytest.mark.parametrize("digits", [-1, 10])
def test_places_nobody_reads_are_refused(digits: int) -> None:
    with pytest.raises(ParameterError, match=f"digits={digits}"):
        require_digits(digits)


def test_hectares_and_mu_keep_two_places_fewer_and_come_from_the_exact_area() -> None:
    """1.23456 km² are 123.456 ha and 1851.84 mu, 2.34561 km² are 234.561 ha and 3518.415 mu."""
    assert balance_areas([1.23456, 2.34561], 3) == [
        {"area_km2": 1.234, "area_ha": 123.4, "area_mu": 1851.9},
        {"area_km2": 2.346, "area_ha": 234.6, "area_mu": 3518.4},
    ]
    assert round_area(1.23456, 3) == {"area_km2": 1.235, "area_ha": 123.5, "area_mu": 1851.8}
    assert round_area(1.23456, 1) == {"area_km2": 1.2, "area_ha": 123.0, "area_mu": 1852.0}


def test_the_gap_is_what_rounded_rows_miss_of_the_rounded_total() -> None:
    rows = [round_area(1 / 3, 2)] * 3
    assert rounding_gap(rows, round_area(1.0, 2), 2) == {"area_km2": 0.01, "area_ha": 1.0, "area_mu": 0.0}
    assert rounding_gap([{"area_km2": None}], round_area(0.0, 2), 2) == dict.fromkeys(rows[0], 0.0)
