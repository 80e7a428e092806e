"""Layers as tables in Excel's and LibreOffice's hands: whole Chinese, real numbers, nothing that runs."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from geo import Atlas
from geo.export import write_layer
from geo.export.csv_xlsx import header, workbook_columns, write_csv, write_xlsx
from geo.export.layer_content import layer_content


def test_a_layer_as_csv_has_units_sources_and_the_mark_excel_needs(atlas: Atlas, tmp_path: Path) -> None:
    write_layer(atlas, "parks", "csv", tmp_path / "a.csv")
    write_layer(atlas, "parks", "csv", tmp_path / "b.csv", bom=False, naming="codes", crs="EPSG:4529")
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["place_id"] for row in rows] == list(atlas.layer("parks").index)
    for row, area in zip(rows, atlas.layer("parks")["area_km2"], strict=True):
        assert row["area_ha"] == "" if area != area else float(row["area_ha"]) == pytest.approx(area * 100)  # noqa: PLR0124
        assert row["sources_zh"]
    assert atlas.version in rows[0]["note_version"]
    assert "ODbL" in rows[0]["note_licence"]
    # Said once: beside every row the notes were most of the file.
    assert not any(row["note_licence"] for row in rows[1:])
    data = (tmp_path / "b.csv").read_bytes()
    assert data.startswith(b"BSM,")
    x = float(next(csv.DictReader(io.StringIO(data.decode())))["x"])
    assert 41e6 < x < 42e6


def test_a_layer_as_workbook_has_numbers_statements_dictionary_and_notes(atlas: Atlas, tmp_path: Path) -> None:
    write_layer(atlas, "parks", "xlsx", tmp_path / "parks.xlsx", naming="codes")
    book = openpyxl.load_workbook(tmp_path / "parks.xlsx")
    assert book.sheetnames[0] == atlas.entry("parks").title_zh
    assert {"陈述及出处", "文件", "字段字典", "说明"} <= set(book.sheetnames)
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    heads = [str(cell).rsplit(" ", 1)[-1] for cell in rows[0]]
    area = [row[heads.index("MJ")] for row in rows[1:]]
    assert all(isinstance(value, float | int) or value is None for value in area)
    assert sum(value or 0 for value in area) == pytest.approx(atlas.layer("parks")["area_km2"].sum() * 1e6)
    dictionary = {row[0]: row for row in book["字段字典"].iter_rows(min_row=2, values_only=True)}
    assert dictionary["MJ"][4] == "m²"
    assert set(heads) - {"x", "y"} <= set(dictionary)


def test_a_workbook_begins_with_what_a_reader_looks_for_and_prints_one_page_wide(atlas: Atlas, tmp_path: Path) -> None:
    write_layer(atlas, "parks", "xlsx", tmp_path / "parks.xlsx")
    book = openpyxl.load_workbook(tmp_path / "parks.xlsx")
    sheet = book.worksheets[0]
    heads = [str(cell.value).rsplit(" ", 1)[-1] for cell in sheet[1]]
    assert heads[:3] == ["name_zh", "kind", "area_km2"]
    assert not {"element_code", "district_name"} & set(heads)
    assert "place_id" in heads
    assert not any("\n" in str(cell.value) for cell in sheet[1])
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    # A width of 1 is what a file that says none means.
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.print_area.endswith(f"$K${len(atlas.layer('parks')) + 1}")
    assert sheet.freeze_panes == "B2"
    assert book.properties.title == atlas.entry("parks").title_zh
    assert book.properties.creator
    names = [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert names == list(atlas.layer("parks")["name_zh"])


def test_own_columns_stand_after_name_kind_and_area(atlas: Atlas) -> None:
    content = layer_content(atlas, "parks")
    own = replace(content, attributes=content.rows[[]].assign(use="a"))
    names, printed = workbook_columns(own, "names")
    assert names[:5] == ["name_zh", "kind", "area_km2", "use", "area_ha"]
    assert set(names) == set(header(own, "names")) - {"element_code", "district_name"}
    assert printed == 12
    assert workbook_columns(own, "codes")[0] == header(own, "codes")


def test_hostile_text_is_guarded_in_csv_and_a_plain_string_in_xlsx(atlas: Atlas, tmp_path: Path) -> None:
    content = layer_content(atlas, "clusters")
    content.rows["note_zh"] = '=HYPERLINK("http://x.example")'
    content.rows["difference_km2"] = -1.5
    hostile = replace(content)
    write_csv(hostile, tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        row = next(csv.DictReader(file))
    assert row["note_zh"].startswith("'=")
    assert float(row["difference_km2"]) == -1.5
    write_xlsx(hostile, tmp_path / "a.xlsx")
    sheets = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert all(cell.data_type != "f" for sheet in sheets for row in sheet.iter_rows() for cell in row)
