"""A target beside its base, what it is measured over, and whether its year has passed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from geo import Atlas
from geo.documents.targets import has_passed, rows_of_targets, target_details

MID_2022 = date(2022, 6, 30)


def details(atlas: Atlas, indicator_id: str, on: date = MID_2022) -> dict[str, Any]:
    table = atlas.tables["indicators"]
    (row,) = table[table["indicator_id"] == indicator_id].to_dict("records")
    return target_details(atlas, row, on)


@pytest.mark.parametrize(
    ("day", "passed"), [(date(2025, 12, 31), False), (date(2026, 1, 1), True), (date(2022, 6, 30), False)]
)
def test_a_year_has_passed_when_it_is_over(atlas: Atlas, day: date, passed: bool) -> None:
    assert has_passed("2025", day) is passed
    assert details(atlas, "t-nanhui-output", day)["passed"] is passed


def test_a_target_without_a_year_and_a_present_value_never_pass(atlas: Atlas) -> None:
    assert has_passed("", date(2050, 1, 1)) is None
    assert details(atlas, "t-zj-area", date(2050, 1, 1))["passed"] is None
    assert details(atlas, "b-yangshan-teu", date(2050, 1, 1))["passed"] is None


def test_a_target_stands_beside_the_base_of_the_same_thing(atlas: Atlas) -> None:
    pair, repeat = (details(atlas, "t-tbl-09")["compared"][at] for at in (0, 1))
    assert (pair["kind"], pair["figure"]["indicator_id"], pair["figure"]["value"]) == ("pair", "b-sh-parks-100bn", "12")
    assert (repeat["kind"], repeat["figure"]["indicator_id"]) == ("repeat", "t-sh-100bn")
    assert pair["note_zh"]


def test_the_same_figure_of_another_thing_is_no_base(atlas: Atlas) -> None:
    kinds = {
        one["kind"]: one["figure"]["indicator_id"] for one in details(atlas, "t-lg-output")["compared"] if one["figure"]
    }
    assert kinds == {"look-alike": "t-nanhui-output"}


def test_a_target_of_each_member_names_the_members(atlas: Atlas) -> None:
    found = details(atlas, "t-other4-growth")
    assert found["reach"] == "each"
    assert found["measured_over"] == ["nc-jiading", "nc-qingpu", "nc-songjiang", "nc-fengxian"]
    assert details(atlas, "t-lg-networks")["measured_over"] == []


def test_a_present_value_is_measured_over_its_place_and_compared_with_nothing(atlas: Atlas) -> None:
    found = details(atlas, "b-yangshan-teu")
    assert (found["measured_over"], found["reach"], found["compared"]) == (["node-yangshan-port"], None, [])


def test_every_row_of_a_target_is_found_under_it(atlas: Atlas) -> None:
    assert sum(map(len, rows_of_targets(atlas).values())) == len(atlas.tables["targets"])
