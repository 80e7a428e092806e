"""Accounts of the real layers by each other: they close, also when rounded, and name what they left out."""

from __future__ import annotations

import csv
import io
import json
from itertools import groupby

import openpyxl
import pytest

from geo import Atlas
from geo.errors import ParameterError, UnknownLayerError
from geo.measure.area import area_km2
from geo.spreadsheets import account_files
from geo.stats.accounts import make_account
from geo.stats.crosstab import TABLE, Crosstab


def zone_sums(account: Crosstab) -> dict[str, float]:
    return {
        zone: sum(row["area_km2"] for row in rows) for zone, rows in groupby(account.rows, lambda row: row["place_id"])
    }


def test_every_layer_by_every_layer_closes_on_the_area_of_each_zone(atlas: Atlas) -> None:
    for zones in atlas.zone_layers:
        areas = atlas.layers[zones]["area_km2"].dropna()
        for by in atlas.zone_layers:
            sums = zone_sums(make_account(atlas, zones, by))
            assert sums == pytest.approx(areas.to_dict(), rel=1e-9), (zones, by)


@pytest.mark.parametrize("digits", [0, 2, 4])
def test_rounded_rows_of_a_zone_sum_to_its_rounded_area(atlas: Atlas, digits: int) -> None:
    account = make_account(atlas, "scopes", "parks")
    exact, shown = zone_sums(account), zone_sums(account.rounded(digits))
    for zone, area in exact.items():
        assert shown[zone] == pytest.approx(round(area, digits), abs=10.0**-digits * 1e-6)


def test_a_cell_is_the_measured_intersection_and_a_share_of_both(atlas: Atlas) -> None:
    account = make_account(atlas, "scopes", "parks")
    row = next(row for row in account.rows if row["place_id"] == "nc-nanhui" and row["row"] == "member")
    zone = atlas.features.geometry["nc-nanhui"]
    member = atlas.features.geometry[row["member"]]
    met, whole, own = area_km2([zone.intersection(member), zone, member], "EPSG:4490")
    assert row["area_km2"] == pytest.approx(met, rel=1e-9)
    assert row["share_of_zone"] == pytest.approx(met / whole, rel=1e-9)
    assert row["share_of_member"] == pytest.approx(met / own, rel=1e-9)


def test_by_a_field_the_members_are_its_values(atlas: Atlas) -> None:
    account = make_account(atlas, "scopes", "parks:kind")
    members = {row["member"] for row in account.rows if row["row"] == "member"}
    parks = atlas.layers["parks"]
    assert members <= set(parks.loc[parks["area_km2"].notna(), "kind"])
    assert account.by["field"] == "kind"


def test_features_without_area_are_named_as_left_out(atlas: Atlas) -> None:
    parks = atlas.layers["parks"]
    without = set(parks.index[parks["area_km2"].isna()])
    assert without
    assert without <= set(make_account(atlas, "scopes", "parks").left_out)


def test_a_layer_of_axes_and_an_unknown_layer_or_field_are_refused(atlas: Atlas) -> None:
    with pytest.raises(ParameterError, match="holds no area"):
        make_account(atlas, "scopes", "belts")
    with pytest.raises(UnknownLayerError):
        make_account(atlas, "scopes", "parcels")
    with pytest.raises(ParameterError, match="by='colour'"):
        make_account(atlas, "scopes", "parks:colour")


def test_csv_xlsx_json_and_geojson_carry_the_same_figures(atlas: Atlas) -> None:
    account = make_account(atlas, "scopes", "parks")
    exact = [row["area_km2"] for row in account.rows]
    said = json.loads(account_files.write_account(atlas, account, "json"))
    assert [row["area_km2"] for row in said["rows"]] == exact
    drawn = json.loads(account_files.write_account(atlas, account, "geojson"))
    assert len(drawn["features"]) == len(zone_sums(account))
    assert [row["area_km2"] for zone in drawn["features"] for row in zone["properties"]["rows"]] == exact
    book = openpyxl.load_workbook(io.BytesIO(account_files.write_account(atlas, account, "xlsx")))
    column = TABLE.keys.index("area_km2")
    # A workbook keeps 16 digits.
    cells = [row[column] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)]
    assert cells == pytest.approx(exact, rel=1e-15)
    lines = list(csv.reader(io.StringIO(account_files.write_account(atlas, account, "csv", bom=False).decode())))
    shown = [row["area_km2"] for row in account.rounded(2).rows]
    assert [float(line[column]) for line in lines[1 : 1 + len(shown)]] == shown


def test_the_bound_of_a_total_is_given_where_every_row_has_one(atlas: Atlas) -> None:
    for layer in atlas.zone_layers:
        account = make_account(atlas, layer)
        bounds = [row["uncertainty_km2"] for row in account.rows]
        bound = account.total["uncertainty_km2"]
        if None in bounds:
            assert bound is None, layer
        else:
            assert 0 < bound <= sum(bounds) * (1 + 1e-9), layer
            assert account.rounded(2).total["uncertainty_km2"] == round(bound, 2)
