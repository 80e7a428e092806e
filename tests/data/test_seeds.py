"""The seed tables as a whole: complete in number, in both languages, and marked where documents differ."""

from __future__ import annotations

import pytest

from geo import Atlas
from geo.atlas.cells import split_list
from geo.atlas.schema import UNNAMED_KINDS
from geo.places.profile import profile

#: What the inventory of the five documents counts.
INDICATORS, INDUSTRIES, MEASURES, DIFFERENCES = 119, 16, 110, 27


def test_every_figure_measure_and_difference_of_the_inventory_is_carried(atlas: Atlas) -> None:
    assert len(atlas.tables["indicators"]) == INDICATORS
    assert len(atlas.tables["measures"]) == MEASURES
    assert len(atlas.tables["differences"]) == DIFFERENCES


def test_the_7_5_4_system_stands_in_the_wording_of_both_documents(atlas: Atlas) -> None:
    industries = atlas.tables["industries"]
    by_document = industries.groupby("doc_id")["industry_id"].apply(set)
    assert len(by_document) == 2
    assert all(len(items) == INDUSTRIES for items in by_document)
    sizes = industries[industries["doc_id"] == "lg-plan-2020"].groupby("group").size()
    assert sizes.to_dict() == {"frontier": 7, "services": 5, "open_economy": 4}
    aviation = industries[industries["industry_id"] == "ind-aviation"].set_index("doc_id")["name_zh"]
    assert aviation.to_dict() == {"lg-plan-2020": "民用航空", "new-cities-2021": "航空航天"}


def test_the_five_documents_are_in_the_order_later_stands(atlas: Atlas) -> None:
    documents = atlas.tables["documents"].sort_values("sequence", key=lambda column: column.astype(int))
    order = ["lg-plan-2020", "new-cities-2021", "parks-2021", "lg-press-2022", "ftz-park-2025"]
    assert documents["doc_id"].tolist() == order


@pytest.mark.parametrize("table", ["places", "claims", "indicators", "measures", "industries", "differences"])
def test_chinese_columns_hold_chinese_and_english_columns_do_not(atlas: Atlas, table: str) -> None:
    frame = atlas.tables[table]
    for column in frame.columns:
        texts = frame[column][frame[column] != ""]
        has_chinese = texts.str.contains(r"[\u4e00-\u9fff]")
        if column.endswith("_en"):
            # A term that has no English may be quoted, but not make up the text.
            share = texts.str.count(r"[\u4e00-\u9fff]") / texts.str.len()
            assert (share < 0.5).all(), (column, texts[share >= 0.5].tolist())
        elif column in {"summary_zh", "title_zh", "note_zh", "subject_zh"}:
            assert has_chinese.all(), (column, texts[~has_chinese].tolist())


def test_the_stops_of_every_axis_are_numbered_without_a_gap(atlas: Atlas) -> None:
    connects = atlas.tables["relations"].query("relation == 'connects' and position != ''")
    for axis, rows in connects.groupby("place_id"):
        assert sorted(int(position) for position in rows["position"]) == list(range(1, len(rows) + 1)), axis


def test_a_reading_of_ours_is_never_passed_off_as_a_statement(atlas: Atlas) -> None:
    relations = atlas.tables["relations"]
    maybe = relations[relations["relation"] == "possibly_same_as"]
    assert len(maybe) > 10
    assert set(maybe["basis"]) == {"reading"}
    assert (relations[relations["basis"] == "stated"]["doc_id"] != "").all()


def test_equal_figures_of_different_measures_stand_apart(atlas: Atlas) -> None:
    """5 000 hundred million yuan is said of Nanhui New City by one document and of the New Area by another."""
    rows = atlas.tables["indicators"].set_index("indicator_id")
    assert rows.loc["t-nanhui-output", ["place_id", "value"]].tolist() == ["nc-nanhui", "5000"]
    assert rows.loc["t-lg-output", ["place_id", "value"]].tolist() == ["lg-new-area", "5000"]
    marked = atlas.tables["differences"].query("difference_id == 'diff-02'")["place_ids"].iloc[0]
    assert set(split_list(marked)) == {"nc-nanhui", "lg-new-area"}
    assert "diff-02" in [item["difference_id"] for item in profile(atlas, "nc-nanhui")["differences"]]


def test_a_park_with_lingang_in_its_brand_is_not_in_lingang(atlas: Atlas) -> None:
    for place_id in ("lg-songjiang", "lg-pujiang", "changxing-lg", "zhixing-valley"):
        assert atlas.places.loc[place_id, "level"] == "shanghai"
        assert atlas.places.loc[place_id, "layer"] == "shanghai_parks"


def test_every_place_is_drawn_or_says_why_not(atlas: Atlas) -> None:
    unlocated = atlas.features[atlas.features.geometry.isna()]
    assert 60 < len(unlocated) < 150
    assert unlocated["note_zh"].str.len().gt(3).all()
    assert unlocated["note_en"].str.len().gt(3).all()
    named = atlas.places[~atlas.places["kind"].isin(UNNAMED_KINDS)]
    assert set(named.index) == set(atlas.tables["claims"]["place_id"])
