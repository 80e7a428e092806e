"""The place filter: conditions that must all hold, the claims that meet them, and ground counted once."""

from __future__ import annotations

import pytest

from geo import Atlas
from geo.errors import ParameterError, UnknownLayerError
from geo.places.filter import (
    PURPOSES,
    PlaceFilter,
    describe,
    fold_for_search,
    innermost_places,
    matching_claims,
    merged_area,
    merged_area_of,
    purposes,
    select,
)

CHIP_PORT = "fp-oriental-chip-port"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [("〔2020〕743", "[2020] 743"), ("ＡＢＣ", "abc"), ("临 港\n新片区", "临港新片区"), ("【一】", "[一]")],
)
def test_typed_text_meets_printed_text(typed: str, printed: str) -> None:
    assert fold_for_search(typed) == fold_for_search(printed)


def test_conditions_are_read_from_a_query_without_its_empty_values_and_other_keys() -> None:
    asked = PlaceFilter.read({"kind": "park", "grade": "", "lang": "en"})
    assert asked == PlaceFilter(kind="park")
    assert asked.given() == {"kind": "park"}
    assert PlaceFilter().given() == {}


def test_each_condition_selects_the_places_it_names(atlas: Atlas) -> None:
    places, features, claims = atlas.places, atlas.features, atlas.tables["claims"]
    assert select(atlas, PlaceFilter()) == list(places.index)
    assert select(atlas, PlaceFilter(kind="park")) == list(places.index[places["kind"] == "park"])
    assert select(atlas, PlaceFilter(layer="parks")) == list(places.index[places["layer"] == "parks"])
    graded = features.index[features["grade"] == "B"]
    assert set(select(atlas, PlaceFilter(grade="B"))) == set(graded)
    cited = set(claims.loc[claims["doc_id"] == "parks-2021", "place_id"])
    assert set(select(atlas, PlaceFilter(document="parks-2021"))) == cited


def test_a_document_and_an_industry_must_meet_in_one_claim(atlas: Atlas) -> None:
    both = select(atlas, PlaceFilter(document="lg-plan-2020", industry="集成电路"))
    either = set(select(atlas, PlaceFilter(document="lg-plan-2020"))) & set(
        select(atlas, PlaceFilter(industry="集成电路"))
    )
    assert both
    assert set(both) <= either
    for place in both:
        claims = matching_claims(atlas, place, PlaceFilter(document="lg-plan-2020", industry="集成电路"))
        assert claims
        assert all(claim["doc_id"] == "lg-plan-2020" for claim in claims)


@pytest.mark.parametrize("unknown", [{"kind": "castle"}, {"document": "no-doc"}, {"grade": "D"}])
def test_a_word_that_does_not_exist_is_refused_with_those_that_do(atlas: Atlas, unknown: dict[str, str]) -> None:
    with pytest.raises(ParameterError, match="one of"):
        select(atlas, PlaceFilter(**unknown))
    with pytest.raises(UnknownLayerError):
        select(atlas, PlaceFilter(layer="nothing"))


def test_only_claims_of_purpose_are_kept_and_each_with_its_folded_terms(atlas: Atlas) -> None:
    found = purposes(atlas)
    claims = atlas.tables["claims"]
    assert sum(map(len, found.values())) == claims["type"].isin(PURPOSES).sum()
    for claim in found[CHIP_PORT]:
        assert claim["type"] in PURPOSES
        assert claim["folded"] == [fold_for_search(term) for term in claim["terms_zh"]]


def test_ground_that_places_share_counts_once(atlas: Atlas) -> None:
    area = float(atlas.features.at["lg-new-area", "area_km2"])
    found = merged_area(atlas, ["lg-new-area", "lg-mainland"])
    assert found["measured"] == 2
    assert found["total"]["area_km2"] == pytest.approx(area)
    assert found["sum"]["area_km2"] == pytest.approx(area + float(atlas.features.at["lg-mainland", "area_km2"]))
    assert found["overlap"]["area_km2"] == pytest.approx(found["sum"]["area_km2"] - found["total"]["area_km2"])
    nothing = merged_area_of(atlas.features.iloc[:0])
    assert (nothing["measured"], nothing["total"]["area_km2"]) == (0, 0.0)


def test_conditions_must_all_hold(atlas: Atlas) -> None:
    parks = set(select(atlas, PlaceFilter(layer="parks")))
    chips = set(select(atlas, PlaceFilter(industry="集成电路")))
    assert set(select(atlas, PlaceFilter(layer="parks", industry="集成电路"))) == parks & chips


def test_a_filter_quotes_what_made_each_place_meet_it(atlas: Atlas) -> None:
    for place in describe(atlas, PlaceFilter(industry="生物医药", document="lg-plan-2020"))["places"]:
        assert place["says"]
        for said in place["says"]:
            assert said["doc_id"] == "lg-plan-2020"
            assert all("生物医药" in term for term in said["terms_zh"])


def test_innermost_places_hold_none_of_the_others(atlas: Atlas) -> None:
    assert "lg-new-area" not in innermost_places(atlas, ["lg-new-area", CHIP_PORT])
    assert innermost_places(atlas, [CHIP_PORT]) == [CHIP_PORT]


def test_the_answer_counts_places_located_ones_and_the_innermost(atlas: Atlas) -> None:
    found = describe(atlas, PlaceFilter(kind="park"))
    ids = [place["id"] for place in found["places"]]
    assert ids == select(atlas, PlaceFilter(kind="park"))
    assert found["count"] == len(ids)
    assert found["located"] == atlas.features.geometry.loc[ids].notna().sum()
    assert found["innermost"]["count"] == len(innermost_places(atlas, ids))
    assert all(place["says"] == [] for place in found["places"]), "without a word or a document no claim is listed"
    assert found["version"] == atlas.version
