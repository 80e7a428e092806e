"""The profile of a place: every row of the tables on it, with its source, and the figures of its layer."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
import shapely

from geo import Atlas
from geo.errors import UnknownPlaceError
from geo.measure.area import area_km2
from geo.places.profile import profile


@pytest.fixture(scope="module")
def profiles(atlas: Atlas) -> dict[str, dict[str, Any]]:
    """All profiles, without the comparison of methods: it takes most of the time and has tests of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("geo.places.profile.explain", lambda shapes, crs: None)
        return {place: profile(atlas, place) for place in atlas.places.index}


def test_every_claim_indicator_and_relation_of_every_place_is_in_its_profile(
    atlas: Atlas, profiles: dict[str, dict[str, Any]]
) -> None:
    for name in ("claims", "indicators"):
        shown = sum(len(record[name]) for record in profiles.values())
        assert shown == len(atlas.tables[name])
    # A relation is shown with both of its places.
    assert sum(len(record["relations"]) for record in profiles.values()) == 2 * len(atlas.tables["relations"])
    for record in profiles.values():
        sequences = [claim["document"]["sequence"] for claim in record["claims"]]
        assert sequences == sorted(sequences)


def test_a_claim_has_its_terms_document_and_section(atlas: Atlas) -> None:
    row = atlas.tables["claims"].query("place_id == 'lg-new-area' and term_zh.str.contains(';')").iloc[0]
    claims = {claim["claim_id"]: claim for claim in profile(atlas, "lg-new-area")["claims"]}
    claim = claims[row["claim_id"]]
    assert claim["terms_zh"] == [term.strip() for term in row["term_zh"].split(";")]
    assert (claim["document"]["id"], claim["section"]) == (row["doc_id"], row["section"])


def test_lists_of_places_select_industry_links_policy_measures_and_differences(atlas: Atlas) -> None:
    record = profile(atlas, "lg-new-area")
    tied = atlas.tables["measure_places"].query("place_id == 'lg-new-area'")["measure_id"]
    assert sorted(row["measure_id"] for row in record["measures"]) == sorted(tied)
    for name, key in (("industry_links", "link_id"), ("differences", "difference_id")):
        table = atlas.tables[name]
        named = table[[("lg-new-area" in cell.split(";")) for cell in table["place_ids"]]]
        assert sorted(row[key] for row in record[name]) == sorted(named[key])


def test_parents_come_from_the_outermost_and_children_are_located_or_not(
    atlas: Atlas, profiles: dict[str, dict[str, Any]]
) -> None:
    places = atlas.places
    for place in places.index:
        record = profiles[place]
        chain = [parent["id"] for parent in record["parents"]] + [place]
        assert [places.at[inner, "parent_id"] for inner in chain] == ["", *chain[:-1]]
        children = {row["id"] for row in record["children"]} | {row["id"] for row in record["unlocated_children"]}
        assert children == set(places.index[places["parent_id"] == place])
        assert all(atlas.shape_of(row["id"]) is None for row in record["unlocated_children"])


def test_a_missing_value_is_none_and_never_an_empty_text(profiles: dict[str, dict[str, Any]]) -> None:
    def empties(value: object) -> bool:
        if isinstance(value, dict):
            return any(empties(inner) for inner in value.values())
        if isinstance(value, list):
            return any(empties(inner) for inner in value)
        return value == "" or (isinstance(value, float) and pd.isna(value))

    assert not any(empties(record) for record in profiles.values())


def test_the_area_of_a_place_is_that_of_its_layer(atlas: Atlas) -> None:
    feature, area = atlas.features.loc["lg-new-area"], profile(atlas, "lg-new-area")["area"]
    assert area["area_km2"] == feature["area_km2"]
    assert area["stated_area_km2"] == feature["stated_area_km2"]
    assert (area["derived"], area["derived_from"]) == (False, [])


def test_the_area_of_an_axis_is_that_of_the_places_it_connects_counted_once(
    atlas: Atlas, profiles: dict[str, dict[str, Any]]
) -> None:
    axes = atlas.features.index[atlas.features["method"] == "axis"]
    derived = {axis: profiles[axis]["area"] for axis in axes}
    assert any(area is not None for area in derived.values())
    for area in derived.values():
        if area is None:
            continue
        union = shapely.union_all([atlas.features.geometry[stop] for stop in area["derived_from"]])
        assert area["derived"]
        assert area["area_km2"] == pytest.approx(area_km2([union], "EPSG:4326")[0])
        assert area["uncertainty_km2"] is area["verdict"] is None


def test_a_place_that_does_not_exist_is_refused(atlas: Atlas) -> None:
    with pytest.raises(UnknownPlaceError):
        profile(atlas, "nowhere")
