"""An entry as one line of text."""

from __future__ import annotations

from geo.places.side_by_side.cell_text import entry_text
from geo.places.side_by_side.entries import KM, entry

ROW = {
    "document": {
        "id": "d",
        "sequence": 1,
        "short_zh": "甲规划",
        "short_en": "plan A",
        "number": None,
        "issued_on": None,
    },
    "section": "一",
    "citation_zh": "第一部分",
    "citation_en": "part 1",
}


def test_a_line_has_figure_bound_unit_note_and_source() -> None:
    one = entry(("31.7", "31.7"), ROW, unit=KM, pm="2.3", note=("港", "port"))
    assert entry_text(one, "zh") == "31.7 ±2.3 km（港） [甲规划 第一部分]"
    assert entry_text(one, "en") == "31.7 ±2.3 km (port) [plan A part 1]"


def test_what_is_not_there_leaves_no_mark() -> None:
    assert entry_text(entry(("照公布数绘制", "as stated")), "zh") == "照公布数绘制"
