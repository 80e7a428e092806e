"""Accounts of the real layers by each other: they close, also when rounded, and name what they left out."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from itertools import groupby

import numpy as np
import openpyxl
import pandas as pd
import pytest

from geo import Atlas
from geo.errors import ParameterError, UnknownLayerError
from geo.measure.area import area_km2
from geo.measure.units import UNITS, area_columns, round_area
from geo.spreadsheets import account_files
from geo.stats.accounts import make_account
from geo.stats.crosstab import TABLE, Crosstab, Known, crosstab


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
def test_every_rounded_row_is_its_exact_area_rounded_in_each_unit(atlas: Atlas, digits: int) -> None:
    account = make_account(atlas, "scopes", "parks")
    for exact, row in zip(account.rows, account.rounded(digits).rows, strict=True):
        assert {unit: row[unit] for unit in UNITS} == round_area(exact["area_km2"], digits)


def test_the_sum_of_scopes_that_lie_in_one_another_is_not_the_total(atlas: Atlas) -> None:
    account = make_account(atlas, "scopes", "parks")
    assert account.total["area_km2"] == pytest.approx(make_account(atlas, "scopes").total["area_km2"], rel=1e-9)
    assert account.total["area_km2"] < account.sum["area_km2"] / 2


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
    assert [float(line[column]) for line in lines[1 : 1 + len(exact)]] == exact


# --- a table of zonal areas made by hand -------------------------------------------------------------------------


def by_hand() -> Crosstab:
    """Two zones of 1.114 and 2 km²; a member without a name, one without a value, a zone and a member not located."""
    table = pd.DataFrame(
        [
            ("w", "p1", "member", 0.557, 0.5, 0.123456, 1),
            ("w", None, "member", 0.557, 0.5, 1.0, 3),
            ("w", "unassigned", "unassigned", 0.01, 0.01, np.nan, 0),
            ("w", "overlap", "overlap", -0.01, -0.0123456, np.nan, 2),
            ("e", 7, "member", 2.0, 1.0, np.nan, 1),
            ("e", "unassigned", "unassigned", 0.0, 0.0, np.nan, 0),
            ("nowhere", None, "unlocated", np.nan, np.nan, np.nan, 0),
            (None, "p9", "unlocated", np.nan, np.nan, np.nan, 1),
        ],
        columns=["zone_id", "member", "kind", "area_km2", "share_of_zone", "share_of_member", "count"],
    )
    return crosstab(
        table.astype({"zone_id": object, "member": object, "kind": "category"}),
        {"id": "zones", "title_zh": "分区", "title_en": "Zones"},
        {"id": "parks", "title_zh": "园区", "title_en": "Parks", "field": None},
        "v1",
        areas={name: area_columns(area) for name, area in (("total", 3.0), ("sum", 3.114), ("overlap", 0.114))},
        known=Known({"w": ("西", "West")}, {"p1": ("园一", "Park 1")}, {"w": "B", "p1": "C"}),
        left_out=("axis",),
    )


def test_rows_are_named_and_an_id_without_a_name_keeps_itself() -> None:
    rows = by_hand().rows
    names = [tuple(row[key] for key in ("name_zh", "name_en", "row", "member_zh", "member_en")) for row in rows]
    assert names == [
        ("西", "West", "member", "园一", "Park 1"),
        ("西", "West", "member", "（无值）", "(no value)"),
        ("西", "West", "unassigned", "未分配", "unassigned"),
        ("西", "West", "overlap", "重叠（扣除重复计入）", "overlap (negative: counted more than once)"),
        ("e", "e", "member", "7", "7"),
        ("e", "e", "unassigned", "未分配", "unassigned"),
    ]
    assert [row["count"] for row in rows] == [1, 3, 0, 2, 1, 0]
    assert [row["share_of_member"] for row in rows] == [0.123456, 1.0, None, None, None, None]
    assert rows[0]["area_ha"] == pytest.approx(55.7)
    assert by_hand().left_out == ("axis", "nowhere", "p9")


def test_the_total_is_the_union_of_the_zones_and_a_row_has_the_weaker_grade() -> None:
    account = by_hand()
    assert (account.total["area_km2"], account.sum["area_km2"], account.overlap["area_km2"]) == (3.0, 3.114, 0.114)
    assert account.total["area_mu"] == 4500.0
    assert [row["grade"] for row in account.rows] == ["C", "B", "B", "B", None, None]
    assert (len(account), list(account)) == (6, list(account.rows))


def test_rounded_rows_are_not_bent_to_add_up_and_shares_keep_four_places() -> None:
    """In the west 0.557, 0.557, 0.01 and -0.01 are 1.114, but 0.56, 0.56, 0.01 and -0.01 are 1.12: 0.01 too many."""
    shown = by_hand().rounded()
    assert shown.digits == 2
    assert [row["area_km2"] for row in shown.rows] == [0.56, 0.56, 0.01, -0.01, 2.0, 0.0]
    assert [row["share_of_zone"] for row in shown.rows] == [0.5, 0.5, 0.01, -0.0123, 1.0, 0.0]
    assert [row["share_of_member"] for row in shown.rows] == [0.1235, 1.0, None, None, None, None]
    assert shown.zones_rounding["w"]["area_km2"] == -0.01
    assert "e" not in shown.zones_rounding
    assert shown.rounding["area_km2"] == -0.01
    assert shown.total == {"area_km2": 3.0, "area_ha": 300.0, "area_mu": 4500.0}
    assert by_hand().rounded(1).rows[0]["area_km2"] == 0.6
    for digits in (-1, 10):
        with pytest.raises(ParameterError, match="digits"):
            by_hand().rounded(digits)


def test_members_that_overlap_in_a_zone_cannot_be_balanced() -> None:
    with pytest.raises(ParameterError, match=r"balance: zone 'w', whose parts share 0\.010000 km²"):
        by_hand().rounded(balance=True)
    account = dataclasses.replace(by_hand(), rows=tuple(row for row in by_hand().rows if row["row"] != "overlap"))
    shown = account.rounded(balance=True)
    assert [row["area_km2"] for row in shown.rows] == [0.55, 0.56, 0.01, 2.0, 0.0]
    assert shown.to_dict()["balance"] == "largest_remainder"
    assert shown.zones_rounding == {}


def test_the_body_of_a_crosstab_says_how_and_of_what_it_was_computed() -> None:
    account = by_hand()
    body = account.to_dict()
    assert (body["zones"], body["by"]) == (account.zones, account.by)
    assert (body["version"], body["digits"], body["left_out"]) == ("v1", None, ["axis", "nowhere", "p9"])
    assert body["method"]["id"] == "ellipsoidal-cgcs2000"
    assert body["rows"] == [dict(row) for row in account.rows]
    assert body["total"] == account.total
    with pytest.raises(dataclasses.FrozenInstanceError):
        account.digits = 2
