"""The seed tables as a whole: told of their places, in both languages, and marked where documents differ.

Nothing is counted here: a document more must not fail a test that cannot say whether the data is right.
"""

from __future__ import annotations

from typing import Any

import pytest

from geo import Atlas
from geo.atlas.cells import split_list
from geo.atlas.schema import UNNAMED_KINDS
from geo.places.profile import profile

#: Table -> its key, and the column that names its places.
OF_PLACES = {
    "claims": ("claim_id", "place_id"),
    "indicators": ("indicator_id", "place_id"),
    "differences": ("difference_id", "place_ids"),
}


@pytest.fixture(scope="module")
def told(atlas: Atlas) -> dict[str, dict[str, Any]]:
    """Collect what is told of every fifteenth place."""
    return {place_id: profile(atlas, place_id) for place_id in atlas.places.index[::15]}


@pytest.mark.parametrize("table", OF_PLACES)
def test_every_row_is_told_of_each_of_its_places_and_of_no_other(
    atlas: Atlas, told: dict[str, dict[str, Any]], table: str
) -> None:
    key, column = OF_PLACES[table]
    rows = atlas.tables[table].to_dict("records")
    expected = {(place, row[key]) for row in rows for place in split_list(row[column]) if place in told}
    assert expected
    assert {(place, item[key]) for place, known in told.items() for item in known[table]} == expected


def test_every_measure_is_told_of_each_of_its_places_and_of_no_other(
    atlas: Atlas, told: dict[str, dict[str, Any]]
) -> None:
    ties = atlas.tables["measure_places"]
    expected = {
        (row["place_id"], row["measure_id"], row["basis"]) for row in ties.to_dict("records") if row["place_id"] in told
    }
    assert expected
    shown = {(p, row["measure_id"], row["basis"]) for p, known in told.items() for row in known["measures"]}
    assert shown == expected
    assert set(ties["measure_id"]) == set(atlas.tables["measures"]["measure_id"])


def test_a_target_for_each_member_names_them(atlas: Atlas) -> None:
    each = atlas.tables["targets"].query("reach == 'each'")
    assert "nc-jiading;nc-qingpu;nc-songjiang;nc-fengxian" in set(each["measured_over"])


def test_every_verb_says_how_firmly_it_binds(atlas: Atlas) -> None:
    verbs = atlas.tables["wordings"].query("use == 'verb'")
    assert (verbs["strength"] != "").all()


def test_a_document_with_a_printed_date_stands_from_that_day(atlas: Atlas) -> None:
    documents = atlas.tables["documents"]
    printed = documents[documents["stands_basis"] == "printed"]
    assert printed["stands_from"].tolist() == printed["issued_on"].tolist()
    assert (documents[documents["stands_basis"] == "looked_up"]["issued_on"] == "").all()
    assert documents.sort_values("sequence")["stands_from"].is_monotonic_increasing


def test_the_system_of_one_document_is_7_5_4_and_others_use_its_ids(atlas: Atlas) -> None:
    industries = atlas.tables["industries"]
    by_document = industries.groupby("doc_id")["industry_id"].apply(set)
    sizes = industries[industries["doc_id"] == "lg-plan-2020"].groupby("group").size()
    assert sizes.to_dict() == {"frontier": 7, "services": 5, "open_economy": 4}
    assert by_document["new-cities-2021"] == by_document["lg-plan-2020"]
    aviation = industries[industries["industry_id"] == "ind-aviation"].set_index("doc_id")["name_zh"]
    assert aviation["lg-plan-2020"] == "民用航空"
    assert aviation["new-cities-2021"] == "航空航天"


def test_documents_are_numbered_without_a_gap_in_the_order_of_their_dates(atlas: Atlas) -> None:
    documents = atlas.tables["documents"].assign(sequence=lambda table: table["sequence"].astype(int))
    ordered = documents.sort_values("sequence")
    assert ordered["sequence"].tolist() == list(range(1, len(documents) + 1))
    dates = [date for date in ordered["issued_on"] if date]
    assert dates == sorted(dates)


def test_every_document_says_something(atlas: Atlas) -> None:
    assert set(atlas.tables["claims"]["doc_id"]) == set(atlas.tables["documents"]["doc_id"])


@pytest.mark.parametrize(
    "table",
    [
        *("places", "claims", "indicators", "targets", "measures", "land_rules", "wordings", "document_facts"),
        *("industries", "differences", "industry_links", "annex_parks"),
    ],
)
def test_chinese_columns_hold_chinese_and_english_columns_do_not(atlas: Atlas, table: str) -> None:
    frame = atlas.tables[table]
    for column in frame.columns:
        texts = frame[column][frame[column] != ""]
        has_chinese = texts.str.contains(r"[\u4e00-\u9fff]")
        if column.endswith("_en"):
            # A term that has no English may be quoted, but not make up the text.
            share = texts.str.count(r"[\u4e00-\u9fff]") / texts.str.len()
            assert (share < 0.5).all(), (column, texts[share >= 0.5].tolist())
        elif column in {"summary_zh", "title_zh", "note_zh", "subject_zh", "rule_zh", "extent_zh"}:
            assert has_chinese.all(), (column, texts[~has_chinese].tolist())


@pytest.mark.parametrize("table", ["claims", "industries"])
def test_each_term_of_a_positioning_or_an_industry_has_one_gloss(atlas: Atlas, table: str) -> None:
    rows = atlas.tables[table]
    for row in (rows if table == "industries" else rows[rows["type"].isin(["positioning", "industry"])]).itertuples():
        assert len(split_list(row.term_en)) == len(split_list(row.term_zh)), row


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
    told = {place_id for name in ("claims", "indicators", "annex_parks") for place_id in atlas.tables[name]["place_id"]}
    assert set(named.index) == told
