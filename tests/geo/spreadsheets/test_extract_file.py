"""The workbook of an extract, read back."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest

from geo import Atlas
from geo.extract.statement import LISTS, extract_of_place
from geo.spreadsheets.extract_file import extract_xlsx

DAY = dt.date(2026, 11, 29)


@pytest.fixture(scope="module")
def extract(atlas: Atlas) -> dict[str, Any]:
    return extract_of_place(atlas, "belt-bay", DAY)


def test_every_row_is_there_under_one_line_of_headings(extract: dict[str, Any]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(extract_xlsx(extract, "zh")))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert rows[0][:3] == ("清单", "主题", "类别")
    assert all(isinstance(head, str) and "\n" not in head for head in rows[0])
    assert len(rows) - 1 == sum(len(extract[name]) for name in LISTS)
    assert {row[0] for row in rows[1:]} == {"适用", "查过、不适用", "无数据"}
    share = rows[0].index("占地块")
    assert {row[share] for row in rows[1:] if row[3] == "belt-bay"} == {1}


def test_the_properties_say_what_it_is(extract: dict[str, Any]) -> None:
    properties = openpyxl.load_workbook(io.BytesIO(extract_xlsx(extract, "en"))).properties
    assert properties.title == f"Planning extract: {extract['site']['name_en']}"
    assert properties.creator == "Lingang Atlas"
    assert extract["id"] in properties.keywords
    assert properties.created == dt.datetime(2026, 11, 29)


def test_the_same_extract_gives_the_same_bytes(extract: dict[str, Any]) -> None:
    assert extract_xlsx(extract, "zh") == extract_xlsx(extract, "zh")


def test_a_name_is_never_a_formula(extract: dict[str, Any]) -> None:
    named = {**extract, "site": {**extract["site"], "name_zh": "=1+1"}}
    cells = openpyxl.load_workbook(io.BytesIO(extract_xlsx(named, "zh"))).worksheets[1]["B"]
    assert [cell.data_type for cell in cells] == ["s"] * len(cells)


def test_what_the_site_holds_of_stored_layers_stands_in_the_notes_as_text(extract: dict[str, Any]) -> None:
    held = {"title_zh": "=1+1", "title_en": "x", "looked_at": True, "count": 3, "area_km2": None, "by": None}
    book = openpyxl.load_workbook(io.BytesIO(extract_xlsx({**extract, "stored": [held]}, "zh")))
    assert ("自有图层 =1+1", "3 个要素") in list(book.worksheets[-1].iter_rows(values_only=True))
