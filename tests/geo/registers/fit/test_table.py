"""The answer as a table: one row for each place and condition, those left out at the end without a rank."""

from __future__ import annotations

from geo import Atlas
from geo.registers.fit.answer import answer
from geo.registers.fit.conditions import Condition
from geo.registers.fit.table import COLUMNS, rows


def test_each_row_has_the_answer_and_its_source(atlas: Atlas) -> None:
    asked = [Condition("industry", "ind-ic", must=True, weight=3), Condition("area", "500", weight=2)]
    found = answer(atlas, asked)
    table = list(rows(found))
    assert len(table) == 2 * len(found["places"]) + len(found["left_out"])
    assert {key for row in table for key in row} == set(COLUMNS.keys)
    by = {(row["place_id"], row["condition_en"]): row for row in table}
    size = by["fp-oriental-chip-port", "at least 500 ha"]
    assert (size["fit_answer_zh"], size["figure"], size["figure_pm"]) == ("满足", 545.0, 0.5)
    assert "https://" in size["citation_zh"]
    named = by["fa-frontier", "industry: Integrated circuits"]
    assert (named["fit_grade_en"], named["rank"]) == ("named", 4)
    assert named["citation_zh"].startswith("2020产业规划")
    assert table[-1].get("rank") is None
    assert not [row for row in table if "。；" in (row["statement_zh"] or "") or ".; " in (row["statement_en"] or "")]
