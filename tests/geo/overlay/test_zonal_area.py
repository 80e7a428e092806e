"""The account of zones by features: equal to geometry, adding up, and never a silent zero."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import CRSError, GeometryError, ParameterError
from geo.measure.area import area_km2
from geo.overlay.prepare import prepare_features, prepare_zones
from geo.overlay.zonal_area import zonal_area
from tests.geo.shapes import LONLAT, frame, scattered, star, tiles

#: Every cell against shapely's intersection measured by `geo.measure.area`, as a part of the smaller of zone and
#: feature.
AGREES = 1e-10
#: The rows of a zone against its area.
CLOSES = 1e-9


def by_geometry(zones: gpd.GeoDataFrame, features: gpd.GeoDataFrame) -> np.ndarray:
    """The peer: intersect every pair and measure what is left, km², zones × features."""
    left, right = zones.geometry.to_numpy(), features.geometry.to_numpy()
    met = shapely.intersection(left[:, None], right[None, :])
    return area_km2(met.reshape(-1), LONLAT).reshape(met.shape)


def cells(account: pd.DataFrame, zones: gpd.GeoDataFrame, features: gpd.GeoDataFrame) -> np.ndarray:
    """The member rows as a matrix, zones × features; a pair without a row is 0."""
    rows = account[account["kind"] == "member"].pivot_table(index="zone_id", columns="member", values="area_km2")
    return rows.reindex(index=zones.index, columns=features.index).fillna(0.0).to_numpy(float)


def assert_agrees(zones: gpd.GeoDataFrame, features: gpd.GeoDataFrame) -> pd.DataFrame:
    account = zonal_area(zones, features)
    expected = by_geometry(zones, features)
    scale = np.minimum.outer(area_km2(zones.geometry, LONLAT), area_km2(features.geometry, LONLAT))
    assert (np.abs(cells(account, zones, features) - expected) / scale).max() < AGREES
    found = cells(account, zones, features) > 0
    assert not found[expected < scale * 1e-12].any(), "a cell where geometry finds no ground"
    assert found[expected > scale * AGREES].all(), "no cell where geometry finds ground"
    assert_closes(account, zones)
    return account


def assert_closes(account: pd.DataFrame, zones: gpd.GeoDataFrame) -> None:
    total = account.groupby("zone_id")["area_km2"].sum().reindex(zones.index).to_numpy()
    assert total == pytest.approx(area_km2(zones.geometry, zones.crs), rel=CLOSES)


def closing_row(account: pd.DataFrame, zone: str, kind: str) -> float:
    row = account[(account["zone_id"] == zone) & (account["kind"] == kind)]
    assert len(row) == 1
    return float(row["area_km2"].iloc[0])


@given(seed=st.integers(0, 2**20), size=st.floats(0.0005, 0.05), corners=st.integers(3, 60))
@settings(max_examples=40, deadline=None)
def test_every_cell_equals_the_measured_intersection(seed: int, size: float, corners: int) -> None:
    assert_agrees(
        scattered(4, 0.05, seed, (corners, corners + 200)), scattered(12, size, seed + 1, (3, max(corners, 4)))
    )


@given(lon=st.floats(75, 134), lat=st.floats(4, 53), log_size=st.floats(-5, 0.3), seed=st.integers(0, 2**20))
@settings(max_examples=40, deadline=None)
def test_cells_are_right_from_a_few_square_metres_to_a_province_anywhere_in_china(
    lon: float, lat: float, log_size: float, seed: int
) -> None:
    size = 10.0**log_size
    zones = frame(star(lon, lat, size, 30, seed), star(lon + size / 2, lat, size, 12, seed + 1))
    features = frame(*(star(lon + size / 3, lat + size / 4, size / 2, 5 + row, seed + row) for row in range(4)))
    account = zonal_area(zones, features)
    scale = np.minimum.outer(area_km2(zones.geometry, LONLAT), area_km2(features.geometry, LONLAT))
    # A vertex is stored to 1.4e-14°: of a figure 1 m wide that is some 1e-8.
    allowed = 1e-9 + 1e-13 / size
    assert (np.abs(cells(account, zones, features) - by_geometry(zones, features)) / scale).max() < allowed
    assert_closes(account, zones)


@given(seed=st.integers(0, 2**20))
@settings(max_examples=15, deadline=None)
def test_overlap_and_unassigned_are_those_of_the_union(seed: int) -> None:
    zones, features = scattered(3, 0.04, seed), scattered(25, 0.03, seed + 7)
    account = assert_agrees(zones, features)
    covered = shapely.union_all(features.geometry.to_numpy())
    for zone, shape in zones.geometry.items():
        whole, met = area_km2([shape, shape.intersection(covered)], LONLAT)
        plain = by_geometry(zones.loc[[zone]], features).sum()
        assert closing_row(account, str(zone), "unassigned") == pytest.approx(whole - met, abs=whole * 1e-9)
        assert closing_row(account, str(zone), "overlap") == pytest.approx(met - plain, abs=whole * 1e-9)


def test_features_that_tile_a_zone_leave_nothing_and_share_nothing() -> None:
    parcels = tiles(23, 11, 5)
    zones = frame(shapely.box(121.6, 30.85, 121.9, 30.98), shapely.box(121.65, 30.86, 121.8, 30.97))
    account = zonal_area(zones, parcels)
    for zone in zones.index:
        assert closing_row(account, zone, "unassigned") == 0.0
        assert closing_row(account, zone, "overlap") == 0.0
    assert_closes(account, zones)


def test_a_zone_border_along_parcel_borders_makes_no_cell_on_the_other_side() -> None:
    parcels = tiles(20, 10, 6)
    inside = np.arange(200) % 20 < 7
    zones = frame(
        shapely.coverage_union_all(parcels.geometry[inside]), shapely.coverage_union_all(parcels.geometry[~inside])
    )
    account = zonal_area(zones, parcels)
    members = account[account["kind"] == "member"]
    assert members["member"].is_unique
    assert set(members.loc[members["zone_id"] == "a", "member"]) == set(parcels.index[inside])
    assert members["share_of_member"].to_numpy() == pytest.approx(1.0, abs=1e-12)


def test_a_feature_equal_to_the_zone_is_all_of_it_and_its_neighbour_none() -> None:
    shape = star(121.7, 30.9, 0.02, 300, 4)
    account = zonal_area(frame(shape), frame(shape, shape.envelope.difference(shape)))
    members = account[account["kind"] == "member"]
    assert members["member"].tolist() == ["a"]
    assert members["share_of_zone"].iloc[0] == pytest.approx(1.0, abs=1e-11)


def test_holes_and_parts_count_as_drawn_and_a_zone_in_a_hole_has_no_cell() -> None:
    outer, hole = star(121.7, 30.9, 0.05, 40, 1), star(121.7, 30.9, 0.015, 25, 2)
    ring = outer.difference(hole)
    features = frame(ring, shapely.MultiPolygon([hole, star(121.85, 30.9, 0.02, 9, 3)]))
    zones = frame(star(121.72, 30.9, 0.03, 80, 5), star(121.7, 30.9, 0.004, 12, 6), ring)
    account = assert_agrees(zones, features)
    in_hole = account[(account["zone_id"] == "b") & (account["kind"] == "member")]
    assert in_hole["member"].tolist() == ["b"]
    # The ring and what fills its hole touch all around and share nothing.
    assert closing_row(account, "a", "overlap") == 0.0


def test_a_tiny_zone_in_a_huge_feature_is_no_silent_zero() -> None:
    feature = shapely.box(121.0, 30.0, 123.0, 32.0)
    zone = shapely.box(121.9, 30.9, 121.900001, 30.900001)
    account = zonal_area(frame(zone), frame(feature))
    # Ten centimetres wide: its own vertices are stored to 1e-8 of that.
    assert account["share_of_zone"].iloc[0] == pytest.approx(1.0, abs=1e-7)


@pytest.mark.long
def test_rings_of_many_vertices_are_cut_without_loss() -> None:
    features = frame(star(121.75, 30.92, 0.1, 20_000, 1), star(121.8, 30.92, 0.08, 3_000, 2))
    zones = frame(star(121.74, 30.9, 0.05, 5_000, 3), star(121.82, 30.95, 0.06, 400, 4))
    assert_agrees(zones, features)


@pytest.mark.long
def test_a_ring_of_a_million_vertices_is_measured() -> None:
    angle = np.linspace(0, 2 * np.pi, 1_000_000, endpoint=False)
    radius = 0.1 + 0.001 * np.sin(997 * angle)
    coast = shapely.Polygon(np.column_stack((121.75 + radius * np.cos(angle), 30.92 + radius * np.sin(angle))))
    half = shapely.box(121.75, 30.0, 123.0, 32.0)
    account = zonal_area(frame(half), frame(coast))
    assert account["area_km2"].iloc[0] == pytest.approx(area_km2([coast.intersection(half)], LONLAT)[0], rel=1e-10)
    account = zonal_area(frame(coast), frame(half))
    assert account["area_km2"].iloc[0] == pytest.approx(area_km2([coast.intersection(half)], LONLAT)[0], rel=1e-10)


def test_a_zone_that_zigzags_from_south_to_north_is_indexed_in_bounded_memory() -> None:
    lon = np.linspace(121.6, 121.9, 4_001)
    teeth = np.column_stack((lon, np.where(np.arange(4_001) % 2, 30.98, 30.86)))
    comb = shapely.Polygon([*teeth, (121.9, 30.85), (121.6, 30.85)])
    zones = prepare_zones(frame(comb))
    assert len(zones.edges.edges) <= 6 * 4_003
    assert_agrees(frame(comb), tiles(6, 4, 2))


def test_by_an_attribute_adds_the_features_up_and_counts_them() -> None:
    zones, features = scattered(3, 0.05, 3), scattered(30, 0.01, 8)
    single = zonal_area(zones, features)
    grouped = zonal_area(zones, features, by="use")
    one = single[single["kind"] == "member"].copy()
    one["use"] = features["use"].reindex(one["member"]).to_numpy()
    expected = one.groupby(["zone_id", "use"])["area_km2"].agg(["sum", "size"])
    rows = grouped[grouped["kind"] == "member"].set_index(["zone_id", "member"]).loc[expected.index]
    assert rows["area_km2"].to_numpy() == pytest.approx(expected["sum"].to_numpy(), rel=1e-12)
    assert rows["count"].tolist() == expected["size"].tolist()
    whole = features.assign(km2=area_km2(features.geometry, LONLAT)).groupby("use")["km2"].sum()
    shares = rows["area_km2"].to_numpy() / whole.reindex(rows.index.get_level_values("member")).to_numpy()
    assert rows["share_of_member"].to_numpy() == pytest.approx(shares, rel=1e-9)
    assert_closes(grouped, zones)


def test_a_missing_attribute_value_is_a_member_and_not_lost() -> None:
    features = tiles(2, 1, 1)
    features["use"] = ["green", None]
    account = zonal_area(frame(shapely.box(121.6, 30.85, 121.9, 30.98)), features, by="use")
    assert account["member"].tolist() == ["green", None, "unassigned", "overlap"]


def test_layers_in_other_reference_systems_give_the_same_account() -> None:
    zones, features = scattered(2, 0.05, 3), scattered(10, 0.02, 8)
    plain = zonal_area(zones, features)
    there = zonal_area(zones.to_crs("EPSG:4529"), features.to_crs("EPSG:32651"))
    assert there["member"].tolist() == plain["member"].tolist()
    # UTM 51N is on WGS84; the shift to CGCS2000 is null, the round trip through PROJ good to a nanometre or so.
    assert there["area_km2"].to_numpy() == pytest.approx(plain["area_km2"].to_numpy(), rel=1e-8, abs=1e-9)


def test_prepared_layers_answer_as_plain_ones_do() -> None:
    zones, features = scattered(3, 0.05, 3), scattered(20, 0.02, 8)
    ready = zonal_area(prepare_zones(zones), prepare_features(features), by="use")
    pd.testing.assert_frame_equal(ready, zonal_area(zones, features, by="use"))


def test_edges_are_straight_in_longitude_and_latitude_however_long() -> None:
    """Edges of 200 km: with vertices inserted on them nothing changes, as `geo.measure.area` states its edge rule."""
    zone, feature = shapely.Polygon([(120, 29), (122.5, 30.5), (121, 32)]), star(121.2, 30.5, 1.0, 7, 3)
    plain = zonal_area(frame(zone), frame(feature))["area_km2"]
    dense = zonal_area(frame(shapely.segmentize(zone, 0.01)), frame(shapely.segmentize(feature, 0.01)))["area_km2"]
    assert plain.to_numpy() == pytest.approx(dense.to_numpy(), rel=1e-10)
    assert plain.iloc[0] == pytest.approx(area_km2([zone.intersection(feature)], LONLAT)[0], rel=1e-10)


# --- bad input ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["zones", "features"])
def test_an_empty_layer_is_refused(which: str) -> None:
    full = frame(star(121.7, 30.9, 0.01, 8, 1))
    layers = {"zones": full, "features": full} | {which: full.iloc[:0]}
    with pytest.raises(ParameterError, match="empty layer"):
        zonal_area(layers["zones"], layers["features"])


def test_a_zone_without_location_has_a_row_that_says_so() -> None:
    account = zonal_area(frame(star(121.7, 30.9, 0.01, 8, 1), None, shapely.Polygon()), tiles(3, 3, 1))
    lost = account[account["kind"] == "unlocated"]
    assert lost["zone_id"].tolist() == ["b", "c"]
    assert lost["area_km2"].isna().all()


def test_features_without_location_are_counted_in_rows_of_their_own() -> None:
    features = tiles(2, 2, 1)
    features["use"] = ["green", "green", "housing", "housing"]
    features.loc["t1", "geometry"] = None
    account = zonal_area(frame(shapely.box(121.6, 30.85, 121.9, 30.98)), features, by="use")
    lost = account[account["kind"] == "unlocated"]
    assert lost[["member", "count"]].to_numpy().tolist() == [["green", 1]]
    assert closing_row(account, "a", "unassigned") > 1.0


@pytest.mark.parametrize(
    "shape",
    [
        shapely.Point(121.7, 30.9),
        shapely.LineString([(121, 30), (122, 31)]),
        shapely.GeometryCollection([shapely.box(121, 30, 122, 31)]),
    ],
)
@pytest.mark.parametrize("which", ["zones", "features"])
def test_points_lines_and_collections_are_refused_by_name(which: str, shape: object) -> None:
    good, bad = frame(star(121.7, 30.9, 0.01, 8, 1)), frame(star(121.7, 30.9, 0.01, 8, 1), shape)
    layers = {"zones": good, "features": good} | {which: bad}
    with pytest.raises(GeometryError, match=f"{which}: 1 geometries without area .*b is a"):
        zonal_area(layers["zones"], layers["features"])


@pytest.mark.filterwarnings("ignore:invalid value encountered")  # numpy, while shapely makes the ring
@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_coordinate_that_is_no_number_is_refused_by_name(value: float) -> None:
    broken = shapely.Polygon([(121, 30), (122, 30), (122, value), (121, 31)])
    with pytest.raises(GeometryError, match="no numbers in b"):
        zonal_area(frame(star(121.7, 30.9, 0.01, 8, 1)), frame(star(121.7, 30.9, 0.01, 8, 1), broken), repair=True)


def test_an_invalid_polygon_is_refused_with_its_reason() -> None:
    bowtie = shapely.Polygon([(121.7, 30.9), (121.8, 30.95), (121.8, 30.9), (121.7, 30.95)])
    with pytest.raises(GeometryError, match="a: Self-intersection"):
        zonal_area(frame(shapely.box(121, 30, 122, 31)), frame(bowtie))


def test_a_mended_polygon_is_reported_with_what_changed_and_by_how_much() -> None:
    """A spike of no area and a bow-tie, whose two halves cancel before and count after mending."""
    spike = shapely.Polygon(
        [(121.7, 30.9), (121.8, 30.9), (121.9, 30.9), (121.8, 30.9), (121.8, 30.95), (121.7, 30.95)]
    )
    bowtie = shapely.Polygon([(121.5, 30.9), (121.6, 30.95), (121.6, 30.9), (121.5, 30.95)])
    account = zonal_area(frame(shapely.box(121, 30, 122, 31)), frame(spike, bowtie), repair=True)
    repairs = account.attrs["repairs"]
    assert [repair.id for repair in repairs] == ["a", "b"]
    assert repairs[0].change_km2 == pytest.approx(0.0, abs=1e-9)
    halves = area_km2([shapely.make_valid(bowtie)], LONLAT)[0]
    assert repairs[1].change_km2 == pytest.approx(halves, rel=0.01)
    assert account.loc[account["member"] == "b", "area_km2"].iloc[0] == pytest.approx(halves, rel=1e-9)
    assert_closes(account, frame(shapely.box(121, 30, 122, 31)))


def test_a_ring_across_the_antimeridian_is_refused() -> None:
    across = shapely.Polygon([(179.5, 50), (-179.5, 50), (-179.5, 51), (179.5, 51)])
    with pytest.raises(GeometryError, match="antimeridian"):
        zonal_area(frame(across), frame(star(121.7, 30.9, 0.01, 8, 1)))


@pytest.mark.parametrize("crs", [None, "EPSG:3857"])
def test_web_mercator_and_unknown_systems_are_refused(crs: str | None) -> None:
    with pytest.raises(CRSError):
        zonal_area(frame(shapely.box(0, 0, 1, 1), crs=crs), frame(star(121.7, 30.9, 0.01, 8, 1)))


def test_metres_said_to_be_degrees_are_refused() -> None:
    metres = shapely.box(395_000, 3_420_000, 396_000, 3_421_000)
    with pytest.raises(CRSError, match="projected metres"):
        zonal_area(frame(metres), frame(star(121.7, 30.9, 0.01, 8, 1)))


def test_an_id_that_names_two_zones_is_refused() -> None:
    zones = frame(star(121.7, 30.9, 0.01, 8, 1), star(121.8, 30.9, 0.01, 8, 1))
    with pytest.raises(ParameterError, match="'a' twice"):
        zonal_area(zones.set_axis(["a", "a"]), zones)


def test_an_unknown_attribute_names_those_that_exist() -> None:
    with pytest.raises(ParameterError, match="one of use"):
        zonal_area(frame(star(121.7, 30.9, 0.01, 8, 1)), tiles(2, 2, 1), by="colour")


def test_vertices_projected_from_metres_are_converted_one_by_one() -> None:
    """As `geo.measure.area` does: vertices are converted, edges are then straight in degrees."""
    to_metres = pyproj.Transformer.from_crs(LONLAT, "EPSG:4529", always_xy=True)
    shape = shapely.box(121.7, 30.9, 121.9, 31.0)
    metres = shapely.transform(shape, lambda xy: np.column_stack(to_metres.transform(xy[:, 0], xy[:, 1])))
    account = zonal_area(frame(metres, crs="EPSG:4529"), frame(metres, crs="EPSG:4529"))
    assert account["area_km2"].iloc[0] == pytest.approx(area_km2([shape], LONLAT)[0], rel=1e-9)
