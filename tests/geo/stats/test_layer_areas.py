"""Accounts of the real layers: rows, union, sum and overlap hold together."""

from __future__ import annotations

import dataclasses
import math

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo import Atlas
from geo.atlas.schema import Layer
from geo.errors import ParameterError, UnknownLayerError
from geo.measure.area import area_km2
from geo.measure.uncertainty import known_lines, total_bound_km2
from geo.measure.units import UNITS, round_area
from geo.stats.accounts import make_account
from geo.stats.layer_areas import layer_account
from tests.geo.shapes import LONLAT, frame


def test_the_functional_areas_overlap_and_the_union_counts_ground_once(atlas: Atlas) -> None:
    account = make_account(atlas, "functional_areas")
    rows = sum(row["area_km2"] for row in account.rows)
    assert account.sum["area_km2"] == pytest.approx(rows, rel=1e-12)
    assert account.total["area_km2"] + account.overlap["area_km2"] == pytest.approx(rows, rel=1e-12)
    # The bonded zone takes in ground of both wings: the five are no partition.
    assert account.overlap["area_km2"] > 1.0


@pytest.mark.parametrize("digits", [0, 1, 2, 4])
def test_every_figure_of_every_zone_layer_is_its_exact_figure_rounded(atlas: Atlas, digits: int) -> None:
    """No row is bent to add up; what the rows miss of the rounded sum is said."""
    for layer in atlas.zone_layers:
        account = make_account(atlas, layer)
        shown = account.rounded(digits)
        for exact, row in zip(account.rows, shown.rows, strict=True):
            assert {unit: row[unit] for unit in UNITS} == round_area(exact["area_km2"], digits)
        for name in ("sum", "overlap", "total"):
            assert {unit: getattr(shown, name)[unit] for unit in UNITS} == round_area(
                getattr(account, name)["area_km2"], digits
            )
        rows = sum(row["area_km2"] for row in shown.rows)
        assert shown.rounding is not None
        assert rows + shown.rounding["area_km2"] == pytest.approx(shown.sum["area_km2"], abs=1e-9)


def test_a_park_of_1_0046_is_not_1_01_whatever_is_shown_beside_it(atlas: Atlas) -> None:
    row = next(row for row in make_account(atlas, "parks").rounded(2).rows if row["place_id"] == "fp-info-fish")
    assert (row["area_km2"], row["area_ha"], row["area_mu"]) == (1.0, 100.0, 1507.0)


def test_only_zones_that_do_not_overlap_can_be_balanced(atlas: Atlas) -> None:
    with pytest.raises(ParameterError, match="balance: layer 'parks', whose parts share"):
        make_account(atlas, "parks").rounded(2, balance=True)
    parts = [shapely.box(121.80 + k / 100, 30.90, 121.81 + k / 100, 30.95) for k in range(3)]
    whole = layer_account(zones(area_km2=list(area_km2(parts, LONLAT))).set_geometry(parts, crs=LONLAT), ENTRY, "v1")
    shown = whole.rounded(1, balance=True)
    assert sum(row["area_km2"] for row in shown.rows) == pytest.approx(shown.sum["area_km2"], abs=1e-9)
    body = shown.to_dict()
    assert body["balance"] == "largest_remainder"
    assert "强制调平" in body["note_zh"]
    assert whole.rounded(1).to_dict()["balance"] is None


def test_a_layer_of_axes_has_no_account(atlas: Atlas) -> None:
    with pytest.raises(ParameterError, match="holds no area"):
        make_account(atlas, "belts")


def test_an_unknown_layer_names_those_that_exist(atlas: Atlas) -> None:
    with pytest.raises(UnknownLayerError, match="functional_areas"):
        make_account(atlas, "functional_area")


# --- a layer made by hand, whose figures are known ---------------------------------------------------------------

