"""The place filter on a small atlas made by hand and on the data: places that meet conditions, ground they cover."""

from __future__ import annotations

import dataclasses

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo import Atlas
from geo.atlas.schema import Catalogue, Layer
from geo.errors import ParameterError, UnknownLayerError
from geo.measure.area import area_km2
from geo.places import filter as filter_module
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
ZONE, PARK, PLANT = (
    shapely.box(121.7, 30.9, 121.8, 31.0),
    shapely.box(121.72, 30.9, 121.74, 30.95),
    shapely.Point(121.8, 31),
)

#: place_id, parent_id, kind, layer, grade, shape.
PLACES = [
    ("zone", "", "planning_area", "zones", "A", ZONE),
    ("park", "zone", "park", "parks", "B", PARK),
    ("yard", "park", "featured_park", "parks", "A", shapely.box(121.73, 30.9, 121.75, 30.95)),
    ("plant", "park", "park", "parks", None, PLANT),
    ("nowhere", "", "park", "parks", None, None),
]
#: place_id, type, term_zh, doc_id.
CLAIMS = [
    ("zone", "positioning", "集成电路;生物医药", "plan"),
    ("zone", "industry", "集成电路", "rule"),
    ("park", "function", "ＡＩ 芯片", "rule"),
    ("park", "indicator", "集成电路", "plan"),
    ("yard", "industry", "生物医药", "plan"),
    ("nowhere", "industry", "集成电路设备", "plan"),
    ("plant", "measure", "", "rule"),
]


def layer_of(layer_id: str) -> gpd.GeoDataFrame:
    rows = [place for place in PLACES if place[3] == layer_id]
    shapes = [row[5] for row in rows]
    areas = [area_km2([shape], "EPSG:4326")[0] if shape is not None and shape.area else np.nan for shape in shapes]
    columns = {"place_id": [row[0] for row in rows], "grade": [row[4] for row in rows], "area_km2": areas}
    return gpd.GeoDataFrame(columns, geometry=shapes, index=[row[0] for row in rows], crs="EPSG:4326")


@pytest.fixture
def small() -> Atlas:
    places = pd.DataFrame([row[:4] for row in PLACES], columns=["place_id", "parent_id", "kind", "layer"])
    places = places.assign(name_zh="名" + places["place_id"], name_en="Name " + places["place_id"])
    claims = pd.DataFrame(CLAIMS, columns=["place_id", "type", "term_zh", "doc_id"])
    claims = claims.assign(
        claim_id=claims.index.astype(str), summary_zh="述", summary_en="says", section="2.1", term_en=""
    )
    documents = pd.DataFrame({"doc_id": ["plan", "rule"], "number": ["1号", ""], "issued_on": ["2020-01-01", ""]})
    documents = documents.assign(short_zh="短", short_en="short", title_zh="题", title_en="title")
    entries = tuple(
        Layer.model_construct(id=name, title_zh="图", title_en="layer", role="planning") for name in ("zones", "parks")
    )
    frames = {entry.id: layer_of(entry.id) for entry in entries}
    annex = pd.DataFrame(columns=["place_id", "doc_id"])
    tables = {"places": places, "claims": claims, "documents": documents, "annex_parks": annex}
    return Atlas(Catalogue.model_construct(group=(), layer=entries), tables, frames, "v1")


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({}, ["zone", "park", "yard", "plant", "nowhere"]),
        ({"layer": "parks"}, ["park", "yard", "plant", "nowhere"]),
        ({"kind": "park"}, ["park", "plant", "nowhere"]),
        ({"grade": "A"}, ["zone", "yard"]),
        ({"grade": "A", "layer": "parks"}, ["yard"]),
        ({"grade": "C"}, []),
        ({"kind": "park", "grade": "B"}, ["park"]),
        # Within a longer term too, but not in a claim that says nothing of what the place is for.
        ({"industry": "集成电路"}, ["zone", "nowhere"]),
        ({"industry": "集成 电路"}, ["zone", "nowhere"]),
        ({"industry": "ai芯片"}, ["park"]),
        ({"industry": "造船"}, []),
        # A document speaks of a place in any claim; with an industry, in the claim that names it.
        ({"document": "plan"}, ["zone", "park", "yard", "nowhere"]),
        ({"document": "rule"}, ["zone", "park", "plant"]),
        ({"document": "rule", "layer": "parks"}, ["park", "plant"]),
        ({"document": "rule", "industry": "生物医药"}, []),
        ({"document": "plan", "industry": "生物医药"}, ["zone", "yard"]),
        # Of the park only the rule names it, though the plan speaks of the park.
        ({"document": "plan", "industry": "芯片"}, []),
        ({"document": "plan", "industry": "生物医药", "kind": "featured_park"}, ["yard"]),
    ],
)
def test_places_meet_all_conditions_in_the_order_of_the_table(
    small: Atlas, conditions: dict[str, str], expected: list[str]
) -> None:
    assert select(small, PlaceFilter(**conditions)) == expected


