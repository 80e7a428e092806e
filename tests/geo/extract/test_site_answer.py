"""The answer on a site: measured as everything else is, with what it touches and what applies."""

from __future__ import annotations

import pytest
import shapely

from geo import Atlas
from geo.extract.account import size_of
from geo.extract.site_answer import measure_site
from geo.extract.site_shape import read_shape
from geo.extract.touches import applying, thresholds, touches
from geo.measure.area import area_km2

BOX = shapely.box(121.86, 30.86, 121.95, 30.92)
#: Keys that the map page and other programs read; they never change their names.
ROW_KEYS = {
    *("id", "name_zh", "name_en", "kind", "layer", "grade", "place_km2", "area_km2", "length_km"),
    *("share_of_drawn", "share_of_place", "standing", "applies", "verdict", "share_pm", "area_pm_km2"),
    *("layer_zh", "layer_en"),
}


def test_a_place_drawn_anew_measures_as_the_place(atlas: Atlas) -> None:
    shape = atlas.features.geometry["fa-frontier"]
    answer = measure_site(atlas, read_shape(shapely.to_geojson(shape)))
    assert answer["area"]["area_km2"] == pytest.approx(atlas.features.at["fa-frontier", "area_km2"], rel=1e-12)
    own = next(row for row in answer["touched"] if row["id"] == "fa-frontier")
    assert own["share_of_drawn"] == pytest.approx(1.0)
    assert own["share_of_place"] == pytest.approx(1.0)


def test_rows_are_the_list_of_touches_under_the_keys_of_the_answer(atlas: Atlas) -> None:
    rows, found = measure_site(atlas, BOX)["touched"], touches(atlas, BOX)
    assert all(set(row) == ROW_KEYS for row in rows)
    said = [(row["id"], row["share_of_drawn"], row["standing"], row["applies"]) for row in rows]
    assert said == [(t.place_id, t.share_of_site, t.boundary_relation, t.applies) for t in found]


def test_covered_and_uncovered_ground_make_the_whole(atlas: Atlas) -> None:
    answer = measure_site(atlas, BOX)
    ids = [row["id"] for row in answer["touched"] if row["area_km2"] is not None]
    covered = shapely.union_all(atlas.features.geometry[ids].array).intersection(BOX)
    total = answer["uncovered"]["area_km2"] + float(area_km2([covered], "EPSG:4326")[0])
    assert total == pytest.approx(answer["area"]["area_km2"])


def test_a_line_has_a_length_and_no_area(atlas: Atlas) -> None:
    answer = measure_site(atlas, shapely.LineString([(121.86, 30.9), (121.95, 30.9)]))
    assert (answer["area"], answer["perimeter_km"], answer["uncovered"]) == (None, None, None)
    assert answer["length_km"] == pytest.approx(8.6, abs=0.1)
    lengths = [row["length_km"] for row in answer["touched"] if row["length_km"] is not None]
    assert lengths
    assert max(lengths) <= answer["length_km"] + 1e-9


def test_the_size_alone_is_that_of_the_answer(atlas: Atlas) -> None:
    answer = measure_site(atlas, BOX)
    size = size_of(BOX)
    assert size == {key: answer[key] for key in size}


@pytest.mark.parametrize("shape", [BOX, shapely.Point(121.9, 30.9)])
def test_positioning_is_that_of_the_places_that_apply(atlas: Atlas, shape: shapely.Geometry) -> None:
    claims = atlas.tables["claims"]
    with_one = set(claims.loc[claims["type"] == "positioning", "place_id"])
    expected = [(t.place_id, t.applies) for t in applying(touches(atlas, shape)) if t.place_id in with_one]
    answer = measure_site(atlas, shape)
    assert expected
    assert [(place["id"], place["applies"]) for place in answer["positioning"]] == expected
    assert all(said["doc_id"] in answer["documents"] for place in answer["positioning"] for said in place["says"])


def test_the_thresholds_are_told_in_numbers_and_words(atlas: Atlas) -> None:
    answer = measure_site(atlas, BOX)
    assert answer["thresholds"] == thresholds()
    for lang in ("zh", "en"):
        assert "50%" in answer[f"thresholds_{lang}"]
