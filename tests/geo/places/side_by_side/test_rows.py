"""The cells of one place: each from its profile, none read or measured anew."""

from __future__ import annotations

from typing import Any

import pytest

from geo import Atlas
from geo.places.profile import profile
from geo.places.side_by_side import rows


@pytest.fixture(scope="module")
def new_area(atlas: Atlas) -> dict[str, Any]:
    return profile(atlas, "lg-new-area")


def test_targets_of_a_year_and_other_figures_are_apart(new_area: dict[str, Any]) -> None:
    due = rows.targets(new_area, "2035")
    assert {one["year"] for one in due} == {"2035"}
    rest = rows.other_figures(new_area)
    assert len(rest) == sum(one["kind"] != "target" for one in new_area["indicators"])
    assert "target" not in {one["indicator_kind"] for one in rest}


def test_each_industry_is_named_once_those_of_the_system_first(new_area: dict[str, Any]) -> None:
    found = rows.industries(new_area)
    names = [one["text_zh"] for one in found]
    assert len(names) == len(set(names))
    assert [one["system"] for one in found] == sorted((one["system"] for one in found), reverse=True)


def test_a_measure_says_whether_its_section_names_the_place(new_area: dict[str, Any]) -> None:
    told = {one["sources"][0]["measure_id"]: one["reading"] for one in rows.measures(new_area)}
    assert told == {one["measure_id"]: one["basis"] == "reading" for one in new_area["measures"]}


def test_a_place_without_location_has_neither_area_nor_boundary_nor_distance(atlas: Atlas) -> None:
    place = next(one for one in atlas.places.index if atlas.features.geometry[one] is None)
    record = profile(atlas, place)
    assert rows.boundary(record) == rows.distance(atlas, record, "port") == rows.drawn_area(record) == []


@pytest.mark.parametrize(("place", "pm"), [("fp-oriental-chip-port", "1.5"), ("nc-nanhui", "0.3")])
def test_a_boundary_says_how_far_it_may_be_off(atlas: Atlas, place: str, pm: str) -> None:
    (one,) = rows.boundary(profile(atlas, place))
    assert (one["pm"], one["unit_zh"]) == (pm, "km")


def test_without_a_stated_area_there_is_none(atlas: Atlas) -> None:
    assert rows.stated_area(profile(atlas, "fp-life-bay")) == []
    (stated,) = rows.stated_area(profile(atlas, "nc-nanhui"))
    assert (stated["text_zh"], stated["value"]) == ("343.3", 343.3)


def test_the_lead_has_every_document_that_says_the_same(atlas: Atlas) -> None:
    (one,) = rows.lead(profile(atlas, "nc-nanhui"))
    assert {source["document"]["id"] for source in one["sources"]} == {"parks-2021", "new-cities-2021"}