@pytest.mark.parametrize("conditions", [{"kind": "city"}, {"grade": "D"}, {"document": "law"}, {"kind": ""}])
def test_a_value_that_does_not_exist_is_refused_with_those_that_do(small: Atlas, conditions: dict[str, str]) -> None:
    [(name, value)] = conditions.items()
    with pytest.raises(ParameterError, match=f"{name}='{value}'.*one of (planning_area|A, B, C|plan, rule)"):
        select(small, PlaceFilter(**conditions))
    with pytest.raises(UnknownLayerError):
        select(small, PlaceFilter(layer="roads"))


def test_the_body_quotes_the_terms_that_were_asked_for(small: Atlas) -> None:
    body = describe(small, PlaceFilter(industry="生物医药"))
    assert [(place["id"], [said["terms_zh"] for said in place["says"]]) for place in body["places"]] == [
        ("zone", [["生物医药"]]),
        ("yard", [["生物医药"]]),
    ]
    assert body["places"][0]["says"][0] == {
        "claim_id": "0",
        "type": "positioning",
        "summary_zh": "述",
        "summary_en": "says",
        "doc_id": "plan",
        "section": "2.1",
        "citation_zh": "2.1",
        "citation_en": "2.1",
        "terms_zh": ["生物医药"],
        "terms_en": [],
    }
    of_rule = describe(small, PlaceFilter(document="rule"))["places"]
    assert [[said["terms_zh"] for said in place["says"]] for place in of_rule] == [[["集成电路"]], [["ＡＩ 芯片"]], []]
    both = describe(small, PlaceFilter(document="rule", industry="集成电路"))["places"]
    assert [[(said["doc_id"], said["type"]) for said in place["says"]] for place in both] == [[("rule", "industry")]]
    assert all(place["says"] == [] for place in describe(small, PlaceFilter(layer="parks"))["places"])


def test_the_body_counts_places_and_measures_their_ground_once(small: Atlas) -> None:
    body = describe(small, PlaceFilter(kind="park"))
    assert body["filter"] == {"kind": "park"}
    assert (body["count"], body["located"], body["measured"]) == (3, 2, 1)
    assert body["version"] == "v1"
    assert body["method"]["id"] == "ellipsoidal-cgcs2000"
    body = describe(small, PlaceFilter())
    areas = small.features["area_km2"].dropna()
    assert (body["count"], body["located"], body["measured"]) == (5, 4, 3)
    assert body["sum"]["area_km2"] == pytest.approx(areas.sum(), rel=1e-12)
    assert body["total"]["area_km2"] == pytest.approx(areas["zone"], rel=1e-9)
    assert body["overlap"]["area_km2"] == pytest.approx(areas["park"] + areas["yard"], rel=1e-9)
    assert body["overlap"]["area_ha"] == pytest.approx(100 * (areas["park"] + areas["yard"]), rel=1e-9)
    # The yard is the innermost place with an area: the park and the zone hold it.
    assert body["innermost"]["count"] == 1
    assert body["innermost"]["total"]["area_km2"] == pytest.approx(areas["yard"], rel=1e-12)


