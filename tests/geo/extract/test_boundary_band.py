"""The relation of a site to boundaries that are known to some metres only."""

from __future__ import annotations

import pytest
import shapely

from geo import Atlas
from geo.extract.boundary_band import boundary_relation, near_places, plane_of
from geo.extract.touches import touches
from geo.stats.place_bands import band_of_place

INNER = shapely.box(121.85, 30.91, 121.86, 30.92)
METRE = 1.0 / 95_700.0


def relation(atlas: Atlas, shape: shapely.Geometry) -> str | None:
    return boundary_relation(atlas, "lg-area-386", plane_of(shape))


def test_the_band_of_a_place_is_made_once(atlas: Atlas) -> None:
    assert band_of_place(atlas, "lg-area-386") is band_of_place(atlas, "lg-area-386")


def test_a_shape_lies_inside_partly_or_within_the_band(atlas: Atlas) -> None:
    zone = atlas.features.geometry["lg-area-386"]
    assert relation(atlas, INNER) == "inside"
    assert relation(atlas, zone.envelope) == "partly"
    assert relation(atlas, shapely.Point(shapely.get_coordinates(zone)[0])) == "within the band"
    assert relation(atlas, shapely.box(120.0, 30.0, 120.1, 30.1)) == "outside"


def test_a_shape_in_two_parts_far_from_the_boundary_is_partly_inside(atlas: Atlas) -> None:
    for parts in (
        shapely.MultiPolygon([INNER, shapely.box(110.0, 30.0, 110.1, 30.1)]),
        shapely.MultiPoint([INNER.centroid, (110.0, 30.0)]),
    ):
        assert relation(atlas, parts) == "partly"


def test_an_axis_has_no_inside(atlas: Atlas) -> None:
    assert boundary_relation(atlas, "belt-bay", plane_of(atlas.features.geometry["belt-bay"].envelope)) is None


@pytest.mark.parametrize(("gap_m", "is_near"), [(20.0, True), (2_000.0, False)])
def test_a_place_missed_by_less_than_its_accuracy_is_near(atlas: Atlas, gap_m: float, is_near: bool) -> None:
    zone = atlas.features.geometry["lg-new-area"]
    west, south, _, north = zone.bounds
    middle = (south + north) / 2.0
    edge = zone.intersection(shapely.LineString([(west - 0.1, middle), (west + 0.2, middle)])).bounds[0]
    shape = shapely.box(edge - (gap_m + 100.0) * METRE, middle - 0.0005, edge - gap_m * METRE, middle + 0.0005)
    found = {row["id"]: row for row in near_places(atlas, plane_of(shape), ())}
    assert ("lg-new-area" in found) is is_near
    if is_near:
        assert found["lg-new-area"]["distance_m"] == pytest.approx(gap_m, abs=10.0)
        assert found["lg-new-area"]["distance_m"] <= found["lg-new-area"]["accuracy_m"]


def test_a_neighbour_that_shares_an_edge_is_near_where_it_is_not_touched(atlas: Atlas) -> None:
    shape = atlas.features.geometry["fp-oriental-chip-port"]
    touched = {touch.place_id for touch in touches(atlas, shape)}
    found = {row["id"]: row["distance_m"] for row in near_places(atlas, plane_of(shape), touched)}
    assert "area-dishui-core" not in touched, "they share a strip of 0.07 m: two drawings of one edge"
    assert found["area-dishui-core"] == 0.0
    assert not touched & set(found)
