"""Rows as tables print them: decimals by size and grade, and what rounding leaves between rows and total."""

from __future__ import annotations

import pytest

from geo import Atlas
from geo.measure.units import UNITS, area_columns, places_of
from geo.stats.printed_rows import cell_text, is_about, places_in_row, printed_gap

NEW_CITY = {
    **area_columns(344.113),
    **{"grade": "B", "stated_area_km2": 343.3, "difference_km2": 0.813, "uncertainty_km2": 9.278},
    "difference_share": 0.813 / 343.3,
}


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("area_km2", "344.11"),
        ("area_ha", "34,411"),
        ("area_mu", "516,170"),
        ("stated_area_km2", "343.3"),
        ("difference_km2", "+0.81"),
        ("uncertainty_km2", "± 9.28"),
        ("difference_share", "+0.2%"),
        ("perimeter_km", ""),
    ],
)
def test_difference_and_bound_have_the_decimals_of_their_figures(key: str, text: str) -> None:
    assert cell_text(NEW_CITY, key) == text


def test_figures_of_a_schematic_shape_are_about() -> None:
    row = {
        **area_columns(24.7003),
        "grade": "C",
        "stated_area_km2": 24.7,
        "share_of_zone": 0.9981,
        "accuracy_m": 2000.0,
    }
    assert [cell_text(row, key) for key in (*UNITS, "stated_area_km2")] == ["25", "2,500", "37,000", "24.7"]
    assert (cell_text(row, "share_of_zone"), places_in_row(row, "share_of_zone")) == ("100%", 0)
    assert cell_text({**row, "grade": "B"}, "share_of_zone") == "99.8%"
    assert cell_text(row, "accuracy_m") == "2,000"


def test_a_total_is_about_where_all_its_rows_are() -> None:
    schematic, drawn, unlocated = (
        {"grade": grade, "area_km2": area} for grade, area in (("C", 1), ("B", 2), (None, None))
    )
    assert is_about([schematic, unlocated])
    assert not is_about([schematic, drawn])
    assert not is_about([])


def test_rows_that_add_up_when_rounded_as_the_total_leave_no_gap() -> None:
    """13.73 and 1.005 are 14.735, which rounds to the printed total."""
    rows = [area_columns(13.73), area_columns(1.0054)]
    assert printed_gap(rows, area_columns(14.7354)) is None
    assert printed_gap([], area_columns(0.0)) is None


def test_the_gap_of_a_total_has_its_decimals_and_says_what_the_rows_miss() -> None:
    rows = [area_columns(20.004)] * 3
    gap = printed_gap([*rows, {"area_km2": None}], area_columns(60.012))
    assert gap is not None
    assert [gap[unit] for unit in UNITS] == [0.01, 1.0, 0.0]
    assert (cell_text(gap, "area_km2"), cell_text(gap, "area_ha")) == ("0.01", "1")


def test_no_schematic_figure_is_finer_than_its_boundary_is_known(atlas: Atlas) -> None:
    """Length × accuracy bounds the error of an area; the last digit printed stands for no less, but for two digits."""
    shapes = atlas.features[(atlas.features["grade"] == "C") & atlas.features["area_km2"].notna()]
    assert len(shapes) > 40
    for shape in shapes.itertuples():
        bound = shape.perimeter_km * shape.accuracy_m / 1000
        assert 10.0 ** -places_of(shape.area_km2, about=True) <= max(bound, shape.area_km2 / 10), shape.Index
