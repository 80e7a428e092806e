"""What a planner types finds what is meant."""

from __future__ import annotations

import pytest

from geo import Atlas
from geo.places.search import GROUPS, build_index, search

CHIP_PORT = "fp-oriental-chip-port"


@pytest.mark.parametrize(
    "typed",
    [
        "东方芯港",
        "芯港",
        "dongfangxingang",
        "DongFang XinGang",
        "dfxg",
        "dongfxg",
        "xingang",
        "chip port",
        "oriental chip",
    ],
)
def test_a_place_is_found_however_it_is_typed(atlas: Atlas, typed: str) -> None:
    assert CHIP_PORT in [place["id"] for place in search(atlas, typed)["places"]]


def test_the_best_match_comes_first(atlas: Atlas) -> None:
    assert search(atlas, "临港新片区")["places"][0]["id"] == "lg-new-area"
    assert search(atlas, "lgxpq")["places"][0]["id"] == "lg-new-area"


def test_an_industry_lists_every_place_whose_claims_name_it(atlas: Atlas) -> None:
    claims = atlas.tables["claims"]
    named = claims[
        claims["type"].isin(["positioning", "industry", "function"]) & claims["term_zh"].str.contains("集成电路")
    ]
    found = search(atlas, "集成电路")["industries"][0]
    assert found["term_zh"] == "集成电路"
    assert set(found["place_ids"]) == set(named["place_id"])


def test_the_area_of_an_industry_counts_ground_once(atlas: Atlas) -> None:
    found = search(atlas, "jcdl")["industries"][0]
    areas = atlas.features.loc[found["place_ids"], "area_km2"].dropna()
    assert found["sum"]["area_km2"] == pytest.approx(areas.sum())
    # One mention for the whole New Area says of no ground in particular that the industry is there.
    assert found["innermost"]["total"]["area_km2"] < found["total"]["area_km2"] / 2
    assert 0 < found["innermost"]["count"] < found["measured"]
    assert areas.max() <= found["total"]["area_km2"] < areas.sum()
    assert found["overlap"]["area_km2"] == pytest.approx(found["sum"]["area_km2"] - found["total"]["area_km2"])


def test_an_industry_is_found_by_its_english_name(atlas: Atlas) -> None:
    assert "集成电路" in [row["term_zh"] for row in search(atlas, "integrated circuits")["industries"]]


@pytest.mark.parametrize("typed", ["743号", "743", "〔2020〕743", "[2020] 743"])
def test_a_document_is_found_by_its_number(atlas: Atlas, typed: str) -> None:
    assert [row["id"] for row in search(atlas, typed)["documents"]] == ["lg-plan-2020"]


def test_nothing_typed_finds_nothing(atlas: Atlas) -> None:
    for typed in ("", "   ", "没有这样的地方"):
        found = search(atlas, typed)
        assert [found[group] for group in GROUPS] == [[]] * len(GROUPS)
        assert (found["groups"], found["counts"], found["left_out"], found["nearest"]) == ([], {}, {}, False)


@pytest.mark.parametrize(
    ("typed", "group"),
    [
        ("滴水湖", "land_and_water"),
        ("东方芯港", "places"),
        ("集成电路", "industries"),
        ("743号", "documents"),
        ("121.9,30.9", "coordinates"),
        ("REITs", "measures"),
        ("6000亿", "figures"),
        ("EDA", "industry_links"),
        ("产值", "statements"),
    ],
)
def test_the_group_that_is_meant_comes_first(atlas: Atlas, typed: str, group: str) -> None:
    found = search(atlas, typed)
    assert found["groups"][0] == group
    assert set(found["groups"]) == {name for name in GROUPS if found[name]} == set(found["counts"])


@pytest.mark.parametrize("typed", ["容积率", "人才公寓"])
def test_words_are_found_in_land_rules_and_measures(atlas: Atlas, typed: str) -> None:
    found = search(atlas, typed)
    assert found["land_rules"]
    assert found["measures"]


def test_what_is_left_out_is_counted(atlas: Atlas) -> None:
    few, many = search(atlas, "产业", most=3), search(atlas, "产业", most=500)
    for group in few["groups"]:
        assert len(few[group]) == min(3, few["counts"][group])
        assert len(many[group]) == many["counts"][group] == few["counts"][group]
        assert few["left_out"].get(group, 0) == few["counts"][group] - len(few[group])
        assert many[group][: len(few[group])] == few[group]
    assert few["more"] == few["left_out"]["places"]
    assert many["left_out"] == {}


@pytest.mark.parametrize(
    ("typed", "group", "found"),
    [
        ("东方心港", "places", CHIP_PORT),
        ("dongfangxinggang", "places", CHIP_PORT),
        ("orientl chip port", "places", CHIP_PORT),
        ("linggang", "places", "lg-new-area"),
        ("滴水胡", "land_and_water", "dishui-lake"),
    ],
)
def test_a_typing_error_finds_what_is_nearest_and_says_so(atlas: Atlas, typed: str, group: str, found: str) -> None:
    answer = search(atlas, typed)
    assert answer["nearest"]
    assert found in [row["id"] for row in answer[group]]
    assert {row["match"] for name in answer["groups"] for row in answer[name]} == {"similar"}


def test_tones_are_no_hindrance(atlas: Atlas) -> None:
    for typed in ("dōngfāng xīngǎng", "dong1fang1xin1gang3"):
        found = search(atlas, typed)
        assert found["places"][0]["id"] == CHIP_PORT
        assert not found["nearest"]


def test_only_what_the_documents_asked_for_say_is_found(atlas: Atlas) -> None:
    only = frozenset({"lg-plan-2020"})
    found = search(atlas, "集成电路", only, most=500)
    for group in ("statements", "measures", "land_rules", "figures", "industry_links"):
        assert {row["document"]["id"] for row in found[group]} <= only
    assert {row["id"] for row in found["documents"]} <= only
    assert found["counts"]["statements"] < search(atlas, "集成电路")["counts"]["statements"]
    nothing = search(atlas, "集成电路", frozenset())
    assert not any(nothing["counts"].values())


def test_the_index_can_be_made_before_it_is_asked(atlas: Atlas) -> None:
    build_index(atlas)
    assert search(atlas, "rencaigongyu")["measures"]