WEST, EAST = shapely.box(121.80, 30.90, 121.85, 30.95), shapely.box(121.84, 30.90, 121.90, 30.95)
ENTRY = Layer.model_construct(id="zones", title_zh="分区", title_en="Zones")


def zones(**changes: list[object]) -> gpd.GeoDataFrame:
    """Two zones that share a strip, and a place without area."""
    areas = area_km2([WEST, EAST], LONLAT)
    columns: dict[str, list[object]] = {
        "place_id": ["w", "e", "nowhere"],
        "name_zh": ["西", "东", "无"],
        "name_en": ["West", "East", ""],
        "kind": ["park", "park", "park"],
        "grade": ["A", "B", None],
        "area_km2": [*areas, np.nan],
        "perimeter_km": [20.5, 22.25, np.nan],
        "stated_area_km2": [25.0, np.nan, np.nan],
        "difference_km2": [-0.001, np.nan, np.nan],
        "difference_share": [-0.0123456, np.nan, np.nan],
        "accuracy_m": [100.0, 400.0, np.nan],
        "uncertainty_km2": [2.0, 9.0, np.nan],
    }
    return gpd.GeoDataFrame({**columns, **changes}, geometry=[WEST, EAST, None], crs=LONLAT)


def test_the_account_of_a_layer_has_its_rows_and_what_they_cover_together() -> None:
    account = layer_account(zones(), ENTRY, "v1")
    west, east, both, shared = area_km2([WEST, EAST, WEST.union(EAST), WEST.intersection(EAST)], LONLAT)
    assert account.zones == {"id": "zones", "title_zh": "分区", "title_en": "Zones"}
    assert (account.version, account.digits) == ("v1", None)
    assert [row["place_id"] for row in account.rows] == ["w", "e"]
    assert account.rows[0]["area_mu"] == pytest.approx(west * 1500, rel=1e-12)
    assert account.rows[1]["stated_area_km2"] is None
    assert account.rows[1]["grade"] == "B"
    assert account.sum["area_km2"] == pytest.approx(west + east, rel=1e-12)
    assert account.total["area_km2"] == pytest.approx(both, rel=1e-9)
    assert account.overlap["area_ha"] == pytest.approx(shared * 100, rel=1e-9)
    assert (len(account), list(account)) == (2, list(account.rows))


def test_zones_that_only_touch_overlap_by_nothing_and_never_by_less() -> None:
    """The union of three may measure a rounding more than their sum: here a tenth of a square metre."""
    parts = [shapely.box(121.80 + k / 100, 30.90, 121.81 + k / 100, 30.95) for k in range(3)]
    areas = area_km2(parts, LONLAT)
    touching = zones(area_km2=list(areas)).set_geometry(parts, crs=LONLAT)
    assert 0.0 <= layer_account(touching, ENTRY, "v1").overlap["area_km2"] < 1e-9
    rounded = zones(area_km2=list(areas - 1e-7)).set_geometry(parts, crs=LONLAT)
    assert layer_account(rounded, ENTRY, "v1").overlap == {"area_km2": 0.0, "area_ha": 0.0, "area_mu": 0.0}


def test_ground_of_three_zones_overlaps_twice() -> None:
    area = area_km2([WEST], LONLAT)[0]
    account = layer_account(zones(area_km2=[area] * 3).set_geometry([WEST] * 3, crs=LONLAT), ENTRY, "v1")
    assert account.total["area_km2"] == pytest.approx(area, rel=1e-12)
    assert account.overlap["area_km2"] == pytest.approx(2 * area, rel=1e-12)


def test_the_bound_of_a_total_is_given_where_every_row_has_one() -> None:
    """The outline of the union: as well known as the zone it belongs to; the better one where both are drawn."""
    account = layer_account(zones(), ENTRY, "v1")
    bound = total_bound_km2([WEST, EAST], [100.0, 400.0])
    assert account.total["uncertainty_km2"] == pytest.approx(bound, rel=1e-12)
    assert 0 < bound < 2.0 + 9.0
    assert account.rounded(2).total["uncertainty_km2"] == round(bound, 2)
    better = known_lines([(frame(WEST, EAST).assign(accuracy_m=10.0), True)])
    assert layer_account(zones(), ENTRY, "v1", better).total["uncertainty_km2"] < bound / 5


