"""All figures with their base, their place and whether their year has passed."""

from __future__ import annotations

import datetime as dt

from geo import Atlas
from geo.registers.indicators import COLUMNS, base_of, by_place, indicators


def test_every_figure_is_listed_under_its_place(atlas: Atlas) -> None:
    rows = indicators(atlas).body["indicators"]
    assert {row["indicator_id"] for row in rows} == set(atlas.tables["indicators"]["indicator_id"])
    groups = by_place(rows)
    assert sum(len(group) for _, group in groups) == len(rows)
    assert all({row["place"]["id"] for row in group} == {place["id"]} for place, group in groups)


def test_a_pair_stands_beside_its_base_and_a_look_alike_does_not(atlas: Atlas) -> None:
    ties = atlas.tables["targets"]
    rows = {row["indicator_id"]: row for row in indicators(atlas).body["indicators"]}
    pair = ties[ties["kind"] == "pair"].iloc[0]
    base = base_of(rows[pair["target_id"]])
    assert base is not None
    assert base["figure"]["indicator_id"] == pair["baseline_id"]
    assert base_of({"compared": [{"kind": "look-alike", "figure": {"value": "1"}}]}) is None


def test_a_target_has_passed_when_its_year_is_over(atlas: Atlas) -> None:
    target = atlas.tables["indicators"].query("kind == 'target' and year == '2025'")["indicator_id"].iloc[0]
    for day, passed in ((dt.date(2025, 12, 31), False), (dt.date(2026, 1, 1), True)):
        rows = indicators(atlas, None, day).body["indicators"]
        assert next(row for row in rows if row["indicator_id"] == target)["passed"] is passed


def test_flat_rows_carry_value_unit_and_base(atlas: Atlas) -> None:
    register = indicators(atlas)
    assert all(set(row) <= set(COLUMNS.keys) for row in register.rows)
    with_base = [row for row in register.rows if row["base_zh"]]
    assert with_base
    assert all(row["compared_zh"] and row["value"] for row in with_base)
