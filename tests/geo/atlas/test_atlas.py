"""The atlas in a notebook: a short name, a table, frames of one's own."""

from __future__ import annotations

import pandas as pd
import pytest

from geo import Atlas
from geo.errors import UnknownLayerError
from geo.stats.accounts import make_account


def test_it_is_printed_in_a_line(atlas: Atlas) -> None:
    assert len(repr(atlas)) < 120
    assert atlas.version in repr(atlas)


def test_a_notebook_shows_every_layer(atlas: Atlas) -> None:
    shown = atlas._repr_html_()
    assert all(f"<td>{layer}</td>" in shown for layer in atlas.layer_ids)


def test_a_change_of_a_layer_taken_out_changes_no_other(atlas: Atlas) -> None:
    mine = atlas.layer("parks")
    before, shapes = atlas.layers["parks"]["name_zh"].iloc[0], atlas.layers["parks"].geometry.copy()
    mine["x"] = 1
    mine.loc[mine.index[0], "name_zh"] = "changed"
    mine.geometry = mine.geometry.translate(1.0)
    theirs = atlas.layer("parks")
    assert "x" not in theirs
    assert theirs["name_zh"].iloc[0] == before
    assert theirs.geometry.geom_equals(shapes).sum() == shapes.notna().sum()


def test_layers_come_as_one_frame(atlas: Atlas) -> None:
    frame = atlas.to_geodataframe("parks", "scopes")
    assert set(frame["layer"]) == {"parks", "scopes"}
    assert frame.index.name == "place_id"
    assert frame.crs == "EPSG:4326"
    assert len(atlas.to_geodataframe()) == len(atlas.features)
    with pytest.raises(UnknownLayerError):
        atlas.to_geodataframe("nothing")


@pytest.mark.parametrize("by", [None, "parks"])
def test_an_account_is_a_table_to_pandas(atlas: Atlas, by: str | None) -> None:
    account = make_account(atlas, "scopes", by)
    frame = pd.DataFrame(account)
    assert len(frame) == len(account) == len(account.rows)
    assert frame["area_km2"].tolist() == [row["area_km2"] for row in account.rows]
