"""The workbook of places side by side: the table, the years, every entry with where it stands, notes."""

from __future__ import annotations

import io

import openpyxl
import pytest

from geo import Atlas
from geo.places.side_by_side.comparison import side_by_side
from geo.spreadsheets.side_file import line_label, side_xlsx


@pytest.mark.parametrize(("lang", "untold"), [("zh", "文件没写"), ("en", "not stated")])
def test_the_workbook_says_what_the_answer_says(atlas: Atlas, lang: str, untold: str) -> None:
    answer = side_by_side(atlas, ("fp-oriental-chip-port", "nc-nanhui"))
    book = openpyxl.load_workbook(io.BytesIO(side_xlsx(answer, lang)))
    table, years, entries, notes = (list(sheet.values) for sheet in book)
    assert list(table[0][1:]) == [place[f"name_{lang}"] for place in answer["places"]]
    assert [line[0] for line in table[1:]] == [row[f"label_{lang}"] for row in answer["rows"]]
    assert [line[0] for line in years[1:]] == [line_label(line, lang) for line in answer["timeline"]]
    targets = answer["rows"].index(next(row for row in answer["rows"] if row["key"] == "targets_2025"))
    assert table[1 + targets][1] == untold
    told = [line for line in entries[1:] if line[0] == answer["rows"][0][f"label_{lang}"]]
    assert all(line[6] and line[7] for line in told), "document and section"
    assert len(notes) > 3
