"""The rows of zonal areas on rectangles whose figures are known: members, closing rows, shares, counts and parts."""

from __future__ import annotations

import itertools

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo.errors import GeometryError, ParameterError
from geo.measure.area import area_km2
from geo.overlay.prepare import prepare_features, prepare_zones
from geo.overlay.zonal_area import COLUMNS, Part, add_parts, close_table, part_of, repeated_areas, zonal_area
from tests.geo.shapes import LONLAT, star


def cell(west: float, east: float, south: float = 0.0, north: float = 1.0) -> shapely.Polygon:
    """A rectangle in hundredths of a degree from 121.70, 30.90."""
    return shapely.box(121.70 + west / 100, 30.90 + south / 100, 121.70 + east / 100, 30.90 + north / 100)


def km2(*shapes: shapely.Geometry) -> float:
    return float(area_km2(list(shapes), LONLAT).sum())


def layer(shapes: dict[str, object], **columns: list[object]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns, geometry=list(shapes.values()), index=list(shapes), crs=LONLAT)


def assert_rows(table: pd.DataFrame, expected: list[tuple[object, ...]]) -> None:
    """Rows as (zone, member, kind, km², share of zone, share of member, count)."""
    assert list(table.columns) == COLUMNS
    assert table[["zone_id", "member", "kind", "count"]].to_numpy(object).tolist() == [
        [row[0], row[1], row[2], row[6]] for row in expected
    ]
    for number, column in ((3, "area_km2"), (4, "share_of_zone"), (5, "share_of_member")):
        assert table[column].to_numpy() == pytest.approx(
            [np.nan if row[number] is None else row[number] for row in expected], rel=1e-9, abs=1e-15, nan_ok=True
        ), column


ZONES = {"west": cell(0, 2), "nowhere": None, "east": cell(2, 6)}
#: One in the west, one across both, one on the ground of that, one that lies in no zone for a half, one not located.
FEATURES = {"a": cell(0, 1), "b": cell(1, 4), "c": cell(1, 3, 0, 0.5), "d": cell(5, 7), "e": None}
USE = ["farm", "town", "farm", None, "town"]
ALL_OF = {name: km2(shape) for name, shape in [*ZONES.items(), *FEATURES.items()] if shape is not None}


def member(zone: str, name: str, shape: shapely.Polygon) -> tuple[object, ...]:
    return zone, name, "member", km2(shape), km2(shape) / ALL_OF[zone], km2(shape) / ALL_OF[name], 1


def closing(zone: str, kind: str, area: float, count: int = 0) -> tuple[object, ...]:
    return zone, kind, kind, area, area / ALL_OF[zone], None, count


def test_each_zone_has_a_row_for_each_member_and_two_that_close_it() -> None:
    table = zonal_area(layer(ZONES), layer(FEATURES, use=USE))
    twice = km2(cell(1, 2, 0, 0.5)), km2(cell(2, 3, 0, 0.5))
    assert_rows(
        table,
        [
            member("west", "a", cell(0, 1)),
            member("west", "b", cell(1, 2)),
            member("west", "c", cell(1, 2, 0, 0.5)),
            closing("west", "unassigned", 0.0),
            closing("west", "overlap", -twice[0], 1),
            member("east", "b", cell(2, 4)),
            member("east", "c", cell(2, 3, 0, 0.5)),
            member("east", "d", cell(5, 6)),
            closing("east", "unassigned", km2(cell(4, 5))),
            closing("east", "overlap", -twice[1], 1),
            ("nowhere", None, "unlocated", None, None, None, 0),
            (None, "e", "unlocated", None, None, None, 1),
        ],
    )
    assert table.attrs["repairs"] == []
    assert table.loc[3, "area_km2"] == 0.0


def test_by_an_attribute_a_member_is_a_value_and_counts_its_features() -> None:
    table = zonal_area(layer(ZONES), layer(FEATURES, use=USE), by="use")
    farm, town = ALL_OF["a"] + ALL_OF["c"], ALL_OF["b"]
    west = km2(cell(0, 1), cell(1, 2, 0, 0.5))
    east = km2(cell(2, 3, 0, 0.5))
    assert_rows(
        table,
        [
            ("west", "farm", "member", west, west / ALL_OF["west"], west / farm, 2),
            ("west", "town", "member", km2(cell(1, 2)), 0.5, km2(cell(1, 2)) / town, 1),
            closing("west", "unassigned", 0.0),
            closing("west", "overlap", -km2(cell(1, 2, 0, 0.5)), 1),
            ("east", "farm", "member", east, east / ALL_OF["east"], east / farm, 1),
            ("east", "town", "member", km2(cell(2, 4)), 0.5, km2(cell(2, 4)) / town, 1),
            (
                "east",
                None,
                "member",
                km2(cell(5, 6)),
                km2(cell(5, 6)) / ALL_OF["east"],
                km2(cell(5, 6)) / ALL_OF["d"],
                1,
            ),
            closing("east", "unassigned", km2(cell(4, 5))),
            closing("east", "overlap", -east, 1),
            ("nowhere", None, "unlocated", None, None, None, 0),
            (None, "town", "unlocated", None, None, None, 1),
        ],
    )


