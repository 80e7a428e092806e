"""The GeoPackage of a store: any program opens it, its index is there, and an edited shape is measured anew."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pyogrio
import pytest
import shapely

from geo.measure.area import area_km2
from geo.store.import_layer import ImportOptions, import_layer
from geo.store.open_store import open_store


@pytest.fixture
def made(tmp_path: Path, plots_file: Path) -> Path:
    import_layer(plots_file, tmp_path, ImportOptions("plots"))
    return tmp_path / "ws-plots.gpkg"


def test_gdal_reads_it_with_its_index_type_and_figures(made: Path) -> None:
    info = pyogrio.read_info(made)
    assert (info["layer_name"], info["features"], info["crs"]) == ("features", 36, "EPSG:4326")
    assert info["geometry_type"] == "Polygon"
    assert info["capabilities"]["fast_spatial_filter"]
    frame = pyogrio.read_dataframe(made)
    assert {"area_km2", "length_km", "name", "use"} <= set(frame.columns)
    assert frame["area_km2"].notna().sum() == 35


def test_an_edit_of_a_shape_empties_its_figure_and_is_seen_by_the_next_question(made: Path) -> None:
    layer = open_store(made.parent)["ws-plots"]
    before, old = layer.version, layer.rows()
    bigger = shapely.box(121.6, 30.8, 121.7, 30.84)
    with closing(sqlite3.connect(made)) as database, database:
        for name, bound in (("MinX", 0), ("MinY", 1), ("MaxX", 2), ("MaxY", 3)):
            database.create_function(
                f"ST_{name}", 1, lambda blob, at=bound: shapely.from_wkb(blob[40:]).bounds[at] if blob else None
            )
        database.create_function("ST_IsEmpty", 1, lambda blob: int(blob is None))
        head = database.execute("SELECT substr(geom, 1, 40) FROM features WHERE fid = 1").fetchone()[0]
        database.execute("UPDATE features SET geom = ? WHERE fid = 1", (head + shapely.to_wkb(bigger),))
        database.execute("UPDATE features SET use = 'new' WHERE fid = 2")
        assert database.execute("SELECT fid FROM features WHERE area_km2 IS NULL").fetchall() == [(1,), (36,)]
    assert layer.version != before
    rows = layer.rows()
    assert rows["area_km2"].iloc[0] == pytest.approx(area_km2([bigger], "EPSG:4326")[0])
    assert rows["area_km2"].iloc[1:35].tolist() == old["area_km2"].iloc[1:35].tolist()
    assert rows["use"].iloc[1] == "new"
