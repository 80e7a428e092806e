"""The themes: every place has an answer or none, and none is never a number."""

from __future__ import annotations

import datetime as dt

import pytest

from geo import Atlas
from geo.documents import validity
from geo.errors import NotFoundError
from geo.registers.themes.all_themes import COLUMNS, theme, theme_list, themes

SAMPLE = ("documents", "grade", "drawn-minus-stated", "industry-ic", "figure-t-other4-growth", "figure-t-newcity-5g")


def test_ids_are_unique_and_all_industries_are_there(atlas: Atlas) -> None:
    ids = [one.id for one in themes(atlas)]
    assert len(set(ids)) == len(ids)
    assert sum(one.startswith("industry-") for one in ids) == 16


def test_the_list_counts_answers(atlas: Atlas) -> None:
    counts = {row["id"]: row["places"] for row in theme_list(atlas)}
    for name in SAMPLE:
        assert counts[name] == sum(row["class"] != "unknown" for row in theme(atlas, name).body["places"])


@pytest.mark.parametrize("name", SAMPLE)
def test_every_place_is_in_one_class_and_unknown_is_no_number(atlas: Atlas, name: str) -> None:
    register = theme(atlas, name)
    body = register.body
    assert sorted(row["place"]["id"] for row in body["places"]) == sorted(atlas.places.index)
    assert [one["id"] for one in body["classes"]][-1] == "unknown"
    assert sum(one["count"] for one in body["classes"]) == len(body["places"])
    for row in body["places"]:
        if row["class"] == "unknown":
            assert row["number"] is None
            assert row["text_zh"] in {"文件没写", "未落图", "没有公布面积"}
            assert not row["sources"]
        else:
            assert row["sources"] or row["note_zh"], "an answer has its evidence"
    assert register.title == (body["title_zh"], body["title_en"])
    assert all(set(line) <= set(COLUMNS.keys) for line in register.rows)
    assert len(register.rows) >= len(body["places"])


def test_numbers_have_a_unit_and_a_year_and_the_rule_of_their_classes(atlas: Atlas) -> None:
    body = theme(atlas, "figure-t-other4-growth").body
    assert "2025" in body["title_zh"]
    assert body["classes"][0]["label_en"] == "6%"
    assert body["method_en"]
    assert theme(atlas, "grade").body["method_en"] is None


def test_a_theme_answers_as_of_a_day(atlas: Atlas) -> None:
    then = validity.as_of(atlas, dt.date(2020, 12, 31))
    known = [row for row in theme(then, "documents").body["places"] if row["class"] != "unknown"]
    assert {source["document"]["id"] for row in known for source in row["sources"]} == {"lg-plan-2020"}


def test_a_theme_that_is_not_there_says_so(atlas: Atlas) -> None:
    with pytest.raises(NotFoundError, match="nowhere"):
        theme(atlas, "nowhere")
