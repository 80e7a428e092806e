"""Every CSV: texts guarded, numbers as they are, CR LF, the mark once."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

import geo
import webmap
from geo.spreadsheets.csv_file import append_csv, csv_bytes, write_csv


def test_texts_are_guarded_and_numbers_are_not() -> None:
    assert csv_bytes([["=1", -1.5, 3]], bom=False) == b"'=1,-1.5,3\r\n"


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, pd.NaT])
def test_what_is_missing_is_an_empty_cell(missing: object) -> None:
    assert csv_bytes([["a", missing, "b"]], bom=False) == b"a,,b\r\n"


def test_an_empty_row_is_an_empty_line_and_quotes_are_doubled() -> None:
    assert csv_bytes([[], ['a"b', "c,d"]], bom=False) == b'\r\n"a""b","c,d"\r\n'


def test_the_mark_stands_at_the_beginning_and_once(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", [["甲"]])
    append_csv(tmp_path / "b.csv", ["甲"], [["乙"]])
    append_csv(tmp_path / "b.csv", ["甲"], [["=丙"]])
    assert (tmp_path / "a.csv").read_bytes() == "\ufeff甲\r\n".encode()
    assert (tmp_path / "b.csv").read_bytes() == "\ufeff甲\r\n乙\r\n'=丙\r\n".encode()
    write_csv(tmp_path / "c.csv", [["甲"]], bom=False)
    assert (tmp_path / "c.csv").read_bytes() == "甲\r\n".encode()


def test_csv_and_workbooks_are_written_in_one_module_each() -> None:
    found = {"csv.writer": set(), "csv.DictWriter": set(), "xlsxwriter.Workbook": set()}
    for package in (geo, webmap):
        for path in Path(package.__file__).parent.rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            for call, places in found.items():
                if re.search(rf"\b{re.escape(call)}\(", text):
                    places.add(path.name)
    assert found == {"csv.writer": {"csv_file.py"}, "csv.DictWriter": set(), "xlsxwriter.Workbook": {"xlsx_file.py"}}
