"""What is kept of a stored layer by cells: whole, bounded, and gone with an edit."""

from __future__ import annotations

import pytest

from geo import Atlas
from geo.atlas.added.stored_layer import PlainRows, StoredLayer, StoredQuery
from geo.export.collections.stored import cells
from geo.export.collections.stored.cells import FeatureCells
from tests.stored_layers import LAYER


@pytest.fixture
def layer(stored_atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> StoredLayer:
    monkeypatch.setattr(cells, "_FEATURES", 2)
    return stored_atlas.stored[LAYER]


def write(rows: PlainRows) -> list[bytes]:
    return [str(one).encode() for one in rows.numbers]


def test_a_feature_in_several_cells_is_answered_once_and_one_that_only_comes_near_never(layer: StoredLayer) -> None:
    box = (121.7, 30.9, 121.8, 30.95)
    reads = []

    def count(rows: PlainRows) -> list[bytes]:
        reads.append(len(rows.numbers))
        return write(rows)

    kept = FeatureCells(layer, count)
    assert list(kept.within(box) or ()) == write(layer.plain_rows(StoredQuery(bbox=box)))
    assert len(reads) == 1, "all cells are read at once"
    inner = (121.72, 30.91, 121.78, 30.94)
    assert list(kept.within(inner) or ()) == write(layer.plain_rows(StoredQuery(bbox=inner)))
    assert len(reads) == 1, "nothing was read again"


def test_a_large_box_is_left_to_the_layer(layer: StoredLayer) -> None:
    assert FeatureCells(layer, write).within((100.0, 0.0, 140.0, 50.0)) is None


def test_two_layers_do_not_share_what_is_kept(layer: StoredLayer) -> None:
    box = (121.6, 30.85, 121.65, 30.87)
    first = FeatureCells(layer, write).within(box)
    assert FeatureCells(layer, lambda rows: [b"other"] * len(rows.numbers)).within(box) != first