@pytest.mark.parametrize(("zones", "owners"), [(1, 2), (3, 5), (8, 20), (16, 20), (8, 40)])
def test_the_parcels_of_an_owner_add_up_however_few_of_the_possible_rows_there_are(zones: int, owners: int) -> None:
    """Forty parcels in a row. Where most pairs of a zone and an owner have no row, rows are added up another way."""
    width = 8.0 / zones
    ground = layer({f"z{k}": cell(k * width, (k + 1) * width) for k in range(zones)})
    parcels = layer(
        {f"p{k}": cell(k / 5, (k + 1) / 5) for k in range(40)}, owner=[f"o{k * owners // 40}" for k in range(40)]
    )
    table = zonal_area(ground, parcels, by="owner")
    expected: dict[tuple[str, str], list[float]] = {}
    for (zone, whole), (name, parcel) in itertools.product(ground.geometry.items(), parcels.geometry.items()):
        share = km2(whole.intersection(parcel))
        if share > 1e-9:
            expected.setdefault((zone, parcels.at[name, "owner"]), []).append(share)
    rows = table[table["kind"] == "member"]
    found = {(row.zone_id, row.member): (row.area_km2, row.count) for row in rows.itertuples(index=False)}
    assert set(found) == set(expected)
    for key, shares in expected.items():
        assert found[key][0] == pytest.approx(sum(shares), rel=1e-9)
        assert rows.set_index(["zone_id", "member"]).at[key, "count"] == len(shares)


def test_what_lies_on_two_larger_features_counts_three_times_and_is_taken_off_twice() -> None:
    table = zonal_area(layer({"z": cell(0, 4)}), layer({"a": cell(0, 4), "b": cell(0, 3), "c": cell(0, 1)}))
    overlap = table[table["kind"] == "overlap"].iloc[0]
    assert overlap["area_km2"] == pytest.approx(-km2(cell(0, 3), cell(0, 1)), rel=1e-9)
    assert overlap["count"] == 2


def test_parts_and_rings_of_a_feature_make_one_row_and_a_zone_in_its_hole_none() -> None:
    """The town has two parts, one with a hole; a ring of 120 corners is cut into pieces."""
    hole = cell(0.25, 0.75, 0.25, 0.75)
    town = shapely.MultiPolygon([cell(0, 1).difference(hole), cell(2, 3)])
    lake = star(121.715, 30.905, 0.004, 120, 1)
    zones = layer({"all": cell(0, 3), "hole": cell(0.3, 0.6, 0.3, 0.6), "rim": cell(0, 0.5)})
    table = zonal_area(zones, layer({"town": town, "lake": lake}))
    rows = table[table["kind"] == "member"]
    assert rows[["zone_id", "member"]].to_numpy().tolist() == [["all", "town"], ["all", "lake"], ["rim", "town"]]
    expected = [km2(town), km2(lake), km2(town.intersection(cell(0, 0.5)))]
    assert rows["area_km2"].to_numpy() == pytest.approx(expected, rel=1e-9)


def test_parts_of_a_layer_add_up_to_the_whole_of_it() -> None:
    features = layer({f"f{k}": cell(k, k + 1) if k != 3 else None for k in range(8)}, use=[*"abacabca"])
    ready = prepare_zones(layer({"west": cell(0, 2.5), "east": cell(2, 7.5)}))
    for by in ("use", None):
        parts = [part_of(ready, prepare_features(features.iloc[rows]), by) for rows in ([0, 1, 2], [3, 4], [5, 6, 7])]
        whole = zonal_area(ready, features, by)
        pd.testing.assert_frame_equal(close_table(ready, add_parts(parts)), whole, check_names=False)


