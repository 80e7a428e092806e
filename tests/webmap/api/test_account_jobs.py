"""Statistics as files, without a request: the same as the account they are written from."""

from __future__ import annotations

import json

import pytest

from geo import Atlas
from geo.errors import ParameterError
from geo.stats.accounts import make_account
from webmap.api.account_jobs import SENT, account_of_shapes, written_account

SQUARE = {"type": "Polygon", "coordinates": [[[121.9, 30.9], [121.91, 30.9], [121.91, 30.91], [121.9, 30.9]]]}
PLAIN = {"kind": "json", "digits": None, "balance": False, "bom": True}


def test_a_written_account_has_the_figures_of_the_account(atlas: Atlas) -> None:
    rows = json.loads(written_account(atlas, make_account(atlas, "parks"), **PLAIN))["rows"]
    account = make_account(atlas, "parks").to_dict()["rows"]
    assert [row["area_km2"] for row in rows] == [row["area_km2"] for row in account]
    rounded = json.loads(written_account(atlas, make_account(atlas, "parks"), **{**PLAIN, "digits": 2}))["rows"]
    assert all(row["area_km2"] == round(row["area_km2"], 2) for row in rounded)


def test_shapes_that_are_sent_are_a_layer_of_their_own_version(atlas: Atlas) -> None:
    version, body = account_of_shapes(atlas, json.dumps(SQUARE).encode(), by=None, **PLAIN)
    other, _ = account_of_shapes(atlas, json.dumps({**SQUARE, "id": 1}).encode(), by=None, **PLAIN)
    assert len({atlas.version, version, other}) == 3
    account = json.loads(body)
    assert (account["version"], account["input_version"]) == (atlas.version, version)
    assert account["zones"]["id"] == SENT
    assert len(account["rows"]) == 1


def test_what_is_no_geojson_is_the_fault_of_the_sender(atlas: Atlas) -> None:
    with pytest.raises(ParameterError):
        account_of_shapes(atlas, b"{}", by=None, **PLAIN)