def test_a_place_that_overlaps_no_other_has_no_overlap_and_none_has_no_area(small: Atlas) -> None:
    assert describe(small, PlaceFilter(grade="B"))["overlap"]["area_km2"] == 0.0
    body = describe(small, PlaceFilter(grade="C"))
    assert body["places"] == []
    for figure in (body["sum"], body["overlap"], body["total"], body["innermost"]["total"]):
        assert figure == {"area_km2": 0.0, "area_ha": 0.0, "area_mu": 0.0}


def test_a_place_is_described_with_none_for_what_it_has_not(small: Atlas) -> None:
    body = describe(small, PlaceFilter(layer="parks"))
    assert body["places"][-1] == {
        "id": "nowhere",
        "name_zh": "名nowhere",
        "name_en": "Name nowhere",
        "kind": "park",
        "layer": "parks",
        "grade": None,
        "area_km2": None,
        "located": False,
        "says": [],
    }
    assert [place["located"] for place in body["places"]] == [True, True, True, False]
    assert body["documents"]["rule"] == {
        "id": "rule",
        "short_zh": "短",
        "short_en": "short",
        "title_zh": "题",
        "title_en": "title",
        "number": None,
        "issued_on": None,
    }


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        (["zone", "park", "yard"], ["yard"]),
        (["zone", "yard"], ["yard"]),
        (["zone", "park"], ["park"]),
        (["yard", "zone"], ["yard"]),
        # Only places with an area count, and only they make their holders drop out.
        (["park", "plant"], ["park"]),
        (["nowhere"], []),
    ],
)
def test_the_innermost_places_hold_no_other_of_those_named(
    small: Atlas, places: list[str], expected: list[str]
) -> None:
    assert innermost_places(small, places) == expected


def test_empty_values_and_other_keys_of_a_query_ask_nothing() -> None:
    read = PlaceFilter.read({"kind": "park", "grade": "", "page": "2"})
    assert read == PlaceFilter(kind="park")
    assert read.given() == {"kind": "park"}
    with pytest.raises(dataclasses.FrozenInstanceError):
        read.kind = "zone"


def test_width_case_brackets_and_blanks_are_folded() -> None:
    assert fold_for_search("〔２０２０〕 Chip　Port【A】") == "[2020]chipport[a]"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [("〔2020〕743", "[2020] 743"), ("ＡＢＣ", "abc"), ("临 港\n新片区", "临港新片区"), ("【一】", "[一]")],
)
def test_typed_text_meets_printed_text(typed: str, printed: str) -> None:
    assert fold_for_search(typed) == fold_for_search(printed)


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


def test_ground_is_never_less_than_nothing_where_the_union_is_rounded_up() -> None:
    """Two neighbours whose figures are a tenth of a square metre below what their union measures."""
    shapes = [shapely.box(121.70, 30.9, 121.72, 30.95), shapely.box(121.72, 30.9, 121.74, 30.95)]
    frame = gpd.GeoDataFrame({"area_km2": area_km2(shapes, "EPSG:4326") - 1e-7}, geometry=shapes, crs="EPSG:4326")
    assert merged_area_of(frame)["overlap"] == {"area_km2": 0.0, "area_ha": 0.0, "area_mu": 0.0}


def test_many_features_that_cross_have_the_area_of_their_union(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = np.random.default_rng(31)
    corners = draw.uniform((121.5, 30.8), (121.7, 31.0), (300, 2))
    frame = gpd.GeoDataFrame(geometry=[shapely.box(x, y, x + 0.01, y + 0.02) for x, y in corners], crs="EPSG:4326")
    frame["area_km2"] = area_km2(frame.geometry.array, frame.crs)
    union = merged_area_of(frame)
    monkeypatch.setattr(filter_module, "MANY", 100)
    assert merged_area_of(frame)["total"]["area_km2"] == pytest.approx(union["total"]["area_km2"], rel=1e-9)
    assert union["overlap"]["area_km2"] > 10
