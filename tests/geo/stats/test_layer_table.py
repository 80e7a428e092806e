"""A table shows the rows of its filter, sums them honestly and travels with its conditions."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from geo import Atlas
from geo.errors import ParameterError
from geo.places.filter import PlaceFilter
from geo.spreadsheets.table_files import Sheet, sheet_of, write_sheet
from geo.stats.layer_table import TABLE, choices, table


def test_rounded_rows_add_up(atlas: Atlas) -> None:
    shown = table(atlas, "shanghai_parks", PlaceFilter()).rounded(2)
    areas = [row["area_km2"] for row in shown.rows if row["area_km2"] is not None]
    assert sum(areas) == pytest.approx(shown.sum["area_km2"], abs=1e-9)
    assert shown.overlap["area_km2"] == pytest.approx(shown.sum["area_km2"] - shown.total["area_km2"], abs=1e-9)


def test_rows_without_a_value_come_last_whichever_way(atlas: Atlas) -> None:
    for descending in (False, True):
        rows = table(atlas, "parks", PlaceFilter(), sort="area_km2", descending=descending).rows
        values = [row["area_km2"] for row in rows]
        known = [value for value in values if value is not None]
        assert values[: len(known)] == known
        assert known == sorted(known, reverse=descending)


def test_every_choice_of_a_filter_leaves_rows(atlas: Atlas) -> None:
    for name, values in choices(atlas, "shanghai_parks").items():
        for value in values[:20]:
            assert table(atlas, "shanghai_parks", PlaceFilter(**{name: value})).rows, (name, value)


def test_background_has_no_table(atlas: Atlas) -> None:
    with pytest.raises(ParameterError):
        table(atlas, "coast", PlaceFilter())
    with pytest.raises(ParameterError):
        table(atlas, "parks", PlaceFilter(), sort="geometry")


def test_a_file_says_its_filter_and_how_many_rows(atlas: Atlas) -> None:
    shown = table(atlas, "parks", PlaceFilter(industry="集成电路")).rounded()
    text = write_sheet(sheet_of(shown), "csv").decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    assert lines[0] == [zh for zh, _ in TABLE.file_headings().values()]
    assert [line[0] for line in lines[1 : 1 + len(shown.rows)]] == [row["place_id"] for row in shown.rows]
    assert "产业=集成电路" in text
    assert f"行数：{len(shown.rows)}（全表 {shown.all_rows} 行）" in text


def test_a_workbook_holds_numbers_and_the_same_rows(atlas: Atlas) -> None:
    shown = table(atlas, "clusters", PlaceFilter(), sort="area_km2", descending=True)
    book = openpyxl.load_workbook(io.BytesIO(write_sheet(sheet_of(shown), "xlsx")))
    rows = list(book.worksheets[0].iter_rows(min_row=2, max_row=1 + len(shown.rows), values_only=True))
    column = TABLE.keys.index("area_km2")
    assert [row[column] for row in rows] == pytest.approx([row["area_km2"] for row in shown.rows])


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\tx"])
def test_no_text_of_a_sheet_is_run_as_a_formula(text: str) -> None:
    sheet = Sheet("x", {"name_zh": ("甲", "a")}, [{"name_zh": text}], notes=[(text, text)])
    lines = list(csv.reader(io.StringIO(write_sheet(sheet, "csv", bom=False).decode())))
    assert lines[1] == [f"'{text}"]
    book = openpyxl.load_workbook(io.BytesIO(write_sheet(sheet, "xlsx")))
    assert book.worksheets[0]["A2"].data_type == "s"
