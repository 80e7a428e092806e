"""The numbers of a report: separators, a true minus sign, and no share that looks like none."""

from __future__ import annotations

import math

import pytest

from geo.printing.report.numbers import column, figure, percent


def test_a_share_that_is_not_nothing_is_not_shown_as_nothing() -> None:
    assert (percent(0.0001), percent(0.0), percent(0.5), percent(None)) == ("<0.1%", "0.0%", "50.0%", "—")
    assert percent(0.003, about=True) == "<1%"
    assert figure(float("nan")) == "—"


@pytest.mark.parametrize(
    ("value", "unit", "about", "shown"),
    [
        (1234567.891, "km2", False, "1,234,567.89"),
        (-1234.5, "mu", False, "−1,234"),
        (116.98, "km2", True, "117"),
        (0.0, "m", False, "0"),
        (1.00457, "km2", False, "1.005"),
        (None, "km2", False, "—"),
        (math.nan, "km", False, "—"),
    ],
)
def test_a_figure_is_that_of_the_pages(value: float | None, unit: str, *, about: bool, shown: str) -> None:
    assert figure(value, unit, about=about) == shown


def test_a_row_without_a_figure_has_a_dash() -> None:
    row = {"area_km2": 344.113, "stated_area_km2": 343.3, "difference_km2": 0.813, "uncertainty_km2": None}
    assert (column(row, "difference_km2"), column(row, "uncertainty_km2")) == ("+0.81", "—")


@pytest.mark.parametrize(
    ("share", "shown"), [(0.000499, "<0.1%"), (0.0005, "0.1%"), (1.0, "100.0%"), (0.3333, "33.3%")]
)
def test_a_share_is_written_with_one_decimal(share: float, shown: str) -> None:
    assert percent(share) == shown
