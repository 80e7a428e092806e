"""Accounts of an atlas: which layers they take, and what is left out of them."""

from __future__ import annotations

import pytest

from geo import Atlas
from geo.errors import ParameterError, UnknownLayerError
from geo.stats.accounts import compare_methods, make_account
from geo.stats.crosstab import Crosstab
from geo.stats.layer_areas import Account


def test_by_decides_what_is_made(atlas: Atlas) -> None:
    assert isinstance(make_account(atlas, "scopes"), Account)
    assert isinstance(make_account(atlas, "scopes", "parks"), Crosstab)
    assert make_account(atlas, "scopes", "parks:kind").by["field"] == "kind"


@pytest.mark.parametrize("zones", ["coast", "belts"])
def test_background_and_layers_without_an_area_are_refused(atlas: Atlas, zones: str) -> None:
    with pytest.raises(ParameterError, match=zones):
        make_account(atlas, zones)
    with pytest.raises(ParameterError):
        make_account(atlas, zones, "parks")


def test_members_without_an_area_are_refused_and_unknown_layers_named(atlas: Atlas) -> None:
    with pytest.raises(ParameterError, match="belts"):
        make_account(atlas, "scopes", "belts")
    with pytest.raises(UnknownLayerError, match="nothing"):
        make_account(atlas, "scopes", "nothing")


def test_every_method_is_held_against_ours(atlas: Atlas) -> None:
    rows = compare_methods(atlas, "scopes")
    assert rows[0]["difference_km2"] == 0.0
    assert {row["id"] for row in rows} >= {"geographiclib", "web-mercator"}
    assert rows[0]["area_km2"] == pytest.approx(make_account(atlas, "scopes").sum["area_km2"])
