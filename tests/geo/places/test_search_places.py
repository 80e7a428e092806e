"""Names are ranked by how they match; documents limit what is found."""

from __future__ import annotations

from geo import Atlas
from geo.places.search_places import (
    documents_named,
    industries,
    match_name,
    nearest_of,
    places,
    ranking,
    with_ground,
)

PLAN = frozenset({"lg-plan-2020"})


def test_a_rank_has_the_name_of_its_match() -> None:
    assert match_name(ranking("滴水湖")("滴水湖", "") or 0) == "exact"
    near = ranking("滴水胡", nearest=True)("滴水湖", "")
    assert near is not None
    assert match_name(near) == "similar"


def test_an_alias_is_told(atlas: Atlas) -> None:
    rank, first = places(atlas, ranking("临港"), None)[0]
    assert (first["id"], first["alias"], match_name(rank)) == ("lg-new-area", "临港", "exact")


def test_places_no_document_asked_for_names_are_left_out(atlas: Atlas) -> None:
    every = {row["id"] for _, row in places(atlas, ranking("嘉定"), None)}
    kept = {row["id"] for _, row in places(atlas, ranking("嘉定"), PLAN)}
    claims = atlas.tables["claims"]
    assert kept <= set(claims.loc[claims["doc_id"] == "lg-plan-2020", "place_id"])
    assert kept < every


def test_industries_of_one_document_count_its_places_only(atlas: Atlas) -> None:
    claims = atlas.tables["claims"].query("doc_id == 'lg-plan-2020'")
    named = claims[claims["type"].isin(["positioning", "industry", "function"])]
    wanted = set(named.loc[named["term_zh"].str.contains("集成电路"), "place_id"])
    (first, *_) = (row for _, row in industries(atlas, ranking("集成电路"), PLAN))
    assert set(with_ground(atlas, first, PLAN)["place_ids"]) == wanted


def test_documents_are_limited_too(atlas: Atlas) -> None:
    rank = ranking("规划")
    assert [row["id"] for _, row in documents_named(atlas, "规划", rank, PLAN)] == ["lg-plan-2020"]
    assert len(documents_named(atlas, "规划", rank, None)) > 1


def test_a_document_is_found_by_what_it_prints_of_itself(atlas: Atlas) -> None:
    fact = atlas.tables["document_facts"].query("value_zh.str.len() > 3").iloc[0]
    rows = [row for _, row in documents_named(atlas, fact["value_zh"], ranking(fact["value_zh"]), None)]
    passages = next(row for row in rows if row["id"] == fact["doc_id"])["passages"]
    assert fact["section"] in [passage["section"] for passage in passages]


def test_the_nearest_are_those_little_behind_the_best() -> None:
    groups = {"places": [(8.9, {"id": "a"}), (8.95, {"id": "b"})], "land_and_water": [(8.905, {"id": "c"})]}
    kept = nearest_of(groups)
    assert [row["id"] for rows in kept.values() for _, row in rows] == ["a", "c"]
    assert nearest_of({"places": []}) == {"places": []}