def test_the_bound_of_a_total_is_of_the_rows_that_have_one_and_says_what_they_cover() -> None:
    account = layer_account(zones(uncertainty_km2=[2.0, np.nan, np.nan]), ENTRY, "v1")
    west, both = area_km2([WEST, WEST.union(EAST)], LONLAT)
    assert account.total["uncertainty_km2"] == pytest.approx(total_bound_km2([WEST], [100.0]), rel=1e-12)
    assert account.total["uncertainty_covers"] == pytest.approx(west / both, rel=1e-9)
    none = layer_account(zones(uncertainty_km2=[np.nan] * 3), ENTRY, "v1").rounded(2)
    assert (none.total["uncertainty_km2"], none.total["uncertainty_covers"]) == (None, None)


def test_a_row_carries_the_source_of_its_stated_area() -> None:
    account = layer_account(zones(stated_area_source_zh=["某文件 二、", None, None]), ENTRY, "v1")
    assert [row["stated_area_source_zh"] for row in account.rows] == ["某文件 二、", None]


def test_rounded_figures_keep_their_places_and_the_share_keeps_four() -> None:
    shown = layer_account(zones(), ENTRY, "v1").rounded(1)
    exact = layer_account(zones(), ENTRY, "v1")
    assert shown.digits == 1
    assert shown.version == "v1"
    assert shown.rows[0]["difference_share"] == -0.0123
    assert shown.rows[0]["perimeter_km"] == 20.5
    assert shown.rows[1]["perimeter_km"] == 22.2
    assert shown.rows[1]["name_zh"] == "东"
    # Of -0.001 nothing is left, and no sign.
    assert math.copysign(1.0, shown.rows[0]["difference_km2"]) == 1.0
    assert shown.total["area_km2"] == round(exact.total["area_km2"], 1)
    assert shown.overlap["area_km2"] == round(exact.overlap["area_km2"], 1)
    assert layer_account(zones(), ENTRY, "v1").rounded().digits == 2


def test_the_body_of_an_account_says_how_and_of_what_it_was_computed() -> None:
    account = layer_account(zones(), ENTRY, "v1")
    body = account.rounded(3).to_dict()
    assert (body["by"], body["digits"], body["version"]) == (None, 3, "v1")
    assert body["method"]["id"] == "ellipsoidal-cgcs2000"
    assert body["rows"] == [dict(row) for row in account.rounded(3).rows]
    assert (body["zones"], body["total"]) == (account.zones, account.rounded(3).total)
    with pytest.raises(dataclasses.FrozenInstanceError):
        account.digits = 2


@pytest.mark.parametrize("digits", [-1, 10])
def test_places_nobody_reads_are_refused(digits: int) -> None:
    with pytest.raises(ParameterError, match="digits"):
        layer_account(zones(), ENTRY, "v1").rounded(digits)


def test_a_layer_in_which_nothing_has_an_area_is_refused() -> None:
    with pytest.raises(ParameterError, match="'zones' holds no area"):
        layer_account(zones(area_km2=[np.nan] * 3), ENTRY, "v1")


def test_zones_without_extent_have_a_total_of_nothing() -> None:
    flat = [shapely.Polygon([(121.8, 30.9), (121.9, 30.9), (121.8, 30.9)])] * 3
    account = layer_account(zones(area_km2=[0.0, 0.0, np.nan]).set_geometry(flat, crs=LONLAT), ENTRY, "v1")
    shown = account.rounded(2)
    assert [shown.total[unit] for unit in ("area_km2", "area_ha", "area_mu")] == [0.0, 0.0, 0.0]
