"""Chinese words in Chinese files, the codes beside them."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from geo import Atlas
from geo.spreadsheets.account_files import write_account
from geo.spreadsheets.code_words import spelled, with_words
from geo.stats.accounts import make_account


def test_a_column_of_codes_has_its_words_before_it() -> None:
    heads = with_words({"name_zh": ("名称", "name"), "kind": ("类型", "kind")})
    assert list(heads.items()) == [
        ("name_zh", ("名称", "name")),
        ("kind_word", ("类型", "kind")),
        ("kind", ("类型代码", "kind (code)")),
    ]


@pytest.mark.parametrize(
    ("row", "key", "word"),
    [
        ({"kind": "functional_area"}, "kind_word", "功能区"),
        ({"type": "positioning"}, "type_word", "定位"),
        ({"standing": "within the band"}, "standing_word", "离界线近于其误差，图上不能断定"),
        ({"kind": "lighthouse"}, "kind_word", "lighthouse"),
    ],
)
def test_a_code_is_spelled_and_an_unknown_one_stands_for_itself(row: dict[str, str], key: str, word: str) -> None:
    assert spelled(row)[key] == word
    assert spelled({"name_zh": "甲", "kind": None}) == {"name_zh": "甲", "kind": None}


def test_files_of_statistics_say_what_a_place_is_in_words(atlas: Atlas) -> None:
    account = make_account(atlas, "functional_areas")
    lines = list(csv.reader(io.StringIO(write_account(atlas, account, "csv", bom=False).decode())))
    at = lines[0].index("类型")
    assert (lines[0][at + 1], lines[1][at], lines[1][at + 1]) == ("类型代码", "功能区", "functional_area")
    book = openpyxl.load_workbook(io.BytesIO(write_account(atlas, account, "xlsx")))
    heads = [cell.value for cell in book.worksheets[0][1]]
    assert book.worksheets[0].cell(2, heads.index("类型 kind") + 1).value == "功能区"
    sources = list(book["来源"].iter_rows(values_only=True))
    assert {row[sources[0].index("类别 type")] for row in sources[1:]} <= {
        "定位",
        "职能",
        "产业",
        "目标",
        "面积",
        "位置",
    }


def test_heads_of_a_workbook_are_one_line_and_its_properties_are_filled(atlas: Atlas) -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_account(atlas, make_account(atlas, "scopes"), "xlsx")))
    for sheet in book.worksheets:
        assert not any("\n" in str(cell.value) for cell in sheet[1])
    assert book.properties.title == f"{atlas.entry('scopes').title_zh} {atlas.version}"
    assert "Lingang Atlas" in book.properties.creator
