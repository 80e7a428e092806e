"""The three lists: complete, each subject in one, the same every time."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from typing import Any

import geopandas as gpd
import pytest
import shapely

from geo import Atlas
from geo.errors import NotFoundError, ParameterError, UnknownPlaceError
from geo.extract.statement import (
    LISTS,
    extract_again,
    extract_id,
    extract_json,
    extract_of_features,
    extract_of_place,
    extract_of_shape,
)
from geo.extract.subjects import known_day, subjects
from geo.extract.touches import touches
from geo.readers.vector_file import parse_geojson
from tests.geo.extract.sites import CHIP_PORT_BOX, FAR_WEST

DAY = dt.date(2026, 11, 29)
BOX = shapely.box(*CHIP_PORT_BOX)


@pytest.fixture(scope="module")
def drawn(atlas: Atlas) -> dict[str, Any]:
    return extract_of_shape(atlas, BOX, DAY)


@pytest.fixture(scope="module")
def park(atlas: Atlas) -> dict[str, Any]:
    return extract_of_place(atlas, "fp-oriental-chip-port", DAY)


def _keys(rows: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return [(row["theme"], row["kind"], row["id"]) for row in rows]


@pytest.mark.parametrize("name", ["drawn", "park"])
def test_every_subject_stands_in_exactly_one_list(atlas: Atlas, name: str, request: pytest.FixtureRequest) -> None:
    extract = request.getfixturevalue(name)
    found = Counter(key for each in LISTS for key in _keys(extract[each]) if key[1] not in {"claim", "coverage"})
    assert set(found.values()) == {1}
    listed = subjects(atlas, known_day(atlas, DAY))
    assert set(found) == {(one.theme, one.row["kind"], one.row["id"]) for one in listed}


def test_all_that_is_said_of_a_place_that_applies_is_listed(atlas: Atlas, drawn: dict[str, Any]) -> None:
    places = {row["id"] for row in drawn["applies"] if row["kind"] == "place"}
    claims = atlas.tables["claims"]
    said = sorted(row["id"] for row in drawn["applies"] if row["kind"] == "claim")
    assert said == sorted(claims.loc[claims["place_id"].isin(places), "claim_id"])


def test_all_that_the_site_touches_applies(atlas: Atlas, drawn: dict[str, Any]) -> None:
    rows = {row["id"]: row for row in drawn["applies"] if row["kind"] == "place"}
    for touch in touches(atlas, shapely.normalize(BOX)):
        assert touch.place_id in rows
        if touch.geometry == "area":
            assert rows[touch.place_id]["share_of_site"] == pytest.approx(touch.share_of_site, abs=1e-6)


def test_what_does_not_apply_certainly_does_not(atlas: Atlas, drawn: dict[str, Any]) -> None:
    reached = {place["id"] for row in drawn["applies"] for place in row["places"]}
    for row in drawn["does_not_apply"]:
        assert not reached & set(row["place_ids"])
        assert all(atlas.features.geometry[place] is not None for place in row["place_ids"])


def test_a_row_that_cannot_be_judged_says_why(drawn: dict[str, Any]) -> None:
    reasons = Counter(row["reason_en"] for row in drawn["no_data"])
    assert len(reasons) == 3
    assert all(row["reason_zh"] for row in drawn["no_data"])


def test_counts_are_those_of_the_lists(drawn: dict[str, Any]) -> None:
    for name in LISTS:
        assert sum(theme["counts"][name] for theme in drawn["themes"]) == len(drawn[name])


def test_where_it_was_not_looked_is_said(atlas: Atlas) -> None:
    far = extract_of_shape(atlas, shapely.box(*FAR_WEST), DAY)
    rows = [row for row in far["no_data"] if row["kind"] == "coverage"]
    assert {row["theme"] for row in rows} == {"scopes", "functional_areas", "belts", "clusters"}
    assert "100.0%" in rows[0]["reason_en"]
    half = extract_of_shape(atlas, shapely.box(121.4, 30.9, 121.5696, 31.0), DAY)
    assert next(theme for theme in half["themes"] if theme["id"] == "scopes")["looked_at_share"] == pytest.approx(
        0.5, abs=0.001
    )


def test_a_place_without_location_is_compared_with_nothing(atlas: Atlas) -> None:
    extract = extract_of_place(atlas, "park-intl-data", DAY)
    assert extract["does_not_apply"] == []
    assert {place["id"] for row in extract["applies"] if row["kind"] == "place" for place in row["places"]} == {
        "park-intl-data"
    }
    assert extract["site"]["bounds"] is None


def test_the_same_input_gives_the_same_bytes(atlas: Atlas, drawn: dict[str, Any]) -> None:
    turned = shapely.Polygon([*BOX.exterior.coords[2:], *BOX.exterior.coords[1:3]])
    assert extract_json(extract_of_shape(atlas, turned, DAY)) == extract_json(drawn)
    read = json.loads(extract_json(drawn))
    assert extract_json(extract_again(atlas, read["input"], DAY)) == extract_json(drawn)
    assert extract_id(read["input"], read["version"], read["as_of"]) == drawn["id"]


def test_another_day_is_another_extract(atlas: Atlas, park: dict[str, Any]) -> None:
    then = extract_of_place(atlas, "fp-oriental-chip-port", dt.date(2022, 6, 1))
    assert then["id"] != park["id"]
    cited = {source["document"] for name in LISTS for row in then[name] for source in row["sources"]}
    assert "ftz-park-2025" not in {*cited, *then["documents"]}
    with pytest.raises(NotFoundError):
        extract_of_place(atlas, "fp-oriental-chip-port", dt.date(2019, 1, 1))


def test_polygons_of_a_file_are_one_site(atlas: Atlas, drawn: dict[str, Any]) -> None:
    frame = parse_geojson(shapely.to_geojson(BOX), "body")
    assert extract_of_features(atlas, frame, DAY)["applies"] == drawn["applies"]


def test_a_line_and_an_unknown_place_are_refused(atlas: Atlas) -> None:
    with pytest.raises(ParameterError):
        extract_of_shape(atlas, shapely.LineString([(121.8, 30.9), (121.9, 30.9)]), DAY)
    with pytest.raises(UnknownPlaceError):
        extract_of_place(atlas, "nowhere", DAY)


def test_a_place_inherits_from_the_place_it_belongs_to(atlas: Atlas) -> None:
    extract = extract_of_place(atlas, "park-intl-data", DAY)
    through = {place["id"] for row in extract["applies"] if row["kind"] == "measure" for place in row["places"]}
    assert through - {"park-intl-data"}


def test_what_was_assumed_to_read_a_shape_is_part_of_its_input(atlas: Atlas) -> None:
    frame = gpd.GeoDataFrame(geometry=[shapely.box(*CHIP_PORT_BOX)], crs="EPSG:4326")
    plain = extract_of_features(atlas, frame, DAY)
    frame.attrs["warnings"] = [{"text_zh": "X 与 Y 对调", "text_en": "X and Y are swapped"}]
    warned = extract_of_features(atlas, frame, DAY)
    assert "warnings" not in plain["input"]
    assert warned["input"]["warnings"] == frame.attrs["warnings"]
    assert warned["id"] != plain["id"]
    assert extract_again(atlas, warned["input"], DAY) == warned
