"""The lists of an extract as tables of a Word document."""

from __future__ import annotations

from docx import Document

from geo.printing.docx.writer import Writer
from geo.printing.extract.docx_lists import write_list

_ROW = {"what": "甲", "detail": "乙", "sections": [{"text": "一、1", "url": "", "id": "d"}], "terms": ["规划"]}
_DOCUMENT = {"id": "d", "name": "文件", "number": "1号", "terms": ["至2035年"]}
_LABELS = {"col_what": "W", "col_section": "S", "col_reach": "R"}


def test_a_theme_has_its_table_and_an_empty_one_says_so() -> None:
    document = Document()
    document.styles.add_style("Cell", 1)
    rows = [{**_ROW, "reach": ["在内"]}]
    group = {"title": "临港", "reach": ["在内 100.0%"], "parts": [{"documents": [_DOCUMENT], "rows": rows}]}
    themes = [{"title": "范围", "groups": [group]}, {"title": "园区", "groups": []}]
    listed = {"id": "applies", "title": "适用", "note": "n", "empty": "无。", "themes": themes}
    write_list(Writer(document), listed, _LABELS, "zh")
    (table,) = document.tables
    lines = [" | ".join(dict.fromkeys(cell.text for cell in row.cells)) for row in table.rows]
    assert lines == [
        "W | S | R",
        "临港　在内 100.0%",
        "文件　1号　至2035年",
        "甲　乙　规划 | 一、1 | 在内",
    ]
    assert "无。" in [each.text for each in document.paragraphs]
