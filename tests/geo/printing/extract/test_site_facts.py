"""What is printed of the site itself."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import shapely

from geo import Atlas
from geo.extract.statement import extract_of_place, extract_of_shape
from geo.printing.extract.site_facts import site_facts, site_shape

DAY = dt.date(2026, 11, 29)


def _facts(atlas: Atlas, place: str, lang: str = "zh") -> dict[str, Any]:
    extract = extract_of_place(atlas, place, DAY)
    return site_facts(atlas, extract, site_shape(atlas, extract), lang)


def test_the_cards_of_a_measured_place_have_its_bound_and_its_stated_area(atlas: Atlas) -> None:
    facts = _facts(atlas, "lg-new-area")
    cards = {title: (value, unit) for title, value, unit in facts["cards"]}
    assert "±" in cards["图上面积"][0]
    assert cards["公布面积"] == ("873", "平方公里")
    assert set(cards) == {"图上面积", "折合", "公布面积", "周长", "图形等级"}
    assert facts["where"] == "上海"
    assert facts["stated"]["row"][2].startswith("−")
    assert facts["stated"]["notes"][0].startswith("差值")


def test_a_schematic_area_is_an_about_without_a_verdict(atlas: Atlas) -> None:
    facts = _facts(atlas, "fp-oriental-chip-port", "en")
    assert facts["cards"][0][1].startswith("about ")
    assert facts["stated"]["row"][2:] == ["–", "–"]
    assert any("schematic" in text for text in facts["limits"])


@pytest.mark.parametrize(("place", "said"), [("park-intl-data", "未载明位置"), ("belt-bay", "轴线无宽度")])
def test_what_has_no_area_of_its_own_says_so(atlas: Atlas, place: str, said: str) -> None:
    assert any(said in text for text in _facts(atlas, place)["limits"])


def test_what_is_nearest_has_its_distance_and_the_doubt_of_it(atlas: Atlas) -> None:
    facts = dict(_facts(atlas, "fp-oriental-chip-port")["facts"])
    assert {"最近的港口", "最近的机场"} <= set(facts)
    assert "±" in facts["最近的港口"]
    assert not [name for name, _ in _facts(atlas, "park-intl-data")["facts"] if name.startswith("最近")]


def test_how_a_file_was_read_is_a_limit(atlas: Atlas) -> None:
    extract = extract_of_shape(atlas, shapely.box(121.85, 30.89, 121.86, 30.9), DAY)
    extract["input"]["warnings"] = [{"text_zh": "坐标次序已对调", "text_en": "X and Y swapped"}]
    assert site_facts(atlas, extract, site_shape(atlas, extract), "en")["limits"][1] == "X and Y swapped"


def test_a_shape_has_its_size_and_extent(atlas: Atlas) -> None:
    extract = extract_of_shape(atlas, shapely.box(121.85, 30.89, 121.86, 30.9), DAY)
    shape = site_shape(atlas, extract)
    assert shape is not None
    facts = site_facts(atlas, extract, shape, "zh")
    assert [card[0] for card in facts["cards"]] == ["图上面积", "折合", "折合", "周长"]
    assert facts["facts"][0] == ["四至", "东经 121.85000°—121.86000°，北纬 30.89000°—30.90000°"]
    assert facts["stated"] is None


def test_what_the_site_holds_of_stored_layers_is_a_fact(atlas: Atlas) -> None:
    extract = extract_of_place(atlas, "fp-oriental-chip-port", DAY)
    held = {"title_zh": "宗地", "title_en": "x", "looked_at": True, "count": 3, "area_km2": None, "by": None}
    facts = site_facts(atlas, {**extract, "stored": [held]}, site_shape(atlas, extract), "zh")["facts"]
    assert ["自有图层 宗地", "3 个要素"] in facts
