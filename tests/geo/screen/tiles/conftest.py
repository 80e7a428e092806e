"""A stored layer of 1,600 parcels, and its pyramid of tiles, as full in shallow zooms as that of a large layer."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest

from geo.atlas.added.stored_layer import StoredLayer
from geo.screen.tiles import stored_tile
from geo.screen.tiles.pyramid import Pyramid
from geo.screen.tiles.pyramid_writer import write_pyramid
from geo.store.import_layer import ImportOptions, import_layer
from geo.store.open_store import open_store
from tests.geo.screen.tiles.coverage import COUNT, SIDE, sheet


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store")
    frame = gpd.GeoDataFrame(
        {"use": ["R", None] * (COUNT // 2), "far": np.arange(COUNT) / 4, "kind": "lot"},
        geometry=sheet(SIDE),
        crs="EPSG:4326",
    )
    frame.to_file(folder / "sheet.fgb", spatial_index=False)
    import_layer(folder / "sheet.fgb", folder, ImportOptions(name="sheet", title="地块"))
    return folder


@pytest.fixture(scope="module")
def layer(folder: Path) -> StoredLayer:
    return open_store(folder)["ws-sheet"]


@pytest.fixture(scope="module")
def pyramid(folder: Path, layer: StoredLayer) -> Pyramid:
    steps = []
    with pytest.MonkeyPatch.context() as patch:
        # So that the shallow zooms of a small layer are as full as those of a large one.
        patch.setattr("geo.screen.tiles.level.MOST_FEATURES", 300)
        path = folder / "ws-sheet.pmtiles"
        write_pyramid(
            stored_tile.stored_batches(layer),
            stored_tile.tiled_layer(layer),
            path,
            progress=lambda step, done, total: steps.append((step, done, total)),
        )
    assert ("reading", COUNT, COUNT) in steps
    assert {step for step, _, _ in steps} == {"reading", "planning", "writing tiles"}
    assert steps[-1][1] == steps[-1][2]
    return Pyramid(path)