def test_ground_shared_within_parts_is_added_up_zone_by_zone() -> None:
    ready = prepare_zones(layer({"west": cell(0, 2), "east": cell(2, 4)}))
    parts = [
        part_of(ready, prepare_features(layer({"a": cell(0, 4), "b": cell(1, 3)})), None),
        part_of(ready, prepare_features(layer({"c": cell(2, 4), "d": cell(3, 4), "e": cell(3.5, 4)})), None),
    ]
    total = add_parts(parts)
    assert total.again_km2 == pytest.approx([km2(cell(1, 2)), km2(cell(2, 3), cell(3, 4), cell(3.5, 4))], rel=1e-9)
    assert total.again_features.tolist() == [1, 3]
    assert total.members.tolist() == ["a", "b", "c", "d", "e"]
    assert total.total_km2 == pytest.approx([km2(cell(*of)) for of in ((0, 4), (1, 3), (2, 4), (3, 4), (3.5, 4))])


def test_features_that_share_no_ground_repeat_none() -> None:
    zones, features = (
        prepare_zones(layer({"z": cell(0, 4), "y": cell(4, 5)})),
        prepare_features(layer({"a": cell(0, 1)})),
    )
    again, count = repeated_areas(zones, features)
    assert (again.tolist(), count.tolist()) == ([0.0, 0.0], [0, 0])


def part(zone_km2: float, share: float, again: float = 0.0) -> Part:
    one = np.array([1.0])
    return Part(
        np.array(["a"], dtype=object),
        one * zone_km2,
        np.array([0]),
        np.array([0]),
        np.array([0]),
        one * zone_km2 * share,
        np.array([1]),
        one * zone_km2 * again,
        np.array([0]),
    )


@pytest.mark.parametrize(
    ("share", "again", "unassigned"),
    [(1.0, 0.0, 0.0), (1.0 + 5e-11, 0.0, 0.0), (1.0 - 5e-11, 0.0, 0.0), (1.0 - 1e-6, 0.0, 1e-6), (1.5, 0.75, 0.25)],
)
def test_the_rest_of_a_zone_is_what_its_members_leave_and_rounding_is_nothing(
    share: float, again: float, unassigned: float
) -> None:
    zones = prepare_zones(layer({"z": cell(0, 4)}))
    table = close_table(zones, part(zones.area_km2[0], share, again))
    assert table["share_of_zone"].tolist() == pytest.approx([share, unassigned, -again], abs=1e-12)
    assert bool(table["area_km2"].iloc[1] == 0.0) is (unassigned == 0.0)
    assert bool(np.signbit(table["area_km2"].iloc[2])) is (again > 0.0), "no negative zero"


def test_more_ground_than_a_zone_has_is_refused_with_the_surplus() -> None:
    zones = prepare_zones(layer({"z": cell(0, 4)}))
    surplus = zones.area_km2[0] * 0.5
    with pytest.raises(GeometryError, match=f"cover {surplus:.9f} km² more than zone z"):
        close_table(zones, part(zones.area_km2[0], 1.5))
    close_table(zones, part(zones.area_km2[0], 1.0 + 0.9e-9))
    two = prepare_zones(layer({"y": cell(0, 1), "z": cell(0, 4)}))
    both = part(two.area_km2[0], 1.5)._replace(
        zone=np.array([0, 1]), member=np.array([0, 0]), features=np.array([1, 1])
    )
    with pytest.raises(GeometryError, match="more than zone y"):
        close_table(two, both._replace(km2=two.area_km2 * 1.5, again_km2=np.zeros(2), again_features=np.zeros(2, int)))
    with pytest.raises(GeometryError):
        close_table(zones, part(zones.area_km2[0], 1.0 + 1.1e-9))


def test_ids_must_be_unique_where_they_are_the_members() -> None:
    twice = layer({"a": cell(0, 1), "b": cell(1, 2)}, use=["x", "y"]).set_axis(["a", "a"])
    with pytest.raises(ParameterError, match="'a' twice"):
        zonal_area(layer({"z": cell(0, 4)}), twice)
    assert len(zonal_area(layer({"z": cell(0, 4)}), twice, by="use")) == 4


def test_mended_zones_are_reported_before_mended_features_and_only_where_asked() -> None:
    bowtie = shapely.Polygon([(121.70, 30.90), (121.72, 30.92), (121.72, 30.90), (121.70, 30.92)])
    table = zonal_area(layer({"z": bowtie}), layer({"f": bowtie}), repair=True)
    assert [repair.id for repair in table.attrs["repairs"]] == ["z", "f"]
    with pytest.raises(GeometryError, match="z: Self-intersection"):
        zonal_area(layer({"z": bowtie}), layer({"f": cell(0, 1)}))
