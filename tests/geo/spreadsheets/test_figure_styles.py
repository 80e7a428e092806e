"""A cell of a workbook holds the exact figure and shows the printed one."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from geo.measure.units import area_columns
from geo.spreadsheets.figure_styles import FigureStyles, number_format

PARK = {**area_columns(13.73487), "grade": "B", "name_zh": "海港", "share_of_zone": 0.5, "count": 1}


@pytest.mark.parametrize(
    ("row", "key", "digits", "shown"),
    [
        (PARK, "area_km2", None, "#,##0.00"),
        (PARK, "area_km2", 1, "#,##0.0"),
        (PARK, "area_mu", 1, "#,##0"),
        ({**PARK, "area_km2": 1.00457}, "area_km2", None, "#,##0.000"),
        ({**PARK, "grade": "C"}, "area_km2", None, "#,##0"),
        ({**PARK, "grade": "C"}, "area_mu", None, "#,##0"),
        (PARK, "share_of_zone", 3, "0.0%"),
        ({**PARK, "grade": "C"}, "share_of_zone", None, "0%"),
        (PARK, "name_zh", None, "General"),
        ({"area_km2": None}, "area_km2", None, "#,##0.00"),
    ],
)
def test_a_cell_shows_the_decimals_of_the_pages(
    row: dict[str, object], key: str, digits: int | None, shown: str
) -> None:
    assert number_format(row, key, digits) == shown


def test_each_format_is_made_once() -> None:
    styles = FigureStyles(xlsxwriter.Workbook(io.BytesIO()), bold=True)
    assert styles.of(PARK, "area_km2") is styles.of({**PARK, "area_km2": 20.0}, "area_km2")
    assert styles.of(PARK, "area_km2").bold
    assert styles.of(PARK, "area_mu") is not styles.of(PARK, "area_km2")
