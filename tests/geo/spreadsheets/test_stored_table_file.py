"""The table of a stored layer as a file: all rows the filter leaves, with their notes."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest

from geo import Atlas
from geo.errors import ParameterError
from geo.spreadsheets import xlsx_file
from geo.spreadsheets.stored_table_file import write_stored_table
from geo.stats.stored.table import RowQuery
from tests.stored_layers import COUNT, LAYER


def test_a_csv_has_every_row_and_then_the_notes(stored_atlas: Atlas, tmp_path: Path) -> None:
    path = tmp_path / "them.csv"
    write_stored_table(stored_atlas, LAYER, path, RowQuery({}, "floors", descending=True), suffix="csv", digits=2)
    lines = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    rows = lines[1 : COUNT + 1]
    assert lines[0][-6:] == ["use", "地块名称", "far", "floors", "kind_own", "built"]
    assert [int(row[-3]) for row in rows] == list(range(COUNT - 1, -1, -1))
    assert len(rows[0][3].partition(".")[2]) <= 2
    assert lines[COUNT + 1] == []
    assert any("36" in cell for line in lines[COUNT + 2 :] for cell in line)


def test_a_workbook_has_them_too_unless_they_are_more_than_it_can_hold(
    stored_atlas: Atlas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "them.xlsx"
    write_stored_table(stored_atlas, LAYER, path, RowQuery({"use": ("green",)}), suffix="xlsx")
    page = openpyxl.load_workbook(path).worksheets[0]
    assert page.max_row - 1 == sum(row[7].value == "green" for row in page.iter_rows(min_row=2)) > 3
    monkeypatch.setattr(xlsx_file, "MAX_ROWS", 10)
    with pytest.raises(ParameterError, match="take csv"):
        write_stored_table(stored_atlas, LAYER, path, RowQuery(), suffix="xlsx")
