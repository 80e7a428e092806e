"""Accounts of the real layers: rows, union, sum and overlap hold together."""

from __future__ import annotations

import pytest

from geo import Atlas
from geo.errors import ParameterError, UnknownLayerError
from geo.stats.accounts import make_account


def test_the_functional_areas_overlap_and_the_union_counts_ground_once(atlas: Atlas) -> None:
    account = make_account(atlas, "functional_areas")
    rows = sum(row["area_km2"] for row in account.rows)
    assert account.sum["area_km2"] == pytest.approx(rows, rel=1e-12)
    assert account.total["area_km2"] + account.overlap["area_km2"] == pytest.approx(rows, rel=1e-12)
    # The bonded zone takes in ground of both wings: the five are no partition.
    assert account.overlap["area_km2"] > 1.0


@pytest.mark.parametrize("digits", [0, 1, 2, 4])
def test_rounded_rows_sum_to_the_rounded_sum_in_every_zone_layer(atlas: Atlas, digits: int) -> None:
    for layer in atlas.zone_layers:
        account = make_account(atlas, layer).rounded(digits)
        unit = 10.0**-digits
        assert sum(row["area_km2"] for row in account.rows) == pytest.approx(account.sum["area_km2"], abs=unit * 1e-6)
        shown = account.total["area_km2"] + account.overlap["area_km2"]
        assert shown == pytest.approx(account.sum["area_km2"], abs=unit * 1e-6)


def test_hectares_and_mu_of_a_rounded_row_are_those_of_its_exact_area(atlas: Atlas) -> None:
    for layer in atlas.zone_layers:
        account = make_account(atlas, layer)
        for exact, shown in zip(account.rows, account.rounded(2).rows, strict=True):
            assert abs(shown["area_ha"] - exact["area_km2"] * 100) < 1
            assert abs(shown["area_mu"] - exact["area_km2"] * 1500) < 1
        for unit in ("area_ha", "area_mu"):
            rounded = account.rounded(2)
            assert sum(row[unit] for row in rounded.rows) == rounded.sum[unit]
            assert rounded.total[unit] + rounded.overlap[unit] == rounded.sum[unit]
            assert rounded.total[unit] == round(account.total[unit] or 0.0)


def test_a_layer_of_axes_has_no_account(atlas: Atlas) -> None:
    with pytest.raises(ParameterError, match="holds no area"):
        make_account(atlas, "belts")


def test_an_unknown_layer_names_those_that_exist(atlas: Atlas) -> None:
    with pytest.raises(UnknownLayerError, match="functional_areas"):
        make_account(atlas, "functional_area")
