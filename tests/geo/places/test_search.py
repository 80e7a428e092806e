"""What a planner types finds what is meant."""

from __future__ import annotations

import pytest

from geo import Atlas
from geo.places.filter import fold_for_search
from geo.places.search import INITIALS, MIXED, PINYIN, match, match_pinyin, search

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


def test_pinyin_tells_full_initials_and_cut_short_apart() -> None:
    assert match_pinyin("dongfang", "东方芯港") == PINYIN
    assert match_pinyin("dfxg", "东方芯港") == INITIALS
    assert match_pinyin("dongfxg", "东方芯港") == MIXED
    assert match_pinyin("dongxgf", "东方芯港") is None
    assert match_pinyin("d", "东方芯港") is None


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
        assert [found["places"], found["industries"], found["documents"]] == [[], [], []]


def test_an_english_name_matches_at_a_word_only() -> None:
    assert match(fold_for_search("chip port"), "", "Oriental Chip Port") is not None
    assert match(fold_for_search("hip port"), "", "Oriental Chip Port") is None
