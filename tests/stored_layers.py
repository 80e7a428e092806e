"""A store made for tests: a folder with three dozen parcels, one of them without a shape."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import pandas as pd

from geo import Atlas
from geo.store.import_layer import ImportOptions, import_layer
from geo.store.open_store import open_store, with_store
from tests.geo.shapes import tiles

LAYER, COUNT = "ws-parcels", 36
#: A use that no page may take for markup.
SCRIPT = "<script>alert(1)</script>"


def parcels() -> gpd.GeoDataFrame:
    """36 parcels with a name, a use, a plot ratio, floors and a day; the eighth has no shape."""
    raw = tiles(6, 6, 3).reset_index(drop=True)
    raw.loc[7, "geometry"] = None
    raw.loc[3, "use"] = SCRIPT
    raw["地块名称"] = [f"地块 {number:02d}" for number in range(1, COUNT + 1)]
    raw["far"] = [1 + row / 5 for row in range(COUNT)]
    raw["floors"] = range(COUNT)
    raw["kind"] = "lot"
    raw["built"] = pd.to_datetime(["2020-01-05"] * COUNT).date
    return raw


def write_store(folder: Path, scratch: Path) -> Path:
    """Import the parcels into a folder; return it."""
    scratch.mkdir(parents=True, exist_ok=True)
    source = scratch / "parcels.gpkg"
    parcels().to_file(source, layer="parcels")
    import_layer(source, folder, ImportOptions(name="parcels", title="现状地块"))
    return folder


def with_stored_layers(atlas: Atlas, folder: Path) -> Atlas:
    """The atlas with the layers of a folder."""
    return with_store(atlas, open_store(folder))


def edit(folder: Path, statement: str) -> None:
    """Change the layer in a folder as another program would."""
    with closing(sqlite3.connect(folder / f"{LAYER}.gpkg")) as database, database:
        for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):  # named by triggers of other columns
            database.create_function(name, 1, lambda _: None)
        database.execute(statement)
