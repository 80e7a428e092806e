"""The subjects of an extract: every place and every statement of the tables, with what is printed of it."""

from __future__ import annotations

import datetime as dt

import pytest

from geo import Atlas
from geo.atlas.cells import split_list
from geo.extract.subjects import Subject, known_day, subjects

DAY = dt.date(2026, 11, 29)


@pytest.fixture(scope="module")
def listed(atlas: Atlas) -> tuple[Subject, ...]:
    return subjects(atlas, known_day(atlas, DAY))


def _ids(listed: tuple[Subject, ...], *kinds: str) -> list[str]:
    return [str(one.row["id"]) for one in listed if one.row["kind"] in kinds]


def test_nothing_of_the_tables_is_left_out(atlas: Atlas, listed: tuple[Subject, ...]) -> None:
    tables = atlas.tables
    assert sorted(_ids(listed, "place")) == sorted(tables["places"]["place_id"])
    assert sorted(_ids(listed, "measure")) == sorted(tables["measures"]["measure_id"])
    assert sorted(_ids(listed, "land_rule")) == sorted(tables["land_rules"]["rule_id"])
    assert sorted(_ids(listed, "target", "baseline", "fixed")) == sorted(tables["indicators"]["indicator_id"])
    assert len(_ids(listed, "industry")) == len(tables["industry_places"])
    links = tables["industry_links"]
    assert sorted(_ids(listed, "industry_link")) == sorted(links.loc[links["place_ids"] != "", "link_id"])
    claims = [str(row["id"]) for one in listed for row in one.statements]
    assert sorted(claims) == sorted(tables["claims"]["claim_id"])


def test_theme_kind_and_id_are_of_one_subject(listed: tuple[Subject, ...]) -> None:
    keys = [(one.theme, one.row["kind"], one.row["id"]) for one in listed]
    assert len(set(keys)) == len(keys)


def test_a_target_bears_on_all_places_it_is_measured_over(atlas: Atlas, listed: tuple[Subject, ...]) -> None:
    targets = {one.row["id"]: one for one in listed if one.theme == "targets"}
    for row in atlas.tables["targets"].to_dict("records"):
        assert set(split_list(row["measured_over"])) <= set(targets[row["target_id"]].place_ids)


def test_a_target_whose_year_is_over_says_so(listed: tuple[Subject, ...]) -> None:
    by_year = {one.row["term_en"]: one.row["status_zh"] for one in listed if one.row["kind"] == "target"}
    assert by_year["2025"] == "目标年份已过"
    assert by_year["2035"] == "目标"


def test_a_measure_has_its_own_office_or_that_of_its_document(atlas: Atlas, listed: tuple[Subject, ...]) -> None:
    rows = {one.row["id"]: one.row for one in listed if one.row["kind"] == "measure"}
    led = atlas.tables["measures"].query("lead != ''").iloc[0]
    assert rows[led["measure_id"]]["office_zh"] == led["lead"].replace(";", "、")
    alone = atlas.tables["measures"].query("lead == '' and doc_id == 'lg-plan-2020'").iloc[0]
    assert "上海市经济和信息化委员会" in rows[alone["measure_id"]]["office_zh"]


def test_days_of_one_year_and_of_the_far_future_are_one_day(atlas: Atlas) -> None:
    assert known_day(atlas, dt.date(2024, 1, 1)) == known_day(atlas, dt.date(2024, 12, 31))
    assert known_day(atlas, dt.date(2999, 1, 1)) == known_day(atlas, dt.date(9999, 1, 1)) == dt.date(2036, 12, 31)
