"""Ties of a place: each with its own document, section and basis."""

from __future__ import annotations

import pytest

from geo import Atlas
from geo.places import ties


def test_an_industry_is_tied_by_the_document_that_names_the_place(atlas: Atlas) -> None:
    """The industry chapter of the 2020 plan does not name the ocean park: the parks plan does."""
    (tie,) = ties.industries_of(atlas, "fp-ocean-park")
    assert (tie["industry_id"], tie["document"]["id"], tie["basis"]) == ("ind-blue", "parks-2021", "stated")
    assert tie["term_zh"] is None, "the parks plan prints no designation of the system"
    assert {row["id"] for row in [tie["document"]]} == ties.documents_naming(atlas, "fp-ocean-park")


def test_every_tie_is_listed_once_with_its_place(atlas: Atlas) -> None:
    table = atlas.tables["industry_places"]
    for place_id, rows in table.groupby("place_id"):
        found = ties.industries_of(atlas, str(place_id))
        shown = {(tie["industry_id"], tie["document"]["id"], tie["section"], tie["basis"]) for tie in found}
        expected = zip(rows["industry_id"], rows["doc_id"], rows["section"], rows["basis"], strict=True)
        assert shown == set(expected)


def test_links_are_those_bound_to_the_place_not_those_that_mention_it(atlas: Atlas) -> None:
    links = ties.industry_links_of(atlas, "node-seafloor")
    assert "国家海底观测网临港基地" in [link["term_zh"] for link in links]
    assert "海洋高技术创新" not in [link["term_zh"] for link in links]
    assert {link["industry_zh"] for link in links} == {"蓝色经济"}
    assert all(link["citation_en"] == "part 4(3), item 4" for link in links)


def test_a_park_known_by_its_row_alone_says_that_the_document_gives_no_positioning(atlas: Atlas) -> None:
    (row,) = ties.annex_rows_of(atlas, "czp-jiading-06")
    assert (row["order"], row["rows"], row["city"]["id"]) == (6, 15, "nc-jiading")
    assert row["sentence_zh"].endswith("文件未写定位。")
    (told,) = ties.annex_rows_of(atlas, "czp-qingpu-03")
    assert "未写定位" not in told["sentence_zh"]
    assert ties.annex_rows_of(atlas, "lg-new-area") == []


@pytest.mark.parametrize(
    ("city", "rows"), [("nc-jiading", 15), ("nc-qingpu", 5), ("nc-songjiang", 8), ("nc-fengxian", 9), ("nc-nanhui", 7)]
)
def test_the_parks_of_a_city_are_all_rows_of_its_table_whatever_layer_draws_them(
    atlas: Atlas, city: str, rows: int
) -> None:
    parks = ties.annex_parks_of(atlas, city)
    assert [park["order"] for park in parks] == list(range(1, rows + 1))
    assert ("xinghuo" in [park["place"]["id"] for park in parks]) == (city == "nc-fengxian")


def test_a_child_says_whether_it_lies_inside_or_is_a_member_and_where_that_stands(atlas: Atlas) -> None:
    inside, member = ties.child_of(atlas, "park-frontier"), ties.child_of(atlas, "czp-qingpu-04")
    assert (inside["basis"], inside["section"]) == ("inside", "五(二)1")
    assert (member["basis"], member["section"]) == ("member", "附表·青浦新城")
    assert ties.child_of(atlas, "node-lg-lab")["document"] is None


def test_the_documents_of_a_place_are_those_that_name_it(atlas: Atlas) -> None:
    for place_id in ("fp-oriental-chip-port", "fp-life-bay", "dishui-ai-harbor", "hqc-nanhui"):
        assert "lg-plan-2020" not in ties.documents_naming(atlas, place_id)
    assert "lg-plan-2020" in ties.documents_naming(atlas, "park-frontier")


def test_districts_are_those_a_document_states(atlas: Atlas) -> None:
    found = ties.districts_of(atlas, ["lg-new-area", "district-pudong", "lg-mainland", "feature-1"])
    assert found == {"district-pudong": "浦东新区", "lg-new-area": "浦东新区；奉贤区；闵行区"}
