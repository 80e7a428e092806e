"""The numbers of a report: separators, a true minus sign, and no share that looks like none."""

from __future__ import annotations

import math

import pytest

from geo.printing.report.numbers import figure, percent


def test_a_share_that_is_not_nothing_is_not_shown_as_nothing() -> None:
    assert (percent(0.0001), percent(0.0), percent(0.5), percent(None)) == ("<0.1%", "0.0%", "50.0%", "—")
    assert figure(-1.005, 1) == "−1.0"
    assert figure(float("nan")) == "—"


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [
        (1234567.891, 2, "1,234,567.89"),
        (-1234.5, 1, "−1,234.5"),
        (-0.001, 2, "0.00"),
        (0.0, 0, "0"),
        (873.0, 0, "873"),
        (None, 2, "—"),
        (math.nan, 0, "—"),
    ],
)
def test_a_figure_is_written_for_people(value: float | None, digits: int, shown: str) -> None:
    assert figure(value, digits) == shown


@pytest.mark.parametrize(
    ("share", "shown"), [(0.000499, "<0.1%"), (0.0005, "0.1%"), (1.0, "100.0%"), (0.3333, "33.3%")]
)
def test_a_share_is_written_with_one_decimal(share: float, shown: str) -> None:
    assert percent(share) == shown
