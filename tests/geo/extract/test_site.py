"""What is drawn is measured as everything else is, and told what it touches."""

from __future__ import annotations

import json

import pytest
import shapely

from geo import Atlas
from geo.errors import GeometryError, ParameterError
from geo.extract.site import measure_drawn, read_drawn
from geo.measure.area import area_km2

BOX = shapely.box(121.86, 30.86, 121.95, 30.92)


def test_a_place_drawn_anew_measures_as_the_place(atlas: Atlas) -> None:
    shape = atlas.features.geometry["fa-frontier"]
    result = measure_drawn(atlas, read_drawn(shapely.to_geojson(shape)))
    assert result["area"]["area_km2"] == pytest.approx(atlas.features.at["fa-frontier", "area_km2"], rel=1e-12)
    own = next(row for row in result["touched"] if row["id"] == "fa-frontier")
    assert own["share_of_drawn"] == pytest.approx(1.0)
    assert own["share_of_place"] == pytest.approx(1.0)


def test_shares_are_of_ellipsoidal_areas(atlas: Atlas) -> None:
    for row in measure_drawn(atlas, BOX)["touched"]:
        if row["area_km2"] is not None:
            common = atlas.features.geometry[row["id"]].intersection(BOX)
            assert row["area_km2"] == pytest.approx(area_km2([common], "EPSG:4326")[0])
            assert row["share_of_drawn"] <= 1 + 1e-12
            assert row["share_of_place"] <= 1 + 1e-12


def test_covered_and_uncovered_ground_make_the_whole(atlas: Atlas) -> None:
    result = measure_drawn(atlas, BOX)
    ids = [row["id"] for row in result["touched"] if row["area_km2"] is not None]
    covered = shapely.union_all(atlas.features.geometry[ids].array).intersection(BOX)
    assert result["uncovered"]["area_km2"] + area_km2([covered], "EPSG:4326")[0] == pytest.approx(
        result["area"]["area_km2"]
    )


def test_a_neighbour_with_a_common_edge_is_not_touched(atlas: Atlas) -> None:
    shape = atlas.features.geometry["lg-pilot-mainland"]
    touched = {row["id"] for row in measure_drawn(atlas, shape)["touched"]}
    assert "area-pvg-south" not in touched


def test_a_line_has_a_length_and_no_area(atlas: Atlas) -> None:
    result = measure_drawn(atlas, shapely.LineString([(121.86, 30.9), (121.95, 30.9)]))
    assert result["area"] is None
    assert result["length_km"] == pytest.approx(8.6, abs=0.1)
    assert all(row["length_km"] is None or row["length_km"] <= result["length_km"] + 1e-9 for row in result["touched"])


def test_the_positioning_of_the_smallest_place_comes_first(atlas: Atlas) -> None:
    said = measure_drawn(atlas, atlas.features.geometry["fa-frontier"])["positioning"]
    areas = [atlas.features.at[place["id"], "area_km2"] for place in said]
    assert said
    assert areas == sorted(areas)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"type": "Nothing"}', '{"type": "FeatureCollection", "features": []}']
)
def test_what_is_no_geojson_is_refused(text: str) -> None:
    with pytest.raises(ParameterError):
        read_drawn(text)


def test_an_outline_that_crosses_itself_is_refused() -> None:
    bow = {"type": "Polygon", "coordinates": [[[121, 30], [122, 31], [122, 30], [121, 31], [121, 30]]]}
    with pytest.raises(GeometryError, match="not cross"):
        read_drawn(json.dumps(bow))


def test_metres_are_refused_as_degrees() -> None:
    box = shapely.to_geojson(shapely.box(41_380_000, 3_420_000, 41_381_000, 3_421_000))
    with pytest.raises(GeometryError, match="degrees"):
        read_drawn(box)


def test_a_shape_is_told_how_it_stands_to_the_boundary_of_a_place(atlas: Atlas) -> None:
    zone = atlas.features.geometry["lg-area-386"]
    inner = next(
        row
        for row in measure_drawn(atlas, shapely.box(121.85, 30.91, 121.86, 30.92))["touched"]
        if row["id"] == "lg-area-386"
    )
    across = next(row for row in measure_drawn(atlas, zone.envelope)["touched"] if row["id"] == "lg-area-386")
    assert (inner["standing"], across["standing"]) == ("inside", "partly")
    # Belts have no inside.
    axes = [row for row in measure_drawn(atlas, BOX)["touched"] if row["layer"] == "belts"]
    assert axes
    assert all(row["standing"] is None for row in axes)


def test_a_place_missed_by_less_than_its_accuracy_is_named_and_one_farther_off_is_not(atlas: Atlas) -> None:
    feature = atlas.features.loc["lg-new-area"]
    west, south, _, north = feature["geometry"].bounds
    middle = (south + north) / 2.0
    edge = feature["geometry"].intersection(shapely.LineString([(west - 0.1, middle), (west + 0.2, middle)])).bounds[0]
    metre = 1.0 / 95_700.0
    for gap_m, named in ((20.0, True), (2_000.0, False)):
        shape = shapely.box(edge - (gap_m + 100.0) * metre, middle - 0.0005, edge - gap_m * metre, middle + 0.0005)
        found = {row["id"]: row for row in measure_drawn(atlas, shape)["near"]}
        assert ("lg-new-area" in found) is named
        if named:
            assert found["lg-new-area"]["distance_m"] == pytest.approx(gap_m, abs=10.0)
            assert found["lg-new-area"]["distance_m"] <= found["lg-new-area"]["accuracy_m"]
