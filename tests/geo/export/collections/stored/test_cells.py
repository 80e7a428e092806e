"""What is kept of a stored layer by cells: whole, bounded, and gone with an edit."""

from __future__ import annotations

import geopandas as gpd
import pytest

from geo.export.collections.stored import cells
from geo.export.collections.stored.cells import FeatureCells
from tests.stored_layers import parcels


def write(rows: gpd.GeoDataFrame) -> list[bytes]:
    return [str(one).encode() for one in rows.index]


@pytest.fixture
def small_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "_FEATURES", 2)


@pytest.mark.usefixtures("small_cells")
def test_a_feature_in_several_cells_is_answered_once_and_one_that_only_comes_near_never() -> None:
    layer = parcels()
    box = (121.7, 30.9, 121.8, 30.95)
    found = FeatureCells(layer, write).within(box)
    assert found is not None
    assert len(layer.asked) > 3
    shown = layer.frame.cx[box[0] : box[2], box[1] : box[3]]
    assert list(found) == write(shown)


@pytest.mark.usefixtures("small_cells")
def test_a_large_box_is_left_to_the_layer() -> None:
    assert FeatureCells(parcels(), write).within((100.0, 0.0, 140.0, 50.0)) is None


def test_two_layers_do_not_share_what_is_kept() -> None:
    box = (121.6, 30.85, 121.65, 30.87)
    first = FeatureCells(parcels(), write).within(box)
    assert FeatureCells(parcels(), lambda rows: [b"other"] * len(rows)).within(box) != first
