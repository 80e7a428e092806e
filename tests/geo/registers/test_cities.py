"""The five new cities side by side."""

from __future__ import annotations

from geo import Atlas
from geo.registers.cities import COLUMNS, FACETS, cities


def test_each_city_lists_its_parks_of_the_annex(atlas: Atlas) -> None:
    counts = {city["name_zh"]: len(city["parks"]) for city in cities(atlas).body["cities"]}
    assert counts == {"嘉定新城": 15, "青浦新城": 5, "松江新城": 8, "奉贤新城": 9, "南汇新城": 7}


def test_each_city_has_positioning_structure_headquarters_and_growth(atlas: Atlas) -> None:
    for city in cities(atlas).body["cities"]:
        assert all(city[facet] for facet in ("positioning", "structure", "headquarters", "growth")), city["id"]
        assert all(row["document"] for row in city["positioning"] + city["headquarters"] + city["growth"])


def test_a_document_that_does_not_speak_of_cities_leaves_only_what_needs_none(atlas: Atlas) -> None:
    city = cities(atlas, frozenset({"ftz-park-2025"})).body["cities"][0]
    assert not city["positioning"]
    assert not city["headquarters"]


def test_flat_rows_name_city_and_facet(atlas: Atlas) -> None:
    register = cities(atlas)
    assert len(register.rows) == sum(len(city[facet]) for city in register.body["cities"] for facet in FACETS)
    assert all(set(row) <= set(COLUMNS.keys) and row["city_zh"] and row["facet_en"] for row in register.rows)
